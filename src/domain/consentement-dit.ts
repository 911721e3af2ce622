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
import { cochees, hasCases } from './cases-cochees.ts'
import type { AuteurConsentement, ModeConsentement } from './consentement.ts'
import type { Instant, Jour } from './correspondant.ts'
import { jourDe, modeConsentementDe } from './identifiants.ts'
import { avecAnnee, avecDernier, avecSiecle, leadingJour, saidDay } from './jour.ts'
import { ensemble } from './mots.ts'
import { sansProches } from './objet-accord.ts'
import { sansSoins } from './soins-dits.ts'
import { fold, words } from './texte.ts'

const REFUSES =
  /\b(?:ne (?:veut|voulait|veux|souhaite|souhaitait|desire|consent|accepte)(?: [a-z]+)? ?(?:pas|plus)|refuse|refusait|a refuse|s oppose|est oppose|est opposee|retire|a retire|revient sur|est revenue? sur|n est (?:pas|plus) d accord|pas encore|sans son|n a pas (?:ete )?(?:donne|consenti|recueilli|informee?)|n ai pas (?:encore )?(?:pu )?(?:recueilli|recueillir|demande|obtenu|obtenir|informee?))\b/
const ITS_OBJECT =
  /\b(?:consent\w*|accord|teleexpertise|transm\w+|envo\w+|photos?|donnees|dossier|partag\w+|communiqu\w+)\b/

