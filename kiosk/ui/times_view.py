"""Times to choose from: days and their times of one service, or plans of a day for several, on big tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.terminal.appointments import Free, Service

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Tile = dict[str, Any]


@QmlElement
class TimesView(QObject):
    changed = Signal()
    chosen = Signal(object)  # a tuple of Start
    left = Signal()  # back from the days

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._codes: Sequence[str] = ()
        self._but = ""
        self._services: Mapping[str, Service] = {}
        self._free: Free | None = None
        self._day: date | None = None
        self._state = ""
        self._note = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        stage.wording.changed.connect(self.changed)

    @property
    def wanted(self) -> Sequence[str]:
        return self._codes

    @property
    def services(self) -> Mapping[str, Service]:
        return self._services

    def place(self) -> str:
        """What is laid out; a day's times are another question than the days."""
        return self._state

    def running(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def state(self) -> str:
        """loading, days, slots, plans, none (nothing is free), offline or trouble."""
        return self._state

    @Property(str, notify=changed)
    def note(self) -> str:
        """What became of the last choice, where it could not be had; else empty."""
        return self._stage.wording.say(f"booking_{self._note}") if self._note else ""

    @Property(str, notify=changed)
    def heading(self) -> str:
        return self._stage.wording.say(f"booking_{self._state}") if self._state in _HEADED else ""

    @Property(str, notify=changed)
    def day(self) -> str:
        """The day whose times are laid out, as people read it."""
        return self._read(self._day) if self._day else ""

    @Property(str, notify=changed)
    def lacking(self) -> str:
        """Why nothing can be had: of which service, and what stands in the way."""
        free, wording = self._free, self._stage.wording
        if free is None or not free.lacking:
            return wording.say("booking_none_text")
        service, why = free.lacking[0]
        return wording.say(f"booking_lacking_{why}", wording.pick(self._services[service].title))

    @Property(QVariantList, notify=changed)
    def tiles(self) -> list[Tile]:
        """`value`, `title`, `hint`, and `full`: shown, and not to be had."""
        match self._state:
            case "days":
                return self._days()
            case "slots":
                return self._slots()
            case "plans":
                return self._plans()
        return []

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, services: Sequence[str], but: str = "") -> None:
        self._errand.drop()
        self._codes, self._but, self._note = tuple(services), but, ""
        self._load()

    def refuse(self, why: str) -> None:
        """What was chosen is gone, or does not go: the times are asked for anew, and it is said."""
        self._load()
        self._note = why
        self.changed.emit()

    def stop(self) -> None:
        self._errand.drop()
        self._free = self._day = None
        self._become("")

    @Slot()
    def again(self) -> None:
        if not self._errand.running and self._codes:
            self._load()

    @Slot(str)
    def choose(self, value: str) -> None:
        from kiosk.terminal.appointments import Start

        tile = next((tile for tile in self.property("tiles") if tile["value"] == value), None)
        free = self._free
        if tile is None or tile["full"] or free is None or self._errand.running:
            return
        if self._state == "days":
            self._day = date.fromisoformat(value)
            self._become("slots")
        elif self._state == "slots":
            slots = (slot for day in free.days for slot in day.slots)
            at = next(slot.start for slot in slots if slot.start.isoformat() == value)
            self.chosen.emit((Start(self._codes[0], at),))
        elif self._state == "plans":
            self.chosen.emit(tuple(Start(time.service, time.start) for time in free.plans[int(value)]))

    @Slot()
    def back(self) -> None:
        if self._state == "slots":
            self._day = None
            self._become("days")
        else:
            self.left.emit()

    def _load(self) -> None:
        terminal, codes, but = self._stage.terminal, self._codes, self._but

        def load() -> tuple[dict[str, Service], Free]:
            known = {service.code: service for service in terminal.booking.services()}
            return known, terminal.booking.free(codes, but)

        if self._errand.run(load, self._loaded, self._fail):
            self._become("loading")

    def _loaded(self, found: tuple[dict[str, Service], Free]) -> None:
        self._services, free = found
        self._free = free
        there = any(day.free for day in free.days)
        shown = {day.day for day in free.days if day.free}
        if self._day in shown and self._note:  # only this one time is gone
            self._show("slots")
        else:
            self._day = None
            self._show("plans" if free.plans else "days" if there else "none")

    def _fail(self, error: Exception) -> None:
        from kiosk.terminal.words import OfflineError

        self._become("offline" if isinstance(error, OfflineError) else "trouble")

    def _days(self) -> list[Tile]:
        say = self._stage.wording.say
        return [
            {
                "value": day.day.isoformat(),
                "title": self._read(day.day),
                "hint": say("booking_left", day.free) if day.free else say("booking_full"),
                "full": not day.free,
            }
            for day in (self._free.days if self._free else ())
        ]

    def _slots(self) -> list[Tile]:
        say = self._stage.wording.say
        days = self._free.days if self._free else ()
        return [
            {
                "value": slot.start.isoformat(),
                "title": f"{slot.start:%H:%M}",
                "hint": say("booking_seats", slot.free) if slot.free else say("booking_full"),
                "full": slot.free < 1,
            }
            for day in days
            for slot in day.slots
            if day.day == self._day
        ]

    def _plans(self) -> list[Tile]:
        pick = self._stage.wording.pick
        return [
            {
                "value": str(number),
                "title": self._read(plan[0].start.date()),
                "hint": "\n".join(
                    f"{time.start:%H:%M}  {pick(self._services[time.service].title)}" for time in plan
                ),
                "full": False,
            }
            for number, plan in enumerate(self._free.plans if self._free else ())
        ]

    def _read(self, day: date) -> str:
        from kiosk.ui.booking_rows import read_day

        return read_day(day, self._stage.wording)

    def _show(self, state: str) -> None:
        self._state = state
        self.changed.emit()

    def _become(self, state: str) -> None:
        self._note = ""
        self._show(state)


_HEADED = ("days", "slots", "plans", "none", "offline", "trouble", "loading")
