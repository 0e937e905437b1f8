"""Several people before one screen: each lays a card and signs the same form; one of them by phone."""

import pytest
from sqlalchemy import update

from acceptance import tables
from kiosk.flows.session.party import Presence
from tests.acceptance.server import Server, now
from tests.ui.group import Group, items
from tests.ui.place import Place
from tests.ui.test_glass import EVERY_VARIANT, Inspector
from tests.ui.visitor import PEOPLE

OUYANG, CHEN = "ouyang-wenjing", "chen-wei"


@pytest.fixture(scope="module")
def matters(tmp_path_factory):
    return items(tmp_path_factory.mktemp("matters"))


@pytest.fixture(scope="module")
def here(tmp_path_factory, matters):
    folder = tmp_path_factory.mktemp("together")
    server = Server(folder / "data", "--sandbox", "--items", str(matters))
    with Place.open(folder, server) as place:
        yield place
    assert server.stop() == 0


@pytest.fixture
def group(here, tmp_path, matters):
    with Group.comes(here, tmp_path, matters) as people:
        yield people


@pytest.mark.soak
def test_two_sign_at_the_terminal_and_nobody_sees_anothers_number(group):
    group.begins(OUYANG)
    page = group.reads()
    assert "请放 ***静 的身份证" in page and "已到场，最后签名" in page and "待到场" in page
    numbers = [PEOPLE.by_id(person).number for person in ("liu-yang", OUYANG)]
    assert not any(number[6:14] in page for number in numbers)
    group.signs_in_turn(OUYANG)
    group.files()
    group.until(lambda: group.status() == "received", "the platform's word")
    assert group.overs == []


@pytest.mark.soak
def test_cards_that_will_not_do_are_told_in_one_sentence_each(group):
    group.begins(OUYANG, CHEN)
    for person, says in (("wang-fang", "名单里没有这张"), ("liu-yang", "您最先放过")):
        group.comes_with_card(person)
        group.until(lambda says=says: says in group.reads(), says)
    group.signs_in_turn(CHEN)
    group.sees("Party")
    group.comes_with_card(CHEN)
    group.until(lambda: "这一位已经办好了" in group.reads(), "the word on who is done")
    assert group.presences() == [Presence.APPLICANT, Presence.MISSING, Presence.SIGNED]
    assert group.page == "Party" and group.shell.session.of_person.applicant.name == "刘洋"


def test_one_signs_by_phone_and_the_list_shows_it(group):
    group.begins(OUYANG, CHEN)
    group.signs_in_turn(OUYANG)
    url = group.invites("people.2")
    assert "签名码" in group.reads()
    group.tap("invite.back")
    group.sees("Party")
    assert "已请手机确认" in group.reads()
    group.on_phone(url, CHEN)
    group.until(lambda: "已在手机上签名" in group.reads(), "the tick", seconds=3)
    group.tap("continue")
    group.files()
    group.until(lambda: group.status() == "received", "the platform's word")


def test_who_has_not_signed_yet_is_waited_for_after_the_filing(group):
    group.begins(CHEN)
    url = group.invites("people.1")
    group.tap("invite.back", "continue")
    group.files()
    group.until(lambda: group.status() == "awaiting_signatures", "the platform's word")
    assert "待签名" in group.reads()
    group.tap("slip")
    group.sees("Slip")
    slip = group.terminal.slip(group.session, group.shell.session.aftermath.filing)
    assert any(getattr(line, "label", "") == "*伟" for line in slip)
    group.on_phone(url, CHEN)
    filing = group.shell.session.aftermath.filing
    group.until(lambda: group.terminal.outcome(filing.id).status == "received", "the feed")


@pytest.mark.parametrize(("decision", "says"), [("decline", "手机上选了不签"), ("expire", "手机签名过期了")])
@pytest.mark.soak
def test_no_and_no_answer_are_told_and_the_person_may_still_come(group, decision, says):
    group.begins(CHEN)
    url = group.invites("people.1")
    if decision == "decline":
        group.on_phone(url, CHEN, decision)
    else:
        with group.place.server.database.writing() as connection:
            connection.execute(update(tables.invitations).values(expires_at=now()))
    group.tap("invite.back")
    group.until(lambda: says in group.reads(), says)
    assert not group.can_tap("continue")
    group.signs_in_turn(CHEN)
    assert group.presences()[1] is Presence.SIGNED


