import fc from 'fast-check'
import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
import type { Instant } from '../../src/domain/correspondant.ts'
import type { Formulaire, MotCle } from '../../src/domain/courrier.ts'
import type { Lettre } from '../../src/domain/decision.ts'
import { dueAt } from '../../src/domain/delai.ts'
import { TRANSITIONS, TRANSITIONS_DOSSIER } from '../../src/domain/etats.ts'
import {
  CARDIOLOGIE,
  DERMATOLOGIE,
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  samplePiece,
  samplePossible,
  sampleRegles,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 300) }

const motCle = fc.constantFrom<MotCle | null>(
  null,
  'AVIS',
  'RECTIFICATIF',
  'ACCEPTE',
  'COMPLEMENT',
  'REFUS',
  'REORIENTATION',
  'URGENT',
  'ABSENT',
  'ACCORD',
  'DESACCORD',
  'NON URGENT',
  'ANNULATION',
  'RETRAIT CONSENTEMENT',
  'ETAT',
  'JE VALIDE',
  'JE CONFIRME',
)
const courrier = fc.record({
  motCle,
  argument: fc.constantFrom(null, 'cardiologie', '09/06/2026 12/06/2026', 'dermatologie'),
  texte: fc.constantFrom(
    '',
    'Merci',
    'Lésion bénigne.',
    'Je conseille une exérèse.',
    'Patient : DUPONTEL Jean, rien à signaler.',
  ),
  pieces: fc.constantFrom([], [samplePiece('x.pdf')]),
  urgence: fc.constantFrom(null, null, 'URGENT'),
  formulaire: fc.constantFrom<Formulaire>({}, { numeroAm: '760312082' }, { consentement: 'oui' }),
})
const step = fc.oneof(
  fc.record({ who: fc.constant('requerant' as const), courrier }),
  fc.record({ who: fc.constant('requis' as const), n: fc.constantFrom(1, 2), courrier }),
  fc.record({ who: fc.constant('temps' as const), ms: fc.integer({ min: 0, max: 200 * HEURE }) }),
  fc.record({
    who: fc.constant('remise' as const),
    lettre: fc.constantFrom('compteRendu', 'avisTransmis', 'demandeAvis', 'accuseReception'),
    role: fc.constantFrom('requerant', 'requis', 'medecinTraitant'),
    issue: fc.constantFrom('remis', 'echec', 'bloque'),
    version: fc.constantFrom(1, 2),
  }),
)
const form = fc.record(
  Object.fromEntries(
    Object.entries(FORMULAIRE).map(([label, value]) => [
      label,
      label === 'consentement'
        ? fc.constantFrom('oui', 'oui', 'oui', 'non', 'peut-être')
        : fc.constant(value),
    ]),
  ),
)

function play(story: Histoire, one: typeof step extends fc.Arbitrary<infer S> ? S : never): void {
  if (one.who === 'requerant') story.requerant(one.courrier)
  else if (one.who === 'requis') story.requis(one.n, one.courrier)
  else if (one.who === 'temps') story.passe(one.ms).echeance()
  else {
    const { issue, version, lettre, role } = one
    story.remise(lettre, role, { id: `${lettre}${role}${version}`, issue, version, code: 'c' })
  }
}

const ONE_POOL = { sans: [] as readonly string[], debut: {} } as const
const TWO_POOLS = {
  /** Lines that the form has not: the addresses say it. */
  sans: ['specialiteDemandee'] as readonly string[],
  debut: {
    cibles: [DERMATOLOGIE, CARDIOLOGIE].map((code) => ({ kind: 'specialite', code }) as const),
    trouvailles: sampleTrouvailles({
      possibles: [
        samplePossible(1, { pools: [DERMATOLOGIE, CARDIOLOGIE] }),
        samplePossible(2),
        samplePossible(3, { pools: [CARDIOLOGIE] }),
      ],
    }),
  },
}

const stories = (check: (story: Histoire, before: Histoire['dossier']) => void) =>
  fc.assert(
    fc.property(
      form,
      fc.constantFrom<'ouvre' | 'continu'>('ouvre', 'continu'),
      fc.array(step, { maxLength: 12 }),
      fc.constantFrom(ONE_POOL, TWO_POOLS),
      (formulaire, calendrier, steps, pools) => {
        const lines = Object.entries(formulaire).filter(([label]) => !pools.sans.includes(label))
        const story = histoire({
          formulaire: Object.fromEntries(lines),
          regles: sampleRegles({ calendrier }),
          ...pools.debut,
        })
        check(story, story.dossier)
        for (const one of steps) {
          const before = story.dossier
          play(story, one)
          check(story, before)
        }
      },
    ),
    runs,
  )

t.test('lets no request leave without a consent recueilli that covers it', async (t) => {
  stories((story) => {
    for (const one of story.last.effets) {
      if (one.kind !== 'envoyer') continue
      if (!['demandeAvis', 'complementTransmis', 'compteRendu'].includes(one.lettre.kind)) continue
      if (story.dossier.consentement.kind !== 'recueilli') throw new Error(one.cle)
    }
  })
  t.pass()
})

