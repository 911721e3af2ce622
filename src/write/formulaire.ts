/**
 * The lines of the form as a physician sees them: their labels, the blank form, the lines still missing.
 *
 * In    stable names of labels, what the directory knows of who asks
 * Out   lines `Libellé : valeur` that `read` reads back
 * Refuses nothing.
 *
 * SPEC §3 (`modele@`, at most 12 lines), §4
 */
import type { Professionnel } from '../domain/correspondant.ts'
import type { Formulaire, Libelle } from '../domain/courrier.ts'
import type { Manque } from '../domain/dossier.ts'
import type { Precision } from '../domain/identifiants.ts'
import { documentDe } from '../domain/manque.ts'
import { ERRORS } from '../errors.ts'
import { limiteFr, pieceIllisibleFr } from './documents-fr.ts'
import { citeFr, enumeration } from './francais.ts'

/** The label of each line. */
export const LIBELLES: { readonly [L in Libelle]: string } = {
  specialiteDemandee: 'Spécialité demandée',
  medecinRequis: 'Médecin requis',
  nomNaissance: 'Nom de naissance',
  prenoms: 'Prénoms',
  dateNaissance: 'Date de naissance',
  sexe: 'Sexe',
  consentement: 'Consentement',
  dateConsentement: 'Date du consentement',
  modeConsentement: 'Mode du consentement',
  consentementDonnePar: 'Consentement donné par',
  personneDeConfiance: "Patient hors d'état d'exprimer sa volonté, personne de confiance consultée",
  procheConsulte: "Patient hors d'état d'exprimer sa volonté, proche consulté",
  medecinTraitant: 'Médecin traitant',
  copieMedecinTraitant: 'Copie au médecin traitant',
  question: 'Question',
  telephone: 'Téléphone',
  contexte: 'Contexte',
  antecedents: 'Antécédents',
  traitements: 'Traitements',
  delaiSouhaite: 'Délai souhaité',
  nomUtilise: 'Nom utilisé',
  matriculeIns: 'Matricule INS',
  statutIns: 'Statut INS',
  lieuNaissance: 'Lieu de naissance',
  numeroAm: 'N° AM',
  numeroFiness: 'N° FINESS',
  specialiteRequerant: 'Spécialité du requérant',
  nirAssure: "N° de sécurité sociale de l'assuré",
  rang: 'Rang',
  regime: 'Régime',
  natureAssurance: "Nature d'assurance",
  ald: 'ALD',
  patientHospitalise: 'Patient hospitalisé',
  remplacantDe: 'Remplaçant de',
  niveau: 'Niveau',
  urgence: 'Urgence',
}

const POURQUOI: { readonly [P in Manque['pourquoi']]: string } = {
  manquant: 'à indiquer',
  illisible: "n'a pas pu être lu",
  contradictoire: 'se contredit avec une autre indication de votre demande, merci de vérifier',
  different: "n'est pas celui que l'annuaire donne pour vous",
  autrui: "est, dans l'annuaire, celui d'un autre professionnel",
  introuvable: "ne correspond à personne dans l'annuaire",
  ambigu: 'correspond à plusieurs possibilités, merci de préciser',
  cite: 'lu seulement dans un message ou un exemple que vous citez, à écrire vous-même',
  cache: 'lu dans un texte que vous n’avez peut-être pas vu, à écrire vous-même',
  signes: 'contient des signes invisibles qui en changent la lecture, à écrire de nouveau',
  prose: 'à indiquer',
  porteur:
    'lu seulement dans l’adresse à laquelle votre message est arrivé, que votre signature ne couvre pas, à confirmer ou à corriger',
}

