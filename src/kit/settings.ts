/**
 * Settings as a flat list of names and texts, read one by one into values; every fault names its setting.
 *
 * In    texts from the environment and from a YAML file, the environment winning
 * Out   typed values; faults in French, one line each, gathered so that all are told at once
 * Refuses   wrong types, values out of range, names that nobody knows
 */
import { isIP } from 'node:net'

/** One text and where it was written. */
export interface Setting {
  readonly text: string
  readonly from: 'environment' | 'file'
  /** Written as a list, which only a list may be. */
  readonly isList?: boolean
}

/** Reads settings one by one; a fault is noted and a harmless value given, so that reading goes on. */
export interface Reader {
  readonly faults: string[]
  fault(name: string, what: string): void
  has(name: string): boolean
  origin(name: string): Setting['from'] | null
  text(name: string): string | null
  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T
  yesNo(name: string, otherwise: boolean): boolean
  whole(
    name: string,
    range: { readonly from: number; readonly to: number },
    otherwise: number,
  ): number
  duration(name: string, otherwise: string): number
  list(name: string): readonly string[] | null
  host(name: string, otherwise: string): string
}

/**
 * A reader over merged settings; `durationMs` reads an ISO 8601 duration, null when it is none. To read a name that
 * is not among the `known` ones is a fault of ours (thrown): whoever wrote that setting would be told that it is unknown.
 */
export function settingsReader(
  settings: ReadonlyMap<string, Setting>,
  {
    known,
    durationMs,
  }: {
    readonly known: readonly string[]
    readonly durationMs: (text: string) => number | null
  },
): Reader {
  const faults: string[] = []
  const fault = (name: string, what: string): void => {
    const line = `${name} : ${what}`
    // A setting may serve twice; it is told off once.
    if (!faults.includes(line)) faults.push(line)
  }
  const setting = (name: string): Setting | undefined => {
    if (!known.includes(name)) throw new Error(`${name} is read and is not among the settings`)
    return settings.get(name)
  }
  const given = (name: string): string | null => setting(name)?.text ?? null
  const text = (name: string): string | null => {
    if (setting(name)?.isList !== true) return given(name)
    fault(name, 'une seule valeur est attendue, pas une liste')
    return null
  }
  const read = <T>(
    name: string,
    otherwise: T,
    parse: (text: string) => T | null,
    form: string,
  ): T => {
    const written = text(name)
    if (written === null) return otherwise
    const value = parse(written)
    if (value !== null) return value
    fault(name, `« ${shown(written)} » n’est pas admis ; attendu : ${form}`)
    return otherwise
  }
  return {
    faults,
    fault,
    has: (name) => setting(name) !== undefined,
    origin: (name) => setting(name)?.from ?? null,
    text,
    choice: (name, choices, otherwise) =>
      read(
        name,
        otherwise,
        (said) => choices.find((choice) => choice === said) ?? null,
        choices.join(', '),
      ),
    yesNo: (name, otherwise) => read(name, otherwise, yesNoOf, 'oui ou non'),
    whole: (name, { from, to }, otherwise) =>
      read(
        name,
        otherwise,
        (said) => wholeOf(said, from, to),
        `un nombre entier de ${from} à ${to}`,
      ),
    duration: (name, otherwise) =>
      read(
        name,
        durationMs(otherwise) ?? 0,
        (said) => durationMs(said) || null,
        'une durée ISO 8601 non nulle, par exemple PT24H ou P7D',
      ),
    list: (name) =>
      given(name)
        ?.split(/[\s,;]+/)
        .filter((each) => each !== '') ?? null,
    host: (name, otherwise) =>
      read(name, otherwise, hostOf, 'un nom d’hôte ou une adresse IP, sans port'),
  }
}

/** The known name nearest to a mistyped one; null when none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const [best] = known
    .map((each) => ({ each, distance: distanceOf(name, each) }))
    .sort((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= 3 ? best.each : null
}

/** A value as a message may show it: short, on one line. */
function shown(text: string): string {
  const line = text.replace(/[^\x20-\x7e\u00a0-\u024f]/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

function yesNoOf(text: string): boolean | null {
  if (/^(oui|true|yes|1)$/i.test(text)) return true
  return /^(non|false|no|0)$/i.test(text) ? false : null
}

function wholeOf(text: string, from: number, to: number): number | null {
  // As many digits as the largest number that is exact; what is beyond it is beyond every bound.
  if (!/^\d{1,16}$/.test(text)) return null
  const value = Number(text)
  return value >= from && value <= to ? value : null
}

function hostOf(text: string): string | null {
  if (isIP(text) !== 0) return text
  return /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(
    text,
  )
    ? text.toLowerCase()
    : null
}

/** Levenshtein distance, row by row. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
