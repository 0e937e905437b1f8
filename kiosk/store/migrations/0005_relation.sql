-- How a filing is related to its parent: a withdrawal takes it back. Null where there is no parent.
alter table filing add column relation text check (relation in ('withdrawal', 'supplement', 'correction'));

create index filing_parent on filing(parent) where parent is not null;
