/**
 * Broken and hostile octets: opening never throws, and never accepts what the signer did not sign.
 */
import fc from 'fast-check'
import t from 'tap'

import { wholeBuffer } from '../../src/kit/bytes.ts'
import { demande, encrypted, letter, signed } from '../support/letters.ts'
import { opening } from './opening.ts'

const { pki, opened } = await opening()
const { requerant, gateway } = pki.people
const mail = letter({ from: requerant.email, to: 'demande@te.localhost', text: demande() })
const numRuns = Number(process.env.FUZZ_RUNS ?? 150)
const sources = [
  await signed(mail, requerant),
  await signed(mail, requerant, { form: 'opaque' }),
  await encrypted(await signed(mail, requerant), gateway.certificate),
  await encrypted(await signed(mail, requerant, { form: 'opaque' }), gateway.certificate, {
    cipher: 'aes-256-gcm',
  }),
]

/** Accepted means: exactly what was signed, and nothing else. */
async function isSound(raw: Buffer): Promise<boolean> {
  const { verdict, entity } = await opened(raw)
  return !verdict.accepted || (await wholeBuffer(entity, 1e8)).equals(mail.entity)
}

/** Octets of the CMS object, where a mail has one in base64, changed by `change` and encoded again. */
function withCms(raw: Buffer, change: (cms: Buffer) => Buffer): Buffer {
  const text = raw.toString('latin1')
  const block = [...text.matchAll(/(?:[A-Za-z0-9+/=]{4,76}\r\n){4,}/g)].at(-1)
  const [old = '', at = 0] = [block?.[0], block?.index]
  const made = change(Buffer.from(old, 'base64')).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(`${text.slice(0, at)}${made}\r\n${text.slice(at + old.length)}`, 'latin1')
}

t.test('survives truncation anywhere', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (raw, cut) => isSound(raw.subarray(0, Math.floor(raw.length * cut))),
    ),
    { numRuns },
  )
  t.pass('every cut was judged')
})

t.test('survives changed octets in the mail', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (raw, at, flip) => {
        const copy = Buffer.from(raw)
        copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ flip
        return isSound(copy)
      },
    ),
    { numRuns },
  )
  t.pass('every change was judged')
})

t.test('survives changed, cut and inserted octets in the CMS', async (t) => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 3 }),
    insert: fc.uint8Array({ maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (raw, edits) =>
        isSound(
          withCms(raw, (cms) =>
            edits.reduce((bytes, { at, remove, insert }) => {
              const from = at % Math.max(1, bytes.length)
              return Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)])
            }, cms),
          ),
        ),
    ),
    { numRuns },
  )
  t.pass('every edit was judged')
})

t.test('survives octets that are no mail at all', async (t) => {
  const heads = [
    '',
    'Content-Type: application/pkcs7-mime\r\n\r\n',
    'Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...heads),
      fc.uint8Array({ maxLength: 400 }),
      async (head, bytes) => {
        const { verdict } = await opened(Buffer.concat([Buffer.from(head), bytes]))
        return !verdict.accepted && verdict.refusal !== null
      },
    ),
    { numRuns },
  )
  t.pass('all was refused')
})

t.test('refuses a header block beyond measure', async (t) => {
  const raw = Buffer.concat([Buffer.from('Subject: '), Buffer.alloc(600_000, 0x61)])
  t.equal((await opened(raw)).verdict.refusal, 'headers-too-large')
})
