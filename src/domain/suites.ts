/**
 * What follows each state of each thing: who must act, what he does, and the ways that he has.
 *
 * Every state that a thing can be in is a row; a test walks the table and finds each keyword, command, route and
 * page that it names. Printed as docs/suites.md. SPEC §13.13
 */
import type { EtatActe } from './acte.ts'
import type { EtatDossier, EtatSollicitation } from './dossier.ts'

/** Who must act: `passerelle`, time does it; `personne`, nothing is expected any more. */
export type Responsable =
  | 'requerant'
  | 'requis'
  | 'coordinateur'
  | 'administrateur'
  | 'facturation'
  | 'passerelle'
  | 'personne'

/** A way to do it: `courrier:MOT`, `commande:…`, `api:METHODE /…`, `page:/…`. */
export type Moyen =
  | `courrier:${string}`
  | `commande:${string}`
  | `api:${string}`
  | `page:/${string}`

/** One row. */
export interface Suite {
  readonly responsable: Responsable
  /** What is next, in French, for a person. */
  readonly action: string
  readonly moyens: readonly Moyen[]
}

const suite = (responsable: Responsable, action: string, ...moyens: Moyen[]): Suite => ({
  responsable,
  action,
  moyens,
})

const REATTRIBUER: readonly Moyen[] = [
  'commande:dossier',
  'api:POST /api/v1/dossiers/{numero}',
  'page:/dossiers',
]
const ACTE: readonly Moyen[] = [
  'commande:facturation',
  'api:POST /api/v1/actes/{id}',
  'page:/facturation',
]
const REJOUER: readonly Moyen[] = [
  'commande:rejouer',
  'api:POST /api/v1/messages/inbound/{id}/replay',
  'page:/messages',
]
const CLASSER: readonly Moyen[] = [
  'commande:message',
  'api:POST /api/v1/messages/inbound/{id}/close',
]
const RELANCER: readonly Moyen[] = ['api:POST /api/v1/messages/outbound/{id}/retry', 'page:/envois']
const JETON: readonly Moyen[] = ['commande:jeton', 'api:DELETE /api/v1/tokens/{id}', 'page:/jetons']

const dossier: { readonly [E in EtatDossier]: Suite } = {
  incomplet: suite('requerant', 'compléter la demande, ou l’annuler', 'courrier:ANNULATION'),
  en_cours: suite('requis', 'rendre l’avis', 'courrier:AVIS'),
  repondu: suite('passerelle', 'reste ouvert aux réponses, clos au bout de trente jours'),
  sans_reponse: suite('requerant', 'adresser une nouvelle demande', 'courrier:ETAT'),
  annule: suite('personne', 'rien n’est plus attendu'),
  clos: suite('personne', 'rien n’est plus attendu ; un numéro de facturation compte encore'),
}

/** Why a dossier is stopped or ended. */
const motif = {
  'demande-incomplete': suite('requerant', 'donner les lignes demandées', 'courrier:ANNULATION'),
  'a-confirmer': suite('requerant', 'confirmer la demande', 'courrier:JE CONFIRME'),
  'formulaire-a-confirmer': suite(
    'requerant',
    'dire que les lignes citées sont les siennes',
    'courrier:JE CONFIRME',
  ),
  'depot-a-valider': suite('requerant', 'valider la demande déposée', 'courrier:JE VALIDE'),
  urgence: suite('requerant', 'appeler le 15, ou lever l’urgence', 'courrier:NON URGENT'),
  annulation: suite('personne', 'annulée par le requérant'),
  'consentement-refuse': suite('personne', 'refus noté, contenu détruit'),
  'consentement-retire': suite('personne', 'retrait noté, contenu détruit'),
  'jamais-completee': suite('personne', 'close faute d’éléments'),
} as const

const sollicitation: { readonly [E in EtatSollicitation]: Suite } = {
  en_attente: suite('requis', 'répondre', 'courrier:AVIS', 'courrier:REFUS', ...REATTRIBUER),
  acceptee: suite('requis', 'rendre l’avis', 'courrier:AVIS', ...REATTRIBUER),
  complement_demande: suite(
    'requerant',
    'répondre à la question du requis',
    'courrier:COMPLEMENT',
    ...REATTRIBUER,
  ),
  accord_demande: suite(
    'requerant',
    'donner son accord ou le refuser',
    'courrier:ACCORD',
    'courrier:DESACCORD',
    ...REATTRIBUER,
  ),
  rendue: suite('personne', 'avis rendu ; un rectificatif est reçu'),
  refusee: suite('personne', 'déclinée ; un avis tardif est reçu'),
  reorientee: suite('personne', 'suivie dans une autre sollicitation'),
  expiree: suite('personne', 'close sans avis ; un avis tardif est reçu'),
}

