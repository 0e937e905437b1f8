"""People who go through a matter on a whole stand: platform, devices and line are as in the field."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.demo.stand import Stand, StandError, standing
from kiosk.devices.virtual import state
from kiosk.dock import line, people, phone
from kiosk.ui.gallery import Gallery, GalleryError

if TYPE_CHECKING:
    from kiosk.screens import Room, See, Takes

ITEM, PERSON, OTHER, EXPIRED = "si-certificate", "liu-yang", "ouyang-wenjing", "expired-zhao"
_PREFIX = "tour/"


@dataclass
class Tour:
    """Somebody before the terminal, whose pages are seen as they come."""

    stand: Stand
    hung: Gallery
    see_: See
    name: str

    def see(self, screen: str) -> None:
        self.see_(self.hung, f"{_PREFIX}{self.name} {screen}")

    def comes_to(self, page: str, step: str | None = None) -> None:
        def there() -> bool:
            found = self.hung.page()
            return found["page"] == page and step in (None, found["step"]) and not found["busy"]

        self.hung.until(there, f"{page} {step or ''}")

    def tap(self, *names: str) -> None:
        for name in names:
            self.hung.tap(name)

    def lays(self, person: str | None) -> None:
        state.update(self.stand.states, state.CardReaderState, card=person)

    def cuts(self, cut: bool) -> None:
        """The line; and waits until the terminal knows it."""
        line.update(self.stand.states, cut=cut)
        terminal, word = self.hung.shell.stage.terminal, "down" if cut else "ok"
        self.hung.until(lambda: terminal.network() == word, f"a line that is {word}")

    def confirms(self, person: str) -> None:
        if self.hung.can_tap("phone.again"):  # the code was looked at for longer than it lives
            self.tap("phone.again")
        url = self.scans()
        keys = people.phone_keys(self.stand.population)
        phone.confirm(url, keys[person], self.stand.authority)

    def scans(self) -> str:
        found: list[str] = []

        def seen() -> bool:
            found.extend(filter(None, [phone.scan(self.hung.png())]))
            return bool(found)

        self.hung.until(seen, "a code to scan")
        return found[0]

    def begins(self, person: str) -> None:
        self.tap(f"item.{ITEM}")
        self.comes_to("Notice")
        self.tap("agree")
        self.comes_to("ReadCard")
        self.see("card wanted")
        self.lays(person)
        self.comes_to("ConfirmByPhone")

    def leaves(self) -> None:
        """From the slip to the last word."""
        self.comes_to("Slip")
        self.see("slip")
        self.tap("slip.done")
        self.comes_to("Rating")
        self.tap("rate.1")
        self.see("rating")
        self.tap("skip")
        self.hung.until(lambda: self.hung.leaving() == "card", "the word about the card")
        self.see("card forgotten")
        self.lays(None)
        self.hung.until(lambda: self.hung.leaving() == "farewell", "the farewell")
        self.see("farewell")


def _online(tour: Tour) -> None:
    tour.see("home")
    tour.begins(PERSON)
    tour.scans()
    tour.see("code for the phone")
    tour.confirms(PERSON)
    tour.comes_to("Choose", "region")
    tour.tap("choice.other")
    tour.hung.until(lambda: tour.hung.can_tap("key.h"), "the keys")
    tour.tap("key.h", "key.z")
    tour.see("place searched")
    tour.tap("key.cancel", "choice.330500")
    tour.comes_to("Choose", "certificate")
    tour.tap("choice.payments")
    tour.comes_to("Form")
    tour.tap("field.period_to")
    tour.hung.until(lambda: tour.hung.can_tap("key.1"), "the number pad")
    tour.see("month typed")
    tour.tap(*["key.backspace"] * 6, "key.1", "key.ok", "continue")
    tour.see("mistakes")
    tour.tap("field.period_to", *["key.backspace"] * 1, *(f"key.{digit}" for digit in "202601"), "key.ok")
    tour.tap("continue")
    tour.comes_to("Review")
    tour.see("review")
    tour.tap("submit")
    tour.comes_to("Preview")
    tour.see("preview")
    tour.tap("phone")
    tour.scans()
    tour.see("link for the phone")
    tour.tap("taken")
    tour.leaves()


def _offline(tour: Tour) -> None:
    tour.cuts(True)
    tour.begins(OTHER)
    tour.hung.until(lambda: tour.hung.can_tap("phone.later"), "the word about the network")
    tour.see("no phone without a line")
    tour.tap("phone.later")
    tour.comes_to("Choose", "region")
    tour.tap("choice.other")
    tour.hung.until(lambda: tour.hung.can_tap("key.h"), "the keys")
    tour.tap(*(f"key.{letter}" for letter in "huzhou"), "result.330500")
    tour.comes_to("Choose", "certificate")
    tour.tap("choice.insured")
    tour.comes_to("Review")
    tour.tap("submit")
    tour.comes_to("Outcome")
    tour.see("received here")
    state.update(tour.stand.states, state.ReceiptPrinterState, paper="out")
    tour.tap("slip")
    tour.leaves()


def _collect(tour: Tour) -> None:
    state.update(tour.stand.states, state.ReceiptPrinterState, paper="full")
    tour.cuts(False)
    tour.hung.until(lambda: tour.hung.can_tap("collect"), "home")
    tour.tap("collect")
    tour.comes_to("ReadCard")
    tour.lays(OTHER)
    tour.comes_to("ConfirmByPhone")
    tour.confirms(OTHER)
    tour.comes_to("Results")
    tour.see("results")
    tour.tap("result.0")
    tour.comes_to("Preview")
    tour.see("a result")


def _expired(tour: Tour) -> None:
    tour.tap(f"item.{ITEM}", "agree")
    tour.lays(EXPIRED)
    tour.comes_to("Stop")
    tour.see("stop")
    tour.lays(None)


_TOURS: dict[str, Callable[[Tour], None]] = {
    "online": _online,
    "offline": _offline,
    "collect": _collect,
    "expired": _expired,
}


def _walk_all(see: See, takes: Takes) -> int:
    """One after the other, on one stand: each is another person, and so another screen."""
    complaints = 0
    with tempfile.TemporaryDirectory(prefix="kiosk-tours-") as folder:
        try:
            with standing(Path(folder) / "stand") as stand:
                for name, walk in _TOURS.items():
                    with _screen(stand, Path(folder)) as hung:
                        walk(Tour(stand, hung, see, name))
                        complaints += hung.shell.warnings
        except (StandError, phone.PhoneError) as error:
            raise GalleryError(str(error)) from error
    return complaints


@contextmanager
def _screen(stand: Stand, folder: Path) -> Iterator[Gallery]:
    state.write(stand.states, state.CardReaderState())
    terminal = app.terminal(stand.config)
    with _syncing(stand), Gallery.open(terminal, folder) as hung:
        hung.until(lambda: hung.can_tap(f"item.{ITEM}"), "the devices")
        yield hung
    terminal.store.close()


@contextmanager
def _syncing(stand: Stand) -> Iterator[None]:
    over = threading.Event()

    def run() -> None:
        process = app.sync(stand.config)
        while not over.wait(0.05):
            process.round()
        process.store.close()

    thread = threading.Thread(target=run, name="sync", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(20)


ROOMS: dict[str, Room] = {_PREFIX: _walk_all}
