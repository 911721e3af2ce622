/**
 * A whole gateway for scenarios, and the small language they are written in.
 *
 *   const gateway = await startGateway(t)
 *   await gateway.requerant.asks(demande())                        signed by OpenSSL, sent by SMTP
 *   const ask = await gateway.dermatologue.receives("demande d'avis")   verified by OpenSSL, parsed by mailparser
 *   await gateway.dermatologue.answers(ask, 'AVIS\n\nTexte')
 *   await gateway.passes('P2D')                                    the clock moves, the sweep runs
 *   await gateway.acts()                                           what billing would see
 *
 * Real SMTP door, real PostgreSQL, real HTTP port; the clock alone is ours.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'

import { type ParsedMail, simpleParser } from 'mailparser'
import type { Test } from 'tap'

import type { Pki } from '../../certs/make.ts'
import type { Who } from '../../certs/people.ts'
import { readAnnuaire } from '../../src/annuaire/annuaire.ts'
import { loadConfig } from '../../src/config.ts'
import { dureeMs } from '../../src/domain/delai.ts'
import { rppsDe } from '../../src/domain/identifiants.ts'
import { codeSpecialiteDe } from '../../src/domain/specialites.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { listActes } from '../../src/ledger/actes/actes.ts'
import { setRequis } from '../../src/ledger/annuaire/annuaire.ts'
import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { createToken } from '../../src/ledger/api-tokens.ts'
import { type Gateway, start } from '../../src/main.ts'
import type { Database } from '../../src/postgres/sql.ts'
import { type Judges, openJudges } from '../../src/sandbox/judges.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { sweepOnce } from '../../src/worker/sweep.ts'
import { freshDatabase } from './database.ts'
import {
  type Attachment,
  decrypted,
  inASecondOfTheirOwn,
  letter,
  signed,
  verified,
} from './letters.ts'
import { identityOf, testPki } from './pki.ts'
import { openSink } from './smtp-sink.ts'

export interface Options {
  /** More settings. */
  readonly env?: { readonly [name: string]: string }
  /** Instant the story begins; a Tuesday at 10 in Paris unless said otherwise. */
  readonly now?: Date
  /** The `SIZE` of the next server, in octets; any unless said otherwise. */
  readonly size?: number
  /** How mail is brought; plain SMTP unless said otherwise. */
  readonly carry?: typeof transmit
}

/** A mail as its reader sees it. */
export interface Mail {
  readonly raw: Buffer
  readonly parsed: ParsedMail
  readonly subject: string
  readonly text: string
  readonly replyTo: string
  readonly messageId: string
  readonly files: readonly string[]
  readonly encrypted: boolean
}

export interface Physician {
  readonly email: string
  readonly rpps: string
  /** A new request to dermatologie@, or elsewhere. */
  asks(text: string, more?: Writing): Promise<string>
  /** A signed reply to a mail received. */
  answers(mail: Mail, text: string, more?: Writing): Promise<string>
  /** The next mail whose subject holds these words. */
  receives(words: string): Promise<Mail>
  /** Subjects of all that came so far and was not read. */
  unread(): readonly string[]
}

export interface Writing {
  readonly to?: string
  readonly subject?: string
  readonly attachments?: readonly Attachment[]
  readonly headers?: { readonly [name: string]: string }
  readonly messageId?: string
}

const ANNUAIRE: readonly (readonly [Who, string])[] = [
  ['requerant', '01'],
  ['dermatologue', '05'],
  ['dermatologue2', '05'],
  ['cardiologue', '03'],
  ['medecinTraitant', '01'],
]
export const ADMINISTRATION = 'administration@te.test'

