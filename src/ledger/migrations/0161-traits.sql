-- HMACs of all traits of a patient but one, under the index key: another open request of the same physician about the same
-- patient, or nearly, is found without any name.
alter table dossier add column index_traits bytea[];
create index dossier_traits on dossier using gin (index_traits) where etat in ('incomplet', 'en_cours');
