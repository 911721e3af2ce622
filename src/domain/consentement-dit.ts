/**
 * What the line `Consentement` says, read strictly: who, how and when, as far as that one line tells. SPEC §4
 *
 * In    the value of the line, the day it was received
 * Out   yes, no, or neither: then it is asked about. « Oui » counts as the patient's only where nobody else is named
 *
 * A relative or a trusted person does not consent (CSP art. L. 1111-4); « non-opposition » is no refusal. Each word
 * must be known: what is not understood whole is neither a yes nor a no.
 */
import { later } from './calendrier.ts'
import { cochees } from './cases-cochees.ts'
import type { ModeConsentement } from './consentement.ts'
import type { Instant, Jour } from './correspondant.ts'
import { jourDe, modeConsentementDe } from './identifiants.ts'
import { avecSiecle, leadingJour, saidDay } from './jour.ts'
import { fold, words } from './texte.ts'

const REFUSES =
  /\b(?:ne (?:veut|voulait|veux|souhaite|souhaitait|desire|consent|accepte)(?: [a-z]+)? ?(?:pas|plus)|refuse|refusait|a refuse|s oppose|est oppose|est opposee|retire|a retire|revient sur|est revenue? sur|n est (?:pas|plus) d accord|pas encore|sans son|n a pas (?:ete )?(?:donne|consenti|recueilli|informee?)|n ai pas (?:encore )?(?:pu )?(?:recueilli|recueillir|demande|obtenu|obtenir|informee?))\b/
const ITS_OBJECT =
  /\b(?:consent\w*|accord|teleexpertise|transm\w+|envo\w+|photos?|donnees|dossier|partag\w+|communiqu\w+)\b/

/** Does prose take a consent back: « il ne veut finalement pas qu'on envoie ses photos »? Then it is asked about. */
export function consentementContredit(text: string): boolean {
  return text.split(/[.;!?\n]/).some((sentence) => {
    const said = words(sentence.slice(0, 1000))
    return REFUSES.test(said) && ITS_OBJECT.test(said)
  })
}

const NO_MORE =
  /\bne (?:veut|souhaite|desire|voulait)(?: (?:finalement|donc))? (?:plus|pas finalement)\b|\bfinalement (?:non|pas d accord)\b|\ba change d avis\b/
const SHORT_WORDS = 10

/** Does prose say that the patient wants it no more: « la patiente ne veut plus finalement »? Then it is asked about. */
export function retraitDit(text: string): boolean {
  if (consentementContredit(text)) return true
  return text.split(/[.;!?\n]/).some((sentence) => {
    const said = words(sentence.slice(0, 1000))
    return said.split(' ').length <= SHORT_WORDS && NO_MORE.test(said)
  })
}

