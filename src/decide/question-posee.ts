/**
 * A question of ours to the requérant about words of his: does the patient withdraw, is the request cancelled, does he
 * agree? What he writes next is judged as its answer first.
 *
 * In    the dossier with the question, a letter of either side
 * Out   what the answer does; or the question again, and the letter waits with it
 *
 * While it is not known whether the patient still agrees, the slots wait, letters of the requis too, and nothing leaves
 * (depart.ts). Only RETRAIT CONSENTEMENT, a plain yes, or ACCORD ends that. SPEC §5, §6.1, §6.8, §13.13;
 * CSP art. L. 1111-4
 */
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import type { LettreEnAttente, QuestionPosee } from '../domain/question-posee.ts'
import { isAccordSansReserve, retraitConfirme } from '../domain/reponse-au-doute.ts'
import { isSimpleReponse, reponseDite } from '../domain/reponse-dite.ts'
import { sansMotApprochant } from './mot-approchant.ts'
import {
  auRequerant,
  auRequis,
  avecCreneau,
  debutDePause,
  envoyer,
  finDePause,
  type Pas,
  pas,
  puis,
  trace,
} from './pas.ts'
import { paroles, propos } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>
type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>

const CODE = 'consentement-en-doute'
/** A letter quotes no more of his words than shows what is meant. */
const MAX_QUOTED = 300
const MAX_LETTERS = 20

/** Is it asked whether the patient withdraws his consent? */
export function isEnDoute({ question }: Pick<Dossier, 'question'>): boolean {
  return question?.code === 'retrait-a-preciser'
}

/** Puts the question, or puts it again; the letter waits with it. */
export function poser(
  dossier: Dossier,
  code: QuestionPosee['code'],
  evenement: CourrierRequerant,
  { now }: Contexte,
): Pas {
  const { courrier, provenance } = evenement
  const before = dossier.question?.code === code ? dossier.question : null
  const question: QuestionPosee = {
    code,
    poseeLe: before?.poseeLe ?? now,
    mots: motsDe(courrier),
    lettres: [...(before?.lettres ?? []), ...enAttente(evenement)].slice(-MAX_LETTERS),
  }
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: null,
    dit: question.mots,
    ...(before !== null && { encore: 'oui' as const }),
    ...(courrier.urgence !== null && { urgent: 'oui' }),
  }
  const isDoubt = code === 'retrait-a-preciser'
  const asked = { ...(peutArreter(code) ? suspendre(dossier, now) : dossier), question }
  return pas(
    asked,
    [
      envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message }),
      ...(isDoubt && before === null
        ? [{ kind: 'ouvrirTravail', code: CODE, erreur: null, cle: `${CODE}:${now}` } as const]
        : []),
    ],
    [trace('reponse-au-requerant', { code, message: provenance.message })],
  )
}

/** What the question quotes: his newest words, or the keyword that he wrote alone. SPEC §6.8 */
function motsDe(courrier: Courrier): string {
  const said = paroles(courrier).slice(0, MAX_QUOTED).trim()
  return said === '' ? (courrier.motCle ?? '') : said
}

interface MotsDAilleurs {
  readonly mots: string
  readonly message: string
  /** The requis who wrote them. Absent: the requérant did, elsewhere. */
  readonly de?: Rpps
}

/** What a requis heard from the patient: the requérant is asked, and the letter waits with the question. SPEC §6.1 */
export function douterSurSaParole(
  dossier: Dossier,
  evenement: CourrierRequis,
  rang: number,
  { now }: Contexte,
): Pas {
  const { auteur, courrier, provenance } = evenement
  const mots = paroles(courrier).slice(0, MAX_QUOTED)
  const said = { mots, message: provenance.message, de: auteur.rpps }
  return puis(mettreEnDoute(dossier, said, now), (d) => faireAttendre(d, evenement, rang))
}

/** The same question about the consent for words that stand elsewhere. */
export function mettreEnDoute(
  dossier: Dossier,
  { mots, message, de }: MotsDAilleurs,
  now: Instant,
): Pas {
  const code = 'retrait-a-preciser'
  const lettres = dossier.question?.lettres ?? []
  const question: QuestionPosee = { code, poseeLe: now, mots, lettres }
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: null,
    dit: mots,
    ...(de !== undefined && { de }),
  }
  return pas(
    { ...suspendre(dossier, now), question },
    [
      envoyer({ lettre, a: auRequerant(dossier), sceau: message }),
      { kind: 'ouvrirTravail', code: CODE, erreur: null, cle: `${CODE}:${now}` },
    ],
    [trace('reponse-au-requerant', { code, message })],
  )
}

/**
 * Nothing leaves until a person knows whether the patient still agrees: the requérant's words came by a way that must not
 * be answered, so that he is not asked; the coordinator is. His next letter is judged as the answer. SPEC §5, §6.1
 */
export function mettreEnDouteSansDemander(dossier: Dossier, mots: string, now: Instant): Pas {
  const { consentement, etat, question } = dossier
  const isOver = etat === 'annule' || etat === 'clos'
  if (isOver || consentement.kind === 'retire' || consentement.kind === 'refuse')
    return pas(dossier)
  if (isEnDoute(dossier)) return pas(dossier)
  const lettres = question?.lettres ?? []
  return pas(
    {
      ...suspendre(dossier, now),
      question: { code: 'retrait-a-preciser', poseeLe: now, mots, lettres },
    },
    [{ kind: 'ouvrirTravail', code: CODE, erreur: null, cle: `${CODE}:${now}` }],
    [trace('consentement-mis-en-doute')],
  )
}

