"""What offices know of a family: true to their registers, and silent about everybody else's."""

from datetime import date

import pytest
import yaml
from sqlalchemy import select

from acceptance import tables
from acceptance.offices import LICENCES, PREDICATES, SHARES
from acceptance.population import Population, PopulationError
from acceptance.question import Question, city
from kiosk.flows import sources
from kiosk.flows.definition import Notice
from kiosk.flows.fields import TYPES
from kiosk.flows.lint import WALLET
from kiosk.flows.loader import RESOURCES, load_codes
from kiosk.flows.materials import State
from tests.acceptance.station import ENROLMENT, POPULATION, new_id, person, problem

LIU, OUYANG, CHEN = person("liu-yang"), person("ouyang-wenjing"), person("chen-wei")
SHEN, HU, LIN, RARE = person("shen-lei"), person("hu-ping"), person("lin-jie"), person("two-rare-planes")
TWINS = "330521202003150014,330521202003150022"
XIAOYU, XIAOHE, YIHAN = "440604202005020066", "330521201910200068", "330521202001090011"
HOME, OTHER_HOME, GRANDMOTHERS = "浙(2021)德清县0012345", "浙(2019)德清县0020417", "浙(2008)德清县0002046"
CAI = person("retired-cai").number
EMPLOYER = "91330521MA2JB0T0TJ"
JULY = date(2026, 7, 10)


def says(who, predicate, day=JULY, region="330521", **arguments):
    return PREDICATES[predicate](Question(who, POPULATION, region, day, arguments))


def shares(who, source, day=JULY, region="330521"):
    return SHARES[source](Question(who, POPULATION, region, day))


@pytest.mark.parametrize(
    ("who", "predicate", "arguments", "truth"),
    [
        (LIU, "parent-of", {"children": TWINS}, True),
        (OUYANG, "parent-of", {"children": TWINS}, True),
        (LIU, "parent-of", {"children": f"{TWINS},{XIAOYU}"}, False),
        (LIU, "parent-of", {"children": f"{TWINS},330521202003150057"}, None),
        (LIU, "parent-of", {"children": f"{XIAOYU},330521202003150057"}, False),
        (LIU, "parent-of", {"children": ""}, None),
        (LIU, "parent-of", {}, None),
        (LIU, "vaccination-complete", {"children": TWINS}, True),
        (LIU, "vaccination-complete", {"children": XIAOYU}, None),  # not his to ask
        (HU, "vaccination-complete", {"children": YIHAN}, None),  # no record
        (LIN, "vaccination-complete", {"children": "330521202105200086"}, False),  # one dose is missing
        (LIU, "home-owned", {"number": HOME}, True),
        (OUYANG, "home-owned", {"number": HOME}, True),
        (SHEN, "home-owned", {"number": "浙(2020)德清县0007788"}, True),  # his wife's
        (SHEN, "home-owned", {"number": OTHER_HOME}, False),
        (LIU, "home-owned", {"number": GRANDMOTHERS}, False),
        (LIU, "home-owned", {"number": "浙(2021)德清县9999999"}, None),
        (LIU, "home-of-grandparent", {"number": GRANDMOTHERS, "owner": CAI}, True),
        (OUYANG, "home-of-grandparent", {"number": GRANDMOTHERS, "owner": CAI}, True),  # of the child
        (LIU, "home-of-grandparent", {"number": HOME, "owner": CAI}, False),
        (LIU, "home-of-grandparent", {"number": HOME, "owner": LIU.number}, False),
        (SHEN, "home-of-grandparent", {"number": GRANDMOTHERS, "owner": CAI}, None),
        (LIU, "home-of-grandparent", {"number": "浙(1999)德清县0000001", "owner": CAI}, None),
        (CHEN, "lease-registered", {"number": "ZL330521202600123"}, True),
        (LIU, "lease-registered", {"number": "ZL330521202600123"}, False),
        (HU, "lease-registered", {"number": "ZL330521202300077"}, False),  # it ran out
        (CHEN, "lease-registered", {"number": "ZL000000"}, None),
        (CHEN, "employed-by", {"employer": EMPLOYER}, True),
        (CHEN, "employed-by", {"employer": "91330521MA2JB0T0T0"}, False),
        (SHEN, "employed-by", {"employer": EMPLOYER}, None),  # insured, by whom is not told
        (HU, "employed-by", {"employer": EMPLOYER}, False),  # insured no more
        (RARE, "resident-for-a-year", {}, None),
        (CHEN, "resident-for-a-year", {}, True),
        (CHEN, "insured-for-a-year", {}, True),
        (HU, "insured-for-a-year", {}, False),
        (person("wang-fang"), "insured-for-a-year", {}, False),  # in another city
        (person("foreign-2017-tremblay"), "insured-for-a-year", {}, None),
    ],
)
def test_a_predicate_is_what_the_registers_say(who, predicate, arguments, truth):
    assert says(who, predicate, **arguments) is truth


