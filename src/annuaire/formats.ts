/**
 * The three directory files, recognised by their header, and what a row of each says.
 *
 * In    a header, then rows of text
 * Out   a reader of rows; or what is missing from the header
 * Refuses   a header without a required column; a row whose RPPS, name or address is none
 *
 * Columns are bound by name, accents, case and punctuation aside, never by rank: the national files have
 * changed their wording and their order. SPEC §9
 */

import type { LigneAnnuaire, SourceAnnuaire } from '../domain/annuaire.ts'
import type { CodeSpecialite } from '../domain/correspondant.ts'
import { adresseDe, finessDe, numeroAmDe, rppsDe } from '../domain/identifiants.ts'
import { codeSpecialiteDe, specialiteDuSavoirFaire } from '../domain/specialites.ts'
import { territoireDuCodePostal } from '../domain/territoire.ts'
import { normalise } from '../domain/unicode.ts'

/** A row read, a row of no use here (no RPPS, a service mailbox), or why it cannot be read. */
export type Lecture =
  | { readonly kind: 'ligne'; readonly ligne: LigneAnnuaire; readonly remarques: readonly string[] }
  | { readonly kind: 'sansObjet' }
  | { readonly kind: 'illisible'; readonly raison: string }

/** A recognised file. */
export interface Format {
  readonly source: SourceAnnuaire
  readonly columns: number
  readonly read: (fields: readonly string[]) => Lecture
}

type Cell = (column: string) => string

interface Schema {
  readonly source: SourceAnnuaire
  /** The column that only this file has. */
  readonly mark: string
  readonly required: readonly string[]
  readonly read: (cell: Cell) => Lecture
}

const SCHEMAS: readonly Schema[] = [
  {
    source: 'extraction-mssante',
    mark: 'adresse bal',
    required: [
      'type de bal',
      'adresse bal',
      'identification nationale pp',
      'nom d exercice',
      'prenom d exercice',
      'code profession',
      'code savoir faire',
    ],
    read: readExtraction,
  },
  {
    source: 'ps-libreacces',
    mark: 'identification nationale pp',
    required: [
      'identification nationale pp',
      'nom d exercice',
      'prenom d exercice',
      'code profession',
    ],
    read: readLibreAcces,
  },
  {
    source: 'csv',
    mark: 'rpps',
    required: ['rpps', 'nom', 'prenom', 'profession', 'specialite', 'adresse'],
    read: readCsv,
  },
]

/** Recognises a header; refuses with a French sentence that names what is missing. */
export function formatOf(header: readonly string[]): Format | { readonly refused: string } {
  const names = header.map(folded)
  while (names.at(-1) === '') names.pop()
  const schema = SCHEMAS.find(({ mark }) => columnOf(names, mark) !== -1)
  if (schema === undefined) {
    return { refused: 'en-tête non reconnu : ni annuaire simple (rpps;nom;…), ni fichier national' }
  }
  const missing = schema.required.filter((column) => columnOf(names, column) === -1)
  if (missing.length > 0) return { refused: `colonne obligatoire absente : ${missing.join(', ')}` }
  const ranks = new Map<string, number>()
  const rank = (column: string): number => {
    const known = ranks.get(column) ?? columnOf(names, column)
    ranks.set(column, known)
    return known
  }
  return {
    source: schema.source,
    columns: names.length,
    read: (fields) => schema.read((column) => (fields[rank(column)] ?? '').trim()),
  }
}

function readCsv(cell: Cell): Lecture {
  const rpps = rppsDe(cell('rpps'))
  if (rpps === null) return illisible('RPPS absent ou faux (11 chiffres avec clé)')
  const nom = cell('nom')
  if (nom === '') return illisible('nom absent')
  const profession = cell('profession')
  if (!/^\d{2}$/.test(profession)) return illisible('profession absente ou fausse (code TRE_G15)')
  const written = cell('specialite')
  if (written !== '' && !/^\d{1,2}$/.test(written)) {
    return illisible('spécialité fausse (code CPAM à 2 chiffres)')
  }
  const address = cell('adresse')
  const adresse = address === '' ? null : adresseDe(address)
  if (address !== '' && adresse === null) return illisible('adresse mal formée')
  const numeroAm = numeroAmDe(cell('numero am'))
  const finess = finessDe(cell('finess'))
  const remarques = [
    ...(cell('numero am') !== '' && numeroAm === null ? ['numéro AM faux, non retenu'] : []),
    ...(cell('finess') !== '' && finess === null ? ['numéro FINESS faux, non retenu'] : []),
  ]
  return {
    kind: 'ligne',
    remarques,
    ligne: {
      source: 'csv',
      rpps,
      nom,
      prenom: cell('prenom'),
      profession,
      specialite: codeSpecialiteDe(written),
      adresse,
      numeroAm,
      finess,
      telephone: null,
      territoire: null,
      // Columns that a structure may add.
      ...lieuOf(cell('code postal'), cell('commune') || cell('ville')),
    },
  }
}

