/**
 * A word of a dossier that came outside its thread: « RETRAIT CONSENTEMENT » in answer to one's own request, the AVIS of
 * a requis to the address of his pool. It goes to its dossier, or its author is asked which.
 *
 * In    a letter that no token and no letter of ours led to a thread
 * Out   the thread, by the mail of his own that it answers or by the number in its signed words; null: a request
 * Refuses   `mot-sans-dossier`: its dossier is not known; its author is told how to say it, the administrator owns it;
 *           `depot-de-reponse`: somebody outside the directory deposits it for a physician;
 *           `signature-autre-dossier`: a dossier took this very signature of an opinion
 *
 * SPEC §3, §5, §6.1, §6.8, §13.13
 */
import { natureHorsFil, numerosDits } from '../decide/hors-fil.ts'
import { classeDe } from '../decide/signature.ts'
import { isHorsAnnuaire, type Rpps } from '../domain/correspondant.ts'
import type { DossierId } from '../domain/dossier.ts'
import { type Refusal, refusal } from '../errors.ts'
import { mayBeAsked } from '../ledger/annuaire/annuaire.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { signingTaken } from '../ledger/messages/demandes-recues.ts'
import { dossierAnswered, dossierNamed } from '../ledger/messages/messages-connus.ts'
import { type Letter, signingOf } from './mail.ts'
import type { Thread } from './reply.ts'

/** Finds the thread of a word that came outside it. */
export async function outOfThread(
  letter: Letter,
  { db, keys }: Ledger,
): Promise<Thread | Refusal | null> {
  const { author, courrier } = letter
  const { rpps } = author.professionnel
  const isRequis = courrier.motCle !== null && (await mayBeAsked(db, rpps))
  const nature = natureHorsFil(courrier, isRequis ? 'requis' : 'requerant', author.professionnel)
  if (nature === 'demande') return null
  const dossier = await dossierOfWords(letter, rpps, { db, keys })
  if (dossier !== null) return { dossier: dossier as DossierId, rang: null }
  if (nature === 'mot-ou-demande') return null
  if (isHorsAnnuaire(author.professionnel)) return refusal('depot-de-reponse')
  // An opinion that a dossier took has its effect there alone: that is what its author is told. SPEC §8
  const isTaken =
    classeDe(courrier) === 'lie' && (await signingTaken(db, keys, signingOf(letter))) !== null
  return refusal(isTaken ? 'signature-autre-dossier' : 'mot-sans-dossier')
}

/** The dossier of this person that his signed words name, or whose mail of his they answer; null without. */
export async function dossierOfWords(
  { opened, courrier }: Pick<Letter, 'opened' | 'courrier'>,
  rpps: Rpps,
  { db, keys }: Ledger,
): Promise<string | null> {
  const { inReplyTo, references } = opened.headers
  return (
    (await dossierNamed(db, numerosDits(courrier), rpps)) ??
    (await dossierAnswered(db, keys, [...inReplyTo, ...references.toReversed()], rpps))
  )
}
