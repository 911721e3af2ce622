/**
 * Whatever is said, in whatever order: a dossier ends, an act is made once, words go to those entitled to them, and the
 * same events give the same state. SPEC §6, §6.7, §11, §13.3
 */
import fc from 'fast-check'
import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import {
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  rppsTest,
  sampleRegles,
} from '../support/dossiers.ts'

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 200) }

const REQUERANT: readonly (MotCle | null)[] = [
  null,
  'COMPLEMENT',
  'ACCORD',
  'DESACCORD',
  'NON URGENT',
  'ANNULATION',
  'RETRAIT CONSENTEMENT',
  'ETAT',
]
const REQUIS: readonly (MotCle | null)[] = [
  null,
  'AVIS',
  'AVIS',
  'RECTIFICATIF',
  'ACCEPTE',
  'COMPLEMENT',
  'REFUS',
  'REORIENTATION',
  'URGENT',
  'ABSENT',
]
const argument = fc.constantFrom(null, 'cardiologie', '08/06/2026 20/06/2026')
const step = fc.oneof(
  fc.record({ who: fc.constant('requerant' as const), motCle: fc.constantFrom(...REQUERANT) }),
  fc.record({
    who: fc.constant('requis' as const),
    n: fc.constantFrom(1, 2),
    motCle: fc.constantFrom(...REQUIS),
    argument,
  }),
  fc.record({ who: fc.constant('temps' as const), ms: fc.integer({ min: 0, max: 90 * HEURE }) }),
  fc.record({
    who: fc.constant('remise' as const),
    issue: fc.constantFrom('remis' as const, 'echec' as const),
    version: fc.constantFrom(1, 2),
    again: fc.boolean(),
  }),
  fc.record({ who: fc.constant('absence' as const), n: fc.constantFrom(1, 2) }),
  fc.record({ who: fc.constant('reattribution' as const), n: fc.constantFrom(1, 2) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const steps = fc.array(step, { maxLength: 14 })

/** Words that name who wrote them: `Rk` of the requérant, `Q1k` and `Q2k` of the requis. */
function play(story: Histoire, one: Step, k: number): void {
  switch (one.who) {
    case 'requerant':
      story.requerant({ motCle: one.motCle, texte: `Précision MOTR${k} ?` })
      return
    case 'requis':
      story.requis(one.n, {
        motCle: one.motCle,
        argument: one.argument,
        texte: `Propos MOTQ${one.n}${k}.`,
      })
      return
    case 'temps':
      story.passe(one.ms).echeance()
      return
    case 'remise': {
      const { issue, version, again } = one
      const id = again ? `cr-${version}` : `cr-${version}-${k}`
      story.remise('compteRendu', 'requerant', { id, issue, version, code: 'c' })
      return
    }
    case 'absence': {
      const periode = { du: '2026-06-08' as Jour, au: '2026-06-20' as Jour }
      const rpps = rppsTest(100 + one.n)
      story.event({ kind: 'absence', rpps, ...periode, trouvailles: story.trouvailles })
      return
    }
    case 'reattribution': {
      const rpps = rppsTest(100 + one.n)
      const { trouvailles } = story
      story.event({ kind: 'reattribution', rpps, motif: 'Essai', commande: `c${k}`, trouvailles })
    }
  }
}

/** One story, told: the same list of steps gives the same story. */
function told(list: readonly Step[]): Histoire {
  const story = histoire({ regles: sampleRegles({ calendrier: 'continu' }) })
  for (const [k, one] of list.entries()) play(story, one, k)
  return story
}

t.test('the same events give the same state, effects and audit lines', async (t) => {
  fc.assert(
    fc.property(steps, (list) => {
      const [one, other] = [told(list), told(list)]
      const seen = ({ dossier, effets, last }: Histoire) =>
        JSON.stringify([dossier, effets, last.traces])
      if (seen(one) !== seen(other)) throw new Error('another state')
    }),
    runs,
  )
  t.pass()
})

t.test('what is stored and read again goes on as it would have', async (t) => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const one = told(before)
      const other = told(before)
      other.dossier = JSON.parse(JSON.stringify(other.dossier))
      for (const [k, each] of after.entries()) {
        for (const story of [one, other]) play(story, each, 100 + k)
      }
      if (JSON.stringify(one.dossier) !== JSON.stringify(other.dossier)) throw new Error('differs')
    }),
    runs,
  )
  t.pass()
})

t.test('a dossier always ends, once nobody writes any more, by time alone', async (t) => {
  fc.assert(
    fc.property(steps, (list) => {
      const story = told(list)
      for (let looks = 0; looks < 200; looks += 1) {
        const next = prochaineEcheance(story.dossier, story.regles)
        if (next === null) break
        // A look in vain moves on by a day: nobody may be found for a vacant slot until it expires.
        story.passe(Math.max(Date.parse(next) - Date.parse(story.now), JOUR)).echeance()
      }
      const { etat } = story.dossier
      if (etat !== 'annule' && etat !== 'clos') throw new Error(etat)
      if (prochaineEcheance(story.dossier, story.regles) !== null) throw new Error('still due')
    }),
    runs,
  )
  t.pass()
})

const RENDU: readonly Step[] = [
  { who: 'requis', n: 1, motCle: 'AVIS', argument: null },
  { who: 'remise', issue: 'remis', version: 1, again: false },
]

t.test('at most one act a slot and role, and one RQD a dossier', async (t) => {
  let made = 0
  fc.assert(
    fc.property(steps, (list) => {
      // An opinion that is handed over early, so that most stories have an act to double.
      const acts = told([...RENDU, ...list, ...RENDU]).effets.flatMap((one) =>
        one.kind === 'creerActes' ? one.actes : [],
      )
      const names = acts.map(({ rang, role }) => `${rang}:${role}`)
      if (new Set(names).size !== names.length) throw new Error(names.join(' '))
      if (acts.filter(({ code }) => code === 'RQD').length > 1) throw new Error('RQD')
      made += acts.length
    }),
    runs,
  )
  t.ok(made > runs.numRuns, `${made} acts were made`)
})

t.test('words go to those entitled to them, and to nobody else', async (t) => {
  let carried = 0
  fc.assert(
    fc.property(steps, (list) => {
      for (const one of told(list).effets) carried += words(one)
    }),
    runs,
  )
  t.ok(carried > 0, `${carried} letters carried words`)
})

/** How many letters with words of a party this effect is; throws where its reader has no right to them. */
function words(one: Effet): number {
  if (one.kind !== 'envoyer') return 0
  const said = JSON.stringify(one.lettre)
  const [ofRequerant, ofRequis] = [said.includes('MOTR'), /MOTQ([12])/.exec(said)]
  if (!ofRequerant && ofRequis === null) return 0
  const { role, rpps } = one.a
  // The coordinator: number and delay. The médecin traitant: the compte-rendu, drawn when it leaves. SPEC §6.7
  if (role !== 'requerant' && role !== 'requis') throw new Error(`${role}: ${said}`)
  if (role === 'requis' && ofRequis !== null && rpps !== rppsTest(100 + Number(ofRequis[1])))
    throw new Error(`another requis: ${said}`)
  return 1
}
