/**
 * Does a text speak of somebody else than the patient of the dossier? By name, by date of birth, or in words.
 *
 * In    the words of either side, who the patient is as far as it is known, the names of those who are no patient
 * Out   what points to another one, or null; physicians, correspondents and relatives are no other patient
 *
 * One pass over the words, whatever the text. SPEC §6.5
 */
import {
  CLAUSE_END,
  ensemble,
  isBirth,
  isMark,
  type Mot,
  motsDe,
  POSSESSIVES,
  RELATIVES,
} from './mots.ts'
import { nomEnTete } from './nom-en-tete.ts'
import { isGreeted, isNamesake, isParticle, PARTICLES, PROFESSIONS } from './nommes.ts'
import { isPrenom } from './prenoms.ts'
import { words } from './texte.ts'

/** Who the patient is, as far as it is known; null or empty: not compared. */
export interface Identite {
  readonly nomNaissance: string | null
  readonly nomUtilise: string | null
  readonly prenoms: string | null
  readonly dateNaissance: string | null
}

export type Indice = 'nom' | 'naissance' | 'mention'

const TITLES = ensemble('mme madame mlle mademoiselle mr monsieur m')
const LABELS = [
  'nom',
  'nom de naissance',
  'nom de famille',
  'nom de jeune fille',
  'nom du patient',
  'nom de la patiente',
  'nom prenom',
  'nom prenoms',
  'nom et prenom',
  'nom et prenoms',
  'identite',
  'identite du patient',
  'identite de la patiente',
]
const PHYSICIANS = ensemble(
  'dr drs docteur docteure pr professeur professeure prof confrere consoeur',
)
// Capitals that are no name.
const ACRONYMS = ensemble(
  'covid hta avk aod bpco vih vhb vhc avc aomi irm scanner tdm ecg eeg dnid dni oms asa bmi imc sida hiv ehpad',
)
const MENTION =
  /\b(?:autre patiente?|(?:trompee?|erreur) (?:de|du|sur le|sur la) patiente?|mauvaise? patiente?|pas (?:le bon|la bonne) patiente?)\b/

/** What in `text` points to another patient; null where nothing does. */
export function autrePatient(
  text: string,
  identite: Identite,
  connus: readonly string[] = [],
): Indice | null {
  if (MENTION.test(words(text))) return 'mention'
  return ligneDUnAutre(text, identite, connus)?.indice ?? null
}

/** The first line that names somebody else, or says another date of birth; null where none does. */
export function ligneDUnAutre(
  text: string,
  identite: Identite,
  connus: readonly string[] = [],
): { readonly indice: 'nom' | 'naissance'; readonly ligne: string } | null {
  const known = knownWords(identite, connus)
  for (const ligne of text.split('\n')) {
    const mots = motsDe(ligne)
    if (known.family.size > 0 && isOther(headOf(mots), known)) return { indice: 'nom', ligne }
    for (let at = 0; at < mots.length; at += 1) {
      if (isBirth(ligne, mots, at, identite.dateNaissance)) return { indice: 'naissance', ligne }
      if (known.family.size > 0 && isOther(nameAt(mots, at), known)) return { indice: 'nom', ligne }
    }
  }
  return null
}

interface Known {
  readonly family: ReadonlySet<string>
  /** Each family name, in words. */
  readonly names: readonly (readonly string[])[]
  /** Each family name written as one word: « MARTINLEVY ». */
  readonly whole: readonly string[]
  readonly given: ReadonlySet<string>
  readonly others: ReadonlySet<string>
}

function knownWords(
  { nomNaissance, nomUtilise, prenoms }: Identite,
  connus: readonly string[],
): Known {
  const list = (text: string | null) =>
    words(text ?? '')
      .split(' ')
      .filter((word) => word !== '')
  return {
    family: new Set([...list(nomNaissance), ...list(nomUtilise)]),
    names: [nomNaissance, nomUtilise]
      .map((name) => list(name).filter((word) => !PARTICLES.has(word)))
      .filter((name) => name.length > 0),
    whole: [nomNaissance, nomUtilise].map((name) => list(name).join('')),
    given: new Set(list(prenoms)),
    others: new Set(connus.flatMap(list).filter((word) => word.length > 2)),
  }
}

/** A name that stands after a title, « Patient » or « Nom : », if one does. */
interface Nomme {
  readonly noms: readonly string[]
  /** Capitalised, not all in capitals, and not the first: a given name. */
  readonly prenom: string | null
}

