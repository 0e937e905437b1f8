"""A running platform and an enrolled terminal in front of it, both real, for the tests of this folder."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import requests
import uuid_utils
import yaml

from acceptance.population import Person, Population
from kiosk.flows.definition import Flow
from kiosk.flows.gate import derived
from kiosk.flows.loader import RESOURCES
from kiosk.flows.session import Session, card_fact
from kiosk.model import Applicant
from kiosk.wire import messages
from kiosk.wire.client import PlatformClient, content_digest
from kiosk.wire.envelope import canonical, digest
from kiosk.wire.identity import Identity, enrol
from tests import shipped
from tests.acceptance.server import Server, now

FLOW = shipped.items()["si-certificate"]
ENROLMENT = shipped.items()["school-enrolment"]
POPULATION = Population.load()
OTHER_ITEM = "records-check"
MEDIA = {"body": "application/json", "form": "application/pdf", "signature": "image/svg+xml"}


def two_items(folder: Path) -> Path:
    """The product's item, and one whose notice asks for other sources, as a folder for a platform."""
    for kind in ("items", "codes"):
        shutil.copytree(RESOURCES / kind, folder / kind)
    item = yaml.safe_load((folder / "items" / f"{FLOW.item}.yaml").read_text("utf-8"))
    notice = next(step for step in item["steps"] if step["kind"] == "Notice")
    sources = ("insured-in-period", "residence-permit-valid", "identity")
    notice["consents"] += [{**notice["consents"][0], "source": source} for source in sources]
    text = yaml.safe_dump(item | {"item": OTHER_ITEM}, allow_unicode=True, sort_keys=False)
    (folder / "items" / f"{OTHER_ITEM}.yaml").write_text(text, "utf-8")
    return folder / "items"


def person(id: str) -> Person:
    found = POPULATION.by_id(id)
    assert found is not None
    return found


def new_id() -> str:
    return str(uuid_utils.uuid7())


@dataclass(frozen=True)
class Made:
    """A filing as it goes over the line."""

    id: str
    envelope: str
    parts: tuple[tuple[str, bytes], ...]
    object: messages.FilingObject

    @property
    def payload(self) -> bytes:
        parts = [{"name": name, "data": b64encode(data).decode()} for name, data in self.parts]
        return json.dumps({"envelope": self.envelope, "parts": parts}).encode()


