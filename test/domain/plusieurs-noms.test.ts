/** A line that names more than one person: each is named, or its author is asked; nobody is left out. SPEC §4 */
import t from 'tap'

import { designationsDe, medecinTraitantDit } from '../../src/domain/designation.ts'
import { personnesDe } from '../../src/domain/plusieurs-noms.ts'
import { write } from '../../src/write/write.ts'
import {
  FORMULAIRE,
  histoire,
  lettersOf,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

/** How a person is written. */
const FIRST = [
  'Dr MARTIN',
  'Dr Claire MARTIN',
  'le Pr Jean DE LA TOUR',
  'Dr Martin <a@x.fr>',
  'docteur martin',
]
const SECOND = [
  'Dr DURAND',
  'le Dr Anne LE GOFF',
  'Pr Durand (Lyon)',
  'dr durand',
  'Dr Durand, b@x.fr',
]

t.test('« et », a comma and their like join two who are both asked', async (t) => {
  for (const one of FIRST)
    for (const other of SECOND)
      for (const joiner of [
        ' et ',
        ', ',
        ' & ',
        ' + ',
        ' ; ',
        '\n',
        ' - ',
        ' – ',
        ' ainsi que ',
        ', et ',
        ',',
      ]) {
        const line = `${one}${joiner}${other}`
        const found = designationsDe(line)
        t.equal(found.length, 2, line)
        t.notOk(
          found.some(({ nom }) => /martin.*durand|durand.*martin/i.test(nom ?? '')),
          line,
        )
        t.equal(medecinTraitantDit(line).kind, 'illisible', `${line}: one médecin traitant`)
      }
  for (const line of [
    'Dr MARTIN et DURAND',
    'Drs Martin et Durand',
    'Claire MARTIN et Paul DURAND',
  ])
    t.equal(designationsDe(line).length, 2, line)
})

t.test('one of two, or a doubt, is asked about', async (t) => {
  for (const one of FIRST)
    for (const other of SECOND)
      for (const joiner of [
        ' ou ',
        ' / ',
        ' sinon ',
        ', sinon ',
        ' et/ou ',
        ' à défaut ',
        ' puis ',
        ' (ou ',
        ' ',
        ', en son absence ',
      ]) {
        const line = `${one}${joiner}${other}`
        t.equal(personnesDe(line), null, line)
        t.strictSame(designationsDe(line), [], line)
        t.equal(medecinTraitantDit(line).kind, 'illisible', line)
      }
  for (const line of [
    'Dr MARTIN ou DURAND',
    'Dr MARTIN / DURAND',
    'Dr MARTIN ou un confrère',
    'Dr Claire MARTIN, Paul DURAND',
    'Claire MARTIN (Paul DURAND)',
  ])
    t.strictSame(designationsDe(line), [], line)
})

t.test('where somebody works, and what he is, names nobody else', async (t) => {
  const lines: { readonly [line: string]: string } = {
    'Dr MARTIN, service du Pr DURAND': 'MARTIN',
    'Dr MARTIN (remplaçant : Dr DURAND)': 'MARTIN',
    'Dr MARTIN, secrétariat : Dr DURAND': 'MARTIN',
    'Dr Claire MARTIN (équipe du Pr Durand)': 'Claire MARTIN',
    'Dr MARTIN, remplaçant du Dr DURAND': 'MARTIN',
    'Dr MARTIN, chef de clinique du Pr DURAND': 'MARTIN',
    'Pr Dr Claire MARTIN': 'Claire MARTIN',
    'Dr MARTIN, Saint-Étienne': 'MARTIN',
    'MARTIN, Claire': 'MARTIN Claire',
    'MARTIN, Jean Paul': 'MARTIN',
    'Dr Jean-Paul Martin - cardiologue': 'Jean-Paul Martin',
    'Dr Martin, CHU de Lyon et Saint-Étienne': 'Martin',
  }
  for (const [line, nom] of Object.entries(lines)) {
    const found = designationsDe(line)
    t.equal(found.length, 1, line)
    t.match(found[0]?.nom, nom, line)
  }
})

t.test('both are asked; one of two is a question that quotes the line', async (t) => {
  const people = [1, 2].map((n) => [samplePossible(n)])
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const both = histoire({
    formulaire: { ...formulaire, medecinRequis: 'Dr REQUISB et Dr REQUISC' },
    trouvailles: sampleTrouvailles({ requis: people }),
  })
  t.equal(both.dossier.etat, 'en_cours')
  t.equal(lettersOf(both.effets, 'demandeAvis').length, 2)
  const medecinRequis = 'Dr REQUISB ou Dr REQUISC'
  const doubt = histoire({ formulaire: { ...formulaire, medecinRequis } })
  t.equal(doubt.dossier.etat, 'incomplet')
  const asked = lettersOf(doubt.effets, 'demandeACompleter')[0]
  if (asked === undefined) throw new Error('nothing is asked')
  const { bodies } = await write(ex.envoi(asked.lettre, 'requerant', doubt.dossier), ex.parts)
  t.match(bodies.text, medecinRequis)
})
