/**
 * The words of a letter as text, from its plain and HTML renditions.
 *
 * In    segments of the tree, the entity
 * Out   `main`, what is read (plain text where it says as much), `other`, the other rendition of the same words
 *       where both exist, and what only that one says
 * Refuses text-too-long, html-too-deep
 *
 * Words that their author perhaps never saw are marked (doubt.ts), in both renditions: programs write what an HTML body
 * hides into the plain text beside it.
 */

import { words } from '../domain/texte.ts'
import { normalise } from '../domain/unicode.ts'
import type { Refusal } from '../errors.ts'
import { isRefusal, refusal } from '../errors.ts'
import { type Bytes, wholeBuffer } from '../kit/bytes.ts'
import type { Decode } from '../message.ts'
import { decodeText, isKnownCharset } from '../mime/charset.ts'
import { decodeBody } from '../mime/decode.ts'
import type { Marge, MimeNode } from '../mime/tree.ts'
import type { Segment } from './body.ts'
import { inDoubt, sureText, unmarkedText } from './doubt.ts'
import { bareText, htmlCharset, seenText } from './html.ts'
import { privateSigns } from './signs.ts'
import { keepsColumns } from './tables.ts'
import { readThread, unflow } from './thread.ts'

export interface Texts {
  /** What is read: of a text written twice the rendition that says more. */
  readonly main: string
  /** The other rendition of the same words, where there are two; null without. */
  readonly other: string | null
  /** What only the other rendition says, line by line: it is shown after `main`. */
  readonly more: readonly string[]
  /** What stands in no part of a multipart, line by line: it is shown last. */
  readonly beside: readonly string[]
}

const MAX_TEXT_BYTES = 1024 * 1024

/** Reads the words of all segments, at most a mebibyte of them. */
export async function readTexts(
  entity: Bytes,
  segments: readonly Segment[],
): Promise<Texts | Refusal> {
  const main: string[] = []
  const other: string[] = []
  const more: string[] = []
  let budget = MAX_TEXT_BYTES
  for (const segment of segments) {
    const said: Said = { plain: '', html: '', isVeiled: false }
    for (const kind of ['plain', 'html'] as const) {
      for (const node of segment[kind]) {
        const octets = await wholeText(entity, node, budget)
        if (isRefusal(octets)) return octets
        budget -= octets.length
        if (kind === 'plain') said.plain += `${plainText(octets, node)}\n`
        else if (!addHtml(said, octets, node)) return refusal('html-too-deep')
      }
    }
    const one = rendered(said)
    main.push(one.main)
    if (one.other !== null) other.push(one.other)
    more.push(...one.more)
  }
  return {
    main: main.join('\n'),
    other: other.length === 0 ? null : other.join('\n'),
    more,
    beside: [],
  }
}

/** Longer margins hold no words of a person. */
const MAX_MARGINS = 64 * 1024

/** The words before the first part of a multipart and after its closing line, but for what programs write there. */
export async function readMargins(
  entity: Bytes,
  tree: MimeNode,
): Promise<readonly string[] | Refusal> {
  const ranges = marginsOf(tree)
  const size = ranges.reduce((sum, { debut, fin }) => sum + fin - debut, 0)
  if (size > MAX_MARGINS) return refusal('text-too-long', { limite: MAX_MARGINS })
  const lines: string[] = []
  for (const { debut, fin } of ranges) {
    const part = entity.slice(debut, fin)
    const octets = await wholeBuffer(part, part.size)
    const text = unmarkedText(decodeText(octets, null)).trim()
    if (/[\p{L}\p{N}]/u.test(text) && !isOfProgram(text)) lines.push(...text.split(/\r\n|\n/))
  }
  return lines
}

function marginsOf({ marges, children }: MimeNode): readonly Marge[] {
  return [...marges, ...children.flatMap(marginsOf)]
}

/** « This is a multi-part message in MIME format. »: nothing but words of which such sentences are made. */
const OF_PROGRAMS = new Set(
  (
    'this is a an the multi multipart part message in mime format formatted encapsulated encoded cryptographically ' +
    'signed s your mail reader client software does not understand support since if you are reading view may be some ' +
    'or all of it legible read upgrade to compliant ceci est un ce au il agit d multivolet multi parties plusieurs'
  ).split(' '),
)

function isOfProgram(text: string): boolean {
  const said = words(text.slice(0, 1000)).split(' ')
  return text.length <= 1000 && said.includes('mime') && said.every((one) => OF_PROGRAMS.has(one))
}

