"""Somebody at the terminal: a finger that taps what is shown, a card, a phone, and time to be moved on."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import requests
import zxingcpp
from PIL import Image
from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QEventLoop,
    QPointF,
    Qt,
    QTimer,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from acceptance.platform import CHINA
from acceptance.population import Population
from kiosk.devices import Device, open_device
from kiosk.devices.virtual import state
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.flows.loader import load_items
from kiosk.store import Store
from kiosk.sync import Sync
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.ui.probe import Probe
from kiosk.ui.scene import look
from kiosk.ui.shell import Shell
from kiosk.ui.stage import Patience
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity, enrol
from tests.acceptance.station import Server

QUICK = Patience(
    waiting=(0.02, 0.05, 0.1),
    settle=0.02,
    receipt=0.3,
    card=10,
    card_slice=0.1,
    card_again=0.05,
    phone_poll=0.05,
    watch=0.02,
    farewell=0.1,
    card_forgotten=0.05,
    reveal=0.1,
)
DEAD = "https://127.0.0.1:9"
SLOWEST = 15.0  # seconds for one answer of the platform, on a machine that does much else
PEOPLE = Population.load()

# Python collects on whichever thread happens to allocate, and a QObject must not die on any but its own: so
# nothing is collected by itself where several terminals follow one another in one process.
gc.disable()


@dataclass
class Place:
    server: Server
    identity: Identity
    states: Path
    paper: Path
    options: dict[str, tuple[str, dict[str, object]]]
    ahead: timedelta = timedelta()  # of the clock that platform and terminal share

    @classmethod
    @contextmanager
    def open(cls, folder: Path, server: Server, at: datetime | None = None) -> Iterator[Place]:
        """`at`: what the clock shows now, which is what the platform was told, too."""
        identity = enrol(folder / "identity", server.public_url, server.code(), Path(server.ca))
        states, paper = folder / "devices", folder / "paper"
        for made in (states, paper):
            made.mkdir()
        reader = VirtualCardReader(states, folder / "reader")
        slips, pages = VirtualReceiptPrinter(states, paper), VirtualDocumentPrinter(states, paper)
        with ExitStack() as running:
            for device in (reader, slips, pages):
                device.start()
                running.callback(device.stop)
            host, port = slips.endpoint
            yield cls(
                server,
                identity,
                states,
                paper,
                {
                    "card_reader": ("sdt_serial", {"port": reader.endpoint, "poll": 0.02, "deadline": 0.5}),
                    "receipt_printer": ("escpos", {"host": host, "port": port, "deadline": 0.5}),
                    "document_printer": ("ipp", {"uri": pages.endpoint, "deadline": 2.0}),
                },
                at - datetime.now(CHINA) if at else timedelta(),
            )

    def heal(self) -> None:
        """Every device in good order, no card on the reader."""
        for kind in (state.CardReaderState, state.ReceiptPrinterState, state.DocumentPrinterState):
            state.write(self.states, kind())

    def clock(self) -> datetime:
        return datetime.now(CHINA) + self.ahead

    def troubles(self, **wishes: object) -> None:
        """What the platform is told to do badly, until it is told otherwise."""
        endpoint = self.identity.endpoint(self.server.url)
        certificate = (str(endpoint.certificate), str(endpoint.key))
        address = f"{self.server.url}/v1/sandbox"
        answer = requests.post(address, json=wishes, verify=self.server.ca, cert=certificate, timeout=20)
        assert answer.status_code == 200, answer.text

    def devices(self):
        return {kind: open_device(kind, name, options) for kind, (name, options) in self.options.items()}


class Time:
    """Monotonic time that a test can move on, and stop."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._stopped: float | None = None

    def __call__(self) -> float:
        return (time.monotonic() if self._stopped is None else self._stopped) + self.ahead

    def stop(self) -> None:
        """From now on it moves only when it is moved."""
        self._stopped = float(int(time.monotonic()))  # so that halves of seconds add up exactly


