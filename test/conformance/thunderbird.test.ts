/**
 * Thunderbird's own S/MIME messages: layers and signatures as its tests expect them.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { keepInMemory } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadIdentity } from '../../src/pki/identity.ts'
import { trustOf } from '../../src/pki/trust.ts'

const corpus = '../shared/corpora/thunderbird'
const skip = existsSync(corpus) ? false : 'the Thunderbird corpus is not on this machine'
const at = new Date('2026-11-22T09:00:00Z')

interface Case {
  readonly filename: string
  readonly enc: boolean
  readonly sig: boolean
  readonly sig_good: boolean
}

t.test('opens every Thunderbird message as its tests expect', { skip }, async (t) => {
  const file = (name: string) => readFile(join(corpus, name))
  const trust = trustOf([{ name: 'TestCA.pem', bytes: await file('TestCA.pem') }], { now: at })
  const bob = loadIdentity(await file('Bob.p12'), 'nss')
  const cases: Case[] = JSON.parse((await file('expected.json')).toString())
  for (const { filename, enc, sig, sig_good } of cases) {
    const { verdict } = await open(receivedFile(await file(filename), at), {
      keys: [bob],
      trust,
      annuaire: null,
      policy: { revocationInconnue: 'accept-flagged', testCertificates: 'accept', purpose: 'mail' },
      keep: keepInMemory,
    })
    t.equal(verdict.layers.includes('enveloped'), enc, `${filename}: encrypted`)
    t.equal(verdict.signature.status !== 'absent', sig, `${filename}: signed`)
    t.equal(
      verdict.signature.status === 'valid',
      sig_good,
      `${filename}: ${verdict.signature.reason}`,
    )
    t.equal(verdict.accepted, sig_good, `${filename}: ${verdict.refusal}`)
    if (sig_good) t.equal(verdict.path.status, 'valid', `${filename}: ${verdict.path.reason}`)
  }
})

t.test('lists the layer and refuses to guess without the key', { skip }, async (t) => {
  const trust = trustOf([], { now: at })
  const { verdict } = await open(receivedFile(await readFile(join(corpus, 'alice.env.eml')), at), {
    keys: [],
    trust,
    annuaire: null,
    policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
    keep: keepInMemory,
  })
  t.strictSame(verdict.layers, ['enveloped'])
  t.equal(verdict.signature.status, 'absent')
  t.equal(verdict.refusal, 'cannot-decrypt')
})
