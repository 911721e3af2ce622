/**
 * Two readings of one letter: do they say the same?
 *
 * In    the parts that each reader found, in order
 * Out   what differs first, or null
 *
 * Compared are files (their octets and names), words (before they are marked up) and, where the words differ for
 * it, charsets. Layout, empty parts, the letters of a name's case and marks are no difference. SPEC §2
 */
import { normalise } from '../domain/unicode.ts'
import type { PartRead } from '../message.ts'
import { signsOf, wordsOf } from './words.ts'

/** What two readers find otherwise. */
export interface Difference {
  readonly what: 'mots' | 'fichiers' | 'charset'
  /** Rank of the part, from 1. */
  readonly part: number
}

/** The first difference between two readings; null where they say the same. */
export function differenceOf(
  first: readonly PartRead[],
  second: readonly PartRead[],
): Difference | null {
  const [one, other] = [first.filter(isSomething), second.filter(isSomething)]
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const what = differs(one[at], other[at])
    if (what !== null) return { what, part: at + 1 }
  }
  return null
}

function isSomething({ size, name, text }: PartRead): boolean {
  return size > 0 && (name !== null || text === null || signsOf(text) !== '')
}

function differs(
  one: PartRead | undefined,
  other: PartRead | undefined,
): Difference['what'] | null {
  if (one === undefined || other === undefined) return isWords(one ?? other) ? 'mots' : 'fichiers'
  if (isOtherName(one, other)) return 'fichiers'
  // What has a name, or no words, is a file: it goes on as it is.
  if (one.name !== null || one.text === null || other.text === null) {
    return one.sha256 === other.sha256 ? null : 'fichiers'
  }
  if (one.kind === other.kind && saidBy(one) === saidBy(other)) return null
  return one.sha256 === other.sha256 && one.charset !== other.charset ? 'charset' : 'mots'
}

function isWords(part: PartRead | undefined): boolean {
  return part?.text != null && part.name === null
}

function saidBy({ kind, text }: PartRead): string {
  return kind === 'html' ? wordsOf(text ?? '') : signsOf(text ?? '')
}

/** A name that one reader found in an odd place, and the other nowhere, is no other name. */
function isOtherName(one: PartRead, other: PartRead): boolean {
  return one.name !== null && other.name !== null && nameOf(one) !== nameOf(other)
}

/** Letters and digits of the last part of a name: what a person tells names by. */
function nameOf({ name }: PartRead): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  return normalise(last, 'NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
