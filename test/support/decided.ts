/** Adversarial texts as `decide` meets them: in a letter, in a form. SPEC §13.12 */
import type { Courrier, Formulaire, MotCle } from '../../src/domain/courrier.ts'
import { FORMULAIRE, sampleCourrier } from './dossiers.ts'

/** Words that a rule of `decide` or `domain` looks for, so that each takes its longest way. */
export const WORDS: readonly string[] = [
  'visite,',
  'à Lyon ',
  'd’Y de X ',
  '69003 Lyon, ',
  'visite\n',
  'médite.',
  "jusqu'au ",
  'absent du ',
  '1/1/26 ',
  '1er mars ',
  'mars mille un ',
  'un et ',
  'dermatologie, ',
  'cardio ou ',
  'oui ',
  '[x] oui ',
  '(a',
  'Mme ',
  'Mme DURAND née ',
  'patient DURAND,',
  'Nom : DURAND\n',
  'sa fille ',
  'Dr X, ',
  'urgent, ',
  'sans ces documents\n',
  'Numéro AM : 1\n',
  'photo\n',
  'P1',
  'rpps:',
  'ne pas envoyer copie au MT ',
  'Dr DUPONT (décédé), ',
  'pas d accord pour continuer le ',
  'pas de tutelle ',
  'démence sévère ',
  'ne pas adresser au Dr DUPONT, ',
  'son médecin traitant est le Dr X ',
  'voir ci-dessous ',
]

/** A letter all of whose words are this text. */
export function courrierDe(text: string, motCle: MotCle | null = null): Courrier {
  return sampleCourrier({
    motCle,
    argument: text,
    texte: text,
    libre: text,
    conclusion: text,
    sujet: text,
  })
}

/** A form each of whose lines is this text. */
export function formulaireDe(text: string): Formulaire {
  return Object.fromEntries(Object.keys(FORMULAIRE).map((label) => [label, text]))
}
