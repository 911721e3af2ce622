/**
 * The billing commands that a window wrote and the corridor carries out.
 *
 * In    a command row: `export`, `void`, `returns` or `acte`, its parameters, its holder and reason
 * Out   the JSON that answers it, or a refusal
 * Refuses   bad-parameter, and what `export.ts`, `apply-returns.ts` and `reglement.ts` refuse
 *
 * SPEC §12 (a window writes a command, `flow` carries it out)
 */
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { Export } from '../ledger/actes/exports.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import type { Database } from '../postgres/sql.ts'
import { applyReturns } from './apply-returns.ts'
import { FORMATS } from './champs.ts'
import { createExport, voidExport } from './export.ts'
import { ACTIONS, reglerActe } from './reglement.ts'

/** A billing command, as the ledger holds it. */
export interface BillingCommand {
  readonly quoi: string
  readonly parametres: { readonly [nom: string]: unknown }
  readonly par: string
  readonly motif: string | null
}

/** Does billing carry out this command? */
export function isBillingCommand(quoi: string): boolean {
  return quoi === 'export' || quoi === 'void' || quoi === 'returns' || quoi === 'acte'
}

/** Carries out one command; `{ export: null }` when there was nothing to export. */
export async function runBillingCommand(
  db: Database,
  keys: Keys,
  command: BillingCommand,
  parts: {
    readonly now: Date
    readonly sign: (data: Buffer) => Promise<Buffer>
    /** Called now and then by what takes long. */
    readonly alive?: () => Promise<void>
  },
): Promise<object | Refusal> {
  const { quoi, parametres, par } = command
  const motif = command.motif ?? ''
  const { now, sign, alive } = parts
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
        format: FORMATS.find((each) => each === parametres.format) ?? null,
      })
      if (isRefusal(made)) return made
      return made === null ? { export: null } : exportJson(made)
    }
    case 'void': {
      const id = integer(parametres.export)
      return id === null ? refusal('bad-parameter') : await voidExport(db, id, { motif, par, now })
    }
    case 'returns': {
      const fichier = text(parametres.fichier)
      if (fichier === null) return refusal('bad-parameter')
      return await applyReturns(db, fichier, { par, now, ...(alive && { alive }) })
    }
    case 'acte': {
      const acte = integer(parametres.acte)
      const action = ACTIONS.find((each) => each === parametres.action)
      const champs = champsDe(parametres.champs)
      if (acte === null || action === undefined || champs === null || motif.trim() === '') {
        return refusal('bad-parameter')
      }
      return await reglerActe(db, keys, { acte, action, champs, motif, par, now })
    }
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
    omis: made.omis,
  }
}

function champsDe(value: unknown): { readonly [colonne: string]: string } | null {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object') return null
  const entries = Object.entries(value)
  return entries.every(([, said]) => typeof said === 'string') ? Object.fromEntries(entries) : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}