/** What helps to fill in a line; written without a colon, so that it is never read back as an answer. */
export const AIDES: { readonly [L in Libelle]?: string } = {
  specialiteDemandee: 'nom ou code de la spécialité, ou nom et adresse du médecin requis',
  medecinRequis: 'nom et adresse de messagerie, ou numéro RPPS',
  dateNaissance: 'sous la forme JJ/MM/AAAA',
  matriculeIns: 'à défaut écrivez « sans », et la demande part sans INS',
  sexe: 'M, F ou I',
  consentement: 'oui ou non',
  personneDeConfiance: 'nom de cette personne',
  procheConsulte: 'nom de cette personne',
  urgence: 'non si la demande peut attendre le délai usuel',
  dateConsentement: 'sous la forme JJ/MM/AAAA, au plus tard ce jour',
  modeConsentement: 'oral, écrit ou électronique',
  consentementDonnePar: 'patient ou représentant légal',
  medecinTraitant: 'moi-même, aucun, ou nom avec adresse de messagerie ou RPPS',
  copieMedecinTraitant: 'oui ou non',
  remplacantDe: 'nom et numéro RPPS du médecin remplacé, tel que dans l’annuaire',
  numeroAm: "9 caractères ; à défaut, le n° FINESS de l'établissement",
  specialiteRequerant: 'code à deux chiffres, 01 pour la médecine générale',
}

/** What is asked for under a name that is no label, and the line that answers it. */
const SANS_LIBELLE: { readonly [quoi: string]: readonly [phrase: string, ligne?: Libelle] } = {
  cible: ['La spécialité ou le médecin à qui vous demandez un avis', 'specialiteDemandee'],
  requisEstRequerant: [
    'Le médecin requis, qui ne peut pas être vous-même (indiquez un confrère ou une spécialité)',
    'medecinRequis',
  ],
}

const DEPOT_POUR = {
  introuvable: 'ne correspond à aucun médecin de l’annuaire',
  ambigu: 'correspond à plusieurs médecins de l’annuaire',
  manquant:
    'est dans l’annuaire sans adresse de messagerie, où lui demander son accord (l’administrateur de la passerelle peut l’y inscrire)',
} as const

/** Whom a request is deposited for, when he is not one physician who can be asked. SPEC §5 */
function depotPourFr(pourquoi: Manque['pourquoi']): string {
  const why = pourquoi === 'ambigu' || pourquoi === 'manquant' ? pourquoi : 'introuvable'
  return `Le médecin pour qui vous déposez, qui ${DEPOT_POUR[why]} (écrivez sur une ligne « pour le Dr » suivi de ses nom et prénom, et de son numéro RPPS ou de son adresse)`
}

/** Is this the name of a line of the form? */
export function isLibelle(quoi: string): quoi is Libelle {
  return Object.hasOwn(LIBELLES, quoi)
}

/** What a letter may quote: the lines and sentences as they were written, the names of files; neither where nothing clinical may go. */
export interface Citable {
  readonly lignes: Formulaire
  readonly fichiers: boolean
}

/** Nothing is quoted. */
export const SANS_CITER: Citable = { lignes: {}, fichiers: false }
/** What is missing, told in a few words: « Sexe, écrit « H/F », n'a pas pu être lu (M, F ou I) ». SPEC §6.8 */
export function manqueFr(manque: Manque, citable: Citable = SANS_CITER): string {
  const { quoi, pourquoi, illisibles = [] } = manque
  if (illisibles.length > 0) return pieceIllisibleFr(illisibles, citable)
  if (quoi === 'documentsLimites') return limiteFr(manque, citable)
  if (quoi === 'depotPour') return depotPourFr(pourquoi)
  const document = documentDe(quoi)
  if (document !== null) {
    return `${document} (document à joindre, ou à défaut une ligne qui dit ce qu’il en est)`
  }
  if (!isLibelle(quoi)) return SANS_LIBELLE[quoi]?.[0] ?? motifFr(quoi)
  return ligneFr(quoi, manque, citable)
}

