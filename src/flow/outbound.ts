/**
 * The whole outbound journey: claim (the attempt is recorded first) → write → seal → keep → send → commit.
 *
 * In    the id of a letter that a decision put in the outbox
 * Out   nothing: the delivery and what follows from it are in the ledger
 *
 * Whether the letter may leave is asked again and again (`departure.ts`), the last time by the sender, right before
 * the first octet. The sealed bytes are kept before the first attempt, so a retry sends the same bytes and Message-ID.
 * A crash between the relay's `250` and our commit sends twice what the reader merges: never not at all.
 * SPEC §10, §13.3
 */
import { isDUnMoment } from '../decide/depart.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import { pass } from '../kit/fault-points.ts'
import type { WithLog } from '../kit/log.ts'
import { lockDossier } from '../ledger/dossiers/dossiers.ts'
import { append } from '../ledger/journal/journal.ts'
import { contentBytes } from '../ledger/keys/contents.ts'
import { LEASE_MS, type WithWorker } from '../ledger/leases.ts'
import { concludeEnvoi } from '../ledger/outbox/conclusions.ts'
import { undoTentative } from '../ledger/outbox/departs.ts'
import { forgetSealed } from '../ledger/outbox/lettres-scellees.ts'
import { freeFollowers } from '../ledger/outbox/ordre.ts'
import {
  type ClaimedEnvoi,
  claimEnvoi,
  type EnvoiConnu,
  envoiById,
} from '../ledger/outbox/outbox.ts'
import type { Delivery, WithIdentity } from '../message.ts'
import type { Sql } from '../postgres/sql.ts'
import type { WithSender } from '../send/send.ts'
import type { WithTrust } from '../trust/store.ts'
import { commit, type Deciding, type Ring, ringAll } from './commit.ts'
import { concerne, type Departure, departureOf, notLeft } from './departure.ts'
import { identityProblem } from './own-identity.ts'
import { lightened, type Prepared, prepare } from './prepare.ts'
import { ADMINISTRATEUR, aboutLetter, alertOfCopy, alertOnce } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithIdentity & WithSender & WithWorker

/** Tries to deliver one letter; `hold` ends when it is this worker's no longer. */
export async function outbound(
  id: string,
  parts: Needs,
  hold: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { db, keys, worker, config, sender } = parts
  // Out of the validity of our certificate it waits: no attempt, no failure. SPEC §8
  if (identityProblem(parts) !== null) return
  const envoi = await claimEnvoi(db, keys, id, worker, LEASE_MS, parts.clock.now())
  if (envoi === null) return
  pass('letter-claimed')
  const departure = departureOf(envoi, parts)
  const octets = await bytesOf(envoi, departure, parts)
  pass('letter-sealed')
  if (octets === null) return await heldBack(envoi, departure, parts)
  if ('blocked' in octets)
    return await settle(envoi, { kind: 'blocked', code: octets.blocked }, parts)
  const send = (sealed: Prepared): Promise<Delivery> => {
    const { adresse } = envoi.donnees.a
    return sender.send(
      { ...sealed, to: adresse },
      { from: `rebond+${envoi.jetonRebond}@${config.domain}`, to: adresse },
      { may: () => departure.may(sealed.encrypted), signal: hold },
    )
  }
  const delivery = await send(octets)
  pass('letter-sent')
  const canDoWith = octets.original && isTooLarge(delivery)
  const lighter = canDoWith ? await lightened(envoi, departure.dossier(), parts) : null
  const end = lighter === null ? delivery : await send(lighter)
  await (end.kind === 'withheld' ? heldBack(envoi, departure, parts) : settle(envoi, end, parts))
  pass('letter-settled')
}

function isTooLarge(delivery: Delivery): boolean {
  return delivery.kind === 'never' && delivery.code === 'delivery-too-large'
}

/**
 * The bytes to send: made now, or kept from a former attempt; null: the letter may not leave. Bytes kept from a day
 * when they could go in clear, and may no longer, or that tell of that day, are made anew.
 */
