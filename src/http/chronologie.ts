/**
 * The audit in French: what each stable word means to a person.
 *
 * In    a word of the journal and its facts (identifiers, codes, numbers)
 * Out   a sentence; a word that is not in the table is shown as it is
 *
 * SPEC §12 (one click to its timeline)
 */
import { pourAdministrateur } from '../administrateur.ts'
import { lettreEnFrancais, roleEnFrancais } from '../domain/noms-de-lettres.ts'
import { ERRORS } from '../errors.ts'

type Detail = { readonly [cle: string]: unknown }

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

const FAITS: { readonly [quoi: string]: string } = {
  'absence-illisible': 'Dates d’absence illisibles : le requis est interrogé',
  'absence-notee': 'Absence du requis notée',
  'accord-decline': 'Accord décliné par le requérant',
  'accord-donne': 'Accord du requérant donné',
  'correction-dite':
    'Message du requis qui peut corriger son avis, remis au requérant ; rectificatif demandé',
  'demande-voisine': 'Autre demande ouverte du requérant pour ce patient, ou presque',
  'acte-cree': 'Acte de facturation créé',
  'actes-repris': 'Acte de facturation rétabli : le compte-rendu est remis',
  'actes-suspendus': 'Acte de facturation suspendu',
  'annuaire.certificats': 'Certificats de correspondants importés',
  'annuaire.importe': 'Annuaire importé',
  'adresse-changee': 'Adresse changée dans l’annuaire : la suite y part',
  annulation: 'Demande annulée par le requérant',
  'aucun-requis': 'Aucun requis disponible',
  'avis-en-doute':
    'Avis mis en doute par son auteur : le requérant et la coordination sont prévenus',
  'avis-non-transmis': 'Avis reçu après le retrait du consentement, non transmis',
  'boite.definie': 'Boîte de service définie',
  'boite.retiree': 'Boîte de service retirée',
  'complement-demande': 'Complément demandé par le requis, délai suspendu',
  'complement-echu': 'Complément non reçu, le requis est prévenu',
  'complement-rappele': 'Complément rappelé au requérant',
  'complement-transmis': 'Complément transmis au requis',
  'complement-vide': 'Complément sans contenu : le requérant est interrogé',
  'completude-rappelee': 'Informations manquantes rappelées au requérant',
  'compte-rendu-accepte': 'Compte-rendu accepté',
  'consentement-deja-retire': 'Consentement déjà retiré',
  'consentement-refuse': 'Refus de consentement noté, rien n’est parti',
  'arret-saisi': 'Arrêt dit à la coordination, et saisi par elle',
  'consentement-mis-en-doute':
    'Retrait du consentement reçu par une voie automatique : rien ne part en attendant',
  'consentement-retire': 'Consentement retiré',
  'contenu.detruit': 'Contenu détruit au terme prévu',
  'courrier-automatique': 'Réponse automatique notée, sans effet',
  'creneau-repris': 'Sollicitation reprise par un confrère de la spécialité',
  'delegue-propose': 'Requis absent : son délégué est proposé au requérant',
  'demande-acceptee': 'Demande acceptée',
  'demande-declinee': 'Demande déclinée par le requis',
  'demande-deja-recue': 'Demande déjà reçue : son numéro est redonné',
  'demande-incomplete': 'Informations manquantes demandées au requérant',
  'demande-prise-en-charge': 'Demande prise en charge par le requis',
  'demande-recue': 'Demande reçue',
  'demande-suspendue': 'Demande suspendue : le requérant est interrogé',
  'demande-urgente': 'Demande arrêtée comme urgente',
  'documents-non-compares': 'Documents dont le patient n’a pas pu être comparé',
  'documents-limites': 'Documents non transmis : le patient les garde, leur auteur est interrogé',
  'dossier-etat': 'État du dossier',
  'envoi.accuse': 'Accusé d’un courrier reçu',
  'envoi.bloque': 'Envoi bloqué',
  'envoi.echec': 'Échec de remise',
  'envoi.relance': 'Envoi relancé à la main',
  'envoi.remis': 'Remis',
  'export.annule': 'Export de facturation annulé',
  'export.cree': 'Export de facturation créé',
  'export.lu': 'Export de facturation téléchargé',
  incident: 'Incident technique de remise',
  'jamais-completee': 'Demande close faute d’informations',
  'acces.verrouille': 'Adresse mise en attente : trop de jetons faux',
  'jeton.cree': 'Jeton d’accès créé',
  'jeton.revoque': 'Jeton d’accès révoqué',
  'lignes-notees': 'Informations complétées par le requérant',
  'message.accepted': 'Message accepté',
  'message.classe': 'Message classé, il n’attend plus personne',
  'message.declasse': 'Message rouvert : il avait été classé',
  'message.contenu-lu': 'Contenu d’un message lu par une personne',
  'message.essai': 'Message à l’adresse d’essai, jugé puis détruit',
  'message.deferred': 'Message à juger plus tard',
  'message.lu': 'Verdict d’un message consulté',
  'message.quarantined': 'Message mis en quarantaine',
  'message.refused': 'Message refusé',
  'message.revocation-inconnue': 'Message accepté sans que la révocation soit connue',
  'message.rejoue': 'Message jugé à nouveau',
  'piece-archive': 'Archive non transmise : son auteur est interrogé',
  'piece-dangereuse': 'Programme ou macros non transmis : l’auteur est interrogé',
  'piece-illisible': 'Document illisible : son auteur est interrogé',
  'piece-infectee': 'Document infecté non transmis : son auteur est interrogé',
  'pool.defini': 'Règles d’une spécialité définies',
  'presence-notee': 'Retour du requis noté',
  'preuve.extraite': 'Dossier de preuve extrait',
  'lettre-en-attente': 'Message du requis gardé : le consentement est en doute',
  'doute-leve': 'Doute sur le consentement levé',
  'reponse-apres-avis': 'Réponse du requis à un message reçu après l’avis, transmise au requérant',
  'question-apres-avis': 'Question du requérant après l’avis, transmise au requis',
  'question-rappelee': 'Question après l’avis rappelée au requis',
  'question-repondue': 'Question après l’avis répondue',
  'question-sans-reponse':
    'Question après l’avis sans réponse : requérant et coordinateur prévenus',
  reattribution: 'Sollicitation confiée à un autre requis par le coordinateur',
  remise: 'Suite d’une remise',
  'reorientation-proposee': 'Réorientation proposée par le requis',
  'reponse-au-requerant': 'Le requérant est prié de préciser sa réponse',
  'reponse-au-requis': 'Le requis est prié de préciser sa réponse',
  'requis-absent': 'Requis absent',
  'requis-injoignable': 'Requis injoignable',
  'requis-rappele': 'Requis rappelé',
  'requis-remplace': 'Requis remplacé',
  'requis-sollicite': 'Requis sollicité',
  'requis.absent': 'Absence d’un requis notée par le coordinateur',
  'requis.inscrit': 'Requis inscrit',
  'requis.present': 'Retour d’un requis noté par le coordinateur',
  'retour-illisible': 'Jour de retour illisible : le requis est interrogé',
  retard: 'Délai d’usage dépassé',
  'retours.lus': 'Retours de paiement enregistrés',
  'sans-dossier': 'Courrier sans dossier',
  'sollicitation-expiree': 'Sollicitation expirée sans réponse',
  'travail-ouvert': 'À régler par une personne',
  'travail.regle': 'Travail réglé',
  'urgence-levee': 'Urgence levée par le requérant',
  'urgence-signalee': 'Urgence signalée par le requis',
}

