/**
 * How a physician names another one: by name, address or RPPS number, in free text.
 *
 * In    « Dr Marie CURIE <marie.curie@x.fr> », « 99700000001 », « Dr Curie, marie.curie@x.fr »
 * Out   a Designation not yet looked up, or null when nobody, or more than one person, is named
 *
 * SPEC §4 (Médecin requis, Médecin traitant)
 */
import { cochees } from './cases-cochees.ts'
import { isOpposition } from './copie-dite.ts'
import type { AdresseMss, Professionnel, Rpps } from './correspondant.ts'
import type { Designation } from './evenement.ts'
import { adresseDe, rppsDe } from './identifiants.ts'
import { accordDeLieu, lieuDit, peutEtreLieu, sansLieu } from './lieu.ts'
import { personnesDe } from './plusieurs-noms.ts'
import { isPrenom } from './prenoms.ts'
import { type SoiMeme, soiMeme } from './soi-meme.ts'
import { specialiteDe } from './specialites.ts'
import { fold, trimEndOf, trimStartOf, words } from './texte.ts'

export type MedecinTraitantDit =
  /** `nom`: by which name the line calls him; null without. */
  | ({ readonly kind: 'requerant' } & SoiMeme)
  | { readonly kind: 'aucun' }
  /** The patient does not want him to have a copy. */
  | { readonly kind: 'oppose' }
  | { readonly kind: 'designe'; readonly designation: Designation }
  | { readonly kind: 'illisible' }

