/**
 * Acts that wait for a number, completed by a letter or by the directory as it is now, each with its audit line.
 *
 * In    what a letter gave of a dossier; or the directory
 * Out   how many acts changed
 * Refuses nothing: an act that an export holds stays as it was, and so does one that lacks something else.
 *
 * SPEC §11, §13.6
 */
import type { Acte } from '../domain/acte.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant, Jour } from '../domain/correspondant.ts'
import { type Apport, lacunesComblees, type NumerosPartie, partiesDe } from '../domain/reglement.ts'
import {
  type ActeTenu,
  completeActesOf,
  dossiersEnAttente,
  lockActesOf,
} from '../ledger/actes/actes-regles.ts'
import { professionnelParRpps } from '../ledger/annuaire/annuaire.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import type { Database, Sql } from '../postgres/sql.ts'

const AT_ONCE = 200

/**
 * Completes the acts of one dossier with what a letter gave. `sql` is the transaction of what the letter causes.
 */
export async function completerActes(
  sql: Sql,
  keys: Keys,
  dossier: string,
  {
    apport,
    auteur,
    now,
    partie = null,
  }: {
    readonly apport: Apport
    readonly auteur: string
    readonly now: Date
    /** Only acts to which this person is a party; null: the dossier itself says who may write. */
    readonly partie?: string | null
  },
): Promise<number> {
  const today = dayOf(now)
  const isOf = ({ executant, prescripteur }: Acte): boolean =>
    partie === null || executant.rpps === partie || prescripteur.rpps === partie
  const of = (acte: Acte): Apport => (isOf(acte) ? apport : { parties: [], assure: {} })
  const changed = await completeActesOf(sql, keys, dossier, { of, today })
  await noteCompleted(sql, changed, { auteur, now })
  return changed.length
}

/** Completes the acts that wait with the numbers that the directory knows now; gives how many. Safe to repeat. */
export async function completerDepuisAnnuaire(
  db: Database,
  keys: Keys,
  { par, now }: { readonly par: string; readonly now: Date },
): Promise<number> {
  let completed = 0
  for (let after = ''; ; ) {
    const dossiers = await dossiersEnAttente(db, after, AT_ONCE)
    for (const dossier of dossiers) {
      completed += await db.transaction(async (sql) => {
        const known = await directoryOf(sql, await lockActesOf(sql, keys, dossier))
        const of = (acte: Acte): Apport => lacunesComblees(acte, known)
        const changed = await completeActesOf(sql, keys, dossier, { of, today: dayOf(now) })
        await noteCompleted(sql, changed, { auteur: par, now })
        return changed.length
      })
    }
    const last = dossiers.at(-1)
    if (last === undefined || dossiers.length < AT_ONCE) return completed
    after = last
  }
}

async function directoryOf(sql: Sql, actes: readonly ActeTenu[]): Promise<NumerosPartie[]> {
  const known: NumerosPartie[] = []
  const parties = actes.flatMap(({ acte }) => partiesDe(acte).map(({ rpps }) => rpps))
  for (const rpps of new Set(parties)) {
    const found = await professionnelParRpps(sql, rpps)
    // Of AM numbers it is asked for all parties at once, where they are judged.
    if (found !== null) known.push({ ...found, numeroAm: null })
  }
  return known
}

async function noteCompleted(
  sql: Sql,
  changed: readonly ActeTenu[],
  { auteur, now }: { readonly auteur: string; readonly now: Date },
): Promise<void> {
  for (const { id, acte } of changed) {
    await append(sql, {
      chaine: 'facturation',
      quoi: 'acte.complete',
      auteur,
      detail: { acte: id, dossier: acte.dossier, etat: acte.etat },
      instant: now,
    })
  }
}

function dayOf(now: Date): Jour {
  return jourParis(now.toISOString() as Instant)
}
