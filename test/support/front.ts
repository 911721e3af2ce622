/**
 * The program as an administrator starts it, for tests of what the documents promise: `./confrere`, its settings in a
 * YAML file and in the environment, and correspondents who write by SMTP and read what they get.
 *
 *   const front = await openFront(t, { CONFRERE_NIL: 'X-1' })     everything laid out, nothing started
 *   await front.starts()                                          `./confrere serve`
 *   await front.asks('requerant', 'dermatologie', demande())
 *   const ask = await front.receives('dermatologue', "demande d'avis")
 *   await front.answers('dermatologue', ask, 'AVIS\n\nTexte')
 *   await front.run('dossiers')                                   a command, with the same settings, beside it
 *   await front.call('/api/v1/dossiers')                          its HTTP port, with a token for all
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

import type { Who } from '../../certs/people.ts'
import { createToken } from '../../src/ledger/api-tokens.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { freshDatabase } from './database.ts'
import { ADMINISTRATION, type Mail, readMail, subjectOf, until } from './gateway.ts'
import { inASecondOfTheirOwn, letter, signed } from './letters.ts'
import { testPki } from './pki.ts'
import { type Dialogue, dial, handOver } from './smtp-dialogue.ts'
import { openSink } from './smtp-sink.ts'
import { type Run, type Served, served, typed } from './typed.ts'

type Settings = { readonly [name: string]: string }
type Writing = Partial<Parameters<typeof letter>[0]> & { readonly peer?: string }

/** A text of this shape is written in the YAML file; the others, paths and addresses with them, in the environment. */
const IN_FILE = /^(?:CONFRERE_LIMITE_|CONFRERE_DELAI_|CONFRERE_RETENTION_|CONFRERE_[A-Z]+$)/

/** What an answer of the HTTP port says. */
export interface Answered {
  readonly status: number
  readonly text: string
  readonly cookie: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into it by name
  readonly json: any
}

export type Front = Awaited<ReturnType<typeof openFront>>

