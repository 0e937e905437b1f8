"""The tables of those who run terminals: what they watch, what waits for them, and who they are."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from acceptance.tables import Moment, calls, filings, metadata

beats = Table(  # one a terminal and stretch of time: the worst that was said in it
    "beats",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("stretch", Integer, primary_key=True, autoincrement=False),
    Column("queued", Integer, nullable=False),
    Column("oldest_age_s", Integer, nullable=False),
    Column("ahead_ms", Integer, nullable=False),  # the terminal's clock before ours
    Column("faults", Integer, nullable=False),  # devices that do not work
)

second_trips = Table(  # a matter that was not done at once: something was asked of the person again
    "second_trips",
    metadata,
    Column("filing", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

quarantined = Table(  # a filing that was refused as a message: nothing of it is kept but that it came
    "quarantined",
    metadata,
    Column("filing", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("problem", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due", String, nullable=False),  # ISO date
    Column("taken_by", String),
    Column("closed_at", Moment),
    Column("closed_by", String),
    Column("ending", String),  # arrived | again | nothing
    Index("quarantined_open", "closed_at", "due"),
)

rectifications = Table(  # a bad rating, until somebody has put right what was wrong and called back
    "rectifications",
    metadata,
    Column("filing", String, primary_key=True),  # rated once, for ever
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("reasons", String, nullable=False),  # JSON
    Column("at", Moment, nullable=False),
    Column("due", String, nullable=False),  # ISO date
    Column("taken_by", String),
    Column("closed_at", Moment),
    Column("closed_by", String),
    Column("ending", String),  # rectified | unfounded
    Index("rectifications_open", "closed_at", "due"),
)

# What people said of a machine, and how its devices were.
machine_reports = Table(
    "machine_reports",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("epoch", String, primary_key=True),  # of its disk: a new one counts anew
    Column("entry", Integer, primary_key=True, autoincrement=False),  # of its journal
    Column("kind", String, nullable=False),
    Column("devices", Text, nullable=False),  # JSON: how each was
    Column("at", Moment, nullable=False),  # by the terminal's clock
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String, nullable=False, index=True),  # a filing, a suggestion, a terminal
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("hash", String, primary_key=True),  # of the code that its author has
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),  # suggestion | complaint | machine
    Column("terminal", String, nullable=False),  # as the author says; may be empty
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("state", String, nullable=False),  # received | in_progress | solved
    Column("changed_at", Moment, nullable=False),
    Column("taken_by", String),
    Column("answer", Text, nullable=False, default=""),
)

accounts = Table(
    "console_accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("password", String, nullable=False),  # Argon2id in PHC form
    Column("roles", String, nullable=False),  # by commas
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

wrong_tries = Table(  # by the name that was typed, whether there is such an account or not
    "console_wrong_tries",
    metadata,
    Column("name", String, primary_key=True),  # hashed
    Column("tries", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

sessions = Table(
    "console_sessions",
    metadata,
    Column("hash", String, primary_key=True),  # of the cookie
    Column("account", ForeignKey("console_accounts.name"), nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
)

checked = Table(  # an anomaly that somebody has looked at
    "checked_anomalies",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
)

# All that figures count stands in an index: a filing's envelope is never read for them.
Index(
    "filings_counted",
    filings.c.received_at,
    filings.c.terminal,
    filings.c.item,
    filings.c.status,
    filings.c.parent,
    filings.c.id,
)
Index("calls_counted", calls.c.at, calls.c.terminal, calls.c.source, calls.c.answer)
