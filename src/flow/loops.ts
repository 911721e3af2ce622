/**
 * Finds the loop that no header shows: a machine that signs its answers and does not say that it is one.
 *
 * Each turn of such a loop costs us a letter to the same correspondent in the thread of one dossier, or a request that
 * lacks everything. Past CONFRERE_LIMITE_ECHANGES in an hour his mails in the thread still have their effect, and what
 * would answer them is held back; a request without reference waits in quarantine if it lacks something. The letters
 * that replays of his mails cause are counted apart: whoever holds one can send it. SPEC §10, §13.13
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import { incompleteSince, lettersSince } from '../ledger/outbox/echanges.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import type { Letter } from './mail.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithClock

const WINDOW_MS = 3_600_000

/** Did we write too often of late to the author in this dossier, not counting the answers to replays? */
export async function isThreadLoop(
  letter: Letter,
  dossier: string,
  parts: Needs,
): Promise<boolean> {
  return await wroteTooOften(letter, { dossier, rejeux: false }, parts)
}

/** Did replays of his mails cost too many answers of late in this dossier? */
export async function isReplayed(letter: Letter, dossier: string, parts: Needs): Promise<boolean> {
  return await wroteTooOften(letter, { dossier, rejeux: true }, parts)
}

async function wroteTooOften(
  { author }: Letter,
  which: { readonly dossier: string; readonly rejeux: boolean },
  { db, config, clock }: Needs,
): Promise<boolean> {
  const most = config.limites.exchanges
  const since = new Date(clock.now().getTime() - WINDOW_MS)
  return (await lettersSince(db, { ...which, adresse: author.adresse }, since, most)) >= most
}

/** Do his replies without reference open one request after the other that lacks something? */
export async function isRequestLoop(
  { author, to }: Letter,
  { db, config, clock }: Needs,
): Promise<boolean> {
  // An answering machine writes to our From; a person or a flood of new requests, to an address of its own.
  if (to.kind !== 'teleexpertise') return false
  const most = config.limites.exchanges
  const since = new Date(clock.now().getTime() - WINDOW_MS)
  return (await incompleteSince(db, author.professionnel.rpps, since, most)) >= most
}
