"""What every view stands on: the terminal, threads for what blocks, pictures, words, the idle watch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.ui.background import Background
from kiosk.ui.coming import Coming
from kiosk.ui.errand import Errand
from kiosk.ui.front import Front
from kiosk.ui.idle import IdleWatch
from kiosk.ui.pictures import Pictures
from kiosk.ui.waiting import THRESHOLDS, Waiting
from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.care import Care
    from kiosk.terminal import Terminal


@dataclass(frozen=True)
class Patience:
    """Seconds. Options, so that a test need not wait as long as a person does."""

    waiting: tuple[float, ...] = THRESHOLDS
    settle: float = 0.3  # a new page does not take the second half of a double tap
    card: float = 30
    card_slice: float = 2  # a page that is left lets go of the reader after so long at most
    card_again: float = 0.7
    phone_poll: float = 2
    invitation: float = 1  # between two questions whether somebody signed by phone
    receipt: float = 1.5  # after that the filing goes on as what it is: held here
    watch: float = 0.15  # between two looks into the store
    farewell: float = 6
    card_forgotten: float = 1
    reveal: float = 5
    refusal: float = 8  # a code that does not count is said to be none for so long
    count: float = 1  # from one number of a countdown to the next
    slip: float = 0.4  # between two looks at the mouth of the printer


@dataclass(frozen=True)
class Stage:
    coming: Coming
    background: Background
    pictures: Pictures
    wording: Wording
    idle: IdleWatch
    patience: Patience = field(default_factory=Patience)

    @property
    def front(self) -> Front:
        return self.coming.front

    @property
    def terminal(self) -> Terminal:
        """Waits while it is being put together: until a session has begun, for threads only."""
        return self.coming.terminal()

    @property
    def care(self) -> Care:
        """Of the terminal, for a technician."""
        return self.coming.care

    def waiting(self) -> Waiting:
        return Waiting(self.patience.waiting)

    def errand(self, waiting: Waiting | None = None) -> Errand:
        return Errand(self.background, waiting)
