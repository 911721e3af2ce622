/** JE CONFIRME says yes alone: words that change what leaves are asked about, and nothing leaves by them. SPEC §5, §6.5 */
import t from 'tap'

import { isReserveDite } from '../../src/domain/reserve-dite.ts'
import { FORMULAIRE, histoire, lettersOf } from '../support/dossiers.ts'

const CHANGES = [
  'sauf la date de naissance : 02/03/1944',
  'Par contre c’est la jambe droite, et née en 1945',
  'née en 1945',
  'c’est la jambe droite',
  'Son nom de naissance est DUBOIS, Marche c’est son mari',
  'Mais le prénom est Lucie.',
  'Le nom exact est DUBOIS',
  'Elle s’appelle Lucie',
  'Attention, date fausse',
  'erreur sur le sexe',
  'à corriger : Lucie',
  'plutôt DUBOIS',
]

const PLAIN = [
  '',
  'merci Sonia',
  'ma demande',
  'Cordialement, Dr Claire FONTAINE',
  'Elle prend un anticoagulant.',
  'Lésion de la jambe gauche depuis trois mois.',
  'moi-même',
  'Nom du médecin traitant : moi',
]

/** Each place where the requérant's word makes the request leave. */
const WAITS = {
  'formulaire-a-confirmer': () => histoire({ formulaire: {}, courrier: { proposes: FORMULAIRE } }),
  'demande-incomplete': () => {
    const { question: _, nomNaissance = '', ...rest } = FORMULAIRE
    return histoire({ formulaire: rest, courrier: { proposes: { nomNaissance } } })
  },
  'a-confirmer': () => histoire({ provenance: { assurance: 'mssante' } }),
}

t.test('words that change what is confirmed are heard, others are not', async (t) => {
  for (const said of CHANGES) t.equal(isReserveDite(said), true, said)
  for (const said of PLAIN) t.equal(isReserveDite(said), false, said)
})

t.test('JE CONFIRME beside them makes nothing leave and quotes them', async (t) => {
  for (const [motif, start] of Object.entries(WAITS)) {
    for (const said of CHANGES) {
      const story = start()
      t.equal(story.dossier.motif, motif)
      const { question = '' } = FORMULAIRE
      story.requerant({
        motCle: 'JE CONFIRME',
        formulaire: motif === 'demande-incomplete' ? { question } : {},
        texte: said,
        libre: said,
      })
      const where = `${motif} × ${said}`
      t.equal(story.dossier.etat, 'incomplet', where)
      const letters = lettersOf(story.last.effets, 'reponseAPreciser')
      t.equal(letters.length, 1, where)
      t.match(letters[0]?.lettre.dit, said, `${where}: quoted`)
    }
  }
})
