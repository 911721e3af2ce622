-- The telephone that a professional wrote of himself, when, and in which message: used where the directory has none.
alter table professionnel add column telephone_ecrit text;
alter table professionnel add column telephone_ecrit_le timestamptz;
alter table professionnel add column telephone_ecrit_message text;
