"""The tables of matters that departments work on side by side; every row belongs to a filing."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from acceptance.tables import Moment, metadata

branch_cases = Table(
    "branch_cases",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("item", String, nullable=False),
    Column("ready", Boolean, nullable=False),  # nothing of ours stands in the way of acceptance
    Column("accepted_at", Moment),
    Column("ended_at", Moment),  # nothing is left that the matter waits for
    Index("branch_cases_open", "accepted_at", "ready"),
)

branches = Table(
    "branches",
    metadata,
    Column("filing", ForeignKey("branch_cases.filing"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("place", Integer, nullable=False),  # in the order of the item
    Column("department", String, nullable=False),
    Column("needs", Text, nullable=False),  # JSON: keys
    Column("takes", Text, nullable=False),  # JSON: outputs
    Column("output", String, nullable=False),
    Column("charge", String, nullable=False),
    Column("optional", Boolean, nullable=False),
    Column("limit_count", Integer),  # none: at once
    Column("limit_unit", String),
    Column("state", String, nullable=False),
    Column("light", String, nullable=False),
    Column("reason", String),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("look_at", Moment),  # when its light changes next
    Column("desk_at", Moment),  # when a simulated office takes it up; none: real ones ask for it
    Column("worker", String),
    Column("claimed_until", Moment),
    Column("result", Text),  # JSON of what the department gave
    Index("branches_looked_at", "state", "look_at"),
    Index("branches_at_desks", "state", "desk_at"),
    Index("branches_of_department", "department", "state", "started_at"),
)

# What the form of a branch asks for. A table of its own: platforms that run have `branches` already.
branch_forms = Table(
    "branch_forms",
    metadata,
    Column("filing", ForeignKey("branch_cases.filing"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("uses", Text, nullable=False),  # JSON: keys of answers
)

# What a department tells whoever goes on after it, and nobody else: no person and no terminal reads it.
branch_notes = Table(
    "branch_notes",
    metadata,
    Column("filing", ForeignKey("branch_cases.filing"), primary_key=True),
    Column("key", String, primary_key=True),  # of the branch that says it; the last word counts
    Column("note", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
)

branch_pauses = Table(
    "branch_pauses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("filing", String, nullable=False),
    Column("key", String, nullable=False),
    Column("why", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("branch_pauses_of", "filing", "key"),
)

office_keys = Table(  # by which departments prove who they are
    "office_keys",
    metadata,
    Column("hash", String, primary_key=True),
    Column("department", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