def test_what_depends_on_the_day_follows_the_clock():
    assert says(CHEN, "resident-for-a-year", date(2025, 3, 14)) is False
    assert says(CHEN, "resident-for-a-year", date(2025, 3, 15)) is True
    assert says(CHEN, "resident-for-a-year", date(2034, 3, 15)) is False
    assert says(CHEN, "insured-for-a-year", date(2025, 2, 28)) is False
    assert says(CHEN, "insured-for-a-year", date(2025, 3, 1)) is True
    assert says(CHEN, "lease-registered", date(2034, 3, 9), number="ZL330521202600123") is True
    assert says(CHEN, "lease-registered", date(2034, 3, 10), number="ZL330521202600123") is False


def test_what_depends_on_the_place_follows_the_terminal():
    assert (city("330521"), city("310115"), city("500112")) == ("330500", "310000", "500000")
    assert says(CHEN, "insured-for-a-year", region="320505") is False
    assert [child["local"] for child in shares(LIU, "household-register")] == [True, True]
    assert [child["local"] for child in shares(LIU, "household-register", region="440604")] == [False, False]


def test_a_register_tells_of_the_persons_own_children():
    expected = [
        {"name": "刘宁宁", "idno": "330521202003150014", "local": True},
        {"name": "刘安安", "idno": "330521202003150022", "local": True},
    ]
    assert shares(LIU, "household-register") == shares(OUYANG, "household-register") == expected
    assert shares(CHEN, "household-register") == [{"name": "陈小雨", "idno": XIAOYU, "local": False}]
    assert shares(person("retired-cai"), "household-register") == [] == shares(RARE, "household-register")


def test_homes_and_schools_are_those_of_the_address():
    assert [home["number"] for home in shares(LIU, "property-register")] == [HOME]
    assert shares(LIU, "property-register") == shares(OUYANG, "property-register")
    assert shares(SHEN, "property-register") == []
    assert shares(LIU, "school-district") == ["sample-1", "sample-river"]
    assert shares(CHEN, "school-district") == ["sample-2", "sample-hill"]  # where the permit is for
    assert shares(CHEN, "school-district", date(2034, 3, 15)) == []
    assert shares(RARE, "school-district") == []


def test_the_registers_hold_what_a_screen_would_take():
    held, (schools, _) = POPULATION.registers, load_codes(RESOURCES / "codes")["sample-schools"]
    for number in (*held.parents, *(p for parents in held.parents.values() for p in parents), *held.doses):
        assert TYPES["idno"](number) == number
    for number in (*held.homes, *held.leases):
        assert TYPES["certificate"](number) == number
    for one in POPULATION.by_number.values():
        assert all(i.employer is None or TYPES["uscc"](i.employer) == i.employer for i in one.insurances)
    assert {school for some in held.districts.values() for school in some} <= schools.options.keys()


def test_the_catalogue_of_sources_is_what_the_platform_offers():
    offered = {"share": SHARES, "verify": PREDICATES, "licence": LICENCES, "reuse": (WALLET,)}
    listed = {code: source.kind for code, source in sources.load().items() if source.kind != "issue"}
    assert listed == {code: kind for kind, registry in offered.items() for code in registry}