@dataclass
class Station:
    """What a terminal does on the wire, without screens, devices or a store."""

    server: Server
    identity: Identity
    epoch: str = field(default_factory=new_id)
    _seq: int = 0
    _previous: str = messages.GENESIS

    @classmethod
    def enrol(cls, server: Server, folder: Path, number: str | None = None) -> Station:
        return cls(server, enrol(folder, server.public_url, server.code(number), Path(server.ca)))

    @property
    def client(self) -> PlatformClient:
        return PlatformClient(self.identity.endpoint(self.server.url), self.identity.receipts)

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        with self.open() as session:
            url = self.server.url + path
            return session.request(
                method,
                url,
                data=data,
                headers={"Content-Type": "application/json", **(headers or {})},
                timeout=30,
            )

    def open(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.verify = self.server.ca
        endpoint = self.identity.endpoint(self.server.url)
        session.cert = (str(endpoint.certificate), str(endpoint.key))
        return session

    def put(self, kind: str, id: str, payload: bytes, **headers: str):
        known = {"Idempotency-Key": f'"{id}"', "Content-Digest": content_digest(payload)}
        return self.call("PUT", f"/v1/{kind}/{id}", payload, known | headers)

    def send(self, made: Made):
        return self.put("filings", made.id, made.payload)

    def receipt(self, answer) -> messages.Receipt:
        assert answer.status_code == 201, answer.text
        token = answer.json()["receipt"]
        return messages.Receipt.read(self.identity.receipts.verify(messages.RECEIPT, token))

    # --- a person at the terminal ---

    def ask_to_confirm(self, who: Person, id: str | None = None, item: str = FLOW.item):
        """The answer to a question for a page."""
        asked = {"id": id or new_id(), "id_number": who.number, "name": who.names[0]}
        return self.call("POST", "/v1/confirmations", asked | {"item": item, "purpose": "打印证明"})

    def confirm(self, who: Person, item: str = FLOW.item) -> str:
        """On the person's phone; the statement."""
        id = new_id()
        answer = self.ask_to_confirm(who, id, item)
        assert answer.status_code == 201, answer.text
        fields = {"phone_key": who.phone_key, "decision": "confirm"}
        page = requests.post(answer.json()["url"], data=fields, verify=self.server.ca, timeout=30)
        assert page.status_code == 200, page.text
        state = self.call("POST", f"/v1/confirmations/{id}/state", {}).json()
        assert state["state"] == "confirmed"
        return str(state["statement"])

    def walk(self, who: Person, token: str | None, **answers: str) -> Session:
        """Through the whole item; without a statement the confirmation is deferred, as off-line."""
        today = now().date()
        session = Session(new_id(), FLOW, today).learn("capabilities", {"kinds": ["card_reader"]})
        session = session.agree("notice", now().isoformat())
        session = session.learn("card", card_fact(applicant(who)))
        confirmed = {"state": "confirmed", "token": token} if token else {"state": "deferred"}
        session = session.learn("confirmation", confirmed)
        given = {"region": "330500", "certificate": "insured", "delivery": "later"} | answers
        while session.step is not None and session.step.keys:
            step = session.step
            session = session.answer(step.key, {key: given[key] for key in step.keys})
        return replace(session, answers={**session.answers, "delivery": given["delivery"]})

    def make(self, session: Session, **changes: object) -> Made:
        """The next filing of this terminal, with its papers; `changes` go into the signed object."""
        body = messages.FilingBody(
            id=session.id,
            definition=session.flow.hash,
            applicant=card_fact(session.applicant),
            answers=session.normal_answers,
            facts=session.facts,
            derived=derived(session),
        )
        return self.sign(session.id, body, session.papers, **{**of_item(session.flow), **changes})

    def sign(
        self,
        id: str,
        body: messages.FilingBody,
        papers: Mapping[str, bytes] | None = None,
        **changes: object,
    ) -> Made:
        plain = {"body": canonical(body.payload()), **(papers or {})}
        sealed = {name: self.identity.sealing.seal(data, id, name) for name, data in plain.items()}
        self._seq += 1
        values = {
            "id": id,
            "number": f"{self.identity.number_prefix}{now():%y%m%d}{self._seq:05d}X",
            "terminal": self.identity.terminal,
            "epoch": self.epoch,
            "seq": self._seq,
            "previous": self._previous,
            "item": FLOW.item,
            "definition": body.definition,
            "version": FLOW.version,
            "filed_at": now(),
            "clock": messages.ClockClaim(True, "boot", 1),
            "parts": tuple(
                messages.PartRef(name, MEDIA.get(name.split(".")[0], "text/plain"), len(data), digest(data))
                for name, data in sealed.items()
            ),
            "journal": messages.GENESIS,
        }
        filing = messages.FilingObject(**(values | changes))
        envelope = self.identity.signing.sign(messages.FILING, filing.payload())
        self._previous = digest(envelope.encode())
        return Made(id, envelope, tuple(sealed.items()), filing)

    def filed(self, who: Person, token: str | None = None, **answers: str) -> Made:
        """Made, sent and accepted."""
        made = self.make(self.walk(who, token, **answers))
        assert self.receipt(self.send(made)).status.value == "accepted"
        return made

    def ask(self, path: str, who: Person, token: str | None, **more: object):
        body = {"id_number": who.number, "name": who.names[0], "confirmation": token}
        return self.call("POST", path, body | more)

    def beat(self, **claims: object):
        claim = {
            "terminal": self.identity.terminal,
            "epoch": self.epoch,
            "max_seq": self._seq,
            "chain_head": self._previous,
            "journal_head": messages.GENESIS,
            "queued": 0,
            "oldest_age_s": 0,
            "clock": {"synced": True},
            "devices": {"card_reader": "online"},
            "at": now().isoformat(),
        }
        token = self.identity.signing.sign(messages.HEARTBEAT, claim | claims)
        return self.call("POST", "/v1/heartbeat", {"heartbeat": token})

    def sandbox(self, **wishes: object) -> None:
        assert self.call("POST", "/v1/sandbox", wishes).status_code == 200

    def events(self) -> list[messages.Event]:
        page = self.call("GET", "/v1/feed?epoch=&after=0").json()
        return [messages.Event.read(self.identity.receipts.verify("event", t)) for t in page["events"]]


def of_item(flow: Flow) -> dict[str, object]:
    return {"item": flow.item, "version": flow.version}


def applicant(who: Person) -> Applicant:
    return Applicant(name=who.names[0], id_number=who.number, valid_to="2099-01-01", birth="1990-01-01")


def problem(answer) -> tuple[int, str]:
    """Status and type, of an answer that must be a problem and nothing else."""
    assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
    fields = answer.json()
    assert fields["status"] == answer.status_code
    return answer.status_code, re.sub(r"^urn:kiosk:problem:", "", fields["type"])


def later(**time: int) -> datetime:
    return now() + timedelta(**time)
