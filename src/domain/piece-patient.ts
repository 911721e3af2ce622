/**
 * Does a document name another patient than its letter: by its file name, its first page, its DICOM header, a mail?
 *
 * In    a document, who the patient is as far as it is known, the names of those who are no patient
 * Out   where it does and in which words; null where it does not, or where only one weak sign says so
 *
 * Another date of birth, or another name in a patient's place, is clear. A married name, a usual given name, an
 * initial or a slip of the pen beside the right day is the same patient. SPEC §6.5
 */
import { type Identite, ligneDUnAutre } from './autre-patient.ts'
import type { DocumentDUnAutre, PatientDit, Piece } from './courrier.ts'
import { jourDe, matriculeInsDe } from './identifiants.ts'
import { ensemble, isBirth, motsDe } from './mots.ts'
import { type PatientNomme, patientDuNom } from './nom-fichier.ts'
import type { Sexe } from './patient.ts'
import { isPrenom } from './prenoms.ts'
import { words } from './texte.ts'

/** Who the patient is, with what a document may also say. */
export interface IdentiteConnue extends Identite {
  readonly sexe: Sexe | null
  readonly matriculeIns: string | null
}

const MAX_SHOWN = 120

/** What in `piece` points to another patient; null: nothing clear does. */
export function pieceDUnAutre(
  piece: Piece,
  identite: IdentiteConnue,
  connus: readonly string[] = [],
): DocumentDUnAutre | null {
  const { nom, dit } = piece
  if (dit === 'verifie') return null
  const known = { ...identite, connus: new Set(connus.flatMap(list).filter(isLong)) }
  const isHis = dit !== undefined && isSamePatient(dit, known)
  const said = dit === undefined || isHis ? null : motsDUnAutre(dit, known, connus)
  if (dit !== undefined && said !== null) return { nom, ou: dit.ou, mots: shown(said) }
  // Of a document that says whose it is, the name says nothing more.
  const named = isHis ? null : patientDuNom(nom)
  return named !== null && isOther(named, known) ? { nom, ou: 'nom', mots: shown(nom) } : null
}

/** What in a subject of the MSSanté convention (`XDM/1.0/DDM+…`) names another patient; null without. */
export function sujetDUnAutre(
  sujet: string,
  identite: IdentiteConnue,
  connus: readonly string[] = [],
): boolean {
  const known = { ...identite, connus: new Set(connus.flatMap(list).filter(isLong)) }
  return sujet.split('\n').some((line) => {
    const named = /\bDDM\+/.test(line) ? patientDuNom(line) : null
    return named !== null && isOther(named, known)
  })
}

interface Known extends IdentiteConnue {
  readonly connus: ReadonlySet<string>
}

function motsDUnAutre(dit: PatientDit, known: Known, connus: readonly string[]): string | null {
  switch (dit.ou) {
    case 'dicom':
      return headerOfAnother(dit, known)
    case 'pdf':
      return pageOfAnother(dit.texte, known, connus)
    case 'message':
      return dansUnMessage(dit.dits, known, connus)
    default:
      return dit satisfies never
  }
}

/** Of each part by itself: one of this patient says nothing of another. */
function dansUnMessage(all: readonly PatientDit[], known: Known, connus: readonly string[]) {
  const said = all.map((one) =>
    isSamePatient(one, known) ? null : motsDUnAutre(one, known, connus),
  )
  return said.find((one) => one !== null) ?? null
}

/** Does the document name this patient, beyond doubt? */
function isSamePatient(dit: PatientDit, known: Known): boolean {
  if (known.dateNaissance === null) return false
  if (dit.ou === 'message') {
    return dit.dits.length > 0 && dit.dits.every((one) => isSamePatient(one, known))
  }
  if (dit.ou === 'dicom') {
    const { family, given } = agreement(namedIn(dit.nom), known)
    return dit.naissance === known.dateNaissance && family === 'same' && given !== 'other'
  }
  const said = pageOf(dit.texte)
  return said.days.has(known.dateNaissance) && hasFamily(said.words, known)
}

interface Agreement {
  readonly family: 'same' | 'near' | 'other' | 'unknown'
  readonly given: 'same' | 'other' | 'unknown'
}

