import t from 'tap'

import { codes, histoire, letters, lettersOf, rppsTest } from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const DEMANDE = { id: `e-1-${rppsTest(101)}-0`, version: null, rpps: rppsTest(101) }
const AVIS_DSN = { issue: 'echec', code: 'dsn-echec' }
const echoue = (story: ReturnType<typeof histoire>) =>
  story.remise('demandeAvis', 'requis', { ...DEMANDE, ...AVIS_DSN })

/** Words by which a requis answers the request. */
const REPONSES = [
  { motCle: 'ACCEPTE' },
  AVIS,
  { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' },
  { motCle: 'REORIENTATION', argument: 'Cardiologie', texte: 'Cardiologie' },
  { motCle: 'URGENT', texte: 'À voir ce jour.' },
] as const

t.test('after a signed answer a notice of failure fails nothing', async (t) => {
  for (const said of REPONSES) {
    const story = histoire().requis(1, said)
    const before = story.dossier
    echoue(story)
    t.strictSame(story.last.effets, [], said.motCle)
    t.strictSame(story.dossier, before, said.motCle)
  }
})

t.test('a signed answer heals what a notice failed before it', async (t) => {
  for (const said of REPONSES) {
    const story = echoue(histoire())
    t.equal(story.dossier.sollicitations[0]?.requis[0]?.ecarte, 'injoignable', said.motCle)
    story.requis(1, said)
    t.match(
      story.last.effets.filter(({ kind }) => kind === 'prouverRemise'),
      [{ envoi: DEMANDE.id }],
      said.motCle,
    )
    t.equal(story.dossier.sollicitations[0]?.requis[0]?.ecarte, null, said.motCle)
  }
})

t.test(
  'an acceptance is not inherited; who may have the request is told of what becomes of it',
  async (t) => {
    const ends = {
      annulation: { motCle: 'ANNULATION' },
      retrait: { motCle: 'RETRAIT CONSENTEMENT' },
    } as const
    for (const [name, said] of Object.entries(ends)) {
      const story = echoue(histoire()).echeance()
      t.match(lettersOf(story.last.effets, 'creneauTermine'), [
        { a: { rpps: rppsTest(101) }, lettre: { raison: 'nonRemise' } },
      ])
      t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente')
      story.requerant(said)
      const told = lettersOf(story.last.effets, 'annulation').filter(({ a }) => a.role === 'requis')
      t.strictSame(
        told.map(({ a }) => a.rpps),
        [rppsTest(101), rppsTest(102)],
        name,
      )
    }
  },
)

t.test(
  'an opinion of who counted as not reached: questions go to him, and the other is told',
  async (t) => {
    const story = echoue(histoire()).echeance().requis(1, AVIS)
    t.match(lettersOf(story.last.effets, 'creneauTermine'), [{ a: { rpps: rppsTest(102) } }])
    story.requerant({ texte: 'Faut-il le revoir ?' })
    t.match(lettersOf(story.last.effets, 'complementTransmis'), [{ a: { rpps: rppsTest(101) } }])
    t.match(lettersOf(story.last.effets, 'bienRecu'), [
      { lettre: { transmis: { a: [rppsTest(101)] } } },
    ])
  },
)

t.test('the author of words taken back is told, unless he ended the request himself', async (t) => {
  const cases = [
    ['lettre-sans-objet', ['messageNonRemis → requerant']],
    ['destinataire-ecarte', ['messageNonRemis → requerant']],
    ['demande-annulee', []],
    ['consentement-retire', []],
  ] as const
  for (const [code, told] of cases) {
    const story = histoire()
    const of = { version: null, rpps: rppsTest(101) }
    story.remise('complementTransmis', 'requis', { ...of, issue: 'retire', code })
    t.strictSame(letters(story.last.effets), told, code)
    t.strictSame(story.dossier.incidents, [], code)
  }
})

t.test('a signed answer to a compte-rendu frees the acts that a notice held up', async (t) => {
  const cr = { id: 'e-cr' }
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant', cr)
  const bienLu = () =>
    story.event({
      kind: 'courrierRequerant',
      provenance: {
        message: 'm-lu',
        messageId: 'm-lu@cabinet.test',
        recuLe: story.now,
        empreinte: story.dossier.empreinte,
        original: null,
        assurance: 'signe',
      },
      repondA: ['e-cr'],
      courrier: {
        motCle: null,
        argument: null,
        formulaire: {},
        contradictions: [],
        texte: 'Bien lu.',
        libre: '',
        conclusion: null,
        pieces: [],
        urgence: null,
        rappelPatient: null,
        depotPour: null,
      },
      trouvailles: story.trouvailles,
    })
  story.remise('compteRendu', 'requerant', { ...cr, ...AVIS_DSN })
  t.ok(story.last.effets.some(({ kind }) => kind === 'suspendreActes'))
  bienLu()
  t.ok(story.last.effets.some(({ kind }) => kind === 'reprendreActes'))
  story.remise('compteRendu', 'requerant', { ...cr, ...AVIS_DSN })
  t.strictSame(story.last.effets, [])
})

t.test(
  'after a withdrawal, what is said not to have been passed on is what was written',
  async (t) => {
    const cases = [
      [{ motCle: 'ACCEPTE' }, 'oui'],
      [{ motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }, 'oui'],
      [AVIS, undefined],
      [{ texte: 'Lésion bénigne.' }, undefined],
    ] as const
    for (const [said, sansAvis] of cases) {
      const story = histoire().requerant({ motCle: 'RETRAIT CONSENTEMENT' }).requis(1, said)
      const [letter] = lettersOf(story.last.effets, 'avisNonTransmis')
      t.equal(letter?.lettre.sansAvis, sansAvis)
      t.strictSame(codes(story.last.effets), [])
    }
  },
)
