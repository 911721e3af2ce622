-- Each closing of a message by a person, and who opened it again: a message judged anew keeps its history.
create table classement (
  message uuid not null references message_entrant (id) on delete cascade,
  le timestamptz not null,
  par text not null,
  leve_le timestamptz,
  leve_par text,
  primary key (message, le)
);
insert into classement (message, le, par)
  select id, classe_le, coalesce(classe_par, '') from message_entrant where classe_le is not null
  on conflict do nothing;
