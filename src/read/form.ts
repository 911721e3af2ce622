/**
 * The form: lines `Libellé : valeur` anywhere in a letter, as people really write them. SPEC §4
 *
 * In    lines with their depth of quotation
 * Out   the values as written, blanks trimmed, and the labels that stand twice with different values
 *
 * Bullets, bold, tabs, `=`, several labels on a line, values on the next lines. The writer's own line
 * wins over a quoted one, the letter answered over older ones, a sure label over a less sure one.
 */

import type { Doute, Doutes, Formulaire, Libelle } from '../domain/courrier.ts'
import { sexeDe } from '../domain/identifiants.ts'
import { nomsDits, sansBarre, sexeDesTitres } from '../domain/nom.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { fold } from '../domain/texte.ts'
import { announcedLines } from './announced.ts'
import { sameValue } from './compare.ts'
import { type Entry, entriesOf, type Way } from './entries.ts'
import { hasSigns } from './invisible.ts'
import type { LibelleLu } from './libelles.ts'
import { nommeDans } from './noms.ts'
import type { TextLine } from './thread.ts'
import { isWhole } from './whole.ts'

export interface Form {
  readonly formulaire: Formulaire
  readonly contradictions: readonly Libelle[]
  /** Lines that may be somebody else's: only quoted of another's letter, perhaps never seen. */
  readonly douteux: Doutes
  /** Lines left empty at the place where their author writes. */
  readonly vides: readonly Libelle[]
  /** Lines that say nothing but values which stand in `formulaire` as written, or are shown by what they mean. */
  readonly used: ReadonlySet<number>
}

/** Reads the form from lines; lines that look quoted count only where `quoted` says so. */
export function readForm(lines: readonly TextLine[], way: Way): Form {
  const doubted = (entry: Entry): Doute | null => doubtOf(entry, lines, way)
  const announced = announcedLines(lines, way.ours ?? [])
  const entriesWith = (amidProse: ReadonlySet<LibelleLu>): readonly Entry[] =>
    withDates(entriesOf(lines, way, amidProse)).map((entry) =>
      announced[entry.at[0] ?? -1] === true ? { ...entry, depth: entry.depth + 1 } : entry,
    )
  const strict = resolve(entriesWith(NONE), doubted)
  // A less sure label amid prose counts where no line puts the question at all.
  const form =
    strict.formulaire.question === undefined ? resolve(entriesWith(QUESTION), doubted) : strict
  // Signs that turn or hide words are no part of a value: the line that holds them is shown as it stands.
  const used = [...form.used].filter((at) => !hasSigns(lines[at]?.raw ?? ''))
  return { ...form, used: new Set(used) }
}

const OF_CONSENT: ReadonlySet<LibelleLu> = new Set([
  'consentement',
  'modeConsentement',
  'consentementDonnePar',
])

/** « Mode : oral », then « Date : ce jour » on the same line or the next: the day is that of the consent. */
function withDates(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, at): Entry => {
    const before = entries[at - 1]
    if (entry.libelle !== 'date' || before === undefined) return entry
    const isNext = (entry.at[0] ?? 0) - (before.at.at(-1) ?? -2) <= 1
    const isOfConsent = OF_CONSENT.has(before.libelle) && before.depth === entry.depth
    return isNext && isOfConsent ? { ...entry, libelle: 'dateConsentement', faible: true } : entry
  })
}

/** Why an entry is perhaps not its author's own; null: it is. SPEC §4 */
function doubtOf(
  { at, label, depth, libelle }: Entry,
  lines: readonly TextLine[],
  { answers, doubted = {} }: Way,
): Doute | null {
  const doubts = at.flatMap((i) => lines[i]?.doubt ?? [])
  if (doubts.includes('signes')) return 'signes'
  if (doubts.includes('cache')) return 'cache'
  const [first = -1] = at
  if (depth > 0 && answers !== undefined && !answers(first, label)) return 'cite'
  return doubted[isLibelle(libelle) ? libelle : 'nomNaissance'] ?? null
}

const NONE: ReadonlySet<LibelleLu> = new Set()
const QUESTION: ReadonlySet<LibelleLu> = new Set(['question'])

