-- why: an authority that only mails carry may have signed the list that its own certificates name: a host that fetches
-- the list must know its key (SPEC §8). Adds only.

create table emetteur_vu (
  -- lower-case hexadecimal
  sha256 text primary key,
  der bytea not null,
  vue_le timestamptz not null
);
