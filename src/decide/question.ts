/**
 * A question of the requérant after the opinion: the same dossier, no second act, and yet somebody who waits.
 *
 * In    a message passed on to the author of an opinion; his letters; the time
 * Out   the question noted; at RAPPEL its reader is reminded, at LIMITE the requérant and the coordinator are told, who
 *       has it to settle; ended by any letter of that author that reaches the requérant
 *
 * SPEC §5 (free text after the opinion), §6.8, §7, §13.13
 */
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import { dueAt, ouvertureSuivante } from '../domain/delai.ts'
import type { Dossier, QuestionApresAvis, Sollicitation } from '../domain/dossier.ts'
import { questionDe } from '../domain/etats.ts'
import type { Contexte, Regles } from '../domain/evenement.ts'
import { reglesDe } from '../domain/pool.ts'
import {
  AU_COORDINATEUR,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  envoyer,
  type Pas,
  pas,
  puis,
  puisChaque,
  trace,
} from './pas.ts'

const CODE = 'question-sans-reponse'

/** Notes that a message which asks something went to this author of an opinion. */
export function noterQuestion(
  dossier: Dossier,
  rang: number,
  rpps: Rpps,
  {
    message,
    now,
    de,
  }: { readonly message: string; readonly now: Instant; readonly de?: QuestionApresAvis['de'] },
): Pas {
  const question: QuestionApresAvis = {
    message,
    poseeLe: now,
    a: [rpps],
    ...(de !== undefined && { de }),
    rappeleeLe: null,
    retardLe: null,
    reponduLe: null,
  }
  const questions = [...(creneau(dossier, rang).questions ?? []), question]
  const line = trace('question-apres-avis', { rang, requis: rpps })
  return pas(avecCreneau(dossier, rang, { questions }), [], [line])
}

/** Notes who had a message after his opinion, whatever it says: he may answer in plain words. */
export function noterMessage(dossier: Dossier, rang: number, rpps: Rpps): Pas {
  const { messagesApresAvis: had = [] } = creneau(dossier, rang)
  return pas(
    had.includes(rpps)
      ? dossier
      : avecCreneau(dossier, rang, { messagesApresAvis: [...had, rpps] }),
  )
}

/** Did this requis have a message after his opinion, which he may answer? */
export function peutRepondre({ messagesApresAvis = [] }: Sollicitation, rpps: Rpps): boolean {
  return messagesApresAvis.includes(rpps)
}

/** Does a question wait for his answer? */
export function aUneQuestion(slot: Sollicitation, rpps: Rpps): boolean {
  return questionsA(slot, rpps).length > 0
}

/** The same step, every question answered whose reader's letter now goes to the requérant. */
export function avecReponses(step: Pas, auteur: Rpps, now: Instant): Pas {
  const rangs = step.effets.flatMap((one) =>
    one.kind === 'envoyer' && one.a.role === 'requerant' && isReponse(one.lettre)
      ? [one.lettre.rang]
      : [],
  )
  const answered = step.dossier.sollicitations.filter(
    (slot) => rangs.includes(slot.rang) && questionsA(slot, auteur).length > 0,
  )
  return puisChaque(step, answered, (dossier, { rang }) => repondre(dossier, rang, auteur, now))
}

/** A letter of a slot; that its author is away is no answer. */
function isReponse(lettre: Lettre): lettre is Extract<Lettre, { readonly rang: number | null }> {
  if (lettre.kind === 'reponseApresAvis' && lettre.absent === 'oui') return false
  return 'rang' in lettre
}

function questionsA({ questions = [] }: Sollicitation, auteur: Rpps): readonly QuestionApresAvis[] {
  return questions.filter((one) => one.reponduLe === null && one.a.includes(auteur))
}

function repondre(dossier: Dossier, rang: number, auteur: Rpps, now: Instant): Pas {
  const { questions = [] } = creneau(dossier, rang)
  const next = questions.map((one) =>
    one.reponduLe === null && one.a.includes(auteur) ? { ...one, reponduLe: now } : one,
  )
  const told = avecCreneau(dossier, rang, { questions: next })
  const waits = told.sollicitations.some((slot) => questionDe(slot) !== null)
  return pas(told, waits ? [] : [{ kind: 'reglerTravaux', code: CODE }], [
    trace('question-repondue', { rang, requis: auteur }),
  ])
}

