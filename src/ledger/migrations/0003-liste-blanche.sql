-- The operators' white list in force: the last good one, never an older one.

create table liste_blanche (
  -- one row, or none
  seule boolean primary key default true check (seule),
  -- DateDeGeneration: what is older than this is never taken
  generee_le timestamptz not null,
  -- of the file
  sha256 bytea not null,
  signataire text not null,
  -- [[domain, [distinguished name, …]], …]
  domaines jsonb not null,
  prise_le timestamptz not null
);
