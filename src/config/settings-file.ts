/**
 * The YAML file of settings: one line « clé: valeur » each.
 *
 * In    the path of the file
 * Out   each key with its value as one text (a list: its items, comma separated)
 * Refuses   what is no flat YAML, a key that stands twice, what a value cannot be; each fault in French, with its line,
 *           beginning with its setting, or with CONFRERE_CONFIG where it is the file's
 *
 * SPEC §2 · YAML 1.2.2 §3.2.1.3 (the keys of a mapping are unique)
 */
import { readFile } from 'node:fs/promises'

import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml'

import { isKeepable, oddIn } from '../kit/foreign.ts'

/** A setting as the file writes it. */
export interface FileEntry {
  readonly key: string
  readonly text: string
  readonly isList: boolean
}

/** The longest list of a setting, by far. */
const LONGEST = 65_536
const FILE = 'CONFRERE_CONFIG'

/** What is wrong with a file that does not parse, and what to do, by the code of the parser. */
const MALFORMED: { readonly [code: string]: string } = {
  BLOCK_AS_IMPLICIT_KEY: 'deux « : » se suivent ; mettez la valeur entre guillemets',
  MISSING_CHAR: 'il manque un signe (« : », guillemet ou crochet fermant)',
  MULTIPLE_DOCS: 'un second document commence après « --- » ; gardez-en un seul',
  TAB_AS_INDENT: 'une tabulation ne sert pas de retrait ; mettez des espaces',
}

/** Reads the file; what is wrong with it is added to `faults`. */
export async function fileEntries(file: string, faults: string[]): Promise<readonly FileEntry[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    // Whatever the reason, the operator must look at this path.
    faults.push(`${FILE} : fichier illisible (${file})`)
    return []
  }
  const lines = new LineCounter()
  // Keys that stand twice are told here, with both their lines.
  const { errors, contents } = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  const at = (offset: number): number => lines.linePos(offset).line
  const fault = (setting: string, offset: number, said: string): void => {
    faults.push(`${setting} : ${file}, ligne ${at(offset)} : ${said}`)
  }
  const [error] = errors
  if (error !== undefined) {
    fault(FILE, error.pos[0], MALFORMED[error.code] ?? 'YAML mal formé')
    return []
  }
  if (contents === null || (isScalar(contents) && contents.value === null)) return []
  if (!isMap(contents)) {
    fault(FILE, contents.range[0], notAMap(contents))
    return []
  }
  const seen = new Map<string, number>()
  return contents.items.flatMap((pair) => {
    const { key: node, value } = pair as Pair<ParsedNode, ParsedNode | null>
    const start = node.range[0]
    const key = keyIn(node)
    if (key === null) {
      fault(FILE, start, 'une clé est un seul mot, le nom du réglage')
      return []
    }
    const odd = oddIn(key, LONGEST)
    const setting = isKeepable(key) ? key : FILE
    if (odd !== null) {
      fault(setting, start, odd)
      return []
    }
    const first = seen.get(key)
    if (first !== undefined) {
      fault(setting, start, `déjà donnée ligne ${first} ; gardez une seule des deux lignes`)
      return []
    }
    seen.set(key, at(start))
    const flat = flatOf(value)
    const wrong = 'said' in flat ? flat.said : oddIn(flat.text, LONGEST)
    if (wrong !== null) fault(setting, start, wrong)
    return wrong === null && 'text' in flat ? [{ key, text: flat.text, isList: isSeq(value) }] : []
  })
}

function keyIn(node: ParsedNode): string | null {
  return isScalar(node) && node.value !== null ? String(node.value) : null
}

/** The file holds something else than settings: what, and how its first one is written. */
function notAMap(contents: Node): string {
  if (!isSeq(contents)) return 'une ligne « clé: valeur » par réglage est attendue'
  const [first] = contents.items
  const key = isMap(first) ? keyIn(first.items[0]?.key as ParsedNode) : null
  const example = key !== null && isKeepable(key) ? key : 'domain'
  return `c’est une liste, dont chaque ligne commence par un tiret ; écrivez les réglages sans tiret, par exemple « ${example}: … »`
}

/** A value as one text; or why it is none. */
function flatOf(value: ParsedNode | null): { readonly text: string } | { readonly said: string } {
  if (value === null) return { text: '' }
  let hasAlias = false
  visit(value, {
    Alias: () => {
      hasAlias = true
      return visit.BREAK
    },
  })
  if (hasAlias) return { said: 'un renvoi (« *nom ») n’est pas suivi ; écrivez la valeur' }
  const text = textOf(value)
  return text === null ? { said: 'une valeur simple ou une liste est attendue' } : { text }
}

function textOf(node: unknown): string | null {
  if (isSeq(node)) {
    const items = node.items.map(textOf)
    return items.some((item) => item === null) ? null : items.join(',')
  }
  if (!isScalar(node)) return null
  const { value } = node
  if (value === null) return ''
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
