-- Which process saw the cause of an alert last, and when: what is each process's own ends where nobody sees it any more.
alter table alerte add column if not exists vu_le timestamptz;
alter table alerte add column if not exists vu_par text;
-- Each reason for which the operators' list was refused had a code of messages: it is told as `liste-signature` now.
update alerte set fin = now() where sujet = 'liste-blanche' and fin is null
  and code in ('no-path', 'untrusted-root', 'expired-certificate', 'revoked', 'revocation-unknown');
