/**
 * Acts held to be settled, completed or corrected; what an export showed of them stays as it was.
 *
 * In    the number of an act or of a dossier, the act as it becomes
 * Out   acts held until the transaction ends; the rows changed
 * Refuses nothing: `billing/reglement.ts` says what is not allowed.
 *
 * SPEC §11
 */
import type { Acte, PartieActe } from '../../domain/acte.ts'
import type { Jour } from '../../domain/correspondant.ts'
import { type Apport, completer } from '../../domain/reglement.ts'
import type { Sql } from '../../postgres/sql.ts'
import { numerosConnus } from '../annuaire/annuaire.ts'
import type { Keys } from '../keys/keys.ts'
import { decryptActe, encryptActe, hasNumeroEcrit, type LigneActe } from './actes.ts'

/** An act that this transaction holds. */
export interface ActeTenu {
  readonly id: number
  readonly acte: Acte
  readonly cle: string
  readonly export: number | null
  readonly suspendu: boolean
  readonly retour: 'paye' | 'rejete' | null
  /** What is left to pay; null: nothing was paid, or all of it before this was kept. */
  readonly reste: number | null
  readonly suite: 'conteste' | 'clos' | null
  readonly annee: number
  readonly indexPatient: Buffer
}

type LigneTenue = Pick<LigneActe, 'id' | 'dossier' | 'rang' | 'role' | 'cle' | 'donnees'> &
  Pick<ActeTenu, 'suspendu' | 'retour' | 'reste' | 'suite' | 'annee' | 'indexPatient'> & {
    readonly export: string | null
  }

const COLONNES = `id::text, dossier, rang, role, cle, donnees, export::text, annee,
  index_patient as "indexPatient", suspendu_motif is not null as suspendu, retour,
  reste_centimes as reste, suite`

/** One act, held with the others of its dossier, in the order that all hold them; null if there is none. */
export async function lockActe(sql: Sql, keys: Keys, id: number): Promise<ActeTenu | null> {
  await sql.query(
    `select id from acte where dossier = (select dossier from acte where id = $1)
     order by acte.id for update`,
    [id],
  )
  const [row] = await sql.query<LigneTenue>(
    `select ${COLONNES} from acte where id = $1 for update`,
    [id],
  )
  return row === undefined ? null : await held(sql, keys, row)
}

/** All acts of a dossier, held, in the order of their numbers. */
export async function lockActesOf(sql: Sql, keys: Keys, dossier: string): Promise<ActeTenu[]> {
  const rows = await sql.query<LigneTenue>(
    `select ${COLONNES} from acte where dossier = $1 order by acte.id for update`,
    [dossier],
  )
  const actes: ActeTenu[] = []
  for (const row of rows) actes.push(await held(sql, keys, row))
  return actes
}

/**
 * Dossiers with acts that the directory may complete or contradict, by their number: those that wait for a number or
 * a specialty, and those whose number was only written. `after` is the last one seen.
 */
export async function dossiersEnAttente(sql: Sql, after: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ dossier: string }>(
    `select distinct dossier from acte
     where etat <> 'non_facturable' and export is null and dossier > $1
       and (numero_ecrit
         or etat = 'a_verifier' and (motif like 'numero-%' or motif like 'specialite-%'))
     order by dossier limit $2`,
    [after, limit],
  )
  return rows.map((row) => row.dossier)
}

/** The number of a dossier whose content may be gone: its acts are still billed. */
export async function numeroOf(sql: Sql, dossier: string): Promise<string | null> {
  const [row] = await sql.query<{ numero: string }>('select numero from dossier where id = $1', [
    dossier,
  ])
  return row?.numero ?? null
}

/** Writes an act as it becomes; every export that showed it keeps what it showed. */
export async function rewriteActe(
  sql: Sql,
  keys: Keys,
  { id, cle }: Pick<ActeTenu, 'id' | 'cle'>,
  acte: Acte,
): Promise<void> {
  await freezeLines(sql, id)
  await sql.query(
    `update acte set etat = $2, motif = $3, montant_centimes = $4, donnees = $5, code = $6,
       numero_ecrit = $7, executant_rpps = $8
     where id = $1`,
    [
      id,
      acte.etat,
      acte.motif,
      acte.montantCentimes,
      await encryptActe(sql, keys, cle, acte),
      acte.code,
      hasNumeroEcrit(acte),
      acte.executant.rpps,
    ],
  )
}

/** Keeps, for every export that holds or held an act, the record as it stands before a change. */
export async function freezeLines(sql: Sql, id: number): Promise<void> {
  await sql.query(
    `update export_acte x set donnees = a.donnees, cle = a.cle
     from acte a where a.id = $1 and x.acte = a.id and x.donnees is null`,
    [id],
  )
}

/** A corrected act leaves the export that held it, alone: its line stands there and counts no more. */
export async function releaseActe(sql: Sql, id: number, now: Date): Promise<void> {
  await sql.query(
    `update export_acte x set corrige_le = $2
     from acte a where a.id = $1 and x.acte = a.id and x.export = a.export`,
    [id, now],
  )
  await sql.query(
    `update acte set export = null, retour = null, retour_le = null, retour_motif = null,
       reste_centimes = null, suite = null, suite_le = null,
       suspendu_motif = coalesce(suspendu_motif, signale_motif), signale_motif = null
     where id = $1`,
    [id],
  )
}

/** What a person decided of the insurer's answer. */
export async function noteSuite(
  sql: Sql,
  id: number,
  suite: 'conteste' | 'clos',
  now: Date,
): Promise<void> {
  await sql.query('update acte set suite = $2, suite_le = $3 where id = $1', [id, suite, now])
}

/**
 * Completes the acts of a dossier that no export holds with what was given, under the numbers that the directory
 * wants; gives those that changed.
 */
export async function completeActesOf(
  sql: Sql,
  keys: Keys,
  dossier: string,
  given: { readonly of: (acte: Acte) => Apport; readonly today: Jour },
): Promise<ActeTenu[]> {
  const changed: ActeTenu[] = []
  const held = (await lockActesOf(sql, keys, dossier)).filter((one) => one.export === null)
  const apports = held.map((one) => given.of(one.acte))
  const parties = [...apports.flatMap((one) => one.parties), ...held.flatMap(partiesOf)]
  const connus = await numerosConnus(sql, parties)
  for (const [at, one] of held.entries()) {
    const apport = apports[at] ?? { parties: [], assure: {} }
    const acte = completer(one.acte, apport, { today: given.today, connus })
    if (acte === one.acte) continue
    await rewriteActe(sql, keys, one, acte)
    changed.push({ ...one, acte })
  }
  return changed
}

function partiesOf({ acte }: ActeTenu): readonly PartieActe[] {
  return [acte.executant, acte.prescripteur]
}

async function held(sql: Sql, keys: Keys, row: LigneTenue): Promise<ActeTenu> {
  const { cle, suspendu, retour, reste, suite, annee, indexPatient } = row
  return {
    id: Number(row.id),
    acte: await decryptActe(sql, keys, row),
    cle,
    export: row.export === null ? null : Number(row.export),
    suspendu,
    retour,
    reste,
    suite,
    annee,
    indexPatient,
  }
}
