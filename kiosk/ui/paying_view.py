"""The cashier's page: a code for the payer's phone, how long it is good, and what the platform says of it.

已缴费 stands here only when the platform has signed it, and it is in the draft by then.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.terminal.payments import Order

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PAGE = "Pay"
_STATES = {
    "created": "showing",
    "waiting": "opened",
    "confirmed": "paid",
    "failed": "failed",
}  # else: expired


@QmlElement
class PayingView(QObject):
    changed = Signal()
    settled = Signal(object)  # the session, paid or put off

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._order: Order | None = None
        self._state = self._note = self._code = ""
        self._until = 0.0  # monotonic: the two clocks need not agree
        self._waiting = stage.waiting()
        self._asking = stage.errand(self._waiting)
        self._hearing = stage.errand()
        self._poll, self._second = QTimer(self), QTimer(self)
        self._poll.setInterval(int(stage.patience.phone_poll * 1000))
        self._poll.timeout.connect(self._listen)
        self._second.setInterval(250)
        self._second.timeout.connect(self._count)
        stage.wording.changed.connect(self.changed)

    def is_paid(self) -> bool:
        return self._state == "paid"

    @Property(str, notify=changed)
    def state(self) -> str:
        """asking, showing, opened (on a phone), expired, failed, paid, offline, unkept or trouble."""
        return self._state

    @Property(str, notify=changed)
    def note(self) -> str:
        """The key of what is said beside the state: not_yet or silent; else empty."""
        return self._note

    @Property(str, notify=changed)
    def code(self) -> str:
        """The address of the picture to scan."""
        return self._code

    @Property(int, notify=changed)
    def secondsLeft(self) -> int:
        left = self._until - self._stage.terminal.monotonic() if self._session else 0.0
        return max(0, math.ceil(left))

    @Property(str, notify=changed)
    def amount(self) -> str:
        from kiosk.flows import fees, gate

        return fees.yuan(gate.amount(self._session)) if self._session else ""

    @Property(QVariantList, notify=changed)
    def lines(self) -> list[dict[str, str]]:
        """What each department takes: title, department, amount."""
        from kiosk.flows import fees, gate

        pick, session = self._stage.wording.pick, self._session
        return [
            {
                "title": pick(line.fee.title),
                "department": pick(line.fee.department),
                "amount": fees.yuan(line.amount),
            }
            for line in (gate.charges(session) if session else ())
        ]

    @Property(str, notify=changed)
    def bill(self) -> str:
        """The number of the electronic bill, once it is paid."""
        fact = self._session.facts.get("payment", {}) if self._session else {}
        return str(fact.get("bill", ""))

    @Property(bool, notify=changed)
    def deferrable(self) -> bool:
        from kiosk.flows.definition import Pay

        step = self._session.step if self._session else None
        return isinstance(step, Pay) and step.deferrable

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, session: Session) -> None:
        self.stop()
        self._session = session
        self._ask()

    def stop(self) -> None:
        self._asking.drop()
        self._rest()
        self._session = self._order = None
        self._become("")

    @Slot()
    def again(self) -> None:
        """换一个码, 再试一次: the code before counts no more."""
        if self._session and self._state not in ("paid", "asking"):
            self._ask()

    @Slot()
    def ask(self) -> None:
        """我已付款: asks now, and says so where nothing has come yet."""
        if self._order and not self.is_paid():
            self._hear(said=True)

    @Slot()
    def later(self) -> None:
        """以后再付, or without a line: 缴费待联网."""
        session, terminal = self._session, self._stage.terminal
        if session is None or self.is_paid():
            return
        if self._asking.run(lambda: terminal.payments.put_off(session), self._put_off, self._fail):
            self._rest()
            self._become("asking")

    @Slot()
    def goOn(self) -> None:
        session = self._session
        if session and self.is_paid():
            self.stop()
            self.settled.emit(session)

    def _ask(self) -> None:
        session, terminal = self._session, self._stage.terminal
        order = self._order if self._state in ("showing", "opened") else None
        assert session is not None

        def ask() -> tuple[Session, Order]:
            return terminal.payments.another(session, order) if order else terminal.payments.order(session)

        if self._asking.run(ask, self._take, self._fail):
            self._rest()
            self._become("asking")

    def _take(self, told: tuple[Session, Order]) -> None:
        self._session, order = told
        shown = self._order is not None and self._order.url == order.url and self._code != ""
        self._order = order
        state = _STATES.get(order.state, "expired")
        if state in ("showing", "opened"):
            if not shown:
                self._code = self._stage.pictures.keep(pictures.code(order.url))
            self._until = self._stage.terminal.monotonic() + order.seconds_left
            self._poll.start()
            self._second.start()
        else:
            self._rest()
        if state in ("opened", "paid") and state != self._state:
            self._stage.idle.touch()  # whoever holds the phone is here, though no finger touched the glass
        self._become(state)

    def _put_off(self, session: Session) -> None:
        from kiosk.flows.definition import Pay

        if isinstance(session.step, Pay):  # the line is back, and this matter is paid here
            self._session = session
            self._ask()
            return
        self.stop()
        self.settled.emit(session)

    @Slot()
    def _listen(self) -> None:
        self._hear(said=False)

    def _hear(self, *, said: bool) -> None:
        session, order, terminal = self._session, self._order, self._stage.terminal
        if session is None or order is None:
            return

        def heard(told: tuple[Session, Order]) -> None:
            self._take(told)
            if said and not self.is_paid():
                self._remark("not_yet")

        def silent(error: Exception) -> None:
            self._remark("silent")

        if said:
            self._hearing.drop()
        self._hearing.run(lambda: terminal.payments.hear(session, order), heard, silent)

    @Slot()
    def _count(self) -> None:
        """The time is over here, too, when nobody answers: no money can come by this code any more."""
        if self.property("secondsLeft") == 0:
            self._rest()
            self._become("expired")
            self._hear(said=False)
        else:
            self.changed.emit()

    def _fail(self, error: Exception) -> None:
        from kiosk.terminal.words import KeepingError, OfflineError

        states: dict[type[Exception], str] = {OfflineError: "offline", KeepingError: "unkept"}
        self._become(states.get(type(error), "trouble"))

    def _rest(self) -> None:
        self._poll.stop()
        self._second.stop()
        self._hearing.drop()
        self._code = ""

    def _remark(self, note: str) -> None:
        if note != self._note:
            self._note = note
            self.changed.emit()

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state, self._note = state, ""
            self.changed.emit()
