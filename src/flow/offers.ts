/**
 * When a requis is away, no longer active, or there after all, his open requests are looked at anew: the same, whether he
 * wrote ABSENT or PRESENT, or a coordinator said so.
 *
 * The offer of all his dossiers is a command row, written with the absence: whoever carries it out, and however often,
 * each dossier is decided once. SPEC §1 (`requis absent`), §5 (ABSENT), §12
 */
import { actifs } from '../decide/pas.ts'
import { isAbsencePossible } from '../decide/presence.ts'
import { souhaitsDuFil } from '../decide/souhaits.ts'
import { type JoursAbsents, sansAbsence } from '../domain/absences.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant, Jour, Rpps } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import {
  changeAbsences,
  dossiersHeldBy,
  enrolled,
  noteAbsence,
} from '../ledger/annuaire/absences.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { loadDossier, lockDossier } from '../ledger/dossiers/dossiers.ts'
import { append } from '../ledger/journal/journal.ts'
import { commit, type Deciding, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'

interface Away {
  readonly rpps: Rpps
  readonly du: Jour
  readonly au: Jour
}

/** `offrir`, `revoir`: what his letter left to do, in all his dossiers but the one that was decided with it. */
export async function offrir(
  { parametres, par }: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const rpps = typeof parametres.rpps === 'string' ? rppsDe(parametres.rpps) : null
  if (rpps === null) return refusal('bad-parameter')
  const sauf = typeof parametres.sauf === 'string' ? parametres.sauf : null
  return await offerAll(rpps, { par, sauf }, parts)
}

/**
 * `presence`: a coordinator says that a requis is there after all: on some days, from a day on, or whatever was announced.
 * Refuses one who is not enrolled, and days that no absence holds.
 */
export async function noterPresenceDe(
  { parametres, par, motif }: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const rpps = typeof parametres.rpps === 'string' ? rppsDe(parametres.rpps) : null
  const { du = null, au = null } = parametres
  if (rpps === null || !isDayOrNull(du) || !isDayOrNull(au)) return refusal('bad-parameter')
  if (au !== null && (du === null || au < du)) return refusal('bad-parameter')
  const now = parts.clock.now()
  const today = jourParis(now.toISOString() as Instant)
  const done = await parts.db.transaction(async (sql) => {
    if ((await enrolled(sql, rpps)) === null) return refusal('requis-non-inscrit')
    const { before, after } = await changeAbsences(sql, rpps, today, (all) =>
      sansAbsence(all, { du, au }, today),
    )
    if (isSame(before, after)) return refusal('absence-inconnue')
    const detail = { requis: rpps, du, au, motif }
    const line = { chaine: 'passerelle', quoi: 'requis.present', auteur: par, detail }
    await append(sql, { ...line, instant: now })
    return after.filter((one) => one.au >= today)
  })
  if (isRefusal(done)) return done
  return { rpps, absences: done, ...(await offerAll(rpps, { par, sauf: null }, parts)) }
}

function isSame(a: readonly JoursAbsents[], b: readonly JoursAbsents[]): boolean {
  return a.length === b.length && a.every((one, i) => one.du === b[i]?.du && one.au === b[i]?.au)
}

function isDayOrNull(value: unknown): value is Jour | null {
  return value === null || isDay(value)
}

/** `absence`: a coordinator says that a requis is away, and who answers for him. Refuses one who is not enrolled. */
export async function noterAbsenceDe(
  { parametres, par, motif }: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const away = awayIn(parametres)
  const named = parametres.delegue ?? null
  const delegue = typeof named === 'string' ? rppsDe(named) : null
  if (away === null || (named !== null && delegue === null)) return refusal('bad-parameter')
  const now = parts.clock.now()
  const today = jourParis(now.toISOString() as Instant)
  if (!isAbsencePossible({ ...away, delegue }, today)) return refusal('absence-impossible')
  const done = await parts.db.transaction(async (sql): Promise<Refusal | null> => {
    if ((await enrolled(sql, away.rpps)) === null) return refusal('requis-non-inscrit')
    if (delegue !== null && (await enrolled(sql, delegue)) !== true) {
      return refusal('delegue-non-inscrit')
    }
    await noteAbsence(sql, { ...away, delegue })
    const detail = { requis: away.rpps, du: away.du, au: away.au, delegue, motif }
    const line = { chaine: 'passerelle', quoi: 'requis.absent', auteur: par, detail, instant: now }
    await append(sql, line)
    return null
  })
  if (isRefusal(done)) return done
  return { ...away, delegue, ...(await offerAll(away.rpps, { par, sauf: null }, parts)) }
}

function awayIn({ rpps, du, au }: ClaimedCommand['parametres']): Away | null {
  const who = typeof rpps === 'string' ? rppsDe(rpps) : null
  if (who === null || !isDay(du) || !isDay(au) || au < du) return null
  return { rpps: who, du, au }
}

function isDay(value: unknown): value is Jour {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}

/** What became of the dossiers that a requis held. */
export interface Revus {
  /** How many were looked at. */
  readonly dossiers: number
  /** The numbers of those that are others' now. */
  readonly proposes: readonly string[]
  /** The numbers of those that wait for the requérant's ACCORD. */
  readonly accord: readonly string[]
  /** The numbers of those that he holds still: he is there, or nobody else is. */
  readonly gardes: readonly string[]
}

/** Each dossier on its own. */
export async function offerAll(
  rpps: Rpps,
  { par, sauf }: { readonly par: string; readonly sauf: string | null },
  parts: Deciding,
): Promise<Revus> {
  const held = await dossiersHeldBy(parts.db, rpps, sauf)
  const seen: Revu[] = []
  for (const id of held) seen.push(...(await offerOne(id, rpps, par, parts)))
  const of = (sort: Revu['sort']): string[] =>
    seen.filter((one) => one.sort === sort).map(({ numero }) => numero)
  return {
    dossiers: held.length,
    proposes: of('propose'),
    accord: of('accord'),
    gardes: of('garde'),
  }
}

interface Revu {
  readonly numero: string
  readonly sort: 'propose' | 'accord' | 'garde'
}

async function offerOne(id: string, rpps: Rpps, par: string, parts: Deciding): Promise<Revu[]> {
  const { db, keys, clock } = parts
  const seen = await loadDossier(db, keys, id)
  if (seen === null) return []
  const trouvailles = await lookUp(db, souhaitsDuFil(seen, null), seen, clock.now())
  const { rings, revu } = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, id)
    if (dossier === null) return { rings: [], revu: [] }
    const event = { kind: 'absence', rpps, trouvailles } as const
    const cause = { auteur: par, message: null }
    const { rings, decision } = await commit(sql, dossier, event, cause, null, parts)
    return { rings, revu: revuDe(dossier, decision.dossier ?? dossier, rpps) }
  })
  ringAll(rings, parts)
  return revu
}

/** Nothing of a dossier in which he held no slot any more. */
function revuDe(before: Dossier, after: Dossier, rpps: Rpps): Revu[] {
  const holds = ({ sollicitations }: Dossier) =>
    sollicitations.filter(
      (slot) => isOuverte(slot) && actifs(slot).some((one) => one.rpps === rpps),
    )
  if (holds(before).length === 0) return []
  const { numero } = after
  const kept = holds(after)
  if (kept.length === 0) return [{ numero, sort: 'propose' }]
  const asks = kept.some(({ accordPour }) => accordPour !== null)
  return [{ numero, sort: asks ? 'accord' : 'garde' }]
}