def test_every_source_that_an_item_asks_consent_for_is_there():
    notice = next(step for step in ENROLMENT.steps if isinstance(step, Notice))
    kinds = {rung.source: rung.kind for material in ENROLMENT.materials for rung in material.rungs}
    for consent in notice.consents:
        registry = PREDICATES if kinds.get(consent.source) == "verify" else SHARES
        assert consent.source in registry


@pytest.mark.parametrize(
    "held", [{"parents": {"nobody": ["liu-yang"]}}, {"homes": [{"number": "1"}]}, 7], ids=str
)
def test_registers_that_do_not_fit_together_are_refused(tmp_path, held):
    records = tmp_path / "records.yaml"
    records.write_text(yaml.safe_dump({"persons": {"liu-yang": {}}, "registers": held}))
    with pytest.raises(PopulationError, match="registers"):
        Population.load(records=records)


# --- over the line ---


@pytest.fixture
def ask(station):
    token = station.confirm(LIU, ENROLMENT.item)

    def ask(kind, name, source, authorisation=None, **arguments):
        asked = {"authorisation": authorisation or new_id(), name: source, "arguments": arguments}
        return station.ask(f"/v1/data/{kind}", LIU, token, **asked)

    return ask


def test_a_statement_repeats_what_was_asked_and_said(station, ask):
    authorisation = new_id()
    answer = ask("verify", "predicate", "home-owned", authorisation, number=HOME).json()
    assert answer["answer"] == "YES"
    said = station.identity.receipts.verify("statement", answer["statement"])
    assert (said["kind"], said["source"], said["state"]) == ("verify", "home-owned", "YES")
    assert (said["authorisation"], said["arguments"]) == (authorisation, {"number": HOME})
    assert LIU.number not in str(said) and HOME not in str(said | {"arguments": None})


def test_a_share_and_a_licence_take_arguments_as_well(station, ask):
    answer = ask("share", "source", "household-register", year="2026").json()
    said = station.identity.receipts.verify("statement", answer["statement"])
    assert (said["arguments"], said["value"]) == ({"year": "2026"}, answer["value"])
    assert problem(ask("licence", "licence", "identity", year="2026")) == (403, "not-agreed")


@pytest.mark.parametrize(
    "arguments",
    [{"number": "9" * 1201}, {"n" * 121: "1"}, {"": "1"}, {str(n): "1" for n in range(9)}, {"number": 7}],
    ids=["a long value", "a long name", "no name", "too many", "no text"],
)
def test_arguments_are_a_few_short_texts(ask, arguments):
    assert problem(ask("verify", "predicate", "home-owned", **arguments)) == (400, "malformed")


def test_nobody_but_the_right_item_opens_the_registers(station):
    token = station.confirm(LIU)
    asked = {"authorisation": new_id(), "source": "household-register"}
    assert problem(station.ask("/v1/data/share", LIU, token, **asked)) == (403, "not-agreed")


def test_no_number_that_is_asked_about_is_written_down(ask, server):
    authorisation = new_id()
    ask("verify", "predicate", "parent-of", authorisation, children=TWINS)
    with server.database.reading() as connection:
        query = select(tables.calls).where(tables.calls.c.authorisation == authorisation)
        (call,) = connection.execute(query).all()
    assert call.answer == State.YES
    assert not any(number in str(call) for number in TWINS.split(","))
    assert not any(number in server.stderr for number in TWINS.split(","))


def test_an_office_that_cannot_be_reached_says_nothing(troubled):
    token = troubled.confirm(LIU, ENROLMENT.item)
    troubled.sandbox(data_unavailable=["household-register", "home-owned"])
    asked = {"authorisation": new_id(), "arguments": {"number": HOME}}
    said = troubled.ask("/v1/data/verify", LIU, token, predicate="home-owned", **asked).json()
    assert said["answer"] == "UNKNOWN"
    said = troubled.ask("/v1/data/share", LIU, token, source="household-register", **asked).json()
    assert (said["state"], said["value"]) == ("UNAVAILABLE", None)
