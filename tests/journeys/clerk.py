"""A clerk of the site with an account on the platform: what they and their principals do at the screen."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache

from acceptance import staff
from kiosk.model import Role
from kiosk.store.journal import Event
from kiosk.ui.staff_door import KNOCKS
from tests import shipped
from tests.acceptance.server import REGION, SITE, now
from tests.ui.visitor import PEOPLE, Visitor

PIN, WRONG = "258036", "258037"
CLERK = "shen-lei"
BOTH = frozenset(Role)


@cache
def matters():
    """Read once: who comes to the counter changes none of them."""
    return shipped.items()


def has_account(server, person: str = CLERK, roles=BOTH) -> str:
    """Their account; the one before it of the same card ends."""
    who = PEOPLE.by_id(person)
    clerk = staff.Clerk(who.names[0], who.number, frozenset(roles))
    return staff.open_account(server.database, now, f"{REGION}-{SITE}", clerk, PIN).id


class Counter(Visitor):
    """The screen of a service point."""

    account = ""

    @property
    def staff(self):
        return self.terminal.staff

    @property
    def store(self):
        return self.terminal.store

    def knocks(self) -> None:
        """Five taps on the mark of the header."""
        self.sees("Home")
        self.time.stop()  # or a busy machine makes them slower than any finger
        self.tap(*["mark"] * KNOCKS)
        self.time.go_on()
        self.sees("StaffSignIn", at_rest=False)

    def knows_staff(self) -> None:
        self.until(self.staff.offered, "the list of clerks")

    def enters(self, pin: str) -> None:
        self.tap(*(f"key.{digit}" for digit in pin))

    def lifts_and_lays(self, person: str) -> None:
        self.takes_card()
        self.until(lambda: not self.terminal.card_present(), "the card taken away")
        self.lays_card(person)

    def signs_in(self, person: str = CLERK, pin: str = PIN) -> None:
        self.knows_staff()
        self.knocks()
        self.lifts_and_lays(person)
        self.until(lambda: self.shell.view.clerk.signIn.property("state") == "pin", "the keys")
        self.enters(pin)
        self.sees("Workbench", at_rest=False)
        self.takes_card()

    def begins_for(self, person: str, item: str = "si-certificate", role: str = "assist") -> None:
        """From the workbench to the first page of their matter."""
        self.tap(f"bench.{role}", f"item.{item}")
        self.sees("Principal", at_rest=False)
        self.lifts_and_lays(person)
        self.until(lambda: self.page not in ("Principal", "Home"), "the matter")
        self.takes_card()

    def gives_turn(self, person: str) -> None:
        """To whoever's session it is: they lay down their card."""
        self.sees("Turn", at_rest=False)
        self.lifts_and_lays(person)
        self.until(lambda: self.page != "Turn", "the person's own page")
        self.takes_card()

    def noted(self, event: Event) -> list[tuple[str, str]]:
        rows = self.store._database.rows(
            "select subject, detail from journal where event = ? order by seq", (event.value,)
        )
        return [(row["subject"], row["detail"]) for row in rows]


@contextmanager
def counter(place, folder, **how):
    """A screen before which a clerk of the site stands, with the line up unless `how` says otherwise."""
    with Counter.arrives(place, folder, flows=matters(), **how) as somebody:
        yield somebody
