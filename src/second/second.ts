/**
 * The second look at a signed letter, by other programs than ours: its parts are read again by mailparser, its
 * signature is verified again by pkijs.
 *
 * In    an opened and accepted message, its parts as the first reader found them, how charsets are decided
 * Out   null: nothing speaks against it. Else the code, and what each reader found
 *
 * Another client would show what we did not see, or the reverse: such a letter goes nowhere before a person looked.
 * SPEC §2 (CONFRERE_DOUBLE_LECTURE)
 */
import type { Code } from '../errors.ts'
import type { Decode, OpenedMessage, PartRead, Readings } from '../message.ts'
import { differenceOf } from './compare.ts'
import { confirm } from './confirm.ts'
import { partsOf } from './reading.ts'

/** What speaks against a letter. */
export interface Objection {
  readonly code: Extract<Code, 'lectures-divergentes' | 'verifications-divergentes'>
  /** What differs, in a word. */
  readonly reason: string
  /** Null: both readers found the same. */
  readonly readings: Readings | null
}

/** Reads and verifies a letter once more; null when both agree with the first time. */
export async function second(
  opened: Pick<OpenedMessage, 'entity' | 'original' | 'empreinte' | 'evidence'>,
  { first, decode }: { readonly first: readonly PartRead[]; readonly decode: Decode },
): Promise<Objection | null> {
  if (await isDenied(opened)) {
    return { code: 'verifications-divergentes', reason: 'signature', readings: null }
  }
  const other = await partsOf(opened.entity, decode)
  const difference = differenceOf(first, other)
  if (difference === null) return null
  const readings = { premiere: first, seconde: other }
  return { code: 'lectures-divergentes', reason: difference.what, readings }
}

/** What nobody signed has nothing to be confirmed. */
async function isDenied({
  original,
  empreinte,
  evidence,
}: Pick<OpenedMessage, 'original' | 'empreinte' | 'evidence'>): Promise<boolean> {
  const [certificate] = evidence.chain
  if (original === null || empreinte === null || certificate === undefined) return false
  const { headers, body } = original
  return (await confirm({ headers, body, contentSha256: empreinte, certificate })) === 'denied'
}
