"""Every screen in every way to read it, on every glass: measured, and laid side by side for whoever looks.

The pages of all items come from the rules (`steps`), what else a terminal shows from its own fronts (`apart`)
and from people who go through a matter on a whole stand (`tours`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.screens.selection import Selection
from kiosk.ui import gallery
from kiosk.ui.gallery import GalleryError, Look, Wall

if TYPE_CHECKING:
    from kiosk.screens.sheets import Sheets

__all__ = ["GalleryError", "Report", "Selection", "walk"]


@dataclass
class Report:
    screens: set[str] = field(default_factory=set)
    looks: int = 0
    violations: list[dict[str, str]] = field(default_factory=list)
    complaints: int = 0  # of Qt's

    def add(self, look: Look) -> None:
        self.screens.add(look.screen.partition(" sheet ")[0])
        self.looks += 1
        told = [asdict(violation) | {"geometry": look.wall.geometry} for violation in look.violations]
        self.violations += told

    def told(self) -> dict[str, Any]:
        return {
            "ok": bool(self.looks) and not self.violations and not self.complaints,
            "screens": len(self.screens),
            "looks": self.looks,
            "complaints": self.complaints,
            "violations": self.violations,
        }


def walk(
    selection: Selection, say: Callable[[str], None] = lambda line: None, sheets: Sheets | None = None
) -> Report:
    """Takes minutes where nothing is selected. `sheets` keeps the pictures. Raises GalleryError."""
    from kiosk.screens import apart, duties, tours

    gallery.prepare()
    report = Report()

    def see(hung: Hung, screen: str) -> None:
        if not selection.takes(screen):
            return
        say(screen)
        for look in hung.looks(screen, selection.walls):
            report.add(look)
            for found in look.violations:
                say(f"  {look.screen} {look.wall}: {found.rule}: {found.what}")
            if sheets is not None:
                sheets.add(look)

    for room in _rooms(apart.ROOMS | duties.ROOMS | tours.ROOMS, selection):
        report.complaints += room(see, selection.takes)
    return report


class Hung(Protocol):
    def looks(self, screen: str, walls: Sequence[Wall]) -> Iterator[Look]: ...


See = Callable[[Hung, str], None]
Takes = Callable[[str], bool]
Room = Callable[[See, Takes], int]  # → how often Qt complained


def _rooms(rooms: dict[str, Room], selection: Selection) -> Iterator[Room]:
    """Only those in which something may hang that was asked for."""
    return (room for prefix, room in rooms.items() if selection.may_take(prefix))
