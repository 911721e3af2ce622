import t from 'tap'

import {
  codes,
  FORMULAIRE,
  histoire,
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
  t.strictSame(codes(story.last.effets), ['urgence-du-requerant'])
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
  const after = story.last.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
  t.match(after, [
    { code: 'TE2', etat: 'facturable', rangAnnuel: 1 },
    { code: 'RQD', etat: 'facturable', rangAnnuel: 1 },
  ])
  t.strictSame(letters(story.last.effets), ['bienRecu → requerant'])
})

t.test('tells that a dossier is closed, but still takes a rectificatif', async (t) => {
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  story.remise('avisTransmis', 'requis', { rpps: rppsTest(101) })
  t.equal(story.dossier.etat, 'clos')
  story.requerant({ texte: 'Merci' })
  t.strictSame(letters(story.last.effets), ['dossierClos → requerant'])
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Erreur de côté.' })
  t.equal(story.dossier.etat, 'repondu')
})
