"""By which rules a filing is judged: an open draft ends by the edition that it began with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.wire.messages import FilingObject

if TYPE_CHECKING:
    from kiosk.flows.definition import Flow


def meant(flows: Mapping[str, Flow], earlier: Mapping[str, Flow], filing: FilingObject) -> Mapping[str, Flow]:
    """The flows of today, but the filing's own as it was one version ago where that is the one it names."""
    now, before = flows.get(filing.item), earlier.get(filing.item)
    if now is None or before is None or before.version != now.version - 1:
        return flows
    named = (filing.definition, filing.version) == (before.hash, before.version)
    return {**flows, filing.item: before} if named else flows
