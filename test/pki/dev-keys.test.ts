import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
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

/** Each file that dev makes, as somebody else may have put it there; what is said when it cannot serve. */
const FOREIGN: {
  readonly [file: string]: { readonly content: string; readonly said: RegExp | null }
} = {
  'keys/authority.key': {
    content: 'a key of another program',
    said: /authority\.key existe et n’a pas été fait ici/,
  },
  'trust/confrere-dev.pem': {
    content: 'another authority',
    said: /confrere-dev\.pem existe et n’a pas été fait ici/,
  },
  'trust/confrere-dev.crl': {
    content: 'another list',
    said: /confrere-dev\.crl existe et n’a pas été fait ici/,
  },
  // They serve as they are: a password that was chosen, a master key, an identity.
  'keys/gateway.password': { content: 'choisi par moi\n', said: null },
  'keys/gateway.p12': { content: 'an identity of mine', said: null },
  'keys/master.key': { content: '0123456789abcdef0123456789abcdef', said: null },
}

t.test('writes over nothing that somebody else put there, whichever file it is', async (t) => {
  const made = t.testdir()
  await makeDevKeys(keysIn(made))
  t.strictSame(
    Object.keys(contents(made)).sort(),
    Object.keys(FOREIGN).sort(),
    'each file has a row',
  )
  for (const [file, { content, said }] of Object.entries(FOREIGN)) {
    const [folder = '', name = ''] = file.split('/')
    const dir = t.testdir({ [file.replace(/\W/g, '-')]: { [folder]: { [name]: content } } })
    const keys = keysIn(join(dir, file.replace(/\W/g, '-')))
    const at = join(keys.dataDir, file)
    // An old one too: dev renews lists of its own by their age.
    const old = new Date(NOW.getTime() - 1000 * DAY_MS)
    utimesSync(at, old, old)
    if (said === null) await makeDevKeys(keys)
    else await t.rejects(makeDevKeys(keys), said, file)
    t.equal(readFileSync(at, 'utf8'), content, file)
    t.notOk(
      readdirSync(join(keys.dataDir, folder)).some((each) => each.endsWith('.tmp')),
      'no draft is left',
    )
  }
})

t.test('makes the identity under the password that is there', async (t) => {
  const dir = t.testdir({ keys: { 'gateway.password': 'choisi par moi\n' } })
  await makeDevKeys(keysIn(dir))
  const p12 = readFileSync(join(dir, 'keys', 'gateway.p12'))
  t.ok(loadIdentity(p12, 'choisi par moi'))
})
