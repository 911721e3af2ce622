/**
 * Permission at departure: the one question of `decide/depart.ts`, asked with what is committed at that instant.
 *
 * In    a letter in hand, or one that somebody wants sent again
 * Out   whether it may leave; why not; what follows for its row when it does not
 *
 * Asked before anything is made, before kept octets are used again, and right before the first octet of the
 * letter, when a session was waited for. SPEC §6.1, §8, §13.11
 */
import { ATTENTES, refusDeDepart, tenantsDemandes, type Voie } from '../decide/depart.ts'
import type { Partance, RefusDepart } from '../decide/partance.ts'
import { suitUneDemande } from '../decide/suite.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { AdresseMss, Instant, Rpps } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { EnvoiConcerne } from '../domain/evenement.ts'
import type { WithLog } from '../kit/log.ts'
import { unavailable } from '../ledger/annuaire/absences.ts'
import { lockDossier } from '../ledger/dossiers/dossiers.ts'
import { append } from '../ledger/journal/journal.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import type { WithWorker } from '../ledger/leases.ts'
import { adressageDe } from '../ledger/outbox/adresses.ts'
import {
  isSuivie,
  type Standing,
  sortDeLaDemande,
  standing,
  undoTentative,
} from '../ledger/outbox/departs.ts'
import type { ClaimedEnvoi, Donnees, EnvoiConnu } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { WithTrust } from '../trust/store.ts'
import { commit, type Deciding, ringAll } from './commit.ts'
import { isTrusted } from './espace.ts'
import { readdress } from './readdress.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithWorker

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
export function departureOf(envoi: ClaimedEnvoi, parts: Needs): Departure {
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
      const now = parts.clock.now().toISOString() as Instant
      refus = held
        ? refusDeDepart(await partance(envoi, { dossier, now }, db), dossier, {
            now,
            voie: await voieOf(encrypted, envoi.donnees.a.adresse, parts),
          })
        : null
      return held && refus === null
    },
    refus: () => refus,
    dossier: () => seen?.dossier ?? null,
  }
}

/** What is known of a letter: its row; opened, what it says and rests on; in hand, what stands before it. */
type Connu = EnvoiConnu & {
  readonly donnees?: Donnees
  readonly anterieures?: ClaimedEnvoi['anterieures']
}

/** Kinds of which the newest alone says what is so. */
const UNIQUES: ReadonlySet<string> = new Set(['demandeAvis', 'demandeACompleter'])

/** A letter as the question knows it: what it says, and what the directory and the outbox say of it at this instant. */
export async function partance(
  envoi: Connu,
  { dossier: stands, now }: { readonly dossier: Dossier | null; readonly now: Instant },
  sql: Sql,
): Promise<Partance> {
  const { lettre, role, rang, version, rpps, adresse, dossier, donnees, anterieures } = envoi
  const plain = { lettre, role, rang, version, rpps, adresse, horsDossier: dossier === null }
  const tenants = stands === null ? [] : tenantsDemandes(plain, stands)
  const [adressage, demande, suivie, indisponibles] = await Promise.all([
    rpps === null || adresse === null ? null : adressageDe(sql, rpps, adresse),
    suitUneDemande(plain) ? sortDeLaDemande(sql, envoi) : null,
    UNIQUES.has(lettre) && dossier !== null ? isSuivie(sql, envoi) : false,
    unavailable(sql, tenants, jourParis(now)),
  ])
  const urgent = donnees !== undefined && 'urgent' in donnees.lettre
  return {
    ...plain,
    indisponibles,
    ...(donnees && { dite: donnees.lettre, ...(donnees.ecrite && { ecrite: donnees.ecrite }) }),
    ...((envoi.priorite > 0 || urgent) && { prioritaire: true as const }),
    ...(anterieures && { anterieures }),
    ...(adressage && { adressage }),
    ...(demande && { demande }),
    ...(suivie && { suivie: true as const }),
  }
}

