"""What the machine does for a person, in the order it happens.

Calls that ask a device or the platform block; a screen makes them on another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import uuid_utils

from kiosk.devices import Device
from kiosk.devices.document_printer import DocumentPrinter
from kiosk.flows.definition import Flow
from kiosk.flows.gate import Block, gate
from kiosk.flows.session import Session, card_fact
from kiosk.model import Applicant, DeviceError, DeviceStatus, Filing, Media, Outcome, SlipLine
from kiosk.store import Store, StoreError
from kiosk.store.filings import Place
from kiosk.store.journal import Event
from kiosk.store.vault import Vault
from kiosk.terminal import asking, cards, deferrals, papers
from kiosk.terminal.booking import Booking
from kiosk.terminal.calls import HelpLine
from kiosk.terminal.captures import Captures
from kiosk.terminal.codes import PickUpCodes
from kiosk.terminal.drafts import DraftBox
from kiosk.terminal.duties import Duties
from kiosk.terminal.faces import Faces
from kiosk.terminal.filing import Maker
from kiosk.terminal.gathering import Gathering
from kiosk.terminal.offices import Offices
from kiosk.terminal.payments import Payments
from kiosk.terminal.peripherals import Peripherals
from kiosk.terminal.slips import Slips
from kiosk.terminal.social_card import SocialCards
from kiosk.terminal.staff import Staff
from kiosk.terminal.withdrawing import Withdrawing
from kiosk.terminal.words import GateError, KeepingError, PhoneConfirmation, ResultInfo, ResultList, Site
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.identity import Identity


@dataclass(eq=False)
class Terminal:
    site: Site
    flows: Mapping[str, Flow]
    store: Store
    identity: Identity
    platform: PlatformClient
    open_devices: Callable[[], Mapping[str, Device]]
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    _vault: Vault = field(init=False, repr=False)
    _drafts: DraftBox = field(init=False, repr=False)
    _offices: Offices = field(init=False, repr=False)
    _card_told: cards.Told = field(init=False, default_factory=cards.Told)
    peripherals: Peripherals = field(init=False, repr=False)
    _slips: Slips = field(init=False, repr=False)
    faces: Faces = field(init=False, repr=False)
    captures: Captures = field(init=False, repr=False)
    payments: Payments = field(init=False, repr=False)
    withdrawing: Withdrawing = field(init=False, repr=False)
    staff: Staff = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._vault = Vault.load(self.identity.folder / "secret.key")
        self._drafts = DraftBox(self.store.drafts, self._vault)
        self._offices = Offices(self.platform, self.store.journal, self.clock)
        self.peripherals = Peripherals(self.open_devices, self.store, self.clock)
        self.faces = Faces(self.peripherals, self.identity, self.platform, self.store, self.clock)
        device, journal = self.peripherals.device, self.store.journal
        self.captures = Captures(device, journal, self.clock)
        self.help_line = HelpLine(device)
        self.pick_up_codes = PickUpCodes(device, self.identity.receipts)
        self.social_cards = SocialCards(device, self.identity, journal, self.clock)
        self.payments = Payments(self.platform, self._drafts, self.store, self.number, self.clock)
        self._slips = Slips(self.peripherals.device, self.store.filings, self.clock, self.payments)
        of_site = (self._vault, self.identity, self.site, self.flows)
        self.withdrawing = Withdrawing(self.store, *of_site, self.clock)
        self.staff = Staff(self.store, self.platform, self.clock, self.number.rpartition("-")[0])
        self.duties = Duties(self.staff, self.store, device, self.site, self.flows, self.clock)
        self.booking = Booking(self.platform, device, self.number)

    @property
    def number(self) -> str:
        return self.identity.terminal

    def open(self) -> None:
        """Takes hold of the devices. Never waits for hardware."""
        self.peripherals.open()

    def close(self) -> None:
        """Lets go of the devices, which also breaks off every wait for one."""
        self.peripherals.close()
        self.platform.close()

    def devices(self) -> Mapping[str, DeviceStatus]:
        return self.peripherals.statuses()

    def poll_devices(self) -> Mapping[str, DeviceStatus]:
        """Asks every device how it is, for less than a second."""
        return self.peripherals.poll()

    def network(self) -> str:
        return "down" if self.peripherals.played == "line" else self.store.line.contact().network

    def changed(self) -> bool:
        return self.store.changed()

    def report_problem(self, kind: str) -> None:
        self.store.journal.append(Event.REPORTED, self.clock(), kind, **self.peripherals.told())

    def begin(self, item: str) -> Session:
        return self.begin_flow(self.flows[item])

    def begin_flow(self, flow: Flow) -> Session:
        self.faces.attend(True)
        ready = sorted(kind for kind, status in self.devices().items() if status.ready)
        new = Session(str(uuid_utils.uuid7()), flow, self.clock().date())
        self.store.journal.append(Event.SESSION_BEGUN, self.clock(), flow.item)
        return new.learn("begun", {"time": f"{self.clock():%H:%M}"}).learn("capabilities", {"kinds": ready})

    def end(self, why: str) -> None:
        self.faces.forget()
        self.store.journal.append(Event.SESSION_ENDED, self.clock(), "", why=why)
        self.staff.pass_on()

    def agree(self, session: Session, step: str) -> Session:
        self.staff.not_by_clerk()
        return self._noted(Event.CONSENTED, session, session.agree(step, self.clock().isoformat()))

    def read_card(self, session: Session, timeout: float) -> Session:
        """Waits up to `timeout` seconds. Raises DeviceError."""
        card = self.gathering.read(timeout)
        self.faces.keep(card)
        return session.learn("card", card_fact(Applicant.from_card(card)))

    def card_present(self) -> bool:
        return cards.present(self.peripherals.device)

    def other_card(self, session: Session, before: bool) -> bool:
        """Whether another person's card lies on the reader; `before`: whether it did at the last look."""
        found = cards.another(
            self.peripherals.device("card_reader"), asking.person(session)["id_number"], before
        )
        if found and not before:
            self._failed(Event.CARD_FAILED, cards.OTHER)
        return found

    def ask_confirmation(self, session: Session, purpose: str) -> PhoneConfirmation:
        """Raises OfflineError or NoPhoneError."""
        return asking.ask_confirmation(self.platform, session, self.staff.worded(purpose))

    def confirmation(self, session: Session, asked: PhoneConfirmation) -> Session | None:
        """None while nobody has answered. Raises DeclinedError, ExpiredError or OfflineError."""
        fact = asking.confirmation(self.platform, session, asked)
        if fact is None:
            return None
        return self._noted(Event.CONFIRMED, session, session.learn("confirmation", fact))

    def defer_confirmation(self, session: Session) -> Session:
        """The person proves who they are when the result is taken; until then nobody gets it."""
        return session.learn("confirmation", {"state": "deferred"})

    @property
    def gathering(self) -> Gathering:
        of_people = (self.peripherals.device, self.platform, self.store.journal, self.clock)
        return Gathering(*of_people, self.site, self.number, self._card_told)

    def prefill(self, session: Session) -> Session:
        """Asks the data sources that the person agreed to. Never raises: what is not known is asked."""
        return self._offices.prefill(session)

    def climb(self, session: Session) -> Session:
        """Asks every office that is still to be asked about a material. Never raises."""
        return self._offices.climb(session)

    def decide(self, session: Session, place: str, decision: str, note: str = "") -> Session:
        """What the person decided on the material at hand; another `place` is a double tap."""
        self.staff.decides(decision)
        said = {"note": note, "due": deferrals.due(session)}
        decided = session.decide(place, decision, self.clock().isoformat(), **said)
        return self._noted(Event.DECIDED, session, decided)

    def application_form(self, session: Session) -> bytes:
        """The form to sign, as a PDF; takes about a second. Raises FontError."""
        return papers.application_form(session, self.site, self.number)

    def sign(self, session: Session, step: str, form: bytes, strokes: Sequence[papers.Stroke]) -> Session:
        self.staff.persons_only()
        kept = {"form": form, "signature": papers.drawing(strokes)}
        return self._noted(Event.SIGNED, session, session.sign(step, kept, self.clock().isoformat()))

    def save_draft(self, session: Session) -> None:
        """Keeps what was answered so far, sealed to this person's card. Raises KeepingError."""
        self._drafts.save(session, self.clock())

    def draft(self, session: Session) -> Session | None:
        """The same person's unfinished session of this item, with the card that was just read."""
        return self._drafts.find(session, self.clock())

    def drop_draft(self, session: Session) -> None:
        self._drafts.drop(session)

    def can_file(self) -> bool:
        """Said before a person begins, never in the middle."""
        return self.peripherals.played != "disk" and self.store.can_queue()

    def blocks(self, session: Session) -> tuple[Block, ...]:
        return gate(session, can_queue=self.store.can_queue())

    def file(self, session: Session, language: str = "zh-CN") -> Filing:
        """Keeps the filing and promises that it will be sent; when this returns, it is 已收件.

        Filing the same session again returns the same filing. Raises GateError or KeepingError.
        """
        self.staff.not_by_clerk()
        now = self.clock()
        session = replace(session, today=now.date())
        if blocks := self.blocks(session):
            raise GateError(blocks)
        maker = Maker(self.identity, self.site)
        prepared = maker.prepare(session, self._person(session), now, language)

        def sign(place: Place) -> str:
            return maker.sign(session, prepared, place)

        try:
            return self.store.filings.queue(prepared, self.identity.number_prefix, sign)
        except StoreError as error:
            raise KeepingError(str(error)) from error

    def outcome(self, id: str) -> Outcome:
        return self.store.filings.outcome(id)

    def rate(self, filing: Filing, grade: int, reasons: Sequence[str]) -> None:
        """1 very bad … 5 very good; one a filing, and it survives in the outbox."""
        self.staff.persons_only()
        id, token = Maker(self.identity, self.site).rating(filing.id, grade, reasons, now := self.clock())
        self.store.filings.rate(id, filing.id, token, now)

    def slip(self, session: Session, filing: Filing, language: str = "zh-CN") -> tuple[SlipLine, ...]:
        """What is true of the filing at this moment."""
        return self._slips.lines(session, filing, language)

    def print_slip(self, session: Session, filing: Filing, language: str = "zh-CN", copy: int = 0) -> None:
        """Returns when the printer says that the slip came out; a repeat of the same `copy` returns at once.

        Raises DeviceError.
        """
        try:
            self._slips.print(filing, lambda: self.slip(session, filing, language), copy)
        except DeviceError as error:
            self._failed(Event.SLIP_FAILED, error, filing.id)
            raise

    def slip_media(self) -> Media:
        """What became of the slip, where the printer presents slips; UNKNOWN else. Asks the printer now."""
        return self._slips.media()

    def results(self, session: Session, number: str = "") -> ResultList:
        """The person's results on the platform, that of the filing of this `number` among them.

        Raises OfflineError or SealBrokenError.
        """
        return asking.results(self.platform, session, number)

    def result(self, session: Session, info: ResultInfo) -> bytes:
        """The PDF, proved to be what the platform signed. Raises OfflineError or SealBrokenError."""
        return asking.result(self.platform, session, info)

    def print_result(self, info: ResultInfo, pdf: bytes) -> None:
        """Returns when the printer says that every page came out. Raises DeviceError."""
        printer: DocumentPrinter = self.peripherals.device("document_printer")
        try:
            printer.print(f"{info.id}:{digest(pdf)[:16]}", pdf, timeout=60 + 15 * info.pages)
        except DeviceError as error:
            self._failed(Event.RESULT_FAILED, error, info.filing)
            raise
        self.store.journal.append(Event.RESULT_PRINTED, self.clock(), info.filing, pages=info.pages)

    def phone_link(self, session: Session, info: ResultInfo) -> str:
        """A short-lived address from which the phone takes the document. Raises OfflineError."""
        return asking.phone_link(self.platform, session, info)

    def _noted(self, event: Event, before: Session, after: Session) -> Session:
        if after is not before:
            self.store.journal.append(event, self.clock(), before.flow.item)
        return after

    def _person(self, session: Session) -> str:
        return self._vault.person(asking.filer(session))

    def _failed(self, event: Event, error: DeviceError, subject: str = "") -> None:
        how = {"fault": error.fault.code, "completion": error.completion.value}
        self.store.journal.append(event, self.clock(), subject, **how)
