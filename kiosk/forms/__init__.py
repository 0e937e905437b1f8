"""What a person signs: the application form as one PDF. Pure: the same form and fonts are the same bytes.

The signature on the screen is bound to the digest of these bytes, and both go to the platform.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.forms.fonts import Fonts


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[tuple[str, str], ...] = field(repr=False, default=())


@dataclass(frozen=True)
class ApplicationForm:
    title: str
    place: str
    terminal: str
    made_at: datetime
    sections: tuple[Section, ...] = field(repr=False, default=())
    promises: tuple[str, ...] = field(repr=False, default=())  # what is promised instead of a paper


def render(form: ApplicationForm, fonts: Fonts) -> bytes:
    from kiosk.forms import sheet  # with what it draws it weighs 36 MB, and most people sign nothing

    return sheet.render(form, fonts)
