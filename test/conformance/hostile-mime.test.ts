/**
 * MIME and CMS without manners: ambiguous trees, lies about lengths, mutations by the hundred. Each ends in
 * a refusal with its own code or in the reading of exactly what was signed; nothing throws, nothing hangs.
 */
import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { wholeBuffer } from '../../src/kit/bytes.ts'
import { children, parseDer, raw as rawOf } from '../../src/pki/der.ts'
import { read } from '../../src/read/read.ts'
import { NOW } from '../pki/authority.ts'
import {
  ATTACKER,
  cms,
  lines,
  mail,
  multipart,
  multipartSigned,
  opaque,
  signedBy,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { victim, ca, judge } = stage()
const genuine = text('Consentement : non')
const outer = { From: VICTIM, To: 'demande@te.localhost' }
/** Far beyond what any mail takes, so that a busy machine fails nothing. */
const HANG_MS = 20_000

/** Opens within the time that a hang is; the answer is never an exception. */
async function judged(raw: Buffer) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('hangs')), HANG_MS)
  })
  try {
    return await Promise.race([judge(raw), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What reading says of a whole mail: the code of opening, that of reading, or `letter`. */
async function outcome(raw: Buffer): Promise<string> {
  const opened = await judged(raw)
  if (!opened.verdict.accepted) return opened.verdict.refusal ?? 'no code'
  const letter = await read(opened, { now: NOW })
  return isRefusal(letter) ? letter.code : 'letter'
}

t.test('MIME: what two readers may take for two mails', async (t) => {
  const whole = signedBy(victim, genuine)
  const asText = whole.toString('latin1')
  const boundary = /boundary="([^"]+)"/.exec(asText)?.[1] ?? ''
  const change = (from: string | RegExp, to: string) =>
    mail(outer, Buffer.from(asText.replace(from, to), 'latin1'))
  const inner = (entity: Buffer) => mail(outer, signedBy(victim, entity))
  const cases: readonly (readonly [string, Buffer, ...string[]])[] = [
    ['no closing delimiter', change(`--${boundary}--`, ''), 'letter'],
    [
      'a delimiter that only begins like the boundary',
      change('Consentement', `--${boundary}x\r\nConsentement`),
      'digest-mismatch',
      'malformed-cms',
    ],
    [
      'the delimiter within the text',
      change('Consentement', `--${boundary}\r\nConsentement`),
      'malformed-cms',
    ],
    ['an empty boundary', change(`"${boundary}"`, '""'), 'malformed-cms'],
    ['a boundary beyond measure', change(`"${boundary}"`, `"${'b'.repeat(300)}"`), 'malformed-cms'],
    [
      'two boundaries',
      change(`boundary="${boundary}"`, `boundary="x"; boundary="${boundary}"`),
      'malformed-mail',
    ],
    [
      'a boundary for those who know RFC 2231, another for those who do not',
      change(`boundary="${boundary}"`, `boundary="x"; boundary*=us-ascii''${boundary}`),
      'malformed-mail',
    ],
    [
      'a boundary in pieces of which the first is missing',
      change(`boundary="${boundary}"`, `boundary*1="${boundary}"`),
      'malformed-mail',
    ],
    [
      'two protocols',
      change(
        'protocol="application/',
        'protocol="application/pgp-signature"; protocol="application/',
      ),
      'malformed-mail',
    ],
    [
      'a boundary in pieces, whatever their order',
      change(
        `boundary="${boundary}"`,
        `boundary*1=${boundary.slice(9)}; boundary*0="${boundary.slice(0, 9)}"`,
      ),
      'letter',
    ],
    [
      'a boundary and a protocol with their charset',
      change(
        /protocol="application\/pkcs7-signature"(;\s+)micalg=sha-256; boundary="=([^"]*)"/,
        "protocol*=us-ascii'en'application%2Fpkcs7-signature$1micalg=sha-256; boundary*=us-ascii''%3D$2",
      ),
      'letter',
    ],
    [
      'a boundary that looks like a comment within its quotes',
      Buffer.from(mail(outer, whole).toString('latin1').replaceAll(boundary, '(a; b)(c'), 'latin1'),
      'letter',
    ],
    [
      'a boundary beside a comment that looks like one',
      change(`boundary="${boundary}"`, `(; boundary="x") boundary="${boundary}"`),
      'letter',
    ],
    [
      'two boundaries in the signed part',
      inner(
        lines(
          "Content-Type: multipart/mixed; boundary=a; boundary*=us-ascii''b",
          ...['', '--a', '', genuine.toString(), '--a--', '--b', '', 'autre', '--b--'],
        ),
      ),
      'malformed-mail',
    ],
    [
      'a protection of headers that is told in two ways',
      inner(
        lines('Content-Type: text/plain; hp=cipher; hp=clear', `From: ${ATTACKER}`, '', 'Bonjour'),
      ),
      'malformed-mail',
    ],
    [
      'a bare CR added to what is signed',
      change('Consentement', '\rConsentement'),
      'digest-mismatch',
    ],
    [
      'a bare LF added to what is signed',
      change('Consentement', '\nConsentement'),
      'digest-mismatch',
    ],
    ['a blank added at a line end', change(': non\r\n', ': non \r\n'), 'digest-mismatch'],
    [
      'a p7s in an encoding that is none',
      change('Encoding: base64', 'Encoding: rot13'),
      'malformed-cms',
    ],
    ['a p7s in uuencode', change('Encoding: base64', 'Encoding: x-uuencode'), 'malformed-cms'],
    [
      'an empty p7s',
      change(/(filename="smime.p7s"\r\n\r\n)[A-Za-z0-9+/=\r\n]+/, '$1\r\n'),
      'malformed-cms',
    ],
    [
      'a header block beyond measure',
      mail({ ...outer, X: 'a'.repeat(300_000) }, whole),
      'headers-too-large',
      'no-from',
      'not-signed',
    ],
    [
      'two thousand header fields',
      mail([`From: ${VICTIM}`, ...Array.from({ length: 2000 }, (_, n) => `X-${n}: a`)], whole),
      'headers-too-large',
    ],
    [
      'two Content-Type fields in the signed part',
      inner(Buffer.concat([lines('Content-Type: text/html'), genuine])),
      'malformed-mail',
    ],
    [
      'two encodings in the signed part',
      inner(
        lines(
          'Content-Type: text/plain',
          'Content-Transfer-Encoding: base64',
          'Content-Transfer-Encoding: 7bit',
          '',
          'Q29uc2VudGVtZW50IDogb3Vp',
        ),
      ),
      'malformed-mail',
    ],
    [
      'a thousand parts',
      inner(multipart('mixed', ...Array.from({ length: 1000 }, () => text('a')))),
      'mime-too-many-parts',
    ],
    [
      'ten thousand parts',
      inner(multipart('mixed', ...Array.from({ length: 10_000 }, () => text('a')))),
      'mime-too-many-parts',
    ],
    ['a hundred levels', inner(deep(100)), 'mime-too-deep'],
    [
      'the same boundary at every level',
      inner(sameBoundary(50)),
      'letter',
      'mime-too-deep',
      'mime-too-many-parts',
      'malformed-mail',
    ],
    [
      'UTF-7',
      inner(lines('Content-Type: text/plain; charset=utf-7', '', '+AEM-onsentement : oui')),
      'letter',
      'charset-unknown',
      'malformed-mail',
    ],
    [
      'a text of a megabyte on one line',
      inner(text('a'.repeat(1_000_000))),
      'letter',
      'text-too-long',
    ],
    [
      'a thousand parts unsigned',
      mail(outer, multipart('mixed', ...Array.from({ length: 1000 }, () => text('a')))),
      'not-signed',
      'too-many-parts',
    ],
    ['a hundred levels unsigned', mail(outer, deep(100)), 'not-signed'],
    [
      'winmail.dat signed',
      inner(
        lines(
          'Content-Type: application/ms-tnef; name="winmail.dat"',
          'Content-Transfer-Encoding: base64',
          '',
          'eJ8+Ig==',
        ),
      ),
      'tnef-not-supported',
    ],
    [
      'winmail.dat beside a text, signed',
      inner(
        multipart(
          'mixed',
          genuine,
          lines('Content-Type: application/octet-stream; name="winmail.dat"', '', 'x'),
        ),
      ),
      'letter',
    ],
  ]
  for (const [name, raw, ...codes] of cases) {
    const found = await outcome(raw)
    t.ok(codes.includes(found), `${name}: ${found}`)
  }
})

