-- The refused messages that a work item is about: it ends when each of them has had its effect. Holds identifiers only.
create table travail_message (
  travail uuid not null references travail (id) on delete cascade,
  message uuid not null references message_entrant (id) on delete cascade,
  primary key (travail, message)
);
create index travail_message_message on travail_message (message);
