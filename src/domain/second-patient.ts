/**
 * Does a request ask for a second person beside its patient: a relative, a neighbour, « pour les deux »?
 *
 * In    the words of the requérant or the requis, the sex of the patient where it is known
 * Out   the sentence that does, or null; a relative who is history, company or informant is no second patient
 *
 * « Mère : mélanome à 60 ans » and « sa fille Inès vit avec elle » tell of the patient. A name with a full day of
 * birth, a question, a dose, a weight or a result for the relative asks for somebody else. SPEC §6.5
 */
import { leadingJour } from './jour.ts'
import { ensemble, type Mot, motsDe } from './mots.ts'
import type { Sexe } from './patient.ts'
import { phrasesDe } from './phrases.ts'
import { isPrenom } from './prenoms.ts'
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
  // The question may stand before the words that tell who the two are.
  const isPairTold = cote === 'requerant' && PAIR_TOLD.test(words(text))
  let first: string | null = null
  for (const phrase of phrasesDe(text)) {
    const mots = motsDe(phrase)
    const here = prochesDans(mots)
    const near = here.length > 0 ? here : known
    if (here.some((one) => isNamedAndBorn(phrase, mots, one.at))) return phrase
    if (cote === 'requerant' && asksFor(phrase, mots, { here, near, sexe })) return phrase
    if (isPairTold && isForBoth(mots)) return phrase
    if (cote === 'requerant' ? isShownOrAsked(phrase, mots) : isJudged(phrase, mots)) return phrase
    if (cote === 'requis') {
      const name = prenomEnTete(mots)
      if (name !== null && first !== null && name !== first) return phrase
      first ??= name
    }
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

/** Those whom an article alone tells apart from the patient, who may be « la fille », « la femme », « l’enfant ». */
const BY_ARTICLE = ensemble(
  'soeur frere jumeau jumelle pere mere mari epoux epouse conjoint conjointe cousin cousine',
)
const ARTICLE = ensemble("le la l' l’")

/** « la sœur », « le petit frère »: where they stand. */
function byArticle(mots: readonly Mot[]): readonly number[] {
  return mots.flatMap(({ said }, at) => {
    const isAfter = (back: number): boolean => ARTICLE.has(mots[at - back]?.said ?? '')
    return BY_ARTICLE.has(said) && (isAfter(1) || isAfter(2)) ? [at] : []
  })
}

const HAS_THE_SAME =
  /\b(?:a|ont|presente|presentent)(?: (?:exactement|aussi|egalement|elle|lui)){0,2} (?:le|la|les) memes?\b/
const DEMAND =
  /\b(?:que (?:lui|leur) (?:donner|faire|prescrire|proposer)|memes? (?:conduite|traitement|prise en charge|ordonnance|attitude|schema|dose|posologie|diagnostic)|quel(?:le)? (?:traitement|conduite|diagnostic)|votre (?:avis|diagnostic))\b|\b(?:aussi|egalement)$/
/** Relatives are told of then, or protected: the patient is the only one. */
const TOLD_OF =
  /\b(?:a eu|traitee?|operee?|decedee?|suivie?|mutation|depist\w+|genetique|vaccin\w*|contag\w*|contamin\w*|prevention|isol\w+|inform\w+|preven\w+)\b/
/** « photo 2 : son père », « la deuxième photo est celle de sa sœur » */
const PHOTO_OF =
  /\bphotos? (?:n |no |numero )?[0-9]{1,2} (?:est |sont )?(?:celles? )?(?:de )?(?:sa|son|ses) (?:petite? |grande? )?([a-z]+)\b|\bphotos? (?:est|sont) (?:celles? )?de (?:sa|son|ses) (?:petite? |grande? )?([a-z]+)\b/
const TAKEN = /\b(?:prise?s?|pris|envoyee?s?|envoie|transmise?s?|recue?s?)\b/
const NEEDS = /\b(?:besoin|lequel|laquelle|que lui)\b/
const AND_FOR =
  /^(?:et|ou) pour (?:le|la|l|sa|son|ses|leur|leurs) (?:petite?s? |grande?s? |jeunes? )?([a-z]+)\b/
const ALSO =
  /\b(?:le|la|l|sa|son) (?:petite? |grande? )?([a-z]+) (?:elle |lui )?(?:aussi|egalement) /
const PAIR_TOLD =
  /\b(?:chez|photos de) (?:les|ses|des|leurs) deux (?:soeurs|freres|enfants|filles|fils|jumeaux|jumelles|epoux|conjoints|patients|patientes)\b/

/** A relative who is shown in a picture, or has the same and is asked about. */
function isShownOrAsked(phrase: string, mots: readonly Mot[]): boolean {
  if (!/\?/.test(phrase)) return false
  const said = words(phrase)
  if (TOLD_OF.test(said)) return false
  const same = HAS_THE_SAME.exec(said)
  const isTheirs =
    same !== null &&
    said
      .slice(0, same.index)
      .split(' ')
      .some((word) => KIN.has(word))
  const isKin = (found: RegExpExecArray | null): boolean =>
    found !== null && KIN.has(found[1] ?? found[2] ?? '')
  return (
    (isKin(PHOTO_OF.exec(said)) && !TAKEN.test(said)) ||
    isKin(AND_FOR.exec(said)) ||
    (isKin(ALSO.exec(said)) && NEEDS.test(said)) ||
    (isTheirs && DEMAND.test(said) && prochesDans(mots).length + byArticle(mots).length > 0)
  )
}

/** What is said or done of somebody who was looked at; to treat those around is ordinary. */
const LOOKED_AT =
  /\b(?:exerese|biopsie|biopsier|prelevement|prelever|ablation|cryotherapie|aspect|suspecte?|diagnostic)\b/
const BEGINS = ensemble('. ; … ! ? - – — • et pour')
/** Words between a relative and the colon: a name of two. */
const MAX_NAME = 2

/** An opinion on a relative under a heading of his own: « Pour la sœur : exérèse, aspect suspect ». */
function isJudged(phrase: string, mots: readonly Mot[]): boolean {
  const heads = [...prochesDans(mots).map(({ at }) => at), ...byArticle(mots)]
  return heads.some((at) => {
    const from = mots.slice(Math.max(0, at - 1 - MAX_BETWEEN), at)
    const lead = from.findLast(({ said }) => !OWN.has(said) && !ARTICLE.has(said) && !isYoung(said))
    if (lead !== undefined && !BEGINS.has(lead.said)) return false
    const colon = mots.slice(at + 1, at + 2 + MAX_NAME).findIndex(({ text }) => text === ':')
    if (colon === -1) return false
    const names = mots.slice(at + 1, at + 1 + colon)
    if (!names.every(({ text }) => /^\p{Lu}/u.test(text))) return false
    const said = words(phrase.slice(mots[at + 1 + colon]?.end))
    return LOOKED_AT.test(said) && !TOLD_OF.test(said)
  })
}

function isYoung(said: string): boolean {
  return /^(?:petite?|grande?|jeune)$/.test(said)
}

/** The given name that heads a sentence: « Enzo : perméthrine », « AVIS Léna : terbinafine ». Two make two patients. */
function prenomEnTete(mots: readonly Mot[]): string | null {
  const at = mots[0]?.said === 'avis' || mots[0]?.said === '-' ? 1 : 0
  const said = mots[at]?.said ?? ''
  return mots[at + 1]?.text === ':' && isPrenom(said) ? said : null
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
