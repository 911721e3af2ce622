/** Below AVIS: what says something is read, what asks or points at nothing is asked about. SPEC §5, §6.8 */
import t from 'tap'

import { isOnlyCourtesy } from '../../src/read/courtesy.ts'
import { codes, histoire, samplePiece } from '../support/dossiers.ts'

t.test('a greeting before an opinion takes nothing of it', async (t) => {
  for (const line of [
    'Bonjour, prednisone 20 mg 5 jours.',
    'Dr Lamarche : urticaire, cétirizine 10 mg',
    'Bonjour Madame, reprise à 5 mm.',
    'Très chère Claire, rien à faire. Amitiés',
    'Chère amie, ton patient Gomez va bien. Kyste.',
  ])
    t.notOk(isOnlyCourtesy([line]), line)
  for (const line of [
    'Bonjour,',
    'Cher confrère,',
    'Chère amie,',
    'Bonjour Dr Claire FONTAINE,',
    'Madame, Monsieur,',
    'Dr Paul DURAND',
    'Dr Paul de LA TOUR, dermatologue',
  ])
    t.ok(isOnlyCourtesy([line]), line)
})

t.test('an AVIS that asks, or points at a document that is not there, is no act', async (t) => {
  const avis = (texte: string, more = {}) =>
    histoire().requis(1, { motCle: 'AVIS', texte, ...more })
  const asks = avis('Impossible de conclure sans photo, merci d’en envoyer.')
  t.strictSame(codes(asks.last.effets), ['avis-a-relire'])
  for (const texte of ['Voir CR joint.', 'Voir pièce jointe', 'cf PJ', 'Voir courrier ci-joint.']) {
    t.strictSame(codes(avis(texte).last.effets), ['avis-vide'], texte)
    t.equal(avis(texte, { pieces: [samplePiece('cr.pdf')] }).dossier.etat, 'repondu', texte)
  }
})
