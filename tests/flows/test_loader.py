"""Item files: the shipped ones load, and a bad one is refused with every mistake, its line and its remedy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kiosk.ui
from kiosk.devices import kinds
from kiosk.flows.definition import STEP_KINDS
from kiosk.flows.loader import RESOURCES, FlowError, load_items
from kiosk.ui import front
from kiosk.ui.front import said

SCREENS = Path(kiosk.ui.__file__).parent / "qml" / "steps"
HERE = Path(__file__).parent
GOOD = (RESOURCES / "items" / "si-certificate.yaml").read_text("utf-8")


@pytest.fixture
def resources(tmp_path):
    shutil.copytree(RESOURCES / "codes", tmp_path / "codes")
    (tmp_path / "items").mkdir()
    return tmp_path


def mistakes(resources, text: str, name: str = "si-certificate.yaml"):
    (resources / "items" / name).write_text(text, "utf-8")
    with pytest.raises(FlowError) as caught:
        load_items(resources / "items")
    return caught.value.mistakes


def test_every_shipped_item_loads():
    flows = load_items()
    assert flows
    assert all(flow.item == name for name, flow in flows.items())


@pytest.mark.parametrize("kind", sorted(STEP_KINDS.keys() - {"Group"}))  # a group is shown as its forms
def test_every_step_kind_has_a_screen(kind):
    assert (SCREENS / f"{kind}.qml").exists()


def test_no_matter_is_offered_whose_pages_are_not_all_drawn(tmp_path, monkeypatch):
    drawn = tmp_path / "steps"
    shutil.copytree(SCREENS, drawn)
    (drawn / "Party.qml").unlink()
    monkeypatch.setattr(front, "_STEPS", drawn)
    shutil.copytree(RESOURCES / "codes", tmp_path / "codes")
    (tmp_path / "items").mkdir()
    for item in (HERE / "items").glob("*.yaml"):
        shutil.copy(item, tmp_path / "items")
    shutil.copytree(HERE / "data", tmp_path / "data")
    flows = load_items(tmp_path / "items")
    undrawn = {name for name, flow in flows.items() if "Party" in {step.kind for step in flow.steps}}
    assert undrawn
    offered = said(tmp_path / "items", tmp_path / "memory.json", tmp_path / "kept").matters
    assert {matter.item for matter in offered} == flows.keys() - undrawn


def test_an_item_may_require_what_is_a_device_and_nothing_else():
    schema = json.loads((RESOURCES / "schema" / "item.schema.json").read_text("utf-8"))
    assert set(schema["properties"]["required"]["items"]["enum"]) <= set(kinds())


def test_the_hash_follows_content_not_layout(resources):
    (resources / "items" / "si-certificate.yaml").write_text("# a remark\n" + GOOD, "utf-8")
    shipped, copied = load_items(), load_items(resources / "items")
    assert copied["si-certificate"].hash == shipped["si-certificate"].hash
    codes = resources / "codes" / "si-regions.yaml"
    codes.write_text(codes.read_text("utf-8").replace("上海市", "上海"), "utf-8")
    assert load_items(resources / "items")["si-certificate"].hash != shipped["si-certificate"].hash


BENT = {
    "a dropped language": ("    en: Your ID card. With your phone it is quicker\n", "", '"en" is a required'),
    "no legal basis": (
        "legal_basis: 《中华人民共和国居民身份证法》",
        "legal_basis: ' '",
        "无法律法规依据,应取消",
    ),
    "an unknown name in a rule": (
        "when: certificate == 'payments'",
        "when: certficate == 'payments'",
        "unknown name: certficate",
    ),
    "a rule that does not parse": ("when: card_expired", "when: card_expired &&", "parse"),
    "an unknown function": (
        "preset: this_month\n",
        "preset: open_file(this_month)\n",
        "unknown name: open_file",
    ),
    "an unknown step kind": ("kind: ReadCard", "kind: ReadCards", "is not one of"),
    "a code list that is not there": ("codes: si-regions", "codes: regions", "no code list regions"),
    "two steps of one name": ("  - key: delivery", "  - key: region", "region is taken by step 4"),
    "a check on no field": (
        "        field: period_to\n        says:\n          zh-CN: 开始",
        "        field: period\n        says:\n          zh-CN: 开始",
        "no field period",
    ),
    "delivery that nobody answers": ("delivery: [delivery", "delivery: [courier", "no step answers courier"),
    "data without consent": (
        "      - source: si-places",
        "      - source: si-place",
        "no notice asks for consent to si-places",
    ),
    "a stop without a phone": ('        phone: "12345"\n', "", '"phone" is a required'),
    "L2 without a second factor": ("kind: ConfirmByPhone", "kind: Notice", "purpose"),
    "a device kind that there is not": ("required: [card_reader]", "required: [card_raeder]", "card_raeder"),
    "a card without a reader": ("required: [card_reader]", "required: []", "needs a card_reader"),
    "a key written twice": ("version: 2\n", "version: 2\nversion: 3\n", "version twice"),
    "broken YAML": ("title:\n  zh-CN: 社保参保证明", "title: [\n  zh-CN: 社保参保证明", "expected"),
    "an unknown key": ("handling: immediate", "handling: immediate\nurgent: true", "urgent"),
    "a key that YAML takes for yes": ("version: 2\n", "version: 2\non: 1\n", "write on in quotes"),
    "another file name": ("item: si-certificate", "item: si-paper", "must be called si-paper.yaml"),
}


@pytest.mark.parametrize("bend", BENT)
def test_a_bent_file_is_refused_with_its_line(resources, bend):
    old, new, message = BENT[bend]
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    found = mistakes(resources, text)
    assert any(message in str(mistake) for mistake in found), [str(m) for m in found]
    assert all(mistake.file == "si-certificate.yaml" and mistake.line >= 1 for mistake in found)


def test_every_mistake_is_named_at_once(resources):
    text = GOOD.replace("when: card_expired", "when: expired").replace("codes: si-regions", "codes: nowhere")
    text = text.replace("delivery: [delivery", "delivery: [courier")
    found = mistakes(resources, text)
    assert len(found) >= 3
    lines = text.splitlines()
    (rule,) = [m for m in found if "unknown name: expired" in m.remedy]
    assert "when: expired" in lines[rule.line - 1]


def test_mistakes_of_several_files_come_together(resources):
    (resources / "items" / "other.yaml").write_text("item: other\n", "utf-8")
    found = mistakes(resources, GOOD.replace("codes: si-regions", "codes: nowhere"))
    assert {m.file for m in found} == {"other.yaml", "si-certificate.yaml"}


@pytest.mark.parametrize("opener", ["[", "- ", "{a: ", "? "])
def test_a_file_that_goes_too_deep_is_named_and_ends_nothing(resources, opener):
    """libyaml would go after it to the end of the stack, and the process with it."""
    deep = resources / "items" / "deep.yaml"
    deep.write_text(f"item: deep\ntitle:\n  {opener * 100_000}", "utf-8")
    with pytest.raises(FlowError, match="deep.yaml:3: yaml: no more than 100 levels"):
        load_items(resources / "items")


def test_a_file_in_another_encoding_is_named(resources):
    (resources / "items" / "si-certificate.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(FlowError, match="UTF-8"):
        load_items(resources / "items")


def test_a_bent_code_list_is_named_with_its_line(resources):
    codes = resources / "codes" / "si-regions.yaml"
    codes.write_text(codes.read_text("utf-8").replace(", pinyin: nan jing shi", ""), "utf-8")
    mistake, *_ = mistakes(resources, GOOD)  # the items that need the list follow
    assert (mistake.file, '"pinyin" is a required' in mistake.remedy) == ("si-regions.yaml", True)
    assert "南京" in codes.read_text("utf-8").splitlines()[mistake.line - 1]


@pytest.mark.parametrize(
    ("query", "first"),
    [("上海", "310000"), ("hangzhou", "330100"), ("Suzhou", "320500"), ("hz", "330100"), ("lasj", None)],
)
def test_a_city_is_found_by_name_pinyin_or_initials(query, first):
    codes = load_items()["si-certificate"].step("region").codes
    found = [option.value for option in codes.search(query)]
    assert (found[0] if found else None) == first
    assert len(found) <= 6


def test_an_empty_search_finds_nothing():
    codes = load_items()["si-certificate"].step("region").codes
    assert codes.search("  ") == []
