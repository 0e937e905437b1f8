"""What policy staff hold in their hands: why a page is shown, what a new version does, signed packs."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from random import Random
from xml.etree import ElementTree

import pytest

from kiosk.flows import pack, skeleton
from kiosk.flows.comparing import Change, changes, drafts
from kiosk.flows.definition import Choose
from kiosk.flows.drawing import svg
from kiosk.flows.explaining import explain
from kiosk.flows.loader import RESOURCES, load, load_codes, load_items
from kiosk.flows.rebase import rebased
from kiosk.flows.session import Session
from kiosk.flows.survey import random_walks
from kiosk.flows.walk import opening_day, stranger, walk
from kiosk.wire.envelope import SignatureError, SigningKey
from tests import shipped

FLOWS = shipped.items()
CERTIFICATE = FLOWS["si-certificate"]
TODAY = date(2026, 7, 1)


def reasons(**answers):
    session = Session("case", CERTIFICATE, TODAY, answers)
    return {(reason.kind, reason.key): reason for reason in explain(session)}


def test_a_page_that_is_passed_by_says_its_rule_and_what_the_names_held():
    passed = reasons(certificate="insured")["step", "period"]
    assert (passed.holds, passed.rule) == (False, "certificate == 'payments'")
    assert passed.names == {"certificate": "insured"}
    assert reasons(certificate="payments")["step", "period"].holds


@pytest.mark.parametrize("item", FLOWS)
def test_what_is_explained_is_what_the_engine_does(item):
    flow = FLOWS[item]
    for seed in range(30 if item == CERTIFICATE.item else 8):
        session = walk(flow, Random(seed), stranger(opening_day(flow)))
        told = list(explain(session))
        shown = {reason.key for reason in told if reason.kind == "step" and reason.holds}
        assert shown == {step.key.split(".")[0] for step in session.path}
        stops = [reason for reason in told if reason.kind == "stop" and reason.holds]
        assert bool(stops) == (session.stop is not None)
        needed = {reason.key for reason in told if reason.kind == "material" and reason.holds}
        assert {standing.material.key for standing in session.standings} <= needed


def other(key, **changed):
    steps = [replace(step, **changed) if step.key == key else step for step in CERTIFICATE.steps]
    return replace(CERTIFICATE, steps=tuple(steps))


def test_a_version_compares_with_itself_as_nothing():
    assert list(changes(CERTIFICATE, CERTIFICATE)) == []
    told = drafts(CERTIFICATE, CERTIFICATE, 30, 1)
    assert (told.walks, told.untouched) == (30, 30)


def test_an_option_that_is_gone_leads_back_to_its_question_whoever_chose_it():
    step = CERTIFICATE.step("certificate")
    assert isinstance(step, Choose)
    fewer = other("certificate", options=step.options[1:])
    assert list(changes(CERTIFICATE, fewer)) == [Change("changed", "step certificate", ("options",))]
    told = drafts(CERTIFICATE, fewer, 100, 1)
    assert 0 < told.asked_again["certificate"] == 100 - told.untouched
    assert told.dropped == {}


def test_a_question_that_is_gone_drops_its_answers_and_no_other():
    without = replace(CERTIFICATE, steps=tuple(s for s in CERTIFICATE.steps if s.key != "period"))
    assert list(changes(CERTIFICATE, without)) == [Change("removed", "step period")]
    told = drafts(CERTIFICATE, without, 100, 1)
    assert told.dropped.keys() == {"period_from", "period_to"}
    assert told.asked_again == {}
    assert [c.what for c in changes(without, CERTIFICATE)] == ["added"]


def test_steps_that_change_places_are_moved_and_nothing_else():
    steps = list(CERTIFICATE.steps)
    steps[3], steps[4] = steps[4], steps[3]
    told = list(changes(CERTIFICATE, replace(CERTIFICATE, steps=tuple(steps))))
    assert {change.what for change in told} == {"moved"}


@pytest.mark.parametrize("item", FLOWS)
def test_a_session_taken_over_to_its_own_version_is_the_same(item):
    session = walk(FLOWS[item], Random(5), stranger(opening_day(FLOWS[item])))
    assert rebased(session, FLOWS[item]).normal_answers == session.normal_answers


def test_a_new_item_passes_the_check_and_can_be_walked(tmp_path):
    place = tmp_path / "senior-pass.yaml"
    said = skeleton.questions(skeleton.answers('{"title": "老年卡", "fee": "10 元"}'))
    place.write_text(skeleton.item("senior-pass", said), "utf-8")
    flow = load(place, load_codes())
    assert (flow.title.zh, flow.guide["fee"].zh) == ("老年卡", "10 元")
    assert random_walks(flow, 20, 1).filed == 20


@pytest.mark.parametrize("item", FLOWS)
def test_a_picture_has_every_step_stop_and_ladder_and_is_sound(item):
    flow = FLOWS[item]
    drawn = ElementTree.fromstring(svg(flow))
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    for step in flow.steps:
        assert f"{step.stage} · {step.title.zh}" in words
        assert {stop.title.zh for stop in step.stops} <= set(words)
    assert {material.title.zh for material in flow.materials if material.rungs} <= set(words)
    boxes = [
        tuple(float(box.get(side)) for side in ("x", "y", "width", "height"))
        for box in drawn[2:]
        if box.get("rx")
    ]
    for number, (x, y, width, height) in enumerate(boxes):
        assert x + width <= float(drawn.get("width")) and y + height <= float(drawn.get("height"))
        for x2, y2, width2, height2 in boxes[number + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


# --- packs ---

KEY = SigningKey.generate()


def verify(kind, token):
    try:
        return KEY.public.verify(kind, token)
    except SignatureError:
        raise pack.PackError("another's") from None


def packed(files=None, key=KEY, days=(date(2026, 1, 1), date(2026, 12, 31))):
    files = files if files is not None else pack.collect(RESOURCES)
    return pack.pack(pack.manifest("items", 7, *days, files), files, key.sign)


def rewritten(data, change):
    """The same archive with other entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in change(entries).items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_pack_holds_what_it_was_made_of_and_is_the_same_twice(tmp_path):
    data = packed()
    assert data == packed()
    manifest, files = pack.unpack(data, verify, TODAY)
    assert (manifest.name, manifest.version, files) == ("items", 7, pack.collect(RESOURCES))
    pack.install(files, tmp_path)
    assert {name: flow.hash for name, flow in load_items(tmp_path / "items").items()} == {
        name: flow.hash for name, flow in FLOWS.items()
    }


