import { test } from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import type { Formulaire, Libelle } from '../../src/domain/courrier.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import type { Patient } from '../../src/domain/patient.ts'
import { labelsIn } from '../../src/read/labels.ts'
import { textBody } from '../../src/write/blocs.ts'
import { compris, luAutrement } from '../../src/write/compris.ts'
import { LIBELLES } from '../../src/write/formulaire.ts'
import * as ex from './exemple.ts'

const PATIENT: Patient = {
  ...(ex.dossier.patient as Patient),
  dateNaissance: '1951-03-12' as Jour,
  ins: { matricule: '251035121512345', statut: 'qualifiee' },
} as Patient
const WHOLE: Dossier = {
  ...ex.attendu,
  patient: PATIENT,
  requerant: { ...ex.dossier.requerant, finess: '750712184' },
  assure: {
    nir: '251035121512345',
    rang: '1',
    regime: '01',
    natureAssurance: '10',
    ald: true,
    hospitalise: true,
    finessSejour: '750712184',
    niveau: '2',
  },
  remplacements: [
    {
      par: ex.dossier.requerant.rpps,
      dit: 'x',
      le: ex.OUVERT,
      remplace: { ...ex.traitant, adresse: null },
      annonceLe: null,
      validations: [],
      refuseLe: null,
    },
  ],
}

/** How each line may be written, as it is shown (no word beside it) and otherwise (both are shown). */
const LINES: readonly (readonly [
  Libelle,
  written: readonly string[],
  otherwise: string,
  shown: string,
])[] = [
  ['specialiteDemandee', ['Dermatologie  et VENEREOLOGIE', '05'], 'dermato', 'Dermatologie'],
  ['nomNaissance', ['ZEPHYRIN', 'zéphyrin'], 'née Zéphyrin ép. Valmont', 'Zéphyrin'],
  ['prenoms', ['aurelie jeanne'], 'Aurélie, Jeanne', 'Aurélie Jeanne'],
  ['dateNaissance', ['12/03/1951', '12 mars 1951', '1951-03-12'], '12 3 51', '12/03/1951'],
  ['sexe', ['F', 'féminin'], 'Mme', 'féminin'],
  ['consentement', ['OUI'], 'oui, oral, ce jour', 'oral'],
  ['dateConsentement', ['20/11/2026', '20 novembre 2026'], 'ce jour', '20/11/2026'],
  ['modeConsentement', ['Oral'], 'de vive voix', 'oral'],
  ['consentementDonnePar', ['patient', 'la patiente'], 'elle-même', 'le patient'],
  ['medecinTraitant', [], 'Dr Laennec', 'René LAENNEC'],
  ['copieMedecinTraitant', ['oui'], 'bien sûr', 'oui'],
  ['matriculeIns', ['2 51 03 51215123 45'], 'INS 251035121512345', '251035121512345'],
  ['statutIns', ['QUALIFIÉE'], 'identité qualifiée le 3', 'qualifiée'],
  ['numeroAm', ['751000017'], '75 1 00001-7', '751000017'],
  ['numeroFiness', ['750712184'], 'FINESS 750712184', '750712184'],
  ['specialiteRequerant', ['01'], 'généraliste', 'Médecine générale'],
  ['nirAssure', ['2 51 03 51 215 123 45'], '251035121512345 (elle)', '251035121512345'],
  ['ald', ['Oui'], 'O', 'oui'],
  ['patientHospitalise', ['oui, FINESS 750712184'], 'oui au CHU 750712184', '750712184'],
  ['niveau', ['2'], 'niveau 2', '2'],
  ['remplacantDe', ['Dr René LAENNEC, RPPS 99700000035'], 'Dr Laennec', '99700000035'],
  ['urgence', ['non'], 'pas urgent', 'non'],
]
/** Lines that go as they were written, or that are told elsewhere. */
const AS_WRITTEN: readonly Libelle[] = [
  'medecinRequis',
  'personneDeConfiance',
  'procheConsulte',
  'question',
  'telephone',
  'contexte',
  'antecedents',
  'traitements',
  'delaiSouhaite',
  'nomUtilise',
  'lieuNaissance',
  'rang',
  'regime',
  'natureAssurance',
]
const written = (formulaire: Formulaire): Dossier => ({ ...WHOLE, formulaire })

test('each line is shown with its own words where they differ, and only there', async (t) => {
  for (const [label, same, otherwise, shown] of LINES) {
    for (const value of same) t.strictSame(luAutrement(written({ [label]: value })), [], value)
    const [told = '', ...more] = luAutrement(written({ [label]: otherwise }))
    t.ok(told.startsWith(`${LIBELLES[label]}, compris `), told)
    t.match(told, `écrit « ${otherwise} »`)
    t.match(told.slice(0, told.indexOf('écrit')), shown)
    t.strictSame(more, [])
  }
})

test('a line of which nothing was understood, or that goes as it is, is not told twice', async (t) => {
  for (const label of AS_WRITTEN) {
    t.strictSame(luAutrement(written({ [label]: 'Des mots à lui' })), [], label)
  }
  t.strictSame(
    [...LINES.map(([label]) => label), ...AS_WRITTEN].sort(),
    Object.keys(LIBELLES).sort(),
    'each label has its row',
  )
})

test('nothing of it is read back from a reply that quotes it', async (t) => {
  const formulaire = Object.fromEntries(LINES.map(([label, , otherwise]) => [label, otherwise]))
  const text = textBody(compris(written(formulaire)))
  for (const line of text.split('\n').filter((each) => each !== '')) {
    t.strictSame(labelsIn(line).hits, [], line)
  }
})

test('the physician who is asked by name is told beside what was written', async (t) => {
  const cible = { kind: 'requis', rpps: ex.requis.rpps } as const
  const named = (medecinRequis: string): Dossier => ({
    ...WHOLE,
    sollicitations: WHOLE.sollicitations.map((slot) => ({ ...slot, cible })),
    formulaire: { medecinRequis },
  })
  t.strictSame(luAutrement(named('Dr Marie Curie')), [])
  t.strictSame(luAutrement(named(ex.requis.rpps)), [])
  t.strictSame(luAutrement(named('le Dr Curie')), [
    'Médecin requis, compris « Dr Marie CURIE », écrit « le Dr Curie »',
  ])
})

test('who was consulted for the patient is told', async (t) => {
  const consentement = {
    kind: 'recueilli',
    par: 'proche',
    nom: 'Mme Zéphyrin, sa sœur',
    le: '2026-11-20' as Jour,
    portee: { requis: [], specialites: ['05'] },
    preuve: ex.dossier.empreinte,
  } as const
  const dossier: Dossier = {
    ...WHOLE,
    consentement,
    formulaire: { procheConsulte: 'Mme Zéphyrin, sa sœur, ce jour' },
  }
  t.strictSame(luAutrement(dossier), [
    `${LIBELLES.procheConsulte}, compris « Mme Zéphyrin, sa sœur », écrit « Mme Zéphyrin, sa sœur, ce jour »`,
  ])
})
