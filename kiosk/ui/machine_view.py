"""What the screen sees of the machine: where it stands, how it is, and what can be done at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import lacking
from kiosk.ui.call_watch import CallWatch
from kiosk.ui.code_watch import CodeWatch
from kiosk.ui.faq_view import FaqView
from kiosk.ui.front import Matter
from kiosk.ui.paper_view import PaperView
from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.search_view import SearchView
from kiosk.ui.shelves_view import ShelvesView
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.model import DeviceStatus

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ON_HOME = 8  # matters of persons
DRILLED = timedelta(days=365)  # that a clock is ahead which is only said to be wrong


@QmlElement
class MachineView(QObject):
    changed = Signal()
    ticked = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._network = "unknown"
        self._can_file = True
        self._suspended: frozenset[str] = frozenset()  # items, by the platform
        self._devices: Mapping[str, DeviceStatus] = {}
        self._asked = False  # whether a round to all devices has come to its end since this screen began
        self._night = False
        self._is_open = False
        self._closed: frozenset[str] = frozenset()  # items out of season
        self._minutes: Mapping[str, int] = {}  # that people took with an item, where that is known
        self._opening = stage.errand()
        self._timing = stage.errand()
        self._looking = stage.errand()
        self._polling = stage.errand()
        self._search = SearchView(stage, self.everything)
        self._shelves = ShelvesView(stage, self.everything)
        self.changed.connect(self._shelves.changed)
        self._faq = FaqView(stage)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._close()  # nobody looks yet: what is closed is so from the first picture on
        stage.wording.changed.connect(self.changed)
        stage.wording.changed.connect(self.ticked)
        self.calls = CallWatch(stage)
        self.codes = CodeWatch(stage)
        self.papers = PaperView()
        self.codes.paper.connect(self.papers.show)

    def show(self) -> None:
        """The clock has gone on in the wings. The devices may still be another's."""
        self._clock.start()
        self._close()
        self.ticked.emit()
        self._look()

    def take_devices(self) -> None:
        self._opening.run(lambda: self._stage.terminal.open(), self._opened, self._unopened)

    def arrived(self) -> None:
        """The terminal is put together: what it offers is what was remembered, or is said anew."""
        if self._matters() != self._stage.front.matters:
            self.changed.emit()

    def leave_stage(self) -> None:
        self._clock.stop()
        self.calls.stop()
        self.codes.stop()

    @Property(CallWatch, constant=True)
    def call(self) -> CallWatch:
        return self.calls

    @Property(CodeWatch, constant=True)
    def scanner(self) -> CodeWatch:
        return self.codes

    @Property(PaperView, constant=True)
    def paper(self) -> PaperView:
        return self.papers

    @Property(str, constant=True)
    def place(self) -> str:
        return self._stage.front.place

    @Property(str, constant=True)
    def number(self) -> str:
        return self._stage.front.number

    @Property(str, constant=True)
    def phone(self) -> str:
        return self._stage.front.phone

    @Property(str, notify=ticked)
    def time(self) -> str:
        return f"{self._now():%H:%M}"

    @Property(str, notify=ticked)
    def date(self) -> str:
        now = self._now()
        day = self._stage.wording.say(f"weekday_{now.isoweekday()}")
        return self._stage.wording.say("date", now.year, now.month, now.day, day)

    @Property(bool, notify=changed)
    def night(self) -> bool:
        """Nobody of the staff is there."""
        return self._night

    @Property(str, notify=ticked)
    def network(self) -> str:
        """ok, down or unknown, as the last exchange with the platform went."""
        return self._network

    @Property(QVariantList, notify=changed)
    def items(self) -> list[dict[str, Any]]:
        """The first matters of persons; nobody reads a longer home. Shelves and search have all."""
        return self._offers("person", ON_HOME)

    @Property(QVariantList, notify=changed)
    def organisations(self) -> list[dict[str, Any]]:
        """Matters of organisations."""
        return self._offers("organisation")

    def everything(self) -> list[dict[str, Any]]:
        """Of persons and of organisations, as `items`."""
        return self._offers()

    def _offers(self, audience: str = "", most: int | None = None) -> list[dict[str, Any]]:
        """What can be done here; one that lacks a device says so before anybody begins."""
        pick, say = self._stage.wording.pick, self._stage.wording.say
        matters = [flow for flow in self._matters() if not audience or audience in flow.audience]
        return [
            {
                "value": flow.item,
                "title": pick(flow.title),
                "hint": say("item_hint", self._lasts(flow), pick(flow.guide.get("fee"))),
                "bring": pick(flow.guide.get("bring")),
                "closed": pick(flow.season.says) if flow.season and flow.item in self._closed else "",
                **self._of(flow),
            }
            for flow in matters[:most]
        ]

    @Property(SearchView, constant=True)
    def search(self) -> SearchView:
        return self._search

    @Property(ShelvesView, constant=True)
    def shelves(self) -> ShelvesView:
        return self._shelves

    @Property(FaqView, constant=True)
    def faq(self) -> FaqView:
        return self._faq

    @Property(QVariantMap, notify=changed)
    def collecting(self) -> dict[str, str]:
        """`lacking` and `preparing` of 取件, as of an item."""
        return self._hindrance(("card_reader",), files=False)

    @Property(QVariantMap, notify=changed)
    def booking(self) -> dict[str, str]:
        """The same of 预约取号, which needs a line as well: said here, before anybody begins."""
        found = self._hindrance(("card_reader",), files=False)
        if self._network == "down" and not any(found.values()):
            found["lacking"] = self._stage.wording.say("booking_offline_home")
        return found

    def _hindrance(self, required: Sequence[str], *, files: bool) -> dict[str, str]:
        """`lacking`: why it cannot be done here. `preparing`: a device has not been asked yet, which is
        no refusal. At most one of the two says anything."""
        say, coming = self._stage.wording.say, self._stage.coming
        if not coming.here:
            return {"lacking": "", "preparing": say("item_preparing")}
        from kiosk.terminal.words import missing

        devices = coming.terminal().devices()
        absent = missing(devices, required)
        if absent and not self._asked and all(_unheard(devices.get(kind)) for kind in absent):
            return {"lacking": "", "preparing": say("item_preparing")}
        lacks = absent or (files and not self._can_file)
        why = lacking.sentence(self._stage.wording, absent, devices) if lacks else ""
        return {"lacking": why, "preparing": ""}

    def _lasts(self, matter: Matter) -> int:
        """Minutes that it took people here; what the item says, until enough of them were here."""
        return self._minutes.get(matter.item, matter.duration_minutes)

    def _of(self, matter: Matter) -> dict[str, str]:
        """As `_hindrance`; what the platform suspended cannot be begun, whatever works here."""
        if matter.item in self._suspended:
            return {"lacking": self._stage.wording.say("item_suspended"), "preparing": ""}
        return self._hindrance(matter.required, files=True)

    def offers(self, item: str) -> bool:
        """Whether it can be begun at this moment; a card on the glass may be a moment older."""
        known = [flow for flow in self._matters() if flow.item == item]
        return bool(known) and not any(self._of(known[0]).values())

    def _matters(self) -> Sequence[Matter]:
        coming = self._stage.coming
        if not coming.here:
            return self._stage.front.matters
        return tuple(Matter.of(flow) for flow in coming.terminal().flows.values())

    def _now(self) -> datetime:
        now, coming = self._stage.front.clock(), self._stage.coming
        return now + DRILLED if coming.here and coming.terminal().peripherals.played == "clock" else now

    def _close(self) -> None:
        """Seasons and nights begin and end while nobody touches anything."""
        now, night = self._now(), self._stage.front.at_night
        closed = frozenset(m.item for m in self._matters() if m.season and not m.season.now(now))
        if (closed, night) != (self._closed, self._night):
            self._closed, self._night = closed, night
            self.changed.emit()

    def _unopened(self, error: Exception) -> None:
        """Without devices the screen still says what cannot be done here."""
        self._opened(None)

    def _opened(self, nothing: None) -> None:
        self._is_open = True
        self._tick()
        self.calls.start()
        self.codes.start()
        self._timing.run(lambda: self._stage.terminal.store.durations.minutes(), self._timed, self._untimed)
        self.changed.emit()  # what the stage before saw of the devices a moment ago

    def _timed(self, minutes: Mapping[str, int]) -> None:
        if minutes != self._minutes:
            self._minutes = minutes
            self.changed.emit()

    def _untimed(self, error: Exception) -> None:
        """Then what the items say stands."""

    @Slot()
    def _tick(self) -> None:
        self._look()
        if self._is_open:
            self._polling.run(self._stage.terminal.poll_devices, self._polled, self._unpolled)
        self._close()
        self.ticked.emit()

    def _look(self) -> None:
        def look() -> tuple[str, bool, frozenset[str]]:
            terminal = self._stage.terminal
            return terminal.network(), terminal.can_file(), terminal.store.commands.suspended()

        self._looking.run(look, self._looked, self._overlooked)

    def _looked(self, found: tuple[str, bool, frozenset[str]]) -> None:
        if found != (self._network, self._can_file, self._suspended):
            self._network, self._can_file, self._suspended = found
            self.ticked.emit()
            self.changed.emit()

    def _overlooked(self, error: Exception) -> None:
        self._looked(("unknown", False, self._suspended))

    def _polled(self, devices: Mapping[str, DeviceStatus]) -> None:
        if devices != self._devices or not self._asked:
            self._devices, self._asked = devices, True
            self.changed.emit()
            self.codes.changed.emit()

    def _unpolled(self, error: Exception) -> None:
        """What was known stays, and what was not is no longer awaited; the next round asks again."""
        self._polled(self._devices)


def _unheard(status: DeviceStatus | None) -> bool:
    from kiosk.model import DeviceState

    return status is None or status.state in (DeviceState.UNKNOWN, DeviceState.STARTING)
