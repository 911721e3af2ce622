/**
 * A reply that cannot be carried out as it is: what to write instead, the likeliest word first.
 *
 * In    an Ecriture, the code of the question and the letter's own facts
 * Out   a Brouillon without any clinical content, save words of his own and those that name another patient; the
 *       keywords that he may write
 * Refuses nothing.
 *
 * SPEC §5, §6.2, §6.5, §6.8
 */
import { propositionDe } from '../domain/attentes.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import { type Illisible, isRefuse, type MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import { isOuverte } from '../domain/etats.ts'
import { autreVoie, documentsDUnAutre } from './autre-patient.ts'
import { illisiblesFr } from './fichiers-fr.ts'
import { motifFr } from './formulaire.ts'
import { avecArticle, citeFr, enumeration, instantFr, nomFr } from './francais.ts'
import { autresGardes } from './letters-gardes.ts'
import { documentsLimites } from './letters-limite.ts'
import { accordAttendu, urgenceTransmise } from './letters-reponse.ts'
import { attendDemande, termeDeLaQuestion } from './letters-terme.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  citation,
  type Ecriture,
  notice,
  p,
  pourRequis,
  reponses,
  siUrgent,
  sujetDossier,
} from './lettre.ts'
import { rendu } from './liens.ts'
import { motsClesRequerant, motsClesRequis } from './mots-possibles.ts'

/** Questions whose way out is the word followed by the number of the dossier. SPEC §8 */
const A_NOMMER = new Set([
  'mot-autre-dossier',
  'mot-autre-proposition',
  'mot-deja-utilise',
  'mot-trop-ancien',
])

/** A reply that cannot be carried out as it is. */
export function reponseAPreciser(
  e: Ecriture,
  {
    code,
    motCle,
    urgent,
    illisibles,
    dit,
    de,
    encore,
    mots,
    documents = [],
    limite,
  }: Extract<Lettre, { kind: 'reponseAPreciser' }>,
): Brouillon {
  const { dossier } = e
  if (limite !== undefined) return documentsLimites(e, limite)
  if (illisibles !== undefined) return documentsIllisibles(e, code, illisibles)
  const isCited = dit !== undefined && e.parts.discret !== true
  const isQuoted = mots !== undefined && e.parts.discret !== true
  const nomme = motCle !== undefined && A_NOMMER.has(code)
  const question = notice(sujetDossier(dossier, sujetFr(e)), [
    ...siUrgent(e, urgent),
    bonjour(e),
    ...(nomme ? [p(`Écrivez en première ligne : ${motCle} ${dossier.numero}`)] : []),
    ...(ALERTES.has(code) ? [p(urgenceTransmise(e))] : []),
    ...(code === 'accord-a-preciser' || nomme ? attendusFr(e, motCle ?? 'ACCORD').map(p) : []),
    p(
      `${phraseDe(e, code)}${isCited ? ` ${RELIRE.has(code) ? 'Votre compte-rendu serait :' : auteurFr(e, de)} « ${citeFr(dit)} ».` : ''}`,
    ),
    ...(isQuoted ? citation(JOINDRE.has(code) ? 'Vos deux textes' : 'Vous avez écrit', mots) : []),
    ...documentsDUnAutre(documents, e.parts.discret === true),
    ...autresGardes(e, RETENUES.has(code)),
    ...(code === 'patient-different' ? [p(autreVoie(e))] : []),
    p(effetFr(e, code, encore)),
    ...termeDeLaQuestion(e, sansSuite(code)),
    p(
      pourRequis(e)
        ? "Écrivez l'un de ces mots, seul, en première ligne de votre réponse :"
        : "Répondez en commençant par l'un de ces mots :",
    ),
    reponses(e, attendus(e, code, motCle)),
  ])
  const isNamed = documents.length > 0 && e.parts.discret !== true
  return isNamed || isCited || isQuoted
    ? { ...question, clinical: true, discret: 'possible' }
    : question
}

/** Whose words are quoted. */
function auteurFr({ dossier }: Ecriture, de: Rpps | undefined): string {
  const un = dossier.sollicitations.flatMap(({ requis }) => requis).find(({ rpps }) => rpps === de)
  return un === undefined ? 'Vous avez écrit' : `${avecArticle('Le', nomFr(un))} vous écrit :`
}

