/**
 * The log: one line an event, and only the fields of this list. Nothing else can be logged, for there is no field for it.
 *
 * In    an event named `component.event`, and fields: identifiers, codes, sizes, durations
 * Out   JSON lines; on a terminal, a line for the eye
 * Refuses   names, addresses, texts: no field holds them, and a value that looks like one is masked.
 *           Of an error only its name, code and frames are kept: its message may quote data
 *
 * SPEC §13.4 · ADR 0008
 */
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'

/** Fields that may be logged. Add one here only if no patient's data can ever be in it. */
const FIELDS = [
  'action',
  'anchors',
  'attempt',
  'call',
  'cause',
  'code',
  'command',
  'component',
  'connections',
  'constraint',
  'count',
  'dossier',
  'driver',
  'duration',
  'envoi',
  'error',
  'etat',
  'event',
  'export',
  'family',
  'file',
  'host',
  'id',
  'kind',
  'lettre',
  'limit',
  'line',
  'message',
  'mode',
  'ms',
  'name',
  'operation',
  'owner',
  'parts',
  'peer',
  'pid',
  'port',
  'problems',
  'queue',
  'quoi',
  'raison',
  'rang',
  'reason',
  'role',
  'roles',
  'room',
  'route',
  'rows',
  'scope',
  'setting',
  'signal',
  'size',
  'smtp',
  'source',
  'stack',
  'state',
  'status',
  'table',
  'tls',
  'until',
  'version',
  'voie',
  'way',
  'worker',
] as const satisfies readonly string[]

type Field = Exclude<(typeof FIELDS)[number], 'stack'>
type Value = string | number | boolean | null

/** What may be said of an event. */
export type LogFields = { readonly [F in Field]?: Value | undefined }
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Where the house speaks. An `error` may bring the fault that caused it. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields, fault?: unknown): void
  error(event: string, fields?: LogFields, fault?: unknown): void
}

interface LogOptions {
  readonly level?: LogLevel
  /** Default: JSON lines, unless stderr is a terminal. */
  readonly format?: 'json' | 'terminal'
  /** Default: stderr. */
  readonly write?: (line: string) => void
  readonly clock?: Clock
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const ALLOWED: ReadonlySet<string> = new Set(FIELDS)
const MASKED = '[masked]'
const MAX_VALUE = 160
const MAX_FRAMES = 12

/** Opens a log. */
export function openLog(options: LogOptions = {}): Log {
  const { level = 'info', clock = systemClock, write = toStderr } = options
  const format = options.format ?? (process.stderr.isTTY ? 'terminal' : 'json')
  const lowest = LEVELS.indexOf(level)
  const say = (at: LogLevel, event: string, fields: LogFields, fault?: unknown): void => {
    if (LEVELS.indexOf(at) < lowest) return
    const kept = { ...allowed(fields), ...(fault === undefined ? {} : told(fault)) }
    const time = clock.now().toISOString()
    write(format === 'json' ? jsonLine(time, at, event, kept) : terminalLine(time, at, event, kept))
  }
  return {
    debug: (event, fields = {}) => say('debug', event, fields),
    info: (event, fields = {}) => say('info', event, fields),
    warn: (event, fields = {}, fault) => say('warn', event, fields, fault),
    error: (event, fields = {}, fault) => say('error', event, fields, fault),
  }
}

/** Says nothing: for tests and for `inspect`. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

function toStderr(line: string): void {
  process.stderr.write(line)
}

function jsonLine(time: string, level: LogLevel, event: string, fields: Kept): string {
  return `${JSON.stringify({ time, level, event: word(event), ...fields })}\n`
}

function terminalLine(time: string, level: LogLevel, event: string, fields: Kept): string {
  const { stack, ...rest } = fields
  const said = Object.entries(rest).map(([name, value]) => ` ${name}=${value}`)
  const frames = typeof stack === 'string' ? `\n    ${stack.replaceAll(' | ', '\n    ')}` : ''
  return `${time.slice(11, 23)} ${level.padEnd(5)} ${word(event)}${said.join('')}${frames}\n`
}

type Kept = { [name: string]: Value }

function allowed(fields: LogFields): Kept {
  const kept: Kept = {}
  for (const [name, value] of Object.entries(fields)) {
    // The types already forbid other names; this holds for what comes through `as`.
    if (!ALLOWED.has(name) || name === 'stack' || value === undefined) continue
    kept[name] = typeof value === 'string' ? word(value) : value
  }
  return kept
}

/** A value must look like a machine's word: no blank, no address, nothing like a social security number. */
function word(value: string): string {
  const machine = /^[\x21-\x7e]*$/.test(value) && value.length <= MAX_VALUE
  return machine && !value.includes('@') && !looksLikeNir(value) ? value : MASKED
}

function looksLikeNir(value: string): boolean {
  return /(?<![0-9a-f])[1-478]\d{4}(\d{2}|2[ab])\d{6}(\d{2})?(?![0-9a-f])/i.test(value)
}

/** Name, code and frames of a fault and of what caused it; never its message. */
function told(fault: unknown): Kept {
  const chain: Error[] = []
  let at: unknown = fault
  while (at instanceof Error && chain.length < 4) {
    chain.push(at)
    at = at.cause
  }
  const [first] = chain
  if (first === undefined) return { error: typeof fault }
  const names = chain.map((each) => [each.name, codeOf(each)].filter(Boolean).join(':'))
  const { constraint, table } = first as { constraint?: unknown; table?: unknown }
  return {
    error: word(names[0] ?? 'Error'),
    ...(names.length > 1 ? { cause: word(names.slice(1).join('<')) } : {}),
    ...(typeof constraint === 'string' ? { constraint: word(constraint) } : {}),
    ...(typeof table === 'string' ? { table: word(table) } : {}),
    stack: chain.flatMap(framesOf).slice(0, MAX_FRAMES).join(' | '),
  }
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' || typeof code === 'number' ? String(code) : ''
}

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim())
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line)).map((line) => line.slice(3))
}

/** One who holds the log. */
export interface WithLog {
  readonly log: Log
}
