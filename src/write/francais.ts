/**
 * How dates, names, amounts and sizes are written in French, for letters and for the compte-rendu.
 *
 * In    instants (UTC), days, cents, octets, professionals
 * Out   plain text; instants are told in Europe/Paris
 * Refuses nothing: an unreadable date is given back as it is.
 */
import { jourParis } from '../domain/calendrier.ts'
import type {
  CodeSpecialite,
  Instant,
  Jour,
  Professionnel,
  Requerant,
} from '../domain/correspondant.ts'
import type { RequisSollicite } from '../domain/dossier.ts'
import type { Patient } from '../domain/patient.ts'
import { libelleSpecialite } from '../domain/specialites.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** TRE_G15: those who are addressed as « Dr ». */
const DOCTORS = new Set(['10', '40'])
const PROFESSIONS: { readonly [code: string]: string } = {
  '10': 'médecin',
  '21': 'pharmacien',
  '40': 'chirurgien-dentiste',
  '50': 'sage-femme',
  '60': 'infirmier',
  '70': 'masseur-kinésithérapeute',
  '80': 'pédicure-podologue',
  '91': 'orthophoniste',
  '92': 'orthoptiste',
}

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const JOUR = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** « mardi 24 novembre 2026 à 10 h 15 », in Europe/Paris. */
export function instantFr(instant: Instant): string {
  const p = parts(PARIS, new Date(instant))
  return `${p.weekday} ${premier(p.day)} ${p.month} ${p.year} à ${heure(p)}`
}

/** A term, « mardi 1er décembre à minuit »: midnight ends the day before it. Europe/Paris, without year. */
export function termeFr(instant: Instant): string {
  return terme(instant, '')
}

/** A term of the past, « mardi 1er décembre 2026 à minuit ». */
export function termePasseFr(instant: Instant): string {
  return terme(instant, 'avec-annee')
}

function terme(instant: Instant, annee: '' | 'avec-annee'): string {
  const at = parts(PARIS, new Date(instant))
  const isMidnight = at.hour === '0' && at.minute === '00'
  const p = isMidnight ? parts(PARIS, new Date(new Date(instant).getTime() - 60_000)) : at
  const year = annee === '' ? '' : ` ${p.year}`
  return `${p.weekday} ${premier(p.day)} ${p.month}${year} à ${isMidnight ? 'minuit' : heure(at)}`
}

/** The hour of an instant in Europe/Paris, « 10 h 15 », unbreakable. */
export function heureFr(instant: Instant): string {
  const p = parts(PARIS, new Date(instant))
  return `${p.hour}\u00a0h\u00a0${p.minute}`
}

/** The day of an instant in Europe/Paris, « 24 novembre 2026 ». */
export function jourDeInstantFr(instant: Instant): string {
  const p = parts(PARIS, new Date(instant))
  return `${premier(p.day)} ${p.month} ${p.year}`
}

