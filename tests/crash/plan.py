"""What is done to a store while it is made to fail: steps of the real store, and what is true after each.

Every step is one transaction of the product, and repeating it changes nothing. So after a crash the store is
as it was after one of the steps, and going through the plan again ends as if nothing had happened.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import rfc8785

from kiosk.model import SealedPart, SignedReceipt, Status
from kiosk.store import Store, database
from kiosk.store.drafts import Draft
from kiosk.store.feed import StatusChange
from kiosk.store.filings import Place, Prepared
from kiosk.store.outbox import KEPT_AFTER_RECEIPT

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATER = NOW + KEPT_AFTER_RECEIPT + timedelta(hours=1)
PREFIX = "3305210001001"
SHIPPED = len(list(database.MIGRATIONS.glob("*.sql")))


FRAME = 24 + 4096  # bytes, of a page in the log


def id_of(n: int) -> str:
    return f"019b8a00-0000-7000-8000-{n:012d}"


def bytes_of(what: str, length: int) -> bytes:
    """Looks random, as sealed bytes do, and is the same in every process."""
    return hashlib.shake_256(what.encode()).digest(length)


def parts_of(n: int) -> tuple[SealedPart, ...]:
    sealed = {"body": bytes_of(f"body {n}", 5_000), "photo": bytes_of(f"photo {n}", 9_000)}
    return tuple(
        SealedPart(name, "application/octet-stream", hashlib.sha256(data).hexdigest(), data)
        for name, data in sealed.items()
    )


def draft_of(n: int, version: int) -> bytes:
    return bytes_of(f"draft {n} {version}", 4_000 + 700 * version)


def receipt_of(n: int) -> str:
    return bytes_of(f"receipt {n}", 600).hex()


def envelope(id: str, place: Place) -> str:
    """Where the filing stands, as what the terminal signs says it too."""
    return rfc8785.dumps({"id": id, **vars(place)}).decode()


@dataclass(frozen=True)
class Step:
    name: str
    do: Callable[[Store], object]
    gains: frozenset[str]
    loses: frozenset[str] = frozenset()


def filed(n: int) -> Step:
    def do(store: Store) -> object:
        slip = {"title": "社保参保证明"}
        prepared = Prepared(id_of(n), "si-certificate", f"person {n}", NOW, parts_of(n), slip)
        return store.filings.queue(prepared, PREFIX, lambda place: envelope(prepared.id, place))

    return Step(f"file {n}", do, frozenset({f"filed {n}"}), _drafts(n))


def printed(n: int) -> Step:
    def do(store: Store) -> None:
        if not store.filings.slip_is_printed(id_of(n)):
            store.filings.slip_printed(id_of(n), NOW)

    return Step(f"print {n}", do, frozenset({f"printed {n}"}))


def rated(n: int) -> Step:
    def do(store: Store) -> None:
        store.filings.rate(id_of(1000 + n), id_of(n), f"rating {n}", NOW)

    return Step(f"rate {n}", do, frozenset({f"rated {n}"}))


def settled(n: int) -> Step:
    def do(store: Store) -> None:
        receipt = SignedReceipt(id_of(n), "d", Status.ACCEPTED, NOW, f"330521-26-{n}", None, receipt_of(n))
        store.outbox.settle(receipt, NOW)

    return Step(f"settle {n}", do, frozenset({f"settled {n}"}))


def followed(n: int, seq: int) -> Step:
    def do(store: Store) -> None:
        if store.feed.cursor().after < seq:
            store.feed.apply("e1", [StatusChange(seq, id_of(n), Status.RESULT_READY, NOW, None, None)], NOW)

    return Step(f"follow {seq}", do, frozenset({f"followed {seq}", f"ready {n}"}))


def drafted(n: int, version: int, at: datetime = NOW) -> Step:
    def do(store: Store) -> None:
        draft = Draft(id_of(n), "definition", draft_of(n, version))
        store.drafts.keep(f"person {n}", "si-certificate", draft, at)

    return Step(f"draft {n} {version}", do, frozenset({f"draft {n} {version}"}), _drafts(n))


def purged(*filings: int, expired: int) -> Step:
    gains = frozenset(f"purged {n}" for n in filings)
    return Step("purge", lambda store: store.outbox.purge(LATER), gains, _drafts(expired))


def _drafts(n: int) -> frozenset[str]:
    return frozenset(f"draft {n} {version}" for version in (1, 2, 3))


LONG_AGO = NOW - timedelta(hours=90)


def rebuilding(table: str) -> str:
    """What a migration does to change a table that others refer to, as SQLite wants it done."""
    with closing(sqlite3.connect(":memory:")) as db:
        for script in sorted(database.MIGRATIONS.glob("*.sql")):
            db.executescript(script.read_text("utf-8"))
        schema = "select sql from sqlite_schema where tbl_name = ? and sql is not null order by type desc"
        (made, *indexes) = [sql for (sql,) in db.execute(schema, (table,))]
    return "\n".join(
        (
            made.replace(f"CREATE TABLE {table}", f"create table {table}_new", 1) + ";",
            f"insert into {table}_new select * from {table};",
            f"drop table {table};",
            f"alter table {table}_new rename to {table};",
            *(f"{index};" for index in indexes),
        )
    )


MORE_MIGRATIONS = {
    "8001_rebuild.sql": rebuilding("filing"),
    "8002_fill.sql": """
        create table seen (id text primary key, sealed blob not null) strict;
        insert into seen select filing || name, sealed from part;
        create index seen_by_size on seen(length(sealed));
    """,
}


@dataclass(frozen=True)
class Plan:
    name: str
    before: tuple[Step, ...]  # done before anything fails
    steps: tuple[Step, ...]
    log_frames: int = 0  # that the write-ahead log already holds
    log_limit: int = database.LOG_LIMIT  # at which it is written back
    migrations: int = SHIPPED
    fresh: bool = False

    def begin(self, folder: Path) -> None:
        """The store as it stands before, its log not yet written back: other processes have it open."""
        folder.mkdir(parents=True)
        if self.fresh:
            return
        made = folder.with_name(folder.name + ".made")
        with closing(Store(made / "kiosk.db")) as store:
            for step in self.before:
                step.do(store)
            with closing(sqlite3.connect(made / "kiosk.db", isolation_level=None)) as db:
                db.execute("pragma synchronous = off")
                db.execute("pragma wal_autocheckpoint = 0")
                db.execute("pragma wal_checkpoint(truncate)")
                for n in range(self.log_frames):  # an update to the same value would write nothing
                    db.execute("update terminal set number_day = ?", (f"{n % 2}",))
                db.execute("update terminal set number_day = ?", (f"{NOW:%y%m%d}",))
                for file in made.glob("kiosk.db*"):
                    if not file.name.endswith("-shm"):
                        shutil.copy(file, folder)
        shutil.rmtree(made)

    def configure(self, folder: Path) -> None:
        """The program of this process becomes the one that the plan is about."""
        database.LOG_LIMIT = self.log_limit
        if self.migrations == SHIPPED:
            return
        known = folder / "migrations"
        if not known.exists():
            shutil.copytree(database.MIGRATIONS, known)
            for name, script in MORE_MIGRATIONS.items():
                (known / name).write_text(script, "utf-8")
        database.MIGRATIONS = known

    def opening(self) -> list[frozenset[str]]:
        """What may be true until the store has been opened for the first time; the last, then."""
        begun: frozenset[str] = frozenset({"version 0"} if self.fresh else {f"version {SHIPPED}", "terminal"})
        for step in self.before:
            begun = begun - step.loses | step.gains
        states = [begun]
        if self.fresh:
            states.append(frozenset({f"version {SHIPPED}"}))
            states.append(states[-1] | {"terminal"})
        elif self.migrations != SHIPPED:
            states.append(begun - {f"version {SHIPPED}"} | {f"version {self.migrations}"})
        return states

    def states(self) -> list[frozenset[str]]:
        """Everything that may be true, in its order."""
        states = self.opening()
        for step in self.steps:
            states.append(states[-1] - step.loses | step.gains)
        return states


PLANS = {
    plan.name: plan
    for plan in (
        Plan(  # the log is written back after the second filing
            "submit",
            (filed(1), drafted(2, 1)),
            (filed(2), printed(2), filed(3)),
            log_frames=20,
            log_limit=30 * FRAME,
        ),
        Plan("settle", (filed(1), filed(2)), (settled(1), settled(2), followed(1, 1))),
        Plan(
            "purge",
            (filed(1), filed(2), filed(3), settled(1), settled(2), drafted(4, 1, LONG_AGO)),
            (purged(1, 2, expired=4),),
        ),
        Plan("draft", (filed(1),), (drafted(2, 1), drafted(2, 2), drafted(3, 1), drafted(2, 3))),
        Plan("create", (), (filed(1),), fresh=True),
        Plan(
            "migrate",
            (filed(1), printed(1), settled(1), filed(2)),
            (filed(3),),
            migrations=SHIPPED + len(MORE_MIGRATIONS),
        ),
    )
}