/** What became of his message. */
function effetFr({ dossier }: Ecriture, code: string, encore: 'oui' | undefined): string {
  if (ALERTES.has(code) || TRANSMIS.has(code)) return `Référence : ${code}.`
  if (encore === 'oui')
    return `Votre nouveau message sur la demande ${dossier.numero} est lu et gardé ; il ne répond pas encore à cette question (référence ${code}).`
  return `Votre message sur la demande ${dossier.numero} est bien arrivé, mais il n'a pas ${sansSuite(code) ? '' : 'encore '}d'effet (référence ${code}).`
}

function sujetFr(e: Ecriture): string {
  return `votre ${attendDemande(e) ? 'demande' : 'réponse'} est à préciser`
}

/** What waits for this word of the reader now. SPEC §8 */
function attendusFr(e: Ecriture, motCle: MotCle): readonly string[] {
  const { sollicitations, retenues = [], etat, motif, completudeDemandeeLe: le } = e.dossier
  const { rpps } = e.envoi.a
  const recu = (quoi: string, instant: Instant) =>
    `Ce qui attend votre réponse : ${quoi}, reçu le ${instantFr(instant)}.`
  if (motCle === 'JE CONFIRME' || motCle === 'JE VALIDE') {
    if (!pourRequis(e)) {
      const waits = etat === 'incomplet' && motif !== null && A_RELIRE.has(motif) && le !== null
      return waits
        ? [
            `Ce qui attend votre réponse : la demande telle qu'elle vous a été relue le ${instantFr(le)}.`,
          ]
        : []
    }
    const kept = sollicitations.flatMap((slot) => [slot.reserve, ...(slot.autresReserves ?? [])])
    return kept
      .filter((one) => one !== null && one.auteur === rpps && one.aConfirmer !== undefined)
      .flatMap((one) => (one === null ? [] : [recu('votre avis', one.recuLe)]))
  }
  if (motCle !== 'ACCORD' && motCle !== 'DESACCORD') return []
  const proposes = pourRequis(e)
    ? []
    : sollicitations.filter((slot) => propositionDe(slot) !== null)
  if (proposes.length > 0) return proposes.map((slot) => accordAttendu(e, slot))
  return retenues
    .filter(({ auteur }) => auteur === rpps)
    .map(({ provenance }) => recu('votre message retenu', provenance.recuLe))
}

const A_RELIRE: ReadonlySet<string> = new Set([
  'a-confirmer',
  'formulaire-a-confirmer',
  'depot-a-valider',
])

/** What of a letter could not be read; the rest of it is with the dossier. */
function documentsIllisibles(
  e: Ecriture,
  code: string,
  illisibles: readonly Illisible[],
): Brouillon {
  const { numero } = e.dossier
  const fichiers = e.parts.discret !== true
  const question = notice(
    sujetDossier(
      e.dossier,
      illisibles.some(isRefuse)
        ? "un document n'est pas transmis"
        : "un document n'a pas pu être lu",
    ),
    [
      bonjour(e),
      p(motifFr(code)),
      p(
        `Dans votre message sur la demande ${numero}, il s'agit de ceci : ${illisiblesFr(illisibles, { fichiers })}. Le reste de ce message est bien arrivé (référence ${code}).`,
      ),
      reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(e.dossier)),
    ],
  )
  return fichiers ? { ...question, clinical: true, discret: 'possible' } : question
}

const RETENUES = new Set(['patient-different', 'rappel-patient-different', 'urgence-autre-patient'])
/** The words that a question asks for, before the others. */
const PREMIERS: { readonly [code: string]: readonly MotCle[] } = {
  'retrait-a-preciser': ['RETRAIT CONSENTEMENT', 'ACCORD'],
  'accord-a-preciser': ['ACCORD', 'DESACCORD'],
  'annulation-a-preciser': ['ANNULATION', 'COMPLEMENT'],
  'texte-apres-avis': ['RECTIFICATIF', 'COMPLEMENT'],
  'refus-a-preciser': ['REFUS', 'AVIS'],
  'absence-a-preciser': ['REFUS', 'ABSENT', 'AVIS'],
  'question-a-preciser': ['COMPLEMENT', 'AVIS'],
  'accuse-a-preciser': ['ACCEPTE', 'AVIS', 'REFUS'],
  'complement-sans-question': ['AVIS', 'COMPLEMENT'],
  'rectificatif-a-preciser': ['RECTIFICATIF', 'COMPLEMENT'],
  'rectificatif-attendu': ['RECTIFICATIF'],
  'rectificatif-a-relire': ['RECTIFICATIF', 'COMPLEMENT'],
  'rectificatif-a-joindre': ['RECTIFICATIF'],
}
/** Questions that read back what would become a compte-rendu. */
const RELIRE = new Set(['avis-a-relire', 'rectificatif-a-relire'])
/** Questions that show two texts as one. */
const JOINDRE = new Set(['avis-a-joindre', 'rectificatif-a-joindre'])
/** Questions about words that their reader has already. */
const TRANSMIS = new Set(['rectificatif-attendu', 'rectificatif-a-preciser'])
/** Questions about the rest of an alert that has left. */
const ALERTES = new Set(['urgence-autre-patient', 'urgence-et-avis'])

