-- why: the first journey. Keys by purge class, contents in encrypted chunks, the state, the outbox,
-- the acts and the audit are there from the first day, because they cannot be added later (SPEC §13).

-- Data keys, wrapped by the master key (parent null) or by another key. Destroying one is the purge.
create table cle (
  id uuid primary key,
  classe text not null check (classe in ('message', 'dossier', 'annee', 'index', 'systeme')),
  parent uuid references cle (id),
  -- civil year of a billing key
  annee int,
  -- AES-256-GCM of 32 bytes; null once destroyed
  enveloppe bytea,
  -- which master key wrapped it, for rotation
  maitre text,
  cree_le timestamptz not null default now(),
  echeance timestamptz,
  detruite_le timestamptz
);
create unique index cle_systeme on cle (classe) where classe in ('index', 'systeme');
create unique index cle_annee on cle (annee) where classe = 'annee';
create index cle_echeance on cle (echeance) where detruite_le is null and echeance is not null;
create index cle_parent on cle (parent) where parent is not null;

-- Bytes too large for a row: chunks of at most 256 KiB, AES-256-GCM each, bound to content and order.
create table contenu (
  id uuid primary key,
  cle uuid not null references cle (id),
  taille bigint not null,
  sha256 bytea not null,
  cree_le timestamptz not null default now()
);
create index contenu_cle on contenu (cle);
create table morceau (
  contenu uuid not null,
  rang int not null,
  octets bytea not null,
  primary key (contenu, rang)
);
alter table morceau alter column octets set storage external;
-- Contents whose chunks are being written: what a crash leaves is found here and cleared.
create table depot (contenu uuid primary key, cree_le timestamptz not null default now());
create index depot_age on depot (cree_le);

-- Every message that got its 250.
create table message_entrant (
  id uuid primary key,
  contenu uuid not null references contenu (id),
  cle uuid not null references cle (id),
  recu_le timestamptz not null,
  taille bigint not null,
  -- encrypted JSON of the envelope (an address can hold a matricule)
  enveloppe bytea not null,
  voie text not null,
  etat text not null default 'received'
    check (etat in ('received', 'accepted', 'refused', 'quarantined', 'deferred')),
  code text,
  -- encrypted JSON of the verdict
  verdict bytea,
  -- HMAC of the Message-ID and of the signed content, under the index key
  index_message_id bytea,
  index_contenu bytea,
  dossier uuid,
  auteur_rpps text,
  tentatives int not null default 0,
  prochaine timestamptz,
  pris_par text,
  pris_jusqua timestamptz,
  juge_le timestamptz,
  -- who owns what is stuck, and what to do
  responsable text,
  rejoue_motif text
);
create index message_entrant_attente on message_entrant (prochaine) where etat in ('received', 'deferred');
create index message_entrant_recu on message_entrant (recu_le desc, id);
create index message_entrant_mid on message_entrant (index_message_id);

-- One signed content is one dossier, whatever is sent again.
create table demande_recue (
  index_contenu bytea primary key,
  dossier uuid not null,
  message uuid not null
);

create table compteur (nom text primary key, dernier bigint not null);

create table dossier (
  id uuid primary key,
  numero text not null unique,
  cle uuid not null references cle (id),
  version int not null,
  etat text not null,
  motif text,
  requerant_rpps text,
  -- encrypted JSON of the aggregate
  etat_chiffre bytea not null,
  -- HMAC of the patient, under the index key
  index_patient bytea,
  ouvert_le timestamptz not null,
  fini_le timestamptz,
  destruction_le timestamptz,
  prochaine_echeance timestamptz,
  maj_le timestamptz not null default now()
);
create index dossier_echeance on dossier (prochaine_echeance) where prochaine_echeance is not null;
create index dossier_destruction on dossier (destruction_le) where destruction_le is not null;
create index dossier_liste on dossier (ouvert_le desc, id);

