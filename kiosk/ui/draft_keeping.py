"""Drafts beside a session: each answer is saved, and what was begun earlier is offered first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing
    from kiosk.terminal import Terminal


class DraftKeeping(QObject):
    changed = Signal()
    filed = Signal(object, object)  # the session with its card; what was filed and paid, and never handed out
    looked = Signal(object, object)  # the session with its card; the unfinished one before it, or None

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._looking = stage.errand()
        self._saving = stage.errand()
        self._next: Session | None = None
        self.failed = False

    def look(self, session: Session) -> None:
        terminal = self._stage.terminal

        def find() -> tuple[Session, Session | None, Filing | None]:
            try:
                filing = terminal.payments.unhanded(session) if _can_print(terminal) else None
                return session, terminal.draft(session), filing
            except Exception:  # a draft that cannot be read is none: the person goes on without it
                return session, None, None

        self._looking.run(find, self._found, self._lost)

    def save(self, session: Session) -> None:
        """Saves the newest; while one save runs, those between are passed over."""
        terminal = self._stage.terminal
        if not self._saving.run(lambda: terminal.save_draft(session), self._saved, self._lost):
            self._next = session

    def drop(self, session: Session) -> None:
        terminal = self._stage.terminal
        self._next = None
        self._stage.background.start(lambda: terminal.drop_draft(session), self._gone, self._lost)

    def renew(self, before: Session, anew: Session) -> None:
        """Begun anew: nothing is left of the draft but what may have been paid, where something was."""
        if anew is before:
            self.drop(before)
        else:
            self.save(anew)

    def stop(self) -> None:
        self._looking.drop()
        self._saving.drop()
        self._next = None
        self.failed = False

    def _found(self, found: tuple[Session, Session | None, Filing | None]) -> None:
        session, draft, filing = found
        if filing is not None:
            self.filed.emit(session, filing)
            return
        begun = draft is not None and (draft.answers or "payment" in draft.facts)
        self.looked.emit(session, draft if begun else None)

    def _saved(self, nothing: None) -> None:
        self._fail(False)
        session, self._next = self._next, None
        if session:
            self.save(session)

    def _gone(self, nothing: None) -> None:
        self._fail(False)

    def _lost(self, error: Exception) -> None:
        self._fail(True)

    def _fail(self, failed: bool) -> None:
        if failed != self.failed:
            self.failed = failed
            self.changed.emit()


def _can_print(terminal: Terminal) -> bool:
    """Where no slip can come out, what was filed before keeps nobody from filing again."""
    from kiosk.terminal.slips import KIND
    from kiosk.terminal.words import missing

    return not missing(terminal.devices(), (KIND,))