t.test('never loses the dossier, and moves only where the law lets it', async (t) => {
  stories((story, before) => {
    const { dossier } = story
    if (story.last.dossier === null || dossier.id !== before.id) throw new Error('lost')
    const ways = TRANSITIONS_DOSSIER[before.etat]
    if (dossier.etat !== before.etat && !ways.includes(dossier.etat)) {
      throw new Error(`${before.etat} → ${dossier.etat}`)
    }
    for (const slot of before.sollicitations) {
      const now = dossier.sollicitations.find((one) => one.rang === slot.rang)
      if (now === undefined || now.comptesRendus.length < slot.comptesRendus.length)
        throw new Error('lost')
      if (now.etat !== slot.etat && !TRANSITIONS[slot.etat].includes(now.etat)) {
        throw new Error(`${slot.etat} → ${now.etat}`)
      }
    }
  })
  t.pass()
})

const isThanks = (lettre: Lettre): boolean =>
  'attend' in lettre && lettre.attend === 'non' && 'texte' in lettre && lettre.texte === 'Merci'

/** SPEC §6.8: a letter to its author, or to those it concerns. */
t.test('answers every letter, and puts each letter of a decision once', async (t) => {
  stories((story) => {
    const keys = story.last.effets.flatMap((one) => (one.kind === 'envoyer' ? [one.cle] : []))
    if (new Set(keys).size !== keys.length) throw new Error(keys.join(' '))
  })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 8 }),
      courrier,
      fc.constantFrom(0, 1, 2),
      (steps, last, n) => {
        const story = histoire()
        for (const one of steps) play(story, one)
        if (n === 0) story.requerant(last)
        else story.requis(n, last)
        const rpps = n === 0 ? story.dossier.requerant.rpps : null
        const answered = story.last.effets.some(
          (one) =>
            one.kind === 'envoyer' &&
            // Thanks reach their reader, and nobody writes to acknowledge them.
            (isThanks(one.lettre) ||
              (rpps === null ? one.a.role !== 'coordinateur' : one.a.rpps === rpps)),
        )
        if (!answered) throw new Error('silence')
      },
    ),
    runs,
  )
  t.pass()
})

t.test('says in one letter what one decision has to say to one person of one slot', async (t) => {
  stories((story) => {
    const told: { readonly reader: string; readonly rang: number | null; readonly kind: string }[] =
      []
    for (const one of story.last.effets) {
      if (one.kind !== 'envoyer') continue
      const { lettre, a } = one
      // Whoever writes words below ETAT has two errands: the timeline answers one of them.
      if (lettre.kind === 'etat') continue
      const rang = 'rang' in lettre ? lettre.rang : null
      const reader = `${a.role} ${a.rpps}`
      // Two slots are two opinions; a letter about no slot is about them all.
      const other = told.find(
        (each) =>
          each.reader === reader && (each.rang === rang || each.rang === null || rang === null),
      )
      if (other !== undefined) throw new Error(`${reader}: ${other.kind} and ${lettre.kind}`)
      told.push({ reader, rang, kind: lettre.kind })
    }
  })
  t.pass()
})

t.test(
  'does nothing more when the same check is repeated, and then waits for a later instant',
  async (t) => {
    stories((story) => {
      story.echeance()
      story.echeance()
      if (story.last.effets.length > 0) throw new Error(JSON.stringify(story.last.effets))
      const next = prochaineEcheance(story.dossier, story.regles)
      if (next !== null && next <= story.now) throw new Error(`${next} ≤ ${story.now}`)
    })
    t.pass()
  },
)

t.test('keeps every trace free of what a patient could be known by', async (t) => {
  stories((story) => {
    const said = JSON.stringify(story.last.traces)
    for (const word of ['ZIDANE', 'Alice', '1951', 'bénigne', 'exérèse', 'lésion']) {
      if (said.includes(word)) throw new Error(said)
    }
  })
  t.pass()
})

t.test('puts a longer delay never earlier, a pause never either', async (t) => {
  const minute = 60_000
  const moment = fc
    .integer({ min: 0, max: 2 * 366 * 24 * 60 })
    .map((n) => new Date(Date.UTC(2026, 0, 1) + n * minute).toISOString() as Instant)
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 0, max: 200 * 60 }),
      fc.integer({ min: 0, max: 100 * 60 }),
      fc.constantFrom<'ouvre' | 'continu'>('ouvre', 'continu'),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 5000 }),
      (start, length, more, calendrier, wait, pause) => {
        const regles = sampleRegles({ calendrier })
        const due = dueAt(start, length * minute, [], regles)
        const longer = dueAt(start, (length + more) * minute, [], regles)
        const de = new Date(Date.parse(start) + wait * minute).toISOString() as Instant
        const a = new Date(Date.parse(de) + pause * minute).toISOString() as Instant
        const paused = dueAt(start, length * minute, [{ de, a }], regles)
        if (due === null || longer === null || paused === null) throw new Error('null')
        if (due < start || longer < due || paused < due)
          throw new Error(`${due} ${longer} ${paused}`)
      },
    ),
    runs,
  )
  t.pass()
})
