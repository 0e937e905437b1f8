"""What makes an item fit to be published: whole guides, lawful proofs without circles, pages that lead on."""

from __future__ import annotations

import shutil

import pytest
import yaml

from kiosk.flows.loader import RESOURCES, FlowError, load, load_codes
from tests import shipped

ITEM = RESOURCES / "items" / "school-enrolment.yaml"
GOOD = ITEM.read_text("utf-8")
CODES = load_codes()


def written(tmp_path, text):
    place = tmp_path / "items" / ITEM.name
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, "utf-8")
    return place


def refused(tmp_path, text):
    with pytest.raises(FlowError) as caught:
        load(written(tmp_path, text), CODES)
    assert {mistake.file for mistake in caught.value.mistakes} == {ITEM.name}
    return caught.value.mistakes


def without(**dropped):
    """The shipped item with keys left out, as whoever writes it might forget them."""
    data = yaml.safe_load(GOOD)
    for part, key in dropped.items():
        del data[part][key]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


BLOCKS = yaml.safe_load(GOOD)["guide"].keys()


@pytest.mark.parametrize("block", BLOCKS)
def test_a_guide_without_one_of_its_blocks_is_refused(tmp_path, block):
    (mistake,) = refused(tmp_path, without(guide=block))
    assert f'"{block}" is a required' in mistake.remedy


@pytest.mark.parametrize("block", BLOCKS)
def test_an_empty_block_of_a_guide_is_refused(tmp_path, block):
    data = yaml.safe_load(GOOD)
    data["guide"][block]["zh-easy"] = ""
    (mistake,) = refused(tmp_path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert f"guide/{block}/zh-easy" in mistake.remedy


def test_the_guide_says_where_what_to_bring_how_long_and_the_eight_that_a_guide_has():
    eight = {"conditions", "bring", "process", "time_limit", "fee", "basis", "channel", "result"}
    assert eight | {"where"} == BLOCKS
    for flow in shipped.items().values():
        assert all(text.zh.strip() and text.easy.strip() and text.en.strip() for text in flow.guide.values())


def test_a_matter_without_a_lead_department_is_refused(tmp_path):
    (mistake,) = refused(tmp_path, without(departments="lead"))
    assert '"lead" is a required' in mistake.remedy


def test_forty_steps_are_the_most(tmp_path):
    more = "".join(
        f"  - {{key: more_{n}, kind: Notice, stage: 须知, title: {{zh-CN: 一, zh-easy: 一, en: One}}, "
        "points: [{zh-CN: 一, zh-easy: 一, en: One}]}\n"
        for n in range(41 - len(yaml.safe_load(GOOD)["steps"]))
    )
    head, _, tail = GOOD.partition("steps:\n")
    (mistake,) = refused(tmp_path, f"{head}steps:\n{more}{tail}")
    assert (mistake.line, "more than 40" in mistake.remedy) == (head.count("\n") + 1, True), mistake.remedy
    assert load(written(tmp_path, f"{head}steps:\n{more.partition(chr(10))[2]}{tail}"), CODES)


# what is bent, into what → rule, and what is said
PARENTAGE = "  - key: parentage\n"
BENT = {
    "a source of nobody": (
        "source: vaccination-complete\n        department",
        "source: vaccinated\n        department",
        "source",
        "vaccinated is in no catalogue",
    ),
    "consent to a source of nobody": (
        "      - source: school-district\n",
        "      - source: school-map\n",
        "source",
        "school-map is in no catalogue",
    ),
    "data asked of whoever says yes or no": (
        "    source: school-district\n",
        "    source: parent-of\n",
        "source",
        "asked for as share, and is of kind verify",
    ),
    "a law that nobody named": (
        "legal_basis: 《中华人民共和国居民身份证法》",
        "legal_basis: ' '",
        "basis",
        "无法律法规依据,应取消: no law asks for identity",
    ),
    "a proof of itself": (
        PARENTAGE,
        PARENTAGE + "    needs: [parentage]\n",
        "circle",
        "循环证明: parentage needs parentage",
    ),
    "a proof of nothing": (
        PARENTAGE,
        PARENTAGE + "    needs: [marriage]\n",
        "reference",
        "no material marriage",
    ),
    "a proof that comes later": (
        PARENTAGE,
        PARENTAGE + "    needs: [vaccination]\n",
        "order",
        "put vaccination before parentage",
    ),
    "a stop with a number that nobody can dial": (
        'phone: "12345"\n',
        'phone: "招生处"\n',
        "phone",
        "write a number to dial",
    ),
    "a stop that names no place": (
        "zh-CN: 急的话请问学区学校招生处",
        'zh-CN: " "',
        "where",
        "say where it can be done",
    ),
}


@pytest.mark.parametrize("bend", BENT)
def test_a_bent_item_is_refused_with_line_rule_and_remedy(tmp_path, bend):
    old, new, rule, said = BENT[bend]
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    found = [mistake for mistake in refused(tmp_path, text) if mistake.rule == rule]
    assert any(said in mistake.remedy for mistake in found), found
    bent_at = text[: text.index(new.strip())].count("\n") + 1
    assert min(abs(mistake.line - bent_at) for mistake in found) <= 2


def test_two_proofs_that_need_each_other_are_named_as_a_circle(tmp_path):
    text = GOOD.replace(PARENTAGE, PARENTAGE + "    needs: [vaccination]\n").replace(
        "  - key: vaccination\n", "  - key: vaccination\n    needs: [parentage]\n"
    )
    first, second = (mistake.remedy for mistake in refused(tmp_path, text) if mistake.rule == "circle")
    assert first == "循环证明: parentage needs vaccination needs parentage"
    assert second == "循环证明: vaccination needs parentage needs vaccination"


def test_a_longer_circle_is_found_and_a_row_is_none(tmp_path):
    keys = ("household_register", "parentage", "vaccination")
    row = GOOD
    for before, key in zip(keys, keys[1:], strict=False):
        row = row.replace(f"  - key: {key}\n", f"  - key: {key}\n    needs: [{before}]\n")
    assert load(written(tmp_path, row), CODES).item == "school-enrolment"
    circle = row.replace(f"  - key: {keys[0]}\n", f"  - key: {keys[0]}\n    needs: [{keys[-1]}]\n")
    assert sum(mistake.rule == "circle" for mistake in refused(tmp_path, circle)) == 3


def test_a_site_has_its_own_catalogue_and_a_broken_one_is_named_with_its_line(tmp_path):
    own = tmp_path / "sources.yaml"
    shutil.copy(RESOURCES / own.name, own)
    place = written(tmp_path, GOOD)
    assert load(place, CODES)
    text = own.read_text("utf-8")
    own.write_text(text.replace("parent-of: {kind: verify", "parent-of: {kind: guess"), "utf-8")
    with pytest.raises(FlowError) as caught:
        load(place, CODES)
    (mistake,) = caught.value.mistakes
    assert (mistake.file, "parent-of" in text.splitlines()[mistake.line - 1]) == ("sources.yaml", True)
    own.write_text(text.replace("  parent-of:", "  father-of:"), "utf-8")
    assert any("parent-of is in no catalogue" in mistake.remedy for mistake in refused(tmp_path, GOOD))
