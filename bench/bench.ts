/**
 * The first two figures, taken from outside: requests a second from DATA to the requis's mailbox, and the
 * memory that one large request costs.
 *
 *   npm run bench [-- --requests 600 --warm-up 600 --connections 10 --large 25]
 *
 * The gateway runs as a process of its own, everything durable (embedded PostgreSQL, fsync on); the driver
 * and the mailbox sink share its two cores. Machines differ, so yardsticks are printed beside, of this machine
 * in the same run: RSA-2048 signatures a second on one core, and what PKI.js takes to verify one mail of that
 * size, before and after. A whole request is one mail verified and two letters signed, stored and sent.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { ANNUAIRE, composeSigned, REQUERANTE, REQUIS, requestText } from '../src/cli/demo-cast.ts'
import { type DevPerson, makeDevKeys, makePerson } from '../src/pki/dev-keys.ts'
import { type Dialogue, dial, type Reply } from '../test/support/smtp-dialogue.ts'
import { openSink } from '../test/support/smtp-sink.ts'
import { cpu, threadSeconds } from './cpu.ts'
import { peerVerification, rsaSignaturesPerSecond } from './yardstick.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '600' },
    'warm-up': { type: 'string', default: '600' },
    connections: { type: 'string', default: '10' },
    large: { type: 'string', default: '25' },
  },
})
const requests = Number(values.requests)
const warmUp = Number(values['warm-up'])
const connections = Number(values.connections)
const largeMb = Number(values.large)

const folder = await mkdtemp(join(tmpdir(), 'confrere-bench-'))
const node = process.execPath
const env: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  NODE_OPTIONS: process.env.NODE_OPTIONS ?? '',
  // As `./confrere` starts it.
  MALLOC_MMAP_THRESHOLD_: '32768',
  CONFRERE_DATA_DIR: folder,
  CONFRERE_MAX_MESSAGE_BYTES: String(64 * 1024 * 1024),
  CONFRERE_ADMIN_ADDRESS: 'administration@medecins.exemple.test',
}
const sink = await openSink()
const END = Buffer.from('.\r\n')
const POOL = 'dermatologie@te.localhost'
const counted = { looked: 0, reached: 0 }
let gateway: ChildProcess | null = null
try {
  const smtpPort = await freePort()
  Object.assign(env, {
    CONFRERE_RELAY: `smtp://127.0.0.1:${sink.port}`,
    CONFRERE_SMTP_PORT: String(smtpPort),
    CONFRERE_HTTP_PORT: String(await freePort()),
    CONFRERE_LOG_LEVEL: 'error',
  })
  const person = await prepareCast()
  gateway = spawn(
    node,
    [
      ...(process.env.BENCH_PROF ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROF] : []),
      'src/cli/cli.ts',
      'serve',
    ],
    { env, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  await listening(smtpPort)

  await throughput(person, smtpPort)
  if (largeMb > 0) await memory(person, smtpPort)
} finally {
  if (gateway !== null) await ended(gateway)
  await sink.close()
  await rm(folder, { recursive: true, force: true })
}

async function prepareCast(): Promise<DevPerson> {
  const authority = await makeDevKeys({
    dataDir: folder,
    trustDir: join(folder, 'trust'),
    from: 'teleexpertise@te.localhost',
    identity: {
      file: join(folder, 'keys', 'identity.p12'),
      passwordFile: join(folder, 'keys', 'identity.password'),
    },
    masterKeyFile: join(folder, 'keys', 'master.key'),
  })
  const csv = join(folder, 'annuaire.csv')
  await writeFile(csv, ANNUAIRE)
  await run(['annuaire', 'import', csv])
  await run(['requis', 'set', REQUIS.rpps, '--specialite', REQUIS.specialite])
  return await makePerson(authority, REQUERANTE)
}

/** A request of about 20 KB: the form and one document. */
async function request(person: DevPerson, bytes: number, i: number): Promise<Buffer> {
  const now = new Date()
  return await composeSigned(
    {
      from: REQUERANTE,
      to: POOL,
      subject: 'Demande',
      text: `${requestText(now.toISOString().slice(0, 10))}\r\nContexte : essai ${i}`.replace(
        'DEMO-PATIENTE',
        `DEMO-${word(i)}`,
      ),
      documents: [{ name: 'image.jpg', type: 'image/jpeg', bytes: randomBytes(bytes) }],
      inReplyTo: null,
      now,
    },
    person,
  )
}

function word(i: number): string {
  return [...String(i)].map((digit) => 'ABCDEFGHIJ'[Number(digit)] ?? 'Z').join('')
}

