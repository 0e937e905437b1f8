"""The whole ladder before a person: a paper under the camera, one that follows, one that was given before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image
from sqlalchemy import select

from acceptance import tables, wallet
from kiosk.config import RESOURCES
from kiosk.devices._opencv import opencv
from kiosk.devices.virtual import state
from kiosk.devices.virtual.camera import DocumentCameraState
from kiosk.flows.materials import State
from kiosk.flows.session import captures
from kiosk.receipt import lines
from kiosk.ui.walker import walk
from tests.acceptance.hall import Clock, open_hall
from tests.acceptance.server import Server
from tests.acceptance.station import person
from tests.devices.document_camera.sheets import JPEG_HEAD, cut_off, good, jpeg
from tests.ui.conftest import SUMMER
from tests.ui.parent import SOMEBODY_ELSES, Parent
from tests.ui.place import Place

ITEMS = Path(__file__).parents[1] / "flows" / "ladder" / "items"
OTHER_MATTER = "night-market"


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    """The matter with every rung, another one that asks for the same papers, and the enrolment as it is."""
    folder = tmp_path_factory.mktemp("matters") / "items"
    folder.mkdir()
    item = yaml.safe_load((ITEMS / "all-rungs.yaml").read_text("utf-8"))
    for name in ("all-rungs", OTHER_MATTER):
        text = yaml.safe_dump(item | {"item": name}, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    shutil.copy(RESOURCES / "items" / "school-enrolment.yaml", folder)
    shutil.copytree(RESOURCES / "codes", folder.parent / "codes")
    return folder


@pytest.fixture(scope="module")
def ladder_place(items, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ladder")
    opencv()
    server = Server(folder / "data", "--sandbox", "--items", str(items), at=SUMMER)
    with Place.open(folder, server, SUMMER, also=("document_camera",)) as place:
        yield place
    assert server.stop() == 0


@pytest.fixture
def citizen(ladder_place, items, tmp_path):
    ladder_place.server.nobody_was_here()
    with Parent.arrives(ladder_place, tmp_path, items=items) as somebody:
        lay(somebody, None)
        somebody.until(lambda: is_ready(somebody, "document_camera"), "the camera")
        yield somebody


def is_ready(citizen, kind):
    status = citizen.terminal.devices().get(kind)
    return status is not None and status.ready


def lay(citizen, scene):
    """On the desk under the camera; nothing: the desk is empty."""
    desk = citizen.place.paper / f"desk-{scene.seed if scene else 0}-{scene is None}.jpg"
    if scene is None:
        Image.new("RGB", (1632, 1224), (60, 60, 60)).save(desk)
    else:
        desk.write_bytes(jpeg(scene))
    state.update(citizen.place.states, DocumentCameraState, image=str(desk), fault=None)


def comes_to_the_papers(citizen, who="liu-yang", home="浙(2021)德清县0012345", item="all-rungs"):
    citizen.tap(f"item.{item}", "agree")
    citizen.lays_card(who)
    citizen.sees("ConfirmByPhone")
    citizen.confirms(who)
    citizen.sees("Form", "stall")
    citizen.fills(stall_number=home)
    citizen.picks("delivery", "terminal")
    citizen.until(lambda: not citizen.materials.running(), "what the offices say")


def camera(citizen):
    return citizen.materials._camera


def becomes(citizen, word):
    citizen.until(lambda: camera(citizen).property("state") == word, f"the state {word}")
    citizen.until(lambda: citizen.shell.window.property("settled"), "a page at rest")


def takes(citizen):
    """A page of what lies there, which is looked at."""
    citizen.until(lambda: camera(citizen).property("good"), "a sheet that lies well")
    citizen.tap("capture.take")
    becomes(citizen, "look")


def measured(citizen, variant="standard"):
    citizen.until(lambda: citizen.shell.window.property("settled"), "a page at rest")
    citizen.look()
    return [f"{v.rule}: {v.what}" for v in walk(citizen.shell.window, 0.369, variant)]


def files(citizen):
    citizen.sees("Materials")
    citizen.tap("continue")
    citizen.signs()
    citizen.sees("Review")
    citizen.tap("submit")
    citizen.sees("Outcome")
    outcome = citizen.shell.session.aftermath._outcome
    citizen.until(lambda: outcome.property("status") not in ("", "held"), "the platform's word")
    return outcome


def test_papers_are_photographed_looked_at_taken_again_and_filed_sealed(citizen):
    """hu-ping has no electronic licence and no kept paper; her home is on record."""
    comes_to_the_papers(citizen, "hu-ping", "浙(2022)德清县0031906")
    citizen.sees("Unknown")
    assert "没有查到您的电子驾驶证" in citizen.reads()
    lay(citizen, good(1))
    citizen.tap("unknown.pass")
    citizen.sees("Capture", at_rest=False)
    takes(citizen)
    assert measured(citizen) == []
    first = camera(citizen).property("pages")[0]["part"]
    citizen.tap("capture.again")
    becomes(citizen, "live")
    assert camera(citizen).property("pages") == []
    takes(citizen)
    citizen.tap("capture.keep", "capture.more")
    takes(citizen)
    citizen.tap("capture.keep")
    becomes(citizen, "pages")
    assert measured(citizen) == [] and "拍了 2 页" in citizen.reads()
    parts = [page["part"] for page in camera(citizen).property("pages")]
    assert first not in parts and len(set(parts)) == 2
    pictures = [citizen.session.papers[part] for part in parts]
    citizen.until(lambda: citizen.terminal.store.drafts.pages(citizen.session.id) == set(parts), "the draft")
    kept = citizen.terminal.store._database.rows("select sealed from draft_page")
    assert all(picture[:64] not in row["sealed"] for row in kept for picture in pictures)
    citizen.tap("capture.done")
    citizen.sees("Unknown")  # the health certificate
    citizen.tap("unknown.pass")
    citizen.sees("Defer")
    citizen.tap("defer.decline")
    citizen.sees("Original")
    citizen.tap("original.bring")
    citizen.sees("Materials")
    assert "已拍摄 2 页，待核验" in citizen.reads()
    outcome = files(citizen)
    assert outcome.property("status") == "received"  # somebody looks at the photographs first
    filing = citizen.shell.session.aftermath.filing
    assert {part.name for part in filing.parts} == {"body", "form", "signature", *parts}
    assert citizen.terminal.store._database.rows("select 1 from draft_page") == []
    with citizen.place.server.database.reading() as connection:
        query = select(tables.reviews).where(tables.reviews.c.filing == filing.id)
        reviews = connection.execute(query).mappings().all()
    assert [(review["material"], review["why"]) for review in reviews] == [("licence", "captured")]
    folder = Path(citizen.terminal.store._database.path).parent
    assert all(picture.startswith(JPEG_HEAD) for picture in pictures)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert JPEG_HEAD not in path.read_bytes(), path.name


def test_a_no_on_the_home_is_answered_with_a_photograph_of_the_certificate(citizen):
    """The number again, another home and staff stand on the same page."""
    citizen.asks_for_another_home(SOMEBODY_ELSES)
    citizen.sees("Mismatch")
    assert "信息不对，拍材料上传" in citizen.reads() and measured(citizen) == []
    assert all(citizen.can_tap(f"mismatch.{way}") for way in ("revise", "alternative", "dispute", "help"))
    lay(citizen, good(1))
    citizen.tap("mismatch.dispute", "dispute.record_wrong")
    citizen.sees("Capture", at_rest=False)
    assert "不动产权证书放在高拍仪下" in citizen.reads()
    takes(citizen)
    citizen.tap("capture.keep", "capture.done")
    citizen.sees("Materials")
    here = citizen.stands("home_owned")
    assert here.state is State.CAPTURED and here.disputed and "已拍摄 1 页，待核验" in citizen.reads()


def test_a_sheet_that_is_not_whole_is_refused_with_the_reason(citizen):
    comes_to_the_papers(citizen, "hu-ping", "浙(2022)德清县0031906")
    citizen.sees("Unknown")
    lay(citizen, cut_off(1))
    citizen.tap("unknown.pass")
    citizen.sees("Capture", at_rest=False)
    citizen.tap("capture.take")
    citizen.until(lambda: "不要用手压住" in citizen.reads(), "why it is refused")
    assert camera(citizen).property("pages") == []
    citizen.tap("capture.decline")
    citizen.sees("Original")


def test_a_draft_holds_the_pages_and_only_its_person_sees_them_again(citizen):
    comes_to_the_papers(citizen, "hu-ping", "浙(2022)德清县0031906")
    citizen.sees("Unknown")
    lay(citizen, good(1))
    citizen.tap("unknown.pass")
    citizen.sees("Capture", at_rest=False)
    takes(citizen)
    citizen.tap("capture.keep")
    session = citizen.session
    citizen.until(lambda: len(citizen.terminal.store.drafts.pages(session.id)) == 1, "the draft")
    back = citizen.terminal.begin("all-rungs").learn("card", session.facts["card"])
    found = citizen.terminal.draft(back)
    assert captures.kept(found) == captures.kept(session)
    assert not any("state" in fact for name, fact in found.facts.items() if name.startswith("rung:"))
    other = {**session.facts["card"], "id_number": "33052119880512002X"}
    assert citizen.terminal.draft(back.learn("card", other)) is None


def test_a_camera_that_goes_leaves_a_way_on(citizen):
    comes_to_the_papers(citizen, "hu-ping", "浙(2022)德清县0031906")
    citizen.sees("Unknown")
    citizen.tap("unknown.pass")
    citizen.sees("Capture", at_rest=False)
    state.update(citizen.place.states, DocumentCameraState, fault="unplugged")
    citizen.until(lambda: camera(citizen)._lost is not None, "a camera at fault")
    citizen.time.ahead += 15
    becomes(citizen, "gone")
    assert measured(citizen) == []
    citizen.tap("capture.decline")
    citizen.sees("Original")
    assert citizen.stands("licence").rung.kind == "original"


def leaves(citizen):
    citizen.shell.session.end()
    citizen.shell.view.home()
    citizen.takes_card()
    citizen.sees("Home")


def test_a_paper_of_one_matter_is_used_in_another_and_no_more_after_its_term(citizen):
    comes_to_the_papers(citizen)
    citizen.sees("Materials")
    files(citizen)
    first = citizen.session
    leaves(citizen)
    comes_to_the_papers(citizen, item=OTHER_MATTER)
    assert citizen.session.flow.item == OTHER_MATTER
    citizen.sees("Reuse")
    citizen.tap("reuse.use")
    citizen.sees("Reuse")
    citizen.tap("reuse.use")
    citizen.sees("Materials")
    assert {citizen.stands(paper).state for paper in ("register", "home")} == {State.USED}
    assert files(citizen).property("status") in ("accepted", "result_ready")
    clock, server = Clock(), citizen.place.server
    later = open_hall(server.data, server.database, clock)  # the same platform, on another day
    holder = person("liu-yang").number
    for type, days in (("m06", 30), ("m02", 180)):
        clock.now = citizen.place.clock()
        clock.passes(days=days)
        assert wallet.find(later, holder, type)["filing"] == first.id
        clock.passes(days=1)
        assert wallet.find(later, holder, type) is None


def test_what_was_given_once_is_offered_to_the_same_person_in_another_matter(citizen):
    """liu-yang has everything on record, so that the second time nothing is asked of the offices for it."""
    comes_to_the_papers(citizen)
    citizen.sees("Materials")
    assert "用您的电子驾驶证，不用交复印件" in citizen.reads()
    outcome = files(citizen)
    assert outcome.property("status") in ("accepted", "result_ready", "received")
    leaves(citizen)
    comes_to_the_papers(citizen)
    citizen.sees("Reuse")
    page = citizen.reads()
    assert "户口簿" in page and "公安部门" in page and measured(citizen) == []
    citizen.tap("reuse.use")
    citizen.sees("Reuse")  # the property certificate
    citizen.tap("reuse.decline")
    citizen.sees("Materials")
    assert citizen.stands("register").state is State.USED and citizen.stands("home").state is State.YES
    assert "用您已有的：公安部门" in citizen.reads()
    assert files(citizen).property("status") in ("accepted", "result_ready")


def test_a_secondary_paper_follows_later_when_the_platform_grants_it(citizen):
    """ouyang-wenjing: her electronic driving licence has expired, and a health certificate there is none."""
    comes_to_the_papers(citizen, "ouyang-wenjing")
    citizen.sees("Unknown")
    assert "过了有效期" in citizen.reads()
    citizen.tap("unknown.pass")
    citizen.sees("Capture", at_rest=False)
    citizen.tap("capture.decline")
    citizen.sees("Original")
    citizen.tap("original.bring")
    citizen.sees("Unknown")
    citizen.tap("unknown.pass")
    citizen.sees("Defer")
    page = citizen.reads()
    assert "可以先办，5 个工作日内补上" in page and "容缺受理承诺书" in page and measured(citizen) == []
    assert not citizen.can_tap("defer.agree")
    citizen.tap("defer.read", "defer.agree")
    citizen.sees("Materials")
    assert "申请容缺，待确认" in citizen.reads()
    outcome = files(citizen)
    assert outcome.property("status") in ("accepted", "result_ready")
    assert "已准予容缺受理" in citizen.reads()
    filing = citizen.shell.session.aftermath.filing
    store = citizen.terminal.store.filings
    citizen.until(lambda: store.outcome(filing.id).due is not None, "the day in the feed")
    slip = json.dumps([vars(line) for line in lines(store.slip(filing.id), store.outcome(filing.id), "*景")
                       if vars(line)], ensure_ascii=False)  # fmt: skip
    assert "容缺受理通知" in slip and "健康证：原件或照片" in slip and "终止办理" in slip
    held = [line for line in lines(store.slip(filing.id), store.outcome(filing.id), "*景")]
    assert held


def test_whose_word_does_not_count_now_meets_no_word_of_it(citizen):
    """zhang-rare has none of the papers."""
    comes_to_the_papers(citizen, "zhang-rare", SOMEBODY_ELSES)
    seen = []
    for _ in range(12):
        citizen.until(lambda: not citizen.materials.running(), "a page at rest")
        if citizen.page == "Materials":
            break
        seen.append((citizen.page, citizen.reads()))
        place = citizen.materials.place_name()
        ways = {"Unknown": "pass", "Capture": "decline", "Original": "bring"}
        if citizen.page == "Mismatch":
            citizen.materials.dispute(place, "other")
        else:
            citizen.materials.decide(place, ways[citizen.page])
        citizen.until(lambda place=place: citizen.materials.place_name() != place, "what comes of it")
    assert citizen.page == "Materials"
    assert {page for page, _ in seen} <= {"Unknown", "Mismatch", "Capture", "Original"}
    assert not [word for _, page in seen for word in ("承诺", "容缺", "信用", "失信") if word in page]
