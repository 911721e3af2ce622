/**
 * Carries out what a window asked for: replay, retry, exports, voids, returns. Each row is answered once.
 *
 * SPEC §12 (a window that changes something writes a command through `ledger`; `flow` carries it out)
 */
import { setTimeout as pause } from 'node:timers/promises'

import { isBillingCommand, runBillingCommand } from '../billing/commands.ts'
import { ATTENTES, refusDeDepart } from '../decide/depart.ts'
import type { Instant } from '../domain/correspondant.ts'
import { type Code, isRefusal, type Refusal, refusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import {
  type ClaimedCommand,
  claimCommand,
  finishCommand,
  prolongCommand,
} from '../ledger/commands.ts'
import { lockDossier } from '../ledger/dossiers/dossiers.ts'
import { append } from '../ledger/journal/journal.ts'
import { LEASE_MS, type WithWorker } from '../ledger/leases.ts'
import { messageState } from '../ledger/messages/messages.ts'
import { reopenMessage } from '../ledger/messages/messages-classes.ts'
import { retireEnvoi } from '../ledger/outbox/departs.ts'
import { donneesOf, envoiById } from '../ledger/outbox/outbox.ts'
import { type Asker, retryEnvoi, type TakenUp, takeUpAgain } from '../ledger/poison.ts'
import type { WithIdentity } from '../message.ts'
import { signData } from '../seal/sign-data.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'
import { rendreActif } from './activity.ts'
import { closeMessage } from './close-message.ts'
import { type Deciding, ringAll } from './commit.ts'
import { adresseNouvelle, partance, traceRetrait } from './departure.ts'
import { OUT_OF_LINE } from './dossier-lines.ts'
import { inbound } from './inbound.ts'
import { noterAbsenceDe, noterPresenceDe, offrir } from './offers.ts'
import { type Readdressed, readdress } from './readdress.ts'
import { reattribuerDossier } from './reattribute.ts'
import { reglerTravail } from './settle.ts'
import { arreterDossier } from './stop.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithFreshTrust & WithIdentity & WithWorker

const MAX_TRIES = 5

/** Carries out one command row. */
export async function carryOutCommand(id: string, parts: Needs): Promise<void> {
  const command = await claimCommand(parts.db, id, LEASE_MS)
  if (command === null) return
  // One that failed each time, or ended its worker, is answered: who asked may ask again.
  const result = command.essais > MAX_TRIES ? refusal('panne-interne') : await run(command, parts)
  await finishCommand(
    parts.db,
    id,
    isRefusal(result)
      ? { erreur: result.code, precision: result.detail.precision }
      : { resultat: result },
  )
}

async function run(command: ClaimedCommand, parts: Needs): Promise<object | Refusal> {
  const { quoi, parametres, par } = command
  const motif = command.motif ?? ''
  if (isBillingCommand(quoi)) return await bill(command, parts)
  if (quoi === 'reattribuer') return await reattribuerDossier(command, parts)
  if (quoi === 'retirer-consentement') return await arreterDossier('retrait', command, parts)
  if (quoi === 'annuler') return await arreterDossier('annulation', command, parts)
  if (quoi === 'absence') return await noterAbsenceDe(command, parts)
  if (quoi === 'activite') return await rendreActif(command, parts)
  if (quoi === 'presence') return await noterPresenceDe(command, parts)
  if (quoi === 'offrir' || quoi === 'revoir') return await offrir(command, parts)
  if (quoi === 'regler') return await reglerTravail(command, parts)
  const id = parametres.id
  if (typeof id !== 'string') return refusal('bad-parameter')
  if (quoi === 'replay') return await replay(id, { motif, par }, parts)
  if (quoi === 'retry') return await retry(id, { motif, par }, parts)
  if (quoi === 'close') return await closeMessage(id, { motif, par }, parts)
  return refusal('bad-parameter')
}

/** Billing's own commands, signed with the gateway's key. */
export function bill(command: ClaimedCommand, parts: Needs): Promise<object | Refusal> {
  return runBillingCommand(parts.db, parts.keys, command, {
    now: parts.clock.now(),
    sign: (data) => signData(data, parts.identity),
    alive: () => prolongCommand(parts.db, command.id, LEASE_MS),
  })
}

interface Asked {
  readonly motif: string
  readonly par: string
}

const NOT_TAKEN = {
  unknown: 'not-found',
  accepted: 'rejeu-impossible',
  'in-judgement': 'jugement-en-cours',
  destroyed: 'message-detruit',
  closed: 'deja-classe',
} as const satisfies { readonly [why in Exclude<TakenUp, 'taken' | 'taken-before'>]: Code }

const LOOKS = 50
const LOOK_EVERY_MS = 200

/** A person has a kept message judged again, with the trust of now, at its own instant of receipt. */
export async function replay(id: string, asked: Asked, parts: Needs): Promise<object | Refusal> {
  await parts.reloadTrust()
  return await judgeAgain(id, { ...asked, qui: 'personne' }, parts)
}

/** The gateway does, under the trust as it was last read, because what it waited for came. SPEC §13.11 */
export async function rejudge(id: string, motif: string, parts: Needs): Promise<object | Refusal> {
  return await judgeAgain(id, { motif, par: 'passerelle', qui: 'passerelle' }, parts)
}

async function judgeAgain(
  id: string,
  asked: Asked & Asker,
  parts: Needs,
): Promise<object | Refusal> {
  let wasClosed = false
  const taken = await parts.db.transaction(async (sql) => {
    const again = await takeUpAgain(sql, id, asked)
    if (again !== 'taken') return again
    await audit(sql, 'message.rejoue', id, asked, parts)
    // It waits again, or has its effect: its closing is over, and stays in its history.
    wasClosed = await reopenMessage(sql, id, { par: asked.par, now: parts.clock.now() })
    if (wasClosed) await audit(sql, 'message.declasse', id, asked, parts)
    return again
  })
  if (taken !== 'taken' && taken !== 'taken-before') return refusal(NOT_TAKEN[taken])
  await inbound(id, { ...parts, place: OUT_OF_LINE })
  // The sweep of another process may have taken it first: its end is the answer.
  for (let look = 0; look < LOOKS; look += 1) {
    const state = await messageState(parts.db, id)
    if (state === null) return refusal('not-found')
    if (state.etat !== 'received' || look === LOOKS - 1) {
      return wasClosed ? { ...state, classement: 'levé' } : state
    }
    await pause(LOOK_EVERY_MS)
  }
  return refusal('jugement-en-cours')
}

/**
 * Sends a letter again that waits or failed, if it may still leave: a person's word is no way around (SPEC §13.11).
 * One whose reader has another address now leaves for that one: its id is the answer.
 */
async function retry(id: string, asked: Asked, parts: Deciding): Promise<object | Refusal> {
  const { db, keys } = parts
  const now = parts.clock.now()
  const done = await db.transaction(async (sql): Promise<Readdressed | Refusal> => {
    const envoi = await envoiById(sql, id)
    if (envoi === null || envoi.etat === 'remis') return refusal('relance-impossible')
    if (envoi.etat === 'retire') return refusal('lettre-retiree')
    const dossier = envoi.dossier === null ? null : await lockDossier(sql, keys, envoi.dossier)
    const moment = { now: now.toISOString() as Instant, voie: null }
    const said = await donneesOf(sql, keys, envoi)
    const letter = await partance({ ...envoi, ...said }, { dossier, now: moment.now }, sql)
    const code = refusDeDepart(letter, dossier, moment)
    // It waits for an address of its reader's: the directory gives it, then it may be asked for again.
    if (code === 'adresse-perdue') return refusal(code)
    // What waits for another letter, or for an answer, may be asked for: it waits again.
    if (code !== null && !ATTENTES.has(code)) {
      const retired = await retireEnvoi(sql, id, code)
      if (retired) await traceRetrait(sql, envoi, { code, auteur: asked.par, le: now })
      const vers = code === 'adresse-changee' ? adresseNouvelle(letter) : null
      if (!retired || vers === null) return refusal('lettre-retiree')
      await audit(sql, 'envoi.relance', id, asked, parts)
      return await readdress(sql, { envoi, dossier, auteur: asked.par }, vers, parts)
    }
    if (!(await retryEnvoi(sql, id, now))) return refusal('relance-impossible')
    await audit(sql, 'envoi.relance', id, asked, parts)
    return { id, rings: [{ call: 'outbound', id, at: null }] }
  })
  if (isRefusal(done)) return done
  ringAll(done.rings, parts)
  return { id: done.id, etat: 'a_envoyer' }
}

function audit(
  sql: Parameters<typeof append>[0],
  quoi: string,
  objet: string,
  { motif, par }: Asked,
  { clock }: WithClock,
): Promise<void> {
  return append(sql, {
    chaine: 'passerelle',
    quoi,
    auteur: par,
    detail: { objet, motif },
    instant: clock.now(),
  })
}
