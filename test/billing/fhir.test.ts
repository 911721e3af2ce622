/** The FHIR Bundle of an export: one valid Claim an act, the same text each time. */
import t from 'tap'

import { FHIR } from '../../src/billing/fhir.ts'
import { acte, acteRqd } from '../support/actes.ts'
import { whole } from '../support/exports.ts'

const ENTETE = { id: 7, creeLe: '2026-04-01T08:00:00.000Z', rendu: 2 }
const LIGNES = [
  { id: 42, acte: acte() },
  { id: 43, acte: acteRqd() },
]

t.test('gives a Claim an act, with what FHIR R4 requires of one', async (t) => {
  const bundle = JSON.parse(whole(FHIR, ENTETE, LIGNES))
  t.match(bundle, { resourceType: 'Bundle', type: 'collection', timestamp: ENTETE.creeLe })
  t.equal(bundle.entry.length, 2)
  const [{ resource }] = bundle.entry
  t.match(resource, {
    resourceType: 'Claim',
    status: 'active',
    use: 'claim',
    type: { coding: [{ code: 'professional' }] },
    patient: { reference: '#patient' },
    provider: { reference: '#executant' },
    priority: { coding: [{ code: 'normal' }] },
    insurance: [{ sequence: 1, focal: true, coverage: { reference: '#couverture' } }],
    item: [
      {
        productOrService: { coding: [{ system: 'urn:oid:1.2.250.1.215.200.3.3', code: 'TE2' }] },
        servicedDate: '2026-03-02',
        net: { value: 23, currency: 'EUR' },
      },
    ],
    total: { value: 23, currency: 'EUR' },
  })
})

t.test(
  'contains every resource it refers to, and refers to every resource it contains',
  async (t) => {
    for (const { resource } of JSON.parse(whole(FHIR, ENTETE, LIGNES)).entry) {
      const contained = resource.contained.map((each: { id: string }) => `#${each.id}`).sort()
      const referred = [...JSON.stringify(resource).matchAll(/"reference":"(#[^"]+)"/g)]
      t.strictSame([...new Set(referred.map((match) => match[1]))].sort(), contained)
    }
  },
)

t.test('names the requerant as the one who asked, whoever bills', async (t) => {
  for (const { resource } of JSON.parse(whole(FHIR, ENTETE, LIGNES)).entry) {
    const find = (id: string) => resource.contained.find((each: { id: string }) => each.id === id)
    const requester = find(find('demande').requester.reference.slice(1))
    t.equal(requester.identifier[0].value, '99700000012')
  }
})

t.test('names each act once, and the same way each time', async (t) => {
  const urls = JSON.parse(whole(FHIR, ENTETE, LIGNES)).entry.map(
    (e: { fullUrl: string }) => e.fullUrl,
  )
  t.equal(new Set(urls).size, 2)
  for (const url of urls) {
    t.match(url, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  t.equal(whole(FHIR, ENTETE, LIGNES), whole(FHIR, ENTETE, LIGNES))
})

t.test('gives an INS only of a qualified identity', async (t) => {
  const { patient } = acte()
  const loose = { ...patient, ins: patient.ins && { ...patient.ins, statut: 'validee' } }
  t.match(whole(FHIR, ENTETE, LIGNES), '284058832102532')
  const text = whole(FHIR, ENTETE, [{ id: 1, acte: acte({ patient: loose }) }])
  t.notMatch(text, '284058832102532')
})

t.test('gives a Bundle without entry when there is nothing to export', async (t) => {
  t.strictSame(JSON.parse(whole(FHIR, ENTETE, [])), { resourceType: 'Bundle', type: 'collection' })
})
