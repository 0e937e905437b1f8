"""No line for too long: filings travel on a medium, receipts come back, and nothing is doubled or read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acceptance.cli import main as acceptance
from kiosk.cli import main
from kiosk.store.journal import Event
from kiosk.wire import medium
from kiosk.wire.envelope import SigningKey
from tests.journeys.alone import Alone

TOML = """
[terminal]
place = "测试大厅"
phone = "12345"
data = "."
sealed = false
[platform]
url = "https://localhost:1"
"""


class Carried(Alone):
    def __init__(self, folder):
        super().__init__(folder)
        self.config = folder / "terminal.toml"
        self.config.write_text(TOML, "utf-8")
        self.stick = folder / "stick"
        self.stick.mkdir()

    def kiosk(self, capsys, *arguments):
        code = main(["sync", *map(str, arguments), "--config", str(self.config), "--json"])
        return code, json.loads(capsys.readouterr().out)

    def platform_takes(self, capsys, file):
        receipts = self.stick / "receipts"
        command = ["import", str(file), "--receipts", str(receipts), "--data", str(self.data), "--json"]
        code = acceptance([*command, "--public-url", self.server.public_url])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else said.err, receipts


@pytest.fixture
def case(tmp_path):
    made = Carried(tmp_path)
    yield made
    made.stop()


def test_what_waits_is_carried_there_and_its_receipts_back(case, capsys):
    filed = case.file(3)
    code, told = case.kiosk(capsys, "export", case.stick)
    assert (code, told["objects"]) == (0, 3)
    assert case.noted(Event.EXPORTED) == ['{"count":3}']
    assert case.terminal.store.outbox.backlog().queued == 3  # the line may come back first
    code, told, receipts = case.platform_takes(capsys, told["file"])
    assert (code, told["taken"], told["refused"], told["lost"]) == (0, 3, {}, 0)
    assert list(case.platform_has()) == filed
    code, told = case.kiosk(capsys, "import", receipts)
    assert (code, told) == (0, {"ok": True, "settled": 3, "known": 0, "wrong": 0})
    assert case.terminal.store.outbox.backlog().queued == 0
    assert case.receipts() == case.platform_has()


def test_the_line_and_the_medium_may_bring_the_same_in_any_order(case, capsys):
    first = case.file(2)
    _, told = case.kiosk(capsys, "export", case.stick)
    case.sync()  # the line is back before the medium is there
    before = case.platform_has()
    second = case.file(1)
    code, carried, receipts = case.platform_takes(capsys, told["file"])
    assert (code, carried["taken"]) == (0, 2)
    assert case.platform_has() == before
    code, told = case.kiosk(capsys, "import", receipts)
    assert (code, told["settled"], told["known"]) == (0, 0, 2)
    case.sync()
    assert list(case.platform_has()) == first + second
    assert case.receipts() == case.platform_has()


def test_nothing_of_the_person_is_on_the_medium(case, capsys):
    case.file(1)
    _, told = case.kiosk(capsys, "export", case.stick)
    written = Path(told["file"]).read_bytes()
    person = case.session.applicant
    for secret in (person.name, person.id_number):
        assert secret.encode() not in written
        assert json.dumps(secret).strip('"').encode() not in written


def test_what_was_cut_off_is_said_and_the_rest_is_taken(case, capsys):
    filed = case.file(3)
    _, told = case.kiosk(capsys, "export", case.stick)
    text = Path(told["file"]).read_text("utf-8")
    half = case.stick / "half"
    half.write_text(text[: len(text) - 40], "utf-8")
    code, told, _ = case.platform_takes(capsys, half)
    assert (code, told["taken"], told["lost"]) == (1, 2, 1)
    assert list(case.platform_has()) == filed[:2]


def bent(lines, how):
    first, *rest = (json.loads(line) for line in lines)
    if how == "no manifest":
        return rest
    if how == "another's signature":
        body = {"objects": [{"id": r["id"], "kind": r["kind"], "digest": "0" * 64} for r in rest]}
        terminal = {
            "terminal": medium.unverified_terminal(first["manifest"]),
            "at": "2026-11-22T09:00:00+08:00",
        }
        return [{"manifest": SigningKey.generate().sign("export", terminal | body)}, *rest]
    if how == "another object under the name":
        rest[0]["object"] = rest[1]["object"]
    if how == "an object too many":
        rest.append({**rest[0], "id": "more"})
    if how == "the same twice":
        rest.append(rest[0])
    return [first, *rest]


@pytest.mark.parametrize(
    "how",
    [
        "no manifest",
        "another's signature",
        "another object under the name",
        "an object too many",
        "the same twice",
    ],
)
def test_a_bent_medium_is_said_to_be_one_and_nothing_false_is_taken(case, capsys, how):
    filed = case.file(2)
    _, told = case.kiosk(capsys, "export", case.stick)
    lines = Path(told["file"]).read_text("utf-8").splitlines()
    file = case.stick / "bent"
    file.write_text("".join(json.dumps(line) + "\n" for line in bent(lines, how)), "utf-8")
    code, said, _ = case.platform_takes(capsys, file)
    assert code == 1
    assert isinstance(said, str) and "bent：" in said
    assert set(case.platform_has()) <= set(filed)


def test_a_receipt_of_another_hand_settles_nothing(case, capsys):
    (id,) = case.file(1)
    file = case.stick / "receipts"
    token = SigningKey.generate().sign("receipt", {"object": id})
    file.write_text(json.dumps({"id": id, "receipt": token}) + "\n", "utf-8")
    code, told = case.kiosk(capsys, "import", file)
    assert (code, told["settled"], told["wrong"]) == (1, 0, 1)
    assert case.terminal.store.outbox.backlog().queued == 1


def test_a_medium_that_cannot_be_written_is_said_and_leaves_no_half(case, capsys):
    case.file(1)
    code, told = case.kiosk(capsys, "export", case.stick / "none")
    assert (code, told["ok"]) == (2, False)
    assert case.noted(Event.EXPORTED) == []
