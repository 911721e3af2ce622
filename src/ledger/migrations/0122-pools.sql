-- What a pool has of its own: its delays, its coordinator, the documents it wants. Null or empty: as everywhere.
create table pool (
  specialite text primary key,
  coordinateur text,
  rappel_ms bigint,
  limite_ms bigint,
  expiration_ms bigint,
  documents text[] not null default '{}',
  maj_le timestamptz not null default now()
);
