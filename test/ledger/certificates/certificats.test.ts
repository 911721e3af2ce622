/** Which certificates an address is written to with: those of its mails, those of the directory. */
import t from 'tap'

import type { Rpps } from '../../../src/domain/correspondant.ts'
import { importRows } from '../../../src/ledger/annuaire/annuaire-import.ts'
import {
  certificatsDe,
  encryptionCertificates,
  expiringCertificates,
  importCertificate,
  putCertificate,
} from '../../../src/ledger/certificates/certificats.ts'
import { testDatabase } from '../../support/database.ts'

t.test('encrypts with the last seen certificate that is valid and made for it', async (t) => {
  const { db } = await testDatabase(t)
  const now = new Date('2026-11-22T09:00:00Z')
  const base = {
    adresse: 'Curie@medecin.exemple',
    rpps: null,
    usage: 'chiffrement',
    source: 'courrier',
    valideDu: new Date('2026-01-01T00:00:00Z'),
    valideAu: new Date('2027-01-01T00:00:00Z'),
    capacites: { gcm: true, oaep: false },
    vuLe: new Date('2026-11-01T00:00:00Z'),
  } as const
  const put = (name: string, more: object = {}) =>
    putCertificate(db, { ...base, sha256: Buffer.from(name), der: Buffer.from(name), ...more })
  t.strictSame(await encryptionCertificates(db, 'curie@medecin.exemple', now), [])
  await put('good')
  await put('signs', { usage: 'signature', vuLe: now })
  await put('expired', { valideAu: now, vuLe: now })
  await put('future', { valideDu: new Date('2026-11-22T09:00:01Z'), vuLe: now })
  const [found] = await encryptionCertificates(db, 'CURIE@medecin.exemple', now)
  t.strictSame(
    [String(found?.certificate), found?.capabilities],
    ['good', { gcm: true, oaep: false }],
  )
  await put('newer', { vuLe: now, capacites: null })
  const [next] = await encryptionCertificates(db, 'curie@medecin.exemple', now)
  t.strictSame(
    [String(next?.certificate), next?.capabilities],
    ['newer', { gcm: false, oaep: false }],
  )
  await put('good', { vuLe: new Date('2026-11-23T00:00:00Z') })
  t.equal(
    String((await encryptionCertificates(db, 'curie@medecin.exemple', now))[0]?.certificate),
    'good',
  )
})

const NOW = new Date('2026-11-22T09:00:00Z')
const base = {
  usage: 'deux',
  valideDu: new Date('2026-01-01T00:00:00Z'),
  valideAu: new Date('2027-01-01T00:00:00Z'),
  vuLe: NOW,
} as const
const RPPS = '99700000012' as Rpps

async function house(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase(t)
  const named = (name: string) => ({ sha256: Buffer.from(name), der: Buffer.from(name) })
  return {
    db,
    imports: (name: string, more: { adresses?: string[]; rpps?: Rpps; valideAu?: Date } = {}) =>
      importCertificate(db, { ...base, adresses: [], rpps: null, ...named(name), ...more }),
    learns: (name: string, adresse: string, more: object = {}) =>
      putCertificate(db, {
        ...{ ...base, ...named(name), adresse, rpps: RPPS, source: 'courrier', capacites: null },
        ...more,
      }),
    lists: (...rows: readonly (readonly [Rpps, string])[]) =>
      importRows(db, NOW, async (onRow) => {
        for (const [rpps, adresse] of rows) await onRow(row(rpps, adresse))
        return { refused: null }
      }),
    of: async (address: string) =>
      (await encryptionCertificates(db, address, NOW)).map((each) => String(each.certificate)),
  }
}

t.test('an imported certificate serves each address that it holds', async (t) => {
  const { imports, of } = await house(t)
  t.equal(await imports('a', { adresses: ['Un@chu.test', 'deux@chu.test'] }), true)
  t.equal(await imports('a', { adresses: ['un@chu.test', 'deux@chu.test'] }), false)
  t.strictSame([await of('UN@chu.test'), await of('deux@chu.test')], [['a'], ['a']])
  t.strictSame(await of('trois@chu.test'), [])
})

t.test(
  'by its RPPS it serves the addresses that the directory gives its holder alone',
  async (t) => {
    const { imports, lists, learns, of, db } = await house(t)
    const other = '99700000020' as Rpps
    await lists([RPPS, 'seul@chu.test'], [RPPS, 'service@chu.test'], [other, 'service@chu.test'])
    await imports('a', { rpps: RPPS })
    t.strictSame(await of('Seul@chu.test'), ['a'])
    t.strictSame(await of('service@chu.test'), [], 'a mailbox of several is not his')
    await learns('b', 'service@chu.test')
    t.strictSame(await of('seul@chu.test'), ['a'], 'what mail brought stays with its address')
    t.strictSame(
      (await certificatsDe(db, { rpps: RPPS })).map(({ sha256 }) => String(sha256)),
      ['a'],
    )
  },
)

t.test('what mails said of a certificate outlives its import, in any order', async (t) => {
  const { imports, learns, of, db } = await house(t)
  const before = { vuLe: new Date('2026-11-01T00:00:00Z') }
  const after = { vuLe: new Date('2026-11-23T00:00:00Z'), capacites: { gcm: true, oaep: true } }
  await learns('a', 'mail@chu.test', { ...before, usage: 'signature' })
  await imports('a', { adresses: ['san@chu.test'] })
  t.strictSame([await of('mail@chu.test'), await of('san@chu.test')], [[], []], 'it only signs')
  await imports('b', { adresses: ['san@chu.test'] })
  await learns('b', 'mail@chu.test', after)
  const [known] = await db.query<{ rpps: string | null }>(
    `select rpps from certificat where sha256 = 'b'`,
  )
  t.equal(known?.rpps, null, 'it names nobody: no RPPS leads to it')
  await imports('b', { adresses: ['san@chu.test'] })
  t.match(await encryptionCertificates(db, 'san@chu.test', NOW), [
    { capabilities: { gcm: true, oaep: true } },
  ])
  t.strictSame(await of('mail@chu.test'), ['b'])
  await learns('c', 'san@chu.test', before)
  t.strictSame(await of('san@chu.test'), ['b', 'c'], 'the last seen first')
})

t.test('is told near its end unless a newer one is known for the same holder', async (t) => {
  const { imports, learns, db } = await house(t)
  const ending = async () =>
    (
      await expiringCertificates(db, {
        since: NOW,
        now: NOW,
        until: new Date('2027-01-15T00:00:00Z'),
      })
    ).map(({ der }) => String(der))
  const later = new Date('2028-01-01T00:00:00Z')
  await imports('a', { adresses: ['un@chu.test'] })
  await imports('b', { rpps: RPPS })
  await learns('c', 'trois@chu.test')
  t.strictSame((await ending()).toSorted(), ['a', 'b', 'c'])
  await learns('d', 'un@chu.test', { valideAu: later, rpps: null })
  await imports('e', { rpps: RPPS, valideAu: later })
  t.strictSame(await ending(), ['c'])
  await imports('f', { adresses: ['trois@chu.test'], valideAu: later })
  t.strictSame(await ending(), [])
})

const row = (rpps: Rpps, adresse: string) => ({
  ...{ rpps, nom: 'CURIE', prenom: 'Marie', profession: '10', specialite: '05' as const, adresse },
  ...{ numeroAm: null, finess: null },
})
