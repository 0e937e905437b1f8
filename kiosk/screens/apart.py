"""The screens of a terminal that stands alone: no platform, no device, nobody's card.

All that an item can ask is here, and what every device that is missing looks like.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bench import machine
from kiosk.config import RESOURCES
from kiosk.config.night import Night
from kiosk.devices import Device
from kiosk.flows.loader import load_items
from kiosk.screens.steps import scenes
from kiosk.store import Store
from kiosk.terminal import Terminal
from kiosk.terminal.codes import Paper
from kiosk.terminal.words import Site
from kiosk.ui.closed_gallery import ClosedGallery
from kiosk.ui.gallery import Gallery
from kiosk.ui.pictures import code
from kiosk.wire.boot import BEIJING
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity
from kiosk.wire.papers import PaperObject

if TYPE_CHECKING:
    from kiosk.screens import Room, See, Takes

ASIDE = ("Help", "Hotline", "Problem", "OtherCard", "Search", "Shelves", "CannotSign")
_PAPER = PaperObject(
    "ABCD2345EFGH6789",
    "基本养老保险参保缴费凭证",
    "*文静",
    "3305**********0024",
    "湖州市社会保险经办机构",
    datetime(2026, 11, 21, 9, 30, tzinfo=BEIJING),
)
NOBODY = "https://127.0.0.1:9"
_WRONG = ("screen.mm_per_px: 不能大于 1.5，现在是 9；例如 mm_per_px = 0.369", "platform: 缺少这一项")


def _late() -> datetime:
    return machine.now().replace(hour=23)


@contextmanager
def standing(night: Night | None = None) -> Iterator[Gallery]:
    """`night`: with a clock that shows 23 o'clock."""
    clock = _late if night else machine.now
    with tempfile.TemporaryDirectory(prefix="kiosk-screens-") as name:
        folder = Path(name)
        with Gallery.open(alone(folder, clock=clock, night=night), folder) as hung:
            yield hung


def alone(
    folder: Path,
    open_devices: Callable[[], Mapping[str, Device]] = dict,
    clock: Callable[[], datetime] = machine.now,
    night: Night | None = None,
) -> Terminal:
    """A terminal with all items, to which no platform answers."""
    machine.identity(folder / "identity")
    for file in ("ca.crt", "tls.crt", "tls.key"):  # never looked into: nobody answers
        (folder / "identity" / file).touch()
    identity = Identity.load(folder / "identity")
    return Terminal(
        site=Site("示范政务服务点", "12345", night=night),
        flows=load_items(),
        store=Store(folder / "kiosk.db"),
        identity=identity,
        platform=PlatformClient(identity.endpoint(NOBODY), identity.receipts, 2.0),
        open_devices=open_devices,
        clock=clock,
        monotonic=time.monotonic,
    )


def _fronts(see: See, takes: Takes) -> int:
    with standing() as hung:
        see(hung, "front/home without devices")
        for page in ASIDE:
            if takes(name := f"front/{page}"):
                hung.aside(page)
                see(hung, name)
                hung.clear()
        for name, said in (("Paper genuine", _PAPER), ("Paper false", None)):
            if takes(f"front/{name}"):
                hung.shell.view.papers.show(Paper(said))
                hung.until(lambda: hung.page()["page"] == "Paper", "what was found")
                see(hung, f"front/{name}")
                hung.clear()
        if takes("front/Problem told"):
            hung.aside("Problem")
            hung.tap("problem.screen")
            hung.until(lambda: not hung.can_tap("problem.screen"), "the thanks")
            see(hung, "front/Problem told")
            hung.clear()
        _suggests(hung, see, takes)
        person = next(s.session for s in scenes(load_items()["si-certificate"]) if s.session.answers)
        for state in ("warning", "curtain"):
            if takes(name := f"front/{state}"):
                hung.show(person)
                hung.cover(state)
                see(hung, name)
                hung.clear()
        return hung.shell.warnings


def _suggests(hung: Gallery, see: See, takes: Takes) -> None:
    view = hung.shell.view.suggestions
    for state in ("kind", "typing", "written", "failed", "told"):
        if takes(name := f"front/Suggest {state}"):
            hung.aside("Suggest")
            hung.until(lambda: view._state == "kind", "the kinds")
            view._kind, view._code = ("", "") if state == "kind" else ("suggestion", "7K2M-PQ4R-9XWD")
            view._text = "" if state in ("kind", "typing") else "取号的字太小了，坐着看不清。希望能大一点"
            if state == "told":
                view._picture, view._slip = hung.shell.stage.pictures.keep(code(NOBODY)), "printed"
            view._become(state)
            see(hung, name)
            hung.clear()


def _by_night(see: See, takes: Takes) -> int:
    with standing(Night()) as hung:
        hung.until(lambda: hung.can_tap("night.help"), "the night")
        see(hung, "night/home")
        hung.aside("Help")
        see(hung, "night/Help")
        return hung.shell.warnings


def _closed(see: See, takes: Takes) -> int:
    see(ClosedGallery(_WRONG), "technician/closed")
    return 0


def _steps(item: str) -> Callable[[See, Takes], int]:
    def room(see: See, takes: Takes) -> int:
        wanted = [scene for scene in scenes(load_items()[item]) if takes(scene.name)]
        if not wanted:
            return 0
        with standing() as hung:
            for scene in wanted:
                hung.show(scene.session)
                see(hung, scene.name)
                hung.clear()
            return hung.shell.warnings

    return room


ROOMS: dict[str, Room] = {
    "front/": _fronts,
    "night/": _by_night,
    "technician/": _closed,
    **{f"{file.stem}/": _steps(file.stem) for file in sorted((RESOURCES / "items").glob("*.yaml"))},
}
