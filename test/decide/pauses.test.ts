/** A pause belongs to who asked for it: each way out of a slot, after each question; and what declines a proposal. */
import t from 'tap'

import type { Rpps } from '../../src/domain/correspondant.ts'
import {
  CARDIOLOGIE,
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const QUESTIONS = {
  complement: { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' },
  reorientation: { motCle: 'REORIENTATION', argument: 'cardiologie', texte: 'Pour un Holter.' },
} as const
const away = { du: '2026-06-08', au: '2026-06-30' } as never

const confie = (story: Histoire, rpps: Rpps) =>
  story.event({
    kind: 'reattribution',
    rpps,
    motif: 'absent',
    commande: 'c-1',
    trouvailles: story.trouvailles,
  })

/** How the first requis leaves the slot that he paused. */
const WAYS: { readonly [way: string]: (story: Histoire) => unknown } = {
  'he declines': (story) => story.requis(1, { motCle: 'REFUS', texte: 'Congés.' }),
  'a colleague takes over': (story) => story.requis(2, { motCle: 'ACCEPTE' }),
  'he is absent': (story) =>
    story.requis(1, { motCle: 'ABSENT', argument: '08/06/2026 30/06/2026' }),
  'the directory says that he is away': (story) => {
    story.trouvailles = sampleTrouvailles({
      possibles: [samplePossible(1, { absences: [away] }), samplePossible(2)],
    })
    story.echeance()
  },
  'the coordinator gives it to another': (story) => confie(story, rppsTest(102)),
}

for (const [question, asked] of Object.entries(QUESTIONS)) {
  for (const [way, leave] of Object.entries(WAYS)) {
    t.test(`after a ${question}, ${way}: the clock runs again`, async (t) => {
      const story = histoire().requis(1, asked)
      const [before] = story.dossier.sollicitations
      t.match(before?.pauses, [{ a: null }], 'paused')
      story.passe(3_600_000)
      leave(story)
      const [slot] = story.dossier.sollicitations
      t.ok(slot?.requis.some((one) => one.rpps === rppsTest(102) && one.ecarte === null))
      t.match(slot?.pauses, [{ a: story.now }], 'the pause has its end')
      t.match(slot, { accordPour: null })
      t.ok(['en_attente', 'acceptee'].includes(slot?.etat ?? ''))
    })
  }
}

t.test('a pause of the colleague who stays is not ended by the one who leaves', async (t) => {
  const story = histoire()
  const slot = story.dossier.sollicitations[0]
  if (slot === undefined) throw new Error('no slot')
  const two = { ...slot.requis[0], ...samplePossible(2), solliciteLe: story.now, ecarte: null }
  story.dossier = {
    ...story.dossier,
    sollicitations: [{ ...slot, requis: [...slot.requis, two as never] }],
  }
  story.requis(2, QUESTIONS.complement).requis(1, { motCle: 'REFUS', texte: 'Congés.' })
  t.match(story.dossier.sollicitations[0], { etat: 'complement_demande', pauses: [{ a: null }] })
})

t.test('DESACCORD gives the slot back, and each is told', async (t) => {
  for (const before of ['en_attente', 'acceptee'] as const) {
    const story = histoire()
    if (before === 'acceptee') story.requis(1, { motCle: 'ACCEPTE' })
    story.requis(1, QUESTIONS.reorientation).passe(3_600_000).requerant({ motCle: 'DESACCORD' })
    t.match(story.dossier.sollicitations, [
      { etat: before, accordPour: null, pauses: [{ a: story.now }] },
    ])
    t.strictSame(letters(story.last.effets), [
      'accordDecline → requerant',
      'accordDecline → requis',
    ])
    story.requerant({ motCle: 'ACCORD' })
    t.strictSame(
      codes(story.last.effets),
      ['accord-sans-objet'],
      'what was declined is asked for no more',
    )
  }
  const story = histoire().requerant({ motCle: 'DESACCORD' })
  t.strictSame(codes(story.last.effets), ['accord-sans-objet'])
})

t.test('several proposals: the specialty says which one is declined', async (t) => {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const possibles = [samplePossible(1), samplePossible(2)]
  const story = histoire({
    formulaire,
    cibles: possibles.map(({ rpps }) => ({ kind: 'requis', rpps })),
    trouvailles: sampleTrouvailles({ requis: possibles.map((one) => [one]), possibles }),
  })
  story.requis(1, QUESTIONS.reorientation)
  story.requis(2, { motCle: 'REORIENTATION', argument: 'pneumologie', texte: '' })
  story.requerant({ motCle: 'DESACCORD' })
  t.strictSame(codes(story.last.effets), ['accord-ambigu'])
  story.requerant({ motCle: 'DESACCORD', argument: 'pneumologie' })
  t.match(story.dossier.sollicitations, [{ etat: 'accord_demande' }, { etat: 'en_attente' }])
})

t.test(
  'a coordinator gives a slot to another of the pool at once, and beyond it after ACCORD only',
  async (t) => {
    const story = confie(histoire(), rppsTest(102))
    t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: rppsTest(102) } }])
    t.match(lettersOf(story.last.effets, 'creneauTermine'), [{ a: { rpps: rppsTest(101) } }])

    const cardio = samplePossible(3, { pools: [CARDIOLOGIE] })
    const beyond = histoire()
    beyond.trouvailles = sampleTrouvailles({ possibles: [samplePossible(1), cardio] })
    confie(beyond, cardio.rpps)
    t.strictSame(letters(beyond.last.effets), ['accordDemande → requerant'], 'nothing to a requis')
    t.match(beyond.dossier.sollicitations, [
      {
        etat: 'accord_demande',
        accordPour: { kind: 'requis', rpps: cardio.rpps },
        requis: [{ ecarte: null }],
      },
    ])
    beyond.requerant({ motCle: 'ACCORD' })
    t.match(lettersOf(beyond.last.effets, 'demandeAvis'), [{ a: { rpps: cardio.rpps } }])

    const former = histoire().requis(1, { motCle: 'REFUS', texte: 'Congés.' })
    confie(former, rppsTest(101))
    t.match(
      lettersOf(former.last.effets, 'demandeAvis'),
      [{ a: { rpps: rppsTest(101) } }],
      'one who had declined may be asked again',
    )
  },
)

t.test('nothing is given to who may not have it', async (t) => {
  for (const rpps of [rppsTest(1), rppsTest(101), rppsTest(999)]) {
    const story = histoire()
    const before = story.dossier
    confie(story, rpps)
    t.strictSame(story.last.effets, [])
    t.strictSame(story.dossier, before)
  }
})

t.test('the reason of a DESACCORD reaches those who hold the slot', async (t) => {
  const story = histoire().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
  story.requerant({ motCle: 'DESACCORD', texte: 'Il a vu un cardiologue hier.' })
  t.strictSame(letters(story.last.effets), [
    'accordDecline → requerant',
    'complementTransmis → requis',
  ])
  t.match(lettersOf(story.last.effets, 'complementTransmis'), [
    {
      lettre: {
        texte: 'Il a vu un cardiologue hier.',
        decline: { kind: 'specialite', code: '03' },
      },
    },
  ])
  t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente')
})
