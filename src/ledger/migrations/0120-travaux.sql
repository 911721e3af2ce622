-- What a person must settle of a dossier: who, what, and how it ended. No clinical content; it outlives the content.
create table travail (
  id uuid primary key,
  dossier uuid not null references dossier (id),
  -- the same cause opens it once
  cle text not null,
  code text not null,
  -- the code that the other side gave, where it gave one
  erreur text,
  ouvert_le timestamptz not null,
  regle_le timestamptz,
  regle_par text,
  regle_motif text,
  unique (dossier, cle)
);
create index travail_ouvert on travail (dossier) where regle_le is null;
