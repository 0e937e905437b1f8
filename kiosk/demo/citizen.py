"""A scripted citizen: eyes (the probe's pictures), a finger (pointer events), a card, and a phone.

The finger taps where a person taps: the middle of what is on the screen, through the X server.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo import desk
from kiosk.demo.stand import Stand
from kiosk.devices.virtual import state
from kiosk.devices.virtual.camera import DocumentCameraState
from kiosk.dock import people, phone
from kiosk.model import Status
from kiosk.store import Store

Strokes = Sequence[Sequence[tuple[float, float]]]

PATIENCE = 25.0  # seconds that the citizen waits for a page
_LOOK_EVERY = 0.05
_TURNS_AFTER = 2.0  # seconds that nothing new comes up


class DemoError(Exception):
    """The citizen could not go on. The message says where, without a name or number of a person."""


@dataclass
class Citizen:
    stand: Stand
    display: str
    pictures: Path
    chapter: str = ""
    on_page: Callable[[str, Path], None] = lambda page, picture: None
    taps: int = 0
    typed: int = 0  # characters
    facts: int = 0  # what they were asked and nobody else could say

    # --- eyes ---

    def ask(self, **question: str) -> dict[str, Any]:
        """What the probe of the screen on stage answers; empty while there is none."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(5)
                line.connect(str(self.stand.probe))
                line.sendall(json.dumps(question).encode() + b"\n")
                with line.makefile("rb") as answers:
                    found: dict[str, Any] = json.loads(answers.readline() or b"{}")
                    return found
        except (OSError, ValueError):
            return {}

    def page(self) -> dict[str, Any]:
        return self.ask(cmd="page")

    def wait_for(self, *pages: str, seconds: float = PATIENCE, **more: Any) -> dict[str, Any]:
        """Until one of the pages (or steps) is on the screen and at rest, with all that `more` says of it."""
        deadline = time.monotonic() + seconds
        seen: dict[str, Any] = {}
        while time.monotonic() < deadline:
            seen = self.page()
            here = seen.get("page") in pages or seen.get("step") in pages
            if here and all(seen.get(key) == value for key, value in more.items()):
                return seen
            time.sleep(_LOOK_EVERY)
        raise DemoError(
            f"no page {' or '.join(pages)}; the screen shows {seen.get('page')}/{seen.get('step')}"
        )

    def gone(self, seconds: float = PATIENCE) -> bool:
        """Whether no screen answers any more, waiting for it."""
        deadline = time.monotonic() + seconds
        while self.page() and time.monotonic() < deadline:
            time.sleep(_LOOK_EVERY)
        return not self.page()

    def wait_for_other_than(self, process: int, on_stage: Callable[[], int]) -> None:
        """Until another process is on stage."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if on_stage() != process:
                    return
            except OSError:
                pass
            time.sleep(_LOOK_EVERY)
        raise DemoError("nobody else took the stage")

    def look(self, name: str) -> Path:
        """Takes a picture of the screen."""
        number = len(list(self.pictures.iterdir())) + 1
        path = self.pictures / f"{number:02d}-{self.chapter}-{name}.png"
        path.write_bytes(self._sight())
        self.on_page(name, path)
        return path

    def _sight(self) -> bytes:
        answer = self.ask(cmd="grab")
        if "png" not in answer:
            raise DemoError("the screen cannot be seen")
        return b64decode(answer["png"])

    def seen(self, starts: str) -> dict[str, str]:
        """What can be pressed and is called so, with the words on it."""
        found: dict[str, str] = self.ask(cmd="seen", starts=starts).get("seen", {})
        return found

    def wait_for_some(self, starts: str, seconds: float = PATIENCE) -> dict[str, str]:
        """The same, once there is something; empty where nothing came in this time."""
        deadline = time.monotonic() + seconds
        while not (found := self.seen(starts)) and time.monotonic() < deadline:
            time.sleep(_LOOK_EVERY)
        return found

    def fields(self) -> dict[str, str]:
        """How each field of the form at hand stands: blank, filled or wrong."""
        found: dict[str, str] = self.ask(cmd="fields").get("fields", {})
        return found

    def wait_to_see(self, name: str) -> dict[str, Any]:
        """Where what has this name is, once it is there and can be pressed; a longer page is turned to it.

        At its end it is turned back: on a slow machine a sheet is there before what can be begun from it.
        """
        deadline, turned, way = time.monotonic() + PATIENCE, time.monotonic(), "page.down"
        while time.monotonic() < deadline:
            at = self.ask(cmd="where", name=name)
            if "x" in at:
                return at
            if time.monotonic() > turned + _TURNS_AFTER:
                turned = time.monotonic()
                if "x" not in (turn := self.ask(cmd="where", name=way)):
                    way = "page.up" if way == "page.down" else "page.down"
                    turn = self.ask(cmd="where", name=way)
                if "x" in turn:
                    self._press(turn)
            time.sleep(_LOOK_EVERY)
        raise DemoError(f"nothing to press called {name} on {self.page().get('page')}")

    # --- finger ---

    def tap(self, name: str, *, counted: bool = True, through: bool = True) -> None:
        """Presses what has this name, when it is there and can be pressed; `through`: a form to its end."""
        self._press(self.wait_to_see(name))
        self.taps += counted
        if name == "continue" and through:
            self._go_through()

    def chooses(self, variant: str) -> None:
        """How the screens read, before anything else."""
        from kiosk.ui.manner import VARIANTS

        for name in variant.split("+"):
            for toggle in VARIANTS[name]:
                if "x" in self.ask(cmd="where", name=f"variant.{toggle}"):  # or nothing is out of reach here
                    self.tap(f"variant.{toggle}", counted=False)

    def _go_through(self) -> None:
        """The 长辈版 shows one field after the other: 继续 until the page is another."""
        step = self.page().get("step")
        while self.page().get("step") == step and "x" in self.ask(cmd="where", name="field.before"):
            self._press(self.wait_to_see("continue"))
            time.sleep(_LOOK_EVERY)

    def _press(self, at: dict[str, Any]) -> None:
        x, y = int(at["x"] + at["w"] / 2), int(at["y"] + at["h"] / 2)
        command = ["xdotool", "mousemove", str(x), str(y), "click", "1"]
        subprocess.run(command, check=True, env={**os.environ, "DISPLAY": self.display})

    def type(self, text: str) -> None:
        """Key by key, as the keyboard on the screen has them."""
        for character in text:
            self.strike(character.lower())

    def strike(self, key: str) -> None:
        self.tap(f"key.{key}", counted=False)
        self.typed += 1

    def write(self, name: str, strokes: Strokes) -> None:
        """Draws strokes, in millimetres, on what has this name; the first point lies in its upper left."""
        at, mm = self.wait_to_see(name), 1 / self.stand.config.mm_per_px
        for stroke in strokes:
            points = [(int(at["x"] + x * mm), int(at["y"] + y * mm)) for x, y in stroke]
            moves = [word for x, y in points[1:] for word in ("mousemove", str(x), str(y))]
            x, y = points[0]
            command = ["xdotool", "mousemove", str(x), str(y), "mousedown", "1", *moves, "mouseup", "1"]
            subprocess.run(command, check=True, env={**os.environ, "DISPLAY": self.display})

    # --- card and phone ---

    def lay_card(self, person: str) -> None:
        state.update(self.stand.states, state.CardReaderState, card=person)

    def lift_card(self) -> None:
        state.update(self.stand.states, state.CardReaderState, card=None)

    def code_in_sight(self) -> str:
        """What the code on the screen says, once it is there."""
        deadline = time.monotonic() + PATIENCE
        while (url := phone.scan(self._sight())) is None:
            if time.monotonic() > deadline:
                raise DemoError("no code to scan on the screen")
            time.sleep(0.2)
        return url

    def confirm_on_phone(self, person: str) -> None:
        """Scans the code on the screen with the phone, and says that it is me."""
        url = self.code_in_sight()
        keys = people.phone_keys(self.stand.population)
        phone.confirm(url, keys[person], self.stand.authority)

    def pay_on_phone(self) -> None:
        phone.pay(self.code_in_sight(), self.stand.authority)

    # --- below the document camera ---

    def lay_sheet(self) -> None:
        sheet = desk.lay_sheet(self.stand.folder / "sheet.jpg")
        state.update(self.stand.states, DocumentCameraState, image=str(sheet))

    # --- what only the store knows ---

    def wait_until_settled(self) -> None:
        """Until the platform has answered everything; the line may need a while to be tried again."""
        self._wait(lambda store: not store.outbox.backlog().queued, "the platform has not answered")

    def wait_until_all_are(self, *states: Status) -> None:
        """Until the platform has said so of everything that was filed here."""
        self._wait(lambda store: all(kept.status in states for kept in store.filings.receipts()), "not done")

    def wait_for_network(self, word: str) -> None:
        """Until the terminal knows that the line is up ("ok") or "down"."""
        self._wait(lambda store: store.line.contact().network == word, f"the line is not {word}")
        time.sleep(1.5)  # the header looks once a second

    def _wait(self, holds: Callable[[Store], bool], otherwise: str) -> None:
        store, deadline = Store(self.stand.config.store), time.monotonic() + 60
        try:
            while not holds(store):
                if time.monotonic() > deadline:
                    raise DemoError(f"{otherwise} after a minute")
                time.sleep(0.1)
        finally:
            store.close()