function deep(levels: number): Buffer {
  let entity: Buffer = genuine
  for (let level = 0; level < levels; level++) {
    entity = Buffer.concat([
      lines(`Content-Type: multipart/mixed; boundary="b${level}"`, '', `--b${level}`),
      entity,
      lines('', `--b${level}--`),
    ])
  }
  return entity
}

function sameBoundary(levels: number): Buffer {
  const open = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'.repeat(levels)
  return Buffer.concat([Buffer.from(open), genuine, lines('', '--b--')])
}

/** Small and repeatable: the same seed makes the same mutations. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

type Mutation = (octets: Buffer, next: (below: number) => number) => Buffer

const splice = (octets: Buffer, at: number, remove: number, ...insert: readonly Buffer[]) =>
  Buffer.concat([octets.subarray(0, at), ...insert, octets.subarray(at + remove)])

const MUTATIONS: { readonly [name: string]: Mutation } = {
  'bit flipped': (octets, next) => {
    const copy = Buffer.from(octets)
    const at = next(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << next(8))
    return copy
  },
  truncated: (octets, next) => octets.subarray(0, next(octets.length)),
  'length lies': (octets, next) => {
    const copy = Buffer.from(octets)
    const heads = elementsOf(copy)
    const at = (heads[next(heads.length)] ?? 0) + 1
    copy[at] = [0x00, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xff, (copy[at] ?? 0) + 1][next(8)] ?? 0
    return copy
  },
  'length of four gigabytes': (octets, next) => {
    const heads = elementsOf(octets)
    const at = (heads[next(heads.length)] ?? 0) + 1
    return splice(octets, at, 1, Buffer.from([0x84, 0xff, 0xff, 0xff, 0xff]))
  },
  'tag changed': (octets, next) => {
    const copy = Buffer.from(octets)
    const heads = elementsOf(copy)
    copy[heads[next(heads.length)] ?? 0] = next(256)
    return copy
  },
  'indefinite nesting': (octets, next) =>
    splice(octets, next(octets.length), 0, Buffer.from('3080'.repeat(1 + next(3000)), 'hex')),
  'element removed': (octets, next) => {
    const heads = elementsOf(octets)
    const at = heads[next(heads.length)] ?? 0
    return splice(octets, at, sizeAt(octets, at))
  },
  'element doubled': (octets, next) => {
    const heads = elementsOf(octets)
    const at = heads[next(heads.length)] ?? 0
    return splice(octets, at, 0, octets.subarray(at, at + sizeAt(octets, at)))
  },
  'octets zeroed': (octets, next) => {
    const copy = Buffer.from(octets)
    const at = next(copy.length)
    copy.fill(0, at, Math.min(copy.length, at + 1 + next(32)))
    return copy
  },
  'random octets': (octets, next) =>
    Buffer.from(Array.from({ length: next(octets.length) }, () => next(256))),
}

/** Where each element of a good DER object begins. */
function elementsOf(octets: Buffer): number[] {
  const found: number[] = []
  const walk = (node: ReturnType<typeof parseDer>): void => {
    const bytes = rawOf(node)
    found.push(bytes.byteOffset - octets.byteOffset)
    if ((node.tag & 0x20) !== 0) for (const child of children(node)) walk(child)
  }
  walk(parseDer(octets, { rules: 'ber' }))
  return found
}

