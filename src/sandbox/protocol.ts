/**
 * What crosses between the process and its judging threads: plain values, octets, and names of octets.
 *
 * In    values of the hand-overs (message.ts), in which Bytes stand for octets that stay where they are
 * Out   values that a structured clone carries, and back
 *
 * Octets of any size never cross as a whole: a Bytes crosses as a source number and a range, and its
 * reader asks for pieces. Small ones come with the job.
 */
import { types } from 'node:util'

import type { Bytes, BytesRef } from '../kit/bytes.ts'
import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { OpenPolicy, TrustRules } from '../message.ts'

/** A place that octets come from, as the thread is told of it. */
export interface SourceInfo {
  readonly id: number
  readonly size: number
  readonly ref: BytesRef | null
  /** Null when they are too many to come along. */
  readonly octets: Uint8Array | null
}

/** One piece of work; `input` is packed. */
export interface Job {
  readonly task: 'open' | 'read' | 'look' | 'second' | 'receipt' | 'danger' | 'draw' | 'decide'
  readonly input: unknown
  readonly sources: readonly SourceInfo[]
  readonly settings: {
    readonly policy?: OpenPolicy
    readonly at?: Date
    readonly hasAnnuaire?: boolean
    readonly answers?: readonly Uint8Array[]
  }
}

/** A trust folder, or keys, as they are given to a thread. */
export interface Setup {
  readonly keys?: readonly {
    readonly key: import('node:crypto').KeyObject
    readonly token?: TokenKey
    readonly certificate: Uint8Array
    readonly intermediates: readonly Uint8Array[]
  }[]
  readonly trust?: {
    readonly objects: readonly { readonly name: string; readonly bytes: Uint8Array }[]
    readonly loadedAt: Date
    readonly rules: TrustRules
  }
}

/** What a thread asks of the process while it works. */
export type Ask =
  | {
      readonly what: 'read'
      readonly source: number
      readonly start: number
      readonly end: number
    }
  | { readonly what: 'keep'; readonly octets: Uint8Array }
  | { readonly what: 'feed'; readonly octets: Uint8Array }
  | { readonly what: 'fed' }
  | { readonly what: 'dropped' }
  | { readonly what: 'addressesOf'; readonly rpps: string }
  | { readonly what: 'mayUse'; readonly address: string; readonly rpps: string }

export type ToThread =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'answer'; readonly value: unknown }
  /** The process could not answer, and has given the job up. */
  | { readonly kind: 'giveUp' }

export type FromThread =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string }
  | { readonly kind: 'ready' }

/** Octets up to here cross at once. */
export const SMALL_BYTES = 1024 * 1024
/** Octets asked for at a time. */
export const RANGE_BYTES = 512 * 1024

type Place = readonly [source: number, start: number, end: number]

/** How octets cross that need not cross as they are. */
export interface Packing {
  /** Names the octets behind a Bytes. */
  placeOf(bytes: Bytes): Place
  /** The name of octets that both sides have: lists of revocation are long. */
  nameOf?(octets: Uint8Array): string | undefined
}

export interface Unpacking {
  /** Finds the octets that a place names. */
  at(...place: Place): Bytes
  named?(name: string): Buffer | undefined
}

/** Makes a value fit to cross; what is fit already stays the same object. */
export function pack(value: unknown, way: Packing): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) {
    const name = way.nameOf?.(value)
    return name === undefined ? exactly(value) : { '#named': name }
  }
  if (types.isDate(value)) return value
  if (isBytes(value)) return { '#octets': way.placeOf(value) }
  return mapped(value, (item) => pack(item, way))
}

/** The value again; what crossed as it is stays the same object. */
export function unpack(value: unknown, way: Unpacking): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return bufferOf(value)
  if (types.isDate(value)) return value
  if ('#octets' in value) return way.at(...(value['#octets'] as Place))
  if ('#named' in value) {
    const octets = way.named?.(String(value['#named']))
    if (octets === undefined) throw new Error('octets of an unknown name')
    return octets
  }
  return mapped(value, (item) => unpack(item, way))
}

/** The memory of octets that were packed for one crossing alone: it moves, and is not copied once more. */
export function movable(octets: readonly (Uint8Array | null)[]): ArrayBuffer[] {
  return octets.flatMap((one) => (one ? [one.buffer as ArrayBuffer] : []))
}

/** Octets alone in their memory: a part of a larger Buffer would take all of it along. */
export function exactly(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets)
}

/** The same memory as a Buffer. */
export function bufferOf(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
}

function isBytes(value: object): value is Bytes {
  return 'read' in value && 'slice' in value && 'size' in value
}

/** The object or array with its items changed: itself where no item is another. */
function mapped(value: object, change: (item: unknown) => unknown): object {
  let changed: Record<string, unknown> | null = null
  for (const name of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[name]
    const now = change(item)
    if (now === item) continue
    changed ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
    changed[name] = now
  }
  return changed ?? value
}