/** Lays everything out; `given` are settings, or what they are where the folder lies. */
export async function openFront(
  t: Test,
  given: Settings | ((at: (n: string) => string) => Settings),
) {
  const pki = await testPki()
  const folder = mkdtempSync(join(tmpdir(), 'confrere-porte-'))
  const at = (name: string): string => join(folder, name)
  const { url, drop } = await freshDatabase()
  const db = openDatabase(url, { max: 2 })
  const sink = await openSink()
  cpSync(pki.trust, at('confiance'), { recursive: true })
  writeFileSync(at('identite.mdp'), pki.people.gateway.password)
  const settings: Settings = {
    DATABASE_URL: url,
    CONFRERE_DATA_DIR: at('donnees'),
    CONFRERE_TRUST_DIR: at('confiance'),
    CONFRERE_IDENTITY: pki.people.gateway.p12,
    CONFRERE_IDENTITY_PASSWORD_FILE: at('identite.mdp'),
    CONFRERE_SMTP_PORT: '0',
    CONFRERE_HTTP_PORT: '0',
    CONFRERE_RELAY: sink.url,
    CONFRERE_ADMIN_ADDRESS: ADMINISTRATION,
    CONFRERE_CALENDRIER: 'continu',
    CONFRERE_LOG_LEVEL: 'error',
    ...(typeof given === 'function' ? given(at) : given),
  }
  const env = written(settings, at('reglages.yaml'))
  let gateway: Served | null = null
  let token = ''
  let isQuit = false
  const quits = async (): Promise<void> => {
    if (isQuit) return
    isQuit = true
    await gateway?.stop()
    await db.close()
  }
  t.teardown(async () => {
    await quits()
    await sink.close()
    await drop()
    rmSync(folder, { recursive: true, force: true })
  })
  const domain = settings.CONFRERE_DOMAIN ?? 'te.localhost'
  const taken = new Set<unknown>()
  /** The next letter to an address whose subject holds these words. */
  const next = async (to: string, words: string): Promise<Buffer> => {
    const found = await sink
      .received(
        (one) => one.to.includes(to) && !taken.has(one) && subjectOf(one.raw).includes(words),
        20_000,
      )
      .catch(() => {
        const came = sink.messages.map((one) => `${one.to.join()} ${subjectOf(one.raw)}`)
        throw new Error(`nothing for ${to} with «${words}». Came:\n${came.join('\n')}`)
      })
    taken.add(found)
    return found.raw
  }
  const running = (): Served => {
    if (gateway === null) throw new Error('not started')
    return gateway
  }
  /** A dialogue past EHLO, from any address of this machine. */
  const client = async (peer = '127.0.0.1'): Promise<Dialogue & { readonly ehlo: string }> => {
    const { host, port } = running().smtp
    const dialogue = await dial(port, { host, localAddress: peer })
    t.teardown(() => dialogue.destroy())
    const greeting = await dialogue.reply()
    const { text } = greeting.code === 220 ? await dialogue.say('EHLO cabinet.test') : greeting
    return Object.assign(dialogue, { ehlo: text })
  }
  /** Any octets from any envelope sender: the last reply. */
  const sends = async (from: string, to: string, raw: Buffer, peer?: string): Promise<string> => {
    const dialogue = await client(peer)
    try {
      return dialogue.ehlo.startsWith('250')
        ? await handOver(dialogue, from, to, raw)
        : dialogue.ehlo
    } finally {
      dialogue.destroy()
    }
  }
  const writes = async (who: Who, to: string, text: string, more: Writing): Promise<string> => {
    const { peer, ...rest } = more
    const person = pki.people[who]
    const mail = letter({ from: person.email, to, text, ...rest })
    return await sends(person.email, to, await signed(mail, person), peer)
  }
  return {
    ...{ pki, folder, at, db, url, sink, env, settings, domain, next, client, sends },
    /** Starts it. */
    async starts(args: readonly string[] = []): Promise<Served> {
      gateway = await served(t, folder, env, args)
      const made = { portees: ['status', 'ops', 'billing'], titulaire: 'Essai', expire: null }
      token = (await createToken(db, made)).token
      return gateway
    },
    running,
    /** Stops it, and lets go of its database. */
    quits,
    /** Any command of it. */
    run: (...args: readonly string[]): Promise<Run> => typed(folder, args, env),
    /** A signed request, to a local part of our domain. */
    asks: (who: Who, local: string, text: string, more: Writing = {}) =>
      writes(who, `${local}@${domain}`, text, more),
    /** A signed reply to a mail received. */
    async answers(
      who: Who,
      { replyTo, subject, messageId }: Mail,
      text: string,
      more: Writing = {},
    ) {
      await inASecondOfTheirOwn(who, text)
      return await writes(who, replyTo, text, {
        subject: `Re: ${subject}`,
        headers: { 'In-Reply-To': `<${messageId}>` },
        ...more,
      })
    },
    /** The next letter to a physician, opened and verified. */
    receives: async (who: Who, words: string): Promise<Mail> =>
      await readMail(await next(pki.people[who].email, words), who, pki),
    /** What became of the message of a `250`, once it is judged. */
    async verdict(reply: string): Promise<string> {
      const [id = ''] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(reply) ?? [reply]
      let said = ''
      await until(async () => {
        const [row] = await db.query<{ etat: string; code: string | null }>(
          'select etat, code from message_entrant where id::text = $1',
          [id],
        )
        said = `${row?.etat} ${row?.code ?? ''}`.trim()
        return row !== undefined && row.etat !== 'received'
      })
      return said
    },
    async call(path: string, init: RequestInit & { readonly bearer?: string | null } = {}) {
      const { scheme, host, port } = running().http
      const { bearer = token, ...rest } = init
      const answer = await fetch(`${scheme}://${host}:${port}${path}`, {
        redirect: 'manual',
        ...rest,
        headers: {
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
          ...(typeof rest.body === 'string' ? { 'Content-Type': 'application/json' } : {}),
          ...(rest.headers as Settings | undefined),
        },
      })
      const text = await answer.text()
      const isJson = /[/+]json(;|$)/.test(answer.headers.get('content-type') ?? '')
      const [cookie = ''] = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '')
      return {
        ...{ status: answer.status, text, cookie },
        json: isJson ? JSON.parse(text) : null,
      } as Answered
    },
  }
}

/** Writes the file, and gives the environment: what is in the one is not in the other. */
function written(settings: Settings, file: string): Settings {
  const all = Object.entries(settings)
  const yaml = all.filter(([name]) => IN_FILE.test(name))
  const lines = yaml.map(([name, text]) => {
    const key = name.replace('CONFRERE_', '').toLowerCase()
    return `${key}: ${JSON.stringify(/^\d+$/.test(text) ? Number(text) : text)}\n`
  })
  writeFileSync(file, lines.join(''))
  const rest = all.filter(([name]) => !IN_FILE.test(name))
  return { CONFRERE_CONFIG: file, ...Object.fromEntries(rest) }
}
