/**
 * How fast a mail is opened and sealed, beside PKI.js and OpenSSL in the same run.
 *
 *   npm run bench:open [-- --rounds 7]
 *
 * Rounds are interleaved: each does every row once, ours and the peers'. A figure is the median of the CPU
 * time of one operation, so that a busy machine does little to it; what counts is the ratio. OpenSSL is
 * libcrypto in a loop (bench/peer.c) where gcc and its headers are, else `openssl cms`, whose start is
 * then in the figure. «not cached»: no certificate of the mail was seen before.
 */

import { execFileSync } from 'node:child_process'
import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import type { AdresseMss } from '../src/domain/correspondant.ts'
import { isRefusal } from '../src/errors.ts'
import { type Bytes, keepInMemory, memoryBytes, storedBytes } from '../src/kit/bytes.ts'
import type { OpenedMessage, OpenPolicy } from '../src/message.ts'
import { open, receivedFile } from '../src/open/open.ts'
import { type Trust, trustOf } from '../src/pki/trust.ts'
import { readParts } from '../src/read/parts.ts'
import { decoded } from '../src/read/texts.ts'
import { seal } from '../src/seal/seal.ts'
import { second } from '../src/second/second.ts'
import { demande, encrypted, letter, signed, unsigned } from '../test/support/letters.ts'
import { identityOf, testPki } from '../test/support/pki.ts'
import * as pkijs from './pkijs-peer.ts'
import { cmsOf } from './yardstick.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const rounds = Math.max(5, Number(values.rounds))
const MIB = 1024 * 1024
const WARM_MS = 2500
const folder = await mkdtemp(join(tmpdir(), 'confrere-bench-'))
const pki = await testPki()
const { requerant, gateway } = pki.people
const identity = identityOf(gateway)

const mailOf = (octets: number) =>
  letter({
    from: requerant.email,
    to: 'demande@te.localhost',
    text: demande(),
    attachments: [
      { name: 'photo.jpg', type: 'image/jpeg', content: randomBytes(Math.floor(octets * 0.7)) },
    ],
  })
const small = mailOf(20_000)
const smallSigned = await signed(small, requerant)
const large = mailOf(20 * MIB)
const largeSigned = await signed(large, requerant)
const smallSealed = await encrypted(unsigned(small), gateway.certificate, { padding: 'oaep' })
const files = {
  small: await saved('small.eml', smallSigned),
  large: await saved('large.eml', largeSigned),
  sealed: await saved('sealed.eml', smallSealed),
  entity: await saved('entity', small.entity),
}
const root = await readFile(pki.root)
const rootDer = new X509Certificate(root).raw
const lists = await Promise.all(
  ['intermediate.crl', 'root.crl'].map(async (name) => ({
    name,
    bytes: await readFile(join(pki.trust, name)),
  })),
)
/** The intermediate comes with the mail alone, as for OpenSSL. */
const trust = trustOf([{ name: 'root', bytes: root }, ...lists], { now: pki.now })
const policy: OpenPolicy = {
  revocationInconnue: 'quarantine',
  testCertificates: 'accept',
  purpose: 'mail',
}
const peer = compiledPeer()

/** CPU microseconds of one operation. */
type Meter = () => Promise<number>
interface Row {
  readonly name: string
  readonly ours: Meter
  readonly pkijs?: Meter
  readonly openssl?: Meter
  readonly sha256?: Meter
  readonly goal: string
}

