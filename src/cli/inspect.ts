/**
 * `inspect`: opens mail files as the gateway would, storing and sending nothing. Needs no database.
 *
 * Exit 0 whatever the verdicts, 1 if a file cannot be read. SPEC §8
 */
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'

import type { Config } from '../config.ts'
import { openPolicy } from '../flow/open-policy.ts'
import { keepInMemory } from '../kit/bytes.ts'
import { systemClock } from '../kit/clock.ts'
import type { Identity } from '../message.ts'
import { type OpenParts, receivedFile } from '../open/open.ts'
import { inspectLine, reportText, unreadableVerdict } from '../open/report.ts'
import { loadIdentity } from '../pki/identity.ts'
import { loadTrust, ruled, type Trust, trustOf } from '../pki/trust.ts'
import { openJudges } from '../sandbox/judges.ts'
import { loadFormerIdentities, loadGatewayIdentity } from '../start/gateway-identity.ts'
import { trustRules } from '../trust/rules.ts'
import { settings } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, type Terminal } from './terms.ts'

export const inspect: Command = {
  name: 'inspect',
  summary: 'Ouvre des fichiers de courrier et dit ce que vaut leur signature.',
  usage: 'inspect FICHIER… [--trust DOSSIER] [--at INSTANT] [--purpose mail|path] [--json]',
  example: 'inspect demande.eml --trust autorites --at 2026-11-22T09:00:00Z',
  options: {
    trust: { type: 'string' },
    at: { type: 'string' },
    purpose: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(args, terminal) {
    if (args.words.length === 0) throw new Misuse(`usage : ./confrere ${this.usage}`)
    const parts = await partsOf(args, terminal)
    const at = parts.at ?? systemClock.now()
    const json = args.options.json === 'oui'
    const threads = Math.min(MAX_THREADS, availableParallelism(), args.words.length)
    const judges = openJudges({ keys: parts.keys, threads })
    let unreadable = 0
    try {
      const judged = inOrder(args.words, threads * FILES_PER_THREAD, async (file) => {
        const bytes = await readFile(file).catch(() => null)
        if (bytes === null) return null
        return (await judges.open(receivedFile(bytes, at), parts)).verdict
      })
      for await (const [file, verdict] of judged) {
        if (verdict === null) unreadable += 1
        const told = verdict ?? unreadableVerdict()
        terminal.out(json ? inspectLine(file, told) : reportText(file, told))
      }
    } finally {
      await judges.close()
    }
    return unreadable === 0 ? 0 : 1
  },
}

const MAX_THREADS = 4
/** Files in memory: one under judgement, one that waits. */
const FILES_PER_THREAD = 2

/** Works on some at a time, and gives them in the order in which they were named. */
async function* inOrder<T>(
  words: readonly string[],
  width: number,
  work: (word: string) => Promise<T>,
): AsyncGenerator<readonly [string, T]> {
  const running: { readonly word: string; readonly done: Promise<T> }[] = []
  const begin = (word: string): void => {
    const done = work(word)
    // It is awaited in its turn; until then its failure is nobody's.
    done.catch(() => undefined)
    running.push({ word, done })
  }
  for (const word of words.slice(0, width)) begin(word)
  for (let next = width; ; next++) {
    const first = running.shift()
    if (first === undefined) return
    yield [first.word, await first.done]
    const word = words[next]
    if (word !== undefined) begin(word)
  }
}

async function partsOf(args: Arguments, terminal: Terminal): Promise<OpenParts> {
  const config = await settings(args, terminal)
  const { purpose = 'mail', at } = args.options
  if (purpose !== 'mail' && purpose !== 'path') {
    throw new Misuse(`--purpose ${purpose} : mail ou path attendu`)
  }
  return {
    keys: [...(await identityOf(config, terminal)), ...(await loadFormerIdentities(config))],
    trust: await trustFor(args, config),
    annuaire: null,
    policy: { ...openPolicy(config), purpose },
    keep: keepInMemory,
    ...(at === undefined ? {} : { at: instantOf(at) }),
  }
}

async function trustFor({ options }: Arguments, config: Config): Promise<Trust> {
  const folder = options.trust
  try {
    return ruled(await loadTrust(folder ?? config.trustDir), trustRules(config, []))
  } catch (cause) {
    if (folder !== undefined)
      throw new Failure(`dossier de confiance illisible : ${folder}`, { cause })
    // Before the first start of a gateway there is no trust folder: every path is then unknown.
    return trustOf([], { now: systemClock.now() })
  }
}

/** Our key, where one is set: what is encrypted to us can then be opened. */
async function identityOf(config: Config, { env }: Terminal): Promise<readonly Identity[]> {
  const { file, passwordFile } = config.identity
  if (config.pkcs11 !== null) return [await loadGatewayIdentity(config)]
  try {
    const password = passwordFile === null ? '' : await readFile(passwordFile, 'utf8')
    return [loadIdentity(await readFile(file), password.replace(/\r?\n$/, ''))]
  } catch (cause) {
    if (env.CONFRERE_IDENTITY !== undefined) {
      throw new Failure(`identité illisible : ${file}. Vérifiez CONFRERE_IDENTITY.`, { cause })
    }
    return []
  }
}

function instantOf(text: string): Date {
  const at = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at.getTime())) {
    throw new Misuse(`--at ${text} : instant ISO 8601 attendu, comme 2026-11-22T09:00:00Z`)
  }
  return at
}
