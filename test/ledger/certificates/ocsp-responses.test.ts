/**
 * Which responders are silent: from the first try that fails until the first that succeeds, whichever
 * certificate it was about.
 */
import t, { type Test } from 'tap'

import type { Sha256 } from '../../../src/domain/correspondant.ts'
import {
  claimDueAnswers,
  keepAnswer,
  noteAnswerFault,
  noteCertificates,
  silentResponders,
} from '../../../src/ledger/certificates/ocsp-responses.ts'
import { testDatabase } from '../../support/database.ts'

const START = new Date('2026-11-22T09:00:00Z')
const minutes = (n: number) => new Date(START.getTime() + n * 60_000)
const [UN, DEUX] = ['1', '2'].map((digit) => digit.repeat(64) as Sha256) as [Sha256, Sha256]
const HERE = 'http://ocsp.test/'

async function asked(t: Test) {
  const { db } = await testDatabase(t)
  const der = Buffer.from('30', 'hex')
  const all = [UN, DEUX].map((certificat) => ({ certificat, adresse: HERE, der, emetteur: der }))
  await noteCertificates(db, all, START)
  const every = { leastMs: 60_000, failedMs: 60_000 }
  const reponse = (thisUpdate: Date) => ({
    sha256: UN,
    der,
    etat: 'good' as const,
    thisUpdate,
    nextUpdate: thisUpdate,
  })
  return {
    db,
    fails: async (certificat: Sha256, at: number, faute = 'injoignable') => {
      await claimDueAnswers(db, minutes(at), every)
      await noteAnswerFault(db, certificat, faute)
    },
    answers: async (certificat: Sha256, at: number) => {
      await claimDueAnswers(db, minutes(at), every)
      await keepAnswer(db, certificat, reponse(minutes(at)), minutes(at))
    },
    silent: async (at: number) => await silentResponders(db, minutes(at - 15), minutes(at)),
  }
}

t.test('is silent from the first failure on, once it lasts', async (t) => {
  const at = await asked(t)
  await at.fails(UN, 0)
  t.strictSame(await at.silent(14), [])
  await at.fails(UN, 10)
  t.strictSame(await at.silent(15), [HERE])
  t.strictSame(await at.silent(31 * 24 * 60), [], 'whom no mail showed for a month')
})

t.test('is not silent that answers about another certificate', async (t) => {
  const at = await asked(t)
  await at.fails(UN, 0)
  await at.answers(DEUX, 10)
  t.strictSame(await at.silent(20), [])
})

t.test('is not silent that has nothing to say about one', async (t) => {
  for (const faute of ['sans-valeur', 'non-autorise']) {
    const at = await asked(t)
    await at.fails(UN, 0, faute)
    t.strictSame(await at.silent(20), [])
    await at.fails(DEUX, 0)
    await at.fails(UN, 10, faute)
    t.strictSame(await at.silent(20), [], faute)
  }
})

t.test('a second silence counts from its own beginning', async (t) => {
  const at = await asked(t)
  await at.fails(UN, 0)
  await at.answers(UN, 20)
  t.strictSame(await at.silent(30), [])
  await at.fails(UN, 40)
  t.strictSame(await at.silent(50), [])
  t.strictSame(await at.silent(55), [HERE])
})

t.test('one certificate that always fails hides no silence', async (t) => {
  const at = await asked(t)
  await at.fails(UN, 0)
  await at.answers(DEUX, 10)
  await at.fails(UN, 20)
  t.strictSame(await at.silent(60), [])
  await at.fails(DEUX, 70)
  t.strictSame(await at.silent(84), [])
  t.strictSame(await at.silent(85), [HERE])
})