const smallOpened = await verified(smallSigned, trust)
const largeOpened = await verified(largeSigned, trust)
const p7s = cmsOf(smallSigned)
const p7m = cmsOf(smallSealed)
const largeP7s = cmsOf(largeSigned)
const pkcs8 = identity.key.export({ type: 'pkcs8', format: 'der' })
const signingKey = await webcrypto.subtle.importKey(
  'pkcs8',
  new Uint8Array(pkcs8),
  { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  false,
  ['sign'],
)
const gatewayDer = identity.certificate.raw
const rows: readonly Row[] = [
  {
    name: 'verify 20 KB, chain not cached',
    goal: 'P1: ≥ 20 pkijs, ≥ 1.2 OpenSSL',
    ours: meter(200, () => verified(smallSigned, { ...trust })),
    pkijs: meter(30, () => pkijs.verify(p7s, small.entity, rootDer)),
    openssl: peerMeter(['verify', files.small, pki.root], 300),
  },
  {
    name: 'verify 20 KB, chain cached',
    goal: 'P2: ≥ 100 pkijs, ≥ 5 OpenSSL',
    ours: meter(400, () => verified(smallSigned, trust)),
    pkijs: meter(30, () => pkijs.verify(p7s, small.entity, rootDer)),
    openssl: peerMeter(['verify', files.small, pki.root], 300),
  },
  {
    name: 'second look 20 KB',
    goal: 'none: mailparser and pkijs themselves',
    ours: meter(60, () => lookedAgain(smallOpened)),
    pkijs: meter(30, () => pkijs.verify(p7s, small.entity, rootDer)),
  },
  {
    name: 'second look 20 MB',
    goal: 'none: mailparser and pkijs themselves',
    ours: meter(1, () => lookedAgain(largeOpened)),
    pkijs: meter(1, () => pkijs.verify(largeP7s, large.entity, rootDer)),
  },
  {
    name: 'verify 20 MB, streamed from a file',
    goal: 'P3: ≥ 0.8 OpenSSL, ≥ 0.5 SHA-256',
    ours: meter(1, () => verified(fileBytes(files.large, largeSigned.length), trust)),
    pkijs: meter(1, () => pkijs.verify(largeP7s, large.entity, rootDer)),
    openssl: peerMeter(['verify', files.large, pki.root], 2),
    sha256: meter(1, () => hashed(files.large)),
  },
  {
    name: 'decrypt 20 KB',
    goal: 'P4: ≥ 8 pkijs, ≥ 0.85 OpenSSL',
    ours: meter(150, () => decrypted(smallSealed)),
    pkijs: meter(30, () => pkijs.decrypt(p7m, gatewayDer, pkcs8)),
    openssl: peerMeter(['decrypt', files.sealed, gateway.certificate, gateway.key], 200),
  },
  {
    name: 'sign + encrypt 20 KB',
    goal: 'P5: ≥ 7 pkijs, ≥ 0.85 OpenSSL',
    ours: meter(150, sealed),
    pkijs: meter(30, () => pkijs.seal(small.entity, gatewayDer, signingKey)),
    openssl: peerMeter(['seal', files.entity, gateway.certificate, gateway.key], 200),
  },
]

try {
  const found = rows.map(() => ({ ours: [], pkijs: [], openssl: [], sha256: [] }) as Samples)
  for (const row of rows) await warmed(row)
  for (let round = 0; round < rounds; round++) {
    for (const [at, row] of rows.entries()) {
      for (const who of ['ours', 'pkijs', 'openssl', 'sha256'] as const) {
        const cost = await row[who]?.()
        if (cost !== undefined) found[at]?.[who].push(cost)
      }
    }
  }
  console.log(
    `CPU µs an operation, medians of ${rounds} interleaved rounds; OpenSSL by ${peer.name}`,
  )
  console.log(
    'CRLs are judged by ours alone; PKI.js judges path and signature as it does by default.',
  )
  for (const [at, { name, goal }] of rows.entries()) {
    const { ours, pkijs: js, openssl, sha256 } = found[at]!
    const own = median(ours)
    const beside = [
      ['pkijs', js],
      ['OpenSSL', openssl],
      ['SHA-256', sha256],
    ] as const
    const ratios = beside
      .filter(([, costs]) => costs.length > 0)
      .map(
        ([who, costs]) =>
          `${who} ${median(costs).toFixed(0)} = ${(median(costs) / own).toFixed(2)}×`,
      )
    console.log(
      `${name.padEnd(36)} ours ${own.toFixed(0).padStart(7)}   ${ratios.join('   ')}   (${goal})`,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

type Samples = { readonly [who in 'ours' | 'pkijs' | 'openssl' | 'sha256']: number[] }

/** A gateway runs for weeks: what is measured is code that was compiled long ago. */
async function warmed({ ours, pkijs: js }: Row): Promise<void> {
  for (const work of [ours, js]) {
    for (const end = performance.now() + WARM_MS; performance.now() < end; ) await work?.()
  }
}

function meter(count: number, work: () => Promise<unknown>): Meter {
  return async () => {
    const begun = process.cpuUsage()
    for (let i = 0; i < count; i++) await work()
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / count
  }
}

async function verified(raw: Buffer | Bytes, by: Trust): Promise<OpenedMessage> {
  const received = receivedFile(Buffer.isBuffer(raw) ? raw : Buffer.alloc(0), pki.now)
  const opened = await open(Buffer.isBuffer(raw) ? received : { ...received, raw }, {
    keys: [identity],
    trust: by,
    annuaire: null,
    policy,
    keep: keepInMemory,
  })
  const { accepted, refusal } = opened.verdict
  if (!accepted) throw new Error(`not accepted: ${refusal}`)
  return opened
}

/** CONFRERE_DOUBLE_LECTURE: what it adds to a letter. */
async function lookedAgain(opened: OpenedMessage): Promise<void> {
  const first = await readParts(opened.entity)
  if (isRefusal(first)) throw new Error(first.code)
  const objection = await second(opened, { first, decode: decoded })
  if (objection !== null) throw new Error(objection.code)
}

/** What is encrypted and not signed is refused after it was decrypted. */
async function decrypted(raw: Buffer): Promise<void> {
  const parts = { keys: [identity], trust, annuaire: null, policy, keep: keepInMemory }
  const { verdict } = await open(receivedFile(raw, pki.now), parts)
  if (verdict.refusal !== 'encrypted-not-authentic') throw new Error(`${verdict.refusal}`)
}

async function sealed(): Promise<void> {
  const written = {
    headers: [['From', 'a@te.localhost']] as const,
    entity: memoryBytes(small.entity),
    to: requerant.email as AdresseMss,
    messageId: 'a@b',
    clinical: true,
  }
  const recipient = { certificate: gatewayDer, capabilities: { gcm: false, oaep: true } }
  const made = await seal(written, { identity, recipient, keep: keepInMemory, now: pki.now })
  if (isRefusal(made)) throw new Error(made.code)
}

function fileBytes(path: string, size: number): Bytes {
  return storedBytes(size, null, async function* (start, end) {
    const file = await openFile(path)
    try {
      for (let at = start; at < end; ) {
        const piece = Buffer.allocUnsafe(Math.min(256 * 1024, end - at))
        const { bytesRead } = await file.read(piece, 0, piece.length, at)
        at += bytesRead
        yield piece.subarray(0, bytesRead)
      }
    } finally {
      await file.close()
    }
  })
}

async function hashed(path: string): Promise<void> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 }))
    hash.update(piece)
  hash.digest()
}

