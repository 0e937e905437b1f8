-- What the platform lets this terminal do, as it signed it: whoever reads it verifies it. Written by sync.
create table policy (
  name  text primary key,
  token text not null,
  at    text not null
) strict, without rowid;
