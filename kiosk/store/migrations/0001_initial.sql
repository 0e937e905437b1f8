-- One row: who this store is. An epoch is born with the database, so that a cloned or rolled-back
-- disk shows at the platform; seq and chain_head number and chain the filings of the epoch.
create table terminal (
  only        integer primary key check (only = 1),
  epoch       text    not null,
  seq         integer not null default 0,
  chain_head  text    not null,
  number_day  text    not null default '',   -- YYMMDD of the last filing number
  number_seq  integer not null default 0,
  feed_epoch  text    not null default '',
  feed_after  integer not null default 0
) strict;

-- A filing, in clear only what a counter may show: no name, no answer. Written by the screen on stage;
-- what the platform says of it is written by sync.
create table filing (
  id                text primary key,          -- UUIDv7
  number            text not null unique,
  seq               integer not null unique,
  item              text not null,
  person            text not null,             -- keyed hash
  filed_at          text not null,             -- RFC 3339
  envelope          text,                      -- signed object; gone after the purge
  digest            text not null,             -- of the envelope
  parent            text references filing(id),
  status            text not null default 'held',
  status_at         text not null,
  acceptance_number text,
  reason            text,
  due               text,
  receipt           text                       -- the platform's signed word, as it came
) strict, without rowid;

create index filing_person on filing(person, filed_at);

-- Sealed bytes: nobody at the terminal can open them. Purged by rule after the receipt.
create table part (
  filing     text not null references filing(id) on delete cascade,
  name       text not null,
  media_type text not null,
  digest     text not null,
  sealed     blob not null,
  primary key (filing, name)
) strict, without rowid;

-- One rating a filing, signed.
create table rating (
  id     text primary key,
  filing text not null unique references filing(id),
  token  text not null
) strict, without rowid;

-- What the platform has not answered yet. Empty is the healthy state.
create table outbox (
  id              text primary key,
  kind            text not null check (kind in ('filings', 'ratings')),
  attempts        integer not null default 0,
  next_attempt_at text not null,
  last_error      text,
  quarantined_at  text,                        -- a person must look; never sent again by itself
  problem         text                         -- the platform's reason, a problem type
) strict, without rowid;

-- What a slip may say of a filing without naming anybody; the masked name is taken from the card.
create table slip (
  filing     text primary key references filing(id) on delete cascade,
  facts      text not null,                    -- JSON
  printed_at text
) strict, without rowid;

-- An unfinished session, sealed with a key that only its person's ID number and the terminal's secret give.
create table draft (
  person     text not null,
  item       text not null,
  id         text not null,                    -- of the filing to be
  definition text not null,                    -- hash of the flow that it was begun with
  sealed     blob not null,
  expires_at text not null,
  primary key (person, item)
) strict, without rowid;

-- What the terminal did: a closed list of events without personal data, each chained to the one before.
create table journal (
  seq      integer primary key,
  at       text not null,
  event    text not null,
  subject  text not null,
  detail   text not null,                      -- canonical JSON
  previous text not null,
  hash     text not null
) strict;

-- The last snapshot of each device, so that a new stage shows it at once.
create table device (
  kind     text primary key,
  snapshot text not null,                      -- JSON
  at       text not null
) strict, without rowid;

-- Whether the platform answers, in sync's experience, and when it is asked again if it does not.
create table line (
  only            integer primary key check (only = 1),
  ok_at           text,
  lost_at         text,
  reason          text,
  attempts        integer not null default 0,
  next_attempt_at text not null default ''
) strict;
