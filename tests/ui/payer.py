"""A visitor who has a fee to pay, their phone in hand, and the ways that many stories of theirs share."""

from __future__ import annotations

import requests
from sqlalchemy import func, select, update

from acceptance import payment_tables
from tests.acceptance.server import now
from tests.ui.visitor import Visitor


class Payer(Visitor):
    @property
    def paying(self):
        return self.shell.session._paying

    @property
    def session(self):
        return self.shell.session._session

    def goes_to_pay(self, trade: str = "food", person: str = "liu-yang") -> None:
        self.tap("item.shop-opening", "agree")
        self.lays_card(person)
        self.sees("Choose", "trade")
        self.tap(f"choice.{trade}")
        self.sees("Choose", "width")
        self.tap("choice.2")
        self.sees("Pay")

    def becomes(self, state: str) -> None:
        self.until(lambda: self.paying.property("state") == state, f"the state {state}")

    def opens(self) -> str:
        """The page on the phone; its address."""
        url = self.scans()
        shown = requests.get(url, verify=self.place.server.ca, timeout=20)
        assert "缴费" in shown.text
        return url

    def pays(self, url: str | None = None) -> str:
        """What the phone says then."""
        url = url or self.scans()
        return requests.post(url, data={"decision": "pay"}, verify=self.place.server.ca, timeout=20).text

    def time_of_codes_passes(self) -> None:
        with self.place.server.database.writing() as connection:
            connection.execute(update(payment_tables.orders).values(expires_at=now()))

    def charges(self) -> int:
        with self.place.server.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(payment_tables.charges))
