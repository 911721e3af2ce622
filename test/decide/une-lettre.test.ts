/** What one decision has to say to one person stands in one letter; an ordinary exchange costs four mails each. SPEC §10 */
import t from 'tap'

import type { Effet } from '../../src/domain/decision.ts'
import {
  HEURE,
  type Histoire,
  histoire,
  letters,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const

/** The kinds of letter that a person gets, in order. */
const to = (effets: readonly Effet[], rpps: string): readonly string[] =>
  effets.flatMap((one) => (one.kind === 'envoyer' && one.a.rpps === rpps ? [one.lettre.kind] : []))

/** A request, a question of the requis and its answer, the opinion and its handover. */
function exchange(accepts: boolean): Histoire {
  const story = histoire()
  if (accepts) story.requis(1, { motCle: 'ACCEPTE' })
  story.passe(HEURE).requis(1, { motCle: 'COMPLEMENT', texte: 'Quel traitement ?' })
  story.passe(HEURE).requerant({ motCle: 'COMPLEMENT', texte: 'Aucun.' })
  story.passe(HEURE).requis(1, AVIS)
  return story.remise('compteRendu', 'requerant')
}

t.test('with one complement, four mails at most to each physician', async (t) => {
  for (const accepts of [false, true]) {
    const { effets, dossier } = exchange(accepts)
    t.strictSame(to(effets, dossier.requerant.rpps), [
      'accuseReception',
      'complementDemande',
      'bienRecu',
      'compteRendu',
    ])
    t.strictSame(to(effets, rppsTest(101)), [
      'demandeAvis',
      ...(accepts ? ['bienRecu'] : []),
      'complementTransmis',
      'avisTransmis',
    ])
  }
})

t.test('a request that nobody can take is told in its acknowledgement', async (t) => {
  const story = histoire({ trouvailles: sampleTrouvailles({ possibles: [] }) })
  t.strictSame(letters(story.effets), ['accuseReception → requerant', 'alerte → coordinateur'])
})

t.test('one who goes away is told once, what he held being offered to others', async (t) => {
  const story = histoire().requis(1, { motCle: 'ABSENT', argument: '08/06/2026 12/06/2026' })
  t.strictSame(to(story.last.effets, rppsTest(101)), ['absenceNotee'])
})

t.test('an urgency goes on, and its author is only asked about the rest', async (t) => {
  const story = histoire().requis(1, {
    motCle: 'URGENT',
    texte: 'Patient : DUPONTEL Jean, à voir ce soir.',
  })
  t.strictSame(letters(story.last.effets), [
    'urgenceSignalee → requerant',
    'urgenceCoordinateur → coordinateur',
    'reponseAPreciser → requis',
  ])
})

t.test('an agreement that finds nobody is told in one letter', async (t) => {
  const story = histoire({ trouvailles: sampleTrouvailles({ possibles: [samplePossible(1)] }) })
  story.requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
  t.strictSame(letters(story.last.effets), ['accordDemande → requerant'])
  story.requerant({ motCle: 'ACCORD' })
  t.strictSame(to(story.last.effets, story.dossier.requerant.rpps), ['aucunRequis'])
})

t.test('a refusal is acknowledged, and the requérant told who is asked now', async (t) => {
  const story = histoire().requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' })
  const asked = ['bienRecu → requis', 'demandeAvis → requis', 'demandeRemise → requerant']
  t.strictSame(letters(story.last.effets), asked)
  const shared = histoire()
  shared.passe(49 * HEURE).echeance()
  shared.requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' })
  t.strictSame(letters(shared.last.effets), ['bienRecu → requis', 'demandeRemise → requerant'])
})
