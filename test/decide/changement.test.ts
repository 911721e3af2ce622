/**
 * Each change of who is asked is told to the requérant in one letter, whatever its cause; who declines hears that nothing
 * is awaited of him any more. Cause × who is told. SPEC §6.8
 */
import t from 'tap'

import type { Changement } from '../../src/domain/changement.ts'
import type { Jour, RequisPossible } from '../../src/domain/correspondant.ts'
import type { Effet } from '../../src/domain/decision.ts'
import { isOuverte } from '../../src/domain/etats.ts'
import {
  HEURE,
  type Histoire,
  histoire,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import { ETATS, FAITS, jouer, paires } from '../support/workflow.ts'

const [A, B, C] = [rppsTest(101), rppsTest(102), rppsTest(103)]
const AWAY = [{ du: '2026-06-08' as Jour, au: '2026-06-12' as Jour }]

const known = (story: Histoire, possibles: readonly RequisPossible[]) => {
  story.trouvailles = sampleTrouvailles({ possibles })
  return story
}
const trois = () => [1, 2, 3].map((n) => samplePossible(n))
const absence = (story: Histoire, change: Partial<RequisPossible>) =>
  known(story, [samplePossible(1, change), samplePossible(2)]).event({
    kind: 'absence',
    rpps: A,
    trouvailles: story.trouvailles,
  })
const reattribue = (story: Histoire) =>
  story.event({
    kind: 'reattribution',
    rpps: B,
    motif: 'x',
    commande: 'c',
    trouvailles: story.trouvailles,
  })
const echoue = (story: Histoire) =>
  story.remise('demandeAvis', 'requis', { issue: 'echec', code: 'x', rpps: A })

interface Row {
  readonly does: (story: Histoire) => Histoire
  readonly said: Omit<Changement, 'rang'>
  /** The letter to the requérant that says it; the one to him who was asked before. */
  readonly dans?: string
  readonly a?: readonly string[]
}

const LIGNES: { readonly [cause: string]: Row } = {
  'he declines': {
    does: (story) => story.requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' }),
    said: { partis: [{ rpps: A, cause: 'refus' }], arrives: [B] },
    a: ['bienRecu'],
  },
  'he says that he is away': {
    does: (story) => story.requis(1, { motCle: 'ABSENT', argument: '08/06/2026 12/06/2026' }),
    said: { partis: [{ rpps: A, cause: 'absence' }], arrives: [B] },
    a: ['absenceNotee'],
  },
  'a coordinator says that he is away': {
    does: (story) => absence(story, { absences: AWAY }),
    said: { partis: [{ rpps: A, cause: 'absence' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'his delegate answers for him': {
    does: (story) => absence(story, { absences: AWAY.map((one) => ({ ...one, delegue: B })) }),
    said: { partis: [{ rpps: A, cause: 'absence' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'he is enrolled no more': {
    does: (story) => absence(story, { actif: false }),
    said: { partis: [{ rpps: A, cause: 'inactif' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'the request did not reach him': {
    does: (story) => echoue(story).echeance(),
    said: { partis: [{ rpps: A, cause: 'injoignable' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'a colleague takes over': {
    does: (story) => story.requis(2, { motCle: 'ACCEPTE' }),
    said: { partis: [{ rpps: A, cause: 'reprise' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'the coordinator gives it to another': {
    does: reattribue,
    said: { partis: [{ rpps: A, cause: 'coordination' }], arrives: [B] },
    a: ['creneauTermine'],
  },
  'the usual delay is over in a pool': {
    does: (story) => story.passe(49 * HEURE).echeance(),
    said: { partis: [], arrives: [B] },
    dans: 'retard',
    a: ['rappelRequis'],
  },
  'one of two declines': {
    does: (story) =>
      story
        .passe(49 * HEURE)
        .echeance()
        .requis(1, { motCle: 'REFUS', texte: 'Non.' }),
    said: { partis: [{ rpps: A, cause: 'refus' }], arrives: [] },
    a: ['bienRecu'],
  },
}

const sent = (effets: readonly Effet[], rpps: string) =>
  effets.flatMap((one) => (one.kind === 'envoyer' && one.a.rpps === rpps ? [one.lettre] : []))

for (const [cause, { does, said, dans = 'demandeRemise', a = [] }] of Object.entries(LIGNES)) {
  t.test(`${cause}: the requérant is told who is asked now, in one letter`, async (t) => {
    const story = does(histoire())
    const told = sent(story.last.effets, story.dossier.requerant.rpps)
    t.strictSame(
      told.map(({ kind }) => kind),
      [dans],
    )
    t.strictSame(told[0]?.changements, [{ rang: 1, ...said }])
    t.strictSame(
      sent(story.last.effets, A).map(({ kind }) => kind),
      a,
    )
  })
}

t.test('one named, who declines, hears it too; his words are the requérant’s', async (t) => {
  const story = known(histoire(), [samplePossible(1)])
  story.requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' })
  t.strictSame(
    sent(story.last.effets, A).map(({ kind }) => kind),
    ['bienRecu'],
  )
  t.strictSame(
    sent(story.last.effets, story.dossier.requerant.rpps).map(({ kind }) => kind),
    ['refus'],
  )
})

t.test(
  'what is found after a vain search is told; a way back that changes nothing is not',
  async (t) => {
    const story = known(histoire({ trouvailles: sampleTrouvailles({ possibles: [] }) }), trois())
    story.passe(2 * HEURE).echeance()
    t.match(sent(story.last.effets, story.dossier.requerant.rpps), [
      { kind: 'demandeRemise', changements: [{ partis: [], arrives: [A] }] },
    ])
    const back = echoue(histoire()).remise('demandeAvis', 'requis', { rpps: A })
    t.strictSame(sent(back.last.effets, back.dossier.requerant.rpps), [])
    t.not(C, A)
  },
)

const DISENT: readonly string[] = [
  'accuseReception',
  'aucunRequis',
  'demandeRemise',
  'motsDuRequis',
]

t.test('whatever the state and the event, no change of who is asked is silent', async (t) => {
  let changes = 0
  for (const [etat, fait] of paires()) {
    const { avant, apres, effets } = jouer(etat, fait)
    if (apres.etat !== 'en_cours') continue
    const told = sent(effets, apres.requerant.rpps)
    for (const slot of apres.sollicitations.filter(isOuverte)) {
      const was = avant.sollicitations.find(({ rang }) => rang === slot.rang)
      const held = (one: typeof slot) =>
        one.requis.flatMap(({ rpps, ecarte }) => (ecarte === null ? [rpps] : [])).toSorted()
      const now = held(slot)
      if (was === undefined || now.length === 0 || held(was).join() === now.join()) continue
      // Who comes back before anybody heard that he was gone.
      if (was.essaiLe == null && held(was).length === 0) continue
      changes += 1
      const says = told.some(
        ({ kind, changements = [] }) =>
          DISENT.includes(kind) || changements.some(({ rang }) => rang === slot.rang),
      )
      t.ok(says, `${etat} × ${fait}`)
    }
  }
  t.ok(
    changes > 20,
    `${changes} changes; ${Object.keys(ETATS).length} × ${Object.keys(FAITS).length}`,
  )
})