function rendered(said: Said): Texts {
  const isPlain = said.plain.trim() !== ''
  if (isPlain && said.html.trim() !== '') return both(said)
  return { main: isPlain ? said.plain : said.html, other: null, more: [], beside: [] }
}

/** What a segment says, in its renditions. */
interface Said {
  plain: string
  html: string
  /** Words of the HTML are hidden or in doubt. */
  isVeiled: boolean
}

function addHtml(said: Said, octets: Buffer, node: MimeNode): boolean {
  const seen = seenText(decoded(octets, { kind: 'html', charset: charsetOf(node) }))
  if (seen === null) return false
  said.html += `${privateSigns(seen.text)}\n`
  said.isVeiled ||= seen.isVeiled
  return true
}

/**
 * The words of a segment that is written twice. Where both say the same, the plain text; else, and where only it keeps
 * the columns of a table, what its author saw, the HTML, and after it the lines that only the plain text has: neither
 * hides a word of the other. SPEC §4
 */
function both({ plain: written, html, isVeiled }: Said): Texts {
  const plain = isVeiled ? veiledLike(written, sureText(html)) : written
  const [inPlain, inHtml] = [new Set(wordsIn(plain)), new Set(wordsIn(html))]
  if (isWithin(inHtml, inPlain) && !keepsColumns(html, plain)) {
    return { main: plain, other: html, more: [], beside: [] }
  }
  // What a program writes above a quotation stands there in one rendition as it likes.
  const more = readThread(plain).flatMap(({ raw, announces }) =>
    announces || isWithin(new Set(wordsIn(raw)), inHtml) ? [] : [raw],
  )
  return { main: html, other: plain, more, beside: [] }
}

const RUN = 3

/** The lines of the plain text in doubt that do not stand, word after word, in what is surely seen of the HTML. */
function veiledLike(plain: string, sure: string): string {
  const shown = new Set(runsOf(wordsIn(sure)))
  return plain
    .split('\n')
    .map((line) => (runsOf(wordsIn(line)).every((run) => shown.has(run)) ? line : inDoubt(line)))
    .join('\n')
}

/** Words one after the other, by one, two and three. */
function runsOf(words: readonly string[]): readonly string[] {
  return words.flatMap((_, at) =>
    Array.from({ length: Math.min(RUN, words.length - at) }, (_one, size) =>
      words.slice(at, at + size + 1).join(' '),
    ),
  )
}

/** The words of a text, links aside: programs write them out in one rendition only. */
function wordsIn(text: string): readonly string[] {
  const list = normalise(unmarkedText(text), 'NFC')
    .toLowerCase()
    .split(/[\s<>()[\]|"*_•·]+/)
  return list
    .filter((word) => !/@|^(?:https?|mailto|cid):/.test(word))
    .map((word) => word.replaceAll('’', "'").replace(/^[:;,.!?-]{1,3}|[:;,.!?-]{1,3}$/g, ''))
    .filter((word) => word !== '')
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((word) => all.has(word))
}

function plainText(octets: Buffer, node: MimeNode): string {
  const text = unmarkedText(decoded(octets, { kind: 'plain', charset: charsetOf(node) }))
  return unflowed(privateSigns(text), node)
}

function unflowed(text: string, { parameters }: MimeNode): string {
  return parameters.get('format')?.toLowerCase() === 'flowed'
    ? unflow(text, parameters.get('delsp')?.toLowerCase() === 'yes')
    : text
}

function charsetOf({ parameters }: MimeNode): string | null {
  return parameters.get('charset') ?? null
}

/** Octets to characters: by the charset that the part declares, else by that which its HTML does. */
export const decoded: Decode = (octets, { kind, charset }) => {
  const isDeclared = charset !== null && isKnownCharset(charset)
  return decodeText(octets, kind === 'plain' || isDeclared ? charset : htmlCharset(octets))
}

/** The words of one part before they are marked up; null: too long to be words. */
export async function bareWords(
  entity: Bytes,
  node: MimeNode,
  kind: 'plain' | 'html',
): Promise<string | null> {
  const octets = await wholeText(entity, node, MAX_TEXT_BYTES)
  if (isRefusal(octets)) return null
  const text = decoded(octets, { kind, charset: charsetOf(node) })
  return kind === 'html' ? bareText(text) : unflowed(text, node)
}

async function wholeText(entity: Bytes, node: MimeNode, budget: number): Promise<Buffer | Refusal> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of decodeBody(entity.slice(node.debut, node.fin), node.codage)) {
    size += piece.length
    if (size > budget) return refusal('text-too-long', { limite: MAX_TEXT_BYTES })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
