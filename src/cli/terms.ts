/**
 * What every command of the terminal shares: its card, its two kinds of error, its way to print.
 *
 * Errors: one line on stderr that says what is wrong and what to do. Exit 2 for bad arguments or settings,
 * 1 for a failure. SPEC §1
 */
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'

import { jour } from '../domain/jour.ts'
import { isReason, MAX_REASON, MIN_REASON, oddIn } from '../kit/foreign.ts'

/** The user's arguments or settings are wrong: exit 2. */
export class Misuse extends Error {}
/** The command could not do its work: exit 1. */
export class Failure extends Error {}

/** Where a command prints. */
export interface Terminal {
  out(line: string): void
  err(line: string): void
  readonly isTty: boolean
  readonly env: NodeJS.ProcessEnv
}

/** One command, as `--help` shows it. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly example: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many words it takes at most, options apart; absent: any number. */
  readonly words?: number
  run(args: Arguments, terminal: Terminal): Promise<number>
}

/** Options as text (flags as 'oui'), and the words that are no option. */
export interface Arguments {
  readonly options: { readonly [name: string]: string | undefined }
  readonly lists: { readonly [name: string]: readonly string[] }
  readonly words: readonly string[]
}

const COMMON = { config: { type: 'string' }, help: { type: 'boolean' } } as const

/** Reads the arguments of a command; refuses unknown options with a French line. */
export function argumentsOf(
  command: Command,
  args: readonly string[],
): Arguments & { help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, ...COMMON },
      allowPositionals: true,
      strict: true,
    })
    const extra = positionals[command.words ?? positionals.length]
    if (extra !== undefined && values.help !== true) throw new Misuse(notUnderstood(extra, command))
    if (values.help !== true) refuseOdd(values, positionals)
    const options: { [name: string]: string | undefined } = {}
    const lists: { [name: string]: readonly string[] } = {}
    for (const [name, value] of Object.entries(values)) {
      if (Array.isArray(value)) lists[name] = value.map(String)
      else options[name] = value === true ? 'oui' : String(value)
    }
    return { options, lists, words: positionals, help: values.help === true }
  } catch (cause) {
    if (cause instanceof Misuse) throw cause
    throw new Misuse(notUnderstood(optionIn(cause), command), { cause })
  }
}

/** No path of a system is longer; no argument of ours need be. */
const LONGEST = 4_096
/** So much of an argument is said back. */
const SHOWN = 80
/** Options that are kept as they were typed. */
const KEPT: { readonly [option: string]: number } = { motif: MAX_REASON, titulaire: 200 }

/** What no store, header or document can hold is refused before anything is opened, as by HTTP. */
function refuseOdd(values: { readonly [option: string]: unknown }, words: readonly string[]): void {
  for (const [option, value] of Object.entries(values)) {
    for (const text of [value].flat()) {
      const odd = typeof text === 'string' ? oddIn(text, KEPT[option] ?? LONGEST) : null
      if (odd !== null) throw new Misuse(`--${option} : ${odd}`)
    }
  }
  for (const [at, word] of words.entries()) {
    const odd = oddIn(word, LONGEST)
    if (odd !== null) throw new Misuse(`argument n° ${at + 1} : ${odd}`)
  }
}

/** The reason that a change by a person needs; `why` is the question it answers. */
export function reasonIn({ options }: Arguments, why: string): string {
  const motif = options.motif?.trim() ?? ''
  if (motif === '') throw new Misuse(`--motif est requis : ${why}`)
  if (!isReason(motif)) {
    throw new Misuse(`--motif : ${MIN_REASON} à ${MAX_REASON} caractères attendus, ${why}`)
  }
  return motif
}

function notUnderstood(argument: string, { name }: Command): string {
  const shown = argument.slice(0, SHOWN).replace(/[\p{Cc}\p{Cs}]/gu, '?')
  return `Argument non compris (${shown}). Aide : ./confrere ${name} --help`
}

function optionIn(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : ''
  return /'([^' ]+)/.exec(text)?.[1] ?? 'option'
}

/** The page of `--help`. */
export function helpOf(command: Command): string {
  return [
    command.summary,
    '',
    `Usage : ./confrere ${command.usage}`,
    `Exemple : ./confrere ${command.example}`,
    '',
    'Réglages : variables CONFRERE_* ou fichier YAML (--config FICHIER).',
  ].join('\n')
}

/** A day AAAA-MM-JJ that the calendar has; null otherwise. */
export function dayIn(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  return year === undefined ? null : jour(Number(year), Number(month), Number(day))
}

/** Says before the work whether its file could be written after it. */
export async function writable(file: string): Promise<void> {
  const known = await stat(file).catch(() => null)
  const cannot = new Failure(
    `impossible d’écrire ${file} : choisissez un dossier qui existe et vous est ouvert`,
  )
  if (known?.isDirectory() === true) throw cannot
  await access(known === null ? dirname(file) : file, constants.W_OK).catch(() => {
    throw cannot
  })
}
