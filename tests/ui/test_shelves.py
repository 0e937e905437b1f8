"""Every matter stands on a shelf, at most three taps from home; what is done elsewhere says where."""

from kiosk.flows import shelves
from kiosk.flows.search.cleaning import RESOURCES
from kiosk.flows.shelves import CLASS, ORGANISATION, PERSON, THEME
from tests import shipped


def test_six_themes_take_every_item_and_all_stages_are_there():
    known, mistakes = shelves.load(RESOURCES)
    flows = shipped.items().values()
    assert not mistakes
    assert [sum(s.kind == kind for s in known) for kind in (THEME, PERSON, ORGANISATION)] == [6, 10, 6]
    themed = [p.item for s in known if s.kind == THEME for p in shelves.on(s, known, flows) if p.item]
    assert set(themed) == {flow.item for flow in flows}


def test_a_class_of_things_holds_together_what_people_do_one_after_the_other():
    flows = shipped.items().values()
    known = shelves.load(RESOURCES)[0]
    classes = {s.key: {p.item for p in shelves.on(s, known, flows)} for s in known if s.kind == CLASS}
    firm = {"company", "restaurant", "trader-to-company", "company-change", "company-close"}
    assert classes["class-firm"] == firm
    assert all(len(items) >= 2 and "" not in items for items in classes.values()), "each can be begun here"


def test_a_shelf_of_an_unknown_matter_is_left_out_and_named(tmp_path):
    for name in ("catalogue.yaml", "home.yaml"):
        (tmp_path / name).write_text((RESOURCES / name).read_text("utf-8"), "utf-8")
    told = (tmp_path / "home.yaml").read_text("utf-8")
    (tmp_path / "home.yaml").write_text(told.replace("[p.birth]}", "[p.nobody]}", 1), "utf-8")
    known, mistakes = shelves.load(tmp_path)
    assert len(known) == 25 and "p.nobody" in mistakes[0]
    (tmp_path / "home.yaml").write_text("[", "utf-8")
    assert shelves.load(tmp_path)[0] == ()


def test_a_matter_is_begun_from_its_theme_and_one_done_elsewhere_is_named(visitor):
    visitor.until(lambda: visitor.can_tap("shelves"), "the way to them, on the first sheet of home")
    visitor.tap("shelves")
    visitor.until(lambda: visitor.can_tap("shelf.theme-insurance"), "the themes")
    assert "即将开通" in visitor.reads() and not visitor.can_tap("shelf.firm-staff")
    visitor.tap("shelf.theme-home")
    visitor.until(lambda: visitor.can_tap("item.housing-fund"), "the shelf")
    visitor.tap("shelves.all")
    visitor.turns_to("shelf.firm-end")
    visitor.tap("shelf.firm-end")
    visitor.until(lambda: "政务服务中心的企业服务窗口" in visitor.reads(), "the place that does it")
    assert visitor.can_tap("item.company-close") and not visitor.can_tap("away.e.bankrupt")
    visitor.tap("shelves.all")
    visitor.turns_to("shelf.class-firm")
    visitor.tap("shelf.class-firm")
    visitor.turns_to("item.company-close")
    visitor.tap("shelves.all")
    visitor.turns_to("shelf.theme-insurance")
    visitor.tap("shelf.theme-insurance", "item.si-certificate")
    visitor.sees("Notice")
