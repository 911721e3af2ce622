import t from 'tap'

import { consentementDit, isParentSeul, jourDit } from '../../src/domain/consentement-dit.ts'
import type { Jour } from '../../src/domain/correspondant.ts'

const TODAY = '2026-11-29' as Jour
const lu = (text: string) => {
  const { dit, mode, le, par } = consentementDit(text, TODAY)
  return [dit, mode, le, par]
}

t.test('one line is enough', async (t) => {
  const table: { readonly [text: string]: readonly (string | null)[] } = {
    oui: ['oui', null, null, null],
    'Oui.': ['oui', null, null, null],
    OK: ['oui', null, null, null],
    obtenu: ['oui', null, null, null],
    'oui, oral, ce jour': ['oui', 'oral', TODAY, null],
    'oui, oral, le 29/11/2026': ['oui', 'oral', TODAY, null],
    'oui - oral - 28/11/2026': ['oui', 'oral', '2026-11-28', null],
    "oui (oral, aujourd'hui)": ['oui', 'oral', TODAY, null],
    'Oui, consentement oral recueilli hier': ['oui', 'oral', '2026-11-28', null],
    'recueilli oralement ce jour': ['oui', 'oral', TODAY, null],
    'Oui, recueilli oralement le 29 novembre 2026': ['oui', 'oral', TODAY, null],
    'oui du patient, par écrit': ['oui', 'ecrit', null, null],
    'oui par la mère': ['oui', null, null, 'parent'],
    'oui, tutrice': ['oui', null, null, 'tuteur'],
    'oui (représentant légal)': ['oui', null, null, 'tuteur'],
  }
  for (const [text, expected] of Object.entries(table)) t.strictSame(lu(text), expected, text)
})

t.test('only a plain no is a refusal', async (t) => {
  for (const text of ['non', 'NON.', 'refus', 'Refusé', 'refus du patient'])
    t.equal(consentementDit(text, TODAY).dit, 'non', text)
  for (const text of [
    'non-opposition',
    'non-opposition recueillie',
    'non opposé',
    "n'a pas refusé",
    "Non, ne s'oppose pas",
    'non recueilli',
    'non mais la fille oui',
  ])
    t.equal(consentementDit(text, TODAY).dit, null, text)
})

t.test('a yes of somebody else, or in doubt, is asked about', async (t) => {
  for (const text of [
    '',
    'oui ?',
    'oui / non',
    'oui, sous réserve',
    'oui mais',
    'à recueillir',
    'ouistiti',
    'oui de sa fille (patient dément)',
    "oui, recueilli auprès de l'épouse",
    'oui, sa personne de confiance',
    'Oui de la famille',
    "oui (accord de l'EHPAD)",
    'oui par son fils tuteur',
    'oui, Mme DUPONT',
  ])
    t.equal(consentementDit(text, TODAY).dit, null, text)
})

t.test('a day is said in several ways', async (t) => {
  t.equal(jourDit('hier', TODAY), '2026-11-28')
  t.equal(jourDit('ce jour', TODAY), TODAY)
  t.equal(jourDit('le 1er mars 2026', TODAY), '2026-03-01')
  t.equal(jourDit('hier ou avant-hier', TODAY), null)
  t.ok(isParentSeul('sa mère'))
  t.notOk(isParentSeul('sa mère, tutrice'))
})