const MAX_CHARS = 500
// Runs of the characters of an address: each is looked at once.
const RUN = /[a-z0-9!#$%&'*+/=?^_`{|}~.@-]+/gi
const ELEVEN = /(?<!\d)\d(?:[ .\u00a0\u202f]?\d){10}(?!\d)/g
const TITLE =
  /(?:^|\s)(?:dr|drs|docteur|docteure|pr|prof|professeur|professeure|m|mr|mme|mlle|monsieur|madame)\.?(?=\s|$)/giu

/**
 * The person a text names; refuses two addresses or two numbers.
 *
 * @example designationDe('Dr Marie CURIE <marie.curie@x.fr>') // { rpps: null, adresse: 'marie.curie@x.fr', nom: 'Marie CURIE' }
 */
export function designationDe(text: string): Designation | null {
  if (text.length > MAX_CHARS) return null
  const found = findNumbers(findAddresses(text.replace(/mailto:/gi, ' ')))
  if (found === null || found.adresses.size > 1 || found.numbers.size > 1) return null
  const [adresse = null] = found.adresses
  const [rpps = null] = found.numbers
  const { nom, ...lieu } = nameIn(found.rest)
  return adresse === null && rpps === null && nom === null ? null : { rpps, adresse, nom, ...lieu }
}

/** The persons a text names; empty when one of them cannot be read, or who is meant is not sure. */
export function designationsDe(text: string): readonly Designation[] {
  const lines = text.split(/[;\n]/).filter((part) => words(part) !== '')
  const parts = lines.map(personnesDe)
  if (parts.includes(null)) return []
  const each = parts.flatMap((one) => one ?? []).map(designationDe)
  if (!each.includes(null)) return each as Designation[]
  // Addresses or numbers alone, separated by commas.
  const pieces = text.split(/[,;\n]|\set\s/).filter((part) => words(part) !== '')
  const apart = pieces.map(designationDe)
  return apart.every((one) => one !== null && (one.adresse !== null || one.rpps !== null))
    ? (apart as Designation[])
    : []
}

/** « aucun », « aucun pour l'instant », « pas de médecin traitant déclaré »… */
const AUCUN =
  /^(?:(?:le |la )?patiente? |elle |il )?(?:n (?:a|en a) )?(?:(?:aucune?|neant)(?! (?:dr|docteur|pr)\b)|(?:pas de|pas d|sans) (?:medecin|mt)(?: traitant)?(?: (?:declare|designe|connu))?$|pas$|non (?:declare|designe)e?$|pas encore)/
/** The one whom he had is gone: he has none. */
const PARTI = /\b(?:retraite|partie?|decede|decedee|deces|cesse|ferme|demenage)\b/
const REMPLACE =
  /\b(?:mais|sauf|remplac\w*|suivi|suivie|voir|nouveau|nouvelle|desormais|maintenant)\b/
/** « son médecin traitant est le Dr X » */
const INTRODUIT =
  /^\s{0,5}(?:(?:son|sa|le|leur|c['’]est)\s{1,5})?(?:(?:m[ée]decin traitant|MT)\s{1,5})?(?:(?:est|actuel|d[ée]clar[ée])\s{1,5})?[:,]?\s{0,5}(?:l[ea]\s{1,5})?(?=(?:dr|docteure?|pr|professeure?)\b)/iu
/** What may name one after all. */
const MAIS = /\b(?:mais|sauf|ancien|ancienne|remplac\w*|suivi|voir|dr|docteur|pr)\b/

/** What the line `Médecin traitant` says. */
export function medecinTraitantDit(written: string): MedecinTraitantDit {
  const text = cochees(written).replace(INTRODUIT, '')
  const said = words(text)
  const [head, tail] = headOf(text)
  if (isOppose(text)) return { kind: 'oppose' }
  if (AUCUN.test(said) && !MAIS.test(said)) return { kind: 'aucun' }
  const isGone = !MAIS.test(tail) || (PARTI.test(tail) && !REMPLACE.test(tail))
  if (AUCUN.test(head) && isGone) return { kind: 'aucun' }
  const himself = soiMeme(text)
  if (himself !== null) return { kind: 'requerant', nom: himself.nom }
  // « Dr Martin ou Dr Duval », « Dr Martin et Dr Duval »: which of two is not ours to say.
  if (/\sou\s|\s\/\s/.test(fold(text)) || personnesDe(text)?.length !== 1) {
    return { kind: 'illisible' }
  }
  if (/^(?:non|pas|sans|inexistant)$/.test(said)) return { kind: 'aucun' }
  // « inconnu », « ? »: somebody may well exist; asked, never supposed.
  if (/^(?:inconnu|inconnue|ne sait pas|nsp|je ne sais pas|a preciser|idem|oui)?$/.test(said)) {
    return { kind: 'illisible' }
  }
  const designation = designationDe(text)
  return designation === null ? { kind: 'illisible' } : { kind: 'designe', designation }
}

/** An opposition beside his name, or alone: each other word is a name in capitals. */
function isOppose(text: string): boolean {
  const rest = sansReperes(text)
  if (rest === null) return false
  const list = rest.split(/[^\p{L}\p{M}\p{N}'’?-]+/u)
  const isName = (word: string): boolean =>
    /^\p{Lu}/u.test(word) && !isOpposition(`sans copie ${word}`)
  return isOpposition(list.filter((word) => !isName(word)).join(' '))
}

const CLOSED =
  /^(?:c est )?(?:moi(?: meme)?|aucune?|neant|sans|(?:le |la |medecin )?requerante?|soussignee?)$/
const MAX_ALONE_CHARS = 160
const PARTICLES = new Set('de du des d la le l a et van von'.split(' '))

/**
 * Does a text say who is meant, and nothing else? Of the words of a name all but one are known given names: what else
 * stands beside it (« Dr Rousset Allergie ») may be anything.
 */
export function isNomSeul(text: string): boolean {
  if (text.length > MAX_ALONE_CHARS) return false
  if (CLOSED.test(words(cochees(text)))) return true
  const found = findNumbers(findAddresses(text.replace(/mailto:/gi, ' ')))
  const parts = text.split(/[;\n]/)
  // « Dr Rousset ; Tacrolimus »: the second of two has a title, an address or a number, or may be anything.
  const isPerson = (part: string): boolean => /@|\d{11}/.test(part) || part.search(TITLE) !== -1
  if (found === null || (parts.length > 1 && !parts.every(isPerson))) return false
  return found.rest.split(/[;\n]/).every((part) => {
    const rest = part
      .replace(/\brpps\b\s{0,9}[:=]?/gi, ' ')
      .replace(TITLE, ' ')
      .replace(TITLE, ' ')
    if (/[^\p{L}\s.,'’<>"-]/u.test(rest)) return false
    const list = rest.split(/[\s.,'’<>"]+/).filter((word) => word !== '')
    const names = list.filter((word) => !PARTICLES.has(fold(word)))
    const isName = names.every((word) => /^\p{Lu}/u.test(word))
    const isGiven = (word: string) =>
      words(word)
        .split(' ')
        .every((one) => isPrenom(one))
    return isName && names.filter((word) => !isGiven(word)).length <= 1
  })
}

/** What a line says first, and what it adds: « moi-même ; allergie à la pénicilline ». */
function headOf(text: string): readonly [head: string, tail: string] {
  const at = text.search(/[;,()]|\s[-–—]\s/)
  return at === -1 ? [words(text), ''] : [words(text.slice(0, at)), words(text.slice(at))]
}

/**
 * Is the name written that of somebody else? Then the number or the address beside it may be the wrong one.
 * One word in common is enough: used names and married names differ from those of the directory.
 *
 * @example nommeUnAutre({ nom: 'Tina DURAND', … }, { nom: 'MARTIN', prenom: 'Dave', … }) // true
 */
export function nommeUnAutre(
  { nom, rpps, adresse }: Designation,
  holder: { readonly nom: string; readonly prenom: string },
): boolean {
  if (nom === null || (rpps === null && adresse === null)) return false
  const written = wordsOfName(nom)
  const known = wordsOfName(`${holder.nom} ${holder.prenom}`)
  if (written.length === 0 || written.some((word) => NO_NAME.has(word))) return false
  return !written.some((word) => known.includes(word))
}

/** Does the directory know him elsewhere than where the line says? A number or an address is surer than a place. */
export function exerceAilleurs(
  { rpps, adresse, lieu }: Designation,
  one: Pick<Professionnel, 'prenom' | 'lieux'>,
): boolean {
  return (
    rpps === null && adresse === null && lieu !== undefined && accordDeLieu(lieu, one) === 'autre'
  )
}

// Where somebody works: what stands beside a number is then no name of a person.
const NO_NAME = new Set(
  'cabinet centre chu ch clinique hopital hospitalier maison msp service secretariat pole medical'.split(
    ' ',
  ),
)

function wordsOfName(name: string): readonly string[] {
  return words(name)
    .split(' ')
    .filter((word) => word.length > 1)
}

/** The text without addresses and numbers; null where one of them cannot be. */
export function sansReperes(text: string): string | null {
  return findNumbers(findAddresses(text.replace(/mailto:/gi, ' ')))?.rest ?? null
}

function findAddresses(text: string) {
  const adresses = new Set<AdresseMss>()
  let broken = false
  const rest = text.replace(RUN, (run) => {
    const at = run.indexOf('@')
    if (at === -1) return run
    const domain = /^[a-z0-9.-]*/i.exec(run.slice(at + 1))?.[0] ?? ''
    const local = trimStartOf(run.slice(0, at), ".'/")
    const adresse = adresseDe(`${local}@${trimEndOf(domain, '.-')}`)
    if (adresse === null) broken = true
    else adresses.add(adresse)
    return ` ${run.slice(at + 1 + domain.length)}`
  })
  // An address that cannot be one: better ask than look for a name near to it.
  return broken || rest.includes('@') ? null : { adresses, rest }
}

function findNumbers(found: ReturnType<typeof findAddresses>) {
  if (found === null) return null
  const numbers = new Set<Rpps>()
  let broken = false
  const rest = found.rest.replace(ELEVEN, (match) => {
    const rpps = rppsDe(match)
    if (rpps === null) broken = true
    else numbers.add(rpps)
    return ' '
  })
  return broken ? null : { adresses: found.adresses, numbers, rest }
}

type Nomme = Pick<Designation, 'nom' | 'lieu' | 'sinon'>

const BRACKETS = /\(([^()]*)\)/g
const PHONE = /(?<!\d)(?:\+33|0)[ .]?\d(?:[ .-]?\d\d){4}(?!\d)/g
const PERSONNE: Nomme = { nom: null }

/** The name of a text, and the place that it says: in brackets, after a comma, « à », or a postal code. */
function nameIn(rest: string): Nomme {
  const aside = [...rest.matchAll(BRACKETS)].flatMap(([, inside = '']) => piecesOf(inside))
  const parts = piecesOf(rest.replace(BRACKETS, ' '))
  const at = parts.findIndex((part) => /^\D*\p{L}/u.test(part))
  const first = parts[at]
  if (first === undefined) return PERSONNE
  const second = parts[at + 1]
  const others = [...parts.toSpliced(at, 1), ...aside]
  if (second !== undefined && isOneWord(first) && isOneWord(second)) {
    const both = `${first} ${second}`
    if (isPrenom(fold(second))) return named(both, [...parts.toSpliced(at, 2), ...aside])
    // « CURIE, Aldegonde » or « CURIE, Lyon »: a town only where the directory knows her there.
    if (first === first.toUpperCase())
      return named(both, [...parts.toSpliced(at, 2), ...aside], { nom: first, lieu: second })
  }
  const { nom, lieu } = sansLieu(first)
  return named(nom, lieu === null ? others : [...others, `à ${lieu}`], peutEtreLieu(nom))
}

function piecesOf(text: string): readonly string[] {
  return text
    .replace(/n[°o]\s*(?=rpps)|\brpps\b\s*[:=]?/gi, ' ')
    .replace(PHONE, ',')
    .replace(/(?<!\d)(?:F-)?(?=\d{5}(?!\d))/g, ',')
    .replace(TITLE, ' ')
    .replace(TITLE, ' ')
    .replace(/[<>"«»[\]{}|*_:]/g, ' ')
    .split(/[,/\n]|\s-\s|\s[–—]\s/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => /\p{L}|\d{5}/u.test(part) && specialiteDe(part) === null)
}

/** A name with its place; one that may end with a town can be read without it. */
function named(
  nom: string,
  pieces: readonly string[],
  other: ReturnType<typeof peutEtreLieu> = null,
): Nomme {
  if (fold(nom).length > 120 || /\d/.test(nom)) return PERSONNE
  const lieu = lieuDit(pieces)
  const its = other === null ? null : lieuDit([`à ${other.lieu}`])
  return {
    nom,
    ...(lieu !== null && { lieu }),
    ...(other !== null && its !== null && { sinon: { nom: other.nom, lieu: its } }),
  }
}

function isOneWord(text: string): boolean {
  return /^\p{Lu}[\p{L}'’-]+$/u.test(text)
}