@pytest.mark.soak
def test_a_change_after_somebody_signed_voids_it_and_says_so(group):
    group.begins(OUYANG, CHEN)
    group.signs_in_turn(OUYANG)
    group.sees("Party")
    group.tap("back")
    group.sees("Choose", "topic")
    group.tap("choice.lamps")
    group.sees("Party")
    assert "前面的签名不算了" in group.reads()
    assert group.presences()[1] is Presence.PRESENT
    group.tap("sign.people.1")  # whose card was laid need not lay it again
    group.sees("Sign", at_rest=False)
    group.tap("sign.start")
    group.signs_now()
    group.sees("Party")
    assert group.presences()[1] is Presence.SIGNED and "前面的签名不算了" not in group.reads()


@pytest.mark.soak
def test_without_a_line_nobody_is_asked_by_phone_and_everybody_can_come(here, tmp_path, matters):
    with Group.comes(here, tmp_path, matters, online=False) as group:
        group.begins(OUYANG)
        group.tap("invite.people.1")
        group.sees("Invite")
        group.until(lambda: "现在连不上平台" in group.reads(), "the word about the line")
        group.tap("invite.back")
        group.signs_in_turn(OUYANG)
        group.signs()
        group.sees("Review")


@pytest.mark.soak
def test_who_comes_back_asks_nobody_twice(here, tmp_path, matters):
    with Group.comes(here, tmp_path, matters) as group:
        group.begins(OUYANG, CHEN)
        group.signs_in_turn(OUYANG)
        url = group.invites("people.2")
        drafts = group.shell.session._drafts
        group.until(lambda: not drafts._saving.running and not drafts._next, "the draft")
    with Group.comes(here, tmp_path, matters) as group:
        group.picks_matter("joint-request")
        group.tap("agree")
        group.lays_card()
        group.sees("Resume")
        group.tap("resume")
        group.sees("Sign", "signature", at_rest=False)
        group.tap("back")
        group.sees("Party")
        assert group.presences() == [Presence.APPLICANT, Presence.SIGNED, Presence.INVITED]
        group.on_phone(url, CHEN)
        group.until(lambda: group.presences()[2] is Presence.PHONED, "the tick")
        group.tap("continue")
        group.files()
        group.until(lambda: group.status() == "received", "the platform's word")


@pytest.mark.soak
def test_the_curtain_hides_the_list_and_the_end_of_the_wait_forgets_everybody(group):
    group.begins(OUYANG)
    group.waits(61)
    assert group.shell.view.property("curtain")
    group.waits(120)
    group.until(lambda: group.overs, "the end")
    assert group.party._session is None and group.party._signer == ""


@pytest.mark.soak
def test_leaving_the_pad_brings_back_to_the_list(group):
    group.begins(OUYANG)
    group.comes_with_card(OUYANG)
    group.sees("Sign", "together", at_rest=False)
    group.tap("back")
    group.sees("Party")
    assert group.presences()[1] is Presence.PRESENT
    group.tap("sign.people.1")
    group.sees("Sign", "together", at_rest=False)
    assert "请 ***静 看申请表" in group.reads()


@pytest.mark.soak
@EVERY_VARIANT
def test_every_page_of_several_people_keeps_the_measures(group, variant, taps):
    inspector = Inspector(group, variant)
    group.tap(*taps)
    group.begins(OUYANG, CHEN, "wang-fang")
    inspector.turn("The list")
    group.comes_with_card(OUYANG)
    group.sees("Sign", "together")
    inspector.turn("The form of somebody else")
    group.tap("sign.start")
    inspector.look("Their pad")
    group.signs_now()
    group.sees("Party")
    url = group.invites("people.2")
    inspector.turn("The code")
    group.tap("invite.back")
    group.comes_with_card("retired-cai")
    group.until(lambda: group.party.property("says"), "the word on a stranger")
    inspector.turn("A stranger's card")
    group.on_phone(url, CHEN, "decline")
    group.until(lambda: Presence.DECLINED in group.presences(), "the word of the phone")
    inspector.turn("Somebody declined")
    group.tap("back")
    group.picks("topic", "lamps")
    group.sees("Party")
    inspector.turn("Signatures that are void")
    assert "\n".join(inspector.found) == ""
    assert len(inspector.seen) >= 7
