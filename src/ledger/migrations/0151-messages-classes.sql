-- A person may close a message that was refused or set aside: it waits for nobody any more.
alter table message_entrant add column classe_le timestamptz;
alter table message_entrant add column classe_par text;
