/** Who keeps a request while he is away, comes back, or is enrolled no more. SPEC §5 (ABSENT, PRESENT), §6.1 */
import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
import { jugerReattribution } from '../../src/decide/reattribution.ts'
import type { Jour, RequisPossible } from '../../src/domain/correspondant.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const A = rppsTest(101)
const B = rppsTest(102)
const C = rppsTest(103)
/** The story begins on Monday 8 June 2026. */
const SEMAINE = { du: '2026-06-08' as Jour, au: '2026-06-12' as Jour }
const LOIN = { du: '2026-06-12' as Jour, au: '2026-06-20' as Jour }

/** A named requis A, his delegate C of another pool. */
function nomme(possibles: readonly RequisPossible[] = [samplePossible(1), delegue()]): Histoire {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  return histoire({
    formulaire,
    cibles: [{ kind: 'requis', rpps: A }],
    trouvailles: sampleTrouvailles({ requis: [[samplePossible(1)]], possibles }),
  })
}

function delegue(change: Partial<RequisPossible> = {}): RequisPossible {
  return samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE, ...change })
}

/** What a coordinator says: the directory knows it before the dossier does. */
function dit(
  story: Histoire,
  periode: { readonly du: Jour; readonly au: Jour },
  par: typeof C | null = null,
): Histoire {
  const { trouvailles } = story
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === A ? { ...one, absences: [{ ...periode, delegue: par }] } : one,
  )
  story.trouvailles = { ...trouvailles, possibles }
  return story.event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
}

t.test('a new request goes first to who is there up to the usual delay', async (t) => {
  const bientot = { du: '2026-06-10' as Jour, au: '2026-06-12' as Jour }
  const ask = (absences: readonly (typeof bientot)[], busy = 0) =>
    histoire({
      trouvailles: sampleTrouvailles({
        possibles: [samplePossible(1, { absences }), samplePossible(2, { enCours: busy })],
      }),
    })
  t.match(lettersOf(ask([bientot], 9).effets, 'demandeAvis'), [{ a: { rpps: B } }], 'busier')
  t.match(lettersOf(ask([LOIN], 9).effets, 'demandeAvis'), [{ a: { rpps: A } }], 'away after it')
  const alone = histoire({
    trouvailles: sampleTrouvailles({ possibles: [samplePossible(1, { absences: [bientot] })] }),
  })
  t.match(
    lettersOf(alone.effets, 'demandeAvis'),
    [{ a: { rpps: A } }],
    'nobody else: he may answer before',
  )
  t.match(alone.dossier.sollicitations, [{ requis: [{ absence: { offerte: true } }] }])
})

t.test(
  'one asked by name who will be away: the requérant hears at once, nobody else has it',
  async (t) => {
    const bientot = { du: '2026-06-10' as Jour, au: '2026-06-12' as Jour, delegue: C }
    const away = samplePossible(1, { absences: [bientot] })
    const named = nomme([away, delegue()])
    t.strictSame(letters(named.effets), [
      'accuseReception → requerant',
      'demandeAvis → requis',
      'accordDemande → requerant',
    ])
    t.match(lettersOf(named.effets, 'demandeAvis'), [{ a: { rpps: A } }])
    const alone = nomme([samplePossible(1, { absences: [{ ...bientot, delegue: null }] })])
    t.strictSame(letters(alone.effets), ['accuseReception → requerant', 'demandeAvis → requis'])
    t.match(alone.dossier.sollicitations, [
      { requis: [{ absence: { du: bientot.du, offerte: true } }] },
    ])
  },
)

t.test('PRESENT: he receives again, what others were given stays theirs', async (t) => {
  const story = histoire()
  const away = samplePossible(1, { absences: [SEMAINE] })
  story.trouvailles = sampleTrouvailles({ possibles: [away, samplePossible(2)] })
  story.event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
  t.match(story.dossier.sollicitations, [{ requis: [{ ecarte: 'absence' }, { rpps: B }] }])
  const back = story.requis(1, { motCle: 'PRESENT' })
  t.match(back.last.effets, [
    { kind: 'noterPresence', rpps: A, du: null, au: null },
    { lettre: { kind: 'presenceNotee', change: 'oui', reste: [] } },
  ])
  t.match(story.dossier.sollicitations, [{ requis: [{ ecarte: 'absence' }, { rpps: B }] }])
  const none = histoire().requis(1, { motCle: 'PRESENT', argument: '12/06/2026' })
  t.match(lettersOf(none.last.effets, 'presenceNotee'), [{ lettre: { change: 'non' } }])
  const unread = histoire().requis(1, { motCle: 'PRESENT', argument: '32/06/2026' })
  t.match(lettersOf(unread.last.effets, 'reponseAPreciser'), [
    { lettre: { code: 'retour-illisible' } },
  ])
})