// What a blank form shows in place of a value.
const PLACEHOLDER =
  /^(?:jj[/ -]mm[/ -]aaaa|oui\s*(?:\/|ou|\|)\s*non|m\s*[/,]\s*f(?:\s*(?:[/,]|ou)\s*i)?|m, f ou i|oral\s*[/,]\s*ecrit\s*[/,].*|patient\s*\/\s*representant legal|a (?:completer|preciser|renseigner)|\[[^\]@]*\]|<[^>@]*>|\([^)@]*\))$/

function entryValue(entry: Entry): string {
  const value = entry.lines.join('\n').trim()
  const folded = fold(value.slice(0, 200))
  // « Urgence vitale : SAMU-Centre 15 » is what our letters say.
  if (entry.libelle === 'urgence' && /\bsamu\b|centre 15/.test(folded)) return ''
  return /[\p{L}\p{N}?]/u.test(value) && !PLACEHOLDER.test(folded) ? value : ''
}

function resolve(entries: readonly Entry[], doubtOf: (entry: Entry) => Doute | null): Form {
  const formulaire: { [L in LibelleLu]?: string } = {}
  const doubts: { [L in LibelleLu]?: Doute } = {}
  const contradictions: Libelle[] = []
  const shown = new Set<Entry>(entries.filter(isUnfilled))
  for (const libelle of new Set(entries.map((entry) => entry.libelle))) {
    if (libelle === 'date') continue
    const given = entries.filter((one) => one.libelle === libelle && entryValue(one) !== '')
    const nearest = nearestOf(given, doubtOf)
    const sure = nearest.some((one) => !one.faible) ? nearest.filter((one) => !one.faible) : nearest
    const [first] = sure
    if (!first) continue
    const value = entryValue(first)
    const same = sure.filter((one) => sameValue(libelle, entryValue(one), value))
    const differs = same.length < sure.length
    if (differs && libelle !== 'nom' && libelle !== 'nomPrenoms') contradictions.push(libelle)
    formulaire[libelle] = value
    const doubt = doubtOf(first)
    if (doubt !== null) doubts[libelle] = doubt
    // Whoever is not sure to have said it has it shown as it stands.
    if (differs || doubt !== null) continue
    for (const one of same) if (isWhole(libelle, entryValue(one))) shown.add(one)
  }
  if (isAnotherSex(formulaire)) contradictions.push('sexe')
  const named = withNames(formulaire)
  for (const one of shown) if (namesLost(named, one)) shown.delete(one)
  return {
    formulaire: named,
    contradictions,
    douteux: doubtsOf(named, formulaire, doubts),
    vides: emptyOf(entries, named),
    used: usedLines(entries, shown),
  }
}

/**
 * The entries that count for a label: what its author surely said, the nearest of it, before anything in doubt;
 * words at the same place that he perhaps never saw still contradict him.
 */
function nearestOf(
  given: readonly Entry[],
  doubtOf: (entry: Entry) => Doute | null,
): readonly Entry[] {
  const sure = given.filter((one) => doubtOf(one) === null)
  const first = sure.length > 0 ? sure : given
  const depth = first.reduce((least, one) => Math.min(least, one.depth), Infinity)
  const nearest = first.filter((one) => one.depth === depth)
  const beside = given.filter((one) => !first.includes(one) && one.depth <= depth)
  return [...nearest, ...beside]
}

/** The doubts of what was read, by the labels that it became. */
function doubtsOf(
  named: Formulaire,
  read: { readonly [L in LibelleLu]?: string },
  { nom, nomPrenoms, ...doubts }: { readonly [L in LibelleLu]?: Doute },
): Doutes {
  const out: { [L in Libelle]?: Doute } = { ...doubts }
  const became = (labels: readonly Libelle[], doubt: Doute | undefined): void => {
    for (const label of labels) {
      if (doubt !== undefined && read[label] === undefined && named[label] !== undefined) {
        out[label] = doubt
      }
    }
  }
  became(['nomNaissance', 'nomUtilise'], nom)
  became(['nomNaissance', 'prenoms', 'nomUtilise', 'sexe', 'dateNaissance'], nomPrenoms)
  return out
}

