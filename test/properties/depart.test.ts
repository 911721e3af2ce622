/**
 * Histories of a dossier with its outbox: letters are put, sent, fail, are taken back, sent again by a person or from
 * kept octets, while consent, slots, opinions and readers change. What leaves is judged here by the story alone.
 */
import fc from 'fast-check'
import t from 'tap'

import { refusDeDepart, type Voie } from '../../src/decide/depart.ts'
import type { Partance } from '../../src/decide/partance.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import type { Dossier, Sollicitation } from '../../src/domain/dossier.ts'
import { HEURE, type Histoire, histoire, samplePiece } from '../support/dossiers.ts'

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 400) }
const VOIES: readonly Voie[] = ['chiffree', 'espace', 'ouverte']

const courrier = fc.record({
  motCle: fc.constantFrom<MotCle | null>(
    'AVIS',
    'RECTIFICATIF',
    'ACCEPTE',
    'COMPLEMENT',
    'REFUS',
    'REORIENTATION',
    'URGENT',
    'ACCORD',
    'ANNULATION',
    'RETRAIT CONSENTEMENT',
    null,
  ),
  argument: fc.constantFrom(null, 'cardiologie'),
  texte: fc.constantFrom('Lésion bénigne.', 'Je conseille une exérèse.', ''),
  pieces: fc.constantFrom([], [samplePiece('x.pdf')]),
})
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      who: fc.constant('requis' as const),
      n: fc.constantFrom(1, 2),
      courrier,
    }),
  },
  { weight: 2, arbitrary: fc.record({ who: fc.constant('requerant' as const), courrier }) },
  {
    weight: 2,
    arbitrary: fc.record({
      who: fc.constant('temps' as const),
      ms: fc.integer({ min: 0, max: 100 * HEURE }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      who: fc.constant('envoi' as const),
      // First attempt, retry, replay, a person's relaunch: whichever letter of the past it is.
      which: fc.nat(1000),
      voie: fc.constantFrom(...VOIES),
      issue: fc.constantFrom<'remis' | 'echec' | 'differe'>('remis', 'echec', 'differe'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Lettre extends Partance {
  readonly id: string
}

function lettersOf(effets: readonly Effet[], from: number): Lettre[] {
  return effets.slice(from).flatMap((one, i) =>
    one.kind !== 'envoyer'
      ? []
      : [
          {
            id: `e-${from + i}`,
            lettre: one.lettre.kind,
            role: one.a.role,
            rpps: one.a.rpps,
            adresse: one.a.adresse,
            rang: 'rang' in one.lettre ? one.lettre.rang : null,
            version: 'version' in one.lettre ? one.lettre.version : null,
            horsDossier: false,
          },
        ],
  )
}

const CONTENU = [
  'demandeAvis',
  'complementTransmis',
  'compteRendu',
  'avisTransmis',
  'complementDemande',
  'reponseApresAvis',
  'refus',
  'accordDemande',
  'urgenceSignalee',
]

/** Throws when this letter may not leave this dossier, by what the law says and not by how the gate says it. */
function judge(one: Lettre, dossier: Dossier, withdrawn: boolean, voie: Voie): void {
  if (!CONTENU.includes(one.lettre)) return
  const slot = dossier.sollicitations.find(({ rang }) => rang === one.rang)
  const why =
    (withdrawn && 'after a withdrawal') ||
    (dossier.consentement.kind !== 'recueilli' && 'without a consent') ||
    (voie === 'ouverte' && 'in clear') ||
    (slot === undefined ? 'no slot' : ofSlot(one, dossier, slot))
  if (why) throw new Error(`${one.lettre} to ${one.role}: ${why}`)
}

function ofSlot(one: Lettre, dossier: Dossier, slot: Sollicitation): string | null {
  const seat = slot.requis.find(({ rpps }) => rpps === one.rpps)
  const written = slot.comptesRendus.filter(({ auteur }) => auteur.rpps === one.rpps)
  switch (one.lettre) {
    case 'demandeAvis':
      if (dossier.etat !== 'en_cours' || slot.termineeLe !== null) return 'the slot ended'
      if (!isCovered(dossier, slot)) return 'beyond the consent'
      return seat?.ecarte === null || seat?.ecarte === 'injoignable' ? null : 'not his to answer'
    case 'complementTransmis':
      return seat?.ecarte === 'refus' && written.length === 0 ? 'to one who refused' : null
    case 'compteRendu': {
      const mine = slot.comptesRendus.find(({ version }) => version === one.version)
      const last = slot.comptesRendus.findLast(({ auteur }) => auteur.rpps === mine?.auteur.rpps)
      return last?.version === one.version ? null : 'replaced by another version'
    }
    default:
      return null
  }
}

function isCovered({ consentement }: Dossier, { cible }: Sollicitation): boolean {
  if (consentement.kind !== 'recueilli') return false
  const { requis, specialites } = consentement.portee
  return cible.kind === 'requis' ? requis.includes(cible.rpps) : specialites.includes(cible.code)
}

function play(story: Histoire, one: Exclude<Step, { who: 'envoi' }>): void {
  if (one.who === 'requis') story.requis(one.n, one.courrier)
  else if (one.who === 'requerant') story.requerant(one.courrier)
  else story.passe(one.ms).echeance()
}

t.test('no content leaves without permission, by whatever way and however late', async (t) => {
  let left = 0
  let refused = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 20 }), (steps) => {
      const story = histoire()
      const outbox: Lettre[] = lettersOf(story.effets, 0)
      let withdrawn = false
      for (const one of steps) {
        const before = story.effets.length
        if (one.who !== 'envoi') play(story, one)
        else {
          const chosen = outbox[one.which % outbox.length]
          if (chosen === undefined) continue
          const { now, dossier } = story
          if (refusDeDepart(chosen, dossier, { now, voie: one.voie }) !== null) {
            refused += 1
            continue
          }
          judge(chosen, dossier, withdrawn, one.voie)
          left += 1
          if (one.issue !== 'differe') {
            const { lettre, role, ...change } = chosen
            story.remise(lettre, role, {
              ...change,
              issue: one.issue,
              code: one.issue === 'echec' ? 'c' : null,
            })
          }
        }
        outbox.push(...lettersOf(story.effets, before))
        withdrawn ||= story.dossier.consentement.kind === 'retire'
      }
    }),
    runs,
  )
  t.ok(left > runs.numRuns / 4 && refused > 0, `${left} left, ${refused} did not`)
})

t.test('what was just wanted may leave at once', async (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const story = histoire()
      for (const one of steps) {
        if (one.who === 'envoi') continue
        const before = story.effets.length
        play(story, one)
        for (const each of lettersOf(story.effets, before)) {
          const moment = { now: story.now, voie: 'chiffree' } as const
          const refus = refusDeDepart(each, story.dossier, moment)
          // A step that ends what it began in the same breath: the reminder of a slot that expires with it.
          if (refus !== null && refus !== 'lettre-sans-objet')
            throw new Error(`${each.lettre} to ${each.role}: ${refus}`)
        }
      }
    }),
    runs,
  )
  t.pass()
})
