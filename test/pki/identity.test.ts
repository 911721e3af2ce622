import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { loadIdentity } from '../../src/pki/identity.ts'
import { testPki } from '../support/pki.ts'

const pki = await testPki()
const { people } = pki

const kinds = [
  ['AES-256 with PBKDF2', []],
  ['3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
  ['RC2-40, as old browsers export', ['-legacy']],
  ['no encryption', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
  ['SHA-512 for its MAC', ['-macalg', 'sha512']],
] as const
for (const [kind, options] of kinds) {
  t.test(`loads a PKCS#12 file with ${kind}`, async (t) => {
    const identity = loadIdentity(await pkcs12('gateway', [...options]), 'sésame')
    t.ok(identity.certificate.checkPrivateKey(identity.key))
    t.ok(
      identity.certificate.raw.equals(
        new X509Certificate(await readFile(people.gateway.certificate)).raw,
      ),
    )
    const key = createPrivateKey(await readFile(people.gateway.key))
    t.ok(identity.key.equals(key))
  })
}

t.test('an accent in the password is no chance: each file of it opens', async (t) => {
  const p12 = await readFile(new URL('../../fixtures/pkcs12/accent.p12', import.meta.url))
  t.match(loadIdentity(p12, 'sésame').certificate.subject, /CN=Mot de passe accentue/)
  t.throws(() => loadIdentity(p12, 'sesame'), /mot de passe/)
  t.throws(() => loadIdentity(p12, 'sésâme'), /mot de passe/)
  // An octet of the MAC, the last but two of its fields: what it does not vouch for is not opened another way.
  const altered = Buffer.from(p12)
  altered[2550] = (p12[2550] ?? 0) ^ 1
  t.throws(() => loadIdentity(altered, 'sésame'), /mot de passe/)
})

for (const who of ['cardiologue', 'pneumologue', 'rhumatologue', 'neurologue'] as const) {
  t.test(`loads the key of ${who}, which is not RSA`, async (t) => {
    const { key, certificate, intermediates } = loadIdentity(
      await readFile(people[who].p12),
      people[who].password,
    )
    t.ok(certificate.checkPrivateKey(key))
    t.equal(intermediates.length, 1)
  })
}

t.test('puts the intermediates in order, drops the root and what is not of the path', async (t) => {
  const all = join(t.testdir(), 'all.pem')
  const files = [
    people.otherRoot.chain,
    pki.root,
    people.noCrl.chain,
    people.gateway.chain,
    people.carte.certificate,
  ]
  await writeFile(all, Buffer.concat(await Promise.all(files.map((file) => readFile(file)))))
  const { intermediates } = loadIdentity(await pkcs12('gateway', [], all), 'sésame')
  const wanted = new X509Certificate(await readFile(people.gateway.chain))
  t.strictSame(
    intermediates.map((one) => one.fingerprint256),
    [wanted.fingerprint256],
  )
})

t.test('says in a sentence what is wrong with the file', async (t) => {
  const good = await pkcs12('gateway', [])
  t.throws(() => loadIdentity(good, 'autre'), { message: /mot de passe/ })
  t.throws(() => loadIdentity(Buffer.from('-----BEGIN CERTIFICATE-----'), ''), {
    message: /n’est pas un PKCS#12/,
  })
  t.throws(() => loadIdentity(Buffer.alloc(0), ''), { message: /n’est pas un PKCS#12/ })
  t.throws(() => loadIdentity(certificateAlone, ''), {
    message: /n’est pas un PKCS#12/,
  })
  t.throws(() => loadIdentity(certificatesOnly, 'sésame'), { message: /pas de clé privée/ })
  t.throws(() => loadIdentity(keyOnly, 'sésame'), { message: /pas le certificat/ })
})

const certificateAlone = new X509Certificate(await readFile(people.gateway.certificate)).raw
const certificatesOnly = await openssl([
  ...['pkcs12', '-export', '-nokeys', '-in', people.gateway.certificate, '-passout', 'pass:sésame'],
])
const keyOnly = await openssl([
  ...['pkcs12', '-export', '-nocerts', '-inkey', people.gateway.key, '-in', people.gateway.key],
  ...['-passout', 'pass:sésame'],
])

async function pkcs12(
  who: keyof typeof people,
  options: string[],
  chain?: string,
): Promise<Buffer> {
  const { key, certificate } = people[who]
  return await openssl([
    ...['pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', 'pass:sésame'],
    ...['-certfile', chain ?? people[who].chain, ...options],
  ])
}