/** « 1er mars 1951 ». */
export function jourFr(jour: Jour): string {
  const date = new Date(`${jour}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return jour
  const p = parts(JOUR, date)
  return `${premier(p.day)} ${p.month} ${p.year}`
}

/** `03/03/1951`. */
export function jourCourt(jour: Jour): string {
  const [annee, mois, j] = jour.split('-')
  return j === undefined ? jour : `${j}/${mois}/${annee}`
}

/** Whole years between a birth and an instant, as the calendar of Paris counts them. */
export function ageEn(naissance: Jour, instant: Instant): number {
  const day = jourParis(instant)
  const years = Number(day.slice(0, 4)) - Number(naissance.slice(0, 4))
  return day.slice(5) < naissance.slice(5) ? years - 1 : years
}

/** A duration by its largest whole unit: « 48 h », « 7 jours », « 20 min ». */
export function dureeFr(ms: number): string {
  if (ms >= 3 * DAY_MS && ms % DAY_MS === 0) return `${ms / DAY_MS} jours`
  if (ms >= HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`
  if (ms >= 60_000) return `${Math.round(ms / 60_000)} min`
  return `${Math.round(ms / 1000)} s`
}

/** Cents as « 23,00 € », the space unbreakable. */
export function montantFr(centimes: number): string {
  const euros = Math.trunc(centimes / 100)
  return `${euros},${String(Math.abs(centimes % 100)).padStart(2, '0')}\u00a0€`
}

/** Octets as « 2,4 Mo ». */
export function tailleFr(octets: number): string {
  if (octets < 1_000) return nombre(octets, 'octet', 'octets')
  if (octets < 1_000_000) return `${Math.round(octets / 1_000)} ko`
  return `${(octets / 1_000_000).toFixed(1).replace('.', ',')} Mo`
}

/** « Dr Marie CURIE », or without « Dr » for a profession that has not the title. */
export function nomFr(qui: {
  readonly nom: string
  readonly prenom: string
  readonly profession?: string
}): string {
  const titre = DOCTORS.has(qui.profession ?? '10') ? 'Dr ' : ''
  return `${titre}${qui.prenom} ${qui.nom.toLocaleUpperCase('fr')}`.trim()
}

/** The name within a sentence: « le Dr Marie CURIE », « du Dr… », « au Dr… »; without article where there is no title. */
export function avecArticle(article: 'le' | 'Le' | 'du' | 'au', nom: string): string {
  if (nom.startsWith('Dr ')) return `${article} ${nom}`
  return article === 'du' ? `de ${nom}` : article === 'au' ? `à ${nom}` : nom
}

/** « Le Dr Marie CURIE », « Au plus tard » within a sentence: « le Dr Marie CURIE »; a name stays as it is. */
export function auMilieu(texte: string): string {
  return texte.replace(/^(?:Le|Au|Dès) /, (word) => word.toLocaleLowerCase('fr'))
}

/** With a capital at its beginning. */
export function majuscule(texte: string): string {
  return texte.slice(0, 1).toLocaleUpperCase('fr') + texte.slice(1)
}

/** Name, specialty or profession, and RPPS, on one line. */
export function presentation(
  qui: (Professionnel | Requerant | RequisSollicite) & { readonly profession?: string },
): string {
  const metier =
    qui.specialite !== null
      ? specialiteFr(qui.specialite)
      : (PROFESSIONS[qui.profession ?? ''] ?? null)
  return [nomFr(qui), metier, `RPPS ${qui.rpps}`].filter((each) => each !== null).join(', ')
}

/** The same within a sentence: « le Dr Marie CURIE (Dermatologie et vénéréologie, RPPS 99…) ». */
export function presentationAvec(
  article: 'le' | 'Le' | 'du' | 'au',
  qui: Parameters<typeof presentation>[0],
): string {
  const [nom = '', ...reste] = presentation(qui).split(', ')
  return `${avecArticle(article, nom)} (${reste.join(', ')})`
}

/** The name of a CPAM specialty, or its code when the table does not know it. */
export function specialiteFr(code: string): string {
  const libelle = libelleSpecialite(code as CodeSpecialite)
  return libelle === code ? `spécialité ${code}` : libelle
}

/** The title of a profession of TRE_G15, or an empty text. */
export function professionFr(code: string): string {
  return PROFESSIONS[code] ?? ''
}

/** « DURAND Alice Marie, née le 3 mars 1951 ». */
export function traitsFr(patient: Patient): string {
  const ne = patient.sexe === 'F' ? 'née' : patient.sexe === 'M' ? 'né' : 'né(e)'
  const nom = patient.nomNaissance.toLocaleUpperCase('fr')
  return `${nom} ${patient.prenoms}, ${ne} le ${jourFr(patient.dateNaissance)}`
}

/** « DURAND Alice Marie (3 mars 1951) ». */
export function traitsBrefsFr({ nomNaissance, prenoms, dateNaissance }: Patient): string {
  return `${nomNaissance.toLocaleUpperCase('fr')} ${prenoms} (${jourFr(dateNaissance)})`
}

/** « 75 ans », at an instant. */
export function ageFr(patient: Patient, le: Instant): string {
  const age = ageEn(patient.dateNaissance, le)
  return `${age} ${age > 1 ? 'ans' : 'an'}`
}

/** « 2 avis », « 1 document ». */
export function nombre(n: number, un: string, plusieurs: string): string {
  return n === 0 ? `aucun ${un}` : `${n} ${n > 1 ? plusieurs : un}`
}

/** « 10 h 15 », « 8 h 00 »; a day begins at « 0 h », which reads as no term of the evening before. */
function heure({ hour, minute }: ReturnType<typeof parts>): string {
  return hour === '0' && minute === '00' ? '0 h' : `${hour} h ${minute}`
}

function premier(day: string): string {
  return day === '1' ? '1er' : day
}

function parts(
  format: Intl.DateTimeFormat,
  date: Date,
): { readonly [K in 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute']: string } {
  const found: { [type: string]: string } = {}
  for (const { type, value } of format.formatToParts(date)) found[type] = value
  const get = (type: string): string => found[type] ?? ''
  return {
    weekday: get('weekday'),
    day: get('day'),
    month: get('month'),
    year: get('year'),
    hour: String(Number(get('hour'))),
    minute: get('minute'),
  }
}

/** « au Dr X », « au Dr X et au Dr Y », « au Dr X, au Dr Y et au Dr Z ». */
export function enumeration(noms: readonly string[]): string {
  const last = noms.at(-1) ?? ''
  return noms.length < 2 ? last : `${noms.slice(0, -1).join(', ')} et ${last}`
}

const MAX_CITE = 120

/** Words as a sentence quotes them: on one line, of bounded length, without the quotes around it. */
export function citeFr(dit: string): string {
  const mots = dit.replace(/\s+/g, ' ').replace(/« ?/g, '“').replace(/ ?»/g, '”').trim()
  const signes = [...mots]
  return signes.length <= MAX_CITE ? mots : `${signes.slice(0, MAX_CITE).join('')}…`
}
