/** Who has left a slot takes it back by ACCEPTE or AVIS alone: each way of leaving it, by each keyword. SPEC §5 */
import t from 'tap'

import type { RequisSollicite } from '../../src/domain/dossier.ts'
import { type Histoire, histoire } from '../support/dossiers.ts'

const WAYS: readonly NonNullable<RequisSollicite['ecarte']>[] = [
  'refus',
  'absence',
  'reorientation',
  'injoignable',
]
const WORDS = {
  COMPLEMENT: { motCle: 'COMPLEMENT', texte: 'Depuis quand saigne-t-elle ?' },
  REORIENTATION: { motCle: 'REORIENTATION', argument: 'cardiologie' },
  REFUS: { motCle: 'REFUS', texte: 'Hors de ma compétence.' },
  ACCEPTE: { motCle: 'ACCEPTE' },
  AVIS: { motCle: 'AVIS', texte: 'Lésion bénigne, à surveiller.' },
} as const
const TAKES: readonly string[] = ['ACCEPTE', 'AVIS']

/** The first asked declined and the second has the request; how the first left it is told. */
function left(ecarte: NonNullable<RequisSollicite['ecarte']>): Histoire {
  const story = histoire().requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' })
  const { dossier } = story
  const [slot] = dossier.sollicitations
  if (slot === undefined) throw new Error('the request has a slot')
  const [first, ...others] = slot.requis
  if (first === undefined) throw new Error('somebody was asked')
  const requis = [{ ...first, ecarte }, ...others]
  story.dossier = { ...dossier, sollicitations: [{ ...slot, requis }] }
  return story
}

const holders = ({ dossier }: Histoire): readonly string[] =>
  (dossier.sollicitations[0]?.requis ?? [])
    .filter(({ ecarte }) => ecarte === null)
    .map(({ rpps }) => rpps)

t.test('each keyword of one who left, by how he left', (t) => {
  for (const way of WAYS) {
    for (const [word, courrier] of Object.entries(WORDS)) {
      const story = left(way)
      const [first] = story.dossier.sollicitations[0]?.requis ?? []
      const before = holders(story)
      t.equal(before.length, 1, 'somebody else holds it')
      story.requis(1, courrier)
      const letters = story.last.effets.flatMap((one) => (one.kind === 'envoyer' ? [one] : []))
      const name = `${way}, ${word}`
      if (TAKES.includes(word)) {
        t.notOk(holders(story).includes(before[0] ?? ''), name)
        continue
      }
      t.strictSame(holders(story), before, name)
      t.ok(
        letters.some(({ a }) => a.rpps === first?.rpps),
        `${name}: he is answered`,
      )
      if (word === 'REFUS') continue
      t.match(letters, [{ lettre: { kind: 'reponseAPreciser', code: 'creneau-quitte' } }], name)
      t.equal(letters.length, 1, `${name}: nobody else is written to`)
      t.not(story.dossier.sollicitations[0]?.etat, 'complement_demande', name)
    }
  }
  t.end()
})
