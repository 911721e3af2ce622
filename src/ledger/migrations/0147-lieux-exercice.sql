-- Where the professionals work, as each source says it: tells namesakes apart. `cle`: the town as words, to compare.
create table lieu_exercice (
  rpps text not null references professionnel (rpps),
  code_postal text not null,
  cle text not null,
  commune text not null,
  -- source → instant when it last showed this place
  sources jsonb not null,
  primary key (rpps, code_postal, cle)
);
