/** Whatever stands beside the value of a line reaches the requis: label × value × what is written after it. SPEC §4 */
import t from 'tap'

import { words } from '../../src/domain/texte.ts'
import { type LibelleLu, libelleDe } from '../../src/read/libelles.ts'
import { isWhole } from '../../src/read/whole.ts'
import { lu } from '../support/courriers.ts'

const VALUES: { readonly [label: string]: string } = {
  'Spécialité demandée': 'dermatologie',
  'Médecin requis': 'Dr Nadia Vasseur',
  'Nom de naissance': 'LEROUGNE',
  Prénoms: 'Lucette',
  'Date de naissance': '14/05/1958',
  Sexe: 'F',
  Consentement: 'oui, oral, 27/11/2026',
  'Date du consentement': '27/11/2026',
  'Mode du consentement': 'oral',
  'Consentement donné par': 'patient',
  'Médecin traitant': 'Dr Paul Rousset',
  'Copie au médecin traitant': 'non',
  Téléphone: '04 73 99 00 45',
  'Matricule INS': '2 55 08 14 168 025 38',
  'Statut INS': 'qualifiée',
  'Lieu de naissance': 'Aurillac',
  'N° AM': '991001017',
  'N° FINESS': '750712184',
  'Spécialité du requérant': '01',
  "N° de sécurité sociale de l'assuré": '2 55 08 14 168 025 38',
  Rang: '1',
  Régime: 'général',
  "Nature d'assurance": '10',
  ALD: 'oui',
  'Patient hospitalisé': 'non',
  Niveau: '2',
  Urgence: 'non',
  'Nom utilisé': 'DURANDEL',
  Question: 'exérèse ?',
  Traitements: 'aspirine',
  'Délai souhaité': 'une semaine',
}
const BESIDE = [
  'allergie à la pénicilline',
  'patiente sous AVK',
  'INR 4,5',
  'Tacrolimus',
  '38,5 °C',
  'la suit pour une hépatite B',
  "qui l'a opérée en 2019",
  'ALLERGIE β-lactamines !',
]
const JOINS = [' (X)', ' - X', ', X', ' ; X', ' X', '. X', ' / X']
/** What the demande shows of the form as it is written. */
const SHOWN: readonly string[] = [
  'nomNaissance',
  'nomUtilise',
  'prenoms',
  'lieuNaissance',
  'telephone',
  'delaiSouhaite',
  'question',
  'contexte',
  'antecedents',
  'traitements',
]

t.test('a line that says more than its value is passed on whole', async (t) => {
  for (const [label, value] of Object.entries(VALUES)) {
    const lost: string[] = []
    for (const join of JOINS) {
      const text = BESIDE.map((beside) => `${label} : ${value}${join.replace('X', () => beside)}`)
      for (const [at, line] of text.entries()) {
        const read = await lu({ id: line, client: 'plain', text: line, html: null, note: '' })
        const shown = SHOWN.map(
          (one) => (read.formulaire as { [label: string]: string })[one] ?? '',
        )
        const arrived = words([...shown, read.libre].join(' '))
        if (!arrived.includes(words(BESIDE[at] ?? ''))) lost.push(line)
      }
    }
    t.strictSame(lost, [], label)
  }
})

t.test('a line that says nothing else is its value', async (t) => {
  for (const [label, value] of Object.entries(VALUES)) {
    const libelle = libelleDe(label)?.libelle as LibelleLu
    t.ok(isWhole(libelle, value), label)
  }
  for (const value of [
    'moi-même',
    'aucun',
    'Dr Le Galloudec',
    'Marie CURIE <m.curie@x.fr>',
    'Dr Curie, RPPS 99700218896',
  ])
    t.ok(isWhole('medecinTraitant', value), value)
})

t.test(
  'a number that cannot be one is used for nothing, and reaches the requis as written',
  async (t) => {
    for (const line of [
      "N° de sécurité sociale de l'assuré : 2 55 08 14 168 025 39",
      'N° sécu : 2 50 01 37 261 123 45',
      'N° AM : 991001018',
      'N° FINESS : 750712185',
    ]) {
      const { libre } = await lu({ id: line, client: 'plain', text: line, html: null, note: '' })
      t.ok(libre.includes(line), line)
    }
  },
)
