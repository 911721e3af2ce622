-- In which order letters were put: a count, for a clock may be put back. Letters of one dossier to one reader leave in it.
alter table envoi add column ordre bigint;
create sequence envoi_ordre owned by envoi.ordre;
alter table envoi alter column ordre set default nextval('envoi_ordre');
