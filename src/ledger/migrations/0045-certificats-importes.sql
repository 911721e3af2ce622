-- why: administrators import the encryption certificates of correspondents; one certificate may hold several
-- addresses, or be its holder's wherever he is written to (SPEC §8, §9). Adds only.

-- The addresses that an imported certificate holds itself; `adresse` is the one whence mail brought it.
alter table certificat add column adresses text[] not null default '{}';
-- Every letter asks it: what an import has just added must not wait in a list that each reader walks.
create index certificat_adresses on certificat using gin (adresses) with (fastupdate = off);
create index certificat_rpps on certificat (rpps) where source = 'annuaire';
