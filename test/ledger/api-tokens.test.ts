/** Tokens of the API: listed without their letters, taken back at once, their use noted at most once a minute. */
import { randomUUID } from 'node:crypto'

import t from 'tap'

import {
  createToken,
  listTokens,
  revokeToken,
  tokenById,
  tokenOf,
} from '../../src/ledger/api-tokens.ts'
import { testDatabase } from '../support/database.ts'

const NOW = new Date('2026-04-01T08:00:00.000Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

t.test('notes the last use at most once a minute, by either door', async (t) => {
  const { db } = await testDatabase(t)
  const { id, token } = await createToken(db, { portees: ['ops'], titulaire: 'A', expire: null })
  const last = async () => (await listTokens(db, { after: null, limit: 9 })).items[0]?.dernierUsage
  t.equal(await last(), null)
  await tokenOf(db, token, NOW)
  t.equal(await last(), NOW.toISOString())
  await tokenOf(db, token, later(59))
  t.equal(await last(), NOW.toISOString(), 'within the minute: no write')
  await tokenById(db, id, later(61))
  t.equal(await last(), later(61).toISOString())
})

t.test(
  'a token taken back opens nothing, once and for all, and says why in the audit',
  async (t) => {
    const { db } = await testDatabase(t)
    const { id, token } = await createToken(db, { portees: ['ops'], titulaire: 'A', expire: null })
    const why = { par: 'Exploitation', motif: 'fuite', now: NOW }
    t.strictSame(await revokeToken(db, id, why), { kind: 'faite' })
    t.equal(await tokenOf(db, token, NOW), null)
    t.equal(await tokenById(db, id, NOW), null)
    t.match(await revokeToken(db, id, why), { kind: 'deja', par: why.par })
    t.strictSame(await revokeToken(db, randomUUID(), why), { kind: 'inconnu' })
    t.strictSame((await listTokens(db, { after: null, limit: 9 })).items, [])
    const rows = await db.query(`select auteur, detail from journal where quoi = 'jeton.revoque'`)
    t.match(rows, [{ auteur: 'Exploitation', detail: /fuite/ }])
  },
)

t.test('pages through all of them, each once, newest first', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < 25; n += 1) {
    await createToken(db, { portees: ['ops'], titulaire: `T${n}`, expire: null })
  }
  const seen: string[] = []
  let after: { at: string; id: string } | null = null
  let pages = 0
  do {
    const page: Awaited<ReturnType<typeof listTokens>> = await listTokens(db, { after, limit: 2 })
    seen.push(...page.items.map(({ titulaire }) => titulaire))
    after = page.next
    pages += 1
  } while (after !== null)
  t.equal(pages, 13)
  t.strictSame(
    seen,
    Array.from({ length: 25 }, (_, n) => `T${24 - n}`),
  )
})
