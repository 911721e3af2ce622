/**
 * What is wrong with a parameter, in French: the name of the field, and what is expected of it.
 *
 * In    the first fault that the check of a schema found, or the place of a parameter and a few words
 * Out   one line: names of fields and what the schema says, never a value
 *
 * SPEC §12 · RFC 9457 §3.1.4 (`detail`)
 */
import type { FastifySchemaValidationError } from 'fastify'

type Params = FastifySchemaValidationError['params']

const TYPES: { readonly [type: string]: string } = {
  string: 'un texte',
  integer: 'un nombre entier',
  number: 'un nombre',
  boolean: 'true ou false',
  object: 'un objet',
  array: 'une liste',
  null: 'null',
}

const FORMATS: { readonly [format: string]: string } = { date: 'un jour AAAA-MM-JJ est attendu' }

/** The patterns of the schemas in words. */
const PATTERNS: { readonly [pattern: string]: string } = {
  '\\S': 'un texte qui ne soit pas vide est attendu',
  '^[A-Z]{2}-\\d{4}-\\d{6,9}$': 'un numéro de dossier (TE-2026-000123) est attendu',
  '^\\d{11}$': '11 chiffres (RPPS) sont attendus',
}

/** What each keyword of a schema asks for. */
export const KEYWORDS: { readonly [keyword: string]: (params: Params) => string } = {
  required: () => 'manque',
  additionalProperties: () => 'inconnu ici',
  type: ({ type }) =>
    `${[type]
      .flat()
      .map((one) => TYPES[String(one)] ?? String(one))
      .join(' ou ')} est attendu`,
  format: ({ format }) => FORMATS[String(format)] ?? 'une autre forme est attendue',
  pattern: ({ pattern }) => PATTERNS[String(pattern)] ?? 'une autre forme est attendue',
  enum: ({ allowedValues }) => `attendu : ${[allowedValues].flat().join(', ')}`,
  minimum: ({ limit }) => `au moins ${limit}`,
  maximum: ({ limit }) => `au plus ${limit}`,
  exclusiveMinimum: ({ limit }) => `plus de ${limit}`,
  exclusiveMaximum: ({ limit }) => `moins de ${limit}`,
  minLength: ({ limit }) => `au moins ${limit} caractères`,
  maxLength: ({ limit }) => `au plus ${limit} caractères`,
  minItems: ({ limit }) => `au moins ${limit} éléments`,
  maxItems: ({ limit }) => `au plus ${limit} éléments`,
  minProperties: ({ limit }) => `au moins ${limit} champs`,
  maxProperties: ({ limit }) => `au plus ${limit} champs`,
  propertyNames: () => 'un nom de champ ne convient pas',
  'false schema': () => 'n’a pas sa place ici',
}

const PLACES: { readonly [place: string]: string } = {
  querystring: 'paramètre',
  params: 'adresse',
  headers: 'en-tête',
  body: 'corps',
}

/** What the check of a schema found first. */
export function saidOfFault(
  { keyword, instancePath, params }: FastifySchemaValidationError,
  place: string,
): string {
  const of = params.missingProperty ?? params.additionalProperty
  const path = typeof of === 'string' ? `${instancePath}/${of}` : instancePath
  return saidOf(`${place}${path}`, (KEYWORDS[keyword] ?? (() => 'valeur refusée'))(params))
}

/** A parameter by its place (`querystring/cursor`), and what is wrong with it. */
export function saidOf(place: string, said: string): string {
  const [first = '', ...path] = place.split('/')
  const where = PLACES[first] ?? first
  const named = path.filter(isName)
  return `${[where, ...named].join(' ')} : ${said}`
}

/** A name that somebody typed is repeated where it can be nothing else. */
function isName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(text)
}
