/**
 * The trust folder: any name, PEM or DER, several in a file, and what cannot be used is told.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { certificateOf, testPki } from '../support/pki.ts'

const pki = await testPki()

t.test('loads the folder of the test PKI', async (t) => {
  const trust = await loadTrust(pki.trust)
  t.ok(trust.all.anchors.length > 0)
  t.ok(trust.allCrls.length > 0)
  t.strictSame(trust.problems, [])
})

t.test('reads PEM with several objects, DER, bundles, and passes over the rest', async (t) => {
  const folder = t.testdir()
  const pem = async (...files: string[]) =>
    Buffer.concat(await Promise.all(files.map((f) => readFile(f))))
  const { requerant, cardiologue } = pki.people
  await writeFile(join(folder, 'tout'), await pem(pki.root, requerant.chain, requerant.key))
  await writeFile(join(folder, 'a.der'), certificateOf(requerant))
  const bundle = ['crl2pkcs7', '-nocrl', '-certfile', cardiologue.certificate, '-outform', 'DER']
  await writeFile(join(folder, 'chaine.p7b'), await openssl(bundle))
  await writeFile(join(folder, 'lisez-moi.txt'), 'Bonjour')
  await writeFile(join(folder, 'abime.crt'), certificateOf(requerant).subarray(0, 300))
  await writeFile(join(folder, '.cache'), 'x')
  await mkdir(join(folder, 'sous-dossier'))
  const trust = await loadTrust(folder)
  t.equal(trust.all.anchors.length, 1)
  t.equal(trust.all.candidates.length, 3)
  t.strictSame(
    trust.unreadable.map(({ file }) => file),
    ['sous-dossier', 'abime.crt', 'lisez-moi.txt'],
    'what lies there and is not used is named, a folder in the folder too',
  )
  t.strictSame(
    trust.problems,
    trust.unreadable.map(({ file, reason }) => `${file} : ${reason}`),
  )
})

t.test('refuses a folder that is not there', async (t) => {
  await t.rejects(loadTrust(join(pki.dir, 'absent')))
})
