"""预约取号: what is wanted, a card, and a phone for who wants to see what they booked. Nothing is filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.flows.text import Text
from kiosk.ui import collection

if TYPE_CHECKING:
    from kiosk.flows.definition import Flow

ITEM = "booking"  # as the platform knows what a person confirms for it
WISH = "wish"
BOOK, TICKET, MINE = "book", "ticket", "mine"


def made(item: str, texts: Mapping[str, Text]) -> Flow:
    """What begins at home beside the matters: 预约取号, else 取件."""
    return flow(texts) if item == ITEM else collection.flow(texts)


def flow(texts: Mapping[str, Text]) -> Flow:
    """`texts`: the sentences of the screens, which this flow shares with them."""
    from kiosk.flows.definition import Choose, ConfirmByPhone, Flow, ReadCard
    from kiosk.flows.rules import Rule
    from kiosk.flows.text import Option

    wishes = tuple(
        Option(value, texts[f"booking_{value}"], texts[f"booking_{value}_hint"])
        for value in (BOOK, TICKET, MINE)
    )
    return Flow(
        item=ITEM,
        version=1,
        hash="",  # pinned nowhere: no draft and no filing comes of it
        title=texts["booking"],
        type="collection",
        handling="immediate",
        assurance="L1",
        required=("card_reader",),
        guide={},
        duration_minutes=2,
        steps=(
            Choose(WISH, "情形", texts["booking_wish"], options=wishes),
            ReadCard("identity", "预检", texts["booking_card"], texts["card_place"]),
            ConfirmByPhone(
                "second_factor",
                "预检",
                texts["collect_phone"],
                texts["phone_scan"],
                when=Rule.compile(f"{WISH} == '{MINE}'", frozenset((WISH,))),
                purpose=texts["booking_purpose"],
            ),
        ),
    )
