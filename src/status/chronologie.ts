/**
 * The audit in French: what each stable word means to a person.
 *
 * In    a word of the journal and its facts (identifiers, codes, numbers)
 * Out   a sentence; a word that is not in the table is shown as it is
 *
 * SPEC §12 (one click to its timeline)
 */
import { ERRORS } from '../errors.ts'

type Detail = { readonly [cle: string]: unknown }

const LETTRES: { readonly [kind: string]: string } = {
  absenceNotee: 'absence notée',
  accordDemande: 'demande d’accord',
  accuseReception: 'accusé de réception',
  alerte: 'alerte',
  alerteExploitation: 'alerte d’exploitation',
  annulation: 'annulation',
  aucunRequis: 'aucun requis disponible',
  avisNonTransmis: 'avis non transmis',
  avisTransmis: 'avis transmis',
  complementDemande: 'demande de complément',
  complementEchu: 'complément non reçu',
  complementTransmis: 'complément',
  compteRendu: 'compte-rendu',
  consentementRefuse: 'refus de consentement noté',
  creneauTermine: 'fin de sollicitation',
  dejaRecue: 'demande déjà reçue',
  demandeACompleter: 'demande à compléter',
  demandeAvis: 'demande d’avis',
  demandeNonTransmise: 'demande non transmise',
  demandeUrgente: 'demande non transmise (urgence)',
  dossierClos: 'clôture du dossier',
  essai: 'résultat d’essai',
  etat: 'état du dossier',
  incident: 'incident de remise',
  modele: 'formulaire vierge',
  priseEnCharge: 'prise en charge',
  rappelRequis: 'rappel au requis',
  refus: 'refus du requis',
  reponseAPreciser: 'réponse à préciser',
  retard: 'avis de retard',
  retardCoordinateur: 'retard au coordinateur',
  sansReponse: 'sans réponse',
  urgenceCoordinateur: 'urgence au coordinateur',
  urgenceSignalee: 'urgence signalée par le requis',
}

const ROLES: { readonly [role: string]: string } = {
  requerant: 'au requérant',
  requis: 'au requis',
  medecinTraitant: 'au médecin traitant',
  coordinateur: 'au coordinateur',
  administrateur: 'à l’administrateur',
  auteur: 'à l’auteur',
}

const ETATS: { readonly [etat: string]: string } = {
  a_envoyer: 'à envoyer',
  a_verifier: 'à vérifier',
  accepted: 'accepté',
  acceptee: 'acceptée',
  accord_demande: 'accord demandé',
  annule: 'annulé',
  bloque: 'bloqué',
  clos: 'clos',
  complement_demande: 'complément demandé',
  deferred: 'différé',
  differe: 'différé',
  echec: 'en échec',
  en_attente: 'en attente',
  en_cours: 'en cours',
  expiree: 'expirée',
  facturable: 'facturable',
  incomplet: 'incomplet',
  non_facturable: 'non facturable',
  quarantined: 'en quarantaine',
  received: 'à juger',
  refused: 'refusé',
  refusee: 'refusée',
  remis: 'remis',
  rendue: 'rendue',
  reorientee: 'réorientée',
  repondu: 'répondu',
  retire: 'retiré',
  sans_reponse: 'sans réponse',
}

const FAITS: { readonly [quoi: string]: (detail: Detail) => string } = {
  'envoi.bloque': (d) => `Envoi bloqué : ${lettre(d)}`,
  'envoi.echec': (d) => `Échec de remise : ${lettre(d)}`,
  'envoi.relance': () => 'Envoi relancé à la main',
  'envoi.remis': (d) => `Remis : ${lettre(d)}`,
  'message.quarantined': () => 'Message mis en quarantaine',
  'message.refused': () => 'Message refusé',
  'message.deferred': () => 'Message à rejuger plus tard',
  'message.rejoue': () => 'Message jugé à nouveau',
  'message.accepted': () => 'Message accepté',
  exportCree: (d) => `Export de facturation n° ${d.export} créé`,
  exportAnnule: (d) => `Export de facturation n° ${d.export} annulé`,
  exportLu: (d) => `Export de facturation n° ${d.export} téléchargé`,
  retoursLus: (d) => `Retours de paiement : ${d.payes} payés, ${d.rejetes} rejetés`,
  messageLu: () => 'Verdict d’un message consulté',
}

/** The name of a letter. */
export function lettreEnFrancais(kind: string): string {
  return LETTRES[kind] ?? kind
}

/** To whom a letter goes. */
export function roleEnFrancais(role: string): string {
  return ROLES[role] ?? role
}

/** A state, in words. */
export function etatEnFrancais(etat: string): string {
  return ETATS[etat] ?? etat.replaceAll('_', ' ')
}

/** The reason of a code, in a sentence; the code itself when it is none of ours (an SMTP status, say). */
export function codeEnFrancais(code: string): string {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as keyof typeof ERRORS].public : code
}

/** An audit line as a sentence. */
export function phrase(quoi: string, detail: Detail): string {
  const known = FAITS[quoi]
  const code = detail.code
  const reason = typeof code === 'string' ? ` (${code})` : ''
  return `${known === undefined ? words(quoi) : known(detail)}${reason}`
}

function lettre(detail: Detail): string {
  return `${lettreEnFrancais(String(detail.lettre))} ${roleEnFrancais(String(detail.role))}`
}

// `compteRenduRendu` → « Compte rendu rendu ».
function words(quoi: string): string {
  const spaced = quoi
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