/** A question of the requérant after the opinion. SPEC §5 */
const question = {
  posee: suite('requis', 'répondre en quelques mots, sans nouvel acte', 'courrier:RECTIFICATIF'),
  'au-requerant': suite(
    'requerant',
    'répondre par le mot demandé ; rien ne part tant que le consentement est en doute',
    'courrier:ACCORD',
    'courrier:RETRAIT CONSENTEMENT',
    'courrier:ANNULATION',
  ),
  'sans-reponse': suite(
    'coordinateur',
    'joindre le requis ou le requérant, puis régler ce travail',
    'commande:dossier',
    'api:POST /api/v1/dossiers/{numero}',
    'page:/dossiers',
  ),
  repondue: suite('personne', 'répondue'),
} as const

/** Delivery states. SPEC §10 */
const envoi = {
  a_envoyer: suite('passerelle', 'part dès que possible'),
  en_cours: suite('passerelle', 'en train de partir, repris si son processus meurt'),
  differe: suite('passerelle', 'essayé de nouveau pendant quarante-huit heures'),
  bloque: suite(
    'administrateur',
    'donner un certificat, un espace de confiance ou une adresse',
    ...RELANCER,
  ),
  echec: suite('administrateur', 'corriger l’adresse ou le relais, puis relancer', ...RELANCER),
  remis: suite('personne', 'remis'),
  retire: suite('personne', 'retiré avant de partir'),
} as const

/** Inbound states. SPEC §12 */
const message = {
  received: suite('passerelle', 'jugé dès que possible'),
  deferred: suite('passerelle', 'jugé de nouveau plus tard, ou à la main', ...REJOUER),
  quarantined: suite(
    'administrateur',
    'lever la cause, puis rejouer ; ou classer, avec un motif',
    ...REJOUER,
    ...CLASSER,
  ),
  refused: suite(
    'administrateur',
    'l’auteur est prévenu ; rejouer si la cause est levée, ou classer, avec un motif',
    ...REJOUER,
    ...CLASSER,
  ),
  accepted: suite('personne', 'a eu son effet'),
} as const

const acte: { readonly [E in EtatActe]: Suite } = {
  facturable: suite(
    'facturation',
    'exporter',
    'commande:facturation',
    'api:POST /api/v1/exports',
    'page:/facturation',
  ),
  a_verifier: suite('facturation', 'confirmer, corriger ou écarter', ...ACTE, 'courrier:N° AM'),
  non_facturable: suite('facturation', 'rien, ou confirmer si la raison ne vaut plus', ...ACTE),
}

/** Where an exported act stands. SPEC §11 */
const reponse = {
  attendue: suite(
    'facturation',
    'lire les retours, clore ce qui n’en aura pas',
    'commande:facturation',
    'api:POST /api/v1/returns',
    'page:/facturation',
  ),
  paye: suite('personne', 'payé'),
  paye_en_partie: suite('facturation', 'lire le reste, contester ou clore', ...ACTE),
  rejete: suite('facturation', 'corriger, contester ou clore', ...ACTE),
  conteste: suite(
    'facturation',
    'lire la réponse de la caisse',
    'commande:facturation',
    'api:POST /api/v1/returns',
    'page:/facturation',
  ),
  clos: suite('personne', 'sans suite'),
} as const

const export_ = {
  valable: suite(
    'facturation',
    'transmettre, ou annuler',
    'api:POST /api/v1/exports/{id}/void',
    'page:/facturation',
  ),
  annule: suite('personne', 'ses actes sans réponse sont libérés'),
  remplace: suite('personne', 'un autre export le remplace'),
} as const

const alerte = {
  ouverte: suite(
    'administrateur',
    'lever la cause : le code la dit',
    'api:GET /api/v1/status',
    'page:/',
  ),
  terminee: suite('personne', 'la cause est levée'),
} as const

const jeton = {
  valable: suite('administrateur', 'révoquer s’il a fui ou ne sert plus', ...JETON),
  expire: suite('administrateur', 'en créer un autre', 'commande:jeton', 'page:/jetons'),
  revoque: suite('personne', 'n’ouvre plus rien'),
} as const

/** What a person must settle of a dossier. SPEC §12 */
const travail = {
  ouvert: suite(
    'coordinateur',
    'faire ce que dit son code, puis le régler (certains reviennent à l’administrateur)',
    'commande:dossier',
    'api:POST /api/v1/dossiers/{numero}',
    'page:/dossiers',
  ),
  regle: suite('personne', 'réglé'),
} as const

/** Certificates of the gateway and of correspondents. */
const certificat = {
  valable: suite('personne', 'sert'),
  'bientot-expire': suite('administrateur', 'en obtenir un autre', 'commande:check', 'page:/'),
  expire: suite('administrateur', 'le remplacer', 'commande:check', 'commande:annuaire', 'page:/'),
  refuse: suite(
    'administrateur',
    'l’admettre de nouveau, si la raison du refus est levée',
    'commande:certificat',
    'page:/',
  ),
  admis: suite('personne', 'sert de nouveau, s’il est valable'),
} as const

/** The whole table: thing, state, what follows. */
export const SUITES = {
  dossier,
  motif,
  sollicitation,
  question,
  envoi,
  message,
  acte,
  reponse,
  export: export_,
  alerte,
  jeton,
  travail,
  certificat,
} as const
