import t from 'tap'

import {
  FORMULAIRE,
  HEURE,
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
  // Its author is owed by it: he is told, and somebody has it to mend.
  t.strictSame(letters(story.last.effets), [
    'incident → administrateur',
    'compteRenduNonRemis → requis',
  ])
  t.match(
    story.last.effets.filter((one) => one.kind === 'ouvrirTravail'),
    [{ code: 'compte-rendu-non-remis', erreur: 'dsn-echec' }],
  )
})

t.test('frees the acts again when the letter, sent anew, is handed over', async (t) => {
  const story = rendu().remise('compteRendu', 'requerant')
  story.remise('compteRendu', 'requerant', { issue: 'echec', code: 'dsn-echec' })
  story.remise('compteRendu', 'requerant')
  t.match(story.last.effets, [
    { kind: 'reprendreActes', rang: 1 },
    { kind: 'reglerTravaux', code: 'compte-rendu-non-remis' },
    { kind: 'envoyer', lettre: { kind: 'compteRenduNonRemis', acte: 'repris' } },
  ])
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

t.test('a request that reached nobody has an owner, and resumes when it leaves', async (t) => {
  for (const issue of ['bloque', 'echec'] as const) {
    const story = histoire({ remises: 'manuelles' })
    story.trouvailles = sampleTrouvailles({ possibles: [] })
    const of = { id: 'e-1', version: null, rpps: rppsTest(101) }
    story.remise('demandeAvis', 'requis', { ...of, issue, code: 'chiffrement-impossible' })
    t.equal(story.dossier.sollicitations[0]?.requis[0]?.ecarte, 'injoignable', issue)
    t.match(
      story.last.effets.filter(({ kind }) => kind === 'ouvrirTravail'),
      [{ code: 'demande-non-remise', erreur: 'chiffrement-impossible' }],
    )
    story.echeance()
    t.strictSame(letters(story.last.effets), ['aucunRequis → requerant', 'alerte → coordinateur'])
    t.match(lettersOf(story.last.effets, 'alerte'), [{ lettre: { code: 'demande-non-remise' } }])
    story.remise('demandeAvis', 'requis', of)
    t.match(story.dossier.sollicitations[0]?.requis[0], {
      ecarte: null,
      demandeRemiseLe: story.now,
    })
    t.strictSame(letters(story.last.effets), ['demandeRemise → requerant'])
    t.match(
      story.last.effets.filter((one) => one.kind === 'reglerTravaux' && one.cle === undefined),
      [{ code: 'demande-non-remise' }],
    )
  }
})

t.test('only who had the request is reminded of it, and from then on', async (t) => {
  const story = histoire({ remises: 'manuelles' })
  story.passe(30 * HEURE).echeance()
  t.strictSame(lettersOf(story.last.effets, 'rappelRequis'), [], 'it is still on its way')
  story.remise('demandeAvis', 'requis', { id: 'e-1', version: null, rpps: rppsTest(101) })
  story.passe(HEURE).echeance()
  t.strictSame(lettersOf(story.last.effets, 'rappelRequis'), [], 'he has had it for an hour')
  story.passe(72 * HEURE).echeance()
  t.equal(lettersOf(story.last.effets, 'rappelRequis').length, 1)
})

t.test('the author of words that did not arrive is told', async (t) => {
  const cases = [
    ['complementTransmis', 'requis', 'requerant'],
    ['complementDemande', 'requerant', 'requis'],
    ['accordDemande', 'requerant', 'requis'],
    ['urgenceSignalee', 'requerant', 'requis'],
  ] as const
  for (const [lettre, role, author] of cases) {
    for (const issue of ['bloque', 'echec'] as const) {
      const story = histoire()
      const rpps = role === 'requis' ? rppsTest(101) : story.dossier.requerant.rpps
      story.remise(lettre, role, { version: null, rpps, issue, code: 'delivery-mailbox-full' })
      t.match(lettersOf(story.last.effets, 'messageNonRemis'), [
        { lettre: { parole: lettre, code: 'delivery-mailbox-full' }, a: { role: author } },
      ])
    }
  }
})
