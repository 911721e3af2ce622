/**
 * Does a request ask for a second person beside its patient: a relative, a neighbour, « pour les deux »?
 *
 * In    the words of the requérant or the requis, the sex of the patient where it is known
 * Out   the sentence that does, or null; a relative who is history, company or informant is no second patient
 *
 * « Mère : mélanome à 60 ans » and « sa fille Inès vit avec elle » tell of the patient. A name with a full day of
 * birth, a question, a dose, a weight or a result for the relative asks for somebody else. SPEC §6 rule 5
 */
import { leadingJour } from './jour.ts'
import { ensemble, type Mot, motsDe } from './mots.ts'
import type { Sexe } from './patient.ts'
import { phrasesDe } from './phrases.ts'
import { fold, words } from './texte.ts'

const WOMEN =
  'mere maman fille soeur epouse femme conjointe compagne tante cousine niece grand-mere belle-fille belle-mere ' +
  'belle-soeur petite-fille bru jumelle voisine amie fillette copine'
const MEN =
  'pere papa fils frere mari epoux conjoint compagnon oncle cousin neveu grand-pere beau-fils beau-pere beau-frere ' +
  'petit-fils gendre jumeau voisin ami copain'
const KIN: ReadonlyMap<string, Sexe> = new Map([
  ...WOMEN.split(' ').map((word) => [word, 'F'] as const),
  ...MEN.split(' ').map((word) => [word, 'M'] as const),
  ...'enfant bebe nourrisson colocataire enfants parents'
    .split(' ')
    .map((word) => [word, 'I'] as const),
])
const OWN = ensemble('sa son ses leur leurs ma mon notre')
/** « sa petite sœur », « son plus jeune fils ». */
const MAX_BETWEEN = 2

interface Proche {
  readonly at: number
  readonly sexe: Sexe
  /** The word before « sa »: « pour sa fille ». */
  readonly before: string
}

/** How the letter's author stands to the patient: the one who asks, or the one who answers. */
export type Cote = 'requerant' | 'requis'

/** The sentence of `text` that asks for a second person; null where none does. */
export function secondPatient(text: string, sexe: Sexe | null, cote: Cote): string | null {
  let known: readonly Proche[] = []
  for (const phrase of phrasesDe(text)) {
    const mots = motsDe(phrase)
    const here = prochesDans(mots)
    const near = here.length > 0 ? here : known
    if (here.some((one) => isNamedAndBorn(phrase, mots, one.at))) return phrase
    if (cote === 'requerant' && asksFor(phrase, mots, { here, near, sexe })) return phrase
    known = here
  }
  return null
}

interface Scene {
  /** The relatives of this sentence, else of the one before. */
  readonly near: readonly Proche[]
  readonly here: readonly Proche[]
  readonly sexe: Sexe | null
}

function asksFor(phrase: string, mots: readonly Mot[], { here, near, sexe }: Scene): boolean {
  if (near.length === 0) return false
  const said = words(phrase)
  const isClinical = isMesured(said) || ASKED.test(said)
  return (
    isForBoth(mots) ||
    here.some((one) => one.before === 'pour' && (SAME.test(said) || isClinical)) ||
    here.some(
      (one) => (one.before === 'et' || one.at < 2) && FOR_ANYBODY.test(said) && /\?/.test(phrase),
    ) ||
    here.some((one) => isMesured(words(afterColon(phrase, mots, one.at)))) ||
    near.some((one) => isForThem(mots, one, sexe) && (isClinical || /\?/.test(phrase)))
  )
}