async function saved(name: string, octets: Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, octets)
  return path
}

function compiledPeer(): { readonly name: string; readonly path: string | null } {
  const path = join(folder, 'peer')
  const source = join(import.meta.dirname, 'peer.c')
  try {
    execFileSync('gcc', ['-O2', '-o', path, source, '-lcrypto'], { stdio: 'ignore' })
    return { name: 'libcrypto in C', path }
  } catch {
    // No compiler, or no headers: the command is measured, its start included.
    return { name: '`openssl cms`, its start included', path: null }
  }
}

function peerMeter(args: readonly string[], count: number): Meter {
  const [what = '', mail = '', certificate = '', key = ''] = args
  return async () => {
    if (peer.path !== null) return Number(execFileSync(peer.path, [...args, String(count)]))
    const command = {
      verify: ['-verify', '-in', mail, '-CAfile', certificate],
      decrypt: ['-decrypt', '-in', mail, '-recip', certificate, '-inkey', key],
      seal: ['-encrypt', '-binary', '-aes256', '-in', mail, certificate],
    }[what]
    const started = performance.now()
    execFileSync('openssl', ['cms', ...(command ?? [])], { stdio: 'ignore' })
    // Of a child no CPU time is told: its wall time stands in.
    return (performance.now() - started) * 1000
  }
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