@dataclass
class Visitor:
    place: Place
    shell: Shell
    terminal: Terminal
    probe: Probe
    time: Time
    overs: list[str]
    warnings: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def arrives(  # noqa: PLR0913 - how somebody arrives, by name
        cls,
        place: Place,
        folder: Path,
        *,
        online: bool = True,
        patience: Patience = QUICK,
        devices: Callable[[], Mapping[str, Device]] | None = None,
        slowest: float = SLOWEST,
    ) -> Iterator[Visitor]:
        """`devices`: how this terminal gets hold of its own; then nobody waits for them here. `slowest`: the
        seconds that the platform may take for one answer."""
        # The timers of whoever was here before must go on this thread; a thread that makes a document would
        # collect them sooner or later, and Qt keeps an eye on a timer that died on another one.
        gc.collect()
        place.heal()
        store, moved, overs = Store(folder / "kiosk.db"), Time(), []
        identity = place.identity
        endpoint = identity.endpoint(place.server.url if online else DEAD)

        terminal = Terminal(
            Site("德清县政务服务中心一楼大厅", "0572-12345"),
            load_items(),
            store,
            identity,
            PlatformClient(endpoint, identity.receipts, slowest),
            devices or place.devices,
            place.clock,
            moved,
        )
        over, synced = threading.Event(), threading.Thread(target=lambda: None)
        if online:
            synced = _syncing(folder / "kiosk.db", identity, place, slowest, over)
        synced.start()
        shell = Shell(terminal, on_session_over=lambda: overs.append("over"), patience=patience)
        visitor = cls(place, shell, terminal, None, moved, overs)
        shell.prepare()
        visitor.probe = Probe(folder / "probe", shell.window, shell.view, shell.session)
        shell.take_stage()
        try:
            visitor.until(lambda: shell.window.isExposed(), "the window")
            visitor.sees("Home")
            if devices is None:
                visitor.until(lambda: terminal.devices().keys() == place.options.keys(), "the devices")
            yield visitor
        finally:
            visitor.probe.close()
            shell.close()
            visitor.probe = None
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            qInstallMessageHandler(None)
            over.set()
            synced.join(10)
            store._database.close()
        assert shell.warnings == 0

    # --- eyes ---

    @property
    def page(self) -> str:
        return self.probe.ask(b'{"cmd": "page"}')["page"]

    def until(self, holds: Callable[[], object], what: str, seconds: float = 40.0) -> None:
        deadline = QDeadlineTimer(int(seconds * 1000))
        while not holds():
            assert not deadline.hasExpired(), (
                f"{what} did not come; the page is {self.shell.view.page_name()}"
            )
            _moment()

    def sees(self, page: str, step: str | None = None, *, at_rest: bool = True) -> None:
        def there() -> bool:
            seen = self.probe.ask(b'{"cmd": "page"}')
            return seen["page"] == page and step in (None, seen["step"]) and not (at_rest and seen["busy"])

        self.until(there, f"{page} {step or ''}")

    def where(self, name: str) -> dict:
        return self.probe.ask(b'{"cmd": "where", "name": "%s"}' % name.encode())

    def can_tap(self, name: str) -> bool:
        return "x" in self.where(name)

    def look(self) -> QImage:
        return self.shell.window.grabWindow()

    def reads(self) -> str:
        """All that stands on the page."""
        self.look()  # which also lays it out
        return "\n".join(str(text.item.property("text")) for text in look(self.shell.window).texts)

    # --- finger, card, phone ---

    def tap(self, *names: str) -> None:
        for name in names:
            self.until(lambda name=name: self.can_tap(name), f"a place to tap called {name}")
            at = self.where(name)
            point = QPointF(at["x"] + at["w"] / 2, at["y"] + at["h"] / 2)
            inside = self.shell.window.mapFromGlobal(point).toPoint()
            QTest.mouseClick(self.shell.window, Qt.MouseButton.LeftButton, pos=inside)

    def press(self, x: int, y: int) -> None:
        QTest.mouseClick(self.shell.window, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())

    def lays_card(self, person: str = "liu-yang") -> None:
        state.update(self.place.states, state.CardReaderState, card=person)

    def takes_card(self) -> None:
        state.update(self.place.states, state.CardReaderState, card=None)

    def scans(self) -> str:
        """The address in the code on the screen."""
        found: list[str] = []

        def seen() -> bool:
            picture = self.look().convertToFormat(QImage.Format.Format_Grayscale8)
            grey = Image.frombuffer(
                "L", (picture.width(), picture.height()), bytes(picture.constBits()), "raw", "L",
                picture.bytesPerLine(), 1,
            )  # fmt: skip
            found.extend(code.text for code in zxingcpp.read_barcodes(grey))
            return bool(found)

        self.until(seen, "a code to scan")
        return found[0]

    def confirms(self, person: str = "liu-yang", decision: str = "confirm") -> None:
        who = PEOPLE.by_id(person)
        fields = {"phone_key": who.phone_key, "decision": decision}
        answer = requests.post(self.scans(), data=fields, verify=self.place.server.ca, timeout=10)
        assert answer.status_code == 200

    def waits(self, seconds: float) -> None:
        """Nobody touches anything for so long."""
        self.time.ahead += seconds
        self.shell.stage.idle.tick()
        QCoreApplication.processEvents()

    # --- ways that many stories share ---

    def walks_to_phone(self, person: str = "liu-yang") -> None:
        self.tap("item.si-certificate", "agree")
        self.lays_card(person)
        self.sees("ConfirmByPhone")

    def walks_to_review(self, region: str = "330500", kind: str = "insured") -> None:
        self.walks_to_phone()
        self.confirms()
        self.sees("Choose", "region")
        self.tap(f"choice.{region}")
        self.sees("Choose", "certificate")
        self.tap(f"choice.{kind}")

    def walks_to_review_without_a_line(self) -> None:
        self.walks_to_phone()
        self.until(lambda: self.can_tap("phone.later"), "the word about the network")
        self.tap("phone.later")
        self.sees("Choose", "region")
        self.tap("choice.other")
        self.types("huzhou")
        self.tap("result.330500")
        self.sees("Choose", "certificate")
        self.tap("choice.insured")
        self.sees("Review")

    # --- school enrolment ---

    def goes_to_enrolment(self, person: str = "liu-yang") -> None:
        """The matter is begun, the card read, the phone confirmed, and what is on record filled in."""
        self.tap("item.school-enrolment", "agree")
        self.lays_card(person)
        self.sees("ConfirmByPhone")
        self.confirms(person)
        self.until(lambda: self.page != "ConfirmByPhone", "the first question")

    def fills(self, **fields: str) -> None:
        """The fields of the form at hand, and 继续. What the keys write is tested where the keys are."""
        for key, value in fields.items():
            self.shell.session._asked.type(key, value)
        self.tap("continue")

    def picks(self, step: str, value: str) -> None:
        self.sees("Choose", step)
        self.tap(f"choice.{value}")

    def enrols_twins(self) -> None:
        """From home to what the offices say, with everything as it is on record."""
        self.goes_to_enrolment()
        for entry in ("children.0", "children.1"):
            self.sees("Form", entry)
            self.tap("continue")
        self.picks("home", "owned")
        self.sees("Form", "owned")
        self.tap("continue")
        self.goes_on_to_papers()

    def goes_on_to_papers(self) -> None:
        """From the choice of a school to the materials, once no office is being asked any more."""
        self.goes_on_to_the_offices()
        self.until(lambda: not self.shell.session._materials.running(), "what the offices say")

    def goes_on_to_the_offices(self) -> None:
        self.sees("Choose", "school")
        options = self.shell.session._asked.property("options")
        if options:
            self.tap(f"choice.{options[0]['value']}")
        else:
            self.tap("choice.other")
            self.types("shifan")
            self.until(lambda: self.shell.session._asked.property("found"), "a school of that name")
            self.tap(f"result.{self.shell.session._asked.property('found')[0]['value']}")
        self.picks("adjust", "yes")
        self.until(lambda: self.probe.ask(b'{"cmd": "page"}')["step"] in ("contact", "delivery"), "the rest")
        if self.page == "Form":
            self.fills(contact_mobile="13800000000")
        self.picks("delivery", "terminal")

    def signs(self) -> None:
        self.sees("Sign", "signature")
        self.tap("sign.start")
        self.signs_now()

    def signs_now(self) -> None:
        self.writes()
        self.tap("sign.done")

    def writes(self) -> None:
        """A few strokes on the pad."""
        self.until(lambda: self.can_tap("sign.pad"), "the pad")
        at, window = self.where("sign.pad"), self.shell.window
        for number in range(3):
            left = at["x"] + at["w"] * (0.2 + 0.2 * number)
            line = [QPointF(left + 6 * n, at["y"] + at["h"] * 0.3 + 9 * n) for n in range(12)]
            line = [window.mapFromGlobal(point).toPoint() for point in line]
            QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=line[0])
            for point in line[1:]:
                QTest.mouseMove(window, point)
            QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=line[-1])

    def types(self, letters: str) -> None:
        """On the keys of the screen, one after the other."""
        self.tap(*(f"key.{letter}" for letter in letters))


def _moment() -> None:
    """Events and threads go on. QTest.qWait would keep Python's lock, and all threads would wait for it."""
    loop = QEventLoop()
    QTimer.singleShot(2, loop.quit)
    loop.exec()


def _syncing(path, identity, place, slowest, over) -> threading.Thread:
    def run() -> None:
        store = Store(path)
        sync = Sync(
            store,
            identity,
            PlatformClient(identity.endpoint(place.server.url), identity.receipts, slowest),
            place.clock,
        )
        while not over.wait(0.05):
            sync.round()
        store._database.close()

    return threading.Thread(target=run, name="sync", daemon=True)