/** Why an act is not billed, or waits. */
const MOTIFS_ACTE: { readonly [motif: string]: string } = {
  'aucun-document': 'aucun document ni renseignement médical autre que la question',
  'cas-restreint': 'cas restreint de la profession, à vérifier',
  'ecarte-par-decision': 'déclaré non facturable',
  'meme-finess': 'requérant et requis du même établissement',
  'niveau-manquant': 'niveau de l’acte non précisé',
  'numero-executant-autrui': 'numéro de l’exécutant donné à un autre par l’annuaire',
  'numero-executant-different': 'numéro de l’exécutant autre que celui de l’annuaire',
  'numero-executant-manquant': 'numéro de facturation de l’exécutant manquant',
  'numero-prescripteur-autrui': 'numéro du prescripteur donné à un autre par l’annuaire',
  'numero-prescripteur-different': 'numéro du prescripteur autre que celui de l’annuaire',
  'numero-prescripteur-manquant': 'numéro de facturation du prescripteur manquant',
  'patient-hospitalise': 'patient hospitalisé',
  'plafond-atteint': 'plafond annuel atteint',
  'prescripteur-remplace-inconnu': 'médecin remplacé par le prescripteur inconnu',
  'prescripteur-remplacement-a-valider': 'remplacement du prescripteur à valider',
  'prescripteur-remplacement-refuse': 'remplacement du prescripteur refusé',
  'profession-sans-acte': 'profession sans acte de téléexpertise',
  'remplace-inconnu': 'médecin remplacé inconnu',
  'remplacement-a-valider': 'remplacement à valider',
  'remplacement-refuse': 'remplacement refusé',
  'requerant-requis': 'exécutant et prescripteur sont la même personne',
  'specialite-executant-manquante': 'spécialité de l’exécutant manquante',
  'specialite-prescripteur-manquante': 'spécialité du prescripteur manquante',
  'territoire-a-verifier': 'tarif du lieu d’exercice à vérifier',
}