async function bytesOf(
  envoi: ClaimedEnvoi,
  departure: Departure,
  parts: Needs,
): ReturnType<typeof prepare> {
  const { db, keys, worker } = parts
  if (!(await departure.may(null))) return null
  const anew = isDUnMoment(envoi.lettre)
  if (anew && envoi.contenu !== null) await forgetSealed(db, { ...envoi, worker })
  else if (envoi.contenu !== null) {
    const encrypted = envoi.chiffre ?? false
    if (await departure.may(encrypted)) {
      const raw = await contentBytes(db, keys, envoi.contenu)
      // What kept octets hold is not looked into: they may carry one unless they were made without.
      return { raw, encrypted, original: !envoi.sansOriginal }
    }
    if (
      departure.refus() !== 'chiffrement-impossible' ||
      !(await forgetSealed(db, { ...envoi, worker }))
    )
      return null
  }
  return await prepare(envoi, parts, departure.dossier())
}

/** A letter without a safe way, or without an address of its reader's, waits for a person; any other is taken back. */
async function heldBack(envoi: ClaimedEnvoi, departure: Departure, parts: Needs): Promise<void> {
  const code = departure.refus()
  if (code !== 'chiffrement-impossible' && code !== 'adresse-perdue')
    return await notLeft(envoi, departure, parts)
  await settle(envoi, { kind: 'blocked', code }, parts)
}

type Outcome =
  | Exclude<Delivery, { kind: 'withheld' }>
  | { readonly kind: 'blocked'; readonly code: string }

const PANNE = 'panne-interne'
/** Hours after which a letter that never got through is given up. SPEC §10 */
const GIVE_UP_MS = 48 * 3_600_000
const BACK_OFF_MINUTES = [1, 2, 5, 10, 20, 30, 60, 120, 240]

async function settle(envoi: ClaimedEnvoi, outcome: Outcome, parts: Needs): Promise<void> {
  const { db, clock, log } = parts
  const now = clock.now()
  const age = now.getTime() - envoi.creeLe.getTime()
  if (outcome.kind === 'busy' && age < GIVE_UP_MS) {
    return await giveBackBusy(envoi, { now, age, afterMs: outcome.afterMs }, parts)
  }
  const end = endOf(envoi, outcome, now)
  const conclude = (sql: Sql): ReturnType<typeof concludeEnvoi> =>
    concludeEnvoi(sql, envoi.id, {
      etat: end.etat,
      code: end.code,
      prochaine: end.prochaine,
      responsable: end.etat === 'echec' || end.etat === 'bloque' ? ADMINISTRATEUR : null,
      le: now,
      no: envoi.tentatives,
    })
  let rings: readonly Ring[] = []
  let done: Awaited<ReturnType<typeof conclude>> = null
  if (hasConsequence(envoi, end)) {
    rings = await db.transaction(async (sql) => {
      // One trip; the dossier is locked before its letters, as everywhere.
      const [dossier, stands] = await Promise.all([
        envoi.dossier === null ? null : lockDossier(sql, parts.keys, envoi.dossier),
        conclude(sql),
      ])
      done = stands
      return stands !== null ? await followUp(sql, { envoi, dossier }, end, now, parts) : []
    })
  } else {
    done = await conclude(db)
  }
  log.info('outbound.attempt', {
    envoi: envoi.id,
    lettre: envoi.lettre,
    etat: end.etat,
    code: end.code,
  })
  if (end.prochaine !== null) {
    parts.bell.ring('outbound', envoi.id, end.prochaine.getTime() - now.getTime())
  }
  ringAll(rings, parts)
  // What waited behind it has its turn, unless this one will be tried again.
  if (done?.suivie === true && end.etat !== 'differe') {
    for (const id of await freeFollowers(db, envoi.id, now)) parts.bell.ring('outbound', id, 0)
  }
}

const LEAST_BUSY_MS = 10_000
const MOST_BUSY_MS = 5 * 60_000

/** Its destination takes no more for now: no attempt was made. The longer it waits already, the later it asks again. */
async function giveBackBusy(
  envoi: ClaimedEnvoi,
  { now, age, afterMs }: { readonly now: Date; readonly age: number; readonly afterMs: number },
  parts: Needs,
): Promise<void> {
  const ms = Math.max(afterMs, Math.min(MOST_BUSY_MS, Math.max(LEAST_BUSY_MS, age / 6)))
  await undoTentative(
    parts.db,
    { id: envoi.id, worker: parts.worker, no: envoi.tentatives },
    {
      etat: 'differe',
      code: 'destination-occupee',
      prochaine: new Date(now.getTime() + ms),
      afterMs: ms,
    },
  )
  parts.bell.ring('outbound', envoi.id, ms)
}

