import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { signData, verifyData } from '../../src/seal/sign-data.ts'
import { certificateOf, identityOf, testPki } from '../support/pki.ts'

const { people } = await testPki()
const DATA = Buffer.from('{"sequence":1}')

for (const [who, digest] of [
  ['gateway', 'sha256'],
  ['cardiologue', 'sha256'],
  ['pneumologue', 'sha384'],
] as const) {
  t.test(`signs data with the key of ${who} so that OpenSSL verifies it`, async (t) => {
    const dir = t.testdir()
    const [signature, key] = [join(dir, 'signature'), join(dir, 'key.pem')]
    await writeFile(signature, await signData(DATA, identityOf(people[who])))
    await writeFile(
      key,
      await openssl(['x509', '-noout', '-pubkey', '-in', people[who].certificate]),
    )
    await openssl(['dgst', `-${digest}`, '-verify', key, '-signature', signature], { input: DATA })
  })
}

t.test('knows altered data, another signer and an unreadable certificate', async (t) => {
  for (const who of ['gateway', 'cardiologue', 'neurologue'] as const) {
    const signature = await signData(DATA, identityOf(people[who]))
    const certificate = certificateOf(people[who])
    t.ok(verifyData(DATA, signature, certificate))
    t.notOk(verifyData(Buffer.from('{"sequence":2}'), signature, certificate))
    t.notOk(verifyData(DATA, signature, certificateOf(people.requerant)))
    t.notOk(verifyData(DATA, signature, Buffer.from('none')))
    t.notOk(verifyData(DATA, Buffer.alloc(3), certificate))
  }
})
