"""Every fault is named by its cause in the first line, alone: what follows from it raises no alarm."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from datetime import timedelta

import pytest

from kiosk import diagnostics
from kiosk.devices.virtual import pcscd, state
from kiosk.devices.virtual.camera import VirtualCamera
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.code_scanner import VirtualCodeScanner
from kiosk.devices.virtual.document_conditions import DocumentConditionState
from kiosk.devices.virtual.sensors import VirtualSensors
from kiosk.devices.virtual.social_card import SocialCardState, VirtualSocialCard
from kiosk.devices.virtual.state import CardReaderState, DocumentPrinterState, ReceiptPrinterState
from kiosk.store import DISK_FLOOR
from tests.devices.rigs.sdt_usb import UsbReaderRig
from tests.diagnostics import sites
from tests.diagnostics.machine import DEADLINE, now
from tests.diagnostics.test_faults import authority, certify

pcscd.comm_folder()  # before anybody in this process calls PC/SC


class Injection:
    """What a case may need: the machine, a folder of its own, parts that run until the test is over."""

    def __init__(self, machine, folder, running):
        self.machine, self.folder, self._running = machine, folder, running
        self.how = {}  # for the report

    def tell(self, told):
        state.write(self.machine.states, told)

    def run(self, device):
        device.start()
        self._running.callback(device.stop)
        return device

    def at_the_end(self, call):
        self._running.callback(call)

    def enter(self, site):
        return self._running.enter_context(site)

    def scanner(self):
        return self.run(VirtualCodeScanner(self.folder / "scanner-states", self.folder / "scanner", "grow"))

    def social(self, fault):
        states = self.folder / "social-states"
        state.write(states, SocialCardState(fault=fault))
        try:
            card = VirtualSocialCard(states)
        except pcscd.PcscdError as error:
            pytest.skip(str(error))
        self.run(card).look()
        self.machine.with_device("social_card_reader", "pcsc_social", reader=card.endpoint, deadline=DEADLINE)


def wrong_baud(it):
    reader = it.run(VirtualCardReader(it.folder / "other", it.folder / "other-reader", baud=9600))
    it.machine.with_option("card_reader", port=reader.endpoint, deadline=0.3)


def noise_from_the_reader(it):
    it.tell(CardReaderState(fault="garbage"))
    it.machine.with_option("card_reader", deadline=0.3)


def swapped_ports(it):
    scanner, entry = it.scanner(), next(d for d in it.machine.config.devices if d.kind == "card_reader")
    reader = entry.options["port"]
    it.machine.with_option("card_reader", port=scanner.endpoint, deadline=0.5)
    it.machine.with_device("code_scanner", "serial", port=reader, profile="grow", deadline=0.5)


def swapped_with_a_board(it):
    board = it.run(VirtualSensors(it.folder / "board-states", it.folder / "board", 0.1))
    entry = next(d for d in it.machine.config.devices if d.kind == "card_reader")
    reader = entry.options["port"]
    it.machine.with_option("card_reader", port=board.endpoint, deadline=0.5)
    it.machine.with_device("sensors", "serial_lines", port=reader, heartbeat=0.3, deadline=0.5)


def mute_printer(it):
    it.tell(ReceiptPrinterState(fault="silent"))
    it.machine.with_option("receipt_printer", deadline=0.5)


def printer_without_power(it):
    it.machine.with_option("receipt_printer", port=it.enter(sites.nobody()), deadline=0.3)


def printer_with_a_wrong_port(it):
    it.machine.with_option("receipt_printer", port=sites.closed_port())


def printer_with_a_wrong_name(it):
    it.machine.with_option("receipt_printer", host="printer.invalid")


def office_printer_with_a_wrong_port(it):
    it.machine.with_option("document_printer", uri=f"ipp://127.0.0.1:{sites.closed_port()}/ipp/print")


def office_printer_of_a_stranger(it):
    it.machine.with_option(
        "document_printer", uri=it.enter(sites.portal(it.folder)).replace("https", "ipps") + "/ipp/print"
    )


def no_paper(it):
    it.tell(ReceiptPrinterState(paper="out"))


def open_cover(it):
    it.tell(ReceiptPrinterState(cover="open"))


def cutter(it):
    it.tell(ReceiptPrinterState(cutter="jam"))


def low_paper(it):
    it.tell(ReceiptPrinterState(paper="low"))


def pcscd_stopped(it):
    it.social("stopped")


def no_smart_card_reader(it):
    it.social("unplugged")


def captive_portal(it):
    url = it.enter(sites.portal(it.folder))
    it.machine.with_platform(url.replace("127.0.0.1", "platform.example"))
    it.how["resolve"] = lambda name: ["127.0.0.1"]


def unknown_name(it):
    it.machine.with_platform("https://platform.invalid:8443")


def platform_down(it):
    it.machine.with_platform(f"https://127.0.0.1:{sites.closed_port()}")


def expired_terminal_certificate(it):
    certify(it.machine, days=-3)


def old_platform_certificate(it):
    it.machine.with_platform(it.enter(sites.page(it.folder, authority(it.machine), days=-2)))


def clock_ahead(it):
    it.how["clock"] = lambda: now() + timedelta(days=366)


def clock_behind(it):
    it.how["clock"] = lambda: now() - timedelta(days=366)


def full_disk(it):
    it.how["free"] = lambda folder: DISK_FLOOR


def damaged_store(it):
    with it.machine.config.store.open("r+b") as file:
        file.seek(2048)
        file.write(os.urandom(8192))


def broken_item(it):
    shutil.copytree(it.machine.config.items.parent / "codes", it.folder / "codes")
    shutil.copytree(it.machine.config.items, it.folder / "items")
    item = it.folder / "items" / "si-certificate.yaml"
    item.write_text(item.read_text("utf-8").replace("kind: ReadCard", "kind: ReadPalm"), "utf-8")
    it.machine.with_items(it.folder / "items")


def keys_open(it):
    (it.machine.config.identity / "signing.key").chmod(0o644)


def reported_tray(it):
    """One of its trays is empty, and it goes on."""
    it.tell(DocumentConditionState(reasons="media-empty-report"))


def no_toner(it):
    it.tell(DocumentPrinterState(toner="empty"))


def paper_jam(it):
    it.tell(DocumentPrinterState(media="jam"))


def usb_permission(it):
    rig = UsbReaderRig(it.folder)
    it.at_the_end(rig.stop)
    rig.set(access="denied")
    it.machine.with_device("card_reader", "sdt_usb", **rig.options(), deadline=DEADLINE)


def black_camera(it):
    camera = it.run(VirtualCamera(it.folder / "camera-states", (320, 240)))
    it.machine.with_device("code_scanner", "camera", url=camera.endpoint, deadline=DEADLINE)


FAULTS = {
    wrong_baud: ("link.rate", "身份证阅读器的波特率写错了：波特率写的是 115200，阅读器用的是 9600"),
    noise_from_the_reader: ("link.garbled", "身份证阅读器的应答读不懂，像是波特率不对或接错了设备"),
    swapped_ports: ("serial.swapped", "两条串口线接反了：身份证阅读器 和 扫码器"),
    swapped_with_a_board: ("serial.swapped", "两条串口线接反了：身份证阅读器 和 "),
    mute_printer: ("link.silent", "凭条打印机连得上，没有应答，像是死机了"),
    printer_with_a_wrong_port: ("link.refused", "凭条打印机在网上，端口不对或服务没开"),
    printer_with_a_wrong_name: ("link.name", "凭条打印机的名字查不到"),
    office_printer_with_a_wrong_port: ("link.refused", "文件打印机在网上，端口不对或服务没开"),
    office_printer_of_a_stranger: ("link.certificate", "文件打印机的证书不受信任"),
    printer_without_power: ("link.absent", "凭条打印机没有通电，或线没有接上"),
    no_paper: ("media.empty", "凭条打印机没有纸了"),
    open_cover: ("cover.open", "凭条打印机的盖子或门没有关好"),
    cutter: ("cutter.jam", "凭条打印机的切刀卡住了"),
    low_paper: ("media.low", "凭条打印机的纸快用完了"),
    pcscd_stopped: ("pcscd", "智能卡服务 pcscd 没有运行"),
    no_smart_card_reader: ("pcsc.reader", "没有接上智能卡读卡器"),
    captive_portal: ("line.portal", "上网要先登录，平台被认证页面拦截"),
    unknown_name: ("line.name", "平台的名字查不到（DNS）：platform.invalid"),
    platform_down: ("line.refused", "平台没有运行，或端口不对"),
    expired_terminal_certificate: ("certificate", "终端证书已过期 3 天"),
    old_platform_certificate: ("line.certificate", "平台的证书过期了"),
    clock_ahead: ("clock", "终端的时钟不对：比平台快 366 天"),
    clock_behind: ("clock", "终端的时钟不对：比平台慢 366 天"),
    full_disk: ("disk.full", "磁盘快满了（剩 256 MB）"),
    damaged_store: ("store.damaged", "数据库"),
    broken_item: ("items", "事项文件有错"),
    keys_open: ("keys.open", "密钥或数据库别的用户也能读：identity/signing.key"),
    reported_tray: ("media.low", "文件打印机有一个纸盒没有纸，现在还能打印"),
    no_toner: ("toner.empty", "文件打印机的碳粉用完了"),
    paper_jam: ("media.jam", "文件打印机卡纸了"),
    usb_permission: ("link.denied", "程序没有权限打开身份证阅读器"),
    black_camera: ("camera.black", "扫码器看不见东西，画面是黑的"),
}


@pytest.mark.parametrize("inject", FAULTS, ids=lambda inject: inject.__name__)
def test_the_first_line_names_the_cause_and_nothing_else_is_alarmed(machine, tmp_path, inject):
    code, sentence = FAULTS[inject]
    folder = tmp_path / "injected"
    folder.mkdir()
    with ExitStack() as running:
        it = Injection(machine, folder, running)
        inject(it)
        report = machine.report(**it.how)
    first = diagnostics.show(report).splitlines()[0]
    assert sentence in first
    assert first.startswith("原因：" if any(h.result == "fail" for h in report) else "留意：")
    told = diagnostics.as_json(report)
    assert told["headline"] == first
    assert [cause["code"] for cause in told["causes"]] == [code]


def test_a_machine_with_every_device_well_has_no_cause(machine, tmp_path):
    with ExitStack() as running:
        it = Injection(machine, tmp_path, running)
        scanner = it.scanner()
        it.machine.with_device(
            "code_scanner", "serial", port=scanner.endpoint, profile="grow", deadline=DEADLINE
        )
        it.social(None)
        report = machine.report()
    assert [(h.name, h.value) for h in report if h.result != "pass"] == []
    assert diagnostics.show(report).splitlines()[0] == "正常：22 项检查都通过"
    assert diagnostics.as_json(report)["causes"] == []
