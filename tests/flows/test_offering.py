"""Which matters a terminal offers, by where it stands and whose it is."""

import pytest

from kiosk.config.standpoint import Standpoint
from kiosk.flows.offering import Offering
from tests import shipped

NARROW = Offering(regions=("33", "3205"), levels=("town", "village"), owners=("bank",))


@pytest.mark.parametrize(
    "there, offered",
    [
        (Standpoint(), True),
        (Standpoint("330521", "town", "bank"), True),
        (Standpoint("320583", "village", "bank"), True),
        (Standpoint("320102", "town", "bank"), False),
        (Standpoint("330521", "county", "bank"), False),
        (Standpoint("330521", "town", "post"), False),
        (Standpoint(owner="government"), False),
        (Standpoint(region="330521"), True),
    ],
)
def test_a_matter_is_offered_in_its_regions_at_its_levels_and_by_its_owners(there, offered):
    assert NARROW.reaches(there) is offered


@pytest.mark.parametrize("wide", ["33", "3305", "330500", "330000", "330521"])
def test_a_region_is_all_that_lies_in_it(wide):
    assert Offering(regions=(wide,)).reaches(Standpoint("330521"))
    assert not Offering(regions=(wide,)).reaches(Standpoint("341822"))


def test_what_says_nothing_is_offered_everywhere_and_a_complaint_in_no_bank():
    items, bank = shipped.items(), Standpoint("330521", "town", "bank")
    left = {item for item, flow in items.items() if not flow.offered.reaches(bank)}
    assert "petition" in left and "si-certificate" not in left
