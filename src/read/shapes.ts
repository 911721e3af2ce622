/**
 * What the value of a label looks like: tells a line of the form from prose that begins with the same word.
 *
 * In    a label with its value
 * Out   whether it is a line of the form amid prose
 *
 * « Régime : sans sel » and « Portable : oxygène 2 L/min » are sentences of the author; « Régime : général » and
 * « Portable : 06 00 00 00 00 » are lines of the form. SPEC §4
 */
import { consentementDit, jourDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import { designationDe, medecinTraitantDit } from '../domain/designation.ts'
import { jourDe, modeConsentementDe, ouiNonDe, sexeDe } from '../domain/identifiants.ts'
import { avecSiecle } from '../domain/jour.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { words } from '../domain/texte.ts'
import type { Approche, LibelleLu } from './libelles.ts'
import { isPlain } from './whole.ts'

interface Line {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly approche?: Approche
  readonly value: string
  /** The label as written. */
  readonly label: string
}

/** Labels that are also words of prose: amid prose they count only before a value of their kind. */
const AMBIGUOUS: ReadonlySet<LibelleLu> = new Set([
  'nom',
  'nomPrenoms',
  'dateNaissance',
  'sexe',
  'consentement',
  'medecinRequis',
  'medecinTraitant',
  'telephone',
  'matriculeIns',
  'numeroAm',
  'numeroFiness',
  'nirAssure',
  'rang',
  'regime',
  'natureAssurance',
  'ald',
  'patientHospitalise',
  'niveau',
  'urgence',
])

/** May this line end the prose that it stands in? `also` holds labels that may, however unsure their word. */
export function isClear(
  { libelle, faible, approche, value, label }: Line,
  also: ReadonlySet<LibelleLu>,
) {
  if (also.has(libelle)) return true
  if (value.trim() === '') return !faible && approche === undefined && words(label).includes(' ')
  if (!AMBIGUOUS.has(libelle)) return !faible
  return hasShape(libelle, value)
}

/** Is this a value of the kind that the label wants? */
function hasShape(libelle: LibelleLu, value: string): boolean {
  const said = words(value)
  switch (libelle) {
    case 'telephone':
      return isNumberOf(value, 6, 20)
    case 'numeroAm':
    case 'numeroFiness':
      return isNumberOf(value, 8, 10)
    case 'matriculeIns':
    case 'nirAssure':
      return isNumberOf(value, 12, 30)
    case 'rang':
    case 'niveau':
      return /^\d$/.test(said)
    case 'natureAssurance':
      return /^\d{2}$/.test(said)
    case 'regime':
      return /^(?:\d{2,3}|regime general|general|agricole|msa|independants?|rsi|alsace moselle)$/.test(
        said,
      )
    case 'sexe':
      return sexeDe(value) !== null
    case 'dateNaissance':
      return jourDe(avecSiecle(value, DAY, 120)) !== null
    case 'ald':
    case 'patientHospitalise':
    case 'consentement':
      return /^(?:oui|non|o|n|ok|recueilli|obtenu|donne|refus)\b/.test(said) && said.length <= 80
    case 'urgence':
      return (
        /^(?:oui|non|o|n|vitale?|absolue|relative|urgent|aucune?)\b/.test(said) && said.length <= 60
      )
    case 'medecinTraitant':
      return medecinTraitantDit(value).kind !== 'illisible' && isPerson(value, said)
    case 'medecinRequis':
      return designationDe(value) !== null && isPerson(value, said)
    default:
      return isName(value)
  }
}

/** Is this surely a value of the label, though no sign stands between them: « Sexe féminin »? */
export function isSaid(libelle: LibelleLu, value: string): boolean {
  if (value.length > 120) return false
  switch (libelle) {
    case 'consentement':
      return consentementDit(value, DAY).dit !== null
    case 'dateNaissance':
      return jourDe(avecSiecle(value, DAY, 120)) !== null && isPlain(value)
    case 'dateConsentement':
      return jourDit(value, DAY) !== null && isPlain(value)
    case 'modeConsentement':
      return modeConsentementDe(value) !== null && isPlain(value)
    case 'specialiteDemandee':
      return specialiteDe(value) !== null
    case 'prenoms':
      return /^\p{Lu}[\p{L}'’-]+(?:[ ,]+\p{Lu}[\p{L}'’-]+){0,4}$/u.test(value.trim())
    case 'medecinTraitant':
    case 'medecinRequis':
      return words(value).split(' ').length <= 8 && hasShape(libelle, value)
    case 'ald':
    case 'patientHospitalise':
    case 'urgence':
      return ouiNonDe(value) !== null && isPlain(value)
    case 'sexe':
    case 'telephone':
    case 'numeroAm':
    case 'numeroFiness':
    case 'matriculeIns':
    case 'nirAssure':
    case 'nomNaissance':
      return hasShape(libelle, value)
    default:
      return false
  }
}

/** Any day: whether a value is one of its kind does not depend on it. */
const DAY = '2030-12-31' as Jour

const PERSON =
  /^(?:moi meme|moi|aucun|aucune|sans|neant|requerant|le requerant|non declare)$|^(?:dr|docteur|docteure|pr|professeur|professeure)\b|\b\d{11}\b/

function isPerson(value: string, said: string): boolean {
  return said.length <= 120 && (PERSON.test(said) || value.includes('@'))
}

/** Digits and the letters of a département, blanks and dots aside. */
function isNumberOf(value: string, least: number, most: number): boolean {
  const bare = value.slice(0, 80).replace(/[\s.+()/:-]/g, '')
  return bare.length >= least && bare.length <= most && /^[0-9]{2}[0-9A-F]{3,}$/i.test(bare)
}

/** One to six capitalised words: « DUPONT Marie-Anne ». */
function isName(value: string): boolean {
  const list = value
    .trim()
    .slice(0, 120)
    .split(/[\s,]+/)
  return (
    list.length <= 6 &&
    list.some((word) => word.length > 1 && word === word.toUpperCase()) &&
    list.every(
      (word) =>
        /^[\p{Lu}(][\p{L}'’().-]*$/u.test(word) || /^(?:de|du|d'|la|le|née?|dite?)$/i.test(word),
    )
  )
}
