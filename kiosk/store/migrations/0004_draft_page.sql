-- The photographed pages of a draft, sealed to its person's card: beside it, because a draft is written anew
-- with every answer and a page never changes under its name.
create table draft_page (
  draft  text not null,                       -- id of the draft
  name   text not null,
  sealed blob not null,
  primary key (draft, name)
) strict, without rowid;

create trigger draft_page_goes after delete on draft begin
  delete from draft_page where draft = old.id;
end;
