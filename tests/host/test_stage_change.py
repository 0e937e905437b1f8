"""From one person to the next on a real glass: real screens of a real host, looked at pixel by pixel."""

import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.bench import screens
from kiosk.devices.virtual import state
from kiosk.host import Host
from kiosk.store import Store
from tests.host.test_host import SCREEN, WITHIN, alive

BARE = 0x000000  # what an X server shows where no window is
STEP = 90  # pixels between two places that are looked at


class Watch:
    """Looks at the same places of the glass again and again, on a thread of its own."""

    def __init__(self, glass):
        self.glass, self.over = glass, threading.Event()
        self.places = [
            (x, y) for x in range(STEP // 2, screens.WIDTH, STEP) for y in range(40, screens.HEIGHT, STEP)
        ]
        self.seen: list[tuple[int, ...]] = []
        self.thread = threading.Thread(target=self._look)

    def look(self) -> tuple[int, ...]:
        return tuple(self.glass.pixel(x, y) for x, y in self.places)

    def _look(self) -> None:
        while not self.over.is_set():
            seen = self.look()
            if not self.seen or seen != self.seen[-1]:
                self.seen.append(seen)

    def stop(self) -> list[tuple[int, ...]]:
        self.over.set()
        self.thread.join(WITHIN)
        return self.seen


@pytest.fixture
def stand(tmp_path, monkeypatch):
    """A host with two screens on a display in memory, and virtual devices. The line is dead."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # signals are for the main thread only
    with screens.display() as (display, glass), screens.devices(tmp_path) as devices:
        for name, value in screens.environment(display).items():
            monkeypatch.setenv(name, value)
        config, probe = screens.configure(tmp_path, devices), tmp_path / "probe"
        store, over = Store(tmp_path / "kiosk.db"), threading.Event()
        sync = [sys.executable, str(SCREEN), str(tmp_path / "sync"), "live"]
        host = Host(store, screens.ours(config, probe), sync, lambda: datetime.now(UTC), over.is_set)
        running = threading.Thread(target=host.run)
        running.start()
        try:
            yield host, screens.Probed(probe), glass, tmp_path
        finally:
            over.set()
            running.join(WITHIN)
            store.close()
    assert not running.is_alive()


def until(holds) -> None:
    deadline, pause = time.monotonic() + WITHIN, threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        pause.wait(0.02)


def tap(glass, probe, name: str) -> None:
    x, y, width, height = probe.where(name)
    glass.press(x + width // 2, y + height // 2)
    glass.release()


def a_person_comes(glass, probe, folder: Path) -> None:
    """Up to the page that shows whose card was read."""
    tap(glass, probe, "item.si-certificate")
    probe.comes_to("Notice")
    tap(glass, probe, "agree")
    probe.comes_to("ReadCard")
    state.update(screens.states(folder), state.CardReaderState, card="wang-fang")
    probe.comes_to("ConfirmByPhone")
    state.update(screens.states(folder), state.CardReaderState, card=None)


def test_between_two_persons_the_glass_is_never_bare_and_never_shows_the_one_before_again(stand):
    host, probe, glass, folder = stand
    probe.where("item.si-certificate")
    until(lambda: host._spare is not None and host._spare.ready)
    watch = Watch(glass)
    home = watch.look()
    a_person_comes(glass, probe, folder)
    first, last_page = host._stage.process.pid, watch.look()
    telling = [place for place, (a, b) in enumerate(zip(home, last_page, strict=True)) if a != b]
    watch.thread.start()
    tap(glass, probe, "exit")
    until(lambda: host._stage is not None and host._stage.process.pid != first and host._stage.has_devices)
    assert not alive(first)
    until(lambda: watch.look() == home)  # what can be done is offered again
    seen = watch.stop()

    assert not any(pixel == BARE for glance in seen for pixel in glance)
    is_home = [all(glance[place] == home[place] for place in telling) for glance in seen]
    came = is_home.index(True)
    assert len(telling) > 20
    assert not any(glance == last_page for glance in seen[came:])


def test_a_screen_that_dies_is_followed_by_home(stand):
    host, probe, glass, _ = stand
    probe.where("item.si-certificate")
    until(lambda: host._spare is not None and host._spare.ready)
    watch = Watch(glass)
    home, first = watch.look(), host._stage
    first.kill()
    until(lambda: host._stage is not None and host._stage is not first and host._stage.has_devices)
    until(lambda: watch.look() == home)
