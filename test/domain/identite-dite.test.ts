/** Prose that says another sex, age or name than the form is asked about. SPEC §6.5 */
import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import { identiteContredite } from '../../src/domain/identite-dite.ts'

const TODAY = '2026-11-30' as Jour
const LUCIE = {
  nomNaissance: 'KUNCLIN',
  nomUtilise: 'Martin-Lévy',
  prenoms: 'Lucie Anne',
  dateNaissance: '1951-03-12',
  sexe: 'F',
} as const
const PAUL = { ...LUCIE, prenoms: 'Paul', sexe: 'M' } as const
const MARIANNE = { ...LUCIE, prenoms: 'Marianne' } as const

const women = ['dame', 'femme', 'jeune femme', 'fillette', 'petite fille', 'patiente']
const men = ['monsieur', 'homme', 'garçon', 'jeune homme', 'patient']

t.test('sex and age shown in prose, each word of each sex', async (t) => {
  for (const [words, right, wrong] of [
    [women, LUCIE, PAUL],
    [men, PAUL, LUCIE],
  ] as const) {
    for (const word of words) {
      for (const text of [
        `Ce ${word} de 75 ans a une kératose.`,
        `cette ${word} est à revoir`,
        `Cet ${word} doit être biopsié.`,
        `${word} de 75 ans, kératose`,
      ]) {
        t.ok(identiteContredite(text, wrong, TODAY), text)
        t.equal(identiteContredite(text, right, TODAY), null, text)
      }
      const old = `Merci de voir ce ${word} de 45 ans.`
      t.equal(identiteContredite(old, right, TODAY), old, 'another age')
      t.equal(identiteContredite(`Ce ${word} de 77 ans`, right, TODAY), null, 'counted loosely')
    }
  }
})

t.test('identity told as a fact', async (t) => {
  const table: readonly (readonly [string, typeof LUCIE | typeof PAUL | typeof MARIANNE])[] = [
    ['C’est un homme.', LUCIE],
    ['Pardon : patient de sexe masculin.', LUCIE],
    ['C’est une femme', PAUL],
    ['le prénom est Marie-Anne et pas Marianne', MARIANNE],
    ['Son prénom exact est Marie-Anne.', MARIANNE],
    ['son nom de naissance est TARTEMPION', LUCIE],
    ['Le nom est bien Tartempion et non Kunclin', LUCIE],
    ['Elle s’appelle Germaine TARTEMPION', LUCIE],
  ]
  for (const [text, known] of table) t.equal(identiteContredite(text, known, TODAY), text, text)
})

t.test('the title of the other sex before the patient’s own name', async (t) => {
  const titles = { F: ['Mme', 'Madame', 'Mlle'], M: ['M.', 'Mr', 'Monsieur'] } as const
  for (const [right, wrong] of [
    [LUCIE, PAUL],
    [PAUL, LUCIE],
  ] as const) {
    for (const title of titles[right.sexe]) {
      for (const name of ['KUNCLIN', 'Kunclin', `${right.prenoms} KUNCLIN`, 'Martin-Lévy']) {
        const text = `${title} ${name} présente une kératose.`
        t.equal(identiteContredite(text, wrong, TODAY), text, text)
        t.equal(identiteContredite(text, right, TODAY), null, text)
      }
    }
  }
  for (const text of [
    'M. KUNCLIN, son mari, est d’accord.',
    'Mme KUNCLIN est vue avec M. KUNCLIN.',
    'Bonjour Monsieur Kunclin,',
    'M. DURAND présente une kératose.',
  ]) {
    t.equal(identiteContredite(text, LUCIE, TODAY), null, text)
  }
})

t.test('what agrees, is of somebody else, or names nobody', async (t) => {
  for (const text of [
    'C’est une femme de 75 ans.',
    'Son prénom est Lucie',
    'Son prénom est Anne',
    'Son nom de naissance est KUNCLIN',
    'Elle s’appelle Lucie Martin',
    'Elle s’appelle Lucie MARTIN-LÉVY depuis 1975',
    'Ce patient est une patiente difficile.',
    'Ce patient a une kératose, elle est suivie.',
    'Sa sœur, cette femme de 60 ans, a un mélanome.',
    'Son mari est un homme de 80 ans.',
    'Sa fille s’appelle Germaine.',
    'Le médecin est un homme.',
    'Mon nom est Claire BERNARD.',
    'Le nom du médicament est Doliprane.',
    'Le nom est illisible.',
    'Opérée à 45 ans d’une cataracte.',
    'Elle a accouché d’un enfant de sexe masculin.',
    'Risque chez un homme de 45 ans : faible.',
  ])
    t.equal(identiteContredite(text, LUCIE, TODAY), null, text)
})

t.test('only what is known is compared', async (t) => {
  const nobody = {
    nomNaissance: null,
    nomUtilise: null,
    prenoms: null,
    dateNaissance: null,
    sexe: null,
  }
  for (const text of ['Ce monsieur de 45 ans', 'Elle s’appelle Germaine', 'C’est un homme'])
    t.equal(identiteContredite(text, nobody, TODAY), null, text)
})