/** The same for a line of the form. */
function ligneFr(
  quoi: Libelle,
  { pourquoi, mots, motsDiscrets, precisions = [] }: Manque,
  citable: Citable,
): string {
  const lu = pourquoi === 'prose' ? citeFr(citable.lignes[quoi] ?? '') : ''
  if (lu !== '') return `${LIBELLES[quoi]}, lu dans votre texte (« ${lu} »), à confirmer`
  const aide = AIDES[quoi]
  const phrase = citable.fichiers ? mots : (motsDiscrets ?? mots)
  const seule = PHRASES.find((one) => precisions.includes(one))
  if (seule !== undefined) {
    return `${LIBELLES[quoi]}, ${ecritFr(phrase ?? citable.lignes[quoi])}${PRECISIONS[seule]}`
  }
  if (phrase !== undefined) {
    const quoiFaire = pourquoi === 'manquant' ? 'à indiquer' : 'à confirmer ou à corriger'
    return `${LIBELLES[quoi]}, ${quoiFaire}, car vous écrivez aussi « ${citeFr(phrase)} »${aide === undefined ? '' : ` (${aide})`}`
  }
  const dit = pourquoi === 'manquant' ? '' : ecritFr(citable.lignes[quoi])
  if (precisions.length > 0) return `${LIBELLES[quoi]}, ${dit}${precisionsFr(precisions, quoi)}`
  return `${LIBELLES[quoi]}, ${dit}${POURQUOI[pourquoi]}${aide === undefined ? '' : ` (${aide})`}`
}

/** The words of a line on one line, « écrit « … », »; empty where there are none. */
export function ecritFr(dit: string | undefined): string {
  const mots = citeFr(dit ?? '')
  return mots === '' ? '' : `écrit « ${mots} », `
}

/** May something be quoted that says more than the labels? */
export function cite(manques: readonly Manque[], { lignes, fichiers }: Citable): boolean {
  return manques.some(
    ({ quoi, pourquoi, illisibles = [], motsDiscrets }) =>
      (fichiers && (illisibles.length > 0 || motsDiscrets !== undefined)) ||
      (pourquoi !== 'manquant' && isLibelle(quoi) && ecritFr(lignes[quoi]) !== ''),
  )
}

const PRECISIONS: { readonly [P in Precision]: string } = {
  futur: 'est dans le futur',
  ancien: 'remonte à plus de 120 ans',
  age: "ne donne pas l'âge que vous écrivez à côté",
  semaine: "n'est pas le jour de la semaine que vous écrivez à côté",
  lieu: "est, dans l'annuaire, connu à un autre endroit",
  cle: 'a une clé (les deux derniers chiffres) qui ne correspond pas aux autres',
  prenom:
    "contient un des prénoms : écrivez le nom de famille seul ou, s'il est exact ainsi, écrivez-le de nouveau",
  sexe: 'le sexe',
  annee: "l'année de naissance",
  mois: 'le mois de naissance',
  proche:
    "à confirmer, car une personne proche ou de confiance ne consent pas à la place du patient ; si le patient est hors d'état d'exprimer sa volonté, remplissez la ligne qui le dit et nomme la personne consultée, avec la date",
  horsEtat:
    "à confirmer ; si le patient est hors d'état d'exprimer sa volonté, remplissez plutôt la ligne qui le dit et nomme la personne consultée, avec la date",
  unAn: "remonte à plus d'un an : est-ce bien le consentement à cette demande ? Si oui, répondez JE CONFIRME ; sinon, indiquez la date de celui qui a été recueilli pour elle",
  nonInscrit:
    "est dans l'annuaire, mais ne reçoit pas de demande par cette passerelle ; indiquez un autre confrère, ou une spécialité",
  objet:
    "dans l'objet de votre message, que votre signature ne couvre pas ; écrivez la question elle-même sur cette ligne",
  renvoi:
    'qui renvoie à ce qui ne se trouve pas dans votre message signé ; écrivez la question elle-même sur cette ligne',
  aCote:
    "n'est pas compris en entier et aucune copie ne partira sans votre réponse ; indiquez moi-même, aucun, ou seulement son nom avec adresse de messagerie ou RPPS, et « non » à la ligne de la copie s'il ne doit rien recevoir",
}
const FAITS: readonly Precision[] = ['futur', 'ancien', 'age', 'semaine', 'cle', 'lieu']

