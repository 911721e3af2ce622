/**
 * No text costs more than its length: adversarial texts in whole decisions. SPEC §13.12
 *
 * The steps of a decision have their rows in `texts-decided.test.ts`: here, what they make of one another's words.
 */
import t from 'tap'

import type { MotCle } from '../src/domain/courrier.ts'
import { adverse, squares } from './support/adverse.ts'
import { courrierDe, formulaireDe, WORDS } from './support/decided.ts'
import { type Histoire, histoire } from './support/dossiers.ts'
import { openCounter } from './support/work.ts'

const story = histoire()
const { dossier } = story
/** A request that has left, as if nothing had come since: to decide it anew would cost more than most answers. */
const enCours = (): Histoire => {
  story.dossier = dossier
  story.effets.length = 0
  return story
}

const REQUERANT: readonly (MotCle | null)[] = [
  null,
  'COMPLEMENT',
  'ACCORD',
  'RETRAIT CONSENTEMENT',
  'JE CONFIRME',
]
const REQUIS: readonly (MotCle | null)[] = [
  null,
  'AVIS',
  'ACCEPTE',
  'COMPLEMENT',
  'REFUS',
  'REORIENTATION',
  'ABSENT',
  'URGENT',
]

t.test('a request', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const step = (text: string) =>
    histoire({
      formulaire: formulaireDe(text),
      courrier: { libre: text, texte: text, sujet: text },
    })
  t.strictSame(await squares(counter, { step, texts: adverse([''], WORDS) }), [])
})

t.test('an answer, with each keyword', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const texts = WORDS.map((sign) => ({ lead: '', sign }))
  const requerant = (text: string) =>
    REQUERANT.map((motCle) => enCours().requerant(courrierDe(text, motCle)))
  const requis = (text: string) =>
    REQUIS.map((motCle) => enCours().requis(1, courrierDe(text, motCle)))
  t.strictSame(await squares(counter, { step: requerant, texts }), [], 'of the requérant')
  t.strictSame(await squares(counter, { step: requis, texts }), [], 'of a requis')
})