/** A letter as the rules of its outcome know it. */
export function concerne({ donnees, ...envoi }: Connu): EnvoiConcerne {
  const { id, lettre, role, rang, version, rpps } = envoi
  const dite = donnees?.lettre
  const auteur = dite !== undefined && 'auteur' in dite ? dite.auteur : undefined
  return {
    ...{ id, lettre, role, rang, version, rpps: rpps as Rpps | null },
    ...(typeof auteur === 'string' && { auteur }),
    ...(dite !== undefined && isSansMots(dite) && { sansMots: 'oui' as const }),
  }
}

/** A reminder of words that went before, or a proposal that is ours: nobody's words are in it. */
function isSansMots(dite: Donnees['lettre']): boolean {
  if ('rappel' in dite && dite.rappel === 'oui') return true
  if (dite.kind !== 'accordDemande') return false
  return dite.coordinateur !== undefined || dite.delegation !== undefined
}

/** The address to which a letter belongs now, where that is another; null: it has its own, or none. */
export function adresseNouvelle({ adressage }: Partance): AdresseMss | null {
  return adressage?.kind === 'perdue' ? adressage.presente : null
}

/** What is not encrypted may stay within the space of trust, which settings and lists change. SPEC §2, §8 */
async function voieOf(
  encrypted: boolean | null,
  address: string,
  parts: Needs,
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
  parts: Needs,
): Promise<void> {
  const { db, worker, clock, log } = parts
  const attempt = { id: envoi.id, worker, no: envoi.tentatives }
  const now = clock.now()
  const le = now.toISOString() as Instant
  const code = departure.refus()
  if (code === null || ATTENTES.has(code)) {
    const afterMs =
      code === null ? AGAIN_AFTER_MS : waitOf(code, now.getTime() - envoi.misLe.getTime())
    const prochaine = new Date(now.getTime() + afterMs)
    const waits = code === null ? {} : { depuis: now }
    await undoTentative(db, attempt, { etat: 'differe', code, prochaine, afterMs, ...waits })
    // Another is looked for now, whoever said that he is away; what stands before it may leave any moment.
    if (code === 'requis-indisponible' && envoi.dossier !== null)
      parts.bell.ring('deadline', envoi.dossier, 0)
    if (code === 'lettre-anterieure') parts.bell.ring('outbound', envoi.id, afterMs)
    return
  }
  const rings = await db.transaction(async (sql) => {
    // The dossier is locked before its letters, as everywhere.
    const dossier = await lockDossierOf(sql, envoi, parts)
    if (!(await undoTentative(sql, attempt, { etat: 'retire', code }))) return []
    await traceRetrait(sql, envoi, { code, auteur: 'passerelle', le: now })
    if (code === 'adresse-changee') {
      const vers = adresseNouvelle(await partance(envoi, { dossier, now: le }, sql))
      const parLa = { envoi, dossier, auteur: 'passerelle' }
      if (vers !== null) return (await readdress(sql, parLa, vers, parts)).rings
    }
    if (dossier === null) return []
    const event = { kind: 'remise', envoi: concerne(envoi), issue: 'retire', code, le } as const
    const cause = { auteur: 'passerelle', message: null }
    return (await commit(sql, dossier, event, cause, null, parts)).rings
  })
  ringAll(rings, parts)
  log.info('outbound.not-left', { envoi: envoi.id, lettre: envoi.lettre, code })
}

async function lockDossierOf(
  sql: Sql,
  { dossier }: EnvoiConnu,
  { keys }: WithKeys,
): Promise<Dossier | null> {
  return dossier === null ? null : await lockDossier(sql, keys, dossier)
}

/**
 * The longer it waits already, the later it asks again: up to five minutes; from ten seconds, or one where an older
 * letter may leave any moment.
 */
function waitOf(code: string, age: number): number {
  const least = code === 'lettre-anterieure' ? 1_000 : 10_000
  return Math.min(5 * 60_000, Math.max(least, age / 6))
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