function emptyOf(entries: readonly Entry[], named: Formulaire): readonly Libelle[] {
  const own = entries.filter((entry) => entry.depth === 0 && isUnfilled(entry))
  const labels = own.map(({ libelle }) => libelle).filter(isLibelle)
  return [...new Set(labels)].filter((label) => named[label] === undefined)
}

function isLibelle(libelle: LibelleLu): libelle is Libelle {
  return libelle !== 'nom' && libelle !== 'nomPrenoms' && libelle !== 'date'
}

/** Nothing but what a blank form has in place of a value. */
function isUnfilled({ lines }: Entry): boolean {
  return lines.every((line) => /^[\s.…_*:|;,()[\]/-]*$/.test(line))
}

const NAMES: ReadonlySet<LibelleLu> = new Set(['nomNaissance', 'prenoms', 'nomUtilise'])

/** Names given together, or under « Nom » alone, are shown where they became names. */
function namesLost(form: Formulaire, entry: Entry): boolean {
  const { nomNaissance, nomUtilise } = form
  const { libelle } = entry
  const value = entryValue(entry)
  if (entry.libelle === 'nomPrenoms') return nommeDans(value)?.isWhole !== true
  if (libelle === 'nom') return value !== nomNaissance && value !== nomUtilise
  return (
    NAMES.has(libelle) && value !== '' && !sameValue(libelle, value, form[libelle as Libelle] ?? '')
  )
}

/** Lines all of whose entries are shown, and that say nothing else. */
function usedLines(entries: readonly Entry[], shown: ReadonlySet<Entry>): ReadonlySet<number> {
  const used = new Set(entries.flatMap((entry) => entry.at))
  for (const entry of entries) {
    if (!shown.has(entry)) for (const at of entry.at) used.delete(at)
    else if (entry.isPart) used.delete(entry.at[0] ?? -1)
  }
  return used
}

/** « Mme DURAND », « née le … » beside `Sexe : M`: one of them is wrong. */
function isAnotherSex(read: { readonly [L in LibelleLu]?: string }): boolean {
  const sexe = sexeDe(read.sexe ?? '')
  const { nom, nomPrenoms, nomNaissance, prenoms, dateNaissance } = read
  const titled = [nom, nomPrenoms, nomNaissance, prenoms, dateNaissance].map((one) => one ?? '')
  const said = sexeDesTitres(titled.map(sansBarre))
  return said !== null && (sexe === 'M' || sexe === 'F') && sexe !== said
}

/** `Nom` is the birth name unless that one stands apart; « DUPONT Marie » gives both. */
/** « Requis : dermatologie » asks a specialty, not a person. */
function isSpecialite({ medecinRequis, specialiteDemandee }: Formulaire): boolean {
  return specialiteDemandee === undefined && specialiteDe(medecinRequis ?? '') !== null
}

function asSpecialite({ medecinRequis = '', ...form }: Formulaire): Formulaire {
  return { ...form, specialiteDemandee: medecinRequis }
}

const IDENTITY: readonly Libelle[] = ['dateNaissance', 'sexe', 'lieuNaissance']

/** Names apart from each other; what is struck out is no value. */
function withoutStruck(form: Formulaire): Formulaire {
  const lines = IDENTITY.flatMap((label) =>
    form[label] === undefined ? [] : [[label, sansBarre(form[label])] as const],
  )
  return { ...form, ...Object.fromEntries(lines), ...nomsDits(form) }
}

function withNames(read: { readonly [L in LibelleLu]?: string }): Formulaire {
  const { nom, nomPrenoms, date: _date, ...rest } = read
  const form: { [L in Libelle]?: string } = rest
  if (nom !== undefined) {
    if (form.nomNaissance === undefined) form.nomNaissance = nom
    else if (!sameValue('nomNaissance', nom, form.nomNaissance)) form.nomUtilise ??= nom
  }
  const named = nomPrenoms === undefined ? null : nommeDans(nomPrenoms)
  const said = { ...named?.noms, ...form }
  return withoutStruck(isSpecialite(said) ? asSpecialite(said) : said)
}
