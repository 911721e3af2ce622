/**
 * The watch: says once when something waits too long or fails, and once when it is over.
 *
 * In    what the ledger shows now; this process's clock against the database's
 * Out   alerts with an owner, and a letter to the administrator for each beginning and each end
 *
 * Whichever process sees it first says it; the row of the alert keeps the others silent. SPEC §6.8
 */

import type { WithConfig } from '../config.ts'
import { sayWhatChanged } from '../flow/findings.ts'
import { IDENTITY_CODE, identityProblem } from '../flow/own-identity.ts'
import { tellUntold } from '../flow/untold.ts'
import { systemClock, type WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { type CodeAlerte, REFUS_LISTE } from '../ledger/alert-kinds.ts'
import { isSeenElsewhere, seeAlert } from '../ledger/alerts.ts'
import { settleFound } from '../ledger/annuaire/requis-disparus.ts'
import { settleLoops } from '../ledger/dossiers/travaux.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { type Constat, clockAhead, constats } from '../ledger/late.ts'
import type { WithWorker } from '../ledger/leases.ts'
import type { WithIdentity } from '../message.ts'
import type { WithBell } from '../queue/queue.ts'
import { listeRefused } from '../trust/operators.ts'
import type { WithTrust } from '../trust/store.ts'
import { roomOf } from './capacity.ts'

/** What this file takes of the gateway. */
type Needs = Ledger &
  WithConfig &
  WithClock &
  WithLog &
  WithBell &
  WithTrust &
  WithIdentity &
  WithWorker

/** What all processes see alike; a clock is each one's own. */
const SEEN_BY_ALL: readonly CodeAlerte[] = [
  'messages-en-attente',
  'remises-en-retard',
  'echeances-en-retard',
  'echeance-bloquee',
  'relais-injoignable',
  'compte-rendu-bloque',
  'liste-vieillie',
  'requis-disparu',
]
const CLOCK = 'horloge-decalee'
const ANTIVIRUS = 'antivirus-injoignable'
/** What the door says to each new mail (452) while the disk is nearly full. */
const DISK = 'disque'
const CLOCK_TOLERANCE_MS = 60_000
/** Who saw a cause of his own and says no more of it for so long is gone: each looks every minute. */
const GONE_MINUTES = 3

/** Looks once. */
export async function watchOnce(parts: Needs): Promise<void> {
  const { db, clock } = parts
  await sayWhatChanged(SEEN_BY_ALL, await constats(db, clock.now()), parts)
  await settleFound(db, clock.now())
  await settleLoops(db, clock.now())
  await watchDisk(parts)
  await watchClock(parts)
  await watchIdentity(parts)
  await watchListe(parts)
  // Where no clamd is named any more nothing waits for it.
  if (parts.config.clamd === null) await sayWhatChanged([ANTIVIRUS], [], parts, () => 'relevee')
  await tellUntold(parts)
}

/** Each process has the certificate that it started with. */
async function watchIdentity(parts: Needs): Promise<void> {
  const code = identityProblem(parts)
  const found = code === null ? [] : [{ code, sujet: 'passerelle' }]
  await sayOfThisProcess(IDENTITY_CODE, found, parts)
}

/** The file that the settings name, as this process reads it. */
async function watchListe(parts: Needs): Promise<void> {
  const refused = await listeRefused(parts)
  const found = refused === null ? [] : [{ code: refused, sujet: 'liste-blanche' }]
  // One reason takes the place of another: the file is refused still.
  await sayWhatChanged(REFUS_LISTE, found, parts, () => (refused === null ? 'terminee' : 'relevee'))
}

/**
 * What each process sees for itself: what this one sees is noted, and what another saw a moment ago goes on. SPEC §13.10
 */
async function sayOfThisProcess(
  kind: CodeAlerte,
  found: readonly Constat[],
  parts: Needs,
): Promise<void> {
  const { db, worker: par } = parts
  await sayWhatChanged([kind], found, parts, async ({ code, sujet }) => {
    const seen = { code, sujet, par, minutes: GONE_MINUTES }
    return (await isSeenElsewhere(db, seen)) ? 'demeure' : 'terminee'
  })
  for (const { code, sujet } of found) await seeAlert(db, code, sujet, par)
}

/** The same look as the door's: the disk is that of the embedded database. */
async function watchDisk(parts: Needs): Promise<void> {
  const room = await roomOf(parts).catch(() => undefined)
  // What cannot be looked at has neither begun nor ended.
  if (room === undefined) return
  const isFull = room !== null && room.free < parts.config.limites.diskBytes
  await sayWhatChanged([DISK], isFull ? [{ code: DISK, sujet: 'base' }] : [], parts)
}

async function watchClock(parts: Needs): Promise<void> {
  const sujet = parts.worker
  const ahead = await clockAhead(parts.db, () => systemClock.now())
  // A process that is gone has no clock: its alert ends when nobody sees it any more.
  const found = Math.abs(ahead) > CLOCK_TOLERANCE_MS ? [{ code: CLOCK, sujet }] : []
  await sayOfThisProcess(CLOCK, found, parts)
}
