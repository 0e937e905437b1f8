"""Names of pages that stand beside a session."""

from __future__ import annotations

from kiosk.ui.code_watch import PAPER

FRONT = ("Home", "Search", "Organisations", "Shelves")  # pages where a matter is begun
# Laid over whatever page is up, which comes back when they close.
ASIDE = (
    *("Help", "Hotline", "Problem", "OtherCard", "Search", "Guide", "Organisations", "Shelves"),
    *("Suggest", "CannotSign", PAPER),
)
