import t from 'tap'

import {
  FORMULAIRE,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const rendu = () => histoire().requis(1, AVIS)

t.test('creates the acts at the handover to the requerant, and never twice', async (t) => {
  const story = rendu()
  t.notOk(story.effets.some((one) => one.kind === 'creerActes'))
  story.remise('compteRendu', 'requerant')
  t.match(story.last.effets[0], {
    kind: 'creerActes',
    actes: [
      { code: 'TE2', rang: 1, role: 'REQUIS', montantCentimes: 2300, etat: 'facturable' },
      { code: 'RQD', rang: 0, role: 'REQUERANT', montantCentimes: 1000, etat: 'facturable' },
    ],
  })
  t.match(lettersOf(story.last.effets, 'avisTransmis'), [{ lettre: { actes: [{ code: 'TE2' }] } }])
  story.remise('compteRendu', 'requerant')
  t.strictSame(story.last.effets, [])
})

t.test('makes no act of the delivery to the médecin traitant', async (t) => {
  const story = rendu().remise('compteRendu', 'medecinTraitant')
  t.strictSame(story.last.effets, [])
})

t.test('makes one RQD a dossier, one TE a slot', async (t) => {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const possibles = [samplePossible(1), samplePossible(2)]
  const story = histoire({
    formulaire,
    cibles: possibles.map(({ rpps }) => ({ kind: 'requis', rpps })),
    trouvailles: sampleTrouvailles({ requis: possibles.map((one) => [one]), possibles }),
  })
  story.requis(1, AVIS).requis(2, { ...AVIS, texte: 'Bénin aussi.' })
  story.remise('compteRendu', 'requerant')
  story.remise('compteRendu', 'requerant', { id: 'e-2', rang: 2 })
  const made = story.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
  t.strictSame(
    made.map((one) => [one.rang, one.code]),
    [
      [1, 'TE2'],
      [0, 'RQD'],
      [2, 'TE2'],
    ],
  )
})

t.test('makes a failure an incident with an owner, once', async (t) => {
  const story = rendu().remise('compteRendu', 'medecinTraitant', {
    issue: 'echec',
    code: 'delivery-refused',
  })
  t.strictSame(letters(story.last.effets), ['incident → administrateur'])
  t.match(story.dossier.incidents, [{ code: 'delivery-refused' }])
  story.remise('compteRendu', 'medecinTraitant', { issue: 'echec', code: 'delivery-refused' })
  t.strictSame(story.last.effets, [])
  t.equal(story.dossier.incidents.length, 1)
})

t.test('sends no alert about an alert', async (t) => {
  const story = rendu().remise('incident', 'administrateur', {
    issue: 'echec',
    rang: null,
    version: null,
  })
  t.strictSame(story.last.effets, [])
})

t.test('suspends the acts when a failure notice follows the handover', async (t) => {
  const story = rendu().remise('compteRendu', 'requerant')
  story.remise('compteRendu', 'requerant', { issue: 'echec', code: 'dsn-echec' })
  t.match(
    story.last.effets.filter((one) => one.kind === 'suspendreActes'),
    [{ rang: 1 }, { rang: 0 }],
  )
})

t.test('frees the acts again when the letter, sent anew, is handed over', async (t) => {
  const story = rendu().remise('compteRendu', 'requerant')
  story.remise('compteRendu', 'requerant', { issue: 'echec', code: 'dsn-echec' })
  story.remise('compteRendu', 'requerant')
  t.strictSame(story.last.effets, [{ kind: 'reprendreActes', rang: 1 }])
  story.remise('compteRendu', 'requerant')
  t.strictSame(story.last.effets, [], 'once')
})

t.test('looks for another requis when the request never reached the first', async (t) => {
  const story = histoire()
  story.remise('demandeAvis', 'requis', { version: null, rpps: rppsTest(101), issue: 'echec' })
  t.equal(story.dossier.sollicitations[0]?.requis[0]?.ecarte, 'injoignable')
  story.echeance()
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: rppsTest(102) } }])
  story.trouvailles = sampleTrouvailles({ possibles: [] })
  story.remise('demandeAvis', 'requis', {
    id: 'e-3',
    version: null,
    rpps: rppsTest(102),
    issue: 'echec',
  })
  story.echeance()
  t.ok(letters(story.last.effets).includes('aucunRequis → requerant'))
})

t.test(
  'no delivery closes a dossier, whatever became of it: what a letter invites is still understood',
  async (t) => {
    for (const issue of ['remis', 'bloque', 'echec'] as const) {
      const story = rendu().remise('compteRendu', 'requerant')
      story.remise('avisTransmis', 'requis', { issue })
      t.equal(story.dossier.etat, 'repondu', issue)
      story.requerant({ texte: 'Faut-il le revoir ?' })
      t.strictSame(letters(story.last.effets), [
        'complementTransmis → requis',
        'bienRecu → requerant',
      ])
    }
  },
)
