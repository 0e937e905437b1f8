"""Work off the GUI thread: its end is told, whatever becomes of its result."""

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from kiosk.ui.background import Background
from kiosk.ui.shell import application


def fails():
    raise OSError("刘洋")


def stumbles(_):
    raise ValueError("刘洋 33052119900101001X")


@pytest.fixture
def background():
    application()
    background = Background()
    yield background
    assert background.close(5)


def until_idle(background, work, done, failed):
    """Starts work that holds the session, and waits until nothing holds it any more."""
    waited = QEventLoop()
    background.idle.connect(waited.quit)
    QTimer.singleShot(5000, lambda: waited.exit(1))
    background.start(work, done, failed, holds=True)
    assert background.busy()
    assert waited.exec() == 0
    assert not background.busy()


def test_a_result_comes_back_and_then_nothing_holds_the_session(background):
    results = []
    until_idle(background, lambda: 7, results.append, results.append)
    assert results == [7]


@pytest.mark.parametrize(
    "work, done, failed", [(int, stumbles, print), (fails, print, stumbles)], ids=["done", "failed"]
)
def test_a_mistake_of_ours_keeps_no_session_and_is_told_without_its_words(
    background, work, done, failed, capfd
):
    until_idle(background, work, done, failed)
    told = capfd.readouterr().err
    assert told.startswith("ValueError at test_background.py:") and "in stumbles" in told
    assert "刘洋" not in told and "3305" not in told
