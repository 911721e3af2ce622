-- why: OCSP responses are fetched where certificates of good paths say, and shared by all hosts (SPEC §8,
-- §13.10). Adds only.

-- The certificates whose authority answers over HTTP at an allowed address, and its last good answer.
create table reponse_ocsp (
  -- SHA-256, lower-case hexadecimal
  certificat text primary key,
  adresse text not null,
  der bytea not null,
  emetteur bytea not null,
  piece text references piece_revocation (sha256),
  etat text check (etat in ('good', 'revoked')),
  -- its thisUpdate and nextUpdate
  emise_le timestamptz,
  echeance timestamptz,
  obtenue_le timestamptz,
  essayee_le timestamptz,
  -- why the last try failed, in one word; null when it succeeded
  faute text,
  vue_le timestamptz not null
);
create index reponse_ocsp_essai on reponse_ocsp (essayee_le nulls first);
create index reponse_ocsp_faute on reponse_ocsp (adresse, essayee_le) where faute is not null;
