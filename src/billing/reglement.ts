/**
 * Acts settled by an authorised person, each with its audit line.
 *
 * In    the number of an act, what is decided, the reason and the holder
 * Out   the act as it became, and the acts of its dossier that followed
 * Refuses   not-found, acte-verrouille, acte-paye, acte-rejete, acte-hors-export, acte-sans-rejet, acte-inchange,
 *           acte-incomplet, champ-inconnu, champ-illisible, plafond-atteint, profession-sans-acte,
 *           requerant-requis, remplacement-refuse, prescripteur-remplacement-refuse,
 *           annuaire-fait-foi, champ-impossible, autre-patient-a-confirmer
 *
 * A missing number or a confirmed doubt releases both acts of a pair; right, cap, payment, rejection and
 * correction are each act's own. SPEC §11, §13.6
 */
import type { Acte } from '../domain/acte.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { contredit } from '../domain/numero-am.ts'
import {
  acteSelonAnnuaire,
  completer,
  confirmer,
  confirmerAvec,
  corriger,
  ecarter,
  isMeme,
  isPaire,
  isRefus,
  lacunesComblees,
  partiesDe,
} from '../domain/reglement.ts'
import { type Code, ERRORS, isRefusal, type Refusal, refusal } from '../errors.ts'
import { faitsFacturation } from '../ledger/actes/actes.ts'
import {
  type ActeTenu,
  lockActe,
  lockActesOf,
  noteSuite,
  releaseActe,
  rewriteActe,
} from '../ledger/actes/actes-regles.ts'
import { numerosConnus, professionnelParRpps } from '../ledger/annuaire/annuaire.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import type { Database, Sql } from '../postgres/sql.ts'

/** What an authorised person may do with an act. SPEC §11 */
export const ACTIONS = ['confirmer', 'non-facturable', 'corriger', 'contester', 'clore'] as const
export type Action = (typeof ACTIONS)[number]

/** What is decided of one act, by whom and why. */
export interface Reglement {
  readonly acte: number
  readonly action: Action
  /** For `corriger`: CSV columns and their values. */
  readonly champs: { readonly [colonne: string]: string }
  readonly motif: string
  readonly par: string
  readonly now: Date
}

/** What became of it: the act's state, and the other acts of the dossier that followed. */
export interface Regle {
  readonly id: number
  readonly etat: Acte['etat']
  readonly motif: string | null
  /** What must be settled yet, and how, in French; null: nothing. */
  readonly explication: string | null
  readonly suite: 'conteste' | 'clos' | null
  readonly export: number | null
  readonly aussi: readonly number[]
}

/** Carries out a decision about one act, and notes it. */
export async function reglerActe(
  db: Database,
  keys: Keys,
  asked: Reglement,
): Promise<Regle | Refusal> {
  return await db.transaction(async (sql) => {
    const seen = await lockPatientOf(sql, keys, asked.acte)
    if (seen === null) return refusal('not-found', { acte: asked.acte })
    const done = await apply(sql, keys, seen, asked)
    if (isRefusal(done)) return done
    await append(sql, {
      chaine: 'facturation',
      quoi: `acte.${asked.action}`,
      auteur: asked.par,
      detail: {
        acte: asked.acte,
        dossier: seen.acte.dossier,
        motif: asked.motif,
        etat: done.etat,
        // Names of columns, never what they hold.
        champs: Object.keys(asked.champs).join(' '),
        aussi: done.aussi.join(' '),
      },
      instant: asked.now,
    })
    return done
  })
}

// The patient first, then the rows: the order in which every other transaction holds them.
async function lockPatientOf(sql: Sql, keys: Keys, id: number): Promise<ActeTenu | null> {
  const [row] = await sql.query<{ index: Buffer }>(
    'select index_patient as index from acte where id = $1',
    [id],
  )
  if (row === undefined) return null
  await sql.query('select pg_advisory_xact_lock($1)', [row.index.readBigInt64BE(0).toString()])
  return await lockActe(sql, keys, id)
}

async function apply(
  sql: Sql,
  keys: Keys,
  held: ActeTenu,
  asked: Reglement,
): Promise<Regle | Refusal> {
  switch (asked.action) {
    case 'confirmer':
      return await settle(sql, keys, held, await confirmed(sql, held))
    case 'non-facturable':
      return await settle(sql, keys, held, ecarter(held.acte))
    case 'corriger':
      return await correct(sql, keys, held, asked)
    case 'contester':
    case 'clore':
      return await follow(sql, held, asked)
  }
}

// What is confirmed is what the directory says now.
async function confirmed(sql: Sql, { acte, annee, indexPatient }: ActeTenu) {
  const { rpps } = acte.executant
  const facts = { indexPatient, annee, requis: [rpps], requerant: rpps }
  const faits = await faitsFacturation(sql, facts)
  const connus = await numerosConnus(sql, partiesDe(acte))
  return confirmer(acteSelonAnnuaire(acte, connus), faits)
}