-- What the lists need of each slot, without clinical content.
create table sollicitation (
  dossier uuid not null references dossier (id),
  rang int not null,
  etat text not null,
  specialite text,
  requis_rpps text,
  ouverte_le timestamptz not null,
  rappel_le timestamptz,
  limite_le timestamptz,
  expiration_le timestamptz,
  en_retard boolean not null default false,
  terminee_le timestamptz,
  primary key (dossier, rang)
);
create index sollicitation_ouverte on sollicitation (requis_rpps) where terminee_le is null;

-- Which physicians were given which slot on which day: capacity and history.
create table attribution (
  dossier uuid not null,
  rang int not null,
  rpps text not null,
  le timestamptz not null,
  jour date not null,
  primary key (dossier, rang, rpps)
);
create index attribution_jour on attribution (rpps, jour);

-- The thread of one dossier for one correspondent.
create table jeton_fil (
  jeton text primary key,
  dossier uuid not null,
  role text not null,
  rang int,
  adresse text not null,
  rpps text,
  unique nulls not distinct (dossier, role, rang, adresse)
);

-- Letters to send: effects of decisions, in the same transaction as the state.
create table envoi (
  id uuid primary key,
  dossier uuid references dossier (id),
  cle uuid not null references cle (id),
  cle_unique text not null unique,
  lettre text not null,
  role text not null,
  rang int,
  version int,
  rpps text,
  -- where it goes: a professional's mailbox, or the administrator's
  adresse text,
  -- encrypted JSON: the letter and its recipient
  donnees bytea not null,
  message_id text not null unique,
  jeton_rebond text not null unique,
  etat text not null default 'a_envoyer'
    check (etat in ('a_envoyer', 'en_cours', 'remis', 'differe', 'bloque', 'echec', 'retire')),
  code text,
  contenu uuid references contenu (id),
  tentatives int not null default 0,
  cree_le timestamptz not null default now(),
  -- when a person asked for it again: retries count from here
  relance_le timestamptz,
  prochaine timestamptz not null default now(),
  pris_par text,
  pris_jusqua timestamptz,
  remis_le timestamptz,
  accuse text,
  responsable text,
  priorite int not null default 0
);
create index envoi_attente on envoi (priorite desc, prochaine) where etat in ('a_envoyer', 'en_cours', 'differe');
create index envoi_dossier on envoi (dossier);
create index envoi_liste on envoi (cree_le desc, id);

create table tentative (
  envoi uuid not null references envoi (id),
  no int not null,
  debut timestamptz not null,
  fin timestamptz,
  issue text,
  code text,
  primary key (envoi, no)
);

-- Refusal letters: at most one an address, code and day. The address is stored as an HMAC.
create table avis_refus (
  index_adresse bytea not null,
  code text not null,
  jour date not null,
  primary key (index_adresse, code, jour)
);

create table acte (
  id bigint generated always as identity primary key,
  dossier text not null,
  rang int not null,
  role text not null check (role in ('REQUIS', 'REQUERANT')),
  code text not null,
  annee int not null,
  date_acte date not null,
  montant_centimes int not null,
  executant_rpps text not null,
  etat text not null check (etat in ('facturable', 'a_verifier', 'non_facturable')),
  motif text,
  suspendu_motif text,
  -- a notice that came after the export: listed for the clerk
  signale_motif text,
  index_patient bytea not null,
  cle uuid not null references cle (id),
  -- encrypted JSON of the whole act
  donnees bytea not null,
  export bigint,
  retour text,
  retour_le date,
  retour_motif text,
  cree_le timestamptz not null default now(),
  unique (dossier, rang, role)
);
create unique index acte_un_rqd on acte (dossier) where code = 'RQD';
create index acte_plafond on acte (index_patient, executant_rpps, annee, code);
create index acte_a_exporter on acte (date_acte) where export is null and etat = 'facturable';

create table export (
  id bigint primary key,
  du date,
  au date,
  cree_le timestamptz not null,
  par text not null,
  nombre int not null,
  total_centimes bigint not null,
  -- SHA-256 by format, and the signature (CMS, DER) over the JSON manifest
  empreintes jsonb not null,
  manifeste text not null,
  signature bytea not null,
  annule_le timestamptz,
  annule_motif text,
  remplace bigint,
  remplace_par bigint
);
-- Which acts an export held: kept after a void, so that it renders again byte for byte.
create table export_acte (
  export bigint not null references export (id),
  acte bigint not null references acte (id),
  ordre int not null,
  primary key (export, acte)
);

