/** A consent of more than a year ago is asked about once; JE CONFIRME or the day anew settles it. SPEC §4 */
import t from 'tap'

import { FORMULAIRE, histoire } from '../support/dossiers.ts'

const OLD = '01/01/2020'
const ASKED = { quoi: 'dateConsentement', precisions: ['unAn'], mots: OLD }

const LINES = {
  'its own line': { dateConsentement: OLD },
  'the line of the consent': { consentement: `oui, oral, ${OLD}`, dateConsentement: undefined },
} as const

for (const [name, lines] of Object.entries(LINES)) {
  const entries = Object.entries({ ...FORMULAIRE, ...lines }).filter(([, v]) => v !== undefined)
  const formulaire = Object.fromEntries(entries)
  t.test(`${name}: asked, nothing leaves`, async (t) => {
    const story = histoire({ formulaire })
    t.equal(story.dossier.etat, 'incomplet')
    t.match(story.dossier.manques, [ASKED])
    story.requerant({ texte: 'Merci de votre aide.', libre: 'Merci de votre aide.' })
    t.match(story.dossier.manques, [ASKED], 'asked still')
    story.requerant({ motCle: 'JE CONFIRME' })
    t.equal(story.dossier.etat, 'en_cours')
  })
  t.test(`${name}: a new day settles it`, async (t) => {
    const story = histoire({ formulaire })
    story.requerant({ formulaire: { dateConsentement: '05/06/2026' } })
    t.match(story.dossier, { etat: 'en_cours', consentement: { le: '2026-06-05' } })
  })
  t.test(`${name}: the same day anew says that it is so`, async (t) => {
    const story = histoire({ formulaire })
    story.requerant({ formulaire: { dateConsentement: OLD } })
    t.match(story.dossier, { etat: 'en_cours', consentement: { le: '2020-01-01' } })
  })
}

t.test('within the year nothing is asked', async (t) => {
  const formulaire = { ...FORMULAIRE, dateConsentement: '08/06/2025' }
  t.equal(histoire({ formulaire }).dossier.etat, 'en_cours')
})
