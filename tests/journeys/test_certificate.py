"""From the card to the paper, as people go through it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml

from kiosk.config import RESOURCES
from kiosk.devices.virtual import state
from kiosk.dock import people, phone
from kiosk.model import Completion, DeviceError, Status
from kiosk.terminal.words import DeclinedError, ExpiredError, NoPhoneError, NotConfirmedError, OfflineError
from kiosk.wire import messages

ADULT, OTHER, RARE = "liu-yang", "chen-wei", "ouyang-wenjing"


def words(visit) -> str:
    """What the slip that came out last says."""
    return json.dumps(json.loads(visit.slips()[-1].with_suffix(".json").read_text()), ensure_ascii=False)


def test_online_the_certificate_is_printed_and_the_slip_says_accepted(visit):
    session = visit.finished(ADULT)
    assert session.suggestions(session.flow.step("region"))[0] == "330500"
    filing = visit.terminal.file(session)
    assert visit.outcome(filing).status is Status.HELD
    visit.sync.round()
    outcome = visit.outcome(filing)
    assert outcome.status in (Status.ACCEPTED, Status.RESULT_READY)
    (info,) = [r for r in visit.terminal.results(session).found if r.filing == filing.id]
    pdf = visit.terminal.result(session, info)
    before = len(visit.pages())
    visit.terminal.print_result(info, pdf)
    assert visit.pages()[before].read_bytes() == pdf
    visit.terminal.print_slip(session, filing)
    assert filing.number in words(visit)
    assert session.applicant.name not in words(visit)
    assert session.applicant.id_number not in words(visit)


def test_the_receipt_is_the_platforms_signed_word_on_exactly_this_filing(visit):
    filing = visit.terminal.file(visit.finished(ADULT))
    visit.sync.round()
    (kept,) = [k for k in visit.terminal.store.filings.receipts() if k.id == filing.id]
    payload = visit.terminal.identity.receipts.verify(messages.RECEIPT, kept.receipt)
    receipt = messages.Receipt.read(payload)
    assert (receipt.object, receipt.digest) == (filing.id, kept.digest)


def test_offline_it_is_held_and_the_paper_comes_when_the_line_is_back(visit):
    visit.line(cut=True)
    session = visit.identify(OTHER)
    with pytest.raises(OfflineError):
        visit.terminal.ask_confirmation(session, "打印")
    session = visit.answer(
        visit.terminal.prefill(visit.terminal.defer_confirmation(session)), region="320500"
    )
    filing = visit.terminal.file(session)
    visit.sync.round()
    assert visit.terminal.network() == "down"
    assert visit.outcome(filing).status is Status.HELD
    visit.terminal.print_slip(session, filing)
    assert "已收件" in words(visit) and "平台已收到" not in words(visit)
    assert "任一终端打印" in words(visit) and "在这里打印" not in words(visit)

    visit.line(cut=False)
    visit.sync_line()
    assert visit.outcome(filing).status in (Status.ACCEPTED, Status.RESULT_READY)
    with pytest.raises(NotConfirmedError):
        visit.terminal.results(session)  # the card alone opens no record
    back = visit.confirm(visit.identify(OTHER), OTHER)
    assert filing.id in [info.filing for info in visit.terminal.results(back).found]


def test_a_refusal_is_told_to_the_person_who_comes_back(visit):
    session = visit.answer(visit.terminal.defer_confirmation(visit.identify(OTHER)), region="340100")
    filing = visit.terminal.file(session)
    visit.sync.round()
    assert visit.outcome(filing).status is Status.REFUSED
    back = visit.confirm(visit.identify(OTHER), OTHER)
    matter = visit.terminal.withdrawing.matters(back)[0]
    assert (matter.filing.number, matter.title) == (filing.number, "社保参保证明")
    assert (matter.outcome.status, matter.outcome.reason) == (Status.REFUSED, "NO_RECORD")
    own = {found.filing.id for found in visit.terminal.withdrawing.matters(back)}
    others = {found.filing.id for found in visit.terminal.withdrawing.matters(visit.identify(ADULT))}
    assert not own & others


def test_a_name_beyond_the_basic_plane_goes_all_the_way(visit, stand):
    people = {p["id"]: p for p in _persons()}
    person = next(id for id, p in people.items() if "𠮷" in str(p["name"]))
    session = visit.finished(person, region="330500")
    filing = visit.terminal.file(session)
    visit.sync.round()
    assert visit.outcome(filing).status in (Status.ACCEPTED, Status.RESULT_READY)
    visit.terminal.print_slip(session, filing)
    assert visit.slips()


def _persons():
    return yaml.safe_load((RESOURCES / "persons.yaml").read_text("utf-8"))["persons"]


@pytest.mark.parametrize("step", ["find", "select", "read"])
def test_a_card_that_is_lifted_too_early_is_asked_for_again(visit, step):
    session = visit.terminal.agree(visit.terminal.begin("si-certificate"), "notice")
    state.update(visit.stand.states, state.CardReaderState, card=ADULT, lift_after=step)
    try:
        read = visit.terminal.read_card(session, 1.5)
    except DeviceError as error:
        assert error.completion in (Completion.USER_ERROR, Completion.TIME_OUT)
        assert error.fault.citizen
        assert session.step.kind == "ReadCard"
    else:
        assert step == "read"
        assert read.applicant is not None
    state.update(visit.stand.states, state.CardReaderState, lift_after=None)
    visit.lay(ADULT)
    assert visit.terminal.read_card(session, 10).applicant is not None


def test_paper_that_runs_out_in_mid_slip_is_not_a_printed_slip(visit):
    session = visit.finished(ADULT)
    filing = visit.terminal.file(session)
    visit.printer(paper_out_after_lines=3)
    with pytest.raises(DeviceError) as caught:
        visit.terminal.print_slip(session, filing)
    assert caught.value.fault.code.startswith("media")
    assert not visit.terminal.store.filings.slip_is_printed(filing.id)
    visit.sync.round()
    assert visit.outcome(filing).status in (Status.ACCEPTED, Status.RESULT_READY)
    visit.printer(paper="full", paper_out_after_lines=None)
    before = len(visit.slips())
    visit.terminal.print_slip(session, filing)
    visit.terminal.print_slip(session, filing)
    assert len(visit.slips()) == before + 1
    assert visit.terminal.store.filings.slip_is_printed(filing.id)


@pytest.mark.parametrize("trouble", [{"cover": "open"}, {"paper": "out"}, {"fault": "silent"}])
def test_a_printer_that_cannot_print_is_never_believed(visit, trouble):
    session = visit.finished(ADULT)
    filing = visit.terminal.file(session)
    visit.printer(**trouble)
    with pytest.raises(DeviceError) as caught:
        visit.terminal.print_slip(session, filing)
    assert caught.value.fault.citizen and caught.value.fault.technician
    assert not visit.terminal.store.filings.slip_is_printed(filing.id)
    assert visit.outcome(filing).status is Status.HELD


def test_submitting_twice_files_once(visit):
    session = visit.finished(ADULT)
    first, second = visit.terminal.file(session), visit.terminal.file(session)
    assert (first.id, first.number) == (second.id, second.number)
    visit.sync.round()
    assert visit.terminal.store.outbox.backlog().queued == 0


def test_a_draft_is_found_by_its_own_person_only(visit):
    left = visit.confirm(visit.identify(ADULT), ADULT).answer("region", {"region": "310000"})
    visit.terminal.save_draft(left)
    assert visit.terminal.draft(visit.identify(OTHER)) is None
    assert visit.terminal.draft(visit.identify(ADULT)) is not None
    visit.terminal.drop_draft(left)


def test_a_found_card_opens_nothing_of_the_visit_before(visit):
    left = visit.confirm(visit.identify(ADULT), ADULT).answer("region", {"region": "310000"})
    assert left.suggestions(left.flow.step("region"))[0] == "330500"
    visit.terminal.save_draft(left)
    found = visit.terminal.defer_confirmation(visit.terminal.draft(visit.identify(ADULT)))
    assert found.suggestions(found.flow.step("region")) == ["330500"]  # from the card, not from the records
    assert not [name for name in found.facts if name.startswith("share:")]
    visit.terminal.drop_draft(left)


def test_somebody_without_a_phone_is_told_so_and_not_that_the_line_is_down(visit):
    without = "twin-anan"
    session = visit.identify(without)
    with pytest.raises(NoPhoneError):
        visit.terminal.ask_confirmation(session, "打印")


def test_the_same_person_goes_on_where_they_left(visit):
    left = visit.confirm(visit.identify(ADULT), ADULT).answer("region", {"region": "310000"})
    visit.terminal.save_draft(left)
    found = visit.terminal.draft(visit.identify(ADULT))
    assert found.id == left.id
    assert found.answers == {"region": "310000"}
    assert "confirmation" not in found.facts
    finished = visit.confirm(found, ADULT).answer("certificate", {"certificate": "insured"})
    visit.terminal.file(finished)
    assert visit.terminal.draft(visit.identify(ADULT)) is None


def test_a_phone_that_says_no_opens_nothing(visit):
    session = visit.identify(ADULT)
    asked = visit.terminal.ask_confirmation(session, "打印")
    phone.decline(asked.url, visit.stand.authority)
    with pytest.raises(DeclinedError):
        visit.terminal.confirmation(session, asked)


def test_the_phone_of_somebody_else_opens_nothing(visit):
    session = visit.identify(ADULT)
    asked = visit.terminal.ask_confirmation(session, "打印")
    with pytest.raises(phone.PhoneError):
        phone.confirm(asked.url, people.phone_keys(visit.stand.population)[OTHER], visit.stand.authority)
    assert visit.terminal.confirmation(session, asked) is None


def test_an_unknown_confirmation_is_an_expired_one(visit):
    session = visit.identify(ADULT)
    asked = visit.terminal.ask_confirmation(session, "打印")
    with pytest.raises((ExpiredError, OfflineError)):
        visit.terminal.confirmation(session, replace(asked, id="00000000-0000-7000-8000-000000000000"))


def test_a_rating_reaches_the_platform_once(visit):
    filing = visit.terminal.file(visit.finished(ADULT))
    visit.terminal.rate(filing, 5, ())
    visit.terminal.rate(filing, 1, ("slow",))
    visit.sync.round()
    backlog = visit.terminal.store.outbox.backlog()
    assert (backlog.queued, backlog.quarantined) == (0, 0)


def test_nobody_at_the_terminal_can_read_what_was_filed(visit):
    session = visit.finished(ADULT)
    visit.terminal.file(session)
    visit.terminal.store._database.rows("pragma wal_checkpoint(truncate)")
    folder = visit.stand.config.data
    secrets = [session.applicant.name, session.applicant.id_number, session.applicant.address]
    kept = folder / "cache" / "items"  # what the shipped items say, the names of their examples included
    for path in {*folder.rglob("*")} - {kept}:
        content = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            for coding in ("utf-8", "utf-16-le", "gb18030"):
                assert secret.encode(coding) not in content, path.name