-- Audit: one hash chain a dossier and a token, the heads, and signed checkpoints over them.
create table journal (
  seq bigint generated always as identity primary key,
  chaine text not null,
  rang bigint not null,
  instant timestamptz not null,
  quoi text not null,
  auteur text not null,
  detail text not null,
  precedent bytea not null,
  empreinte bytea not null,
  unique (chaine, rang)
);
create table chaine (
  nom text primary key,
  rang bigint not null,
  empreinte bytea not null,
  pointe bigint not null default 0
);
create index chaine_a_pointer on chaine (nom) where rang > pointe;
create table point_de_controle (
  id bigint primary key,
  instant timestamptz not null,
  racine bytea not null,
  signature bytea not null,
  certificat bytea not null
);
create table point_tete (
  point bigint not null references point_de_controle (id),
  chaine text not null,
  rang bigint not null,
  empreinte bytea not null,
  primary key (point, chaine)
);

-- API tokens: only their hash.
create table jeton_api (
  id uuid primary key,
  empreinte bytea not null unique,
  portees text[] not null,
  titulaire text not null,
  cree_le timestamptz not null default now(),
  expire_le timestamptz,
  revoque_le timestamptz
);

-- What a window asks of the corridor: replay, retry, export, void, returns.
create table commande (
  id uuid primary key,
  quoi text not null,
  parametres jsonb not null,
  par text not null,
  motif text,
  cree_le timestamptz not null default now(),
  pris_jusqua timestamptz,
  fait_le timestamptz,
  resultat jsonb,
  erreur text
);
create index commande_attente on commande (cree_le) where fait_le is null;

-- Directory.
create table professionnel (
  rpps text primary key,
  nom text not null,
  prenom text not null,
  profession text not null,
  specialite text,
  numero_am text,
  finess text,
  telephone text,
  territoire text,
  -- words of the names without accents, sorted; and those of the family name alone
  mots text[] not null,
  mots_nom text[] not null,
  -- source → instant when it last showed this row; a row that every source dropped has vanished
  sources jsonb not null,
  maj_le timestamptz not null,
  disparu_le timestamptz
);
create index professionnel_mots on professionnel using gin (mots);
create table adresse_mss (
  adresse text not null,
  rpps text not null references professionnel (rpps),
  kind text not null default 'PER',
  rang int not null default 0,
  sources jsonb not null,
  maj_le timestamptz not null,
  disparu_le timestamptz,
  primary key (adresse, rpps)
);
create index adresse_rpps on adresse_mss (rpps);
-- Who answers, for which pools.
create table requis (
  rpps text primary key,
  specialites text[] not null,
  capacite_par_jour int,
  actif boolean not null default true,
  maj_le timestamptz not null default now()
);
create table absence (
  rpps text not null,
  du date not null,
  au date not null,
  primary key (rpps, du, au)
);
-- Who may sign from a service mailbox.
create table boite_service (
  adresse text not null,
  rpps text not null,
  primary key (adresse, rpps)
);
-- Certificates of correspondents: from the directory or learned from verified mail.
create table certificat (
  sha256 bytea primary key,
  adresse text,
  rpps text,
  der bytea not null,
  usage text not null check (usage in ('chiffrement', 'signature', 'deux')),
  source text not null,
  valide_du timestamptz not null,
  valide_au timestamptz not null,
  -- S/MIME capabilities announced with it
  capacites jsonb,
  vu_le timestamptz not null
);
create index certificat_adresse on certificat (adresse);

-- Alerts: once at the start, once at the end.
create table alerte (
  id uuid primary key,
  code text not null,
  sujet text not null,
  debut timestamptz not null,
  fin timestamptz,
  responsable text not null,
  unique nulls not distinct (code, sujet, fin)
);
