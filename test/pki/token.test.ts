/**
 * The gateway's key in a PKCS#11 module: SoftHSM plays the HSM, OpenSSL judges what comes out of it.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { loadConfig } from '../../src/config.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import { parsePkcs11Uri } from '../../src/kit/pkcs11-uri.ts'
import type { Identity } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { signData, verifyData } from '../../src/seal/sign-data.ts'
import { loadGatewayIdentity } from '../../src/start/gateway-identity.ts'
import { demande, encrypted, letter, signed, verified } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'

const MODULE = '/usr/lib/softhsm/libsofthsm2.so'
const missing = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' })
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT'
  }
}
const skip =
  missing('softhsm2-util') || !existsSync(MODULE)
    ? 'softhsm2 is not installed'
    : missing('pkcs11-tool')
      ? 'opensc is not installed'
      : false

t.test('reads the parts of a PKCS#11 URI', async (t) => {
  t.strictSame(
    parsePkcs11Uri(
      'pkcs11:token=Le%20CHU;object=cle;id=%00%ff?module-path=/m.so&pin-source=file:/pin',
    ),
    {
      module: '/m.so',
      token: 'Le CHU',
      slot: null,
      id: '00ff',
      object: 'cle',
      pinFile: '/pin',
      pin: null,
    },
  )
  t.match(parsePkcs11Uri('pkcs11:id=a?pin-value=12%2034'), { id: '61', pin: '12 34' })
  for (const wrong of [
    '',
    'token=a',
    'pkcs11:token=a',
    'pkcs11:id=%4',
    'pkcs11:id=a;id=b',
    'pkcs11:id=a?pin-source=|cat',
  ])
    t.type(parsePkcs11Uri(wrong), 'string', wrong)
})

t.test('signs and decrypts with a key that never leaves its module', { skip }, async (t) => {
  const pki = await testPki()
  const { gateway, cardiologue, requerant } = pki.people
  const dir = t.testdir({ tokens: {}, pin: '1234\n', 'pin-faux': '9999\n' })
  await writeFile(
    join(dir, 'softhsm2.conf'),
    `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  const before = process.env.SOFTHSM2_CONF
  process.env.SOFTHSM2_CONF = join(dir, 'softhsm2.conf')
  t.teardown(() => {
    if (before === undefined) delete process.env.SOFTHSM2_CONF
    else process.env.SOFTHSM2_CONF = before
  })
  const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { stdio: 'pipe' })
  run(
    'softhsm2-util',
    '--init-token',
    '--free',
    '--label',
    'essai',
    '--so-pin',
    '0000',
    '--pin',
    '1234',
  )
  const put = (key: string, label: string, id: string) => {
    const pkcs8 = join(dir, `${label}.p8`)
    run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', key, '-out', pkcs8)
    run(
      'softhsm2-util',
      '--import',
      pkcs8,
      '--token',
      'essai',
      '--label',
      label,
      '--id',
      id,
      '--pin',
      '1234',
    )
  }
  put(gateway.key, 'rsa', '01')
  put(cardiologue.key, 'ec', '02')
  const trustDir = join(dir, 'trust')
  await mkdir(trustDir)
  const uri = (which: string, pin = 'pin') =>
    `pkcs11:token=essai;${which}?module-path=${MODULE}&pin-source=file:${join(dir, pin)}`
  const identity = async (which: string, pin?: string): Promise<Identity> => {
    const env = {
      CONFRERE_PKCS11: uri(which, pin),
      CONFRERE_DATA_DIR: dir,
      CONFRERE_TRUST_DIR: trustDir,
    }
    const config = await loadConfig(env)
    if ('errors' in config) throw new Error(config.errors.join('\n'))
    return await loadGatewayIdentity(config)
  }

  await t.rejects(identity('object=rsa'), /certificat de la clé PKCS#11 est introuvable/)
  await t.rejects(
    identity('object=rsa', 'pin-faux'),
    /le module PKCS#11 refuse : .*CKR_PIN_INCORRECT/,
  )
  for (const [name, file] of [
    ['a.crt', gateway.certificate],
    ['b.crt', cardiologue.certificate],
    ['ca.crt', gateway.chain],
    ['root.crt', pki.root],
  ] as const)
    await writeFile(join(trustDir, name), readFileSync(file))
  await t.rejects(identity('object=absente'), /introuvable|refuse/)

  const rsa = await identity('object=rsa')
  t.equal(rsa.key.type, 'public', 'the private key is not here')
  t.equal(rsa.intermediates.length, 1)
  const trust = await loadTrust(pki.trust)
  const opened = (raw: Buffer, keys: readonly Identity[]) =>
    open(receivedFile(raw, pki.now), {
      keys,
      trust,
      annuaire: null,
      keep: keepInMemory,
      policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
    })

  const mail = letter({ from: requerant.email, to: 'demande@te.localhost', text: demande() })
  const inner = await signed(mail, requerant)
  for (const padding of ['pkcs1', 'oaep'] as const) {
    const raw = await encrypted(inner, gateway.certificate, { padding })
    t.equal((await opened(raw, [rsa])).verdict.refusal, null, padding)
  }
  const other = await encrypted(inner, requerant.certificate)
  t.equal((await opened(other, [rsa])).verdict.refusal, 'cannot-decrypt')

  for (const which of [rsa, await identity('id=%02')]) {
    const { entity } = letter({ from: '', to: '', text: 'Un avis.' })
    const made = await seal(
      {
        headers: [['From', gateway.email]],
        entity: memoryBytes(entity),
        to: 'x@y.test' as AdresseMss,
        messageId: 'a@b',
        clinical: true,
      },
      { identity: which, recipient: null, keep: keepInMemory, now: new Date() },
    )
    if (isRefusal(made)) throw new Error(made.code)
    const { entity: found } = await verified(await wholeBuffer(made.raw, 1e6), pki)
    t.match(found.toString(), /hp="clear"/, `OpenSSL verifies ${which.key.asymmetricKeyType}`)
    const data = Buffer.from('point de contrôle')
    t.ok(verifyData(data, await signData(data, which), which.certificate.raw))
  }
})
