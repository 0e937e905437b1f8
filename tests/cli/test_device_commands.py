"""kiosk devices list, watch, read, test, print, logo, chart, decode: a device on the bench, by options."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import segno
from PIL import Image

from kiosk.devices.virtual import state

KIOSK = Path(sys.executable).with_name("kiosk")
PERSON = "liu-yang"


def kiosk(place, *arguments):
    done = subprocess.run(
        [KIOSK, "devices", *arguments, "--json"], capture_output=True, text=True, timeout=60, cwd=place
    )
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """A card reader, a printer and a scanner, as the command line of a technician finds them."""
    place = tmp_path_factory.mktemp("bench")
    kinds = ("card_reader", "receipt_printer", "code_scanner")
    command = [
        KIOSK,
        "devices",
        "virtual",
        "run",
        "--json",
        "--state",
        "states",
        "--out",
        "paper",
        "--only",
        *kinds,
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd=place
    ) as process:
        yield place, json.loads(process.stdout.readline())["devices"]
        process.terminate()


def at(device):
    pairs = [("--option", f"{key}={value}") for key, value in device["options"].items()]
    return ["--adapter", device["adapter"], *[word for pair in pairs for word in pair]]


def test_every_adapter_is_listed_with_its_options(tmp_path):
    code, (told,) = kiosk(tmp_path, "list")
    assert code == 0 and told["kinds"]["card_reader"] == ["sdt_serial", "sdt_usb"]
    assert told["options"]["card_reader"]["sdt_serial"]["port"] is None
    assert told["options"]["card_reader"]["sdt_serial"]["baud"] == 115200


def test_a_device_is_watched_from_healthy_to_unplugged(bench):
    place, devices = bench
    device = devices["receipt_printer"]
    command = [KIOSK, "devices", "watch", "receipt_printer", *at(device), "--seconds", "20", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=place) as process:
        assert json.loads(process.stdout.readline())["ready"] is True
        state.update(place / "states", state.ReceiptPrinterState, cover="open")
        told = json.loads(process.stdout.readline())
        assert (told["state"], told["ready"]) == ("fault", False)
        assert "盖" in told["faults"][0]["technician"]
        process.terminate()
    state.update(place / "states", state.ReceiptPrinterState, cover="closed")


def test_a_card_and_a_code_are_read(bench):
    place, devices = bench
    state.update(place / "states", state.CardReaderState, card=PERSON)
    code, (told,) = kiosk(place, "read", "card_reader", *at(devices["card_reader"]))
    state.update(place / "states", state.CardReaderState, card=None)
    assert (code, told["record"]["name"]) == (0, "刘洋")
    kiosk(place, "virtual", "set", "code_scanner", "code=统一社会信用代码", "--state", "states")
    code, (told,) = kiosk(place, "read", "code_scanner", *at(devices["code_scanner"]))
    assert (code, told["record"]["text"]) == (0, "统一社会信用代码")


def test_a_check_of_one_device_says_what_and_how_long(bench):
    place, devices = bench
    code, (told,) = kiosk(place, "test", "card_reader", *at(devices["card_reader"]))
    assert (code, told["result"]) == (0, "pass") and "ms" in told["value"]
    code, (told,) = kiosk(
        place, "test", "card_reader", "--adapter", "sdt_serial", "--option", "port=/dev/does-not-exist"
    )
    assert (code, told["result"]) == (1, "fail") and told["advice"]


def test_the_bytes_of_a_check_are_told_and_nothing_of_the_person(bench):
    place, devices = bench
    state.update(place / "states", state.CardReaderState, card=PERSON)
    code, (told,) = kiosk(place, "exchanges", "card_reader", *at(devices["card_reader"]))
    assert code == 0
    sent = [each["hex"] for each in told["exchanges"] if each["sent"]]
    assert (
        "AA AA AA 96 69 00 03 11 FF ED" in sent and told["exchanges"][0]["at"] < told["exchanges"][-1]["at"]
    )
    interactive = ["--level", "interactive", *at(devices["card_reader"])]
    code, (told,) = kiosk(place, "exchanges", "card_reader", *interactive)
    state.update(place / "states", state.CardReaderState, card=None)
    assert code == 0 and any(each["hex"].endswith("字节〕") for each in told["exchanges"])


def test_a_text_comes_out_of_the_printer_and_no_paper_is_said(bench):
    place, devices = bench
    (place / "slip.txt").write_text("办事回执\n第一行", "utf-8")
    printing = ["print", "slip.txt", *at(devices["receipt_printer"])]
    code, (told,) = kiosk(place, *printing, "--qr", "TEST")
    assert (code, told["printed"], told["lines"]) == (0, True, 3)
    slip = json.loads(sorted((place / "paper").glob("slip-*.json"))[-1].read_text("utf-8"))
    assert (slip["qr"], slip["complete"]) == (["TEST"], True)
    state.update(place / "states", state.ReceiptPrinterState, paper="out")
    code, (told,) = kiosk(place, *printing)
    state.update(place / "states", state.ReceiptPrinterState, paper="full")
    assert (code, told["error"]) == (1, "media.empty")
    code, (told,) = kiosk(place, "print", "nothing.txt", *at(devices["receipt_printer"]))
    assert code == 2 and "nothing.txt" in told["error"]


def test_a_logo_is_stored_in_the_printer_and_who_has_no_place_for_it_says_so(bench, tmp_path):
    place, devices = bench
    mark = tmp_path / "mark.png"
    Image.new("1", (64, 40)).save(mark)
    storing = ["logo", *at(devices["receipt_printer"]), "--option", f"logo={mark}"]
    code, (told,) = kiosk(place, *storing)
    assert (code, told["ok"]) == (1, False) and "没有存标志的地方" in told["advice"]
    assert not list((place / "paper").glob("nv-*"))
    code, (told,) = kiosk(place, *storing, "--option", "profile=epson-tm-t88v")
    assert (code, told["ok"], told["result"]) == (0, True, "pass") and "标志已存入" in told["value"]
    (kept,) = (place / "paper").glob("nv-*.png")
    with Image.open(kept) as ink:
        assert ink.size == (64, 40) and not ink.convert("L").getextrema()[1], "all of it is black"
    code, (told,) = kiosk(place, *storing, "--option", "logo=mark.png")
    assert code == 2 and "选项 logo" in told["error"]


def test_codes_in_pictures_are_told_with_their_bytes(tmp_path):
    segno.make("统一社会信用代码", micro=False).save(str(tmp_path / "a.png"), scale=6)
    (tmp_path / "b.png").write_bytes(b"no picture")
    code, (told,) = kiosk(tmp_path, "decode", "a.png", "--still")
    (found,) = told
    assert code == 0 and found["image"].endswith("a.png") and found["milliseconds"] > 0
    assert found["codes"] == [
        {"symbology": "QRCode", "text": "统一社会信用代码", "hex": "统一社会信用代码".encode().hex()}
    ]
    code, (told,) = kiosk(tmp_path, "decode", "b.png")
    assert code == 1 and told[0]["codes"] == [] and told[0]["error"]


def test_the_test_chart_is_written_as_one_page_of_an_a4(tmp_path):
    code, (told,) = kiosk(tmp_path, "chart", "测试图.pdf")
    assert (code, told) == (0, {"ok": True, "file": "测试图.pdf"})
    written = (tmp_path / "测试图.pdf").read_bytes()
    assert written.startswith(b"%PDF") and b"/MediaBox [ 0 0 595" in written


def test_a_chart_that_cannot_be_written_is_said_so(tmp_path):
    code, (told,) = kiosk(tmp_path, "chart", "no/such/folder.pdf")
    assert code == 2 and not told["ok"] and "no/such/folder.pdf" in told["error"]
