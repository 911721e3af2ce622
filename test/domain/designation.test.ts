import t from 'tap'

import {
  designationDe,
  designationsDe,
  medecinTraitantDit,
  nommeUnAutre,
} from '../../src/domain/designation.ts'
import { isSonNom, soiMeme } from '../../src/domain/soi-meme.ts'

const ADRESSE = 'marie.curie@x.fr'

t.test('finds name, address and number in free text', async (t) => {
  t.strictSame(designationDe('Dr Marie CURIE <marie.curie@x.fr>'), {
    rpps: null,
    adresse: ADRESSE,
    nom: 'Marie CURIE',
  })
  t.strictSame(designationDe('99700218896'), { rpps: '99700218896', adresse: null, nom: null })
  t.strictSame(designationDe('Dr Curie, Marie.Curie@x.fr'), {
    rpps: null,
    adresse: ADRESSE,
    nom: 'Curie',
  })
  t.strictSame(designationDe('marie.curie@x.fr'), { rpps: null, adresse: ADRESSE, nom: null })
  t.strictSame(designationDe('Docteur Marie Curie (RPPS 997 0021 8896)'), {
    rpps: '99700218896',
    adresse: null,
    nom: 'Marie Curie',
  })
  t.strictSame(designationDe('Docteur Marie Curie, RPPS : 99700218896'), {
    rpps: '99700218896',
    adresse: null,
    nom: 'Marie Curie',
  })
  t.strictSame(designationDe('Pr. Marie Curie - cardiologue'), {
    rpps: null,
    adresse: null,
    nom: 'Marie Curie',
  })
  t.strictSame(designationDe('CURIE, Marie'), { rpps: null, adresse: null, nom: 'CURIE Marie' })
  t.strictSame(designationDe('marie.curie@x.fr <mailto:marie.curie@x.fr>'), {
    rpps: null,
    adresse: ADRESSE,
    nom: null,
  })
})

t.test('refuses nobody, two persons and numbers that cannot be', async (t) => {
  for (const text of [
    '',
    '?',
    'Dr',
    'a@x.fr b@x.fr',
    '99700218896 99700000000',
    'Dr Curie 12345678901',
    'Curie à@x.fr',
    'x'.repeat(501),
  ]) {
    t.equal(designationDe(text), null, text)
  }
})

t.test('reads several persons, one a line or separated', async (t) => {
  t.equal(designationsDe('Dr A <a@x.fr>; Dr B <b@x.fr>').length, 2)
  t.equal(designationsDe('a@x.fr, b@x.fr').length, 2)
  t.equal(designationsDe('a@x.fr\nb@x.fr').length, 2)
  t.equal(designationsDe('Dr A, a@x.fr').length, 1)
  t.equal(designationsDe('').length, 0)
})

t.test('reads what is said of the médecin traitant', async (t) => {
  for (const text of [
    'moi-même',
    'Moi',
    'moi même',
    'le requérant',
    'médecin requérant',
    'requérante',
    'je suis le médecin traitant',
    'Dr Belcastel (moi-même)',
    "Dr BELCASTEL Aude (l'émetteur)",
    '[x] moi-même [ ] aucun',
  ]) {
    t.equal(medecinTraitantDit(text).kind, 'requerant', text)
  }
  for (const text of [
    'aucun',
    'Aucun.',
    'pas de médecin traitant',
    "n'a pas de médecin traitant",
    'sans médecin traitant',
    'néant',
    'aucun médecin traitant déclaré',
    "aucun pour l'instant",
    'aucun (nouvel arrivant)',
    'pas encore',
    '[ ] moi-même [x] aucun',
  ]) {
    t.equal(medecinTraitantDit(text).kind, 'aucun', text)
  }
  for (const text of [
    'la patiente ne veut pas que son MT reçoive de copie',
    'opposition à la transmission',
    "refuse l'envoi au médecin traitant",
  ]) {
    t.equal(medecinTraitantDit(text).kind, 'oppose', text)
  }
  for (const text of [
    'Dr Martin ou Dr Duval, il hésite',
    'Dr Martin / Dr Duval',
    '',
    '?',
    'inconnu',
    'oui',
    'Dr Moi <a@x.fr> <b@x.fr>',
  ])
    t.equal(medecinTraitantDit(text).kind, 'illisible', text)
  t.match(medecinTraitantDit('Dr Paul Aucun'), {
    kind: 'designe',
    designation: { nom: 'Paul Aucun' },
  })
})

t.test('a number or an address beside the name of somebody else is in doubt', async (t) => {
  const holder = { nom: 'CURIE', prenom: 'Marie' }
  const other = (text: string) => {
    const designation = designationDe(text)
    return designation !== null && nommeUnAutre(designation, holder)
  }
  t.equal(other('Dr Jean BERNARD 99700218896'), true)
  t.equal(other('Dr Bernard <marie.curie@x.fr>'), true)
  for (const text of [
    'Dr Curie 99700218896',
    'Dr Marie SKLODOWSKA 99700218896',
    'Dr M. CURIE-JOLIOT, marie.curie@x.fr',
    '99700218896',
    '99700218896, cabinet des Lilas',
    'Dr Jean BERNARD',
  ]) {
    t.equal(other(text), false, text)
  }
})

t.test('whoever says that he is it himself may name himself', async (t) => {
  const martin = { nom: 'MARTIN', prenom: 'Claire' }
  for (const [line, isHis] of [
    ['moi-même', true],
    ['le Dr MARTIN, moi-même', true],
    ['Dr Claire Martin - moi', true],
    ['moi-même (Dr MARTIN)', true],
    ['DR MARTIN CLAIRE (MOI-MEME)', true],
    ['le Dr FONTAINE, moi-même', false],
    ['moi-même, Dr FONTAINE', false],
    ['Dr FONTAINE = moi', false],
  ] as const) {
    const himself = soiMeme(line)
    t.ok(himself, line)
    t.equal(himself && isSonNom(himself, martin), isHis, line)
  }
  for (const line of [
    'Dr FONTAINE ou Dr MARTIN, moi-même',
    'Dr FONTAINE, pas moi',
    'Dr FONTAINE et Dr MARTIN, moi-même',
    'voir avec moi-même',
    'moi-même ou à défaut le Dr Galland',
  ])
    t.equal(soiMeme(line), null, line)
})

t.test('the line of the médecin traitant is read as it is said', async (t) => {
  const table: { readonly [line: string]: string } = {
    'moi-même depuis 2011': 'requerant',
    'moi-même ; allergie pénicilline': 'requerant',
    'moi (Dr C. Fontaine)': 'requerant',
    'idem requérant': 'requerant',
    'opposition de la patiente': 'oppose',
    "n'en a pas, le sien (Dr Galland) est parti à la retraite": 'aucun',
    'aucun (nouvel arrivant)': 'aucun',
    'aucun, suivi par le Dr Galland': 'designe',
    'moi-même ou à défaut le Dr Galland': 'illisible',
    idem: 'illisible',
  }
  for (const [line, kind] of Object.entries(table))
    t.equal(medecinTraitantDit(line).kind, kind, line)
  for (const line of [
    'son médecin traitant est le Dr Paul Rousset',
    'MT : le Dr Paul Rousset',
    'c’est le Dr Paul Rousset',
    'Dr Paul Rousset - allergie',
    'Dr Paul Rousset (allergie)',
  ])
    t.match(medecinTraitantDit(line), { designation: { nom: 'Paul Rousset' } }, line)
})
