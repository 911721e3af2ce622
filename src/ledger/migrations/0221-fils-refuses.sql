-- The dossier to whose thread a message came that was refused or set aside: it is shown there, and has no part in it.
alter table message_entrant add column fil uuid;
create index message_entrant_fil on message_entrant (fil) where fil is not null;
