import t from 'tap'

import {
  auteurConsentementDe,
  consentementContredit,
  consentementDit,
  consulteDit,
  isConsentementSeul,
  isParentSeul,
  jourDit,
  retraitDit,
} from '../../src/domain/consentement-dit.ts'
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
    'oui, oral, 28/11/26': ['oui', 'oral', '2026-11-28', null],
    'Oui, recueilli par écrit le premier novembre 2026': ['oui', 'ecrit', '2026-11-01', null],
    'oui, oral, ce matin': ['oui', 'oral', TODAY, null],
    'oui, oral, vendredi': ['oui', 'oral', null, null],
    "oui recueilli oralement auprès d'elle le 27/11 par le Dr Sauvagnac": [
      'oui',
      'oral',
      '2026-11-27',
      null,
    ],
    'écrit le 12/11/2026': ['oui', 'ecrit', '2026-11-12', null],
    'oui par téléphone le 27/11/2026': ['oui', 'oral', '2026-11-27', null],
    'oui, écrit, signé par les deux parents le 25/11/2026': [
      'oui',
      'ecrit',
      '2026-11-25',
      'parent',
    ],
    'oui, oral, ce jour, donné par sa maman': ['oui', 'oral', TODAY, 'parent'],
    'oui, écrit, le 20/11/2026, par son tuteur (UDAF)': ['oui', 'ecrit', '2026-11-20', 'tuteur'],
    'oui par la mère': ['oui', null, null, 'parent'],
    'oui, tutrice': ['oui', null, null, 'tuteur'],
    'oui (représentant légal)': ['oui', null, null, 'tuteur'],
    'la patiente accepte, oral, 27/11/2026': ['oui', 'oral', '2026-11-27', null],
    "oui la patiente est d'accord, vu ensemble en consultation ce jour (oral)": [
      'oui',
      'oral',
      TODAY,
      null,
    ],
    'oui par la tutrice Mme ESSAI-LENOIR (UDAF) au téléphone hier': [
      'oui',
      'oral',
      '2026-11-28',
      'tuteur',
    ],
    'oui (y compris photos), oral, ce jour': ['oui', 'oral', TODAY, null],
    "oui, la patiente elle-même, recueilli par l'IDE Sonia par tél le 28/11/2026": [
      'oui',
      'oral',
      '2026-11-28',
      null,
    ],
    'Oui, par écrit (feuille signée dans le dossier) 28.11.26': [
      'oui',
      'ecrit',
      '2026-11-28',
      null,
    ],
    'oui, oral, 27 novembre dernier': ['oui', 'oral', '2026-11-27', null],
    'OUI ✅ oral 28/11/26': ['oui', 'oral', '2026-11-28', null],
    'oui / oral / 28-11-2026': ['oui', 'oral', '2026-11-28', null],
    'oui, oral, 27/11/2026 à 14h30': ['oui', 'oral', '2026-11-27', null],
    'oui, oral, 27/11/2026 14:30': ['oui', 'oral', '2026-11-27', null],
    'oui, oral, le lundi 23 novembre 2026 en visite à domicile': [
      'oui',
      'oral',
      '2026-11-23',
      null,
    ],
    'oui, recueilli ce jour oralement auprès de la patiente par moi': ['oui', 'oral', TODAY, null],
    "oui, recueilli par l'infirmière Mme Blandin auprès du patient le 26/11/2026 (oral)": [
      'oui',
      'oral',
      '2026-11-26',
      null,
    ],
    'oui, oral, ce jour, mère présente et d’accord': ['oui', 'oral', TODAY, 'parent'],
    'oui, oral, 27/11/2026, par son père qui a l’autorité parentale': [
      'oui',
      'oral',
      '2026-11-27',
      'parent',
    ],
  }
  for (const [text, expected] of Object.entries(table)) t.strictSame(lu(text), expected, text)
})

t.test('only a plain no is a refusal', async (t) => {
  for (const text of [
    ...['non', 'NON.', 'refus', 'Refusé', 'refus du patient'],
    'non, elle ne veut pas, préfère voir qqn en consultation',
    'non, elle refuse finalement',
    'Non : la patiente ne souhaite pas.',
    "non, il n'est pas d'accord",
  ])
    t.equal(consentementDit(text, TODAY).dit, 'non', text)
  for (const text of [
    'non-opposition',
    'non-opposition recueillie',
    'non opposé',
    "n'a pas refusé",
    "Non, ne s'oppose pas",
    'non recueilli',
    'non mais la fille oui',
    'non, elle ne veut pas de photos',
    'non, elle refuse (le scanner)',
    'non, elle ne veut pas, mais oui pour la dermatologie',
    'non, elle ne veut pas, sauf avis urgent',
    'non, sa fille ne veut pas',
    'non, il ne refuse pas',
    'non, elle ne veut pas que le Dr Rousset le sache',
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
    'oral',
    'ce jour',
    'écrit, à recueillir le 12/11/2026',
    'oui par le Dr son fils',
    'oui, dit sa fille',
    'oral des deux ce jour',
    'oui (M. Duhamel)',
    'oui, par le Dr Rousset refuse',
    'oui ✅ non',
    'oui, patient / représentant légal',
    'oui, grand-mère',
    'oui par sa fille Mme LENOIR, oral, ce jour',
    'oui, oral, ce jour, Mme LENOIR',
    'oui (y compris sa fille), oral, ce jour',
    'oui, pas les photos, oral, ce jour',
    'oui, feuille à signer',
  ])
    t.equal(consentementDit(text, TODAY).dit, null, text)
})

