import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { type DevKeys, makeDevKeys, makePerson } from '../../src/pki/dev-keys.ts'
import { loadIdentity } from '../../src/pki/identity.ts'

const NOW = new Date()
const DAY_MS = 86_400_000

function keysIn(dir: string, more: Partial<DevKeys> = {}): DevKeys {
  const at = (name: string) => join(dir, 'keys', name)
  return {
    dataDir: dir,
    trustDir: join(dir, 'trust'),
    from: 'teleexpertise@te.localhost',
    identity: { file: at('gateway.p12'), passwordFile: at('gateway.password') },
    masterKeyFile: at('master.key'),
    now: NOW,
    ...more,
  }
}

function identityIn({ identity }: DevKeys) {
  return loadIdentity(
    readFileSync(identity.file),
    String(readFileSync(identity.passwordFile ?? '')),
  )
}

function contents(dir: string): Record<string, string> {
  const files = ['keys', 'trust'].flatMap((sub) =>
    readdirSync(join(dir, sub)).map((name) => join(sub, name)),
  )
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(dir, file), 'hex')]))
}

t.test(
  'makes an identity that OpenSSL accepts for mail, not revoked, at the address of the gateway',
  async (t) => {
    const keys = keysIn(t.testdir())
    await makeDevKeys(keys)
    const { certificate, key } = identityIn(keys)
    t.ok(certificate.checkPrivateKey(key))
    t.ok(certificate.checkEmail('teleexpertise@te.localhost'))
    const crl = join(keys.dataDir, 'crl.pem')
    const root = join(keys.trustDir, 'confrere-dev.pem')
    await openssl([
      'crl',
      '-inform',
      'DER',
      '-in',
      join(keys.trustDir, 'confrere-dev.crl'),
      '-out',
      crl,
      '-CAfile',
      root,
    ])
    await openssl(
      [
        'verify',
        '-x509_strict',
        '-purpose',
        'smimesign',
        '-crl_check',
        '-CRLfile',
        crl,
        '-CAfile',
        root,
      ],
      { input: certificate.toString() },
    )
  },
)

t.test('lets nobody else read what is private', async (t) => {
  const keys = keysIn(t.testdir())
  await makeDevKeys(keys)
  for (const name of readdirSync(join(keys.dataDir, 'keys'))) {
    t.equal(statSync(join(keys.dataDir, 'keys', name)).mode & 0o777, 0o600, name)
  }
  t.equal(readFileSync(keys.masterKeyFile).length, 32)
})

t.test('makes nothing anew that is there and good', async (t) => {
  const dir = t.testdir()
  await makeDevKeys(keysIn(dir))
  const before = contents(dir)
  await makeDevKeys(keysIn(dir))
  t.strictSame(contents(dir), before)
})

t.test('makes the identity anew for another address, and before it ends', async (t) => {
  const dir = t.testdir()
  await makeDevKeys(keysIn(dir))
  const first = identityIn(keysIn(dir)).certificate.serialNumber
  await makeDevKeys(keysIn(dir, { from: 'autre@te.localhost' }))
  const second = identityIn(keysIn(dir)).certificate
  t.not(second.serialNumber, first)
  t.ok(second.checkEmail('autre@te.localhost'))
  const later = new Date(NOW.getTime() + 1060 * DAY_MS)
  await makeDevKeys(keysIn(dir, { from: 'autre@te.localhost', now: later }))
  t.ok(identityIn(keysIn(dir)).certificate.validToDate > new Date(later.getTime() + 1000 * DAY_MS))
})

t.test('renews the revocation list before its end, and never touches the master key', async (t) => {
  const dir = t.testdir()
  await makeDevKeys(keysIn(dir))
  const before = contents(dir)
  await makeDevKeys(keysIn(dir, { now: new Date(NOW.getTime() + 330 * DAY_MS) }))
  const after = contents(dir)
  t.not(after['trust/confrere-dev.crl'], before['trust/confrere-dev.crl'])
  t.equal(after['keys/master.key'], before['keys/master.key'])
  t.equal(after['keys/gateway.p12'], before['keys/gateway.p12'])
})

t.test('makes the identity anew when its authority is lost', async (t) => {
  const dir = t.testdir()
  await makeDevKeys(keysIn(dir))
  rmSync(join(dir, 'trust'), { recursive: true })
  const authority = await makeDevKeys(keysIn(dir))
  t.ok(identityIn(keysIn(dir)).certificate.verify(authority.certificate.publicKey))
})

t.test('leaves alone an identity that someone else put there', async (t) => {
  const dir = t.testdir({ keys: { 'gateway.p12': 'not ours' } })
  await makeDevKeys(keysIn(dir))
  t.equal(readFileSync(join(dir, 'keys', 'gateway.p12'), 'utf8'), 'not ours')
})

t.test('is safe when several processes begin at once', async (t) => {
  const dir = t.testdir()
  const made = await Promise.all(Array.from({ length: 4 }, () => makeDevKeys(keysIn(dir))))
  t.equal(new Set(made.map((one) => one.certificate.fingerprint256)).size, 1)
  const { certificate } = identityIn(keysIn(dir))
  t.ok(made[0] && certificate.verify(made[0].certificate.publicKey))
})

t.test('makes physicians whose certificates name them as IGC-Santé does', async (t) => {
  const authority = await makeDevKeys(keysIn(t.testdir()))
  const person = await makePerson(authority, {
    rpps: '99700000005',
    nom: 'FONTAINE',
    prenom: 'Claire',
    email: 'claire.fontaine@cabinet.test',
  })
  const said = String(
    await openssl(['x509', '-noout', '-subject', '-ext', 'subjectAltName'], {
      input: person.certificate.toString(),
    }),
  )
  t.match(said, /CN = 899700000005/)
  t.match(said, / \+ SN = FONTAINE/)
  t.match(said, /email:claire\.fontaine@cabinet\.test/)
  const { key, certificate } = loadIdentity(person.p12, person.password)
  t.ok(certificate.checkPrivateKey(key))
  await openssl(['pkcs12', '-noout', '-passin', `pass:${person.password}`], { input: person.p12 })
})
