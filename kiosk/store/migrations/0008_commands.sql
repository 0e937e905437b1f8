-- What the platform asked of this terminal: each once, with what became of it, until the platform knows.
create table command (
  id         text    primary key,
  kind       text    not null,
  subject    text    not null,                 -- an item, or nothing
  issued_at  text    not null,
  expires_at text    not null,
  state      text    not null check (state in ('taken', 'running', 'ended')),
  outcome    text    not null default '',
  detail     text    not null default '',      -- a code
  report     text    not null default '{}',    -- JSON: findings and counts
  at         text    not null,                 -- of the state
  told       integer not null default 0
) strict, without rowid;

-- Which items nobody begins here. The last word on each stays, so that an older one cannot come after it.
create table suspension (
  item      text    primary key,
  suspended integer not null,
  issued_at text    not null
) strict, without rowid;
