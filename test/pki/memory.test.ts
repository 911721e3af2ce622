/**
 * What is remembered of a good path saves work, and never a judgement.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { parseCertificate, sha256Of } from '../../src/pki/certificate.ts'
import { certificateOf as known, recall, remember } from '../../src/pki/memory.ts'
import { loadTrust, trustOf } from '../../src/pki/trust.ts'
import { opening } from '../open/opening.ts'
import { letter, signed } from '../support/letters.ts'
import { certificateOf } from '../support/pki.ts'

const { pki, opened } = await opening()
const { requerant } = pki.people
const der = certificateOf(requerant)
const sha256 = sha256Of(der)
const raw = await signed(
  letter({ from: requerant.email, to: 'demande@te.localhost', text: 'Texte' }),
  requerant,
)
const refusal = async (parts: Parameters<typeof opened>[1]) =>
  (await opened(raw, parts)).verdict.refusal

t.test('remembers the certificates of a good path, and only under its trust', async (t) => {
  const trust = await loadTrust(pki.trust)
  t.equal(recall(trust, sha256), undefined)
  t.equal(await refusal({ trust }), null)
  const known = recall(trust, sha256)
  t.ok(known)
  t.equal(await refusal({ trust }), null)
  t.equal(recall(trust, sha256), known, 'the same object')
  t.equal(recall(await loadTrust(pki.trust), sha256), undefined, 'another loading of the folder')
})

t.test('gives the certificate remembered of the same octets, else parses them', async (t) => {
  const trust = await loadTrust(pki.trust)
  const first = known(der, trust)
  t.equal(first?.sha256, sha256)
  t.not(known(der, trust), first, 'nothing is remembered before its path was found valid')
  t.not(first?.der.buffer, der.buffer, 'a copy of its own')
  remember(trust, first === null ? [] : [first])
  t.equal(known(der, trust), first)
  t.equal(known(Buffer.from('no certificate'), trust), null)
})

t.test('does not remember a signer whose path is not good', async (t) => {
  const trust = trustOf([], { now: pki.now })
  t.equal(await refusal({ trust }), 'no-path')
  t.equal(recall(trust, sha256), undefined)
})

t.test('judges dates and revocation anew', async (t) => {
  const names = (await readdir(pki.trust)).filter((name) => !name.endsWith('.crl'))
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(pki.trust, name)) })),
  )
  const trust = await loadTrust(pki.trust)
  t.equal(await refusal({ trust }), null)
  const late = new Date(pki.now.getTime() + 10 * 365 * 86_400_000)
  t.equal(await refusal({ trust, at: late }), 'expired-certificate')
  const withoutLists = { ...trust, crls: () => [] }
  remember(withoutLists, [parseCertificate(der, sha256)])
  t.equal(await refusal({ trust: withoutLists }), 'revocation-unknown')
  t.equal(await refusal({ trust: trustOf(files, { now: pki.now }) }), 'revocation-unknown')
})

t.test('forgets the oldest when there are too many', async (t) => {
  const trust = trustOf([], { now: pki.now })
  const first = parseCertificate(der, sha256)
  remember(trust, [first])
  for (let i = 0; i < 2000; i++) {
    remember(trust, [{ ...first, sha256: String(i).padStart(64, '0') as typeof sha256 }])
  }
  t.equal(recall(trust, sha256), undefined)
  t.ok(recall(trust, '1999'.padStart(64, '0')))
})
