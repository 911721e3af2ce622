/** The line of a médecin traitant names somebody only where each word of it is known. SPEC §4 */
import t from 'tap'

import { ditAutreChose, nomsDuTraitant } from '../../src/domain/a-cote.ts'
import { medecinTraitantDit } from '../../src/domain/designation.ts'

const ROUSSET = { nom: 'ROUSSET', prenom: 'Paul' }
const A = 'paul.rousset@ville.test'
const judged = (line: string) => {
  const { kind } = medecinTraitantDit(line)
  // A line of two physicians is illegible, one that says more than his name is asked about when he is looked up.
  const isAsked = kind === 'illisible' || (kind === 'designe' && ditAutreChose(line, ROUSSET))
  return isAsked ? 'asked' : kind
}

t.test('his name, address, number, place, specialty, and harmless words name him', async (t) => {
  for (const line of [
    'Dr Paul ROUSSET',
    'Rousset Paul',
    'rousset paul',
    'DR PAUL ROUSSET',
    'DR ROUSSET, TOURS',
    'Dr Paul Rousset à Ville',
    'Dr Rousset à Saint-Avertin',
    'Docteur ROUSSET Paul (Tours)',
    'Docteur Paul Rousset, 63600 Ambert',
    'Dr Paul Rousset, médecine générale, 3 rue des Lilas, tél 02 99 00 11 22',
    'Dr P. Rousset, RPPS 99700000039',
    'Dr Paul Rousset (copie svp)',
    'Dr Paul Rousset, merci de lui adresser copie',
    'son médecin traitant est le Dr Rousset de Clermont',
    'Dr Paul Rousset (MSP des Lilas)',
    `Dr ROUSSET <${A}>`,
    'Dr Paul-Henri Rousset-Martin',
    'Dr Paul ROUSSET, gastro-entérologue',
    A,
    '99700000039',
    'Dr ROUSSET (remplacé cette semaine)',
    'Dr ROUSSET (en vacances)',
    'Dr ROUSSET, en congés jusqu’au 12/12',
    'Dr ROUSSET, absent aujourd’hui',
  ])
    t.equal(judged(line), 'designe', line)
})

t.test('an opposition beside it is one', async (t) => {
  for (const line of [
    `Dr Paul ROUSSET ${A} mais ne pas lui envoyer svp (souhait du patient)`,
    `Dr Paul ROUSSET, ${A} (merci de ne PAS lui transmettre)`,
    `Dr Paul ROUSSET, ${A}, sans copie`,
    `Dr Paul ROUSSET ${A} - patiente opposée à l’envoi`,
    `Dr Paul ROUSSET ${A} (à ne pas prévenir)`,
    'DR PAUL ROUSSET MAIS NE PAS LUI ENVOYER',
    'Opposition',
    'Refus de la patiente',
    'la patiente ne veut pas que son MT reçoive de copie',
  ])
    t.equal(judged(line), 'oppose', line)
})

t.test('anything else is asked about', async (t) => {
  for (const line of [
    `ex Dr Paul ROUSSET ${A}`,
    `Ex Dr Paul ROUSSET ${A}`,
    `Dr Paul ROUSSET ${A} (décédé)`,
    `Dr Paul ROUSSET ${A} (Décédé)`,
    `Dr Paul ROUSSET ${A} jusqu’en octobre, maintenant c’est moi`,
    `pas le Dr Paul ROUSSET (${A}), elle en a changé, je ne sais pas qui`,
    'Pas le Dr ROUSSET',
    `Dr Paul ROUSSET ${A} = médecin de sa mère, elle n’en a pas déclaré`,
    'le Dr ROUSSET a pris sa retraite, pas encore de nouveau',
    'DR PAUL ROUSSET DECEDE',
    'DR PAUL ROUSSET, NE SUIT PLUS LA PATIENTE',
    'Dr Rousset ?',
    'Dr Paul Rousset et Dr Solène Brazidec',
    'Dr Paul ROUSSET, patient non opposé à la transmission',
    'Dr Paul ROUSSET et moi',
    'Dr Paul Rousset - allergie',
    'Dr ROUSSET (remplacé)',
    'Dr ROUSSET (remplacé cette semaine par le Dr Vasseur)',
    'Dr ROUSSET, absent',
    'Dr ROUSSET (en vacances, voir avec moi)',
    `Dr Paul ROUSSET ${A}, ne pas lui envoyer avant mon accord`,
  ])
    t.equal(judged(line), 'asked', line)
})

t.test('prose names him by his family name', async (t) => {
  t.strictSame([...nomsDuTraitant('x', { nom: 'LE ROUSSET' })], ['rousset'])
  t.strictSame([...nomsDuTraitant(`Dr Paul ROUSSET ${A} mais PAS de copie`, null)], ['rousset'])
  t.strictSame([...nomsDuTraitant('moi-même', null)], [])
})
