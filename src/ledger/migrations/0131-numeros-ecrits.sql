-- Whose AM number is this? Asked for each number that a letter or a person writes; and which acts rest on such a number,
-- so that the directory has the last word when it changes.
create index if not exists professionnel_numero_am on professionnel (numero_am)
  where numero_am is not null;
alter table acte add column numero_ecrit boolean not null default false;
