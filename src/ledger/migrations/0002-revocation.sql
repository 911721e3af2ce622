-- why: what a judgement rested on is kept with the message, and the lists that were fetched are shared
-- by all hosts (SPEC §8, §13.10). Adds only.

-- CRLs and OCSP responses, once each, whatever messages they judged. They are public and signed.
create table piece_revocation (
  -- lower-case hexadecimal
  sha256 text primary key,
  genre text not null check (genre in ('crl', 'ocsp')),
  octets bytea not null,
  gardee_le timestamptz not null default now()
);
alter table piece_revocation alter column octets set storage external;

-- The addresses where the configured authorities publish their lists, and the last good list of each.
create table liste_revocation (
  adresse text primary key,
  piece text references piece_revocation (sha256),
  -- its thisUpdate and nextUpdate
  emise_le timestamptz,
  echeance timestamptz,
  obtenue_le timestamptz,
  essayee_le timestamptz,
  -- why the last try failed, in one word; null when it succeeded
  faute text,
  vue_le timestamptz not null default now()
);

-- encrypted JSON: the chain, and the SHA-256 of the pieces used
alter table message_entrant add column preuve bytea;
