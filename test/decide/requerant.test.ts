import t from 'tap'

import {
  codes,
  FORMULAIRE,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  samplePiece,
  sampleRequerant,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir dans un an.' } as const

t.test('stops everything at a withdrawal of consent and tells the requis who had it', async (t) => {
  const story = histoire().requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.equal(story.dossier.etat, 'annule')
  t.equal(story.dossier.consentement.kind, 'retire')
  t.equal(story.dossier.destructionLe, '2026-06-15T08:00:00.000Z')
  t.match(story.last.effets[0], { kind: 'retirerEnvois', rang: null })
  t.strictSame(letters(story.last.effets), ['annulation → requerant', 'annulation → requis'])
})

t.test('forwards no opinion that comes after the withdrawal', async (t) => {
  const story = histoire().requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  for (const courrier of [
    AVIS,
    { texte: 'Lésion bénigne.' },
    { motCle: 'RECTIFICATIF' as const },
  ]) {
    story.requis(1, courrier)
    t.strictSame(letters(story.last.effets), ['avisNonTransmis → requis'])
  }
  t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 0)
})

t.test('hears a withdrawal in every state', async (t) => {
  const given = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  given.requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.equal(given.dossier.consentement.kind, 'retire')
  const waiting = histoire({ courrier: { urgence: 'URGENT' } })
  waiting.requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.equal(waiting.dossier.etat, 'annule')
  waiting.requerant({ motCle: 'NON URGENT' })
  t.strictSame(letters(waiting.last.effets), ['dossierClos → requerant'])
})

t.test(
  'withdraws the request at ANNULATION; an opinion that comes all the same is complementary',
  async (t) => {
    const story = histoire().requerant({ motCle: 'ANNULATION' })
    t.equal(story.dossier.etat, 'annule')
    t.strictSame(letters(story.last.effets), ['annulation → requerant', 'annulation → requis'])
    story.requis(1, AVIS)
    t.equal(story.dossier.etat, 'annule')
    t.match(story.dossier.sollicitations[0]?.comptesRendus, [{ complementaire: true }])
  },
)

t.test('finds nothing to cancel once the opinion is given', async (t) => {
  const story = histoire().requis(1, AVIS).requerant({ motCle: 'ANNULATION' })
  t.strictSame(codes(story.last.effets), ['annulation-sans-objet'])
  t.equal(story.dossier.etat, 'repondu')
})

t.test('passes free text and documents to the requis, and says so', async (t) => {
  const story = histoire().requerant({ texte: 'Il saigne.', pieces: [samplePiece('b.jpg')] })
  t.strictSame(letters(story.last.effets), ['complementTransmis → requis', 'bienRecu → requerant'])
  t.equal(story.dossier.clinique?.contexte, 'Il saigne.')
})

t.test('warns a requerant who speaks of an emergency on the way, and passes it on', async (t) => {
  const story = histoire().requerant({ texte: 'Aggravation.', urgence: 'URGENT' })
  t.match(lettersOf(story.last.effets, 'bienRecu')[0]?.lettre.transmis, { urgent: 'oui' })
  t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 1)
})

t.test('answers ETAT with the timeline, and keywords of the requis with a question', async (t) => {
  t.strictSame(letters(histoire().requerant({ motCle: 'ETAT' }).last.effets), ['etat → requerant'])
  const story = histoire().requerant(AVIS)
  t.strictSame(codes(story.last.effets), ['mot-cle-du-requis'])
  t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 0)
})

t.test('asks for what to agree to when nothing waits for an ACCORD', async (t) => {
  t.strictSame(codes(histoire().requerant({ motCle: 'ACCORD' }).last.effets), ['accord-sans-objet'])
})

t.test('holds a letter about another patient', async (t) => {
  const story = histoire().requerant({
    texte: 'Voir aussi.',
    formulaire: { ...FORMULAIRE, dateNaissance: '01/01/1980' },
  })
  t.strictSame(codes(story.last.effets), ['patient-different'])
  t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 0)
})

t.test('notes a number given late, and makes the act that waited for it again', async (t) => {
  const story = histoire({ auteur: sampleRequerant({ numeroAm: null }) })
  story.requis(1, AVIS).remise('compteRendu', 'requerant')
  const before = story.last.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
  t.match(before, [{ code: 'TE2', motif: 'numero-prescripteur-manquant' }, { code: 'RQD' }])
  story.requerant({ formulaire: { numeroAm: '760312082' } })
  t.equal(story.dossier.requerant.numeroAm, '760312082')
  t.strictSame(story.dossier.manques, [])
  t.match(story.last.effets[0], {
    kind: 'completerActes',
    apport: { parties: [{ rpps: rppsTest(1), numeroAm: '760312082' }] },
  })
  t.strictSame(letters(story.last.effets), ['numerosNotes → requerant'])
})

