/**
 * Whom the requérant's words keep out, surely or perhaps, by each way to be asked: nobody of them gets anything before an
 * ACCORD that quotes the words. SPEC §4, §6.1
 */
import t from 'tap'

import { exclusionDite } from '../../src/domain/exclusion-dite.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const [A, B] = [rppsTest(101), rppsTest(102)]
const SURE = 'ne pas adresser au Dr REQUISB (ex-mari de la patiente)'
const DOUTES = [
  'conflit avec le Dr REQUISB',
  'la patiente est en procès contre le Dr REQUISB',
  'Elle n’a plus confiance dans le Dr REQUISB',
  'son ex-mari, le Dr REQUISB, exerce au CHU',
  'elle ne veut plus voir le Dr REQUISB',
  'en froid avec le Dr Paul REQUISB',
]
const seul = sampleTrouvailles({ possibles: [samplePossible(1)] })
const avec = (contexte: string, trouvailles = seul): Histoire =>
  histoire({ formulaire: { ...FORMULAIRE, contexte }, trouvailles })
const asked = (story: Histoire) => lettersOf(story.effets, 'demandeAvis').map(({ a }) => a.rpps)
const reattribue = (story: Histoire) =>
  story.event({
    kind: 'reattribution',
    rpps: A,
    motif: 'x',
    commande: 'c',
    trouvailles: story.trouvailles,
  })

async function question(story: Histoire): Promise<string> {
  const lettre = story.effets.findLast(
    (one) => one.kind === 'envoyer' && one.lettre.kind === 'accordDemande',
  )
  if (lettre?.kind !== 'envoyer') throw new Error('no question')
  const envoi = ex.envoi(lettre.lettre, 'requerant', story.dossier)
  const written = await draft(envoi, { ...ex.parts, now: story.now })
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

for (const contexte of DOUTES) {
  t.test(
    `« ${contexte} »: another is asked; alone, he is asked about with the words`,
    async (t) => {
      t.equal(exclusionDite(contexte, samplePossible(1))?.sure, false)
      const two = sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2)] })
      t.strictSame(asked(avec(contexte, two)), [B])
      const story = avec(contexte)
      t.strictSame(asked(story), [])
      t.ok(letters(story.effets).includes('accordDemande → requerant'))
      t.match(await question(story), contexte.replaceAll("'", '’'))
      t.match(await question(story), /il lit votre texte entier, ces mots compris/)
      const refused = avec(contexte).requerant({ motCle: 'DESACCORD' }).echeance()
      t.strictSame(asked(refused), [])
      t.ok(letters(refused.last.effets).includes('aucunRequis → requerant'), 'not proposed again')
      t.strictSame(asked(story.requerant({ motCle: 'ACCORD' })), [A])
    },
  )
}

t.test(
  'one who is surely kept out is not even proposed; the coordinator’s word waits',
  async (t) => {
    const story = avec(SURE)
    t.strictSame(asked(story), [])
    t.notOk(letters(story.effets).includes('accordDemande → requerant'))
    reattribue(story)
    t.strictSame(asked(story), [])
    t.match(await question(story), /ex-mari de la patiente/)
    const told = story.effets.flatMap((one) =>
      one.kind === 'envoyer' && one.a.role === 'coordinateur' ? [JSON.stringify(one.lettre)] : [],
    )
    t.notMatch(told.join(), /ex-mari/, 'the coordinator has the number alone')
    t.strictSame(asked(story.requerant({ motCle: 'ACCORD' })), [A], 'his ACCORD lets it go')
  },
)

t.test('what is said of him otherwise is no doubt', async (t) => {
  for (const contexte of [
    'Le Dr REQUISB n’a pas retenu de mélanome',
    'vue par le Dr REQUISB en 2024',
  ]) {
    t.equal(exclusionDite(contexte, samplePossible(1)), null, contexte)
    t.strictSame(asked(avec(contexte)), [A])
  }
})
