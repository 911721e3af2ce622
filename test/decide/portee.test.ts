/** What a word that lets something leave covers: each pair of proposals × the letter it answers × how it is written; each pair of things that wait. */
import t from 'tap'

import { proposeA } from '../../src/decide/portee.ts'
import { complementDe, propositionDe } from '../../src/domain/attentes.ts'
import type { Courrier } from '../../src/domain/courrier.ts'
import {
  CARDIOLOGIE,
  codes,
  type Histoire,
  histoire,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const PNEUMOLOGIE = '13' as never
const asked = samplePossible(1)
const cardio = samplePossible(3, { pools: [CARDIOLOGIE] })
const pneumo = samplePossible(4, { pools: [PNEUMOLOGIE] })
const trouvailles = sampleTrouvailles({ possibles: [asked, cardio, pneumo] })
const debut = () => histoire({ trouvailles })

/** A letter to the requérant, as its row keeps it: what waited for his word when it was put. */
type Lue = readonly string[]

const lue = (story: Histoire): Lue => proposeA(story.dossier, story.dossier.requerant.rpps)

let count = 0
function repond(story: Histoire, propose: Lue | null, courrier: Partial<Courrier>): Histoire {
  count += 1
  return story.event({
    kind: 'courrierRequerant',
    provenance: sampleProvenance(`r-${count}`, story.now),
    rang: null,
    ...(propose !== null && { propose }),
    courrier: sampleCourrier(courrier),
    trouvailles: story.trouvailles,
  })
}

const PROPOSITIONS: { readonly [name: string]: readonly [(s: Histoire) => unknown, string] } = {
  cardiologie: [
    (s) =>
      s.requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie', texte: 'Pour un Holter.' }),
    cardio.rpps,
  ],
  pneumologie: [
    (s) =>
      s.requis(1, { motCle: 'REORIENTATION', argument: 'pneumologie', texte: 'Pour une EFR.' }),
    pneumo.rpps,
  ],
  coordinateur: [
    (s) =>
      s.event({
        kind: 'reattribution',
        rpps: pneumo.rpps,
        motif: 'absent',
        commande: 'c-1',
        trouvailles,
      }),
    pneumo.rpps,
  ],
}

const sentTo = (story: Histoire) =>
  lettersOf(story.last.effets, 'demandeAvis').map(({ a }) => a.rpps)

for (const [first, [proposeFirst]] of Object.entries(PROPOSITIONS)) {
  for (const [second, [proposeSecond, to]] of Object.entries(PROPOSITIONS)) {
    if (first === second) continue
    t.test(`${first}, then ${second}: an ACCORD covers the letter that it answers`, async (t) => {
      const both = () => {
        const story = debut()
        const before = lue(story)
        proposeFirst(story)
        const one = lue(story)
        proposeSecond(story)
        return { story, before, one, two: lue(story) }
      }
      for (const motCle of ['ACCORD', 'DESACCORD'] as const) {
        const crossed = both()
        repond(crossed.story, crossed.one, { motCle })
        t.strictSame(codes(crossed.story.last.effets), ['mot-autre-proposition'])
        t.strictSame(sentTo(crossed.story), [], 'nothing leaves for what he did not agree to')
        t.equal(crossed.story.dossier.sollicitations[0]?.etat, 'accord_demande')

        const untold = both()
        for (const letter of [null, untold.before]) {
          repond(untold.story, letter, { motCle })
          t.strictSame(codes(untold.story.last.effets), ['mot-autre-proposition'])
        }
        // What the question said waits: its answer covers that.
        repond(untold.story, lue(untold.story), { motCle })
        t.strictSame(sentTo(untold.story), motCle === 'ACCORD' ? [to] : [])
        t.not(untold.story.dossier.sollicitations[0]?.etat, 'accord_demande')
      }
      const latest = both()
      repond(latest.story, latest.two, { motCle: 'ACCORD' })
      t.strictSame(sentTo(latest.story), [to])
      t.match(lettersOf(latest.story.last.effets, 'bienRecu'), [{ lettre: { vers: {} } }])

      const named = both()
      const numero = named.story.dossier.numero
      repond(named.story, named.one, { motCle: 'ACCORD', numero })
      t.strictSame(sentTo(named.story), [to], 'by its number, what waits now')

      if (second === 'coordinateur') return
      const said = both()
      repond(said.story, null, {
        motCle: 'ACCORD',
        argument: first === 'coordinateur' ? 'urologie' : first,
      })
      t.strictSame(codes(said.story.last.effets), ['mot-autre-proposition'])
      repond(said.story, said.one, { motCle: 'ACCORD', argument: second })
      t.strictSame(sentTo(said.story), [to], 'the specialty says what is meant')
    })
  }
}

t.test('one proposal alone: the word covers it, whatever it answers', async (t) => {
  for (const [, [propose, to]] of Object.entries(PROPOSITIONS)) {
    const story = debut()
    const before = lue(story)
    propose(story)
    repond(story, before, { motCle: 'ACCORD' })
    t.strictSame(sentTo(story), [to])
  }
})

t.test('a proposal to which he said no is not covered by a late yes to it', async (t) => {
  const story = debut()
  PROPOSITIONS.cardiologie?.[0](story)
  const one = lue(story)
  repond(story, one, { motCle: 'DESACCORD' })
  PROPOSITIONS.pneumologie?.[0](story)
  repond(story, one, { motCle: 'ACCORD' })
  t.strictSame(codes(story.last.effets), ['mot-autre-proposition'])
})

t.test('JE CONFIRME covers the text that was read back', async (t) => {
  const story = debut()
  const provenance = (n: string) => sampleProvenance(n, story.now, { assurance: 'mssante' })
  const avis = (n: string, texte: string) =>
    story.event({
      kind: 'courrierRequis',
      provenance: provenance(n),
      auteur: asked,
      rang: null,
      courrier: sampleCourrier({ motCle: 'AVIS', texte }),
      trouvailles,
    })
  avis('u-1', 'Lésion bénigne, pas de traitement.')
  const first = proposeA(story.dossier, asked.rpps)
  avis('u-2', 'Lésion à opérer sans attendre.')
  const confirme = (n: string, propose: Lue) =>
    story.event({
      kind: 'courrierRequis',
      provenance: provenance(n),
      auteur: asked,
      rang: null,
      propose,
      courrier: sampleCourrier({ motCle: 'JE CONFIRME' }),
      trouvailles,
    })
  confirme('u-3', first)
  t.strictSame(codes(story.last.effets), ['mot-autre-proposition'])
  t.match(story.dossier.sollicitations[0]?.comptesRendus, [])
  confirme('u-4', proposeA(story.dossier, asked.rpps))
  t.match(story.dossier.sollicitations[0]?.comptesRendus, [
    { texte: 'Lésion à opérer sans attendre.' },
  ])
})

const ATTENTES: { readonly [name: string]: (s: Histoire) => unknown } = {
  complement: (s) => s.requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }),
  ...Object.fromEntries(Object.entries(PROPOSITIONS).map(([name, [propose]]) => [name, propose])),
}

