-- why: single certificates are denied by the administrator, on every host at once (SPEC §1). Adds only.

create table certificat_refuse (
  -- SHA-256 of the certificate's DER
  sha256 bytea primary key check (length(sha256) = 32),
  -- a denial that was lifted stays, with its reason
  etat text not null check (etat in ('refuse', 'admis')),
  motif text not null,
  par text not null,
  le timestamptz not null
);