/** What a relay said, by the two last figures of its status. RFC 3463 §3 */
const STATUTS: { readonly [statut: string]: string } = {
  '1.1': 'adresse inconnue',
  '1.2': 'domaine inconnu',
  '1.10': 'domaine sans messagerie',
  '2.1': 'boîte désactivée',
  '2.2': 'boîte pleine',
  '2.3': 'message trop volumineux pour la boîte',
  '3.4': 'message trop volumineux pour le serveur',
  '4.1': 'serveur du destinataire sans réponse',
  '4.4': 'serveur du destinataire introuvable',
  '4.7': 'délai de remise dépassé',
  '7.0': 'refusé par une règle de sécurité',
  '7.1': 'refusé par le serveur du destinataire',
}

/** A state, in words. */
export function etatEnFrancais(etat: string): string {
  return ETATS[etat] ?? etat.replaceAll('_', ' ')
}

/** The reason of a code, in a sentence; a status of a relay in words; else the code itself. */
export function codeEnFrancais(code: string): string {
  if (Object.hasOwn(ERRORS, code)) return ERRORS[code as keyof typeof ERRORS].public
  const said = STATUTS[code.replace(/^[245]\./, '')]
  return said === undefined ? code : `${said} (${code})`
}

/** What an administrator is told of a code: what his letters say, else what its author reads. */
export function codePourAdministrateur(code: string): string {
  return pourAdministrateur(code)?.quoi ?? codeEnFrancais(code)
}

/** What he does about it; null where nothing is said of it. */
export function gestePourAdministrateur(code: string): string | null {
  return pourAdministrateur(code)?.faire ?? null
}

/** Why an act is not billed, or waits. */
export function motifActeEnFrancais(motif: string): string {
  return MOTIFS_ACTE[motif] ?? codeEnFrancais(motif)
}

/** An audit line as a sentence: what happened, to which letter or slot, and the code if there is one. */
export function phrase(quoi: string, detail: Detail): string {
  const { lettre, role, rang, etat, code, export: numero } = detail
  const said = [
    typeof numero === 'number' ? `n°\u00A0${numero}` : '',
    typeof lettre === 'string' ? lettreEnFrancais(lettre) : '',
    typeof lettre === 'string' && typeof role === 'string' ? roleEnFrancais(role) : '',
    typeof rang === 'number' && rang > 0 && typeof lettre !== 'string'
      ? `avis n°\u00A0${rang}`
      : '',
    typeof etat === 'string' ? etatEnFrancais(etat) : '',
  ].filter((part) => part !== '')
  const reason = typeof code === 'string' ? ` (${code})` : ''
  const what = FAITS[quoi] ?? words(quoi)
  return `${what}${said.length > 0 ? ` : ${said.join(' ')}` : ''}${reason}`
}

// `compteRenduRendu` → « Compte rendu rendu ».
function words(quoi: string): string {
  const spaced = quoi
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