t.test('one who keeps a request and is back is reminded again, and waits for nobody', async (t) => {
  const story = dit(nomme([samplePossible(1)]), SEMAINE)
  t.match(story.dossier.sollicitations, [{ requis: [{ absence: { offerte: true } }] }])
  story.trouvailles = sampleTrouvailles({ possibles: [samplePossible(1)] })
  story.event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
  t.match(story.dossier.sollicitations, [{ requis: [{ ecarte: null, absence: null }] }])
  story.passe(JOUR).echeance()
  t.match(lettersOf(story.last.effets, 'rappelRequis'), [{ a: { rpps: A } }])
})

t.test(
  'a coordinator names no one who is away; one who is full or will be away, knowingly',
  async (t) => {
    const judge = (change: Partial<RequisPossible>) => {
      const story = histoire()
      const trouvailles = sampleTrouvailles({
        possibles: [samplePossible(1), samplePossible(2, change)],
      })
      const { dossier, now, regles } = story
      return jugerReattribution(dossier, { rpps: B, trouvailles }, { now, regles })
    }
    const bientot = { du: '2026-06-09' as Jour, au: '2026-06-12' as Jour }
    t.match(judge({}), { accord: false, complet: false, absence: null })
    t.match(judge({ absences: [SEMAINE] }), { refus: 'requis-absent', absence: SEMAINE })
    t.match(judge({ actif: false }), { refus: 'requis-non-inscrit' })
    t.match(judge({ absences: [bientot] }), { accord: false, absence: bientot })
    t.match(judge({ absences: [LOIN] }), { accord: false, absence: null })
    t.match(judge({ capaciteParJour: 2, recuesAujourdhui: 2 }), { complet: true })
    // Whom she named keeps it until that day, whatever he announced.
    const story = histoire()
    const possibles = [
      ...[samplePossible(1), samplePossible(4)],
      samplePossible(2, { absences: [bientot] }),
    ]
    story.trouvailles = sampleTrouvailles({ possibles })
    const { trouvailles } = story
    story.event({ kind: 'reattribution', rpps: B, motif: 'x', commande: 'c', trouvailles })
    story.echeance()
    t.match(story.dossier.sollicitations, [
      { requis: [{ ecarte: 'reprise' }, { rpps: B, ecarte: null }] },
    ])
  },
)

t.test(
  'while the consent is in doubt nobody is asked; once it is not, another is at once',
  async (t) => {
    const story = histoire().requerant({ texte: 'La patiente retire son consentement.' })
    dit(story, SEMAINE)
    t.strictSame(letters(story.last.effets), [])
    const next = prochaineEcheance(story.dossier, story.regles)
    t.ok(next === null || next > story.now, 'and it is not looked for again and again')
    story.requerant({ motCle: 'ACCORD' })
    t.ok((prochaineEcheance(story.dossier, story.regles) ?? '') <= story.now)
    story.echeance()
    t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: B } }])
  },
)

t.test('who takes a request on while he is away keeps it', async (t) => {
  const story = histoire()
  const trois = [samplePossible(1, { absences: [SEMAINE] }), samplePossible(2), samplePossible(4)]
  story.trouvailles = sampleTrouvailles({ possibles: trois })
  story.event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: B } }])
  story.requis(1, { motCle: 'ACCEPTE' }).passe(JOUR).echeance()
  t.strictSame(lettersOf(story.last.effets, 'demandeAvis'), [])
  const held = story.dossier.sollicitations[0]?.requis.filter(({ ecarte }) => ecarte === null)
  t.match(held, [{ rpps: A }])
})

t.test('who is no longer active is away without end', async (t) => {
  const inactif = samplePossible(1, { actif: false })
  const pool = histoire({
    trouvailles: sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2)] }),
  })
  pool.trouvailles = sampleTrouvailles({ possibles: [inactif, samplePossible(2)] })
  pool.event({ kind: 'absence', rpps: A, trouvailles: pool.trouvailles })
  t.strictSame(letters(pool.last.effets), [
    'demandeAvis → requis',
    'creneauTermine → requis',
    'demandeRemise → requerant',
  ])
  t.match(lettersOf(pool.last.effets, 'creneauTermine'), [
    { a: { rpps: A }, lettre: { raison: 'inactif' } },
  ])
  const alone = nomme([samplePossible(1)])
  alone.trouvailles = sampleTrouvailles({ possibles: [inactif] })
  alone.event({ kind: 'absence', rpps: A, trouvailles: alone.trouvailles })
  t.strictSame(letters(alone.last.effets), ['aucunRequis → requerant', 'alerte → coordinateur'])
  alone.passe(JOUR).echeance()
  t.strictSame(
    letters(alone.last.effets).filter((one) => !one.startsWith('retard')),
    [],
    'nobody hears of it twice, and he is not reminded',
  )
  alone.trouvailles = sampleTrouvailles({ possibles: [samplePossible(1)] })
  alone.event({ kind: 'absence', rpps: A, trouvailles: alone.trouvailles })
  t.match(alone.dossier.sollicitations, [{ requis: [{ rpps: A, absence: null }] }])
})
