"""Who comes for which matter, and what they say that its offices know; persons as in resources/persons.yaml.

Whoever is not told of comes as `PERSON`, and says what the fields show as their examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PERSON = "ouyang-wenjing"
COMPANY, TRADER = "91330521MA2XX10T08", "92330521MA2XX30T2R"


@dataclass(frozen=True)
class Visit:
    """`answers`: by question or field; of several of a kind without the place in the list. `groups`: who
    stands in a list of people, where it is not the person alone."""

    person: str = PERSON
    answers: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


VISITS: Mapping[str, Visit] = {
    "birth": Visit(groups={"father": ("liu-yang",)}),
    "social-card": Visit("hu-ping"),
    "retire": Visit("zhou-jianguo", {"bank_card": "6222021205000600068"}),
    "house-transfer": Visit(
        "hu-ping",
        {
            "title_number": "浙(2022)德清县不动产权第0031906号",
            "area": "76.5",
            "since": "20251009",
            "buyer_homes": "second",
        },
        {"sellers": ("hu-ping",), "buyers": ("lin-jie",)},
    ),
    "chronic": Visit("liu-yang"),
    "disabled": Visit("jiang-min", {"service": "living", "bank_card": "6228480330100070003"}),
    "after-life": Visit("liu-yang", {"relation": "child"}),
    "company": Visit(
        answers={"shareholders.0.amount": "250000", "shareholders.1.amount": "250000"},
        groups={"shareholders": (PERSON, "liu-yang")},
    ),
    "petition": Visit(groups={"petitioners": (PERSON, "liu-yang")}),
    "restaurant": Visit(
        "liu-yang", {"organisation": COMPANY, "health_number": "JK3305210002"}, {"staff": ("wang-fang",)}
    ),
    "company-change": Visit("liu-yang", {"organisation": COMPANY}),
    "company-close": Visit("liu-yang", {"organisation": COMPANY}, {"investors": ("liu-yang", PERSON)}),
    "credit-repair": Visit("liu-yang", {"organisation": COMPANY, "settled": "yes"}),
    "transport": Visit("liu-yang", {"organisation": COMPANY}),
    "utilities": Visit("liu-yang", {"organisation": COMPANY, "digs": "yes", "metres": "120"}),
    "trader-to-company": Visit("hu-ping", {"organisation": TRADER}),
    "tax-rating": Visit("liu-yang", {"organisation": COMPANY}),
    "street-report": Visit(answers={"picture": "yes"}),
}


def visit(item: str) -> Visit:
    return VISITS.get(item, Visit())
