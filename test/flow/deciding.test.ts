/** What somebody wrote at length is decided upon in a thread: the same decision, and the process is not held. */
import t from 'tap'

import { decide } from '../../src/decide/decide.ts'
import type { Contexte, Evenement } from '../../src/domain/evenement.ts'
import { decideOn } from '../../src/flow/deciding.ts'
import { type Judges, openJudges } from '../../src/sandbox/judges.ts'
import {
  histoire,
  sampleContexte,
  sampleCourrier,
  sampleProvenance,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const judges = openJudges({ keys: [], threads: 1 })
t.teardown(() => judges.close())

/** Counts what goes to the thread. */
function counting() {
  let asked = 0
  const own: Judges = {
    ...judges,
    decide(...what) {
      asked += 1
      return judges.decide(...what)
    },
  }
  return { parts: { judges: own }, asked: () => asked }
}

const { dossier } = histoire()
const says = (texte: string): Evenement => ({
  kind: 'courrierRequerant',
  provenance: sampleProvenance('long', dossier.ouvertLe),
  courrier: sampleCourrier({ texte, libre: texte }),
  rang: null,
  trouvailles: sampleTrouvailles(),
})
const contexte: Contexte = sampleContexte({ now: dossier.ouvertLe })

t.test(
  'a long text is decided upon in a thread, a short one here, and both the same',
  async (t) => {
    for (const [texte, isLong] of [
      ['Voici une précision.', false],
      ['Voici une précision. '.repeat(20_000), true],
      ['|'.repeat(900_000), true],
      [`${'Ma mère, née le 12/03/1951 : que faire ? '.repeat(2_000)}`, true],
    ] as const) {
      const { parts, asked } = counting()
      const evenement = says(texte)
      const made = await decideOn(dossier, evenement, contexte, parts)
      t.equal(asked(), isLong ? 1 : 0)
      t.strictSame(made, decide(dossier, evenement, contexte), texte.slice(0, 30))
    }
  },
)

t.test('what the dossier already holds counts too', async (t) => {
  const held = { message: 'm', recuLe: dossier.ouvertLe, texte: 'x '.repeat(40_000) }
  const { parts, asked } = counting()
  await decideOn({ ...dossier, textes: [held] }, says('Merci.'), contexte, parts)
  t.equal(asked(), 1)
})

t.test('an unchanged dossier comes back as itself', async (t) => {
  const held = { message: 'm', recuLe: dossier.ouvertLe, texte: 'x '.repeat(40_000) }
  const whole = { ...dossier, textes: [held] }
  const due: Evenement = { kind: 'echeance', trouvailles: sampleTrouvailles() }
  const { parts } = counting()
  t.equal((await decideOn(whole, due, contexte, parts)).dossier, whole)
})
