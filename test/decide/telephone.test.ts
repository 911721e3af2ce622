/** Whose telephone is kept, and when: event × writing × assurance. SPEC §4, §5 */
import t from 'tap'

import { FORMULAIRE, histoire, rppsTest, sampleRequerant } from '../support/dossiers.ts'

const kept = (story: ReturnType<typeof histoire>) =>
  story.last.effets.flatMap((one) => (one.kind === 'noterTelephone' ? [one.telephone] : []))

t.test('a number on the line of a signed request is kept, and nothing else', async (t) => {
  const table: { readonly [line: string]: string | null } = {
    '01 99 00 12 34': '01 99 00 12 34',
    '01 99 00 12 34 (secrétariat, le matin)': '01 99 00 12 34',
    '+33 1 99 00 12 34': '+33 1 99 00 12 34',
    '+590 590 99 00 12': '+590 590 99 00 12',
    'au cabinet': null,
    '1234': null,
    '': null,
  }
  for (const [telephone, expected] of Object.entries(table)) {
    const story = histoire({ formulaire: { ...FORMULAIRE, telephone } })
    const whose = sampleRequerant().rpps
    const all = expected === null ? [] : [{ rpps: whose, telephone: expected }]
    t.match(kept(story), all, telephone)
    t.equal(kept(story).length, all.length, telephone)
    t.strictSame(
      JSON.stringify(story.last.traces).includes('99 00'),
      false,
      'no number in the audit',
    )
  }
})

t.test('who wrote it, and how, decides whether it is kept', async (t) => {
  const formulaire = { ...FORMULAIRE, telephone: '01 99 00 12 34' }
  t.equal(kept(histoire({ formulaire })).length, 1, 'signed')
  t.equal(
    kept(histoire({ formulaire, provenance: { assurance: 'mssante' } })).length,
    0,
    'unsigned',
  )
  const nurse = sampleRequerant({ profession: '60' })
  const depotPour = 'Dr Quidam'
  t.equal(
    kept(histoire({ formulaire, auteur: nurse, courrier: { depotPour } })).length,
    0,
    'deposit',
  )

  const later = histoire({ formulaire: FORMULAIRE })
  later.requerant({ formulaire: { telephone: '01 99 00 56 78' } })
  t.match(kept(later), [{ rpps: sampleRequerant().rpps, telephone: '01 99 00 56 78' }])
  const words = 'Appelez-moi au 04 99 00 11 22.'
  t.match(kept(later.requis(1, { motCle: 'URGENT', texte: words, libre: words })), [
    { rpps: rppsTest(101), telephone: '04 99 00 11 22' },
  ])
  for (const motCle of ['ACCEPTE', 'REFUS', 'COMPLEMENT', null] as const)
    t.equal(kept(later.requis(1, { motCle, texte: words, libre: words })).length, 0, `${motCle}`)
})
