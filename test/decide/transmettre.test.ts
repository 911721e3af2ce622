import t from 'tap'

import type { Dossier, EtatSollicitation, Sollicitation } from '../../src/domain/dossier.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const WORDS = { texte: 'Il prend aussi un anticoagulant.' } as const

/** A dermatologist of a pool of one, and a cardiologist of another. */
function two(): Histoire {
  return histoire({
    formulaire: { ...FORMULAIRE, specialiteDemandee: 'Dermatologie, cardiologie' },
    trouvailles: sampleTrouvailles({
      possibles: [
        samplePossible(1),
        samplePossible(2, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE }),
      ],
    }),
  })
}

/** Who gets the message, as « rang:rpps », and what its author is told of it. */
function passed(story: Histoire) {
  const got = lettersOf(story.last.effets, 'complementTransmis').map(
    (one) => `${one.lettre.rang}:${one.a.rpps}`,
  )
  const [told] = lettersOf(story.last.effets, 'bienRecu')
  return { got, told: told?.lettre.transmis }
}

const ONE = `1:${rppsTest(101)}`
const TWO = `2:${rppsTest(102)}`

/** How the first slot comes into each state, and who then gets a message that answers no slot in particular. */
const STATES: {
  readonly [E in EtatSollicitation]: readonly [(story: Histoire) => unknown, readonly string[]]
} = {
  en_attente: [() => undefined, [ONE, TWO]],
  acceptee: [(story) => story.requis(1, { motCle: 'ACCEPTE' }), [ONE, TWO]],
  complement_demande: [
    (story) => story.requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }),
    [ONE, TWO],
  ],
  accord_demande: [
    (story) => story.requis(1, { motCle: 'REORIENTATION', argument: 'neurologie' }),
    [ONE, TWO],
  ],
  rendue: [(story) => story.requis(1, AVIS), [ONE, TWO]],
  refusee: [(story) => story.requis(1, { motCle: 'REFUS', texte: 'Indisponible.' }), [TWO]],
  reorientee: [
    (story) => {
      story.requis(1, { motCle: 'REORIENTATION', argument: 'neurologie' })
      story.requerant({ motCle: 'ACCORD' })
    },
    [TWO],
  ],
  expiree: [
    (story) => {
      story.dossier = withSlot(story.dossier, { etat: 'expiree', termineeLe: story.now })
    },
    [ONE, TWO],
  ],
}

function withSlot(dossier: Dossier, change: Partial<Sollicitation>): Dossier {
  const sollicitations = dossier.sollicitations.map((slot) =>
    slot.rang === 1 ? { ...slot, ...change } : slot,
  )
  return { ...dossier, sollicitations }
}

t.test(
  'a message goes to all concerned, and its author is told to whom, in each state',
  async (t) => {
    for (const [etat, [comes, who]] of Object.entries(STATES)) {
      for (const second of ['open', 'answered'] as const) {
        const story = two()
        if (second === 'answered') story.requis(2, AVIS, 2)
        comes(story)
        const [slot] = story.dossier.sollicitations
        t.equal(slot?.etat, etat)
        story.requerant(WORDS)
        const { got, told } = passed(story)
        t.strictSame(got, who, `${etat}, the other ${second}`)
        t.strictSame(
          told?.a,
          who.map((one) => one.slice(2)),
          'told as it was done',
        )
      }
    }
  },
)

t.test('a message that answers a letter of one slot goes there alone', async (t) => {
  for (const [etat, [comes, who]] of Object.entries(STATES)) {
    const story = two()
    comes(story)
    story.requerant({ ...WORDS, rang: 1 })
    const { got } = passed(story)
    // Where nobody of that slot reads any more, it goes to those who do: no word falls between.
    t.strictSame(got, who.includes(ONE) ? [ONE] : [TWO], etat)
    story.requerant({ ...WORDS, rang: 2 })
    t.strictSame(passed(story).got, [TWO], `${etat}, the other slot`)
  }
})

t.test('whoever was put aside gets nothing more', async (t) => {
  for (const ecarte of ['refus', 'absence', 'reprise', 'reorientation', 'injoignable'] as const) {
    const story = histoire()
    const [slot] = story.dossier.sollicitations
    const requis = slot?.requis.map((one) => ({ ...one, ecarte })) ?? []
    story.dossier = withSlot(story.dossier, { requis })
    story.requerant(WORDS)
    const { got, told } = passed(story)
    t.strictSame(got, [], ecarte)
    t.match(told, { a: [], plusTard: [1] }, 'nobody yet, and that is what is said')
  }
})

t.test('the clock of a slot goes on only when its own question was answered', async (t) => {
  const story = two()
  story.requis(2, { motCle: 'COMPLEMENT', texte: 'Un ECG ?' }, 2)
  story.requis(1, AVIS)
  story.requerant({ ...WORDS, rang: 1 })
  t.match(story.dossier.sollicitations[1], { etat: 'complement_demande' })
  t.match(passed(story).told, { a: [rppsTest(101)], attendus: [2] })
  story.requerant({ ...WORDS, rang: 2 })
  t.match(story.dossier.sollicitations[1], { etat: 'en_attente' })
  t.match(passed(story).told, { a: [rppsTest(102)], attendus: [] })
})

t.test('one physician who holds two slots gets a message once', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, specialiteDemandee: 'Dermatologie, cardiologie' },
    trouvailles: sampleTrouvailles({
      possibles: [samplePossible(1, { pools: [CARDIOLOGIE, '05' as typeof CARDIOLOGIE] })],
    }),
  })
  story.requerant(WORDS)
  t.strictSame(letters(story.last.effets), ['complementTransmis → requis', 'bienRecu → requerant'])
})
