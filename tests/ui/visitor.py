"""Somebody at the terminal: a finger that taps what is shown, a card, a phone, and time to be moved on."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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

from acceptance.population import Population
from kiosk.care import Care
from kiosk.config.night import Night
from kiosk.devices import Device
from kiosk.devices.virtual import state
from kiosk.flows import shelves
from kiosk.flows.definition import Flow
from kiosk.flows.loader import load_items
from kiosk.flows.search.cleaning import RESOURCES
from kiosk.store import Store
from kiosk.sync import Sync
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.ui.coming import Coming
from kiosk.ui.probe import Probe
from kiosk.ui.scene import look
from kiosk.ui.shell import Shell
from kiosk.ui.stage import Patience
from kiosk.wire.client import PlatformClient
from tests import shipped
from tests.ui.place import Place

QUICK = Patience(
    waiting=(0.02, 0.05, 0.1),
    settle=0.02,
    receipt=0.3,
    card=10,
    card_slice=0.1,
    card_again=0.05,
    phone_poll=0.05,
    invitation=0.05,
    watch=0.02,
    farewell=0.1,
    card_forgotten=0.05,
    reveal=0.1,
    count=0.02,
)
DEAD = "https://127.0.0.1:9"
SLOWEST = 15.0  # seconds for one answer of the platform, on a machine that does much else
PEOPLE = Population.load()

# Python collects on whichever thread happens to allocate, and a QObject must not die on any but its own: so
# nothing is collected by itself where several terminals follow one another in one process.
gc.disable()
gc.collect()
gc.freeze()  # what was imported stays: whoever arrives need not wait until it was looked through again


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

    def go_on(self) -> None:
        self._stopped = None


@dataclass
class Visitor:
    place: Place
    shell: Shell
    terminal: Terminal
    probe: Probe
    time: Time
    overs: list[str]
    warnings: list[str] = field(default_factory=list)
    kept: tuple[str, str] = ("", "")  # what was last to be tapped, and why it could not be

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
        items: Path | None = None,
        flows: Mapping[str, Flow] | None = None,
        care: Callable[[Terminal], Care] | None = None,
        night: Night | None = None,
    ) -> Iterator[Visitor]:
        """`devices`: how this terminal gets hold of its own; then nobody waits for them here. `slowest`: the
        seconds that the platform may take for one answer. `items`: a folder of other matters; `flows`: the
        matters themselves. `care`: how a technician looks after the terminal; else none comes.
        `night`: the hours without staff."""
        # The timers of whoever was here before must go on this thread; a thread that makes a document would
        # collect them sooner or later, and Qt keeps an eye on a timer that died on another one.
        gc.collect()
        place.heal()
        store, moved, overs = Store(folder / "kiosk.db"), Time(), []
        identity = place.identity
        endpoint = identity.endpoint(place.server.url if online else DEAD)

        terminal = Terminal(
            Site("德清县政务服务中心一楼大厅", "0572-12345", night=night),
            flows if flows is not None else load_items(items) if items else shipped.items(),
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
        shell = Shell(
            Coming.there(terminal, care), on_session_over=lambda: overs.append("over"), patience=patience
        )
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
            assert not deadline.hasExpired(), f"{what} did not come; {self._stands()}"
            _moment()

    def _stands(self) -> str:
        """What a wait in vain leaves: the page, whether it takes taps, and what could not be tapped."""
        window, view = self.shell.window, self.shell.view
        settled, covered = window.property("settled"), window.property("covered")
        return f"the page is {view.page_name()}, {settled=}, {covered=}, {self.kept}, {self.warnings}"

    def sees(self, page: str, step: str | None = None, *, at_rest: bool = True) -> None:
        def there() -> bool:
            seen = self.probe.ask(b'{"cmd": "page"}')
            return seen["page"] == page and step in (None, seen["step"]) and not (at_rest and seen["busy"])

        self.until(there, f"{page} {step or ''}")

    def where(self, name: str) -> dict:
        return self.probe.ask(b'{"cmd": "where", "name": "%s"}' % name.encode())

    def can_tap(self, name: str) -> bool:
        found = self.where(name)
        self.kept = (name, found.get("error", ""))
        return "x" in found

    def look(self) -> QImage:
        return self.shell.window.grabWindow()

    def reads(self) -> str:
        """All that stands on the page."""
        self.look()  # which also lays it out
        return "\n".join(str(text.item.property("text")) for text in look(self.shell.window).texts)

    # --- finger, card, phone ---

    def tap(self, *names: str) -> None:
        for name in names:
            if name.startswith(("item.", "choice.")):
                self.turns_to(name)
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

    def picks_matter(self, item: str) -> None:
        """From home; what does not stand there, from the shelf of its theme."""
        machine = self.shell.view.machine
        if item not in [offer["value"] for offer in (*machine.items, *machine.organisations)]:
            known, flow = shelves.load(RESOURCES)[0], self.terminal.flows[item]
            shelf = next(s for s in known if shelves.Place(item) in shelves.on(s, known, [flow]))
            self.turns_to("shelves")
            self.tap("shelves")
            self.turns_to(f"shelf.{shelf.key}")
            self.tap(f"shelf.{shelf.key}")
        self.tap(f"item.{item}")

    def turns_to(self, name: str) -> None:
        """To what may lie on another sheet, or cannot be tapped yet: through all of them, and again."""

        def there() -> bool:
            if not self.can_tap(name) and self.can_tap("page.down"):
                self.tap("page.down")
            else:
                while not self.can_tap(name) and self.can_tap("page.up"):
                    self.tap("page.up")
            return self.can_tap(name)

        self.until(there, f"a place to tap called {name}")

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
        platform = PlatformClient(identity.endpoint(place.server.url), identity.receipts, slowest)
        sync = Sync(store, identity, platform, place.clock)
        while not over.wait(0.05):
            sync.round()
        platform.close()
        store._database.close()

    return threading.Thread(target=run, name="sync", daemon=True)
