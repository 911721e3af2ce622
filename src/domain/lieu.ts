/**
 * Where a physician works: what a line says of it beside his name, and whether the directory says the same.
 *
 * In    the pieces of a line beside a name (« à Lyon », « 69003 Lyon », « cabinet de la Gare »); the places of a professional
 * Out   a LieuDit; whether a professional works there
 *
 * Towns are compared by their words, without accents, CEDEX and arrondissement. The name decides first: a place only
 * tells namesakes apart, or contradicts. SPEC §4 (Médecin requis, Médecin traitant), §9
 */
import type { Lieu, Professionnel } from './correspondant.ts'
import { ensemble } from './mots.ts'
import { specialiteDe } from './specialites.ts'
import { fold, words } from './texte.ts'

/** The place that a line says beside a name. */
export interface LieuDit {
  /** Towns, as `cleCommune` writes them. */
  readonly communes: readonly string[]
  /** What may be a town: tells namesakes apart, never contradicts. */
  readonly indices: readonly string[]
  readonly codesPostaux: readonly string[]
}

/** Does a professional work where it is said? `precis`: by the postal code; `inconnu`: nobody knows. */
export type AccordDeLieu = 'precis' | 'meme' | 'autre' | 'inconnu'

/** Of a town; of a piece that may hold one. */
const MAX_CHARS = 80
const MAX_PIECE_CHARS = 200
const LINKS = ensemble('de du des d la le les l en sur sous et aux au a lez saint sainte')
/** Before a town: « à », « au », « exerçant », « installé ». A bare « a » counts in small letters only. */
const BEFORE = ensemble(
  'à au aux en sur exerçant exercant exerce installé installée installe installee consultant vers',
)
const ARRONDISSEMENTS: { readonly [commune: string]: string } = {
  lyon: '690',
  marseille: '130',
  paris: '750',
}
/** What a piece begins with that names a house, a street or a person's part, and no town. */
const NO_TOWN = ensemble(
  'cabinet centre chu chru ch clinique hopital hopitaux maison msp service secretariat pole cpts ehpad residence rue ' +
    'avenue av bd boulevard place chemin route allee quai impasse bis ter tel telephone fax portable mobile rpps mail ' +
    'email mss mt medecin traitant generaliste docteur dr pr remplacant remplacante remplace depuis suivi ancien nouveau ' +
    'patient patiente f h',
)

/** A town as its words, so that two writings of it are one: « LYON CEDEX 03 », « Lyon 3e Arrondissement » are `lyon`. */
export function cleCommune(text: string): string {
  const said = words(text.slice(0, MAX_CHARS))
    .replace(/^(?:f )?\d{5}\b/, '')
    .split(' ')
  const cedex = said.indexOf('cedex')
  const list = said
    .slice(0, cedex === -1 ? said.length : cedex)
    .filter((word) => word !== '' && word !== 'arrondissement')
  while (list.length > 1 && isRank(list.at(-1) ?? '')) list.pop()
  // « au Mans » is Le Mans.
  if (list.length > 1 && /^(?:l|la|le|les)$/.test(list[0] ?? '')) list.shift()
  return list.map((word) => (word === 'st' ? 'saint' : word === 'ste' ? 'sainte' : word)).join(' ')
}

function isRank(word: string): boolean {
  return /^(?:\d{1,2}(?:er|e|eme|ieme|nd)?|arr)$/.test(word)
}

/** The name in a piece, and the town that it says after « à »: « Rousset à Lyon ». */
export function sansLieu(piece: string): { readonly nom: string; readonly lieu: string | null } {
  const list = piece.length > MAX_PIECE_CHARS ? [] : piece.split(' ')
  const at = list.findIndex((word, i) => {
    if (i === 0 || !isBefore(word)) return false
    const after = next(list, i) ?? ''
    return /^\p{Lu}/u.test(after) || (/^à$/i.test(word) && after !== '')
  })
  if (at === -1) return { nom: piece, lieu: null }
  return { nom: list.slice(0, at).join(' '), lieu: list.slice(at + 1).join(' ') }
}

