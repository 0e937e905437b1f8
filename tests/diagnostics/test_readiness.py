"""A report that was filed can be proved: signed by this terminal, changed by nobody, about no person."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import timedelta

import pytest

from kiosk import cli
from kiosk.diagnostics import counters, readiness
from kiosk.store.inspection import Inspection
from kiosk.store.journal import Event
from kiosk.wire.envelope import SigningKey, canonical, digest
from kiosk.wire.identity import Identity
from tests.diagnostics.machine import now, queue

FILING = "0199c0de-aaaa-7bbb-8ccc-0123456789ab"


@pytest.fixture
def doctor(machine, tmp_path, capsys):
    """Runs the command; gives its exit code and what it said."""

    def run(*arguments):
        code = cli.main(["doctor", "--config", str(tmp_path / "terminal.toml"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def written(doctor, tmp_path):
    file = tmp_path / "report.json"
    assert doctor("--report", file)[0] == 0
    return file


def test_a_report_says_what_was_found_and_is_proved(written, doctor, machine):
    code, said = doctor("--verify", written)
    assert code == 0
    assert f"报告是终端 {Identity.load(machine.config.identity).terminal} 在 " in said
    assert said.endswith("正常：20 项检查都通过\n")
    report = json.loads(written.read_text("utf-8"))["report"]
    assert [check["name"] for check in report["findings"]["checks"]][:2] == ["时钟", "数据文件夹"]


@pytest.mark.parametrize("part", ["shown", "token", "all"])
def test_a_report_that_somebody_changed_is_not_proved(written, doctor, part):
    file = json.loads(written.read_text("utf-8"))
    if part == "shown":
        file["report"]["findings"]["checks"][0]["value"] = "好得很"
    if part == "token":
        head, body, signature = file["token"].split(".")
        file["token"] = f"{head}.{body[:-4]}AAAA.{signature}"
    written.write_text("no report" if part == "all" else json.dumps(file), "utf-8")
    code, said = doctor("--verify", written)
    assert code == 1
    assert "报告被改过" in said or "不是检测报告" in said


@pytest.mark.parametrize("nested", [b"[" * 4000, b'{"report":' * 4000, b"\xff\xfe", b""])
def test_a_file_that_is_no_report_is_said_to_be_none(machine, nested):
    with pytest.raises(readiness.ReadinessError, match="不是检测报告"):
        readiness.verified(machine.config, nested)


def test_the_report_of_another_terminal_is_not_ours(written, doctor, machine):
    (machine.config.identity / "signing.key").write_bytes(SigningKey.generate().pem())
    code, said = doctor("--verify", written)
    assert (code, "不是这台终端签的" in said) == (1, True)


def test_a_terminal_without_keys_signs_nothing_and_says_so(machine, doctor, tmp_path):
    shutil.rmtree(machine.config.identity)
    code, said = doctor("--report", tmp_path / "report.json")
    assert (code, "没有密钥可以签名" in said) == (2, True)
    assert not (tmp_path / "report.json").exists()


def test_the_sheet_carries_the_seal_and_the_signed_file(doctor, machine, tmp_path):
    sheet = tmp_path / "report.pdf"
    assert doctor("--report", sheet)[0] == 0
    text = subprocess.run(
        ["pdftotext", "-raw", sheet, "-"], capture_output=True, check=True, text=True
    ).stdout
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, sheet], capture_output=True, check=True)
    assert "正常：20 项检查都通过" in text and "身份证阅读器" in text
    report = readiness.verified(machine.config, (tmp_path / "readiness.json").read_bytes())
    assert digest(canonical(report)) in text.replace("\n", "")


def test_the_seal_is_over_the_report_and_of_no_other_use(written, machine):
    report = json.loads(written.read_text("utf-8"))["report"]
    found, token = readiness.seal(machine.config, report)
    key = Identity.load(machine.config.identity).signing.public
    assert key.verify(readiness.SEAL, token)["digest"] == found == digest(canonical(report))
    forged = json.dumps({"report": report, "token": token}).encode()
    with pytest.raises(readiness.ReadinessError, match="签名不对"):
        readiness.verified(machine.config, forged)


def test_of_filings_a_report_holds_the_beginning_of_the_id_only(machine, doctor, tmp_path):
    store = machine.store()
    queue(store, FILING, timedelta(minutes=1))
    store.close()
    doctor("--report", tmp_path / "report.json")
    text = (tmp_path / "report.json").read_text("utf-8")
    last = json.loads(text)["report"]["counters"]["last"]
    assert "0199c0de…" in {entry["subject"] for entry in last}
    assert FILING not in text


def test_failures_are_counted_by_their_code(machine):
    store = machine.store()
    for code in ("media.empty", "link.silent", "media.empty"):
        store.journal.append(Event.SLIP_FAILED, now(), FILING, fault=code, completion="device_not_ready")
    store.close()
    counted = counters.counters(machine.config, now(), None)
    assert list(counted["failures"].items()) == [("media.empty", 2), ("link.silent", 1)]
    assert (counted["transactions"], counted["slips"]) == (1, 0)


def test_paper_without_a_replacement_on_record_is_unknown(machine):
    counted = counters.counters(machine.config, now(), 80)
    assert counted["paper"]["forecast"] == "不知道：流水里没有换纸的记录"


@pytest.mark.parametrize(
    ("roll", "days", "expected"),
    [
        (80, 10, "约 {left} 天后用完"),
        (None, 10, "不知道：没有说明纸卷长度"),
        (80, 0, "不知道：换纸以来才 40 张"),
    ],
    ids=["known", "no-roll", "too-soon"],
)
def test_a_forecast_needs_a_roll_a_replacement_and_some_days(machine, roll, days, expected):
    store, begun = machine.store(), now() - timedelta(days=days)
    for state, fault in (("fault", "media.empty"), ("online", "")):
        store.journal.append(Event.DEVICE, begun, "receipt_printer", state=state, fault=fault)
    for _ in range(40):
        store.journal.append(Event.SLIP_PRINTED, begun, FILING)
    store.close()
    mm = counters.slip_mm(machine.config)
    assert 80 < mm < 250
    said = counters.counters(machine.config, now(), roll)["paper"]
    left = (80_000 - 40 * mm) / (40 * mm / 10)
    assert (said["slips_since"], said["slip_mm"]) == (40, round(mm))
    assert said["forecast"].startswith(expected.format(left=f"{left:.0f}"))


def test_a_store_that_cannot_be_read_counts_nothing(machine):
    machine.config.store.write_bytes(b"not a database" * 300)
    assert counters.counters(machine.config, now(), 80) is None


def test_ids_are_cut_short_and_words_are_not(machine):
    store = Inspection(machine.config.store)
    subjects = [entry.subject for entry in store.history.last(5)]
    store.close()
    assert subjects == ["si-certificate", "host"]
