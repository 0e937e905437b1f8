"""Tells scripts where things are on the screen, so that they tap what people tap. Never in a sealed terminal.

A local socket takes one JSON object a line and answers with one:

    {"cmd": "where", "name": N}  → {"x", "y", "w", "h"} in pixels of the screen, of a visible, enabled item;
                                   {"error"}: not on the page, hidden, disabled, out of sight
    {"cmd": "seen", "starts": P} → {"seen": {name: text}}: what can be pressed and whose name begins so, with
                                   the words on it
    {"cmd": "fields"}            → {"fields": {key: "blank" | "filled" | "wrong"}}: of the form at hand
    {"cmd": "page"}              → {"page", "step", "place", "busy", "filing", "state"}: nothing of a
                                   person; of another question the place is another
    {"cmd": "painted"}           → {"at"}: when the page's first frame was handed over, in monotonic seconds
    {"cmd": "keys"}              → {"name"}: what the frame of the keys stands on; empty where it is not shown
    {"cmd": "frames"}            → {"ms": [...]}: what each frame took since they were last asked for
    {"cmd": "grab"}              → {"png": base64 of the window}
    {"cmd": "repaint"}           → {"ms"} that painting all of it takes

and with {"error"} for anything else. The names of what can be tapped:

    frame     mark back home help hotline problem exit close page.up page.down still-here
              variant.language variant.large
    Home      item.<item> collect
    Notice    agree decline                     ReadCard   card.again
    Face            face.agree face.again face.phone
    ConfirmByPhone  phone.without phone.later phone.again prefill.skip
    Resume    resume fresh                      Stop       stop.home
    Choose    choice.<value> choice.other why   Form       field.<key> continue
    Materials continue materials.skip           Mismatch   mismatch.revise mismatch.alternative
                                                           mismatch.dispute mismatch.help revise.<step>
                                                           dispute.<reason> dispute.back
    Reuse     reuse.use reuse.decline           Defer      defer.read defer.agree defer.decline
    Capture   capture.take capture.keep capture.again capture.more capture.done capture.page.<n>
              capture.decline capture.retry
    Unknown   unknown.again unknown.pass        Commit     commit.read commit.agree commit.decline
    Original  original.bring original.other     Sign       sign.start sign.pad sign.clear sign.done
                                                           sign.form sign.help sign.again
    Review    revise.<step> reveal submit       Final      final.submit final.back
              revise.material.<material>        Outcome    slip keep-waiting result.again
    Results   result.<0…> result.again finish   Withdraw  withdraw.confirm withdraw.print withdraw.back
              withdraw.<0…> progress.<0…>               Progress  progress.back
    Preview   print phone later taken list finish sheet.before sheet.next
    Slip      slip.done slip.again              Rating     rate.<1…5> reason.<reason> rate.send skip
    Workbench bench.assist bench.agent bench.many bench.next bench.end bench.book bench.leave
    StaffSignIn     key.<digit> staff.again staff.technician     StaffMatters    item.<item>
    TechnicianSignIn key.<digit> technician.on technician.<reason> technician.again
    Technician      care.go.<page> care.<act> care.again care.leave
    TakeOver  takeover.agree takeover.decline   Help       help.staff help.alone
    Inform    inform.done
    Leaving   done                              Problem    problem.<kind>
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections import deque
from itertools import islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QRectF, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.session_view import SessionView
from kiosk.ui.terminal_view import TerminalView
from kiosk.ui.tree import root, with_above, with_below

_FRAMES = 1000  # that are remembered as most


class ProbeError(Exception):
    """The socket could not be opened."""


class Probe(QObject):
    def __init__(self, path: Path, window: QQuickWindow, view: TerminalView, session: SessionView) -> None:
        """Raises ProbeError. A socket that a dead process left behind is replaced."""
        super().__init__()
        self._window, self._view, self._session = window, view, session
        self._painted: tuple[str, float] = ("", 0.0)
        self._begun = 0.0  # of the frame that is being painted
        self._frames: deque[float] = deque(maxlen=_FRAMES)
        window.installEventFilter(self)
        window.frameSwapped.connect(self._note_frame)
        QLocalServer.removeServer(str(path))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not self._server.listen(str(path)):
            raise ProbeError(self._server.errorString())
        self._server.newConnection.connect(self._welcome)

    def close(self) -> None:
        self._window.removeEventFilter(self)
        self._window.frameSwapped.disconnect(self._note_frame)
        self._server.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self._begun = time.monotonic()
        return False

    @Slot()
    def _note_frame(self) -> None:
        if self._begun:
            self._frames.append((time.monotonic() - self._begun) * 1000)
            self._begun = 0.0
        place = str(self._view.place)
        if place != self._painted[0]:
            self._painted = (place, time.monotonic())

    @Slot()
    def _welcome(self) -> None:
        while socket := self._server.nextPendingConnection():
            socket.readyRead.connect(self._answer)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _answer(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        while socket.canReadLine():
            answer = self.ask(bytes(socket.readLine().data()))
            socket.write(QByteArray(json.dumps(answer).encode() + b"\n"))
        socket.flush()

    def ask(self, line: bytes) -> dict[str, Any]:
        try:
            question = json.loads(line)
            command = str(question["cmd"])
        except (ValueError, KeyError, TypeError):
            return {"error": "not a question"}
        if command == "where":
            return self._where(str(question.get("name")))
        if command == "seen":
            return {"seen": self._seen(str(question.get("starts")))}
        answers = {
            "page": self._page,
            "fields": self._fields,
            "painted": self._first_painted,
            "frames": self._frame_times,
            "grab": self._grab,
            "keys": self._keys,
            "repaint": self._repaint,
        }
        return answers[command]() if command in answers else {"error": "no such command"}

    def _where(self, name: str) -> dict[str, Any]:
        why = "not on the page"
        for item in with_below(root(self._window)):
            if item.objectName() != name:
                continue
            box, why = self._pressable(item)
            if box is not None:
                at = self._window.mapToGlobal(box.topLeft())
                return {"x": at.x(), "y": at.y(), "w": box.width(), "h": box.height()}
        return {"error": why}

    def _pressable(self, item: QQuickItem) -> tuple[QRectF | None, str]:
        """Where it stands in the window, or why a finger cannot press it."""
        if not (item.isVisible() and item.isEnabled()):
            return None, "disabled" if item.isVisible() else "hidden"
        _lay_out(item)
        whole = QRectF(0, 0, self._window.width(), self._window.height())
        box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        return (box, "") if _shown(item, whole).contains(box.center()) else (None, "out of sight")

    def _seen(self, starts: str) -> dict[str, str]:
        return {
            item.objectName(): str(item.property("text") or "")
            for item in with_below(root(self._window))
            if item.objectName().startswith(starts) and self._pressable(item)[0] is not None
        }

    def _fields(self) -> dict[str, Any]:
        return {"fields": self._session.standing()}

    def _page(self) -> dict[str, Any]:
        after = self._session.aftermath
        return {
            "page": self._view.page_name(),
            "step": self._session.step_key(),
            "place": str(self._view.place),
            "busy": self._view.busy(),
            "filing": after.filing.number if after.filing else None,
            "state": after.status or None,
        }

    def _first_painted(self) -> dict[str, Any]:
        place, at = self._painted
        return {"at": at if place == str(self._view.place) else None}

    def _repaint(self) -> dict[str, Any]:
        whole = root(self._window)
        whole.setOpacity(0.99)  # or nothing has changed, and nothing is painted
        self._window.grabWindow()
        whole.setOpacity(1.0)
        started = time.monotonic()
        self._window.grabWindow()
        return {"ms": (time.monotonic() - started) * 1000}

    def _frame_times(self) -> dict[str, Any]:
        taken = list(self._frames)
        self._frames.clear()
        return {"ms": taken}

    def _keys(self) -> dict[str, Any]:
        return {"name": self._view.ring.name}

    def _grab(self) -> dict[str, Any]:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grabWindow().save(buffer, "PNG")  # type: ignore[call-overload]  # the stub says bytes
        return {"png": b64encode(buffer.data().data()).decode()}


def _lay_out(item: QQuickItem) -> None:
    """What has just changed is laid out with the next frame; whoever taps would tap where it was."""
    for above in with_above(item):
        above.ensurePolished()


def _shown(item: QQuickItem, whole: QRectF) -> QRectF:
    """Where of the window something of the item can be seen: what clips it hides the rest."""
    for above in islice(with_above(item), 1, None):
        if above.clip():
            whole = whole.intersected(above.mapRectToScene(QRectF(0, 0, above.width(), above.height())))
    return whole
