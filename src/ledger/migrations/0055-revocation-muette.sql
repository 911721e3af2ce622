-- why: the administrator is told when a responder or a distribution point stays silent (SPEC §6.8, §8). Adds only.

-- since when no try has succeeded; null when the last one did
alter table reponse_ocsp add column faute_depuis timestamptz;
alter table liste_revocation add column faute_depuis timestamptz;