/** The words that answer the question, the one that it asks for first. */
function attendus(e: Ecriture, code: string, motCle?: MotCle): readonly MotCle[] {
  const all: readonly MotCle[] = pourRequis(e)
    ? rendu(e)
      ? ['RECTIFICATIF', 'COMPLEMENT', 'URGENT']
      : ['AVIS', 'ACCEPTE', 'COMPLEMENT', 'REFUS', 'REORIENTATION', 'URGENT']
    : motsClesRequerant(e.dossier)
  const likely = motCle === undefined || A_NOMMER.has(code) ? [] : [motCle]
  const known = PREMIERS[code] ?? (RETENUES.has(code) ? ['ACCORD' as const] : [])
  const first = [...likely, ...known.filter((mot) => !likely.includes(mot))]
  // Under a doubt about the consent nothing is passed on: no word for it is offered.
  const others = code === 'retrait-a-preciser' ? all.filter((mot) => mot !== 'COMPLEMENT') : all
  return [...first, ...others.filter((mot) => !first.includes(mot))]
}

/** Words that never will have an effect here: nothing is waited for. */
const SANS_SUITE = new Set([
  'reponse-deja-recue',
  'signature-autre-dossier',
  'accord-sans-objet',
  'annulation-sans-objet',
  'confirmation-sans-objet',
  'mot-cle-du-requis',
  'creneau-termine',
])

function sansSuite(code: string): boolean {
  return SANS_SUITE.has(code)
}

/** What the code says, as it is true of the dossier where it stands now. SPEC §6.8 */
function phraseDe(e: Ecriture, code: string): string {
  switch (code) {
    case 'accord-sans-objet':
      return accordSansObjet(e)
    case 'depot-a-valider':
      return 'Pour valider la demande déposée pour vous, répondez JE VALIDE en première ligne d’un message signé : votre réponse ne le dit pas.'
    case 'a-confirmer':
      return `${motifFr(code)} Votre réponse ne le dit pas.`
    case 'creneau-termine':
    case 'mot-cle-du-requerant':
      return rendu(e) ? `${APRES_SON_AVIS[code]} ${AJOUTER}` : motifFr(code)
    case 'mot-cle-du-requis':
      return e.dossier.etat === 'sans_reponse'
        ? 'Ce mot-clé est réservé au médecin requis, et aucun n’est plus sollicité ici : pour un avis, envoyez une nouvelle demande.'
        : motifFr(code)
    default:
      return motifFr(code)
  }
}

const APRES_SON_AVIS = {
  'creneau-termine': 'Votre avis est déjà rendu, et ce mot-clé n’y change rien.',
  'mot-cle-du-requerant': 'Ce mot-clé est réservé au médecin requérant, et votre avis est rendu.',
} as const
const AJOUTER =
  'Pour corriger votre avis, répondez RECTIFICATIF en première ligne ; pour y ajouter sans le remplacer, COMPLEMENT.'

/** A late ACCORD or DESACCORD: what became of the proposal, and what he can do now. */
function accordSansObjet(e: Ecriture): string {
  const { etat, sollicitations } = e.dossier
  const RIEN_DEMANDE = 'Aucun accord ne vous est plus demandé :'
  if (etat === 'repondu') {
    return `${RIEN_DEMANDE} l’avis est rendu. Pour l’avis d’une autre spécialité, envoyez une nouvelle demande.`
  }
  if (etat === 'sans_reponse') {
    return `${RIEN_DEMANDE} la demande est terminée sans avis. Adressez une nouvelle demande à la spécialité voulue.`
  }
  const ouverts = sollicitations.filter(isOuverte)
  const noms = ouverts.flatMap(actifs).map((un) => avecArticle('le', nomFr(un)))
  const suite =
    noms.length === 0
      ? 'un médecin est recherché pour votre demande'
      : `votre demande est suivie par ${enumeration(noms)}`
  return `${RIEN_DEMANDE} ${suite}, et rien n’a été changé. Pour y mettre fin, répondez ANNULATION.`
}
