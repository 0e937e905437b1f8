"""What is wrong is named in the first failing line, and with what to do about it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from acceptance.certificates import Authority
from kiosk.devices.virtual import state as states
from kiosk.devices.virtual.state import CardReaderState, DocumentPrinterState, ReceiptPrinterState
from kiosk.diagnostics import probe
from kiosk.store import DISK_FLOOR
from kiosk.store.database import MIGRATIONS
from tests.diagnostics import sites
from tests.diagnostics.machine import first_failing, named, now, queue

MUTE = 0.3  # seconds that are enough for who never answers

# --- devices ---


def test_a_reader_port_that_does_not_exist(machine):
    machine.with_option("card_reader", port="/dev/ttyNONE7")
    found = first_failing(machine.report())
    assert (found.name, "没有连接" in found.value) == ("身份证阅读器", True)
    assert "检查电源和数据线" in found.advice


def test_a_reader_at_the_wrong_baud_rate(machine):
    machine.with_option("card_reader", deadline=0.3)
    states.write(machine.states, CardReaderState(fault="garbage"))  # what a wrong rate makes of the bytes
    found = first_failing(machine.report())
    assert (found.name, "不符合协议" in found.value) == ("身份证阅读器", True)
    assert "波特率" in found.advice


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (ReceiptPrinterState(fault="silent"), "没有应答"),
        (ReceiptPrinterState(paper="out"), "纸用完"),
        (ReceiptPrinterState(cover="open"), "上盖打开"),
        (ReceiptPrinterState(cutter="jam"), "切刀卡住"),
    ],
    ids=["silent", "paper", "cover", "cutter"],
)
def test_a_receipt_printer_that_cannot_print(machine, state, cause):
    states.write(machine.states, state)
    if state.fault == "silent":
        machine.with_option("receipt_printer", deadline=MUTE)
    found = first_failing(machine.report())
    assert (found.name, cause in found.value) == ("凭条打印机", True)


def test_low_paper_is_a_warning(machine):
    states.write(machine.states, ReceiptPrinterState(paper="low"))
    report = machine.report()
    assert [h.name for h in report if h.result == "fail"] == []
    found = named(report, "凭条打印机")
    assert (found.result, "纸将尽" in found.value) == ("warn", True)


def test_a_document_printer_without_paper(machine):
    states.write(machine.states, DocumentPrinterState(media="empty"))
    assert first_failing(machine.report()).name == "文件打印机"


def test_an_adapter_and_an_option_that_do_not_exist(machine):
    machine.with_option("card_reader", speed=9600)
    found = first_failing(machine.report())
    assert (found.name, "speed" in found.advice) == ("设备 card_reader", True)


def test_a_device_that_items_need_and_nobody_configured(machine):
    machine.without("card_reader")
    found = named(machine.report(), "设备配置")
    assert (found.result, found.value) == ("warn", "没有配置 card_reader")


# --- the machine ---


def test_a_full_disk(machine):
    found = first_failing(machine.report(free=lambda folder: DISK_FLOOR))
    assert (found.name, found.value) == ("磁盘空间", "剩 256 MB")


def test_a_disk_that_fills_up_is_a_warning(machine):
    assert named(machine.report(free=lambda folder: 2**30), "磁盘空间").result == "warn"


def test_a_data_folder_that_is_not_there(machine):
    shutil.rmtree(machine.config.data)
    found = first_failing(machine.report())
    assert (found.name, "kiosk enrol" in found.advice) == ("数据文件夹", True)
    assert not machine.config.data.exists()


def test_keys_that_others_may_read(machine):
    (machine.config.identity / "signing.key").chmod(0o644)
    found = first_failing(machine.report())
    assert (found.name, "identity/signing.key" in found.value) == ("文件权限", True)


def test_an_item_file_with_mistakes(machine, tmp_path):
    resources = tmp_path / "resources"
    shutil.copytree(machine.config.items.parent / "codes", resources / "codes")
    shutil.copytree(machine.config.items, resources / "items")
    item = resources / "items" / "si-certificate.yaml"
    item.write_text(item.read_text("utf-8").replace("kind: ReadCard", "kind: ReadPalm"), "utf-8")
    machine.with_items(resources / "items")
    found = first_failing(machine.report())
    assert (found.name, "si-certificate.yaml:" in found.advice) == ("事项", True)


def test_a_check_that_breaks_is_a_line_of_its_own_and_hides_no_other(machine, monkeypatch):
    def stumble():
        raise ZeroDivisionError

    monkeypatch.setattr("kiosk.diagnostics.machine.fonts", stumble)
    report = machine.report()
    assert [(h.name, h.value) for h in report if h.result == "fail"] == [
        ("字体", "没有查成（ZeroDivisionError）")
    ]


def test_a_code_list_that_cannot_be_read_closes_the_items_that_need_it(machine, tmp_path):
    resources = tmp_path / "resources"
    shutil.copytree(machine.config.items.parent / "codes", resources / "codes")
    (resources / "codes" / "si-regions.yaml").unlink()
    (resources / "codes" / "si-regions.yaml").mkdir()  # a folder where a file should be
    shutil.copytree(machine.config.items, resources / "items")
    machine.with_items(resources / "items")
    found = first_failing(machine.report())
    assert found.name == "事项" and "si-regions.yaml:1: file: cannot be read" in found.advice
    assert "no code list si-regions" in found.advice


# --- time and trust ---


@pytest.mark.parametrize("days", [-366, 366], ids=["behind", "ahead"])
def test_a_clock_that_is_a_year_wrong(machine, days):
    report = machine.report(clock=lambda: now() + timedelta(days=days))
    found = first_failing(report)
    assert (found.name, "366 天" in found.value) == ("时钟", True)
    assert named(report, "终端证书").result == "pass"  # by the platform's time


def test_a_clock_that_is_a_year_behind_shows_without_a_platform(machine):
    machine.with_platform("https://127.0.0.1:9")
    found = first_failing(machine.report(clock=lambda: now() - timedelta(days=366)))
    assert (found.name, found.value) == ("时钟", "比证书生效的时间还早")


def test_a_clock_behind_the_journal_shows_without_a_platform(machine):
    machine.with_platform("https://127.0.0.1:9")
    found = first_failing(machine.report(clock=lambda: now() - timedelta(hours=3)))
    assert (found.name, "3 小时" in found.value) == ("时钟", True)


def test_a_clock_some_seconds_off_is_a_warning(machine):
    assert named(machine.report(clock=lambda: now() + timedelta(seconds=30)), "时钟").result == "warn"


def test_a_terminal_that_was_never_enrolled(machine):
    shutil.rmtree(machine.config.identity)
    found = first_failing(machine.report())
    assert (found.name, "尚未登记" in found.value, "kiosk enrol" in found.advice) == ("终端登记", True, True)


def test_an_expired_certificate(machine):
    certify(machine, days=-3)
    found = first_failing(machine.report())
    assert (found.name, found.value) == ("终端证书", "已过期 3 天")


def test_a_certificate_that_ends_soon_is_a_warning(machine):
    certify(machine, days=10)
    report = machine.report()
    assert named(report, "终端证书").result == "warn"
    # The platform knows terminals by the serial numbers that it gave out, and this is none of them.
    assert first_failing(report).name == "平台应答"


def test_a_key_that_is_not_the_certificates(machine):
    other = Authority.create().key
    (machine.config.identity / "tls.key").write_bytes(pem(other))
    assert first_failing(machine.report()).name == "终端登记"


# --- the line ---


def test_a_platform_that_is_down(machine):
    machine.with_platform(f"https://127.0.0.1:{sites.closed_port()}")
    report = machine.report()
    found = first_failing(report)
    assert (found.name, "拒绝连接" in found.value) == ("连接平台", True)
    assert [named(report, step).value for step in ("加密连接", "平台应答")] == ["没有检查", "没有检查"]


def test_a_captive_portal_with_a_certificate_of_its_own(machine, tmp_path):
    with sites.portal(tmp_path) as url:
        machine.with_platform(url)
        found = first_failing(machine.report())
    assert (found.name, "对方不是平台" in found.value) == ("加密连接", True)


def test_a_web_page_with_a_certificate_of_our_authority(machine, tmp_path):
    with sites.page(tmp_path, authority(machine)) as url:
        machine.with_platform(url)
        found = first_failing(machine.report())
    assert (found.name, "应答不是平台的" in found.value) == ("平台应答", True)


def test_a_port_where_nobody_speaks_tls(machine):
    with sites.plain() as url:
        machine.with_platform(url)
        found = first_failing(machine.report())
    assert (found.name, found.value) == ("加密连接", "对方说的不是 TLS")


def test_a_platform_whose_certificate_is_out_of_date(machine, tmp_path):
    with sites.page(tmp_path, authority(machine), days=-2) as url:
        machine.with_platform(url)
        found = first_failing(machine.report())
    assert (found.name, "平台证书已过期" in found.value) == ("加密连接", True)


def test_a_name_that_does_not_resolve(machine):
    machine.with_platform("https://platform.invalid:8443")
    found = first_failing(machine.report())
    assert (found.name, "platform.invalid" in found.value) == ("域名解析", True)


def test_a_platform_that_takes_connections_and_says_nothing(machine, monkeypatch):
    monkeypatch.setattr(probe, "_SHAKE", 0.5)
    with sites.silent() as url:
        machine.with_platform(url)
        found = first_failing(machine.report())
    assert (found.name, found.value) == ("加密连接", "握手没有应答")


# --- what must not be lost ---


def test_a_journal_that_somebody_edited(machine):
    with sqlite3.connect(machine.config.store) as db:
        db.execute("update journal set subject = 'screen' where seq = 1")
    db.close()
    found = first_failing(machine.report())
    assert (found.name, "第 1 条" in found.value) == ("流水链", True)


@pytest.mark.parametrize("begin", [0, 2048], ids=["header", "middle"])
def test_a_store_file_that_is_damaged(machine, begin):
    with machine.config.store.open("r+b") as file:
        file.seek(begin)
        file.write(os.urandom(8192))
    report = machine.report()
    assert (first_failing(report).name, "备份" in first_failing(report).advice) == ("数据库", True)


def test_a_store_of_a_newer_program(machine):
    with sqlite3.connect(machine.config.store) as db:
        db.execute("pragma user_version = 99")
    db.close()
    assert (
        first_failing(machine.report()).value == f"版本 99，程序只认到 {len(list(MIGRATIONS.glob('*.sql')))}"
    )


def test_filings_that_wait_for_long_are_a_warning(machine):
    store = machine.store()
    queue(store, "0199-a", timedelta(hours=5))
    store.close()
    found = named(machine.report(), "待传申报")
    assert (found.result, found.value) == ("warn", "1 件，最早的等了5 小时")


def test_a_filing_that_the_platform_sent_back_is_a_warning(machine):
    store = machine.store()
    queue(store, "0199-a", timedelta(minutes=1))
    store.outbox.quarantine("0199-a", "urn:problem:envelope", now())
    store.close()
    found = named(machine.report(), "待传申报")
    assert (found.result, "平台退回 1 件" in found.value) == ("warn", True)


# --- everything at once ---


def test_when_all_is_dead_every_check_still_answers_once(machine, monkeypatch):
    monkeypatch.setattr(probe, "_SHAKE", 0.5)
    for dead in (
        CardReaderState(fault="silent"),
        ReceiptPrinterState(fault="silent"),
        DocumentPrinterState(fault="silent"),
    ):
        states.write(machine.states, dead)
        machine.with_option(dead.KIND, deadline=MUTE)
    with sites.silent() as url:
        machine.with_platform(url)
        report = machine.report()
    names = [health.name for health in report]
    assert len(names) == len(set(names)) == 20
    failing = [health.name for health in report if health.result == "fail"]
    assert failing == ["加密连接", "身份证阅读器", "凭条打印机", "文件打印机"]


# --- certificates of the platform's authority ---


def authority(machine) -> Authority:
    folder = machine.platform
    key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    return Authority(key, x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()))


def certify(machine, days: int) -> None:
    """A certificate for the terminal's key that ends in so many days."""
    ours = authority(machine)
    file = machine.config.identity / "tls.crt"
    old = x509.load_pem_x509_certificate(file.read_bytes())
    end = datetime.now(UTC) + timedelta(days=days, hours=-1 if days < 0 else 1)
    new = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(ours.certificate.subject)
        .public_key(old.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=365))
        .not_valid_after(end)
        .sign(ours.key, hashes.SHA256())
    )
    file.write_bytes(new.public_bytes(serialization.Encoding.PEM))


def pem(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
