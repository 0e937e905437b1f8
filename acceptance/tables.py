"""The platform's tables. Every row says to which terminal or region it belongs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A point in time as text of one width, so that both databases order and return it alike."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(str(value)) if value else None


metadata = MetaData()

meta = Table(
    "meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False)
)

terminals = Table(
    "terminals",
    metadata,
    Column("id", String, primary_key=True),
    Column("region", String, nullable=False),
    Column("site", String, nullable=False),
    Column("number", String, nullable=False),
    Column("feed_seq", Integer, nullable=False, default=0),  # locked to order the feed
    Column("revoked_at", Moment),
)

codes = Table(
    "codes",
    metadata,
    Column("hash", String, primary_key=True),
    Column("terminal", String, nullable=False),
    Column("region", String, nullable=False),
    Column("site", String, nullable=False),
    Column("number", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("serial", String, primary_key=True),  # of the certificate, hex
    Column("terminal", ForeignKey("terminals.id"), nullable=False, index=True),
    Column("signing_key", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

filings = Table(
    "filings",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("region", String, nullable=False),
    Column("number", String, nullable=False),
    Column("item", String, nullable=False),
    Column("definition", String, nullable=False),
    Column("epoch", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("digest", String, nullable=False),  # of the envelope
    Column("envelope", Text, nullable=False),
    Column("person", String, nullable=False),  # keyed hash
    Column("parent", String),
    Column("filed_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("status", String, nullable=False),
    Column("reason", String),
    Column("acceptance_number", String, unique=True),
    Column("receipt", Text, nullable=False),
    Index("filings_chain", "terminal", "epoch", "seq"),
    Index("filings_number", "terminal", "number"),
)

parts = Table(
    "parts",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("media_type", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("filing", String, nullable=False, unique=True),  # it may arrive before its filing
    Column("grade", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("rating", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("receipt", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("filing", ForeignKey("filings.id"), nullable=False),
    Column("token", Text, nullable=False),
)

feeds = Table(  # of a terminal whose feed began anew; all the others have the platform's epoch
    "feeds",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("epoch", String, nullable=False),
    Column("begun_at", Moment, nullable=False),
)

results = Table(
    "results",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("filing", ForeignKey("filings.id"), nullable=False, unique=True),
    Column("person", String, nullable=False, index=True),  # keyed hash
    Column("item", String, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("verification_code", String, nullable=False, unique=True),
    Column("content", Text, nullable=False),  # JSON of certificate.Certificate
)

documents = Table(
    "documents",
    metadata,
    Column("result", ForeignKey("results.id"), primary_key=True),
    Column("pdf", LargeBinary, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("token", Text, nullable=False),
)

downloads = Table(
    "downloads",
    metadata,
    Column("hash", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("result", ForeignKey("results.id"), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("hash", String, nullable=False, unique=True),  # of the page's token
    Column("person", String, nullable=False),  # key in the population
    Column("request", String, nullable=False),  # digest of what was asked
    Column("item", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String, nullable=False),  # waiting | confirmed | declined | expired
    Column("wrong_keys", Integer, nullable=False, default=0),
    Column("statement", Text),
)

invitations = Table(  # to sign by phone what others sign at the terminal
    "invitations",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("hash", String, nullable=False, unique=True),  # of the page's token
    Column("code", String, nullable=False, unique=True),  # hash of the short one on the slip
    Column("filing", String, nullable=False, index=True),  # it may come later
    Column("person", String, nullable=False),  # key in the population
    Column("request", String, nullable=False),  # digest of what was asked
    Column("item", String, nullable=False),
    Column("form", String, nullable=False),  # digest of what is signed
    Column("of", String, nullable=False),  # fingerprint of the answers in it
    Column("summary", Text, nullable=False),  # JSON: what the phone shows
    Column("expires_at", Moment, nullable=False),
    Column("state", String, nullable=False),  # waiting | signed | declined | expired
    Column("counts", Boolean, nullable=False, default=False),  # the filing names it
    Column("statement", Text),
    Index("invitations_over", "terminal", "state", "expires_at"),
)

phones = Table(
    "phones",
    metadata,
    Column("person", String, primary_key=True),  # locked while the attempts are counted
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("phones.person"), nullable=False),
    Column("kind", String, nullable=False),  # page | wrong_key
    Column("confirmation", ForeignKey("confirmations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Index("attempts_of_person", "person", "kind", "at"),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("authorisation", String, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),  # share | verify | licence
    Column("source", String, nullable=False),
    Column("person", String, nullable=False),  # keyed hash
    Column("answer", String, nullable=False),
)

wallet = Table(
    "wallet",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),  # keyed hash
    Column("type", String, nullable=False),
    Column("grade", String, nullable=False),  # A | B | C
    Column("source_zh", String, nullable=False),
    Column("source_easy", String, nullable=False),
    Column("source_en", String, nullable=False),
    Column("filing", ForeignKey("filings.id"), nullable=False),  # that it came with
    Column("at", Moment, nullable=False),
    Column("until", String, nullable=False),  # ISO date, counted
    Column("used_at", Moment),
    Index("wallet_of_person", "person", "type", "until"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("material", String, primary_key=True),
    Column("why", String, nullable=False),  # captured | disputed
    Column(
        "note", String, nullable=False
    ),  # what the person said: record_wrong | changed | other, or nothing
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
)

states = Table(
    "states",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("epoch", String, nullable=False),
    Column("max_seq", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("heartbeat", Text, nullable=False),
)

anomalies = Table(
    "anomalies",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("filing", String),
    Column("at", Moment, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("region", String, nullable=False),
    Column("value", Integer, nullable=False),
)