/** « sa fille », « son frère aîné », « le frère de la patiente ». */
function prochesDans(mots: readonly Mot[]): readonly Proche[] {
  return mots.flatMap(({ said }, at) => {
    const sexe = KIN.get(said)
    if (sexe === undefined) return []
    for (let back = at - 1; back >= Math.max(0, at - 1 - MAX_BETWEEN); back -= 1) {
      if (OWN.has(mots[back]?.said ?? '')) return [{ at, sexe, before: mots[back - 1]?.said ?? '' }]
    }
    const isOfPatient =
      /^(?:le|la|l')$/.test(mots[at - 1]?.said ?? '') &&
      /^(?:de la|du) patiente?$|^de (?:ce|cette|mon|ma)/.test(
        mots
          .slice(at + 1, at + 4)
          .map((mot) => mot.said)
          .join(' ')
          .replace(/^du (\S+) .*/, 'du $1'),
      )
    return isOfPatient ? [{ at, sexe, before: mots[at - 2]?.said ?? '' }] : []
  })
}

/** How far behind a relative a name and a day of birth are theirs. */
const MAX_REACH = 16

const MAX_DAY_CHARS = 40

/** « sa fille Inès, 8 ans, née le 12/02/2018 », « sa voisine Mme BOB Renée 02/02/1940 ». */
function isNamedAndBorn(phrase: string, mots: readonly Mot[], at: number): boolean {
  const reach = mots.slice(at + 1, at + 1 + MAX_REACH)
  const isNamed = reach.some(({ text }) => /^\p{Lu}[\p{L}'’-]{2,}/u.test(text))
  if (!isNamed) return false
  return reach.some((mot, i) => {
    if (!/^\d{1,2}$/.test(mot.text)) return false
    const before = mots[at + i]
    const lead = before?.said === 'le' ? mots[at + i - 1]?.said : 'ne'
    const from = before?.end ?? 0
    const day = leadingJour(fold(phrase.slice(from, from + MAX_DAY_CHARS)))
    return day !== null && (lead === 'ne' || lead === 'nee')
  })
}

const MEASURED =
  /\b(?:\d+ (?:mg|g|kg|mcg|ug|ml|ui|mui|cp|cpr|gelules?|gouttes?|mmol|umol|ng|pg|mm3)|(?:inr|crp|hb|hemoglobine|psa|tsh|creat|creatinine|creatininemie|glycemie|hba1c|ferritine|vgm|dfg|plaquettes|leucocytes|asat|alat|troponine|bnp|kaliemie|natremie|k|na|ta|spo2|sat|vs) \d)/

/** A dose, a weight, a result. */
function isMesured(said: string): boolean {
  return MEASURED.test(said)
}

const ASKED =
  /\b(?:posologie|dose|doses|dosage|quel traitement|que faire|que proposer|que prescrire|quoi faire|traiter|prescrire|meme traitement|quelle conduite)\b/
const SAME =
  /\b(?:idem|meme chose|meme question|meme avis|meme demande|meme probleme|pareil|aussi|egalement)\b/
const FOR_ANYBODY = /\b(?:que faire|que proposer|quoi faire|quelle posologie|quelle dose)\b/

/** What stands behind the colon that follows a relative: « sa voisine : INR 4,5 », « sa fille (24 kg) ». */
function afterColon(phrase: string, mots: readonly Mot[], at: number): string {
  const reach = mots.slice(at + 1, at + 1 + MAX_REACH)
  const mark = reach.find(({ text }) => text === ':' || text === '=')
  if (mark !== undefined) return phrase.slice(mark.end)
  const [open, amount, unit] = reach
  return open?.text === '(' && unit?.said === 'kg' ? `${amount?.text} kg` : ''
}

const PAIR = ensemble('patients patientes malades freres soeurs enfants epoux conjoints jumeaux')

/** « pour les deux », and not « pour les deux yeux ». */
function isForBoth(mots: readonly Mot[]): boolean {
  return mots.some(({ said }, at) => {
    if (said !== 'deux' || mots[at - 1]?.said !== 'les') return false
    const before = mots[at - 2]?.said ?? ''
    const lead = before === 'tous' || before === 'toutes' ? (mots[at - 3]?.said ?? '') : before
    if (lead !== 'pour') return false
    const next = mots[at + 1]
    return next === undefined || !/^\p{L}/u.test(next.text) || PAIR.has(next.said)
  })
}

/** « pour elle aussi », « pour elle (24 kg) »; « pour lui » beside a woman who is the patient. */
function isForThem(mots: readonly Mot[], proche: Proche, sexe: Sexe | null): boolean {
  return mots.some((mot, at) => {
    if (mots[at - 1]?.said !== 'pour') return false
    const isMan = mot.said === 'lui'
    if (!isMan && mot.said !== 'elle') return false
    if (proche.sexe !== 'I' && proche.sexe !== (isMan ? 'M' : 'F')) return false
    const next = mots[at + 1]?.said ?? ''
    const isOther = sexe !== null && sexe !== 'I' && sexe !== (isMan ? 'M' : 'F')
    return isOther || next === 'aussi' || next === 'egalement' || mots[at + 3]?.said === 'kg'
  })
}