/** A name without a title, at the head of a line. */
function headOf(mots: readonly Mot[]): Nomme | null {
  const found = nomEnTete(mots)
  if (found === null || isSomebodyElse(mots, 0, found.end)) return null
  const noms = found.noms.flatMap(({ text }) => words(text).split(' '))
  const given = found.noms.find((mot) => !isCapitals(mot.text))
  return { noms, prenom: given === undefined ? null : words(given.text) }
}

function nameAt(mots: readonly Mot[], at: number): Nomme | null {
  const kind = kindAt(mots, at)
  if (kind === null) return null
  let next = at + kind.length
  const marked = isMark(mots[next])
  while (mots[next]?.text === '.' || isMark(mots[next])) next += 1
  if (kind.needsMark && !marked) return null
  if (
    mots
      .slice(next, next + 3)
      .some((mot, i) => i < 2 + Number(isParticle(mots[next])) && PHYSICIANS.has(mot.said))
  )
    return null
  const found = namesFrom(mots, next)
  if (found.mots.length === 0 || isSomebodyElse(mots, at, found.end)) return null
  const isSaid = DETERMINERS.has(mots[at - 1]?.said ?? '') && isProper(found.mots)
  if (kind.isPatient && !isSaid && !isClearName(found.mots, marked, mots[found.end])) return null
  const born = bornAs(mots, found.end)
  const noms = [...found.mots, ...born]
    .flatMap((mot) => words(mot.text).split(' '))
    .filter((word) => word.length > 1)
  const given = (born.length > 0 ? [] : found.mots).find(
    (mot) => !isCapitals(mot.text) && !PARTICLES.has(mot.said),
  )
  return noms.length === 0 ? null : { noms, prenom: given === undefined ? null : words(given.text) }
}

/** What begins here: how many words, whether a colon must follow, whether it is the word « patient ». */
function kindAt(mots: readonly Mot[], at: number) {
  const said = mots[at]?.said ?? ''
  if (said === 'patient' || said === 'patiente')
    return { length: 1, needsMark: false, isPatient: true }
  if (TITLES.has(said)) {
    // « Sexe : M » is no title; « M. Durand », « M Durand » are.
    const isLetter = said === 'm'
    const follows = mots[at + 1]?.text ?? ''
    if (isLetter && follows !== '.' && !/^\p{Lu}[\p{L}-]/u.test(follows)) return null
    return { length: 1, needsMark: false, isPatient: false }
  }
  if (said !== 'nom' && said !== 'identite') return null
  for (let length = 5; length > 0; length -= 1) {
    const label = mots
      .slice(at, at + length)
      .filter((mot) => mot.text !== ',')
      .map((mot) => mot.said)
    if (LABELS.includes(label.join(' ')) && isMark(mots[at + length])) {
      return { length, needsMark: true, isPatient: false }
    }
  }
  return null
}

const MAX_NAMES = 6
/** What begins the next line of a form that stands on the same one: « DUPONT    Sexe : F ». */
const LINE_WORDS = ensemble(
  'sexe date prenom prenoms nom ddn age telephone tel consentement medecin question naissance ins adresse',
)
/** « Monsieur le Docteur »: a name is not looked for behind more. */
const MAX_TITLES = 6

/** Words with a capital, and the particles between them. */
function namesFrom(mots: readonly Mot[], from: number): { mots: readonly Mot[]; end: number } {
  const found: Mot[] = []
  let at = from
  while (found.length < MAX_NAMES) {
    const mot = mots[at]
    if (mot === undefined || (found.length > 0 && LINE_WORDS.has(mot.said))) break
    const isTitle = TITLES.has(mot.said) && mots[at + 1]?.text !== ','
    if (isTitle && found.length === 0 && at < from + MAX_TITLES)
      at += mots[at + 1]?.text === '.' ? 2 : 1
    else if (/^\p{Lu}/u.test(mot.text) && mot.said !== 'nee' && mot.said !== 'ne') {
      found.push(mot)
      // « A. ZIDANE »: an initial.
      at += mot.text.length === 1 && mots[at + 1]?.text === '.' ? 2 : 1
    } else if (isParticle(mot) && leadsToName(mots, at)) at += 1
    else break
  }
  return { mots: found, end: at }
}

