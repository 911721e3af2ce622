/**
 * Permission at departure: the one question of `decide/depart.ts`, asked with what is committed at that instant.
 *
 * In    a letter in hand, or one that somebody wants sent again
 * Out   whether it may leave; why not; what follows for its row when it does not
 *
 * Asked before anything is made, before kept octets are used again, and right before the first octet of the
 * letter, when a session was waited for. SPEC §6.1, §8, §13.11
 */
import { ATTENTES, refusDeDepart, type Voie } from '../decide/depart.ts'
import type { Partance, RefusDepart } from '../decide/partance.ts'
import { suitUneDemande } from '../decide/suite.ts'
import type { AdresseMss, Instant, Rpps } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import { adressageDe } from '../ledger/adresses.ts'
import {
  demandeSuivie,
  type Standing,
  sortDeLaDemande,
  standing,
  undoTentative,
} from '../ledger/departs.ts'
import { lockDossier } from '../ledger/dossiers.ts'
import { append } from '../ledger/journal.ts'
import type { ClaimedEnvoi, EnvoiConnu } from '../ledger/outbox.ts'
import type { Sql } from '../ledger/sql.ts'
import { commit, ringAll } from './commit.ts'
import { isTrusted } from './espace.ts'
import type { Parts } from './parts.ts'
import { readdress } from './readdress.ts'

const AGAIN_AFTER_MS = 5_000

/** The departure of one letter in hand. */
export interface Departure {
  /** May it leave now, its octets being encrypted or not (null: not made yet)? */
  may(encrypted: boolean | null): Promise<boolean>
  /** Why it may not, as last asked; null: it may, or it is no longer ours to send. */
  refus(): RefusDepart | null
  /** Its dossier, as last read. */
  dossier(): Dossier | null
}

/** Prepares to ask about a letter that this worker has claimed. */
export function departureOf(envoi: ClaimedEnvoi, parts: Parts): Departure {
  const { db, keys, worker } = parts
  const attempt = { id: envoi.id, worker, no: envoi.tentatives }
  // What was read with the claim is of this very instant.
  let seen: Standing | null =
    envoi.dossierLu === null
      ? null
      : { held: true, dossier: envoi.dossierLu, version: envoi.versionDossier }
  let isFresh = seen !== null
  let refus: RefusDepart | null = null
  return {
    async may(encrypted) {
      if (!isFresh) seen = await standing(db, keys, attempt, seen)
      isFresh = false
      const { held, dossier } = seen as Standing
      refus = held
        ? refusDeDepart(await partance(envoi, db), dossier, {
            now: parts.clock.now().toISOString() as Instant,
            voie: await voieOf(encrypted, envoi.donnees.a.adresse, parts),
          })
        : null
      return held && refus === null
    },
    refus: () => refus,
    dossier: () => seen?.dossier ?? null,
  }
}

/** A letter as the question knows it, with what became of the request that it follows. */
export async function partance(envoi: EnvoiConnu | ClaimedEnvoi, sql: Sql): Promise<Partance> {
  const { lettre, role, rang, version, rpps, adresse, dossier } = envoi
  const misLe = envoi.misLe.toISOString() as Instant
  const plain = { lettre, role, rang, version, rpps, adresse, misLe, horsDossier: dossier === null }
  const [adressage, demande, suivie] = await Promise.all([
    rpps === null || adresse === null ? null : adressageDe(sql, rpps, adresse),
    suitUneDemande(plain) ? sortDeLaDemande(sql, envoi) : null,
    lettre === 'demandeAvis' ? demandeSuivie(sql, envoi) : false,
  ])
  const urgente =
    'donnees' in envoi ? (envoi.donnees.lettre as { urgent?: 'oui' }).urgent === 'oui' : null
  return {
    ...plain,
    ...(urgente !== null && { urgente }),
    ...(adressage && { adressage }),
    ...(demande && { demande }),
    ...(suivie && { suivie: true as const }),
  }
}

/** The address to which a letter belongs now, where that is another; null: it has its own, or none. */
export function adresseNouvelle({ adressage }: Partance): AdresseMss | null {
  return adressage?.kind === 'perdue' ? adressage.presente : null
}

/** What is not encrypted may stay within the space of trust, which settings and lists change. SPEC §2, §8 */
async function voieOf(
  encrypted: boolean | null,
  address: string,
  parts: Parts,
): Promise<Voie | null> {
  if (encrypted === null) return null
  if (encrypted) return 'chiffree'
  return (await isTrusted(address, parts)) ? 'espace' : 'ouverte'
}

/**
 * The letter in hand did not leave: no attempt was made. It is taken back under the reason; without one (another has
 * sealed it meanwhile), or when it only waits (for the request that it follows, for an answer about the consent), it is given back. Nothing changes when somebody else holds it, or took it back, by now.
 */
export async function notLeft(
  envoi: ClaimedEnvoi,
  departure: Departure,
  parts: Parts,
): Promise<void> {
  const { db, worker, clock, log } = parts
  const attempt = { id: envoi.id, worker, no: envoi.tentatives }
  const now = clock.now()
  const code = departure.refus()
  if (code === null || ATTENTES.has(code)) {
    const afterMs = code === null ? AGAIN_AFTER_MS : waitOf(now.getTime() - envoi.creeLe.getTime())
    const prochaine = new Date(now.getTime() + afterMs)
    await undoTentative(db, attempt, { etat: 'differe', code, prochaine, afterMs })
    return
  }
  const rings = await db.transaction(async (sql) => {
    // The dossier is locked before its letters, as everywhere.
    const dossier = await lockDossierOf(sql, envoi, parts)
    if (!(await undoTentative(sql, attempt, { etat: 'retire', code }))) return []
    await traceRetrait(sql, envoi, { code, auteur: 'passerelle', le: now })
    if (code === 'adresse-changee') {
      const vers = adresseNouvelle(await partance(envoi, sql))
      const parLa = { envoi, dossier, auteur: 'passerelle' }
      if (vers !== null) return (await readdress(sql, parLa, vers, parts)).rings
    }
    if (dossier === null) return []
    const retrait = { kind: 'remise', envoi, issue: 'retire', code } as const
    const rpps = envoi.rpps as Rpps | null
    const event = { ...retrait, envoi: { ...envoi, rpps }, le: now.toISOString() as Instant }
    const cause = { auteur: 'passerelle', message: null }
    return (await commit(sql, dossier, event, cause, null, parts)).rings
  })
  ringAll(rings, parts)
  log.info('outbound.not-left', { envoi: envoi.id, lettre: envoi.lettre, code })
}

async function lockDossierOf(
  sql: Sql,
  { dossier }: EnvoiConnu,
  { keys }: Parts,
): Promise<Dossier | null> {
  return dossier === null ? null : await lockDossier(sql, keys, dossier)
}

/** The longer it waits already, the later it asks again: from ten seconds to five minutes. */
function waitOf(age: number): number {
  return Math.min(5 * 60_000, Math.max(10_000, age / 6))
}

/** The audit line of a letter taken back at the door. */
export async function traceRetrait(
  sql: Sql,
  { id, numero, lettre, role }: EnvoiConnu,
  { code, auteur, le }: { readonly code: string; readonly auteur: string; readonly le: Date },
): Promise<void> {
  await append(sql, {
    chaine: numero ?? 'passerelle',
    quoi: 'envoi.retire',
    auteur,
    detail: { envoi: id, lettre, role, code },
    instant: le,
  })
}
