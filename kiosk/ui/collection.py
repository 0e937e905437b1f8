"""取件: a card and a phone, then the person's own results. Steps like any other, and nothing is filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.flows.text import Text

if TYPE_CHECKING:
    from kiosk.flows.definition import Flow

ITEM = "collection"


def flow(texts: Mapping[str, Text]) -> Flow:
    """`texts`: the sentences of the screens, which this flow shares with them."""
    from kiosk.flows.definition import ConfirmByPhone, Flow, ReadCard

    return Flow(
        item=ITEM,
        version=1,
        hash="",  # pinned nowhere: no draft and no filing comes of it
        title=texts["collect"],
        type="collection",
        handling="immediate",
        assurance="L2",
        required=("card_reader",),
        guide={},
        duration_minutes=1,
        steps=(
            ReadCard("identity", "取件", texts["collect_card"], texts["card_place"]),
            ConfirmByPhone(
                "second_factor",
                "取件",
                texts["collect_phone"],
                texts["phone_scan"],
                purpose=texts["collect_purpose"],
            ),
        ),
    )
