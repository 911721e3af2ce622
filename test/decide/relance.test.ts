/** A letter that only asks where its author's request stands is ETAT; one word more goes to the requis. SPEC §5, §13.13 */
import t from 'tap'

import { natureHorsFil } from '../../src/decide/hors-fil.ts'
import { isRelanceDite } from '../../src/domain/relance-dite.ts'
import { histoire, letters, sampleCourrier, sampleRequerant } from '../support/dossiers.ts'

const SEULES = [
  'Où en est ma demande ?',
  'Bonjour,\nOù en est la demande TE-2026-000001 ?\nMerci d’avance.\nDr Claire MARTIN',
  'où en est le dossier TE-2026-000001 ?',
  'Pas de nouvelles de ma demande TE-2026-000001',
  'Je suis sans nouvelles de ma demande du 12 novembre.',
  'Toujours pas de réponse à ma demande TE-2026-000001, merci.',
  'Avez-vous des nouvelles de mon dossier ?'.replace('Avez-vous', 'Pouvez-vous me donner'),
  'Relance de la demande TE-2026-000001',
]
const AUTRES = [
  'Où en est la cicatrisation ?',
  'Pas de réponse au traitement.',
  'Toujours pas de réponse à ma demande, et la lésion saigne.',
  'Où en est ma demande ? La patiente a de la fièvre.',
  'Pas de nouvelles de la patiente.',
  'Quel est votre avis sur ma demande de biopsie ?',
]

t.test('alone, it is ETAT in the thread and no request outside it', async (t) => {
  for (const texte of SEULES) {
    const story = histoire().requerant({ texte })
    t.strictSame(letters(story.last.effets), ['etat → requerant'], texte)
    const nature = natureHorsFil(sampleCourrier({ texte }), 'requerant', sampleRequerant())
    t.equal(nature, 'mot', texte)
  }
})

t.test('not a word of another kind is taken for it', async (t) => {
  for (const texte of AUTRES) {
    t.notOk(isRelanceDite(texte), texte)
    const story = histoire().requerant({ texte })
    t.notOk(letters(story.last.effets).includes('etat → requerant'), texte)
    const nature = natureHorsFil(sampleCourrier({ texte }), 'requerant', sampleRequerant())
    t.equal(nature, 'demande', texte)
  }
  const line = sampleCourrier({ texte: SEULES[0] ?? '', formulaire: { sexe: 'F' } })
  t.equal(natureHorsFil(line, 'requerant', sampleRequerant()), 'demande')
})