function readExtraction(cell: Cell): Lecture {
  const person = personOf(cell)
  if (person.kind !== 'personne') return person
  const adresse = adresseDe(cell('adresse bal'))
  if (adresse === null) return illisible('adresse BAL mal formée')
  return {
    kind: 'ligne',
    remarques: [],
    ligne: {
      ...person.traits,
      source: 'extraction-mssante',
      adresse,
      numeroAm: null,
      finess: finessDe(cell('identification structure').replace(/^1(?=\w{9}$)/, '')),
      telephone: null,
      territoire: territoireDuCodePostal(cell('code postal')),
      ...lieuOf(cell('code postal'), cell('l6ligneacheminement')),
    },
  }
}

function readLibreAcces(cell: Cell): Lecture {
  const person = personOf(cell)
  if (person.kind !== 'personne') return person
  return {
    kind: 'ligne',
    remarques: [],
    ligne: {
      ...person.traits,
      source: 'ps-libreacces',
      // The address of this file is an ordinary one: nothing is ever sent there.
      adresse: null,
      numeroAm: null,
      finess: finessDe(cell('numero finess site')),
      telephone: cell('telephone') || null,
      territoire: territoireDuCodePostal(cell('code postal')),
      ...lieuOf(cell('code postal'), cell('libelle commune') || cell('bureau cedex')),
    },
  }
}

type Personne = {
  readonly kind: 'personne'
  readonly traits: {
    readonly rpps: LigneAnnuaire['rpps']
    readonly nom: string
    readonly prenom: string
    readonly profession: string
    readonly specialite: CodeSpecialite | null
  }
}

/** What both national files say of a person. A service mailbox and an ADELI number name no RPPS. */
function personOf(cell: Cell): Personne | Exclude<Lecture, { kind: 'ligne' }> {
  const national = cell('identification nationale pp')
  if (!national.startsWith('8')) return { kind: 'sansObjet' }
  const rpps = /^8\d{11}$/.test(national) ? rppsDe(national.slice(1)) : null
  if (rpps === null) return illisible('identification nationale fausse (8 et RPPS)')
  const nom = cell('nom d exercice')
  if (nom === '') return illisible('nom d’exercice absent')
  return {
    kind: 'personne',
    traits: {
      rpps,
      nom,
      prenom: cell('prenom d exercice'),
      profession: cell('code profession'),
      specialite: specialiteDuSavoirFaire(cell('code savoir faire')),
    },
  }
}

function illisible(raison: string): Lecture & { readonly kind: 'illisible' } {
  return { kind: 'illisible', raison }
}

/** A place as the file says it; `69003 LYON` is a town with its postal code. */
function lieuOf(codePostal: string, ligne: string): Pick<LigneAnnuaire, 'codePostal' | 'commune'> {
  const said = /^\d{5}(?= )/.exec(ligne)?.[0]
  const code = /^\d{5}$/.test(codePostal) ? codePostal : (said ?? null)
  return { codePostal: code, commune: said === undefined ? ligne : ligne.slice(5).trim() }
}

/** Whole name first; else the beginning of one: `telephone` for `Téléphone (coord. structure)`. */
function columnOf(names: readonly string[], column: string): number {
  const whole = names.indexOf(column)
  return whole === -1 ? names.findIndex((name) => name.startsWith(`${column} `)) : whole
}

function folded(name: string): string {
  return normalise(name, 'NFD')
    .replace(/[\u0300-\u036f\ufeff]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
