-- Acts may be put right after their export: its lines stay as they were, and each answer of the insurer is kept.
-- The record as the export showed it, kept once the act is changed; null: the act's own.
alter table export_acte add column donnees bytea;
alter table export_acte add column cle uuid references cle (id);
-- Corrected since: the line stands in its file and counts no more.
alter table export_acte add column corrige_le timestamptz;
-- All that the insurer said of an act, in order; the last answer also stands on the act while it counts.
create table retour_acte (
  id bigint generated always as identity primary key,
  acte bigint not null references acte (id),
  export bigint,
  statut text not null check (statut in ('paye', 'rejete')),
  le date not null,
  motif text,
  montant_centimes int,
  recu_le timestamptz not null default now()
);
create index retour_acte_acte on retour_acte (acte, id);
insert into retour_acte (acte, export, statut, le, motif)
  select id, export, retour, retour_le, retour_motif from acte where retour is not null order by id;
-- What a person decided of an answer: contested (another answer is waited for) or closed.
alter table acte add column suite text check (suite in ('conteste', 'clos'));
alter table acte add column suite_le timestamptz;