/** A yes, a no or thanks alone is no text that waits for anybody. */
function enAttente(evenement: CourrierRequerant): readonly LettreEnAttente[] {
  const { provenance, rang } = evenement
  const courrier = sansMotApprochant(evenement.courrier)
  if (courrier.pieces.length === 0 && isSimpleReponse(paroles(courrier))) return []
  return [{ provenance, courrier, rang: rang ?? null, requis: null }]
}

/** A letter of a requis while the consent is in doubt: kept, and he is told so. SPEC §6.1 */
export function faireAttendre(
  dossier: Dossier,
  { auteur, courrier, provenance }: CourrierRequis,
  rang: number,
): Pas {
  const { question } = dossier
  if (question == null) return pas(dossier)
  const kept: LettreEnAttente = { provenance, courrier, rang, requis: auteur }
  const lettre: Lettre = { kind: 'avisNonTransmis', rang, attente: 'oui' }
  return pas(
    {
      ...dossier,
      question: { ...question, lettres: [...question.lettres, kept].slice(-MAX_LETTERS) },
    },
    [envoyer({ lettre, a: auRequis(auteur), sceau: `${CODE}:${provenance.message}` })],
    [trace('lettre-en-attente', { code: CODE, auteur: auteur.rpps, message: provenance.message })],
  )
}

/** What a letter answers to the question that waits: `autre`, it speaks of something else and is judged as ever. */
export type Reponse = 'retirer' | 'annuler' | 'lever' | 'decliner' | 'redemander' | 'autre'

/** Judges a letter of the requérant as the answer to the question that waits. */
export function reponseA({ code }: QuestionPosee, { courrier }: CourrierRequerant): Reponse {
  const { motCle } = courrier
  const texte = paroles(courrier)
  if (motCle === 'ANNULATION' || motCle === 'ETAT' || motCle === 'RETRAIT CONSENTEMENT')
    return 'autre'
  const yes = motCle === 'JE CONFIRME' || (motCle === null && reponseDite(texte) === 'oui')
  const no = motCle === null && reponseDite(texte) === 'non'
  switch (code) {
    case 'retrait-a-preciser':
      return auDoute(courrier)
    case 'annulation-a-preciser':
      if (yes) return 'annuler'
      if (no || motCle === 'COMPLEMENT') return 'lever'
      return motCle === null ? 'redemander' : 'autre'
    case 'accord-a-preciser':
      if (no) return 'decliner'
      return motCle === null || motCle === 'JE CONFIRME' ? 'redemander' : 'autre'
  }
}

/**
 * RETRAIT CONSENTEMENT, or words that confirm it and say nothing else, withdraw; ACCORD lifts the doubt where nothing
 * beside it speaks against it. Never does one of both words act as the other.
 */
function auDoute(courrier: Courrier): Reponse {
  const { motCle, pieces } = courrier
  const texte = paroles(courrier)
  const isBare = pieces.length === 0
  if (motCle === 'ACCORD') return isAccordSansReserve(texte) ? 'lever' : 'redemander'
  if (motCle === 'JE CONFIRME') {
    const isConfirmed = texte.trim() === '' || retraitConfirme(texte)
    return isBare && isConfirmed ? 'retirer' : 'redemander'
  }
  return motCle === null && isBare && retraitConfirme(texte) ? 'retirer' : 'redemander'
}

/** May the answer end the request? Then nobody is reminded, late or newly asked before it is there. SPEC §6.1, §6.8 */
function peutArreter(code: QuestionPosee['code']): boolean {
  return code !== 'accord-a-preciser'
}

/** The clocks of the slots stand while it is asked whether the request goes on. */
function suspendre(dossier: Dossier, now: Instant): Dossier {
  return surChaque(dossier, (slot) => ({ pauses: debutDePause(slot, now) }))
}

/** The dossier without the question; clocks run on, save those that another question stops. */
export function sansQuestion(dossier: Dossier, now: Instant): Pas {
  const { question } = dossier
  if (question == null) return pas(dossier)
  const free = { ...dossier, question: null }
  if (!peutArreter(question.code)) return pas(free)
  const running = surChaque(free, (slot) =>
    slot.etat === 'en_attente' || slot.etat === 'acceptee' ? { pauses: finDePause(slot, now) } : {},
  )
  if (question.code !== 'retrait-a-preciser') return pas(running)
  return pas(
    running,
    [{ kind: 'reglerTravaux', code: CODE }],
    [trace('doute-leve', { code: CODE })],
  )
}

function surChaque(
  dossier: Dossier,
  change: (slot: Sollicitation) => Partial<Sollicitation>,
): Dossier {
  return dossier.sollicitations
    .filter(isOuverte)
    .reduce((d, slot) => avecCreneau(d, slot.rang, change(slot)), dossier)
}

/** The words and documents that waited, as one letter with these. */
export function avecAttente(dossier: Dossier, evenement: CourrierRequerant): CourrierRequerant {
  const waited = (dossier.question?.lettres ?? []).filter(({ requis }) => requis === null)
  const texts = [...waited.map(({ courrier }) => propos(courrier)), evenement.courrier.texte]
  const courrier = {
    ...evenement.courrier,
    texte: texts.filter((one) => one.trim() !== '').join('\n\n'),
    pieces: [...waited.flatMap((one) => one.courrier.pieces), ...evenement.courrier.pieces],
  }
  return { ...evenement, courrier }
}