/** Who was consulted, as one line says: the name as written, and the day where it is there too. */
export function consulteDit(
  text: string,
  today: Jour,
): { readonly nom: string; readonly le: Jour | null } | null {
  const said = text.trim()
  const cut = said.search(/[,(][^,(]*$/)
  const tail = cut === -1 ? '' : said.slice(cut + 1).replace(/\)\s*$/, '')
  const le = tail === '' ? null : jourDit(tail, today)
  const nom = (le === null ? said : said.slice(0, cut)).trim()
  const isNom = nom.length <= MAX_CHARS && /\p{Lu}[\p{L}'’-]+/u.test(nom)
  return isNom ? { nom, le } : null
}

export interface ConsentementLu {
  readonly dit: 'oui' | 'non' | null
  readonly mode: ModeConsentement | null
  readonly le: Jour | null
  /** Who is named as the one who consented; null: nobody, it is the patient. */
  readonly par: 'parent' | 'tuteur' | null
}

const NEITHER: ConsentementLu = { dit: null, mode: null, le: null, par: null }
const MAX_CHARS = 300
const DAY_MS = 86_400_000

/** A consent is not older than this: the century of a two-digit year. */
const CONSENT_YEARS = 20

/** Days that are named by today. */
const NAMED_DAYS = [
  { named: /\bavant-hier\b/, before: 2 },
  { named: /\bce (?:matin|soir|midi)\b/, before: 0 },
  { named: /\bcet apres-midi\b/, before: 0 },
  { named: /\baujourd'hui\b/, before: 0 },
  { named: /\bce jour\b/, before: 0 },
  { named: /\bhier\b/, before: 1 },
] as const

const YES = new Set(
  'oui o yes ok obtenu obtenue recueilli recueillie recueillis donne donnee accord accorde'.split(
    ' ',
  ),
)
const NO =
  /^(?:non|n|no|refus|refuse|refusee|refus exprime)(?: (?:du|de la|le|la|par le|par la))?(?: patiente?)?$/
const PARENT = new Set('mere pere parent parents maman papa'.split(' '))
const GUARDIAN = new Set(
  'tuteur tutrice tutelle udaf representant representante legal legale'.split(' '),
)
const PLAIN = new Set(
  (
    'le la les l du de des d par en au aux a ce jour et est ete bien consentement eclaire libre patient patiente lui elle ' +
    'meme mode date exprime exprimee oral orale oralement verbal verbale verbalement ecrit ecrite electronique ' +
    'electroniquement lundi mardi mercredi jeudi vendredi samedi dimanche dernier passe aupres vive voix telephone deux ses leur leurs dit c a donne son visio teleconsultation signature information apres informe informee sa son ses consultation cabinet formulaire signe papier'
  ).split(' '),
)

/** Who took the consent down: « par le Dr Sauvagnac ». */
const WHO_TOOK =
  /\bpar (?:le |la )?(?:dr|docteur|docteure|medecin|interne|idec?|infirmiere?)\b\.?(?: (?!(?:son|sa|ses|mere|pere)\b)[a-z'-]+)?/
/** A day without its year: which one is asked. */
const NO_YEAR = /\b\d{1,2}\/\d{1,2}\b(?!\/)/

/** Reads one line. */
export function consentementDit(written: string, today: Jour): ConsentementLu {
  const text = written.length > MAX_CHARS ? '' : cochees(written)
  if (text === '' || text.includes('?')) return NEITHER
  const { le, rest } = withoutDay(saidDay(fold(text)), today)
  const said = words(rest.replace(WHO_TOOK, ' ').replace(NO_YEAR, ' '))
  if (NO.test(said)) return { ...NEITHER, dit: 'non' }
  const list = said.split(' ')
  // « des deux »: of two patients, where no parents are named.
  const isOfTwo = list.includes('deux') && !list.some((word) => PARENT.has(word))
  const isWhole = !isOfTwo && list.every((word) => isKnown(word))
  const mode = modeConsentementDe(text)
  // How and when it was given says that it was.
  const isGiven = list.some((word) => YES.has(word)) || (mode !== null && le !== null)
  if (rest.replace(NO_YEAR, ' ').includes('/') || !isGiven || !isWhole) return NEITHER
  const guardian = list.some((word) => GUARDIAN.has(word))
  const par = guardian ? 'tuteur' : list.some((word) => PARENT.has(word)) ? 'parent' : null
  return { dit: 'oui', mode, le, par }
}

/** A day as a person says it: a date, « ce jour », « hier ». */
export function jourDit(text: string, today: Jour): Jour | null {
  const { le, rest } = withoutDay(fold(text.slice(0, MAX_CHARS)), today)
  return (
    jourDe(avecSiecle(text, today, CONSENT_YEARS)) ??
    (/^(?:(?:le|du|ce|date) ?)*$/.test(words(rest)) ? le : null)
  )
}

/** Is a parent named, and no guardian? */
export function isParentSeul(text: string): boolean {
  const list = words(text).split(' ')
  return list.some((word) => PARENT.has(word)) && !list.some((word) => GUARDIAN.has(word))
}

function isKnown(word: string): boolean {
  return YES.has(word) || PLAIN.has(word) || PARENT.has(word) || GUARDIAN.has(word)
}

/** The day that a folded text names, « ce jour » and « hier » among them, and the text without it. */
function withoutDay(
  said: string,
  today: Jour,
): { readonly le: Jour | null; readonly rest: string } {
  for (const { named, before } of NAMED_DAYS) {
    const found = named.exec(said)
    if (found === null) continue
    const noon = `${today}T12:00:00.000Z` as Instant
    const le = later(noon, -before * DAY_MS).slice(0, 10) as Jour
    return {
      le,
      rest: `${said.slice(0, found.index)} ${said.slice(found.index + found[0].length)}`,
    }
  }
  for (let at = 0; at < said.length; at++) {
    const isStart = at === 0 || !/[a-z0-9]/.test(said[at - 1] ?? '')
    if (!isStart || !/\d/.test(said[at] ?? '')) continue
    const found = leadingJour(avecSiecle(said.slice(at), today, CONSENT_YEARS))
    if (found) return { le: found.jour, rest: `${said.slice(0, at)} ${found.rest}` }
  }
  return { le: null, rest: said }
}
