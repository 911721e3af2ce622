-- why: an act of signing that came to essai@ is answered once, whoever sends it again. SPEC §3
create table essai_repondu (
  -- HMAC of the act
  acte bytea primary key,
  le timestamptz not null
);