function agreement(
  { noms, prenoms }: Pick<PatientNomme, 'noms' | 'prenoms'>,
  known: Known,
): Agreement {
  const families = [known.nomNaissance, known.nomUtilise].map(list).filter((one) => one.length > 0)
  const his = list(known.prenoms)
  const isGiven = (word: string) =>
    his.some((one) => one === word || (word.length === 1 && one.startsWith(word)))
  const hasGiven = noms.some(isGiven) || his.join('') === prenoms.join('')
  const family = families.some((one) => one.some((word) => noms.includes(word) && isLong(word)))
    ? 'same'
    : families.some((one) => noms.join('').includes(one.join('')))
      ? 'same'
      : families.some((one) => noms.some((word) => isNear(word, one.join(''))))
        ? 'near'
        : 'other'
  const given =
    his.length === 0 || prenoms.length === 0
      ? hasGiven
        ? 'same'
        : 'unknown'
      : hasGiven
        ? 'same'
        : 'other'
  return { family: families.length === 0 ? 'unknown' : family, given }
}

/** A name in a file name or a header, with the day of birth that stands beside it. */
function isOther(named: PatientNomme, known: Known): boolean {
  const { family, given } = agreement(named, known)
  if (family === 'unknown' || isCorrespondent(named, known)) return false
  const { naissance, annee } = named
  const born = known.dateNaissance
  const isSameBirth =
    born !== null && (naissance === null ? annee === born.slice(0, 4) : naissance === born)
  const isOtherBirth = born !== null && naissance !== null && naissance !== born
  if (isOtherBirth) return true
  if (family === 'same') return given === 'other' && !isSameBirth
  if (given === 'same') return family === 'other' && !isSameBirth
  return true
}

/** A correspondent is known by his family name: half of all share a given one. */
function isCorrespondent({ noms, prenoms }: PatientNomme, { connus }: Known): boolean {
  const families = noms.filter((word) => !prenoms.includes(word))
  return families.some((word) => connus.has(word) && (noms.length === 1 || !isPrenom(word)))
}

type Header = Extract<PatientDit, { ou: 'dicom' }>

// What a machine writes where nobody is named.
const NOBODY = ensemble(
  'anonymous anonyme anonymized anonymise anon anonym unknown inconnu inconnue nom test patient demo phantom fantome ' +
    'qa noname xx xxx xxxx na none null name subject case',
)
const NO_BIRTH = ensemble('1900-01-01 1901-01-01 1899-12-30 1970-01-01 2000-01-01')

function namedIn(nom: string): Pick<PatientNomme, 'noms' | 'prenoms'> {
  // Ideographic and phonetic forms of the name stand after `=`. DICOM PS3.5 §6.2
  const [family = '', ...given] = (nom.split('=', 1)[0] ?? '').split('^')
  const split = given.slice(0, 2).flatMap(list)
  const noms = [...list(family), ...split]
  // Some write « DURAND Alice » in one component.
  const prenoms = split.length > 0 ? split : noms.slice(1).filter(isPrenom)
  return { noms, prenoms }
}

function headerOfAnother(header: Header, known: Known): string | null {
  const { nom, naissance, sexe, identifiant } = header
  const said = [
    nom.replaceAll('^', ' ').replace(/ +/g, ' ').trim(),
    ...(naissance === null ? [] : [`né(e) le ${naissance.split('-').reverse().join('/')}`]),
  ].join(', ')
  const ins = matriculeInsDe(identifiant.replace(/[\s./-]/g, '').slice(0, 15))
  if (ins !== null && known.matriculeIns !== null) {
    return ins === known.matriculeIns ? null : `${said} (INS ${ins})`
  }
  const named = namedIn(nom)
  const isNamed =
    named.noms.some((word) => isLong(word) && !/\d/.test(word)) &&
    !named.noms.some((word) => NOBODY.has(word))
  const born =
    naissance !== null && NO_BIRTH.has(naissance) && naissance !== known.dateNaissance
      ? null
      : naissance
  const isOtherSex =
    sexe !== null &&
    known.sexe !== null &&
    sexe !== known.sexe &&
    sexe !== 'I' &&
    known.sexe !== 'I'
  if (!isNamed) {
    // A day of birth alone is one sign: a machine that hides the name may have changed it.
    return born !== null &&
      known.dateNaissance !== null &&
      born !== known.dateNaissance &&
      isOtherSex
      ? said
      : null
  }
  const { family, given } = agreement(named, known)
  const isTwin = family === 'same' && given === 'other' && isOtherSex
  const annee = born?.slice(0, 4) ?? null
  return isTwin || isOther({ ...named, naissance: born, annee }, known) ? said : null
}

