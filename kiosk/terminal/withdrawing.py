"""What a person filed here, and how they take back what is not accepted yet.

A withdrawal is a filing of its own: numbered, sealed, signed, in the outbox behind the one that it is about,
which is never deleted. It works without a line; the platform decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import uuid_utils

from kiosk.flows import calendar
from kiosk.flows.definition import Flow
from kiosk.flows.session import Session, card_fact
from kiosk.flows.text import Text
from kiosk.model import WITHDRAWAL, Filing, SealedPart
from kiosk.store import Store, StoreError
from kiosk.store.filings import Place, Prepared
from kiosk.store.matters import Matter
from kiosk.store.vault import Vault
from kiosk.terminal import asking
from kiosk.terminal.filing import Maker
from kiosk.terminal.progress import Part, parts
from kiosk.terminal.whole import Whole, whole
from kiosk.terminal.words import KeepingError, NotConfirmedError, Site, TooLateError
from kiosk.wire import messages
from kiosk.wire.envelope import canonical, digest
from kiosk.wire.identity import Identity

__all__ = ["Matter", "Withdrawing"]

_calendar = cache(calendar.load)
_TITLE = Text("撤回：%1", "撤回：%1", "Withdrawal: %1")


@dataclass(frozen=True)
class Withdrawing:
    store: Store
    vault: Vault
    identity: Identity
    site: Site
    flows: Mapping[str, Flow]
    clock: Callable[[], datetime]

    def matters(self, session: Session) -> Sequence[Matter]:
        """What the person filed at this terminal, newest first."""
        return self.store.matters.of_person(self._person(session))

    def progress(self, matter: Matter) -> tuple[Part, ...]:
        """The departments' parts of it, as the platform told of them last."""
        return parts(matter, self.flows)

    def whole(self, matter: Matter) -> Whole | None:
        """How long all of it has taken, beside what was promised."""
        return whole(matter, self.progress(matter), self.flows, _calendar(), self.clock())

    def may_withdraw(self, matter: Matter) -> bool:
        """As far as is known here: the platform decides."""
        return matter.may_be_withdrawn and matter.filing.item in self.flows

    def withdraw(self, session: Session, id: str, language: str = "zh-CN") -> Filing:
        """Keeps the withdrawal of the filing of this id, and promises that it will be sent.

        Asked again it returns the one that stands. Raises TooLateError, NotConfirmedError or KeepingError.
        """
        try:
            matter = self.store.matters.find(id, self._person(session))
            if matter is None or not (self.may_withdraw(matter) or matter.asked_back):
                raise TooLateError
            if session.facts.get("confirmation", {}).get("state") != "confirmed":
                raise NotConfirmedError
            return self._queue(session, matter, language)
        except StoreError as error:
            raise KeepingError(str(error)) from error

    def _queue(self, session: Session, matter: Matter, language: str) -> Filing:
        flow, now = self.flows[matter.filing.item], self.clock()
        about = Session(str(uuid_utils.uuid7()), flow, now.date())  # an identity and a definition, no walk
        prepared = Prepared(
            id=about.id,
            item=flow.item,
            person=self._person(session),
            filed_at=now,
            parts=(self._body(session, about, language),),
            slip=self._slip(matter, now, language),
            parent=matter.filing.id,
            relation=WITHDRAWAL,
        )
        maker = Maker(self.identity, self.site)

        def sign(place: Place) -> str:
            return maker.sign(about, prepared, place)

        return self.store.filings.queue(prepared, self.identity.number_prefix, sign)

    def _body(self, session: Session, about: Session, language: str) -> SealedPart:
        """Who asks and what proves it: nothing that was answered in the matter."""
        applicant = session.applicant
        if applicant is None:
            raise NotConfirmedError
        body = messages.FilingBody(
            id=about.id,
            definition=about.flow.hash,
            applicant=card_fact(applicant),
            answers={},
            facts={name: session.facts[name] for name in ("card", "confirmation")},
            derived={},
            language=language,
        )
        sealed = self.identity.sealing.seal(canonical(body.payload()), about.id, "body")
        return SealedPart("body", "application/json", digest(sealed), sealed)

    def _slip(self, matter: Matter, now: datetime, language: str) -> dict[str, str]:
        return {
            "title": _TITLE.in_(language).replace("%1", matter.title),
            "withdraws": matter.filing.number,
            "filed_at": now.isoformat(timespec="seconds"),
            "phone": self.site.phone,
            "place": self.site.place,
            "terminal": self.identity.terminal,
        }

    def _person(self, session: Session) -> str:
        return self.vault.person(asking.filer(session))
