-- A leaked token can be taken back, and one that nobody uses is seen.
alter table jeton_api add column dernier_usage timestamptz;
alter table jeton_api add column revoque_par text;
alter table jeton_api add column revoque_motif text;
