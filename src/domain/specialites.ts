/**
 * The specialties: CPAM codes, their names, the words physicians use for them, the addresses of the pools,
 * and the way from the savoir-faire of the directory (TRE_R38) to a CPAM code.
 *
 * In    « Dermatologie », « dermatologue », « avis dermato », « 05 », « 5 », `SM15`
 * Out   a two-digit code, or null when no specialty or more than one is named
 *
 * CNAM ORAVAL IR_SPE_V (codes); ANS TRE_R38 (savoir-faire). Unknown newer codes of two digits pass.
 */
import { cochees } from './cases-cochees.ts'
import type { CodeSpecialite } from './correspondant.ts'
import { SAVOIR_FAIRE, SPECIALITES } from './specialites-table.ts'
import { fold, words } from './texte.ts'
import { nearTo } from './voisins.ts'

const BY_CODE = new Map(
  SPECIALITES.map(([code, libelle, mots]) => [code, { libelle, mots: mots.split('|') }]),
)
const BY_WORDS = new Map(
  SPECIALITES.flatMap(([code, libelle, mots]) =>
    [words(libelle), ...mots.split('|')].map((mot) => [mot, code] as const),
  ),
)
const LONGEST_WORDS = 9

// Around the name of a specialty, without meaning of its own.
const AROUND = new Set(
  'avis un une en de du des d l le la les au aux a et service pole equipe consultation expertise teleexpertise specialite specialiste medecin docteur dr pr code cpam vers pour chez'.split(
    ' ',
  ),
)

/** The French name of a code; the code itself when it is not in the table. */
export function libelleSpecialite(code: CodeSpecialite): string {
  return BY_CODE.get(code)?.libelle ?? code
}

/** The local part of a pool's address (`dermatologie`); null for a code without a pool of its own. */
export function slugSpecialite(code: CodeSpecialite): string | null {
  return BY_CODE.get(code)?.mots[0]?.replaceAll(' ', '-') ?? null
}

/** General practice, whichever way it was acquired. */
export function isGeneraliste(code: CodeSpecialite): boolean {
  return code === '01' || code === '22' || code === '23'
}

/** Two digits, zero-padded, of a code as written (`5`, `05`); unknown codes pass, `00` and `99` do not. */
export function codeSpecialiteDe(text: string): CodeSpecialite | null {
  const digits = /^\s*(\d{1,2})\s*$/.exec(text)?.[1]?.padStart(2, '0')
  return digits === undefined || digits === '00' || digits === '99'
    ? null
    : (digits as CodeSpecialite)
}

/**
 * The specialty a text names; refuses none and several.
 *
 * @example specialiteDe('avis Dermato') // '05'
 */
export function specialiteDe(text: string): CodeSpecialite | null {
  const code = codeSpecialiteDe(text)
  if (code !== null) return code
  // « 05 - Dermatologie », « Dermatologie (05) »: name and code must agree.
  const written = words(text)
  const number = /^(\d{1,2})\b|\b(\d{2})$/.exec(written)
  const named = nameIn(written.replace(/\b\d+\b/g, ' ').trim())
  // « ophtalmo (glaucome) »: what stands in parentheses says more of it.
  const bare = text.replace(/\([^()]{0,80}\)/g, ' ')
  if (named === null && !number && bare !== text) return nameIn(words(bare))
  if (!number) return named
  const said = codeSpecialiteDe(number[1] ?? number[2] ?? '')
  if (named === null) return null
  return said === named || (said !== null && isGeneraliste(said) && isGeneraliste(named))
    ? said
    : null
}

/** All specialties a text names, in order, each once: « dermatologie, cardiologie ». */
export function specialitesDe(written: string): readonly CodeSpecialite[] {
  const text = cochees(written)
  const whole = specialiteDe(text)
  if (whole !== null) return [whole]
  const parts = text.split(/[,;/+\n]|\s(?:et|ou)\s/).filter((part) => words(part) !== '')
  const codes = parts.map(specialiteDe)
  return codes.includes(null) ? [] : [...new Set(codes as CodeSpecialite[])]
}

