/**
 * Who is there, and who answers for who is not: what the directory says of a day.
 *
 * SPEC §1 (`requis absent`), §5 (ABSENT)
 */
import { absenceAVenir } from '../domain/absences.ts'
import { addDays, jourParis } from '../domain/calendrier.ts'
import type { Instant, Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'
import { dueAt } from '../domain/delai.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import { reglesDe } from '../domain/pool.ts'
import type { Vacance } from '../domain/vacance.ts'

/** Is he away that day? Who is no longer active is, without end. */
export function isAbsent(possible: RequisPossible, jour: Jour): boolean {
  return !possible.actif || absenceDe(possible, jour) !== null
}

/** His absence of that day; null: he is there. */
export function absenceDe({ absences }: RequisPossible, jour: Jour) {
  return absences.find(({ du, au }) => du <= jour && jour <= au) ?? null
}

/** Why the one whom a slot asks by name cannot have it on that day; null: a pool is asked, he is not known, or he can. */
export function vacanceDe(
  { cible, delegues = [] }: Sollicitation,
  possibles: readonly RequisPossible[],
  jour: Jour,
): Vacance | null {
  if (cible.kind !== 'requis') return null
  const qui = possibles.find(({ rpps }) => rpps === cible.rpps)
  if (qui === undefined) return null
  const { rpps, nom, prenom, profession } = qui
  const absence = absenceDe(qui, jour)
  const named = possibles.find((one) => one.rpps === absence?.delegue)
  const asked = named !== undefined && delegues.includes(named.rpps)
  const delegue =
    named === undefined || asked
      ? null
      : { nom: named.nom, prenom: named.prenom, profession: named.profession }
  const away = absence === null ? null : { du: absence.du, au: absence.au }
  const known = { qui: { rpps, nom, prenom, profession }, absence: away, delegue }
  if (!qui.actif) return { ...known, cause: 'inactif', absence: null }
  if (away !== null) return { ...known, cause: 'absent' }
  return isComplet(qui) ? { ...known, cause: 'complet' } : null
}

/** Has he had as many requests today as he takes a day? */
export function isComplet({ capaciteParJour, recuesAujourdhui }: RequisPossible): boolean {
  return capaciteParJour !== null && recuesAujourdhui >= capaciteParJour
}

/**
 * The day of the usual delay of a slot, at the earliest: one that waits is counted as if it went on now. Null: that day is
 * over.
 */
export function jourLimite(
  slot: Pick<Sollicitation, 'ouverteLe' | 'pauses' | 'delais'>,
  { now, regles }: { readonly now: Instant; readonly regles: Regles },
): Jour | null {
  const pauses = slot.pauses.map(({ de, a }) => ({ de, a: a ?? now }))
  const limit = dueAt(slot.ouverteLe, reglesDe(slot, regles).limiteMs, pauses, regles)
  const jour = limit === null ? null : jourParis(limit)
  return jour === null || jour < jourParis(now) ? null : jour
}

/** Is he there today, and up to that day? */
export function isPresentJusqua({ absences }: RequisPossible, today: Jour, jour: Jour): boolean {
  const next = absenceAVenir(absences, today)
  return next === null || next.du > jour
}

/** A longer one is a slip in the year: who is away for good is made inactive. */
const LONGEST_DAYS = 366

/** May these days be an absence, whoever says them? Not when they are over, nor for more than a year. */
export function isPeriodePossible(
  { du, au }: { readonly du: Jour; readonly au: Jour },
  today: Jour,
): boolean {
  return au >= today && au < addDays(du, LONGEST_DAYS)
}

/** May this absence be noted? Its days must be possible, and the absent one is not his own delegate. */
export function isAbsencePossible(
  {
    rpps,
    delegue,
    ...periode
  }: {
    readonly rpps: Rpps
    readonly du: Jour
    readonly au: Jour
    readonly delegue: Rpps | null
  },
  today: Jour,
): boolean {
  return isPeriodePossible(periode, today) && delegue !== rpps
}
