/**
 * The watch: says once when something waits too long or fails, and once when it is over.
 *
 * In    what the ledger shows now; this process's clock against the database's
 * Out   alerts with an owner, and a letter to the administrator for each beginning and each end
 *
 * Whichever process sees it first says it; the row of the alert keeps the others silent. SPEC §6 rule 8
 */
import { systemClock } from '../kit/clock.ts'
import { closeAlert, openAlert } from '../ledger/alerts.ts'
import { alertesOuvertes, type Constat, clockAhead, constats } from '../ledger/attente.ts'
import { settleFound } from '../ledger/requis-disparus.ts'
import { settleLoops } from '../ledger/travaux.ts'
import { ADMINISTRATEUR, alert, takeBackAlert } from './alert.ts'
import { lookAtRoom } from './capacity.ts'
import { ringAll } from './commit.ts'
import { IDENTITY_CODE, identityProblem } from './own-identity.ts'
import type { Parts } from './parts.ts'
import { tellUntold } from './untold.ts'

/** What all processes see alike; a clock is each one's own. */
const SEEN_BY_ALL = [
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
/** What the door says to each new mail (452) while the disk is nearly full. */
const DISK = 'disque'
const CLOCK_TOLERANCE_MS = 60_000
/** The dossier's own letter has already told the administrator of these. */
const TOLD_ELSEWHERE = 'compte-rendu-bloque'

/** Looks once. */
export async function watchOnce(parts: Parts): Promise<void> {
  const { db, clock } = parts
  await sayWhatChanged(SEEN_BY_ALL, await constats(db, clock.now()), parts)
  await settleFound(db, clock.now())
  await settleLoops(db, clock.now())
  await watchDisk(parts)
  await watchClock(parts)
  await watchIdentity(parts)
  await tellUntold(parts)
}

/** Each process has the certificate that it started with. */
async function watchIdentity(parts: Parts): Promise<void> {
  const code = identityProblem(parts)
  const found = code === null ? [] : [{ code, sujet: 'passerelle' }]
  await sayWhatChanged([IDENTITY_CODE], found, parts)
}

/** The same look as the door's: the disk is that of the embedded database. */
async function watchDisk(parts: Parts): Promise<void> {
  const isFull = (await lookAtRoom(parts)) === 'disk-nearly-full'
  await sayWhatChanged([DISK], isFull ? [{ code: DISK, sujet: 'base' }] : [], parts)
}

async function watchClock(parts: Parts): Promise<void> {
  const sujet = parts.worker
  const ahead = await clockAhead(parts.db, () => systemClock.now())
  // A process that is gone has no clock: its alert ends with the first look of another.
  const found = Math.abs(ahead) > CLOCK_TOLERANCE_MS ? [{ code: CLOCK, sujet }] : []
  await sayWhatChanged([CLOCK], found, parts)
}

/** Says what is found now and has no alert yet, and what of these codes has one and is over. */
export async function sayWhatChanged(
  codes: readonly string[],
  found: readonly Constat[],
  parts: Parts,
): Promise<void> {
  const open = await alertesOuvertes(parts.db, codes)
  const has = (all: readonly Constat[], { code, sujet }: Constat): boolean =>
    all.some((each) => each.code === code && each.sujet === sujet)
  for (const each of found) if (!has(open, each)) await begins(each, parts)
  for (const each of open) if (!has(found, each)) await ends(each, parts)
}

async function begins({ code, sujet }: Constat, parts: Parts): Promise<void> {
  const debut = parts.clock.now()
  const rings = await parts.db.transaction(async (sql) => {
    const alerte = { code, sujet, responsable: ADMINISTRATEUR, debut }
    if (!(await openAlert(sql, alerte)) || code === TOLD_ELSEWHERE) return []
    return await alert(sql, code, sujet, parts)
  })
  parts.log.warn('alert.begins', { code })
  ringAll(rings, parts)
}

async function ends({ code, sujet }: Constat, parts: Parts): Promise<void> {
  const rings = await parts.db.transaction(async (sql) => {
    if (!(await closeAlert(sql, code, sujet, parts.clock.now()))) return []
    if (code === TOLD_ELSEWHERE) return []
    // A beginning that has not left yet would come as news after its end: the end alone tells both. SPEC §6 rule 8
    await takeBackAlert(sql, code, sujet)
    return await alert(sql, 'alerte-terminee', code, parts, { objet: sujet })
  })
  parts.log.info('alert.ends', { code })
  ringAll(rings, parts)
}
