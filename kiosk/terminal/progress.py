"""Where the departments' parts of a matter stand, with the names that the item has for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.flows.definition import Branch, Flow
from kiosk.store.matters import Matter
from kiosk.wire.branch_news import BranchNews, BranchState

__all__ = ["BranchState", "Part", "parts"]


@dataclass(frozen=True)
class Part:
    """`branch` is none where the item has changed since, and no longer names it."""

    news: BranchNews
    branch: Branch | None


def parts(matter: Matter, flows: Mapping[str, Flow]) -> tuple[Part, ...]:
    """In the platform's order, which is that of the item; none of a matter that is one piece."""
    if not matter.branches:
        return ()
    flow = flows.get(matter.filing.item)
    named = {branch.key: branch for branch in flow.branches} if flow else {}
    told = [BranchNews.read(each) for each in json.loads(matter.branches)]
    return tuple(Part(news, named.get(news.key)) for news in told)
