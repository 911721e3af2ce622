/**
 * What a window asks of the corridor: a row that `flow` takes up, carries out and answers.
 *
 * A command is taken by one worker at a time; one whose worker died is taken again when its lease runs
 * out, so what it does must be safe to repeat. SPEC §12
 */
import { randomUUID } from 'node:crypto'

import type { Sql } from '../postgres/sql.ts'

/** What is asked, by whom, and why. */
export interface NewCommand {
  readonly quoi: string
  readonly parametres: { readonly [nom: string]: unknown }
  readonly par: string
  readonly motif: string | null
}

/** A command taken up. */
export interface ClaimedCommand extends NewCommand {
  readonly id: string
  /** Times it was taken up, this one included. */
  readonly essais: number
}

/** What became of a command; `faitLe` null while it waits. */
export interface CommandResult {
  readonly faitLe: Date | null
  readonly resultat: unknown
  /** A code of errors.ts; `resultat` may then hold a sentence that says more (`precision`). */
  readonly erreur: string | null
}

/** The sentence that says more of a refusal; null without. */
export function precisionOf({ erreur, resultat }: CommandResult): string | null {
  const { precision } = (resultat ?? {}) as { precision?: unknown }
  return erreur !== null && typeof precision === 'string' ? precision : null
}

/** Puts a command and gives its id. */
export async function putCommand(sql: Sql, command: NewCommand): Promise<string> {
  const id = randomUUID()
  await sql.query(
    'insert into commande (id, quoi, parametres, par, motif) values ($1, $2, $3, $4, $5)',
    [id, command.quoi, JSON.stringify(command.parametres), command.par, command.motif],
  )
  return id
}

/** The commands that wait and that nobody holds, oldest first: for the sweep. */
export async function dueCommands(db: Sql, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from commande where fait_le is null and (pris_jusqua is null or pris_jusqua < now())
     order by cree_le limit $1`,
    [limit],
  )
  return rows.map((row) => row.id)
}

/** Takes a command for `leaseMs`; null when it is done or another holds it. */
export async function claimCommand(
  db: Sql,
  id: string,
  leaseMs: number,
): Promise<ClaimedCommand | null> {
  const [row] = await db.query<ClaimedCommand>(
    `update commande set essais = essais + 1, pris_jusqua = now() + $2 * interval '1 millisecond'
     where id in (select id from commande where id = $1 and fait_le is null
                  and (pris_jusqua is null or pris_jusqua < now()) for update skip locked)
     returning id, quoi, parametres, par, motif, essais`,
    [id, leaseMs],
  )
  return row ?? null
}

/** Makes the lease of a command end `leaseMs` from now: its worker lives and works. */
export async function prolongCommand(db: Sql, id: string, leaseMs: number): Promise<void> {
  await db.query(
    `update commande set pris_jusqua = now() + $2 * interval '1 millisecond'
     where id = $1 and fait_le is null`,
    [id, leaseMs],
  )
}

/** Answers a command, once. */
export async function finishCommand(
  sql: Sql,
  id: string,
  end:
    | { readonly resultat: object }
    | { readonly erreur: string; readonly precision?: string | number | null | undefined },
): Promise<void> {
  const more = 'erreur' in end && typeof end.precision === 'string'
  const said = 'resultat' in end ? end.resultat : more ? { precision: end.precision } : null
  await sql.query(
    `update commande set fait_le = now(), resultat = $2, erreur = $3, pris_jusqua = null
     where id = $1 and fait_le is null`,
    [id, said === null ? null : JSON.stringify(said), 'erreur' in end ? end.erreur : null],
  )
}

/** What became of a command; null when there is none. */
export async function commandResult(sql: Sql, id: string): Promise<CommandResult | null> {
  const [row] = await sql.query<CommandResult>(
    'select fait_le as "faitLe", resultat, erreur from commande where id = $1',
    [id],
  )
  return row ?? null
}
