/**
 * Does the line of a médecin traitant say that he is the one who writes: « moi-même », « le Dr Fontaine, moi-même »?
 *
 * In    the line
 * Out   by which name he calls himself there, null without; null in all where he says it of nobody or of somebody else
 *
 * Whether the name is his own is for who knows the signer. SPEC §4
 */
import { fold, words } from './texte.ts'

/** He who writes, and the name that he gives himself beside it. */
export interface SoiMeme {
  readonly nom: string | null
}

const MOI =
  /^(?:c est |le |la |l |idem )*(?:moi(?: meme)?|(?:medecin )?requerante?|demandeu(?:r|se)|soussignee?|emetteur|emettrice|signataire|expediteur|je suis (?:le |son |la )?(?:medecin traitant|mt)|moi meme (?:soussignee?|medecin traitant))$/
const MAX_SINCE = 4
const NAMED =
  /(?<![\p{L}\p{N}])(?:dr|docteure?|pr|professeure?)\b\.? {0,3}((?:[\p{L}][\p{L}.'’-]{0,40} ?){1,4})/iu
const MAX_CHARS = 160

/** He himself, by the whole line, by its beginning, or beside his name. */
export function soiMeme(text: string): SoiMeme | null {
  if (text.length > MAX_CHARS * 3) return null
  const at = text.search(/[;,()]|\s[-–—]\s/)
  const head = words(at === -1 ? text : text.slice(0, at))
  const tail = at === -1 ? '' : words(text.slice(at))
  const isHead = MOI.test(withoutSince(head)) && isOfMine(tail)
  return isHead || isBeside(text) ? { nom: nomDe(text) } : null
}

/** « Dr Belcastel (moi-même) », « le Dr Fontaine, moi-même ». */
function isBeside(text: string): boolean {
  if (MOI.test(words(/\(([^()]{1,40})\)\s*$/.exec(text)?.[1] ?? ''))) return true
  const cut = Math.max(text.lastIndexOf(','), text.lastIndexOf('='), text.lastIndexOf(' - '))
  if (cut < 1 || text.length > MAX_CHARS) return false
  const before = text.slice(0, cut)
  const isOne = !/[,;()=?]|\s-\s/.test(before) && !/\bou\b|\bet\b|\bpas\b|\//.test(fold(before))
  return isOne && nomDe(before) !== null && MOI.test(words(text.slice(cut + 1)))
}

function nomDe(text: string): string | null {
  return NAMED.exec(text.slice(0, MAX_CHARS))?.[1]?.trim() ?? null
}

/** « moi-même depuis 2011 »: without since when. */
function withoutSince(said: string): string {
  const at = said.lastIndexOf(' depuis ')
  const since = said.slice(at + 1).split(' ')
  return at === -1 || since.length > MAX_SINCE + 1 ? said : said.slice(0, at)
}

/** After « moi », nobody else is offered: a name there is his own. */
function isOfMine(tail: string): boolean {
  return !/^ou\b|\b(?:mais|sauf|ancien\w*|avant|jusqu|remplac\w*|defaut)\b/.test(tail)
}

/** Is the name that he gives himself that of the one who signs? One word in common is enough, as used names differ. */
export function isSonNom(
  { nom }: SoiMeme,
  { nom: family, prenom }: { readonly nom: string; readonly prenom: string },
): boolean {
  if (nom === null) return true
  const own = words(`${family} ${prenom}`).split(' ')
  return words(nom)
    .split(' ')
    .some((word) => word.length > 1 && own.includes(word))
}
