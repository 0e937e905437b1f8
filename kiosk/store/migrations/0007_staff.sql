-- The clerk on duty at this terminal, one at most. A ticket carries the sign-in to the next screen process, once.
create table shift (
  only      integer primary key check (only = 1),
  account   text    not null,
  name      text    not null,                  -- masked
  roles     text    not null,
  opened_at text    not null,
  ticket    text,                              -- SHA-256 of it
  boot      text,                              -- it counts in this boot only
  until_ms  integer,                           -- CLOCK_BOOTTIME
  batch     text                               -- JSON: one matter for one person after the other; nothing personal
) strict;

-- How often a clerk's PIN was wrong in a row. Time is CLOCK_BOOTTIME: no clock that is set shortens a wait.
create table staff_attempt (
  account text    primary key,
  wrong   integer not null,
  boot    text    not null,
  at_ms   integer not null
) strict, without rowid;

-- Which filing came by whose hands: the day-book of the service point.
create table assisted (
  filing  text primary key references filing(id),
  account text not null,
  role    text not null check (role in ('assist', 'agent'))
) strict, without rowid;

create index assisted_by on assisted(account);
