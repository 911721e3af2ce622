/**
 * The billing commands that a window wrote and the corridor carries out.
 *
 * In    a command row: `export`, `void` or `returns`, its parameters, its holder and reason
 * Out   the JSON that answers it, or a refusal
 * Refuses   bad-parameter, and what `export.ts` refuses
 *
 * SPEC §12 (a window writes a command, `flow` carries it out)
 */
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { Export } from '../ledger/exports.ts'
import type { Keys } from '../ledger/keys.ts'
import type { Database } from '../ledger/sql.ts'
import { applyReturns, createExport, voidExport } from './export.ts'
import type { Retours } from './returns.ts'

/** A billing command, as the ledger holds it. */
export interface BillingCommand {
  readonly quoi: string
  readonly parametres: { readonly [nom: string]: unknown }
  readonly par: string
  readonly motif: string | null
}

/** Does billing carry out this command? */
export function isBillingCommand(quoi: string): boolean {
  return quoi === 'export' || quoi === 'void' || quoi === 'returns'
}

/** Carries out one command; `{ export: null }` when there was nothing to export. */
export async function runBillingCommand(
  db: Database,
  keys: Keys,
  command: BillingCommand,
  parts: { readonly now: Date; readonly sign: (data: Buffer) => Promise<Buffer> },
): Promise<object | Refusal> {
  const { quoi, parametres, par } = command
  const motif = command.motif ?? ''
  const { now, sign } = parts
  switch (quoi) {
    case 'export': {
      const remplace = integer(parametres.remplace)
      const made = await createExport(db, keys, {
        du: text(parametres.du),
        au: text(parametres.au),
        par,
        now,
        sign,
        remplace: remplace === null ? null : { id: remplace, motif },
      })
      if (isRefusal(made)) return made
      return made === null ? { export: null } : exportJson(made)
    }
    case 'void': {
      const id = integer(parametres.export)
      return id === null ? refusal('bad-parameter') : await voidExport(db, id, { motif, par, now })
    }
    case 'returns':
      return await applyReturns(db, parametres as unknown as Retours, { par, now })
    default:
      return refusal('bad-parameter', { quoi })
  }
}

/** An export as the windows show it: everything but its acts. */
export function exportJson(made: Export): object {
  return {
    id: made.id,
    du: made.du,
    au: made.au,
    creeLe: made.creeLe,
    par: made.par,
    nombre: made.nombre,
    totalCentimes: made.totalCentimes,
    sha256: made.empreintes,
    manifeste: made.manifeste,
    signature: made.signature.toString('base64'),
    annuleLe: made.annuleLe,
    annuleMotif: made.annuleMotif,
    remplace: made.remplace,
    remplacePar: made.remplacePar,
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}
