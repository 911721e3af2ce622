/**
 * Which acts a format can carry, and what it lacks of the others: asked by a new export, by its rendering, by the page.
 *
 * In    a format, an act
 * Out   what the act lacks for this format; nothing: the format carries it
 * Refuses nothing: an act that no format lacks anything of is still only billable by its own state.
 *
 * SPEC §11 (an export takes only acts that its format carries, the others stay free; RSF-ACE needs FINESS and NIR)
 */
import type { Acte } from '../domain/acte.ts'
import { FORMATS, type Format, numeroFacture } from './champs.ts'

/** What a format needs of an act. */
export type Besoin = 'finess-executant' | 'nir'

/** An act that a format leaves out, and why. */
export interface Omis {
  readonly id: number
  readonly manque: readonly Besoin[]
}

const LACKS: { readonly [B in Besoin]: (acte: Acte) => boolean } = {
  'finess-executant': ({ executant }) => executant.finess === null,
  nir: (acte) => numeroFacture(acte).numero === '',
}

/** In the words of the page and of the terminal. */
export const BESOINS: { readonly [B in Besoin]: string } = {
  'finess-executant': 'FINESS de l’exécutant',
  nir: 'numéro de sécurité sociale',
}

const NEEDS: { readonly [F in Format]: readonly Besoin[] } = {
  csv: [],
  jsonl: [],
  fhir: [],
  // RSF is the file of an establishment, whose records are known by its FINESS and the insured person's number.
  'rsf-ace': ['finess-executant', 'nir'],
}

/** What an act lacks for a format. */
export function manquePour(format: Format, acte: Acte): readonly Besoin[] {
  return NEEDS[format].filter((need) => LACKS[need](acte))
}

/** Can this format say all that must be said of the act? */
export function carries(format: Format, acte: Acte): boolean {
  return manquePour(format, acte).length === 0
}

/** Does this format carry every act, whatever it lacks? */
export function carriesAll(format: Format): boolean {
  return NEEDS[format].length === 0
}

/** Formats that may leave an act out. */
export const FORMATS_EXIGEANTS: readonly Format[] = FORMATS.filter((each) => !carriesAll(each))

/** « 2 actes laissés de côté : n° 3 (FINESS de l’exécutant) ; n° 7 (…) »; null where nothing is left out. */
export function omisDits(
  omis: readonly Omis[],
  shown: number,
  nombre = omis.length,
): string | null {
  if (nombre === 0) return null
  const each = omis
    .slice(0, shown)
    .map(({ id, manque }) => `n° ${id} (${manque.map((need) => BESOINS[need]).join(', ')})`)
  const rest = nombre > each.length ? ` ; et ${nombre - each.length} autres` : ''
  const head = nombre === 1 ? '1 acte laissé de côté' : `${nombre} actes laissés de côté`
  return `${head}, faute de : ${each.join(' ; ')}${rest}`
}
