-- Where the departments' parts of a filing stand, as the platform's last event told it: JSON, codes and times.
create table branches (
  filing text primary key references filing(id),
  told   text not null
) strict, without rowid;