/** When the reader of a question is reminded, and when others are told; null: done, or nothing waits. */
export function echeancesQuestion(
  slot: Sollicitation,
  generales: Regles,
): { readonly rappel: Instant | null; readonly retard: Instant | null } {
  const question = questionDe(slot)
  const regles = reglesDe(slot, generales)
  if (question === null) return { rappel: null, retard: null }
  const at = (ms: number): Instant | null => {
    const due = dueAt(question.poseeLe, ms, [], regles)
    return due && ouvertureSuivante(due, regles)
  }
  return {
    rappel: question.rappeleeLe === null ? at(regles.rappelMs) : null,
    retard: question.retardLe === null ? at(regles.limiteMs) : null,
  }
}

/** Does what is due of the questions of every slot. */
export function relancerQuestions(dossier: Dossier, contexte: Contexte): Pas {
  const rangs = dossier.sollicitations.map((slot) => slot.rang)
  return puisChaque(pas(dossier), rangs, (d, rang) => relancer(d, rang, contexte))
}

function relancer(dossier: Dossier, rang: number, contexte: Contexte): Pas {
  const { now, regles } = contexte
  const slot = creneau(dossier, rang)
  const { rappel, retard } = echeancesQuestion(slot, regles)
  const isLate = retard !== null && retard <= now
  // Whoever is told that he was reminded is told what is so.
  const isDue = rappel !== null && (isLate || rappel <= now)
  const reminded = isDue ? rappeler(dossier, slot, contexte) : pas(dossier)
  return isLate ? puis(reminded, (d) => direSansReponse(d, slot, contexte)) : reminded
}

function rappeler(dossier: Dossier, slot: Sollicitation, contexte: Contexte): Pas {
  const { rang, comptesRendus } = slot
  const a = questionDe(slot)?.a ?? []
  const authors = new Map(comptesRendus.map(({ auteur }) => [auteur.rpps, auteur]))
  const readers = a.flatMap((rpps) => authors.get(rpps) ?? [])
  const lettre = { kind: 'questionRappelee', rang } as const
  return pas(
    changer(dossier, rang, { rappeleeLe: contexte.now }),
    readers.map((one) => envoyer({ lettre, a: auRequis(one), ...quand(slot, contexte) })),
    [trace('question-rappelee', { rang })],
  )
}

function direSansReponse(dossier: Dossier, slot: Sollicitation, contexte: Contexte): Pas {
  const { rang } = slot
  const { sceau, pasAvant } = quand(slot, contexte)
  const cle = `${CODE}:${sceau}`
  const told = { kind: 'questionSansReponse', rang } as const
  return pas(
    changer(dossier, rang, { retardLe: contexte.now }),
    [
      { kind: 'ouvrirTravail', code: CODE, erreur: null, cle },
      envoyer({ lettre: told, a: auRequerant(dossier), pasAvant, sceau }),
      envoyer({
        lettre: { kind: 'alerte', code: CODE, rang },
        a: AU_COORDINATEUR,
        pasAvant,
        sceau: cle,
      }),
    ],
    [trace('question-sans-reponse', { rang })],
  )
}

/** A letter about the question that waits leaves within the service hours. */
function quand(slot: Sollicitation, { now, regles }: Contexte) {
  const opening = ouvertureSuivante(now, regles)
  return { pasAvant: opening === now ? null : opening, sceau: questionDe(slot)?.message ?? '' }
}

/** The question that waits, changed. */
function changer(dossier: Dossier, rang: number, change: Partial<QuestionApresAvis>): Dossier {
  const slot = creneau(dossier, rang)
  const waiting = questionDe(slot)
  const questions = (slot.questions ?? []).map((one) =>
    one === waiting ? { ...one, ...change } : one,
  )
  return avecCreneau(dossier, rang, { questions })
}
