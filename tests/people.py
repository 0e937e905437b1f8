"""Synthetic persons: numbers with valid check digits that belong to nobody."""

from __future__ import annotations

from kiosk.model import Applicant, CardKind

ADULT = Applicant(
    name="张小明",
    id_number="33052119900307001X",
    card_kind=CardKind.RESIDENT,
    sex="1",
    birth="1990-03-07",
    address="浙江省湖州市德清县示范路1号",
    valid_to="2036-01-01",
)
OTHER = Applicant(
    name="𠮷𪚥",
    id_number="330521195811120021",
    card_kind=CardKind.RESIDENT,
    sex="2",
    birth="1958-11-12",
    address="浙江省湖州市德清县示范路2号",
)