/** A name that may end with a town: « Rousset de Lyon », « ROUSSET A LYON »; null where nothing stands between. */
export function peutEtreLieu(nom: string): { readonly nom: string; readonly lieu: string } | null {
  const list = nom.length > MAX_PIECE_CHARS ? [] : nom.split(' ')
  const at = list.findLastIndex(
    (word, i) => i > 0 && i < list.length - 1 && /^(?:de|du|d|a|à)$/.test(fold(word)),
  )
  if (at !== -1) return { nom: list.slice(0, at).join(' '), lieu: list.slice(at + 1).join(' ') }
  const last = list.at(-1) ?? ''
  const isElided = list.length > 1 && /^d['’]\p{Lu}/iu.test(last)
  return isElided ? { nom: list.slice(0, -1).join(' '), lieu: last.slice(2) } : null
}

function isBefore(word: string): boolean {
  return word === 'a' || BEFORE.has(word.toLowerCase())
}

/** The first word after `at` that is none of those that stand before a town. */
function next(list: readonly string[], at: number): string | undefined {
  return list.slice(at + 1).find((word) => !isBefore(word))
}

/** What the pieces beside a name say of a place; null where they say none. */
export function lieuDit(pieces: readonly string[]): LieuDit | null {
  const communes = new Set<string>()
  const indices = new Set<string>()
  const codes = new Set<string>()
  for (const piece of pieces) {
    const [, before = piece, code, after = ''] =
      /^([^\d]{0,80})(?<!\d)(\d{5})(?!\d)(.{0,80})/.exec(piece) ?? []
    if (code !== undefined) codes.add(code)
    for (const part of code === undefined ? [piece] : [before, after]) {
      const { texte, ferme } = villeDe(part)
      const commune = cleCommune(texte)
      if (!/[a-z]/.test(commune)) continue
      if (ferme) communes.add(commune)
      else indices.add(commune)
      const prefix = ARRONDISSEMENTS[commune]
      const rank = /\b(\d{1,2})(?:er|e|eme|ieme|nd)?(?: arr[a-z]*)?$/.exec(words(texte))?.[1]
      if (prefix !== undefined && rank !== undefined) codes.add(`${prefix}${rank.padStart(2, '0')}`)
    }
  }
  if (communes.size + indices.size + codes.size === 0) return null
  return { communes: [...communes], indices: [...indices], codesPostaux: [...codes] }
}

/** The town of a piece. One in small letters, or of a house that bears its name, may be something else. */
function villeDe(piece: string): { readonly texte: string; readonly ferme: boolean } {
  const list = piece
    .slice(0, MAX_PIECE_CHARS)
    .replace(/['’]/g, "' ")
    .split(/[\s.]+/)
    .filter((word) => word !== '' && word !== '-')
  const isMarked = /^à$/i.test(list[0] ?? '')
  while (list[0] !== undefined && (isBefore(list[0]) || /^d[eu']$/i.test(list[0]))) list.shift()
  // « médecin généraliste à Lyon »; « Bourg en Bresse » is one town.
  const marked = list.findLastIndex((word, i) => i > 0 && /^(?:à|au|aux)$/i.test(word))
  if (marked !== -1) return { texte: list.slice(marked + 1).join(' '), ferme: true }
  const texte = list.join(' ')
  if (texte === '' || /^\d/.test(texte) || specialiteDe(texte) !== null) return NULLE_PART
  if (NO_TOWN.has(words(list[0] ?? ''))) {
    const of = list.findLastIndex((word, i) => i > 0 && /^(?:de|du|des|d')$/i.test(word))
    return of === -1 ? NULLE_PART : { texte: list.slice(of + 1).join(' '), ferme: false }
  }
  const isProper = list.every(
    (word) => /^\p{Lu}/u.test(word) || LINKS.has(words(word)) || isRank(words(word)),
  )
  return { texte, ferme: isProper || isMarked }
}

const NULLE_PART = { texte: '', ferme: false } as const

/** Does he work where it is said? His given names are no place: « Curie, Aldegonde ». */
export function accordDeLieu(
  { communes, indices, codesPostaux }: LieuDit,
  { prenom, lieux = [] }: Pick<Professionnel, 'prenom' | 'lieux'>,
): AccordDeLieu {
  if (lieux.some(({ codePostal }) => codePostal !== null && codesPostaux.includes(codePostal)))
    return 'precis'
  const names = words(prenom).split(' ')
  const isName = (said: string) => said.split(' ').every((word) => names.includes(word))
  const isHere = (said: string) => lieux.some((lieu) => isCommune(said, lieu))
  const places = communes.filter((said) => !isName(said))
  if ([...places, ...indices].some(isHere)) return 'meme'
  const isSaid = places.length + codesPostaux.length > 0
  if (isSaid && lieux.length > 0) return 'autre'
  return isSaid || places.length === communes.length ? 'inconnu' : 'meme'
}

/** « Bourg » may be short for « Bourg-en-Bresse ». */
function isCommune(said: string, { commune }: Lieu): boolean {
  const known = cleCommune(commune)
  return known === said || known.startsWith(`${said} `)
}

/**
 * Of several of one name, those who work where it is said, by postal code if one tells them apart; all of them where
 * that is nobody.
 */
export function duLieu<P extends Pick<Professionnel, 'prenom' | 'lieux'>>(
  lieu: LieuDit,
  fits: readonly P[],
): readonly P[] {
  const of = (kind: AccordDeLieu) => fits.filter((one) => accordDeLieu(lieu, one) === kind)
  const [precis, meme] = [of('precis'), of('meme')]
  if (precis.length > 0) return precis
  return meme.length > 0 ? meme : fits
}
