/**
 * The FHIR R4 of an export: one Bundle of type `collection`, one Claim an act, parties contained in it.
 *
 * In    the export and its acts
 * Out   one JSON document, keys in a fixed order, two-space indent, LF; no entry without acts
 *
 * Identifiers: RPPS and FINESS under their national systems, INS under its OID (qualified only), acts
 * under the OID of the NGAP. No French profile of Claim exists; the base resource is used.
 *
 * SPEC §11
 */
import { createHash } from 'node:crypto'

import type { PartieActe } from '../domain/acte.ts'
import type { Patient } from '../domain/patient.ts'
import { type ActeExporte, type EnteteExport, insQualifie, type Rendu } from './champs.ts'

/** CI-SIS, volet TLM: the code system of the NGAP. */
const NGAP = 'urn:oid:1.2.250.1.215.200.3.3'
/** What the files of exports made under the first writing say. */
const NGAP_1 = 'urn:oid:1.2.250.1.215.300.3'
const RPPS = 'https://rpps.esante.gouv.fr'
const FINESS = 'https://finess.esante.gouv.fr'
const CLAIM_TYPE = 'http://terminology.hl7.org/CodeSystem/claim-type'
const PRIORITY = 'http://terminology.hl7.org/CodeSystem/processpriority'

/** A FHIR R4 Bundle of Claims: what `JSON.stringify` of the whole would give, an entry at a time. */
export const FHIR: Rendu = {
  tete({ id, creeLe }, vide) {
    // An empty Bundle belongs to no export.
    const bundle = vide
      ? { resourceType: 'Bundle', type: 'collection' }
      : {
          resourceType: 'Bundle',
          identifier: { system: 'urn:confrere:export', value: String(id) },
          type: 'collection',
          timestamp: creeLe,
        }
    const head = JSON.stringify(bundle, null, 2)
    return vide ? `${head}\n` : `${head.slice(0, -'\n}'.length)},\n  "entry": [\n`
  },
  ligne(entete, acte, premiere) {
    const entry = {
      fullUrl: `urn:uuid:${acteUuid(entete, acte)}`,
      resource: claim(entete, acte),
    }
    const text = JSON.stringify(entry, null, 2).replaceAll('\n', '\n    ')
    return `${premiere ? '' : ',\n'}    ${text}`
  },
  fin: (_entete, vide) => (vide ? '' : '\n  ]\n}\n'),
}

function claim(entete: EnteteExport, { id, acte }: ActeExporte): object {
  const montant = { value: acte.montantCentimes / 100, currency: 'EUR' }
  return {
    resourceType: 'Claim',
    contained: [
      patient(acte.patient),
      praticien('executant', acte.executant),
      praticien('prescripteur', acte.prescripteur),
      {
        resourceType: 'Coverage',
        id: 'couverture',
        status: 'active',
        ...(acte.assure.nir !== null && { subscriberId: acte.assure.nir }),
        beneficiary: { reference: '#patient' },
        payor: [{ display: 'Assurance maladie obligatoire' }],
      },
      {
        resourceType: 'ServiceRequest',
        id: 'demande',
        identifier: [{ system: 'urn:confrere:dossier', value: acte.dossier }],
        status: 'completed',
        intent: 'order',
        subject: { reference: '#patient' },
        authoredOn: acte.dateDemande,
        requester: { reference: acte.role === 'REQUIS' ? '#prescripteur' : '#executant' },
      },
    ],
    identifier: [
      { system: 'urn:confrere:acte', value: String(id) },
      { system: 'urn:confrere:dossier', value: acte.dossier },
    ],
    status: 'active',
    type: { coding: [{ system: CLAIM_TYPE, code: 'professional' }] },
    use: 'claim',
    patient: { reference: '#patient' },
    billablePeriod: { start: acte.dateActe, end: acte.dateActe },
    created: entete.creeLe,
    provider: { reference: '#executant' },
    priority: { coding: [{ system: PRIORITY, code: 'normal' }] },
    referral: { reference: '#demande' },
    careTeam: [
      { sequence: 1, provider: { reference: '#executant' }, responsible: true },
      { sequence: 2, provider: { reference: '#prescripteur' } },
    ],
    insurance: [{ sequence: 1, focal: true, coverage: { reference: '#couverture' } }],
    item: [
      {
        sequence: 1,
        careTeamSequence: [1],
        productOrService: {
          coding: [{ system: entete.rendu === 1 ? NGAP_1 : NGAP, code: acte.code }],
        },
        servicedDate: acte.dateActe,
        quantity: { value: 1 },
        unitPrice: montant,
        net: montant,
      },
    ],
    total: montant,
  }
}

function patient(qui: Patient): object {
  const ins = insQualifie(qui)
  return {
    resourceType: 'Patient',
    id: 'patient',
    ...(ins !== null && { identifier: [{ system: `urn:oid:${ins.oid}`, value: ins.matricule }] }),
    name: [{ use: 'official', family: qui.nomNaissance, given: givenNames(qui.prenoms) }],
    gender: { M: 'male', F: 'female', I: 'unknown' }[qui.sexe],
    birthDate: qui.dateNaissance,
  }
}

function praticien(id: string, qui: PartieActe): object {
  return {
    resourceType: 'Practitioner',
    id,
    identifier: [
      { system: RPPS, value: qui.rpps },
      ...(qui.numeroAm === null ? [] : [{ system: 'urn:confrere:numero-am', value: qui.numeroAm }]),
      ...(qui.finess === null ? [] : [{ system: FINESS, value: qui.finess }]),
    ],
    name: [{ family: qui.nom, given: givenNames(qui.prenom) }],
    ...(qui.specialite !== null && {
      qualification: [{ code: { text: `Spécialité CPAM ${qui.specialite}` } }],
    }),
  }
}

function givenNames(prenoms: string): string[] {
  return prenoms.split(/[\s,;]+/).filter((prenom) => prenom !== '')
}

// The same act of the same export always has the same name: a version-8 UUID made of their hash. RFC 9562 §5.8
function acteUuid(entete: EnteteExport, { id }: ActeExporte): string {
  const hash = createHash('sha256').update(`confrere:${entete.id}:${id}`).digest('hex')
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-')
}