/** Starts a gateway for the test `t`; all is gone when it ends. */
export async function startGateway(
  t: Pick<Test, 'teardown'>,
  { env = {}, now, size, carry = transmit }: Options = {},
) {
  const pki = await testPki()
  const folder = await mkdtemp(join(tmpdir(), 'confrere-scenario-'))
  const { url, drop } = await freshDatabase()
  const sink = await openSink(size === undefined ? {} : { extensions: [`SIZE ${size}`] })
  await cp(pki.trust, join(folder, 'trust'), { recursive: true })
  await writeFile(join(folder, 'password'), pki.people.gateway.password)
  const settings: { readonly [name: string]: string } = {
    CONFRERE_DATA_DIR: folder,
    CONFRERE_TRUST_DIR: join(folder, 'trust'),
    CONFRERE_IDENTITY: pki.people.gateway.p12,
    CONFRERE_IDENTITY_PASSWORD_FILE: join(folder, 'password'),
    CONFRERE_SMTP_PORT: '0',
    CONFRERE_HTTP_PORT: '0',
    CONFRERE_RELAY: `smtp://127.0.0.1:${sink.port}`,
    CONFRERE_ADMIN_ADDRESS: ADMINISTRATION,
    CONFRERE_CALENDRIER: 'continu',
    CONFRERE_LOG_LEVEL: 'error',
    DATABASE_URL: url,
    ...(process.env.CONFRERE_TEST_REDIS ? { REDIS_URL: process.env.CONFRERE_TEST_REDIS } : {}),
    ...env,
  }
  const config = await loadConfig(settings)
  if ('errors' in config) throw new Error(config.errors.join('\n'))
  const clock = movingClock(now)
  const gateway = await start(config, undefined, clock, judgesFor(env, pki))
  t.teardown(async () => {
    await gateway.stop()
    await sink.close()
    await drop()
    await rm(folder, { recursive: true, force: true })
  })
  await enrol(gateway.parts.db, pki)

  const taken = new Set<unknown>()
  const person = (who: Who): Physician => {
    const { email, rpps } = pki.people[who]
    const send = async (to: string, text: string, more: Writing): Promise<string> => {
      const mail = letter({ from: email, to, text, ...more })
      return await carry(gateway, email, to, await signed(mail, pki.people[who]))
    }
    return {
      email,
      rpps,
      asks: (text, more = {}) => send(more.to ?? 'dermatologie@te.localhost', text, more),
      async answers(mail, text, more = {}) {
        await inASecondOfTheirOwn(email, text)
        return await send(more.to ?? mail.replyTo, text, {
          subject: `Re: ${mail.subject}`,
          ...more,
          headers: { 'In-Reply-To': `<${mail.messageId}>`, ...more.headers },
        })
      },
      async receives(words) {
        const fits = (each: { to: readonly string[]; raw: Buffer }): boolean =>
          each.to.includes(email) && !taken.has(each) && subjectOf(each.raw).includes(words)
        const found = await sink.received(fits, 20_000).catch(() => {
          const others = sink.messages.map((each) => `${each.to.join()} ${subjectOf(each.raw)}`)
          throw new Error(`nothing for ${email} with «${words}». Came:\n${others.join('\n')}`)
        })
        taken.add(found)
        return await readMail(found.raw, who, pki)
      },
      unread: () =>
        sink.messages
          .filter((each) => each.to.includes(email) && !taken.has(each))
          .map((each) => subjectOf(each.raw)),
    }
  }
  const { parts, ports } = gateway
  const answer = answerWith(parts)
  return {
    gateway,
    parts,
    pki,
    sink,
    clock,
    folder,
    /** What the program itself needs to work beside this gateway. */
    settings,
    base: `http://127.0.0.1:${ports.http}`,
    requerant: person('requerant'),
    dermatologue: person('dermatologue'),
    dermatologue2: person('dermatologue2'),
    cardiologue: person('cardiologue'),
    medecinTraitant: person('medecinTraitant'),
    person,
    /** Any bytes from any envelope sender; the server's last reply. */
    transmit: (from: string, to: string, raw: Buffer) => carry(gateway, from, to, raw),
    /** Letters to an address that holds no certificate here. */
    async mailTo(address: string, words: string): Promise<ParsedMail> {
      const found = await sink.received(
        (each) =>
          each.to.includes(address) && !taken.has(each) && subjectOf(each.raw).includes(words),
        20_000,
      )
      taken.add(found)
      return await simpleParser(Readable.from([(await verified(found.raw, pki)).entity]))
    },
    /** Moves the clock and does what is due. */
    async passes(duration: string): Promise<void> {
      clock.advance(dureeMs(duration) ?? 0)
      await sweepOnce(answer, parts)
      await sweepOnce(answer, parts)
    },
    /** Waits until no message is left to judge and no letter to send now. */
    async settles(): Promise<void> {
      await until(async () => {
        const [row] = await parts.db.query<{ left: number }>(
          `select (select count(*) from message_entrant where etat = 'received')
                + (select count(*) from envoi where etat in ('a_envoyer', 'en_cours')) as left`,
        )
        return Number(row?.left ?? 0) === 0
      })
    },
    async acts() {
      const page = await listActes(parts.db, parts.keys, {}, { after: null, limit: 100 })
      return page.items.map(({ acte }) => acte).reverse()
    },
    /** States and codes of all received messages, oldest first. */
    async verdicts(): Promise<{ etat: string; code: string | null }[]> {
      return await parts.db.query('select etat, code from message_entrant order by recu_le, id')
    },
    async dossiers(): Promise<{ numero: string; etat: string; motif: string | null }[]> {
      return await parts.db.query('select numero, etat, motif from dossier order by numero')
    },
    async token(...portees: string[]): Promise<string> {
      const made = await createToken(parts.db, { portees, titulaire: 'Essai', expire: null })
      return made.token
    },
  }
}

let shared: Judges | null = null

/**
 * The threads that the gateways of this process share: each of them loads half of the program. Null for a gateway
 * whose keys are others.
 */
function judgesFor(env: object, { people }: Pki): Judges | null {
  if (Object.keys(env).some((name) => /IDENTIT|PKCS11/.test(name))) return null
  shared ??= openJudges({ keys: [identityOf(people.gateway)] })
  return shared
}

interface MovingClock extends Clock {
  advance(ms: number): void
}

