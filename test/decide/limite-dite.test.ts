/** A request whose prose keeps something back is held, and its author asked with a way out that works. SPEC §4, §6.1 */
import t from 'tap'

import { FORMULAIRE, histoire } from '../support/dossiers.ts'

t.test('a limit on documents without a document holds nothing', async (t) => {
  const libre = 'Pas pour les photos.'
  t.equal(histoire({ courrier: { libre, texte: libre, pieces: [] } }).dossier.etat, 'en_cours')
})

t.test('what is kept from the requis holds the request', async (t) => {
  const libre = 'VIH (le patient ne veut pas que le spécialiste le sache)'
  const { dossier } = histoire({ courrier: { libre, texte: libre } })
  t.match(dossier, { etat: 'incomplet', manques: [{ quoi: 'consentement', mots: libre }] })
})

t.test('what is kept from the médecin traitant is asked about', async (t) => {
  const formulaire = {
    ...FORMULAIRE,
    medecinTraitant: 'Dr Paul ROUSSET',
    contexte: 'VIH+ (à ne pas mentionner au médecin traitant)',
  }
  const { dossier } = histoire({ formulaire })
  t.equal(dossier.etat, 'incomplet')
  t.ok(dossier.manques.some(({ quoi }) => quoi === 'copieMedecinTraitant'))
})