/** Does prose take a consent back: « il ne veut finalement pas qu'on envoie ses photos »? Then it is asked about. */
export function consentementContredit(text: string): boolean {
  return text.split(/[.;!?\n]/).some((sentence) => {
    const said = sansSoins(words(sansProches(sentence.slice(0, 1000))))
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
    const said = sansSoins(words(sansProches(sentence.slice(0, 1000))))
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
export const CONSENT_YEARS = 20

/** Days that are named by today. */
const NAMED_DAYS = [
  { named: /\bavant-hier\b/, before: 2 },
  { named: /\bce (?:matin|soir|midi)\b/, before: 0 },
  { named: /\bcet apres-midi\b/, before: 0 },
  { named: /\baujourd'hui\b/, before: 0 },
  { named: /\bce j(?:our)?\b/, before: 0 },
  { named: /\bhier\b/, before: 1 },
] as const

const YES = ensemble(
  'oui o yes ok obtenu obtenue recueilli recueillie recueillis donne donnee accord accorde accepte acceptee',
)
const NO =
  /^(?:non|n|no|refus|refuse|refusee|refus exprime)(?: (?:du|de la|de|le|la|par le|par la))?(?: patiente?)?$/
/** A plain no with the patient's own sentence, up to its end: « non, elle ne veut pas ». */
const NO_SAID =
  /^(?:non|refus)[ ,.:;-]{1,3}(?:(?:le |la )?patiente?|elle|il) (?:ne (?:le )?(?:veut|souhaite|desire|accepte)(?: finalement)? (?:pas|plus)|(?:le |la |l')?refuse|n'est(?: finalement)? (?:pas|plus) d'accord)(?: finalement)?(?=$|[,.;])/
/** What turns such a no around, or says that it is of a part only. */
const NO_BUT =
  /\b(?:oui|ok|mais|sauf|accord|accepte|consent|oppos\w*|photos?|images?|copie|seulement|sinon|si|fils|fille|mari|epou\w+|famille|mere|pere)\b/
/** Whoever is named right behind what he is to the patient: « la tutrice Mme Lenoir ». */
const NAMED =
  /(?<=(?:[Tt]uteur|[Tt]utrice|[Ll][ée]gale?|[Mm][èe]re|[Pp][èe]re)(?: \(|,)? )(?:Mme|Mlle|Mr|M)\b\.? \p{Lu}[\p{L}'’-]{1,40}(?: \p{Lu}[\p{L}'’-]{1,40}){0,3}/u
/** What the consent covers, too: it takes nothing from it. */
const INCLUDED =
  /\by compris (?:pour )?(?:les |ses |des )?(?:photos?|images?|documents?|pieces jointes)\b/
const PARENT = ensemble('mere pere parents maman papa')
const GUARDIAN = ensemble('tuteur tutrice tutelle udaf representant representante legal legale')
/** Words of the sentence itself: beside what is read they say nothing. */
const BARE = ensemble(
  'le la les l du de des d par en au aux a ce jour et est ete consentement patient patiente mode date oral orale oralement ' +
    'verbal verbale verbalement ecrit ecrite electronique electroniquement lundi mardi mercredi jeudi vendredi samedi ' +
    'dimanche aupres elle lui meme son sa ses c',
)
/** Words that change nothing of it, and say more than is read. */
const AROUND = ensemble(
  'bien eclaire libre exprime exprimee dernier passe vive voix telephone deux leur leurs dit visio teleconsultation ' +
    'signature information apres informe informee consultation cabinet formulaire signe papier vu vue revu revue ensemble ' +
    'visite domicile tel feuille signee dossier dans moi je ai mes soins chambre lors present presente qui autorite parentale conjointe exclusive ' +
    'rendez vous entretien il explications explication courrier mail sms teleexpertise cette pour avis distance demande',
)

/** Who took the consent down: « par le Dr Sauvagnac », « par l'infirmière Mme Blandin ». */
const WHO_TOOK =
  /(?<![\p{L}\p{N}])[Pp]ar (?:le |la |l['’])?(?:[Dd][Rr]|[Dd]octeure?|[Mm][ée]decin|[Ii]nterne|[Ii][Dd][Ee][Cc]?|[Ii]nfirmi[eè]re?)\b\.?(?: (?:Mme|Mlle|Mr|M)\b\.?)?(?: \p{Lu}[\p{L}'’-]{1,40}){0,3}/u
/** A day without its year: which one is asked. */
const NO_YEAR = /\b\d{1,2}\/\d{1,2}\b(?!\/)/
/** « à 14h30 », « 14:30 ». */
const TIME = /\b(?:a |vers )?\d{1,2} ?(?:h(?:eures?)?|:)(?: ?\d{2})?\b/

/** Reads one line; `noms`: the words of the patient's own name. */
export function consentementDit(
  written: string,
  today: Jour,
  noms: ReadonlySet<string> = new Set(),
): ConsentementLu {
  const text = written.length > MAX_CHARS ? '' : cochees(sansCoche(datee(written, today)))
  if (text === '' || text.includes('?')) return NEITHER
  const taken = fold(text.replace(WHO_TOOK, ' ').replace(NAMED, ' ')).replace(INCLUDED, ' ')
  if (isRefus(taken)) return { ...NEITHER, dit: 'non' }
  const { le, rest } = withoutDay(saidDay(taken), today)
  const said = words(rest.replace(TIME, ' ').replace(NO_YEAR, ' '))
  if (NO.test(said)) return { ...NEITHER, dit: 'non' }
  const list = said.split(' ')
  const isGuardian = list.some((word) => GUARDIAN.has(word))
  const isParent = list.some((word) => PARENT.has(word))
  // « des deux »: of two patients, where no parents are named; « patient / représentant légal »: a choice left open.
  const isOfTwo = list.includes('deux') && !isParent
  const isOpen = rest.replace(NO_YEAR, ' ').includes('/') && (isGuardian || isParent)
  const isKnown = list.every((word) => isOfConsent(word) || noms.has(word))
  const mode = modeConsentementDe(text)
  // How and when it was given says that it was.
  const isGiven = list.some((word) => YES.has(word)) || (mode !== null && le !== null)
  if (isOpen || isOfTwo || !isGiven || !isKnown) return NEITHER
  return { dit: 'oui', mode, le, par: isGuardian ? 'tuteur' : isParent ? 'parent' : null }
}

function isRefus(folded: string): boolean {
  const no = NO_SAID.exec(folded)?.[0]
  return no !== undefined && !NO_BUT.test(folded.slice(no.length))
}

/** Does the line say nothing beside what is read of it: yes or no, how, when? */
export function isConsentementSeul(written: string, today: Jour): boolean {
  const { dit, mode } = consentementDit(written, today)
  if (dit === null || WHO_TOOK.test(written) || NAMED.test(written)) return false
  const { rest } = withoutDay(saidDay(fold(cochees(sansCoche(written)))), today)
  const list = words(rest).split(' ')
  const isBare = (word: string): boolean =>
    BARE.has(word) || YES.has(word) || /^non?$|^refus/.test(word)
  return list.every((word) => isBare(word) || (mode !== null && word === mode))
}

/** « OUI ✅ oral »: a mark that is no box, for nothing is to be chosen. */
function sansCoche(written: string): string {
  const [before = '', after, more] = written.split('✅')
  const isMark = after !== undefined && more === undefined
  return isMark && !hasCases(before + after) ? `${before} ${after.replace(/^\ufe0f/, '')}` : written
}

/** The day that a text names with its year, where it can be but one. */
function datee(written: string, today: Jour): string {
  return avecAnnee(avecDernier(written, today), today)
}

/** A day as a person says it: a date, « ce jour », « hier ». */
export function jourDit(written: string, today: Jour): Jour | null {
  const text = datee(written, today)
  const { le, rest } = withoutDay(fold(text.slice(0, MAX_CHARS)), today)
  return (
    jourDe(avecSiecle(text, today, CONSENT_YEARS)) ??
    (/^(?:(?:le|du|ce|date) ?)*$/.test(words(rest)) ? le : null)
  )
}

/** The first day that a sentence names, « ce jour » and « hier » among them. */
export function jourNomme(sentence: string, today: Jour): Jour | null {
  return withoutDay(saidDay(fold(datee(sentence.slice(0, MAX_CHARS), today))), today).le
}

/** Is a parent named, and no guardian? */
export function isParentSeul(text: string): boolean {
  const list = words(text).split(' ')
  return list.some((word) => PARENT.has(word)) && !list.some((word) => GUARDIAN.has(word))
}

function isOfConsent(word: string): boolean {
  return [YES, BARE, AROUND, PARENT, GUARDIAN].some((one) => one.has(word))
}

const OF_THE_PATIENT =
  /\b(mere|pere|parents?|legale?s?|tuteur|tutrice|tutelle|maman|papa) (?:du|de la|de l|de) ?(?:patiente?|enfant|mineure?)\b/g
const BY_LAW =
  /^(?:representante?s?|legale?s?|parents?|mere|pere|maman|papa|tuteur|tutrice|tutelle)$/
const HIMSELF = /^(?:patiente?|elle|lui|interessee?|majeure?)$/
const BETWEEN = ensemble(
  'le la les l de du des par son sa ses leur leurs deux et un une meme m mme mr udaf autorite parentale titulaire titulaires',
)
const AGAINST =
  /^(?:oppos\w*|refus\w*|pas|non|sauf|mais|contre|sans|absente?|sepa\w*|desaccord|grand|grande|belle|beau)$/

/** A tutor who is of the family: « le tuteur (fils, M. Henry) ». */
const GUARDIAN_KIN =
  /(?<=\b[Tt]ut(?:eur|rice) ?\()(?:(?:son|sa|le|la) )?(?:fils|fille|fr[èe]re|s(?:oe|œ)ur|neveu|ni[èe]ce|mari|[ée]pou(?:x|se)|m[èe]re|p[èe]re)\b/

/**
 * Who gave the consent: the patient himself or a legal representative. Each word must be known, names after a
 * representative aside; the patient with somebody else, and anybody else, are neither.
 */
export function auteurConsentementDe(
  written: string,
  noms: ReadonlySet<string> = new Set(),
): AuteurConsentement | null {
  const text = cochees(written).replace(GUARDIAN_KIN, '')
  if (text.length > MAX_CHARS || text.includes('/')) return null
  const capitals = new Set(words((text.match(/\p{Lu}[\p{L}'’-]+/gu) ?? []).join(' ')).split(' '))
  const list = words(text).replace(OF_THE_PATIENT, '$1').split(' ')
  const isByLaw = list.some((word) => BY_LAW.test(word))
  const isHimself = list.some((word) => HIMSELF.test(word) || (!isByLaw && noms.has(word)))
  if (isByLaw === isHimself || list.some((word) => AGAINST.test(word))) return null
  const isKnown = (word: string): boolean =>
    BY_LAW.test(word) || HIMSELF.test(word) || BETWEEN.has(word) || noms.has(word)
  const isNamed = (word: string): boolean => isByLaw && (capitals.has(word) || /^\d+$/.test(word))
  return list.every((word) => isKnown(word) || isNamed(word))
    ? isByLaw
      ? 'representantLegal'
      : 'patient'
    : null
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