/** Runs with the machine's clock, shifted. */
function movingClock(begin?: Date): MovingClock {
  let shift = begin === undefined ? 0 : begin.getTime() - Date.now()
  return {
    now: () => new Date(Date.now() + shift),
    advance: (ms) => {
      shift += ms
    },
  }
}

/** Our physicians in the directory, some at another address or no more (null), and who of them is a requis. */
export async function enrol(
  db: Database,
  pki: Pki,
  elsewhere: { readonly [who in Who]?: string | null } = {},
): Promise<void> {
  const rows = ANNUAIRE.flatMap(([who, code], i) => {
    const { rpps, nom, prenom } = pki.people[who]
    const email = elsewhere[who] === undefined ? pki.people[who].email : elsewhere[who]
    if (email === null) return []
    return [rpps, nom, prenom, '10', code, email, AM[i], ''].join(';')
  })
  const csv = ['rpps;nom;prenom;profession;specialite;adresse;numero_am;finess', ...rows, ''].join(
    '\n',
  )
  await importRows(db, new Date(), (onRow) =>
    readAnnuaire(Readable.from([Buffer.from(csv)]), {
      onRow,
      onProblem: ({ line, reason }) => {
        throw new Error(`${line}: ${reason}`)
      },
    }),
  )
  for (const [who, code] of ANNUAIRE.slice(1, 4)) {
    const rpps = rppsDe(pki.people[who].rpps)
    const specialite = codeSpecialiteDe(code)
    if (rpps === null || specialite === null) throw new Error(`not well formed: ${who}`)
    await setRequis(db, { rpps, specialites: [specialite], absences: [] })
  }
}

const AM = ['991001017', '991002023', '991003039', '991004045', '991005059']

/** A plain SMTP client: the server's last reply. Refuses nothing; a mail that is refused is an answer too. */
export async function transmit(
  { ports }: Gateway,
  from: string,
  to: string,
  raw: Buffer,
): Promise<string> {
  const socket = connect(ports.smtp ?? 0, '127.0.0.1')
  const replies: string[] = []
  let wake = (): void => undefined
  let text = ''
  socket.on('data', (data) => {
    text += data.toString('latin1')
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end)
      text = text.slice(end + 2)
      if (line[3] !== '-') replies.push(line)
    }
    wake()
  })
  let closed = false
  socket.on('close', () => {
    closed = true
    wake()
  })
  socket.on('error', () => undefined)
  const reply = async (): Promise<string> => {
    while (replies.length === 0 && !closed) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return replies.shift() ?? '421 closed'
  }
  const say = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`)
    return await reply()
  }
  try {
    await reply()
    await say('EHLO cabinet.test')
    const welcome = await say(`MAIL FROM:<${from}>`)
    if (!welcome.startsWith('250')) return welcome
    for (const each of to.split(',')) {
      const answer = await say(`RCPT TO:<${each}>`)
      if (!answer.startsWith('250')) return answer
    }
    const go = await say('DATA')
    if (!go.startsWith('354')) return go
    const stuffed = raw.toString('latin1').replace(/^\./gm, '..')
    socket.write(Buffer.from(stuffed, 'latin1'))
    return await say(stuffed.endsWith('\r\n') ? '.' : '\r\n.')
  } finally {
    socket.end('QUIT\r\n')
  }
}

/** A mail as its reader sees it: decrypted with his key, its signature verified by OpenSSL, parsed. */
export async function readMail(raw: Buffer, who: Who, pki: Pki): Promise<Mail> {
  const isEncrypted = /smime-type="?(auth)?enveloped-data/i.test(headOf(raw))
  const inner = isEncrypted ? await decrypted(raw, pki.people[who]) : raw
  const { entity } = await verified(inner, pki)
  const outer = await simpleParser(Readable.from([raw.subarray(0, raw.indexOf('\r\n\r\n') + 4)]))
  const parsed = await simpleParser(Readable.from([entity]))
  return {
    raw,
    parsed,
    subject: outer.subject ?? '',
    text: parsed.text ?? '',
    replyTo: outer.replyTo?.value[0]?.address ?? '',
    messageId: (outer.messageId ?? '').replace(/[<>]/g, ''),
    files: parsed.attachments.map((each) => each.filename ?? ''),
    encrypted: isEncrypted,
  }
}

function headOf(raw: Buffer): string {
  return raw.toString('latin1', 0, Math.max(0, raw.indexOf('\r\n\r\n')))
}

/** The subject as sent, encoded words decoded. */
export function subjectOf(raw: Buffer): string {
  const folded = /^Subject:((?:.*\r?\n?[ \t]?)*?)(?=\r?\n\S|$)/im.exec(headOf(raw))?.[1] ?? ''
  return folded
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(data, 'base64').toString('utf8')
        : Buffer.from(
            data
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/gi, (__, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          ).toString('utf8'),
    )
    .replace(/\r?\n[ \t]/g, ' ')
    .trim()
}

/** Polls until `done`; refuses after 20 s. */
export async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await done())) {
    if (Date.now() > end) throw new Error('waited too long')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