// Lines that name who wrote, asked, signed or answers for a document: never its patient.
const STAFF =
  /\b(?:dr|drs|docteur|docteure|pr|prof|professeur|professeure|medecin|prescripteur|prescriptrice|praticien|biologiste|technicien|technicienne|manipulateur|manipulatrice|secretaire|secretariat|assistant|assistante|infirmier|infirmiere|pharmacien|pharmacienne|interne|chef|cadre|directeur|directrice|president|presidente|responsable|contact|destinataire|correspondant|copie|valide|signe|redige|realise|dicte|telephone|tel|fax|cher|chere|confrere|consoeur|assure|assuree|rpps|finess|siret)\b/
// A label whose value stands on the next line.
const UNFINISHED =
  /(?:^| )(?:nee? le|ne e le|naissance|ddn|patiente?|nom|prenoms?|identite|du patient|de la patiente)$/
const INS_LABEL = /\b(?:ins|matricule)\b/

function pageOfAnother(texte: string, known: Known, connus: readonly string[]): string | null {
  const said = pageOf(texte)
  const own = known.matriculeIns
  const number = said.lines.find((line) => {
    const found = INS_LABEL.test(words(line)) ? insIn(line) : null
    return found !== null && own !== null && found !== own
  })
  if (number !== undefined) return number
  const born = known.dateNaissance
  const hasBirth = born !== null && said.days.has(born)
  const [hasName, hasGiven] = [
    hasFamily(said.words, known),
    list(known.prenoms).some((word) => said.words.has(word)),
  ]
  if (hasBirth && (hasName || hasGiven)) return null
  const birth = hasBirth ? undefined : said.lines.find((line) => saysBirth(line, born))
  if (birth !== undefined) return birth
  if (hasName && hasGiven) return null
  const clear = said.lines.filter((line) => !STAFF.test(words(line))).join('\n')
  return ligneDUnAutre(clear, { ...known, dateNaissance: null }, connus)?.ligne ?? null
}

function saysBirth(line: string, born: string | null): boolean {
  const mots = motsDe(line)
  return mots.some((_, at) => isBirth(line, mots, at, born))
}

const MAX_LINES = 200
const MAX_LINE = 300
// A day in figures or in words, wherever it stands.
const DAY =
  /\b\d{1,2}(?:er)?[ /.-]\s?(?:\d{1,2}|\p{L}{3,9}\.?)[ /.-]\s?\d{4}\b|\b\d{4}-\d{2}-\d{2}\b/gu

/** The page as lines, a label with the value that stands below it; its words; the days that it says. */
function pageOf(texte: string) {
  const lines: string[] = []
  for (const raw of texte.split('\n').slice(0, MAX_LINES)) {
    const line = raw.slice(0, MAX_LINE).trim()
    if (line === '') continue
    const last = lines.at(-1)
    if (last !== undefined && last.length < MAX_LINE && UNFINISHED.test(words(last.slice(-60)))) {
      lines[lines.length - 1] = `${last}${/[:=]$/.test(last) ? '' : ' :'} ${line}`
    } else lines.push(line)
  }
  const found = lines.flatMap((line) => [...line.matchAll(DAY)].map(([day]) => jourDe(day)))
  const days = new Set<string>(found.filter((day) => day !== null))
  return { lines, days, words: new Set(lines.flatMap((line) => words(line).split(' '))) }
}

function insIn(line: string): string | null {
  const digits = /\d[\dAB\s.]{12,24}/i.exec(line)?.[0].replace(/[\s.]/g, '') ?? ''
  return matriculeInsDe(digits.slice(0, 15))
}

function hasFamily(said: ReadonlySet<string>, { nomNaissance, nomUtilise }: Known): boolean {
  return [nomNaissance, nomUtilise].some((name) => {
    const all = list(name)
    return all.length > 0 && (all.every((word) => said.has(word)) || said.has(all.join('')))
  })
}

function list(text: string | null): readonly string[] {
  return words(text ?? '')
    .split(' ')
    .filter((word) => word !== '')
}

function isLong(word: string): boolean {
  return word.length > 2
}

/** One letter more, one less, another one: a slip of the pen in a word that is long enough. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 4) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return Math.max(a.length, b.length) - start - end <= 1
}

function shown(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`
}