/** Does a text name a specialty, and say nothing else? */
export function isSpecialiteSeule(text: string): boolean {
  const bare = text.replace(/\(\s{0,9}\d{1,2}\s{0,9}\)/g, ' ')
  return (
    text.length <= MAX_ALONE_CHARS && !/[()]/.test(cochees(bare)) && specialitesDe(bare).length > 0
  )
}

const MAX_ALONE_CHARS = 160

/** Is it left open which of several specialties is asked: « cardio ou pneumo »? */
export function isSpecialiteAuChoix(text: string): boolean {
  return specialitesDe(text).length > 1 && /\sou\s/.test(fold(text))
}

/** The specialty of a pool's local part, usual short forms included; null for anything else. */
export function specialiteDuSlug(local: string): CodeSpecialite | null {
  return exact(words(local))
}

/** The CPAM code of a savoir-faire of the directory (`SM15`); null when none corresponds. */
export function specialiteDuSavoirFaire(code: string): CodeSpecialite | null {
  const key = code.trim().toUpperCase()
  return Object.hasOwn(SAVOIR_FAIRE, key) ? (SAVOIR_FAIRE[key] as CodeSpecialite) : null
}

function exact(written: string): CodeSpecialite | null {
  const code =
    BY_WORDS.get(written) ??
    BY_WORDS.get(written.replace(/s\b/g, '')) ??
    BY_WORDS.get(`${written}s`)
  return (code as CodeSpecialite | undefined) ?? null
}

const near = nearTo(BY_WORDS, (a, b) => a === b)
const MAX_NEAR = 60
const MIN_STEM = 4
/** Names of one to three words by the first letters of their first one. */
const BY_STEM = new Map<string, (readonly [words: readonly string[], code: string])[]>()
for (const [name, code] of BY_WORDS) {
  const stem = name.slice(0, MIN_STEM)
  BY_STEM.set(stem, [...(BY_STEM.get(stem) ?? []), [name.split(' '), code]])
}

/** The one specialty whose name begins so (« gynéco-obst. », « hépato »), or is one letter off. */
function nearly(written: string): CodeSpecialite | null {
  if (written.length < MIN_STEM || written.length > MAX_NEAR) return null
  const list = written.split(' ')
  const names = BY_STEM.get(written.slice(0, MIN_STEM)) ?? []
  const begun = names.filter(
    ([known]) =>
      known.length === list.length &&
      list.every((word, at) => word.length >= 3 && known[at]?.startsWith(word) === true),
  )
  const [code, second] = new Set(begun.map(([, one]) => one))
  return ((second === undefined ? code : undefined) ??
    near(written) ??
    null) as CodeSpecialite | null
}

/** The one specialty among words, longest names first; words around it must have no meaning of their own. */
function nameIn(written: string): CodeSpecialite | null {
  const whole = exact(written) ?? nearly(written)
  if (whole !== null) return whole
  const list = written.split(' ').slice(0, 40)
  const codes = new Set<CodeSpecialite>()
  for (let at = 0; at < list.length; ) {
    const hit = longestAt(list, at)
    if (hit) {
      codes.add(hit.code)
      at += hit.length
    } else if (AROUND.has(list[at] ?? '')) at += 1
    else return null
  }
  const [code] = codes
  return codes.size === 1 && code !== undefined ? code : null
}

function longestAt(list: readonly string[], at: number) {
  for (let length = Math.min(LONGEST_WORDS, list.length - at); length > 0; length--) {
    const code = exact(list.slice(at, at + length).join(' '))
    if (code !== null) return { code, length }
  }
  const word = list[at] ?? ''
  const code = word.length > MIN_STEM ? nearly(word) : null
  return code && { code, length: 1 }
}
