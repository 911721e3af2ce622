-- A letter that its next server found too large leaves without the signed original that it carried: said for good,
-- so that every later attempt sends the same octets.
alter table envoi add column sans_original boolean not null default false;