for (const [first, putFirst] of Object.entries(ATTENTES)) {
  for (const [second, putSecond] of Object.entries(ATTENTES)) {
    if (first === second) continue
    t.test(`${first}, then ${second}: each stays answerable`, async (t) => {
      const both = () => {
        const story = debut()
        putFirst(story)
        putSecond(story)
        return story
      }
      const last = second === 'complement' ? first : second
      const slot = both().dossier.sollicitations[0]
      if (slot === undefined) throw new Error('no slot')
      const isQuestion = first === 'complement' || second === 'complement'
      t.equal(complementDe(slot) !== null, isQuestion)
      t.not(propositionDe(slot), null)
      t.match(slot.pauses, [{ a: null }])

      const agreed = both()
      repond(agreed, lue(agreed), { motCle: 'ACCORD' })
      t.strictSame(sentTo(agreed), [PROPOSITIONS[last]?.[1]])
      t.equal(agreed.dossier.sollicitations[0]?.etat, 'reorientee')

      const declined = both()
      repond(declined, lue(declined), { motCle: 'DESACCORD' })
      const then = declined.dossier.sollicitations[0]
      t.equal(then?.etat, isQuestion ? 'complement_demande' : 'en_attente')
      t.equal(then?.accordPour, null)
      t.match(then?.pauses, [{ a: isQuestion ? null : declined.now }])

      if (!isQuestion) return
      const answered = both()
      repond(answered, null, { motCle: 'COMPLEMENT', texte: 'Depuis six mois.' })
      t.match(answered.dossier.sollicitations[0], { etat: 'accord_demande', pauses: [{ a: null }] })
      t.match(lettersOf(answered.last.effets, 'complementTransmis'), [{ a: { rpps: asked.rpps } }])
      repond(answered, lue(answered), { motCle: 'ACCORD' })
      t.strictSame(sentTo(answered), [PROPOSITIONS[last]?.[1]])
    })
  }
}