t.test('a day is said in several ways', async (t) => {
  t.equal(jourDit('hier', TODAY), '2026-11-28')
  t.equal(jourDit('le 27 novembre dernier', TODAY), '2026-11-27')
  t.equal(jourDit('le 1er décembre dernier', TODAY), '2025-12-01')
  t.equal(jourDit('27 novembre', TODAY), '2026-11-27')
  t.equal(jourDit('le 31 février dernier', TODAY), null)
  t.equal(jourDit('ce jour', TODAY), TODAY)
  t.equal(jourDit('le 1er mars 2026', TODAY), '2026-03-01')
  t.equal(jourDit('hier ou avant-hier', TODAY), null)
  t.equal(jourDit('28/11', TODAY), '2026-11-28')
  t.equal(jourDit('le 5 septembre', TODAY), '2026-09-05')
  // After today, long ago, two of them: which day it is, is asked.
  for (const said of ['30/11', '5/6', '1er mars', '27/11 ou 28/11', '31/11', '28/11/26 ou 27/11'])
    t.equal(jourDit(said, TODAY), null, said)
  t.ok(isParentSeul('sa mère'))
  t.notOk(isParentSeul('sa mère, tutrice'))
})

t.test('prose that takes the consent back is seen, a refusal of care is not one', async (t) => {
  for (const text of [
    "Il m'a dit hier qu'il ne voulait finalement pas qu'on envoie ses photos.",
    'La patiente refuse la transmission de son dossier.',
    "Elle n'est plus d'accord pour la téléexpertise, mais refuse l'accord.",
    "Consentement pas encore recueilli, je l'appelle.",
    'Il a retiré son accord ce matin.',
    "Je n'ai pas pu recueillir son consentement",
  ]) {
    t.equal(consentementContredit(text), true, text)
  }
  for (const text of [
    "Patient qui refuse la chirurgie. D'accord pour la téléexpertise.",
    'Ne veut pas de biopsie',
    'Refuse le scanner',
    'Consentement oral. Pas de fièvre.',
    '',
  ]) {
    t.equal(consentementContredit(text), false, text)
  }
})

t.test('who was consulted, and the day where it stands there', async (t) => {
  t.strictSame(consulteDit('Mme Anne PETIT', TODAY), { nom: 'Mme Anne PETIT', le: null })
  t.strictSame(consulteDit('son fils Bernard YSENGRAIN, ce jour', TODAY), {
    nom: 'son fils Bernard YSENGRAIN',
    le: TODAY,
  })
  t.strictSame(consulteDit('Anne PETIT (28/11/2026)', TODAY), {
    nom: 'Anne PETIT',
    le: '2026-11-28',
  })
  t.strictSame(consulteDit('PETIT, Anne', TODAY), { nom: 'PETIT, Anne', le: null })
  for (const text of ['', '?', 'oui', 'NOM'.slice(0, 0)]) t.equal(consulteDit(text, TODAY), null)
})

t.test('a patient who wants it no more is heard in prose', async (t) => {
  for (const text of [
    'la patiente ne veut plus finalement',
    'Finalement non.',
    'Elle a changé d’avis.',
    "Il ne veut pas qu'on envoie ses photos",
  ])
    t.equal(retraitDit(text), true, text)
  for (const text of ['Elle ne peut plus marcher.', 'Il ne veut pas de biopsie.', 'Merci !', ''])
    t.equal(retraitDit(text), false, text)
})

t.test('the patient’s own name is nobody else’s', async (t) => {
  const noms = new Set(['rosalie', 'bournazel'])
  const text = 'Rosalie Bournazel est d’accord, oral, ce jour'
  t.equal(consentementDit(text, TODAY, noms).dit, 'oui')
  t.equal(consentementDit(text, TODAY).dit, null)
})

t.test('who gave it is one of two, and nobody else beside', async (t) => {
  const table: { readonly [line: string]: string | null } = {
    'la patiente': 'patient',
    'elle-même': 'patient',
    'Représentant légal': 'representantLegal',
    'sa mère': 'representantLegal',
    'sa mère, Mme Pradinaud': 'representantLegal',
    'les deux parents': 'representantLegal',
    'la mère de l’enfant': 'representantLegal',
    'son tuteur (UDAF 63, M. Lacombrade)': 'representantLegal',
    'le tuteur (fils, M. ESSAI-HENRY Bruno)': 'representantLegal',
    'la tutrice (sa fille)': 'representantLegal',
    'le fils (tuteur ?)': null,
    'la patiente, son fils tuteur': null,
    'la patiente et son mari': null,
    'la patiente et sa mère': null,
    'représentant légal (sa mère ; le père s’y oppose)': null,
    'patient / représentant légal': null,
    'sa grand-mère': null,
    'un voisin': null,
  }
  for (const [line, who] of Object.entries(table)) t.equal(auteurConsentementDe(line), who, line)
})

t.test('a line that says more than is read of it is not whole', async (t) => {
  for (const line of ['oui', 'oui, oral, ce jour', 'oui, recueilli oralement le 27/11/2026', 'non'])
    t.ok(isConsentementSeul(line, TODAY), line)
  for (const line of [
    'oui, oral, 27/11/2026 à 14h30',
    'oui, recueilli par le Dr Rousset',
    'oui, en visio',
    'à recueillir',
  ])
    t.notOk(isConsentementSeul(line, TODAY), line)
})