function sizeAt(octets: Buffer, at: number): number {
  const first = octets[at + 1] ?? 0
  if (first < 0x80) return 2 + first
  const count = first & 0x7f
  return 2 + count + octets.readUIntBE(at + 2, Math.max(1, count))
}

const ROUNDS = Number(process.env.FUZZ_RUNS ?? 60)

t.test('CMS and certificates mutated: refused with a code, or what was signed', async (t) => {
  const certificate = victim.certificate.der
  const bundled = [certificate, ca.certificate.der]
  const sources: { readonly [name: string]: (mutate: (octets: Buffer) => Buffer) => Buffer } = {
    'detached CMS': (mutate) =>
      multipartSigned(genuine, mutate(cms(genuine, [victim], { bundle: bundled }))),
    'opaque CMS': (mutate) =>
      opaque(mutate(cms(genuine, [victim], { bundle: bundled, inside: genuine }))),
    'certificate of the signer': (mutate) =>
      multipartSigned(genuine, cms(genuine, [victim], { bundle: [mutate(certificate)] })),
    'certificate of the authority': (mutate) =>
      multipartSigned(
        genuine,
        cms(genuine, [victim], { bundle: [certificate, mutate(ca.certificate.der)] }),
      ),
  }
  let longest = 0
  const codes = new Map<string, number>()
  for (const [source, make] of Object.entries(sources)) {
    for (const [mutation, mutate] of Object.entries(MUTATIONS)) {
      for (let seed = 1; seed <= ROUNDS; seed++) {
        const next = generator(seed * 7919)
        const raw = mail(
          outer,
          make((octets) => mutate(octets, next)),
        )
        const started = performance.now()
        const { verdict, entity } = await judged(raw)
        longest = Math.max(longest, performance.now() - started)
        const name = `${source}, ${mutation}, seed ${seed}`
        const code = verdict.refusal ?? 'accepted'
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (verdict.accepted) {
          if (!(await wholeBuffer(entity, 1e6)).equals(genuine)) t.fail(`${name}: other content`)
        } else if (verdict.refusal === null) t.fail(`${name}: no code`)
      }
    }
  }
  t.comment(JSON.stringify(Object.fromEntries(codes)), `longest ${Math.round(longest)} ms`)
  t.ok((codes.get('malformed-cms') ?? 0) > 0)
  t.ok((codes.get('bad-signature') ?? 0) > 0)
})
