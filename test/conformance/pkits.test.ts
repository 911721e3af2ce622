/**
 * NIST PKITS: each message is accepted or rejected by its path and revocation, as the suite says.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { keepInMemory } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { trustOf } from '../../src/pki/trust.ts'

const corpus = '../shared/corpora/pkits'
const skip = existsSync(corpus) ? false : 'the PKITS corpus is not on this machine'
const at = new Date('2026-11-22T09:00:00Z')

/** DSA is not on the allow-list: refused as unsupported, whatever the suite expects. */
const DSA = new Set(['4.1.4', '4.1.5'])

interface Case {
  readonly id: string
  readonly title: string
  readonly message: string
  readonly expected: 'accept' | 'reject'
}

t.test('judges every PKITS path as the suite expects', { skip }, async (t) => {
  const names = (await readdir(join(corpus, 'crls'))).map((name) => join(corpus, 'crls', name))
  names.push(join(corpus, 'certs', 'TrustAnchorRootCertificate.crt'))
  const objects = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(name) })),
  )
  const trust = trustOf(objects, { now: at })
  const cases: Case[] = JSON.parse(await readFile(join(corpus, 'expected.json'), 'utf8'))
  for (const { id, title, message, expected } of cases) {
    const bytes = await readFile(join(corpus, 'messages', message))
    const { verdict } = await open(receivedFile(bytes, at), {
      keys: [],
      trust,
      annuaire: null,
      policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'path' },
      keep: keepInMemory,
    })
    const { signature, path, revocation } = verdict
    const isGood = path.status === 'valid' && revocation.status === 'good'
    const told = `${id} ${title}: ${signature.status} ${path.status} ${path.reason} ${revocation.status} ${verdict.refusal}`
    if (DSA.has(id)) {
      t.equal(signature.status, 'unsupported', told)
      t.equal(verdict.accepted, false, told)
    } else {
      t.equal(isGood ? 'accept' : 'reject', expected, told)
      t.equal(verdict.accepted, expected === 'accept', told)
    }
  }
})
