/** In a loop what answers is held back, and everything else takes place; a replay is answered once a content and day. */
import t from 'tap'

import { sansRepondre } from '../../src/decide/boucle.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { histoire, rppsTest, sampleProvenance, sampleRequerant } from '../support/dossiers.ts'

const OF_REQUERANT: readonly MotCle[] = ['RETRAIT CONSENTEMENT', 'ANNULATION', 'COMPLEMENT', 'ETAT']
const OF_REQUIS: readonly MotCle[] = ['AVIS', 'REFUS', 'URGENT', 'ACCEPTE', 'COMPLEMENT']

t.test('each word acts in a loop: only what answers its author is held back', async (t) => {
  const requerant = sampleRequerant()
  const rows = [
    ...OF_REQUERANT.map((motCle) => {
      const story = histoire().requerant({ motCle, texte: 'Motif.' })
      return [motCle, story.last, { ...requerant, role: 'requerant' as const }] as const
    }),
    ...OF_REQUIS.map((motCle) => {
      const story = histoire().requis(1, { motCle, texte: 'Lésion bénigne.' })
      return [
        motCle,
        story.last,
        { rpps: rppsTest(101), adresse: null, role: 'requis' as const },
      ] as const
    }),
  ]
  for (const [motCle, last, { role, rpps, adresse }] of rows) {
    const decision: Decision = { ...last, dossier: last.dossier ?? null }
    const auteur = { role, rpps, adresse }
    const held = sansRepondre(
      decision,
      auteur,
      sampleProvenance('m', '2026-06-08T09:00:00.000Z' as never),
    )
    t.equal(held.dossier, decision.dossier, `${motCle}: the dossier is what it becomes`)
    const rest = (of: Decision) =>
      of.effets.filter((one) => one.kind !== 'envoyer' || one.a.rpps !== rpps)
    for (const effet of rest(decision))
      t.ok(held.effets.includes(effet), `${motCle}: ${effet.kind}`)
    const answers = decision.effets.length - rest(decision).length
    const kinds = held.effets.flatMap((one) =>
      one.kind === 'envoyer' && one.a.rpps === rpps ? [one.lettre.kind] : [],
    )
    t.strictSame(kinds, answers === 0 ? [] : ['echangesSuspendus'], motCle)
    const work = held.effets.filter(
      (one) => one.kind === 'ouvrirTravail' && one.code === 'echanges-en-boucle',
    )
    t.equal(work.length, answers === 0 ? 0 : 1, motCle)
  }
})

t.test('copies of a request have one answer a day, whatever Message-ID they bear', async (t) => {
  const story = histoire()
  const keys = (days: number) => {
    const recuLe = new Date(Date.parse(story.now) + days * 86_400_000).toISOString()
    return ['a', 'b'].map((message) => {
      const provenance = { ...sampleProvenance('x', recuLe as never), message }
      story.event({ kind: 'demandeDejaRecue', provenance })
      return story.last.effets.map((one) => one.kind === 'envoyer' && one.cle).join()
    })
  }
  const [first, second] = keys(0)
  t.equal(first, second)
  t.not(keys(1)[0], first)
})
