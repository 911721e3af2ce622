/** Nobody is late to answer what he has not been asked. SPEC §6.3, §6.8 */
import t from 'tap'

import { finDeCompletude, rappelDeCompletude } from '../../src/decide/echeances.ts'
import { FORMULAIRE, histoire, JOUR } from '../support/dossiers.ts'

const { sexe: _, ...SANS_SEXE } = FORMULAIRE

t.test('reminder and end of a question are counted from its handover', (t) => {
  const story = histoire({ formulaire: SANS_SEXE })
  const ends = () => [
    rappelDeCompletude(story.dossier, story.regles),
    finDeCompletude(story.dossier, story.regles),
  ]
  const [reminder, end] = ends()
  const sent = { rang: null, version: null }
  story.passe(2 * JOUR).remise('demandeACompleter', 'requerant', sent)
  const [laterReminder, laterEnd] = ends()
  t.ok(String(laterReminder) > String(reminder))
  t.ok(String(laterEnd) > String(end))
  story.passe(Date.parse(String(end)) - Date.parse(story.now)).echeance()
  t.equal(story.dossier.etat, 'incomplet', 'it waits as long as he was promised')
  story.passe(Date.parse(String(laterEnd)) - Date.parse(story.now)).echeance()
  t.match(story.dossier, { etat: 'annule', motif: 'jamais-completee' })
  t.end()
})
