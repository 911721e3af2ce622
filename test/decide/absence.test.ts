/**
 * Who is away is asked nothing, and what he holds is offered to others, whoever says that he is away; beyond what the
 * patient agreed to, the requérant is asked first. SPEC §1 (requis absent), §5 (ABSENT), §6.1
 */
import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
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

const fr = (jour: Jour) => jour.split('-').toReversed().join('/')

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

t.test('a coordinator’s word has the effect of his own ABSENT on what he holds', async (t) => {
  for (const periode of [SEMAINE, LOIN]) {
    for (const begin of [histoire, nomme]) {
      const own = begin().requis(1, {
        motCle: 'ABSENT',
        argument: `${fr(periode.du)} ${fr(periode.au)}`,
      })
      const said = dit(begin(), periode)
      t.strictSame(said.dossier, { ...own.dossier, fil: said.dossier.fil })
      // He himself hears of it in one letter, the answer to his own or the end of what he held.
      const others = ({ last }: Histoire) =>
        last.effets.filter((one) => one.kind === 'envoyer' && one.a.rpps !== A)
      t.strictSame(others(said), others(own))
      t.equal(lettersOf(own.last.effets, 'absenceNotee').length, 1)
    }
  }
})

t.test('in a pool another is asked, his delegate before all others', async (t) => {
  const three = () => {
    const story = histoire()
    story.trouvailles = sampleTrouvailles({
      possibles: [samplePossible(1), samplePossible(2), samplePossible(3, { enCours: 9 })],
    })
    return story
  }
  t.match(lettersOf(dit(three(), SEMAINE).last.effets, 'demandeAvis'), [{ a: { rpps: B } }])
  const named = dit(three(), SEMAINE, C)
  t.match(lettersOf(named.last.effets, 'demandeAvis'), [{ a: { rpps: C } }], 'busier, but named')
  t.match(lettersOf(named.last.effets, 'creneauTermine'), [{ a: { rpps: A } }])
  dit(named, SEMAINE, C)
  t.strictSame(named.last.effets, [], 'said twice, done once')
})

t.test(
  'beyond the person asked, the delegate waits for the ACCORD: nothing leaves before',
  async (t) => {
    const story = dit(nomme(), SEMAINE, C)
    t.strictSame(letters(story.last.effets), ['accordDemande → requerant'])
    t.match(lettersOf(story.last.effets, 'accordDemande'), [
      { lettre: { vers: { kind: 'requis', rpps: C }, delegation: { ...SEMAINE } } },
    ])
    t.match(story.dossier.sollicitations, [
      { etat: 'accord_demande', requis: [{ rpps: A, ecarte: null }] },
    ])
    const yes = story.requerant({ motCle: 'ACCORD' })
    t.match(lettersOf(yes.last.effets, 'demandeAvis'), [{ a: { rpps: C } }])
    t.match(yes.dossier.sollicitations, [{ etat: 'reorientee' }, { cible: { rpps: C } }])
    t.match(yes.dossier.consentement, { portee: { requis: [A, C] } })
  },
)

t.test('declined, he is not proposed again; the absent one keeps the request', async (t) => {
  const story = dit(nomme(), SEMAINE, C).requerant({ motCle: 'DESACCORD' })
  t.match(story.dossier.sollicitations, [{ etat: 'en_attente', requis: [{ ecarte: null }] }])
  for (let day = 0; day < 4; day += 1) {
    story.passe(JOUR).echeance()
    t.strictSame(lettersOf(story.last.effets, 'accordDemande'), [])
  }
  story.requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  t.equal(story.dossier.etat, 'repondu', 'he may still answer')
})

t.test('one asked by name who is away already: his delegate is proposed at once', async (t) => {
  const away = samplePossible(1, { absences: [{ ...SEMAINE, delegue: C }] })
  const story = nomme([away, delegue()])
  t.strictSame(letters(story.last.effets), [
    'accuseReception → requerant',
    'accordDemande → requerant',
  ])
  story.echeance()
  t.strictSame(story.last.effets, [])
  t.ok((prochaineEcheance(story.dossier, story.regles) ?? '') > story.now)
  const refused = nomme([away, delegue()]).requerant({ motCle: 'DESACCORD' }).echeance()
  t.strictSame(letters(refused.last.effets), ['aucunRequis → requerant', 'alerte → coordinateur'])
  // Back before the requérant answered: nobody else is needed.
  story.trouvailles = sampleTrouvailles({ possibles: [samplePossible(1), delegue()] })
  story.passe(7 * JOUR - 1).echeance()
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: A } }])
  t.match(story.dossier.sollicitations, [{ etat: 'en_attente', accordPour: null }])
})

t.test(
  'a delegate who may not answer is not proposed: the requérant hears that nobody is there',
  async (t) => {
    const cases: readonly (readonly [string, readonly RequisPossible[]])[] = [
      ['not enrolled', [samplePossible(1)]],
      ['inactive', [samplePossible(1), delegue({ actif: false })]],
      ['away himself', [samplePossible(1), delegue({ absences: [SEMAINE] })]],
    ]
    for (const [name, possibles] of cases) {
      const story = dit(nomme(possibles), SEMAINE, C)
      t.strictSame(letters(story.last.effets), ['aucunRequis → requerant'], name)
    }
  },
)

