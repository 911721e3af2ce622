/**
 * What the second library says of a signature: confirmed, denied, or nothing.
 */
import { createHash } from 'node:crypto'

import t from 'tap'

import type { Person } from '../../certs/make.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { type Confirmation, confirm } from '../../src/second/confirm.ts'
import { second } from '../../src/second/second.ts'
import { entityOf, signedData } from '../open/crafted.ts'
import { demande, letter, type Signing, signWithOpenssl } from '../support/letters.ts'
import { certificateOf, identityOf, testPki } from '../support/pki.ts'

const { people } = await testPki()
const { entity } = letter({ from: 'a@b.test', to: 'demande@te.localhost', text: demande() })

/** The S/MIME entity as `open` hands it over, and what it rests on. */
function claimOf(smime: Buffer, person: Person, content = entity) {
  const blank = smime.indexOf('\r\n\r\n')
  return {
    headers: `${smime.toString('latin1', 0, blank)}\r\n`,
    body: memoryBytes(smime.subarray(blank + 4)),
    contentSha256: createHash('sha256').update(content).digest('hex'),
    certificate: certificateOf(person),
  }
}

const SIGNED: readonly (readonly [who: keyof typeof people, how: Signing, said: Confirmation])[] = [
  ['requerant', {}, 'confirmed'],
  ['requerant', { form: 'opaque' }, 'confirmed'],
  ['requerant', { digest: 'sha384' }, 'confirmed'],
  ['requerant', { digest: 'sha512', form: 'opaque' }, 'confirmed'],
  ['requerant', { padding: 'pss' }, 'confirmed'],
  ['requerant', { padding: 'pss', digest: 'sha512' }, 'confirmed'],
  ['requerant', { attributes: 'none' }, 'confirmed'],
  ['requerant', { certificates: 'none' }, 'confirmed'],
  ['cardiologue', {}, 'confirmed'],
  ['cardiologue', { digest: 'sha512', form: 'opaque' }, 'confirmed'],
  ['pneumologue', { digest: 'sha384' }, 'confirmed'],
  ['rhumatologue', { digest: 'sha512' }, 'confirmed'],
  // What pkijs does not know is no objection.
  ['requerant', { digest: 'sha1' }, 'unsupported'],
]

for (const [who, how, said] of SIGNED) {
  t.test(`${who} ${JSON.stringify(how)}: ${said}`, async (t) => {
    const claim = claimOf(await signWithOpenssl(entity, people[who], how), people[who])
    t.equal(await confirm(claim), said)
    if (said === 'unsupported') return
    t.equal(await confirm(await forged(claim)), 'denied', 'another signature')
    t.equal(
      await confirm({ ...claim, contentSha256: createHash('sha256').update('x').digest('hex') }),
      'denied',
      'other octets',
    )
  })
}

t.test('Ed25519, broken objects and foreign entities are no objection', async (t) => {
  const { neurologue, requerant } = people
  const edwards = entityOf(signedData(entity, identityOf(neurologue)))
  t.equal(await confirm(claimOf(edwards, neurologue)), 'unsupported')
  const good = claimOf(await signWithOpenssl(entity, requerant), requerant)
  t.equal(await confirm({ ...good, headers: 'Content-Type: text/plain\r\n' }), 'unsupported')
  t.equal(await confirm({ ...good, body: memoryBytes(Buffer.from('--x')) }), 'unsupported')
  const garbage = entityOf(Buffer.from('no object at all'))
  t.equal(await confirm(claimOf(garbage, requerant)), 'unsupported')
})

t.test(
  'attributes that were not sorted are encoded anew by others, and are no objection',
  async (t) => {
    const { requerant } = people
    const reversed = entityOf(signedData(entity, identityOf(requerant), { order: 'reversed' }))
    t.not(await confirm(claimOf(reversed, requerant)), 'denied')
  },
)

t.test('a mail saved with bare line ends is the mail that was signed', async (t) => {
  const { requerant } = people
  const smime = await signWithOpenssl(entity, requerant)
  const bare = Buffer.from(smime.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
  const blank = bare.indexOf('\n\n')
  const claim = claimOf(smime, requerant)
  const saved = {
    ...claim,
    headers: bare.toString('latin1', 0, blank + 1),
    body: memoryBytes(bare.subarray(blank + 2)),
  }
  t.equal(await confirm(saved), 'confirmed')
})

t.test('a signature that is denied stops the letter, one that nobody made does not', async (t) => {
  const { requerant } = people
  const claim = await forged(claimOf(await signWithOpenssl(entity, requerant), requerant))
  const { headers, body, contentSha256, certificate } = claim
  const opened = {
    entity: memoryBytes(entity),
    original: { headers, body },
    empreinte: contentSha256 as never,
    evidence: { chain: [certificate], crls: [], ocsp: [] },
  }
  const parts = { first: [], decode: String }
  t.match(await second(opened, parts), { code: 'verifications-divergentes', readings: null })
  t.match(await second({ ...opened, original: null }, parts), { code: 'lectures-divergentes' })
})

/** The same entity with another signature value: the last octets of its CMS object. */
async function forged(claim: ReturnType<typeof claimOf>): Promise<ReturnType<typeof claimOf>> {
  const body = Buffer.from(await whole(claim))
  const text = body.toString('latin1')
  const end = text.search(/\r\n--[^\r\n]*--\r\n$/)
  const cms = text.slice(Math.max(0, text.lastIndexOf('\r\n\r\n')), end === -1 ? undefined : end)
  const octets = Buffer.from(cms, 'base64')
  octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1
  const altered = octets.toString('base64').replace(/.{64}/g, '$&\r\n')
  return {
    ...claim,
    body: memoryBytes(Buffer.from(text.replace(cms, `\r\n\r\n${altered}\r\n`), 'latin1')),
  }
}

async function whole({ body }: ReturnType<typeof claimOf>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body.read()) pieces.push(piece)
  return Buffer.concat(pieces)
}
