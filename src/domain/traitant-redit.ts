/**
 * What prose says of who the médecin traitant is, where a line of the form says another: « le médecin traitant est en
 * fait le Dr ROUSSET », « elle a changé de médecin traitant », « je suis son médecin traitant ».
 *
 * In    a text, the words of the name that the line gives, whether the line means its author
 * Out   the sentence as it stands; null: none says so. It leads to a question, never to a copy
 *
 * Who is away for a time, was it before, or is somebody else's is not meant. SPEC §4; CSP art. L. 1110-4
 */
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { fold, words } from './texte.ts'

/** Whom the line `Médecin traitant` names. */
export interface TraitantDit {
  /** The words of his family name, folded. */
  readonly noms: ReadonlySet<string>
  /** Does the line mean its author? */
  readonly isAuteur: boolean
}

const TITLE = /^(?:drs?|docteure?|pr|prof|professeure?)$/
/** Another physician, and the one of the line, in what is looked at. */
const AUTRE = 'autremedecin'
const LUI = 'memedecin'
/** Him as what he is, in one word. */
const HIS_PART = /\b(?:medecin traitant|med traitant|mt|medecin de famille|medecin generaliste)\b/g
/** Words that change nothing of who is meant. */
const FILL = new Set(
  'bien en fait realite maintenant desormais actuellement finalement plutot donc toujours dorenavant aujourd hui actuel declare'.split(
    ' ',
  ),
)

const NAMES_ANOTHER = [
  /\btraitant (?:(?:du|de la|de ce|de cette|de mon|de ma) patiente? )?(?:est|sera|devient|c est|n est)(?: (?:le|la|pas|plus|mais|memedecin)){0,6} autremedecin\b/,
  /\bautremedecin (?:est|sera|devient|est devenu|est devenue|qui est) (?:le|la|son|sa|leur)(?: nouveau| nouvelle)? traitant\b/,
  /\bautremedecin (?:son|sa|leur)(?: nouveau| nouvelle)? traitant\b/,
  /\b(?:son|sa|leur|du|au|le|nouveau|nouvelle) traitant(?: le| la)? autremedecin\b/,
  /\bc est (?:(?:le|la) )?autremedecin (?:qui est )?(?:le|la|son|sa|leur) traitant\b/,
] as const
/** Nobody else need be named. */
const HAS_CHANGED = [
  /\b(?:a|ont|vient de|viennent de) chang(?:e|er) de traitant\b/,
  /\bchangement de traitant\b/,
  /\bn a plus de traitant\b/,
  /\bmemedecin n est (?:pas|plus) (?:le|la|son|sa|leur) traitant\b/,
  /\btraitant (?:(?:du|de la|de ce|de cette) patiente? )?n est (?:pas|plus)(?: le| la)? memedecin\b/,
] as const
const I_AM = /\bje suis (?:le|la|son|sa|leur) traitant\b/
const I_AM_NOT = /\bje ne suis (?:pas|plus) (?:le|la|son|sa|leur) traitant\b/
/** Away for a time, before, or of somebody else. */
const ASIDE =
  /\b(?:remplac[a-z]*|interim|ancien|ancienne|anciennement|precedent|precedente|autrefois|avant|si|veut|souhaite|mere|pere|mari|epouse|epoux|fils|fille|frere|soeur|conjoint|conjointe)\b/

/** The sentence of a text that makes somebody else the médecin traitant; null: none does. */
export function traitantRedit(text: string, dit: TraitantDit): string | null {
  return (
    enoncesDe(text)
      .find((one) => isRedit(one, dit))
      ?.trim() ?? null
  )
}

function isRedit(sentence: string, { noms, isAuteur }: TraitantDit): boolean {
  const said = marked(sentence.slice(0, MAX_SENTENCE_CHARS), noms)
  if (ASIDE.test(said)) return false
  if (isAuteur ? I_AM_NOT.test(said) : I_AM.test(said)) return true
  return [...NAMES_ANOTHER, ...HAS_CHANGED].some((one) => one.test(said))
}

const MAX_NAME_WORDS = 4

/** The folded words of a sentence, each physician named with his title as one word: him of the line, or another. */
function marked(sentence: string, noms: ReadonlySet<string>): string {
  const list = sentence.split(/[\s,;:()]+/)
  const found: string[] = []
  for (let at = 0; at < list.length; at++) {
    const word = fold(list[at] ?? '').replace(/\.$/, '')
    const names = TITLE.test(word) ? namesAfter(list, at) : []
    if (names.length === 0) {
      found.push(words(list[at] ?? ''))
      continue
    }
    const isHim = names.some((one) =>
      words(one)
        .split(' ')
        .some((each) => noms.has(each)),
    )
    found.push(isHim ? LUI : AUTRE)
    at += names.length
  }
  return found
    .join(' ')
    .replace(HIS_PART, 'traitant')
    .split(' ')
    .filter((word) => word !== '' && !FILL.has(word))
    .join(' ')
}

/** The words of the name behind a title; in a text without capitals, the next one. */
function namesAfter(list: readonly string[], at: number): readonly string[] {
  const after = list.slice(at + 1, at + 1 + MAX_NAME_WORDS)
  const end = after.findIndex((one) => !/^\p{Lu}/u.test(one) && !/^(?:de|du|la|le|des)$/.test(one))
  const names = end === -1 ? after : after.slice(0, end)
  if (names.length > 0) return names
  const [next = ''] = after
  return /^\p{Ll}{3,}$/u.test(next) ? [next] : []
}
