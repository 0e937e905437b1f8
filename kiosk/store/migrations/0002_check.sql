-- How each check of the machine ended last, at each level. Written by the technician's doctor.
create table check_result (
  name   text not null,
  level  text not null check (level in ('internal', 'external', 'interactive')),
  result text not null check (result in ('pass', 'warn', 'fail')),
  at     text not null,
  primary key (name, level)
) strict, without rowid;
