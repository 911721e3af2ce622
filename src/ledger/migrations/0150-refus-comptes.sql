-- why: a refusal that nobody was written to about is told to the administrator, an hour's worth in one letter, and
-- counted in the work item of the dossier to whose thread it came.
alter table message_entrant add column a_signaler boolean not null default false;
create index message_entrant_a_signaler on message_entrant (juge_le) where a_signaler;
alter table travail add column nombre int not null default 1;