async function throughput(person: DevPerson, port: number): Promise<void> {
  // A gateway runs for months: its first seconds, when Node still compiles, are not what is asked.
  if (warmUp > 0) await drive(await letters(person, -warmUp, 0), port)
  const mails = await letters(person, 0, requests)
  const peer = await peerVerification()
  const peerBefore = await peer()
  const signatures = Math.round(rsaSignaturesPerSecond())
  const pid = gateway?.pid ?? 0
  const [before, threadsBefore] = [await cpu(folder, pid), await threadSeconds(pid)]
  const { accepted, acceptedMs, ms } = await drive(mails, port)
  const rate = (per: number): string => (accepted / (per / 1000)).toFixed(1)
  console.log(
    `requests     ${rate(ms)}/s from DATA to the requis's mailbox ` +
      `(${accepted} accepted at ${rate(acceptedMs)}/s, ${mails[0]?.length ?? 0} octets each, after ${warmUp} to warm up)`,
  )
  const spent = (await cpu(folder, pid)).map((seconds, i) => seconds - (before[i] ?? 0))
  const [ours, postgres, outside] = spent.map((each) => ((each / accepted) * 1000).toFixed(1))
  console.log(
    `cpu          a request: ${ours} ms of the gateway, ${postgres} ms of PostgreSQL, ` +
      `${outside} ms of the driver and the mailboxes`,
  )
  const peerMs = (peerBefore + (await peer())) / 2
  const whole = (spent.reduce((sum, seconds) => sum + seconds, 0) / accepted) * 1000
  console.log(
    `yardstick    ${signatures} RSA-2048 signatures/s, one core; ${peerMs.toFixed(1)} ms for PKI.js to verify such a mail: ` +
      `a whole request costs ${(whole / peerMs).toFixed(2)} of these`,
  )
  const threads = [...(await threadSeconds(pid))].map(([name, seconds]) => {
    const each = ((seconds - (threadsBefore.get(name) ?? 0)) / accepted) * 1000
    return `${each.toFixed(1)} ${name}`
  })
  console.log(`threads      of the gateway, ms a request: ${threads.join(', ')}`)
}

async function letters(person: DevPerson, from: number, to: number): Promise<Buffer[]> {
  const mails: Buffer[] = []
  for (let i = from; i < to; i += 1) mails.push(await request(person, 12_000, i))
  return mails
}

/** Sends mails over a few connections, and waits until each has reached its requis. */
async function drive(
  mails: readonly Buffer[],
  port: number,
): Promise<{ readonly accepted: number; readonly acceptedMs: number; readonly ms: number }> {
  const before = reached()
  const start = performance.now()
  const next = mails[Symbol.iterator]()
  let accepted = 0
  const one = async (): Promise<void> => {
    const door = await greeted(port)
    for (const raw of next) {
      const { code, text } = await handOver(raw, door)
      if (code === 250) accepted += 1
      else console.log(`refused: ${text}`)
    }
    door.end()
  }
  await Promise.all(Array.from({ length: connections }, one))
  const acceptedMs = performance.now() - start
  await until(() => reached() - before >= accepted, 180_000)
  const ms = performance.now() - start
  return { accepted, acceptedMs, ms }
}

async function greeted(port: number): Promise<Dialogue> {
  const door = await dial(port)
  await door.reply()
  await door.say('EHLO bench.test')
  return door
}

/** One mail on a kept connection, as cheaply as can be: the commands in one write, RFC 2920. Gives the last reply. */
async function handOver(raw: Buffer, door: Dialogue): Promise<Reply> {
  door.raw(`MAIL FROM:<${REQUERANTE.email}>\r\nRCPT TO:<${POOL}>\r\nDATA\r\n`)
  await door.reply()
  await door.reply()
  const ready = await door.reply()
  if (ready.code !== 354) return ready
  // A form and base64: no line begins with a dot.
  door.raw(Buffer.concat([raw, END]))
  return await door.reply()
}

/** Letters to the requis so far; each is looked at once, so that counting costs the gateway nothing. */
function reached(): number {
  for (const { to } of sink.messages.slice(counted.looked)) {
    if (to.includes(REQUIS.email)) counted.reached += 1
    counted.looked += 1
  }
  return counted.reached
}

async function memory(person: DevPerson, port: number): Promise<void> {
  const pid = gateway?.pid ?? 0
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined)
  const idle = await status(pid, 'VmRSS')
  const raw = await request(person, Math.round((largeMb * 1024 * 1024) / 1.37), 999_999)
  const before = reached()
  const door = await greeted(port)
  const { code, text } = await handOver(raw, door)
  if (code !== 250) console.log(`refused: ${text}`)
  await until(() => reached() > before, 60_000)
  const peak = await status(pid, 'VmHWM')
  door.end()
  console.log(
    `memory       ${(peak - idle).toFixed(0)} MB over idle (${idle.toFixed(0)} MB) for a request of ${(raw.length / 1024 / 1024).toFixed(1)} MB`,
  )
}

async function status(pid: number, field: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) / 1024
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(node, ['src/cli/cli.ts', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${String(code)}`)
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

async function listening(port: number): Promise<void> {
  const { connect } = await import('node:net')
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1')
        socket.once('connect', () => {
          socket.destroy()
          resolve(true)
        })
        socket.once('error', () => resolve(false))
      }),
    30_000,
  )
}

async function until(done: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (!(await done())) {
    if (performance.now() > end) throw new Error('waited too long')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
