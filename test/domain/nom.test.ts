/** What a line of names says beside a name is taken apart where that is sure, else refused. SPEC §4 */
import t from 'tap'

import {
  nomDeFamilleDe,
  nomsDits,
  prenomsDe,
  sansBarre,
  sexeDesTitres,
} from '../../src/domain/nom.ts'

const LUCETTE = { prenoms: 'Lucette' }

t.test('the birth name is found among titles, married names and given names', async (t) => {
  const table: { readonly [line: string]: readonly [birth: string, used?: string] } = {
    'BERTHOMIER née ORGELETTE': ['ORGELETTE', 'BERTHOMIER'],
    'BERTHOMIER (née ORGELETTE)': ['ORGELETTE', 'BERTHOMIER'],
    'NEUVICQ ép. BERTHELIN': ['NEUVICQ', 'BERTHELIN'],
    'HERMANCHE veuve LEBLOND': ['HERMANCHE', 'LEBLOND'],
    'MAGNOLETTE (ép. Durand)': ['MAGNOLETTE', 'Durand'],
    'GENESTELLE épouse DE LA TOUR': ['GENESTELLE', 'DE LA TOUR'],
    'Mme LALINDRE': ['LALINDRE'],
    'M. LALINDRE': ['LALINDRE'],
    'PRAYSSACQ Lucette': ['PRAYSSACQ'],
    'Mme Lucette ROUGERAY': ['ROUGERAY'],
    'ROUGERAY Lucette née VALTIN': ['VALTIN', 'ROUGERAY'],
    '[barré : RAMADE] RAMADIER': ['RAMADIER'],
    '~~RAMADE~~ RAMADIER': ['RAMADIER'],
    'NONTRONE [barré : DUPONT]': ['NONTRONE'],
    "d'Arc": ["d'Arc"],
    'Le Bouëdec': ['Le Bouëdec'],
    MADAMET: ['MADAMET'],
  }
  for (const [line, [nomNaissance, nomUtilise]] of Object.entries(table)) {
    const names = { nomNaissance, ...LUCETTE, ...(nomUtilise !== undefined && { nomUtilise }) }
    t.strictSame(nomsDits({ nomNaissance: line, ...LUCETTE }), names, line)
    t.equal(nomDeFamilleDe(nomNaissance, 'Lucette'), nomNaissance)
  }
  t.equal(nomsDits({ prenoms: 'Gilberte (dite Gigi)' }).prenoms, 'Gilberte')
  t.equal(sansBarre('~~12/03/1951~~ 12/03/1952'), '12/03/1952')
  t.equal(nomsDits({ nomNaissance: 'A née B', nomUtilise: 'C' }).nomUtilise, 'C')
})

t.test('what may be anything else is no name', async (t) => {
  for (const line of [
    'DUPONT allergique',
    'DUPONT née',
    'née DUPONT',
    'DUPONT (sous AVK)',
    'DUPONT : voir',
    'DUPONT 38',
    'DUPONT ou DURAND',
    'Prayssacq Lucette',
    'Patient DUPONT',
    '',
  ])
    t.equal(
      nomDeFamilleDe(nomsDits({ nomNaissance: line, ...LUCETTE }).nomNaissance ?? '', 'Lucette'),
      null,
      line,
    )
  for (const line of [
    'Jean, Paul',
    'Jean-Noël Marie',
    'Lucie ; Anne',
    'ANNE GAELLE',
    'lucie',
    'Alice - Marie',
  ])
    t.equal(prenomsDe(line), line)
  for (const line of ['Alice - ', 'Alice - 3', 'Alice -- Marie']) t.equal(prenomsDe(line), null)
})

t.test('titles and « née » say a sex, to be compared with the line', async (t) => {
  const table: readonly (readonly [written: string, sexe: 'M' | 'F' | null])[] = [
    ['Mme LALINDRE', 'F'],
    ['madame Lalindre', 'F'],
    ['Mlle LALINDRE', 'F'],
    ['BERTHOMIER née ORGELETTE', 'F'],
    ['née le 12/03/1951', 'F'],
    ['HERMANCHE veuve LEBLOND', 'F'],
    ['M. LALINDRE', 'M'],
    ['M LALINDRE', 'M'],
    ['Mr LALINDRE', 'M'],
    ['Monsieur LALINDRE', 'M'],
    ['né le 12/03/1951', 'M'],
    ['né(e) le 12/03/1951', null],
    ['LALINDRE', null],
    ['M', null],
    ['Marie M. Dupont', null],
    ['NEUVICQ ép. BERTHELIN', null],
    ['M. LALINDRE ou Mme LALINDRE', null],
    ['Nérée', null],
  ]
  for (const [written, sexe] of table) t.equal(sexeDesTitres([written]), sexe, written)
  t.equal(sexeDesTitres(['Mme LALINDRE', 'né le 12/03/1951']), null, 'they disagree')
  t.equal(sexeDesTitres([]), null)
})

const GIVEN = ['Martin', 'Bernard', 'Bernard, Paul', 'Jean-Paul', 'Marie Anne', 'LUCETTE', 'Élise']
const FAMILY = ['ESSAI-@', '@', '@-ESSAI', 'SAINT @', 'Saint @', 'DE @', '@ ESSAI', 'Essai-@']

t.test('whatever given name a family name holds, it is a name or can be said again', async (t) => {
  for (const prenoms of GIVEN) {
    for (const shape of FAMILY) {
      for (const one of prenoms.split(/[ ,]+/)) {
        for (const word of [one, one.toUpperCase()]) {
          const line = shape.replace('@', word)
          const { nomNaissance = '' } = nomsDits({ nomNaissance: line, prenoms })
          t.not(nomNaissance, '', `${line} of ${prenoms} is not emptied`)
          t.equal(nomDeFamilleDe(nomNaissance, prenoms, 'redit'), nomNaissance, line)
          const isCompound = /-/.test(shape)
          if (isCompound) t.equal(nomDeFamilleDe(line, prenoms), line, `${line} of ${prenoms}`)
        }
      }
    }
  }
  t.equal(nomDeFamilleDe('SAINT MARTIN', 'Martin'), 'SAINT MARTIN', 'capitals set it apart')
  t.equal(nomDeFamilleDe('SAINT MARTIN', 'MARTIN'), null)
  t.equal(nomDeFamilleDe('Saint Martin', 'Martin'), null)
  t.equal(nomDeFamilleDe('DUPONT 38', 'Martin', 'redit'), null, 'what is no name stays none')
})
