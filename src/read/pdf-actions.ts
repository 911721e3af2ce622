/**
 * Actions of a PDF that run something: named in clear, or in a stream of objects.
 *
 * In    the octets of a PDF, until when they may be looked at
 * Out   why it is not passed on; null: it only shows
 *
 * SPEC §13.8 · ISO 32000-1 §7.3.5 (names), §7.5.7 (streams of objects), §12.6.4 (actions)
 */
import { inflateSync } from 'node:zlib'

import type { Danger } from '../domain/courrier.ts'

const ACTIONS: ReadonlySet<string> = new Set(['JavaScript', 'Launch'])
// Long names: by chance they do not stand in octets that are packed.
const PLAIN = /\/(?:JavaScript|Launch)(?![A-Za-z0-9])/
const ESCAPED = /\/[A-Za-z]{0,12}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,40}/g
/** No program packs its objects so: what is in them would not be seen. */
const OTHER_FILTERS =
  /\/(?:ASCII85Decode|ASCIIHexDecode|LZWDecode|RunLengthDecode|A85|AHx|LZW|RL)\b/
const MAX_OBJECTS = 16 * 1024 * 1024

/** Actions of a PDF that run something: named in clear, or in a stream of objects. */
export function inPdf(octets: Buffer, { until }: { readonly until: number }): Danger | null {
  const text = octets.toString('latin1')
  const actions: Danger = { raison: 'actions', detail: null }
  if (saysActions(text)) return actions
  let left = MAX_OBJECTS
  for (let at = text.indexOf('/ObjStm'); at !== -1; at = text.indexOf('/ObjStm', at + 7)) {
    if (performance.now() > until) return { raison: 'archive', detail: 'duree' }
    const start = /stream\r?\n/.exec(text.slice(at, at + 1000))
    if (start === null) continue
    const said = text.slice(Math.max(0, at - 400), at + start.index)
    if (OTHER_FILTERS.test(said)) return actions
    const objects = objectsAt(octets, at + start.index + start[0].length, left)
    if (objects === null) return actions
    left -= objects.length
    if (saysActions(objects)) return actions
  }
  return null
}

function saysActions(text: string): boolean {
  if (PLAIN.test(text)) return true
  for (const [name] of text.matchAll(ESCAPED)) {
    const plain = name
      .slice(1)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    // Who hides the name of a stream of objects hides what is in it.
    if (ACTIONS.has(plain) || plain === 'ObjStm') return true
  }
  return false
}

/** A stream of objects as text; empty where it is packed in another way, or closed; null: more than may be. */
function objectsAt(octets: Buffer, from: number, limit: number): string | null {
  const end = octets.indexOf('endstream', from)
  try {
    const packed = octets.subarray(from, end === -1 ? octets.length : end)
    return inflateSync(packed, { maxOutputLength: Math.max(1, limit) }).toString('latin1')
  } catch (error) {
    const isLong = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    return isLong ? null : ''
  }
}