def item_of(entries):
    return next(name for name in entries if name.startswith("items/"))


BENT = {
    "a changed byte": lambda e: {**e, item_of(e): e[item_of(e)] + b"#"},
    "a file too many": lambda e: {**e, "items/more.yaml": b"item: more"},
    "a file too few": lambda e: {name: data for name, data in e.items() if name != item_of(e)},
    "no manifest": lambda e: {name: data for name, data in e.items() if name != pack.MANIFEST},
    "no signature": lambda e: {**e, pack.MANIFEST: b"e30.e30.e30"},
    "a manifest that is no text": lambda e: {**e, pack.MANIFEST: b"\xff\xfe"},
}


@pytest.mark.parametrize("change", BENT.values(), ids=BENT)
def test_a_bent_pack_is_refused(change):
    with pytest.raises(pack.PackError):
        pack.unpack(rewritten(packed(), change), verify, TODAY)


def test_another_publishers_pack_is_refused():
    with pytest.raises(pack.PackError, match="another's"):
        pack.unpack(packed(key=SigningKey.generate()), verify, TODAY)


def test_something_else_that_the_publisher_signed_is_no_manifest():
    token = KEY.sign("receipt", {"name": "items", "version": 1, "files": {}}).encode()
    with pytest.raises(pack.PackError):
        pack.unpack(rewritten(packed(), lambda e: {**e, pack.MANIFEST: token}), verify, TODAY)


@pytest.mark.parametrize(
    "path", ["../out.yaml", "/etc/out.yaml", "items/a/b.yaml", "items/.x.yaml", "items/a.py"]
)
def test_a_signed_pack_puts_nothing_where_it_does_not_belong(path):
    with pytest.raises(pack.PackError):
        pack.unpack(packed({path: b"item: x"}), verify, TODAY)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_pack_out_of_its_time_is_refused(day):
    with pytest.raises(pack.PackError, match="2026-01-01"):
        pack.unpack(packed(), verify, day)


@pytest.mark.parametrize("cut", [0, 1, 50, 500, -1])
def test_half_a_pack_is_no_pack(cut):
    with pytest.raises(pack.PackError):
        pack.unpack(packed()[:cut], verify, TODAY)


def test_the_manifest_says_each_of_its_parts():
    payload = json.loads(json.dumps(pack.manifest("n", 1, TODAY, TODAY, {}).payload()))
    assert pack.Manifest.read(payload) == pack.Manifest("n", 1, TODAY, TODAY, {})
    for name in payload:
        with pytest.raises(pack.PackError):
            pack.Manifest.read({key: value for key, value in payload.items() if key != name})