t.test('tells that a dossier is closed, but still takes a rectificatif', async (t) => {
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  story.passe(30 * JOUR).echeance()
  t.equal(story.dossier.etat, 'clos')
  story.requerant({ texte: 'Merci' })
  t.strictSame(letters(story.last.effets), ['dossierClos → requerant'])
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Erreur de côté.' })
  t.equal(story.dossier.etat, 'repondu')
})

t.test(
  'a missing number is understood in any state, whoever gives it, alone or after other words',
  (t) => {
    const apports = (story: ReturnType<typeof histoire>) =>
      story.last.effets.flatMap((one) => (one.kind === 'completerActes' ? one.apport.parties : []))
    const formulaire = { numeroAm: '760312082' }
    const texte = 'N° AM : 760312082\n\nBien à vous,\nDr Martin'
    const states: Record<string, (story: ReturnType<typeof histoire>) => unknown> = {
      en_cours: () => {},
      repondu: (story) => story.requis(1, AVIS).remise('compteRendu', 'requerant'),
      clos: (story) =>
        story
          .requis(1, AVIS)
          .passe(30 * JOUR)
          .echeance(),
      sans_reponse: (story) => story.passe(8 * JOUR).echeance(),
      annule: (story) => story.requis(1, AVIS).requerant({ motCle: 'RETRAIT CONSENTEMENT' }),
    }
    for (const [etat, reach] of Object.entries(states)) {
      const story = histoire()
      reach(story)
      t.equal(story.dossier.etat, etat)
      story.requerant({ formulaire, texte })
      t.match(apports(story), [{ rpps: rppsTest(1), numeroAm: '760312082' }], `${etat}, requerant`)
      t.match(lettersOf(story.last.effets, 'numerosNotes'), [
        { a: { role: 'requerant' }, lettre: { notes: ['numeroAm'], reste: 'rien' } },
      ])
      t.equal(letters(story.last.effets).length, 1, 'nothing is passed on to the requis')
      story.requis(1, { formulaire, texte })
      t.match(apports(story), [{ rpps: rppsTest(101), numeroAm: '760312082' }], `${etat}, requis`)
      t.match(lettersOf(story.last.effets, 'numerosNotes'), [{ a: { role: 'requis' } }])
    }
    t.end()
  },
)

t.test('what goes with a number after the end is said not to be passed on', (t) => {
  const story = histoire()
    .requis(1, AVIS)
    .passe(30 * JOUR)
    .echeance()
  story.requerant({
    formulaire: { numeroAm: '760312082' },
    texte: 'N° AM : 760312082\nFaut-il le revoir ?',
  })
  t.match(lettersOf(story.last.effets, 'numerosNotes'), [{ lettre: { reste: 'non-transmis' } }])
  story.requerant({ formulaire: { numeroAm: '123' }, texte: 'N° AM : 123' })
  t.match(lettersOf(story.last.effets, 'numerosNotes'), [
    { lettre: { notes: [], illisibles: ['numeroAm'] } },
  ])
  t.end()
})

t.test(
  'the number of a requis is for his acts after his RECTIFICATIF too, and his opinion keeps it beside the directory’s',
  (t) => {
    const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
    story.requis(1, {
      motCle: 'RECTIFICATIF',
      texte: 'Erreur de côté.',
      formulaire: { numeroAm: '760312082' },
    })
    t.ok(story.last.effets.some((one) => one.kind === 'completerActes'))
    t.strictSame(
      story.dossier.sollicitations[0]?.comptesRendus.map(({ auteur }) => [
        auteur.numeroAm,
        auteur.ecrit,
      ]),
      [
        ['751019993', '760312082'],
        ['751019993', '760312082'],
      ],
    )
    t.end()
  },
)

t.test('words that a patient wants it no more go nowhere until they are understood', async (t) => {
  const story = histoire()
  story.requerant({ texte: 'la patiente ne veut plus finalement' })
  t.strictSame(codes(story.last.effets), ['retrait-a-preciser'])
  t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'])
  story.requerant({ motCle: 'COMPLEMENT', texte: 'elle ne veut plus finalement de biopsie' })
  t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], 'not even behind a keyword')
  story.requerant({ motCle: 'ACCORD' })
  t.match(
    lettersOf(story.last.effets, 'complementTransmis'),
    [{ lettre: { texte: /finalement\n\nelle ne veut plus/, maintenu: 'oui' } }],
    'both in one letter, once it is known',
  )
  story.requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.equal(story.dossier.consentement.kind, 'retire')
})