/** What is said alone, with the way out. */
const PHRASES: readonly Precision[] = [
  'proche',
  'prenom',
  'horsEtat',
  'unAn',
  'nonInscrit',
  'aCote',
  'objet',
  'renvoi',
]

/** What exactly is wrong: « contredit le sexe et l'année de naissance que vous indiquez ». */
function precisionsFr(precisions: readonly Precision[], quoi: Libelle): string {
  const faits = precisions.filter((one) => FAITS.includes(one)).map((one) => PRECISIONS[one])
  const traits = precisions.filter((one) => !FAITS.includes(one)).map((one) => PRECISIONS[one])
  const contredit =
    traits.length === 0 ? [] : [`contredit ${enumeration(traits)} que vous indiquez`]
  const aide = AIDES[quoi]
  const isHelped = quoi === 'matriculeIns' || precisions.includes('lieu')
  const sortie = isHelped ? ` (${aide})` : ''
  return `${enumeration([...faits, ...contredit])}, merci de vérifier${sortie}`
}

/** The lines of the statement for a patient who cannot express a will. CSP art. L. 1111-6 */
const HORS_D_ETAT = ['personneDeConfiance', 'procheConsulte', 'dateConsentement'] as const

/** What a consent that is stated anew needs, so that one answer is enough. */
const DU_CONSENTEMENT: readonly Libelle[] = ['dateConsentement', 'modeConsentement']

/** The empty lines that answer what is missing, each label once. */
export function lignesManquantes(manques: readonly Manque[]): string[] {
  const noms = manques
    .flatMap(({ quoi, precisions = [] }) => [
      SANS_LIBELLE[quoi]?.[1] ?? quoi,
      ...(quoi === 'documentsLimites' ? (['consentement'] as const) : []),
      ...(quoi === 'consentement' || quoi === 'documentsLimites' ? DU_CONSENTEMENT : []),
      ...(precisions.includes('proche') || precisions.includes('horsEtat') ? HORS_D_ETAT : []),
      ...(precisions.includes('aCote') ? (['copieMedecinTraitant'] as const) : []),
    ])
    .filter(isLibelle)
  return [...new Set(noms)].map((nom) => `${LIBELLES[nom]} : `)
}

/** The public sentence of a code, or a plain sentence that names it. */
export function motifFr(code: string): string {
  const table: { readonly [code: string]: { readonly public: string } } = ERRORS
  return Object.hasOwn(table, code) ? (table[code]?.public ?? code) : `Motif « ${code} ».`
}

/** The blank form, 12 lines at most; what the directory knows is filled in, what it lacks is asked first. */
export function formulaireVierge(pour: Professionnel | null): string[] {
  const lignes = (
    [
      'specialiteDemandee',
      'nomNaissance',
      'prenoms',
      'dateNaissance',
      'sexe',
      'consentement',
      'dateConsentement',
      'modeConsentement',
      'medecinTraitant',
    ] as const
  ).map((nom) => `${LIBELLES[nom]} : `)
  const connus: readonly (readonly [Libelle, string | null])[] = [
    ['telephone', pour?.telephone ?? null],
    pour?.numeroAm == null && pour?.finess != null
      ? ['numeroFiness', pour.finess]
      : ['numeroAm', pour?.numeroAm ?? null],
    ['specialiteRequerant', pour?.specialite ?? null],
  ]
  const choisis = new Set(
    [...connus].sort((a, b) => Number(a[1] !== null) - Number(b[1] !== null)).slice(0, 2),
  )
  for (const [nom, valeur] of connus.filter((each) => choisis.has(each))) {
    lignes.push(`${LIBELLES[nom]} : ${valeur ?? ''}`)
  }
  return [...lignes, `${LIBELLES.question} : `]
}