interface End {
  readonly etat: 'remis' | 'differe' | 'bloque' | 'echec'
  readonly code: string | null
  readonly prochaine: Date | null
}

function endOf(envoi: ClaimedEnvoi, outcome: Outcome, now: Date): End {
  switch (outcome.kind) {
    case 'delivered':
      return { etat: 'remis', code: null, prochaine: null }
    case 'never':
      return { etat: 'echec', code: outcome.code, prochaine: null }
    case 'blocked':
      return { etat: 'bloque', code: outcome.code, prochaine: null }
    case 'busy':
      // It never had its turn until it was given up.
      return { etat: 'echec', code: 'destination-occupee', prochaine: null }
    case 'later': {
      const minutes = BACK_OFF_MINUTES[Math.min(envoi.tentatives, BACK_OFF_MINUTES.length) - 1] ?? 1
      const prochaine = new Date(now.getTime() + minutes * 60_000)
      const over = prochaine.getTime() - envoi.creeLe.getTime() > GIVE_UP_MS
      return over
        ? { etat: 'echec', code: outcome.code, prochaine: null }
        : { etat: 'differe', code: outcome.code, prochaine }
    }
    default:
      return outcome satisfies never
  }
}

/** Letters whose mere arrival changes the dossier or belongs in its audit: content about the patient left. */
const NOTED: ReadonlySet<string> = new Set(['compteRendu', 'avisTransmis', 'demandeAvis'])

/** A notice that arrived, or that waits for a better day, changes nothing: its own row says so. */
function hasConsequence({ lettre }: ClaimedEnvoi, { etat }: End): boolean {
  return etat === 'echec' || etat === 'bloque' || (etat === 'remis' && NOTED.has(lettre))
}

/**
 * A fault of ours sets a letter aside by `put`: it stands on its dossier as any other failure, and its owner is
 * told. SPEC §6.8, §10
 */
export async function setLetterAside(
  id: string,
  put: (sql: Sql) => Promise<boolean>,
  parts: Needs,
): Promise<readonly Ring[]> {
  const { db, keys, clock, log } = parts
  const end: End = { etat: 'bloque', code: PANNE, prochaine: null }
  try {
    return await db.transaction(async (sql) => {
      const envoi = await envoiById(sql, id)
      if (envoi === null) return []
      // The dossier is locked before its letters, as everywhere.
      const dossier = envoi.dossier === null ? null : await lockDossier(sql, keys, envoi.dossier)
      return (await put(sql))
        ? await followUp(sql, { envoi, dossier }, end, clock.now(), parts)
        : []
    })
  } catch (error) {
    // What breaks the letter may be its very dossier: it is set aside all the same.
    log.error('outbound.incident-fault', { id }, error)
    return await db.transaction(async (sql) =>
      (await put(sql)) ? await alertOnce(sql, PANNE, id, parts) : [],
    )
  }
}

/** What the dossier makes of the outcome: a handover, an incident. */
async function followUp(
  sql: Sql,
  { envoi, dossier }: { readonly envoi: EnvoiConnu; readonly dossier: Dossier | null },
  end: End,
  now: Date,
  parts: Needs,
): Promise<readonly Ring[]> {
  const issue = end.etat === 'remis' ? 'remis' : end.etat === 'bloque' ? 'bloque' : 'echec'
  if (dossier === null) {
    // A dossier's own chain is written by its decision.
    await append(sql, {
      chaine: 'passerelle',
      quoi: `envoi.${end.etat}`,
      auteur: 'passerelle',
      detail: { envoi: envoi.id, lettre: envoi.lettre, role: envoi.role, code: end.code },
      instant: now,
    })
    if (envoi.lettre === 'courrierAdministrateur' && issue !== 'remis')
      return await alertOfCopy(sql, envoi.cle, parts)
    // Of another that was for the administrator himself only its row can tell.
    if (end.code === null || issue === 'remis' || envoi.role === ADMINISTRATEUR) return []
    return await alertOnce(sql, end.code, envoi.id, parts, aboutLetter(envoi))
  }
  const { rings } = await commit(
    sql,
    dossier,
    {
      kind: 'remise',
      envoi: concerne(envoi),
      issue,
      code: end.code,
      le: now.toISOString() as Instant,
    },
    { auteur: 'passerelle', message: null },
    null,
    parts,
  )
  return rings
}