t.test('an absence beyond the delay is looked at on its first day', async (t) => {
  const story = dit(nomme(), LOIN, C)
  t.strictSame(story.last.effets, [], 'he may still answer before')
  t.match(story.dossier.sollicitations, [{ requis: [{ absentDes: LOIN.du }] }])
  story.passe(3 * JOUR).echeance()
  t.strictSame(lettersOf(story.last.effets, 'accordDemande'), [])
  t.equal(prochaineEcheance(story.dossier, story.regles), '2026-06-11T22:00:00.000Z')
  story.passe(JOUR).echeance()
  t.strictSame(letters(story.last.effets), ['accordDemande → requerant'])
  story.echeance()
  t.strictSame(story.last.effets, [])
})

/** A slot of a pool that B holds, A having left it in each way that there is; B is away, A answers for him. */
function rendu(
  ecarte: 'refus' | 'absence' | 'reprise' | 'reorientation' | 'injoignable',
): Histoire {
  const story = histoire({
    trouvailles: sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2)] }),
  })
  const { trouvailles } = story
  const given = { rpps: B, motif: 'x', commande: 'c', trouvailles } as const
  story.event({ kind: 'reattribution', ...given })
  const [slot] = story.dossier.sollicitations
  if (slot === undefined) throw new Error('no slot')
  const requis = slot.requis.map((one) => (one.rpps === A ? { ...one, ecarte } : one))
  story.dossier = { ...story.dossier, sollicitations: [{ ...slot, requis }] }
  story.trouvailles = sampleTrouvailles({
    possibles: [samplePossible(1), samplePossible(2, { absences: [{ ...SEMAINE, delegue: A }] })],
  })
  return story
}

for (const [ecarte, again] of [
  ['reprise', true],
  ['refus', false],
  ['absence', false],
  ['reorientation', false],
  ['injoignable', false],
] as const) {
  t.test(
    `who left by « ${ecarte} » is ${again ? '' : 'not '}asked again as a delegate`,
    async (t) => {
      const story = rendu(ecarte)
      const before = story.effets.length
      story.event({ kind: 'absence', rpps: B, trouvailles: story.trouvailles })
      const asked = lettersOf(story.effets.slice(before), 'demandeAvis')
      t.strictSame(
        asked.map(({ a }) => a.rpps),
        again ? [A] : [],
      )
      const cles = story.effets.flatMap((one) =>
        one.kind === 'envoyer' && one.lettre.kind === 'demandeAvis' ? [one.cle] : [],
      )
      t.equal(new Set(cles).size, cles.length, 'a letter of its own')
      const seats = story.dossier.sollicitations[0]?.requis.filter(({ rpps }) => rpps === A) ?? []
      t.equal(seats.length, 1, 'he stands once')
      t.equal(seats[0]?.ecarte, again ? null : ecarte)
    },
  )
}

t.test('who is away and stays asked is not reminded', async (t) => {
  for (const [away, n] of [
    [false, 1],
    [true, 0],
  ] as const) {
    const one = samplePossible(1, away ? { absences: [LOIN, SEMAINE] } : {})
    const story = nomme([samplePossible(1)])
    story.trouvailles = sampleTrouvailles({ possibles: [one] })
    story.passe(2 * JOUR).echeance()
    t.equal(lettersOf(story.effets, 'rappelRequis').length, n)
    const next = prochaineEcheance(story.dossier, story.regles)
    t.ok(next !== null && next > story.now, 'and it is not looked for again and again')
  }
})

/** The delay of a request of Monday 10:00 ends on Wednesday 10 June. */
t.test(
  'what is due on or after the first day away moves at once, what is due before stays till then',
  async (t) => {
    for (const [du, moves] of [
      ['2026-06-09', true],
      ['2026-06-10', true],
      ['2026-06-11', false],
      ['2026-06-20', false],
    ] as const) {
      const periode = { du: du as Jour, au: '2026-06-26' as Jour }
      const story = dit(histoire(), periode)
      const asked = lettersOf(story.last.effets, 'demandeAvis').map(({ a }) => a.rpps)
      t.strictSame(asked, moves ? [B] : [], du)
      if (moves) continue
      t.equal(prochaineEcheance({ ...story.dossier }, story.regles) !== null, true)
      t.match(story.dossier.sollicitations, [
        { requis: [{ ecarte: null, absence: { du, offerte: false }, absentDes: du }] },
      ])
    }
  },
)

t.test(
  'still open on his first day, it is offered then, and the requérant told where nobody is free',
  async (t) => {
    const story = dit(nomme([samplePossible(1)]), LOIN)
    t.strictSame(story.last.effets, [])
    story.passe(4 * JOUR).echeance()
    t.match(letters(story.last.effets), ['aucunRequis → requerant'])
    story.echeance()
    t.strictSame(letters(story.last.effets), [], 'told once')
  },
)

t.test('a delay that comes to reach into the absence is looked at when it does', async (t) => {
  const story = dit(histoire(), { du: '2026-06-11' as Jour, au: '2026-06-26' as Jour })
  story.requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
  story.passe(2 * JOUR).requerant({ motCle: 'COMPLEMENT', texte: 'Depuis mars.' })
  t.ok((prochaineEcheance(story.dossier, story.regles) ?? '') <= story.now, 'due at once')
  story.echeance()
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: B } }])
})
