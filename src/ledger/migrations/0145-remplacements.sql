-- The periods for which a replaced physician validated that another writes under his number: later acts are covered.
create table remplacement (
  par text not null,
  remplace text not null,
  du date not null,
  au date not null,
  valide_le timestamptz not null,
  primary key (par, remplace, du, au)
);