/** A decision about an act that no export holds. */
async function settle(
  sql: Sql,
  keys: Keys,
  held: ActeTenu,
  decided: ReturnType<typeof ecarter>,
): Promise<Regle | Refusal> {
  const locked = lockOf(held)
  if (locked !== null) return refusal(locked, { acte: held.id })
  if (isRefus(decided)) return refusal(decided.refus, { acte: held.id, champ: decided.champ })
  await rewriteActe(sql, keys, held, decided)
  const aussi = await followers(sql, keys, held.id, decided, (other) =>
    confirmerAvec(other, decided),
  )
  return regle({ ...held, acte: decided }, aussi)
}

/** Columns put right: of an act that no export holds, or of one that the insurer rejected. */
async function correct(
  sql: Sql,
  keys: Keys,
  held: ActeTenu,
  { champs, now }: Reglement,
): Promise<Regle | Refusal> {
  const rejected = held.retour === 'rejete'
  const locked = lockOf(held)
  if (locked !== null && !rejected) return refusal(locked, { acte: held.id })
  if (Object.keys(champs).length === 0) return refusal('champ-inconnu', { acte: held.id })
  const entered = corriger(held.acte, champs)
  if (isRefus(entered)) return refusal(entered.refus, { acte: held.id, champ: entered.champ })
  // The directory has the last word about the number of either party. SPEC §4, §11
  const connus = await numerosConnus(sql, partiesDe(entered))
  const acte = acteSelonAnnuaire(entered, connus)
  const over = await overruled(sql, acte, champs)
  if (over !== null) return refusal('annuaire-fait-foi', { acte: held.id, champ: over })
  // What is not changed is put right by nobody: a rejected act would be rejected again.
  if (isMeme(acte, held.acte)) {
    return refusal('acte-inchange', { acte: held.id })
  }
  await rewriteActe(sql, keys, held, acte)
  if (rejected) {
    await releaseActe(sql, held.id, now)
    return regle({ ...held, acte, export: null, retour: null, suite: null }, [])
  }
  const today = jourParis(now.toISOString() as Instant)
  // What one act lacked, its pair lacked too.
  const aussi = await followers(sql, keys, held.id, acte, (other) =>
    isPaire(other, acte)
      ? completer(other, lacunesComblees(other, partiesDe(acte)), { today, connus })
      : other,
  )
  return regle({ ...held, acte }, aussi)
}

const SIDES = [
  ['exec', 'executant'],
  ['presc', 'prescripteur'],
] as const

/**
 * The column whose value the directory does not let stand: another AM number than it gives him, one that it gives to
 * somebody else, or the specialty of another. What would be thrown away is refused, and nothing is mixed. SPEC §4
 */
async function overruled(
  sql: Sql,
  acte: Acte,
  champs: Reglement['champs'],
): Promise<string | null> {
  for (const [prefix, side] of SIDES) {
    const partie = acte[side]
    if (champs[`${prefix}_am`] !== undefined && contredit(partie) !== null) return `${prefix}_am`
    if (champs[`${prefix}_spe`] === undefined) continue
    const known = (await professionnelParRpps(sql, partie.rpps))?.specialite ?? null
    if (known !== null && known !== partie.specialite) return `${prefix}_spe`
  }
  return null
}

/** Contested: another answer is waited for. Closed: none is. */
async function follow(
  sql: Sql,
  held: ActeTenu,
  { action, now }: Reglement,
): Promise<Regle | Refusal> {
  const suite = action === 'contester' ? 'conteste' : 'clos'
  const no = noFollowing(held, suite)
  if (no !== null) return refusal(no, { acte: held.id })
  await noteSuite(sql, held.id, suite, now)
  return regle({ ...held, suite }, [])
}

function noFollowing(held: ActeTenu, suite: 'conteste' | 'clos'): Code | null {
  if (held.export === null) return 'acte-hors-export'
  if (held.retour === 'paye' && (held.reste ?? 0) === 0) return 'acte-paye'
  if (suite === 'conteste' && held.retour === null) return 'acte-sans-rejet'
  return held.suite === suite ? 'acte-inchange' : null
}

/** Why an act that an export holds is not changed, in the words of where it stands; null: it is free. */
function lockOf({ export: held, retour }: ActeTenu): Code | null {
  if (held === null) return null
  if (retour === null) return 'acte-verrouille'
  return retour === 'paye' ? 'acte-paye' : 'acte-rejete'
}

/** Changes the other free acts of the dossier that `next` changes; gives their numbers. */
async function followers(
  sql: Sql,
  keys: Keys,
  id: number,
  { dossier }: Acte,
  next: (other: Acte) => Acte,
): Promise<number[]> {
  const changed: number[] = []
  for (const other of await lockActesOf(sql, keys, dossier)) {
    if (other.id === id || other.export !== null) continue
    const acte = next(other.acte)
    if (acte === other.acte) continue
    await rewriteActe(sql, keys, other, acte)
    changed.push(other.id)
  }
  return changed
}

function regle(held: ActeTenu, aussi: readonly number[]): Regle {
  const { id, acte, suite } = held
  const { etat, motif } = acte
  const explication = etat === 'facturable' || motif === null ? null : sentenceOf(motif)
  return { id, etat, motif, explication, suite, export: held.export, aussi }
}

function sentenceOf(motif: string): string | null {
  const table: { readonly [code: string]: { readonly public: string } } = ERRORS
  return Object.hasOwn(table, motif) ? (table[motif]?.public ?? null) : null
}
