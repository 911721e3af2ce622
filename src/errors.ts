/**
 * The table of every refusal, deferral and question: its code, whose fault it is, what is said to whom.
 *
 * A code is stable for ever. `public` is plain French that says what to do, and holds no place for a
 * patient's data. docs/errors.md is made from this table.
 */

/** A permanent no: returned, never thrown. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly code: Code
  /** For our log and the administrator: identifiers, sizes, names of fields; never content. */
  readonly detail: { readonly [key: string]: string | number | null }
}

/** Not now: the world must change first. */
export interface Deferral {
  readonly kind: 'deferral'
  readonly code: Code
  readonly detail: { readonly [key: string]: string | number | null }
}

interface Entry {
  readonly family: 'refusal' | 'deferral' | 'quarantine' | 'question' | 'alert'
  /** SMTP reply where the door says it; null when it is judged after the `250`. */
  readonly smtp: string | null
  readonly http: number | null
  readonly public: string
  readonly spec: string
}

/** Alphabetical. */
export const ERRORS = {
} as const satisfies { readonly [code: string]: Entry }

export type Code = keyof typeof ERRORS

/** Builds a refusal. */
export function refusal(code: Code, detail: Refusal['detail'] = {}): Refusal {
  return { kind: 'refusal', code, detail }
}

/** Builds a deferral. */
export function deferral(code: Code, detail: Deferral['detail'] = {}): Deferral {
  return { kind: 'deferral', code, detail }
}

/** Is this value a refusal? */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refusal'
}

/** Is this value a deferral? */
export function isDeferral(value: unknown): value is Deferral {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'deferral'
}
