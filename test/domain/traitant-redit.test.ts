/** Prose that names another médecin traitant than the line does is heard; what speaks of others is not. SPEC §4 */
import t from 'tap'

import { traitantRedit } from '../../src/domain/traitant-redit.ts'

const GALLAND = { noms: new Set(['galland']), isAuteur: false }
const MOI = { noms: new Set(['martin']), isAuteur: true }

/** Each says that the line is not so. */
export const REDITS = [
  'Le médecin traitant est en fait le Dr ROUSSET.',
  'Son médecin traitant est le Dr Claire Rousset.',
  'Le MT est maintenant le docteur Rousset',
  'le médecin traitant est en fait le dr rousset',
  'Le médecin traitant de la patiente est désormais le Dr ROUSSET.',
  "Erreur de ma part : le médecin traitant n'est pas le Dr GALLAND mais le Dr ROUSSET.",
  "C'est le Dr ROUSSET qui est son médecin traitant.",
  'Le Dr ROUSSET est devenu son médecin traitant.',
  'Le Dr Rousset est son nouveau médecin traitant',
  'Nouveau médecin traitant : Dr ROUSSET',
  'Patiente adressée par son médecin traitant, le Dr ROUSSET.',
  'Vue avec le Dr ROUSSET, son médecin traitant.',
  'Elle a changé de médecin traitant.',
  'Il vient de changer de médecin de famille',
  'Changement de médecin traitant depuis octobre.',
  "Elle n'a plus de médecin traitant.",
  "Le Dr GALLAND n'est plus son médecin traitant.",
  "Son médecin traitant n'est plus le Dr GALLAND.",
]

t.test('another one named, or the first one gone, is heard', async (t) => {
  for (const text of REDITS) {
    t.equal(typeof traitantRedit(text, GALLAND), 'string', text)
    t.equal(
      traitantRedit(`Lésion du dos. ${text}\nElle saigne.`, GALLAND)?.includes('dos'),
      false,
      text,
    )
  }
  t.ok(traitantRedit('Je suis son médecin traitant depuis 2011.', GALLAND))
  t.ok(traitantRedit('Je ne suis pas son médecin traitant.', MOI))
  t.ok(traitantRedit('Son médecin traitant est le Dr ROUSSET', MOI))
})

t.test('the same one, one who is away, and whoever else treats her is not', async (t) => {
  for (const text of [
    'Son médecin traitant est le Dr GALLAND.',
    'Son médecin traitant, le Dr Paul Galland, est prévenu.',
    'Adressée par son médecin traitant le Dr Galland',
    'Son médecin traitant est d’accord avec le Dr ROUSSET.',
    'Son médecin traitant est remplacé cette semaine par le Dr ROUSSET.',
    'Vue par le remplaçant de son médecin traitant, le Dr ROUSSET.',
    'Son ancien médecin traitant, le Dr ROUSSET, avait prescrit une crème.',
    'Le médecin traitant de sa mère est le Dr ROUSSET.',
    'Le Dr ROUSSET, cardiologue, la suit.',
    'Le médecin traitant est informé.',
    'Elle souhaite changer de médecin traitant.',
    'Copie au médecin traitant : non',
    'Le docteur lui a dit que son médecin traitant est absent.',
    'Traitement changé par le médecin traitant et le Dr ROUSSET',
  ])
    t.equal(traitantRedit(text, GALLAND), null, text)
  for (const text of ['Je suis son médecin traitant.', 'Son médecin traitant est le Dr MARTIN'])
    t.equal(traitantRedit(text, MOI), null, text)
})
