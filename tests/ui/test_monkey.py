"""Ten thousand touches by somebody who means nothing by them: no way out, and no page that nobody leaves."""

from collections import Counter

import pytest

from kiosk.ui.staff_door import KNOCKS
from tests.ui.monkey import playing
from tests.ui.visitor import Visitor


def plays(place, folder, seed, touches):
    """So many touches, with a new screen whenever a session is over; the pages that it came to."""
    pages, left, process = Counter(), touches, 0
    while left:
        made = folder / f"{process}"
        made.mkdir()
        with (
            Visitor.arrives(place, made, online=seed % 2 == 0) as somebody,
            playing(somebody, seed + process) as monkey,
        ):
            left -= monkey.plays(left)
            pages += monkey.pages
            if not monkey.gone:
                monkey.goes_home() if process % 2 else monkey.is_left_alone()
        process += 1000
    return pages


def test_a_card_at_the_sign_in_of_clerks_is_no_matter_of_technicians_where_none_comes(offline_visitor):
    """As a monkey found: five taps on the mark, and a card."""
    somebody, read = offline_visitor, []
    with playing(somebody, 0) as monkey:
        somebody.shell.view.clerk.entrance.cards.read.connect(lambda card: read.append("card"))
        somebody.time.stop()
        somebody.tap(*["mark"] * KNOCKS)
        somebody.time.go_on()
        somebody.sees("StaffSignIn", at_rest=False)
        somebody.lays_card()
        somebody.until(lambda: read, "the card")
        assert monkey.mistakes == []


def test_sixty_touches_lead_nowhere_but_home(place, tmp_path):
    pages = plays(place, tmp_path, 7, 60)
    assert sum(pages.values()) == 60 and len(pages) > 2


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_touches_lead_nowhere_but_home(place, tmp_path, seed):
    place.server.nobody_was_here()
    pages = plays(place, tmp_path, seed, 1000)
    assert sum(pages.values()) == 1000 and len(pages) > 6
