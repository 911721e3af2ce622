/** The invented mails of fixtures/courriers as the product reads them: real MIME, a real letter of ours in `{{LETTRE}}`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Courrier } from '../../src/domain/courrier.ts'
import { isRefusal } from '../../src/errors.ts'
import { isAvisTechnique, read } from '../../src/read/read.ts'
import { opened, plain } from './mime-opened.ts'

/** The day on which the mails are read. */
export const LE = new Date('2026-11-29T09:00:00Z')
/** The domain of our address in them. */
export const DOMAINE = 'confrere.exemple'

interface Ecrit {
  readonly id: string
  readonly client: string
  readonly subject?: string
  readonly text: string | null
  readonly html: string | null
  readonly note: string
}

/** A request, and what it says. */
export interface DemandeEcrite extends Ecrit {
  /** Whom it is sent to; absent: the address says nothing. */
  readonly to?: string
  readonly facts: { readonly [fact: string]: string }
  readonly missing: readonly string[]
  readonly ask: readonly string[]
  readonly inferred?: readonly string[]
  readonly keep?: readonly string[]
  /** Facts that its prose says, and that are read back to its author. */
  readonly proposed?: readonly string[]
  /** The names of the photos beside the text. */
  readonly attached?: readonly string[]
}

/** An answer to what a request lacks, and what the request says then. */
export interface CompletionEcrite extends Ecrit {
  readonly lacks: readonly string[]
  readonly facts: { readonly [fact: string]: string }
  readonly ask: readonly string[]
  readonly inferred: readonly string[]
}

/** An answer, and what it says. */
export interface ReponseEcrite extends Ecrit {
  readonly from: 'requis' | 'requerant'
  readonly keyword: string | null
  readonly argument: string | null
  readonly body: string | null
  readonly conclusion: string | null
  readonly ask: boolean
}

/** The bodies of a letter of ours. */
export interface Lettre {
  readonly text: string
  readonly html: string
}

/** The mails of one file. */
export function mails<M extends Ecrit>(
  name: 'demandes' | 'reponses' | 'completions',
): readonly M[] {
  const file = join(import.meta.dirname, '../../fixtures/courriers', `${name}.jsonl`)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line.replaceAll(WRITTEN, NUMERO)) as M)
}

/** The number that the answers quote is that of the dossier in which they are judged. */
const WRITTEN = 'TE-2026-000123'
const NUMERO = 'TE-2026-000001'

/** What the product reads of a mail; `letter` is what it quotes. */
export async function lu(mail: Ecrit, letter: Lettre | null = null): Promise<Courrier> {
  const entity = entityOf({
    ...mail,
    text: mail.text && letter ? quotedIn(mail.text, letter.text) : mail.text,
    html: mail.html && letter ? quotedInHtml(mail.html, letter) : mail.html,
  })
  const parts = { now: LE, sent: letter ? [letter] : [], domain: DOMAINE }
  const result = await read(opened(entity, mail.subject ?? ''), parts)
  if (isRefusal(result)) throw new Error(`${mail.id}: ${result.code}`)
  if (isAvisTechnique(result)) throw new Error(`${mail.id}: ${result.kind}`)
  return result
}

function entityOf({ client, text, html }: Ecrit): string {
  const charset = 'charset=utf-8'
  const flowed = client === 'flowed' ? '; format=flowed' : ''
  const asPlain = text === null ? null : plain(text, `text/plain; ${charset}${flowed}`)
  const asHtml = html === null ? null : plain(html, `text/html; ${charset}`)
  if (asPlain === null || asHtml === null) return asPlain ?? asHtml ?? plain('')
  const boundary = 'alternative-boundary'
  const head = `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`
  return `${head}--${boundary}\r\n${asPlain}\r\n--${boundary}\r\n${asHtml}\r\n--${boundary}--\r\n`
}

const LETTRE = /\{\{LETTRE(?::(\d+)\/(\d+))?\}\}/

function quotedIn(said: string, letter: string): string {
  return said
    .split('\n')
    .flatMap((line) => {
      const found = LETTRE.exec(line)
      if (!found) return [line]
      const before = line.slice(0, found.index)
      return slice(letter.split('\n'), found[1], found[2]).map((one) => before + one)
    })
    .join('\n')
}

function quotedInHtml(said: string, letter: Lettre): string {
  const body = /<body[^>]*>([\s\S]*)<\/body>/.exec(letter.html)?.[1] ?? letter.html
  const lines = letter.text
    .split('\n')
    .map((line) => `${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}<br>`)
  return said.replace(new RegExp(LETTRE, 'g'), (_all, i?: string, n?: string) =>
    i === undefined ? body : slice(lines, i, n).join('\n'),
  )
}

function slice(lines: readonly string[], i?: string, n?: string): readonly string[] {
  if (i === undefined) return lines
  const size = Math.ceil(lines.length / Number(n))
  return lines.slice((Number(i) - 1) * size, Number(i) * size)
}
