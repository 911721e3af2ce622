/**
 * Where the label of a line ends and its value begins: a colon, an arrow, dots, a dash, a tab, or nothing but a blank.
 *
 * In    a line, without its quotation marks and bullets
 * Out   its label and what follows it; null where no label of the form begins it
 *
 * Without a sign between them, a label counts only before a value of its kind: « Sexe féminin », « MT moi-même ».
 * SPEC §4
 */
import { type Approche, type LibelleLu, type LibelleTrouve, libelleDe, PROSE } from './libelles.ts'
import { isSaid } from './shapes.ts'

/** A label found on a line. */
export interface Hit {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly approche?: Approche
  readonly value: string
  /** The label as written. */
  readonly label: string
}

const MAX_LABEL = 90

interface Split {
  readonly label: string
  readonly value: string
}

/** `Libellé → valeur`, `Libellé -> valeur`, `Libellé => valeur`. */
function atArrow(text: string): Split | null {
  const found = /\s{0,9}(?:[→➔⇒►▶➜⟶]|[-=]{1,2}>)\s{0,9}:?/u.exec(text.slice(0, MAX_LABEL + 20))
  return found && split(text.slice(0, found.index), text.slice(found.index + found[0].length))
}

/** `Libellé ........ valeur`, `Libellé …… valeur`, `Libellé ____ valeur`. */
function atDots(text: string): Split | null {
  const found = /(?:\.{3,40}|…{1,40}|_{3,40})\s{0,9}[:=]?/u.exec(text.slice(0, MAX_LABEL + 40))
  if (!found) return null
  const after = text.slice(found.index + found[0].length)
  return split(text.slice(0, found.index), after.replace(/^[.…_]{1,200}/, ''))
}

/** `Libellé : valeur`, also `=`, `::`; an address `http://` is none. */
function atColon(text: string): Split | null {
  const at = text.search(/[:=：]/)
  const after = text.slice(at + (/^[:=]/.test(text.slice(at + 1)) ? 2 : 1))
  return at < 1 || after.startsWith('//') ? null : split(text.slice(0, at), after)
}

/** `Libellé <tab> valeur`, `Libellé | valeur`. */
function atTab(text: string): Split | null {
  const at = text.search(/[\t|]/)
  if (at < 1) return null
  const after = text.slice(at).trimStart()
  return split(text.slice(0, at), after.startsWith('|') ? after.slice(1) : after)
}

/** `Libellé - valeur`, with a blank on each side. */
function atDash(text: string): Split | null {
  const at = text.search(/(?<=\S\s|\s\s)[-–—]\s/)
  return at === -1 ? null : split(text.slice(0, at), text.slice(at + 1))
}

/** « Nom de naissance deux points DUPONT »: a letter that was dictated. */
function atWords(text: string): Split | null {
  const at = text.slice(0, MAX_LABEL + 20).search(/\sdeux points\s/i)
  return at === -1 ? null : split(text.slice(0, at), text.slice(at + 13))
}

function split(before: string, after: string): Split | null {
  const label = before.trimEnd()
  return label === '' || label.length > MAX_LABEL ? null : { label, value: after.trimStart() }
}

// Surest first: the label before a dash must be a sure one.
const SEPARATORS = [atArrow, atColon, atTab, atDots, atWords, atDash]

/** The label that begins a text; null when none does. */
export function labelAt(text: string): Hit | null {
  const born = /^n[ée]{1,2}e?(?:\(e\))?\s+(?:le\s+)?(?=\d)/i.exec(text.slice(0, 40))
  if (born)
    return {
      libelle: 'dateNaissance',
      faible: true,
      value: text.slice(born[0].length),
      label: born[0],
    }
  for (const separator of SEPARATORS) {
    const parts = separator(text)
    const found = parts && libelleDe(parts.label.replace(/[*_]+/g, ' '))
    if (!found || (separator === atDash && !isBeforeDash(found, parts.value))) continue
    return { ...found, value: parts.value, label: parts.label }
  }
  return bareLabel(text) ?? atBlank(text)
}

/** Before a dash, which is a sign of prose too, a label is a sure one, or has a value of its kind. */
function isBeforeDash({ libelle, faible, approche }: LibelleTrouve, value: string): boolean {
  return (!faible && approche !== 'proche') || isSaid(libelle, value)
}

/** A sure label of several words, or of prose, alone on its line: the value follows. */
function bareLabel(text: string): Hit | null {
  if (/[.!?,]$/.test(text)) return null
  const found = libelleDe(text)
  if (found === null || found.faible) return null
  const isSure = text.trim().includes(' ') || (PROSE.has(found.libelle) && !found.approche)
  return isSure && found.libelle !== 'nomPrenoms' ? { ...found, value: '', label: text } : null
}

const MAX_WORDS = 5

/** « Sexe féminin », « MT moi-même », « Consentement oui oral ce jour »: a sure label, a blank, a value of its kind. */
function atBlank(text: string): Hit | null {
  const blanks = [...text.slice(0, MAX_LABEL).matchAll(/\s+/g)].slice(0, MAX_WORDS)
  for (const { index, 0: blank } of blanks.toReversed()) {
    const label = text.slice(0, index)
    const found = libelleDe(label)
    const value = text.slice(index + blank.length)
    if (found !== null && !found.faible && isSaid(found.libelle, value)) {
      return { ...found, value, label }
    }
  }
  return null
}
