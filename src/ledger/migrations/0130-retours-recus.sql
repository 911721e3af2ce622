-- A return file is kept page by page as it streams in and carried out page by page: never whole in memory, and a page
-- done twice has one effect.
create table retour_fichier (
  id uuid primary key,
  par text not null,
  recu_le timestamptz not null default now(),
  fini_le timestamptz
);
create table retour_page (
  fichier uuid not null references retour_fichier (id) on delete cascade,
  page int not null,
  lignes jsonb not null,
  -- what became of it; null: to be carried out
  bilan jsonb,
  primary key (fichier, page)
);
-- Which file gave an answer: a line that comes again is told as such.
alter table retour_acte add column fichier uuid;
-- What is left to pay of an act; null where nothing was paid, or as long as nothing says.
alter table acte add column reste_centimes int;