/** The maiden name that follows: « Mme PETIT née ZIDANE », « Mme PETIT (née ZIDANE) ». */
function bornAs(mots: readonly Mot[], from: number): readonly Mot[] {
  const at = mots[from]?.text === '(' || mots[from]?.text === ',' ? from + 1 : from
  const said = mots[at]?.said
  return said === 'nee' || said === 'ne' ? namesFrom(mots, at + 1).mots : []
}

/** « de », « de la », before a name. */
function leadsToName(mots: readonly Mot[], at: number): boolean {
  const next = isParticle(mots[at + 1]) ? at + 2 : at + 1
  return /^\p{Lu}/u.test(mots[next]?.text ?? '')
}

/** After « patient », which is a word of prose too, only what can hardly be anything but a name. */
function isClearName(found: readonly Mot[], marked: boolean, next: Mot | undefined): boolean {
  const capitals = found.filter((mot) => isCapitals(mot.text) && !ACRONYMS.has(mot.said))
  const longest = Math.max(0, ...capitals.map((mot) => mot.text.length))
  if (longest >= 5 || (longest >= 3 && (marked || found.length > 1))) return true
  if (found.length > 1 && found.every((mot) => mot.text.length > 2 && !ACRONYMS.has(mot.said)))
    return true
  return marked && (next?.said === 'ne' || next?.said === 'nee')
}

const DETERMINERS = ensemble('la le votre notre cette ce cet ma mon une un')
/** What describes a patient, with a capital or without: « Parkinsonien », « Hypertendu », « Sous AVK ». */
const DESCRIBES =
  /(?:ien|ienne|ique|iques|e|ee|es|if|ive|aire|eux|euse|al|ale|el|elle|ant|ante|ent|ente|u|ue|is|ise|in|ine|eur|oire|able|ible|ard|arde)$/

/** « La patiente Gomez » : one word with a capital that describes nobody. */
function isProper(found: readonly Mot[]): boolean {
  const [first] = found
  if (found.length !== 1 || first === undefined || first.text.length < 4) return false
  return !ACRONYMS.has(first.said) && !DESCRIBES.test(first.said) && !COMMON.has(first.said)
}

/** Words that may follow « la patiente » with a capital and are no name. */
const COMMON = ensemble('sous suivi vers avec sans dont chez pour depuis post apres avant stop')

function isCapitals(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase()
}

/** A relative, a colleague: said just before (« sa fille, Mme X »), or just after (« Mme X, sa fille »). */
function isSomebodyElse(mots: readonly Mot[], at: number, end: number): boolean {
  if (isNamesake(mots, at) || isGreeted(mots, at, end)) return true
  for (let back = at - 1; back >= Math.max(0, at - 4); back -= 1) {
    const said = mots[back]?.said ?? ''
    if (CLAUSE_END.has(said)) break
    if (RELATIVES.has(said) || PROFESSIONS.has(said) || PHYSICIANS.has(said)) return true
  }
  const after = mots.slice(end, end + 4)
  return after.some(
    ({ said }, i) =>
      PROFESSIONS.has(said) ||
      (RELATIVES.has(said) && POSSESSIVES.has(after[i - 1]?.said ?? mots[end - 1]?.said ?? '')),
  )
}

/** A name that is one letter off may be another person's: it is asked about, whatever the day of birth. */
function isOther(named: Nomme | null, { family, names, whole, given, others }: Known): boolean {
  if (named === null) return false
  const unknown = named.noms.filter(
    (word) => !PARTICLES.has(word) && !family.has(word) && !given.has(word),
  )
  if (unknown.length === 0) return false
  // A correspondent is known by his family name: half of all share a given one.
  const families = unknown.filter((word) => !isPrenom(word))
  // One half of a double name beside another half is somebody else's: « MARTIN-PETIT » of MARTIN-LÉVY.
  const hit =
    named.noms.some((word) => whole.includes(word)) ||
    names.some((name) => name.every((word) => named.noms.includes(word)))
  if ((families.length > 0 || hit ? families : unknown).some((word) => others.has(word)))
    return false
  if (whole.includes(named.noms.join(''))) return false
  if (!hit) return true
  // His name beside another in capitals is a married or a maiden name; beside another given name, a relative's.
  return (
    named.prenom !== null &&
    unknown.includes(named.prenom) &&
    !named.noms.some((word) => given.has(word))
  )
}
