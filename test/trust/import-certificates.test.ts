/** Which certificates an administrator may bring in: whose they are, and for what. */
import t from 'tap'

import type { Rpps } from '../../src/domain/correspondant.ts'
import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { encryptionCertificates } from '../../src/ledger/certificates/certificats.ts'
import type { TrustRules } from '../../src/message.ts'
import * as der from '../../src/pki/der-writer.ts'
import { NO_RULES } from '../../src/pki/rules.ts'
import { ruled } from '../../src/pki/trust.ts'
import { importCertificates } from '../../src/trust/import-certificates.ts'
import {
  alternativeNames,
  authority,
  type Entity,
  emailName,
  extension,
  keyUsage,
  NOW,
  trusting,
} from '../pki/authority.ts'
import { testDatabase } from '../support/database.ts'

type Needs = Parameters<typeof importCertificates>[2]

const SIGNS = 0x80
const AGREES = 0x08
const RPPS = '99700000012' as Rpps
const HIS = 'his@chu.test'
const OTHERS = 'other@chu.test'
const root = authority('Racine')
const product = (category: number) =>
  extension('1.2.250.1.71.1.2.5', der.octets(Buffer.from([category])))

function holder(
  name: string,
  email: string | null,
  { usage = AGREES, more = [] }: { usage?: number; more?: readonly Buffer[] } = {},
  issuer: Entity = root,
): Entity {
  const names = email === null ? [] : [alternativeNames(emailName(email))]
  return issuer.issues(name, { extensions: [keyUsage(usage), ...names, ...more] })
}

async function house(
  t: Parameters<typeof testDatabase>[0],
  mode = 'dev',
  rules: Partial<TrustRules> = {},
) {
  const { db } = await testDatabase(t)
  const row = { nom: 'CURIE', prenom: 'Marie', profession: '10', specialite: '05' }
  const none = { numeroAm: null, finess: null }
  await importRows(db, NOW, async (onRow) => {
    await onRow({ ...row, ...none, rpps: RPPS, adresse: HIS })
    await onRow({ ...row, ...none, rpps: '99700000020', adresse: OTHERS })
    return { refused: null }
  })
  const parts = {
    db,
    config: { mode },
    clock: { now: () => NOW },
    trust: ruled(trusting(root, root.lists()), { ...NO_RULES, ...rules }),
  }
  return {
    brings: async (...entities: Entity[]) => {
      const certificates = entities.map(({ certificate }) => certificate)
      const fate = { fichier: '', illisibles: 0 }
      const { nouveaux, ecartes } = await importCertificates(
        certificates,
        fate,
        parts as unknown as Needs,
      )
      return [nouveaux, ...ecartes.map(({ motif }) => motif)]
    },
    known: async (address: string) => (await encryptionCertificates(db, address, NOW)).length,
  }
}

t.test('is bound by address or by an RPPS of the directory, to nobody else', async (t) => {
  const { brings, known } = await house(t)
  t.strictSame(await brings(holder('Nobody', null)), [0, 'sans-titulaire'])
  t.strictSame(await brings(holder('899700000099', null)), [0, 'sans-titulaire'])
  t.strictSame(await brings(holder('Bad', 'no address')), [0, 'sans-titulaire'])
  t.strictSame(await brings(holder(`8${RPPS}`, OTHERS)), [0, 'autre-titulaire'])
  t.strictSame(await brings(holder(`8${RPPS}`, null)), [1])
  t.equal(await known(HIS), 1)
  t.strictSame(await brings(holder(`8${RPPS}`, 'elsewhere@chu.test')), [1])
  t.strictSame([await known(HIS), await known('elsewhere@chu.test')], [2, 1])
  t.strictSame(await brings(holder('Service', OTHERS)), [1])
  t.equal(await known(OTHERS), 1)
})

t.test('is not bound by an RPPS that its anchor may not assert', async (t) => {
  const named = await house(t, 'dev', { rppsAnchors: ['Une autre racine'] })
  t.strictSame(await named.brings(holder(`8${RPPS}`, null)), [0, 'sans-titulaire'])
  t.strictSame(await named.brings(holder(`8${RPPS}`, 'elsewhere@chu.test')), [1])
  t.strictSame([await named.known(HIS), await named.known('elsewhere@chu.test')], [0, 1])
  const own = await house(t, 'dev', { rppsAnchors: [root.certificate.sha256] })
  t.strictSame(await own.brings(holder(`8${RPPS}`, null)), [1])
})

t.test('is written to at no address beyond the domains of its authority', async (t) => {
  const domains = [{ sha256: root.certificate.sha256, domain: 'chu.test' }]
  const { brings } = await house(t, 'dev', { domains })
  t.strictSame(await brings(holder('a', 'a@ailleurs.test')), [0, 'name-constraint'])
  t.strictSame(await brings(holder('b', 'b@chu.test')), [1])
})

t.test('must be for encryption and for mail, and no authority', async (t) => {
  const { brings } = await house(t)
  const serves = (oid: string) => extension('2.5.29.37', der.sequence(der.oid(oid)))
  t.strictSame(await brings(holder('a', HIS, { usage: SIGNS })), [0, 'sans-chiffrement'])
  const web = holder('b', HIS, { more: [serves('1.3.6.1.5.5.7.3.1')] })
  t.strictSame(await brings(web), [0, 'sans-messagerie'])
  const ca = root.issues('c', { ca: true, extensions: [alternativeNames(emailName(HIS))] })
  t.strictSame(await brings(ca), [0, 'autorite'])
  t.strictSame(await brings(holder('d', HIS, { usage: AGREES | 0x04 })), [0, 'autorite'])
})

t.test(
  'an authority of the same file may stand on its path, under a root of the folder',
  async (t) => {
    const { brings } = await house(t)
    const ca = root.issues('AC', { ca: true })
    const foreign = authority('Ailleurs')
    t.strictSame(await brings(holder('a', HIS, {}, ca)), [0, 'no-path'])
    t.strictSame(await brings(ca, holder('a', HIS, {}, ca)), [1, 'autorite'])
    t.strictSame(await brings(foreign, holder('b', HIS, {}, foreign)), [
      0,
      'autorite',
      'untrusted-root',
    ])
  },
)

t.test('a certificate for tests is good in dev, not in production', async (t) => {
  const essai = holder('a', HIS, { more: [product(0x83)] })
  t.strictSame(await (await house(t)).brings(essai), [1])
  const { brings } = await house(t, 'production')
  t.strictSame(await brings(essai), [0, 'test-certificate'])
  t.strictSame(await brings(holder('b', HIS, { more: [product(0x03)] })), [1])
})
