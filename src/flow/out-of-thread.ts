/**
 * A word of a dossier that came outside its thread: « RETRAIT CONSENTEMENT » in answer to one's own request. It is never
 * a new request: it goes to its dossier, or its author is asked which. « AVIS… » may begin a request in prose.
 *
 * In    a letter that no token and no letter of ours led to a thread
 * Out   the thread, by the mail of his own that it answers or by the number in its signed words; null: a request
 * Refuses   `mot-sans-dossier`: its dossier is not known; its author is told how to say it, the administrator owns it
 *
 * SPEC §3, §5, §6 rules 1 and 8, §13.13
 */
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { DossierId } from '../domain/dossier.ts'
import { type Refusal, refusal } from '../errors.ts'
import { dossierAnswered, dossierNamed } from '../ledger/messages-connus.ts'
import type { Letter } from './mail.ts'
import type { Parts } from './parts.ts'
import type { Thread } from './reply.ts'

/** Words that begin no request, whoever writes them. */
const NEVER_A_REQUEST: ReadonlySet<MotCle> = new Set([
  'RETRAIT CONSENTEMENT',
  'ANNULATION',
  'ACCORD',
  'DESACCORD',
  'NON URGENT',
  'ETAT',
  'JE VALIDE',
  'JE CONFIRME',
])

const NUMERO = /\bTE-\d{4}-\d{6}\b/gi
const MAX_LOOKED_AT = 4_000

/** Finds the thread of a word that came outside it. */
export async function outOfThread(
  letter: Letter,
  { db, keys }: Parts,
): Promise<Thread | Refusal | null> {
  const { opened, author, courrier } = letter
  const { motCle, formulaire } = courrier
  if (motCle === null || Object.keys(formulaire).length > 0) return null
  const { rpps } = author.professionnel
  const { inReplyTo, references } = opened.headers
  const dossier =
    (await dossierNamed(db, numerosDe(courrier), rpps)) ??
    (await dossierAnswered(db, keys, [...inReplyTo, ...references.toReversed()], rpps))
  if (dossier !== null) return { dossier: dossier as DossierId, rang: null }
  return NEVER_A_REQUEST.has(motCle) ? refusal('mot-sans-dossier') : null
}

/** The numbers of dossiers in what the signature covers. */
function numerosDe({ numero, texte }: Courrier): readonly string[] {
  const said = [numero ?? '', ...(texte.slice(0, MAX_LOOKED_AT).match(NUMERO) ?? [])]
  return [...new Set(said.filter((each) => each !== '').map((each) => each.toUpperCase()))]
}
