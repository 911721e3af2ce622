-- The bodies of each letter that left, under the key of its dossier: what a reply quotes of them is known by
-- comparing, never by its look. A letter without them is quoted by nobody: what looks quoted then stays.
alter table envoi add column corps bytea;
