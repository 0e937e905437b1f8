"""For whom a person files: the step where an agent names the organisation that is the applicant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.flows.definition.fields import Field
from kiosk.flows.definition.steps import Form
from kiosk.flows.text import Text

KEY = "organisation"  # the answer: a unified social credit code; empty: the person files for themselves
LISTED, ASKED = "organisations", "organisation-of"  # sources: of all that the register names; of one code
PERSON, ORGANISATION = "person", "organisation"  # whose matter an item is

_CODE = Text("统一社会信用代码", "单位的信用代码", "Unified social credit code")
_EXAMPLE = "9133 0521 MA2J B0T0 TJ"


@dataclass(frozen=True)
class ActFor(Form):
    """A form of one field, whose answer counts once the platform said that the person may act, or could not
    be asked. Where the matter is a person's as well, only who has an organisation is asked."""

    revisable: ClassVar[bool] = True

    @property
    def offers_person(self) -> bool:
        return self.fields[0].optional

    def asked(self, facts: Mapping[str, Mapping[str, Any]]) -> bool:
        return not self.offers_person or bool(facts.get(f"share:{LISTED}", {}).get("value"))


def field_for(audience: tuple[str, ...]) -> Field:
    return Field(KEY, "uscc", _CODE, _EXAMPLE, optional=PERSON in audience)
