-- What each format leaves out of an export, named; by which writing of the formats its files are made, so that those
-- of an older one stay the same bytes.
alter table export add column if not exists omis jsonb not null default '{}';
alter table export add column if not exists rendu smallint not null default 1;
