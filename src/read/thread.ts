/**
 * A text as lines, each with how deep it is quoted: 0 is the writer's own.
 *
 * In    the text of a letter
 * Out   lines without their quotation marks, hard and zero-width blanks made plain
 *
 * Knows how Outlook, Thunderbird, Apple Mail, Gmail and Zimbra announce what they quote, in French and
 * English. RFC 3676 (format=flowed) is undone first.
 */
import { fold } from '../domain/texte.ts'

export interface TextLine {
  readonly text: string
  /** 0: own; 1: the letter answered; 2: the one before it… */
  readonly depth: number
}

/** The lines of a text with their depth of quotation. */
export function readThread(text: string): readonly TextLine[] {
  const raw = text.split(/\r\n|\n|\r/).map(clean)
  const out: TextLine[] = []
  let base = 0
  for (let i = 0; i < raw.length; i++) {
    const line = raw[i] ?? ''
    const quoted = /^(?: ?>)+ ?/.exec(line)?.[0] ?? ''
    const depth = quoted.replace(/ /g, '').length
    const marker = depth === 0 ? markerAt(raw, i) : null
    if (marker) {
      if (marker.cuts) base += 1
      i += marker.lines - 1
    } else if (!isNoise(line)) out.push({ text: line.slice(quoted.length), depth: depth + base })
  }
  return out
}

/** The writer's own lines, up to his signature. */
export function ownLines(lines: readonly TextLine[]): readonly string[] {
  const own = lines.filter((line) => line.depth === 0).map((line) => line.text)
  const signature = own.findIndex(isSignature)
  return signature === -1 ? own : own.slice(0, signature)
}

/** The separator of a signature. RFC 3676 §4.3 */
export function isSignature(line: string): boolean {
  return /^--\s*$/.test(line)
}

/** Undoes format=flowed: lines that end in a blank go on on the next one of the same depth. RFC 3676 §4 */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = []
  let open: { depth: number; parts: string[] } | null = null
  for (const line of text.split(/\r\n|\n/)) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const content = line.slice(depth).replace(/^ /, '')
    const flows = content.endsWith(' ') && content !== '-- '
    if (open && (open.depth !== depth || content === '-- ')) {
      out.push(quote(open.depth, open.parts))
      open = null
    }
    open ??= { depth, parts: [] }
    open.parts.push(flows && deleteSpace ? content.slice(0, -1) : content)
    if (!flows) {
      out.push(quote(open.depth, open.parts))
      open = null
    }
  }
  if (open) out.push(quote(open.depth, open.parts))
  return out.join('\n')
}

function quote(depth: number, parts: readonly string[]): string {
  return `${depth === 0 ? '' : `${'>'.repeat(depth)} `}${parts.join('')}`
}

function clean(line: string): string {
  return line
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/[^\P{Cc}\t]/gu, '')
    .trimEnd()
}

const SEPARATOR =
  /^[-_* ]*-- ?(?:message d'origine|message original|mail original|courriel original|message initial|original message|original mail|message transfere|message transmis|message reexpedie|forwarded message|forwarded by|reponse au message|original appointment)\b/
const ANNOUNCED =
  /^(?:debut du message (?:reexpedie|transfere|transmis)|begin forwarded message)\s*:/
const WROTE = /\b(?:a ecrit|ont ecrit|wrote|a repondu)\s*:?$/
const WHEN = /\d{1,2}\s?[:h]\s?\d{2}|\d{4}|@/
const HEADER_FROM = /^[*_]*(?:de|from|expediteur)[*_ ]*:[*_ ]*\S/
const HEADER_OTHER =
  /^[*_]*(?:envoye(?: le)?|sent|date|a|to|objet|subject|sujet|cc|copie|pour|destinataires?|repondre a|reply-to|importance)[*_ ]*:/

/** How many lines announce a quotation here, and whether all that follows is quoted. */
function markerAt(raw: readonly string[], at: number): { lines: number; cuts: boolean } | null {
  const line = fold(shorten(raw[at]))
  if (line === '') return null
  if (SEPARATOR.test(line) || ANNOUNCED.test(line) || isHeaderBlock(raw, at))
    return { lines: 1, cuts: true }
  if (/^[_-]{10,}$/.test(line)) {
    const next = [at + 1, at + 2, at + 3].find((i) => raw[i] !== undefined && raw[i] !== '')
    return next !== undefined && isHeaderBlock(raw, next) ? { lines: 1, cuts: true } : null
  }
  if (!/^(?:le|on|\d|[^<>]{0,200}<[^<>\s@]{1,64}@)/.test(line)) return null
  return attribution(raw, at)
}

/** « Le 12/03/2026 à 10:00, X a écrit : », folded over up to four lines. */
function attribution(raw: readonly string[], at: number): { lines: number; cuts: boolean } | null {
  let joined = ''
  for (let count = 1; count <= 4 && at + count <= raw.length; count++) {
    const line = fold(shorten(raw[at + count - 1]))
    if (line === '' || line.startsWith('>')) return null
    joined = `${joined} ${line}`.trim()
    if (!WROTE.test(joined)) continue
    if (!WHEN.test(joined) || joined.length > 600) return null
    const next = raw.slice(at + count, at + count + 4).find((text) => text !== '')
    return { lines: count, cuts: !(next ?? '').trimStart().startsWith('>') }
  }
  return null
}

/** `De :`, `Envoyé :`, `À :`, `Objet :` — the block that Outlook and Zimbra put before what they quote. */
function isHeaderBlock(raw: readonly string[], at: number): boolean {
  if (!HEADER_FROM.test(fold(shorten(raw[at])))) return false
  const following = raw.slice(at + 1, at + 9).filter((text) => text !== '')
  return following.slice(0, 6).filter((text) => HEADER_OTHER.test(fold(shorten(text)))).length >= 2
}

function isNoise(line: string): boolean {
  if (line.length > 120) return false
  return /^(?:envoye (?:de|depuis|a partir de) (?:mon|ma|l'|outlook|yahoo|proton)|sent from (?:my|outlook|mail)|obtenir outlook|get outlook|telecharger outlook|provenance : courrier)/.test(
    fold(line),
  )
}

function shorten(line: string | undefined): string {
  return (line ?? '').slice(0, 400)
}
