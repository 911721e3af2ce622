/**
 * A letter of courtesy alone says nothing; the shortest opinion says something, though it is written as a name is.
 */
import t from 'tap'

import { isOnlyCourtesy } from '../../src/read/courtesy.ts'

const SHORT = [
  'Hépatite B.',
  'Hépatite C',
  'Vitamine D.',
  'Grade A.',
  'Stade B',
  'Syndrome X.',
  'Carcinome Basocellulaire',
  'Naevus B. Surveillance.',
  'Maladie De Crohn',
  'Cardiologie',
  'RAS',
  '30/11/2026',
  '12/02/1951',
  '0 mg 1 mg',
  '12,5 - 13,2',
]
const ENDS = [
  [],
  ['Cordialement'],
  ['Bien confraternellement,', 'Hugo Lamarche'],
  ['Merci.'],
  ['Dr Hugo LAMARCHE', 'Dermatologie', '04 73 00 01 02'],
  ['', 'Envoyé de mon iPhone'],
]

t.test('an opinion of a few words is no courtesy, whatever stands below it', (t) => {
  for (const opinion of SHORT) {
    for (const end of ENDS) {
      for (const begin of [[], ['Bonjour,'], ['Cher confrère,', 'Merci.']]) {
        const lines = [...begin, opinion, ...end]
        t.equal(isOnlyCourtesy(lines), false, lines.join(' / '))
      }
    }
  }
  t.end()
})

t.test('courtesy alone is', (t) => {
  for (const lines of [
    [],
    ['Bonjour,', '', 'Cordialement', 'Hugo Lamarche'],
    ['Cordialement,', 'Hugo Lamarche', 'Dermatologie', 'Tél : 04 73 00 01 02'],
    ['Dr Hugo LAMARCHE'],
    ['Merci pour votre confiance.', 'Bien à vous'],
    ['Envoyé de mon iPhone'],
  ]) {
    t.equal(isOnlyCourtesy(lines), true, lines.join(' / '))
  }
  t.end()
})
