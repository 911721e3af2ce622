/** What each keyword of a requis does, with what stands beside it. SPEC §5 */
import t from 'tap'

import {
  CARDIOLOGIE,
  codes,
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePiece,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const slot = (story: Histoire, rang = 1) => story.dossier.sollicitations[rang - 1]
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir dans un an.' } as const

/** One requis asked by name. */
function named(): Histoire {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const possibles = [samplePossible(1)]
  return histoire({
    formulaire,
    cibles: [{ kind: 'requis', rpps: rppsTest(101) }],
    trouvailles: sampleTrouvailles({ requis: [possibles], possibles }),
  })
}

t.test('delivers an opinion to the requerant and to the médecin traitant', async (t) => {
  const traitant = samplePossible(7)
  const story = histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr Jean Bernard' },
    trouvailles: sampleTrouvailles({ medecinTraitant: [traitant] }),
  }).requis(1, AVIS)
  t.strictSame(
    lettersOf(story.last.effets, 'compteRendu').map((one) => one.cle),
    ['compteRendu:1:v1:requerant', 'compteRendu:1:v1:medecinTraitant'],
  )
  t.equal(story.dossier.etat, 'repondu')
})

t.test('asks an author whose AVIS holds neither text nor document, signature apart', async (t) => {
  const story = histoire().requis(1, { motCle: 'AVIS', texte: 'Cordialement,\nDr Paul REQUISB' })
  t.strictSame(codes(story.last.effets), ['avis-vide'])
  story.requis(1, { motCle: 'AVIS', pieces: [samplePiece('avis.pdf')] })
  t.equal(slot(story)?.etat, 'rendue')
})

t.test('adopts with a keyword alone only a text that the same requis signed', async (t) => {
  const story = histoire().requis(1, { texte: 'Lésion bénigne.' })
  t.equal(slot(story)?.comptesRendus.length, 0)
  const kept = slot(story)?.reserve
  story.requis(2, { motCle: 'AVIS' })
  t.strictSame(codes(story.last.effets), ['avis-vide'])
  story.requis(1, { motCle: 'AVIS' })
  t.match(slot(story)?.comptesRendus, [{ texte: 'Lésion bénigne.', empreinte: kept?.empreinte }])
  t.equal(slot(story)?.reserve, null)
})

t.test('never lets another keyword swallow an opinion', async (t) => {
  const swallowed: Parameters<Histoire['requis']>[1][] = [
    { motCle: 'ACCEPTE', texte: 'Bonjour,\nMélanome probable.\nCordialement' },
    { motCle: 'ACCEPTE', texte: 'Vu, exérèse' },
    { motCle: 'ACCEPTE', pieces: [samplePiece('avis.pdf')] },
    { motCle: 'REFUS', pieces: [samplePiece('avis.pdf')] },
    { motCle: 'REFUS', texte: 'Je conseille une exérèse.' },
    { motCle: 'COMPLEMENT', texte: 'Rien', conclusion: 'Bénin' },
    { motCle: 'REORIENTATION', argument: 'cardiologie', pieces: [samplePiece('a.pdf')] },
    { motCle: 'ABSENT', argument: '01/09/2026 15/09/2026', texte: 'Mélanome probable.' },
  ]
  for (const courrier of swallowed) {
    const story = histoire().requis(1, courrier)
    t.strictSame(codes(story.last.effets), ['mot-cle-et-avis'], `${courrier.motCle}`)
    t.equal(slot(story)?.etat, 'en_attente')
    t.not(slot(story)?.reserve, null)
    // That he has the request is proved, whatever he says: work that waits for it ends.
    const rest = story.last.effets.filter(({ kind }) => kind !== 'reglerTravaux')
    t.strictSame(letters(rest), ['reponseAPreciser → requis'])
    t.equal(rest.length, 1)
  }
})

t.test('takes a few polite words after ACCEPTE for what they are', async (t) => {
  for (const texte of [
    '',
    'Bonjour,\nJe réponds demain.\nCordialement,\nDr Paul REQUISB',
    'Merci',
  ]) {
    t.equal(slot(histoire().requis(1, { motCle: 'ACCEPTE', texte }))?.etat, 'acceptee', texte)
  }
})

t.test('asks the next of the pool after a REFUS, and tells when nobody is left', async (t) => {
  const story = histoire().requis(1, { motCle: 'REFUS' })
  t.strictSame(
    lettersOf(story.last.effets, 'demandeAvis').map((one) => one.a.rpps),
    [rppsTest(102)],
  )
  story.requis(2, { motCle: 'REFUS', texte: 'Indisponible.' })
  t.equal(slot(story)?.etat, 'refusee')
  t.equal(story.dossier.etat, 'sans_reponse')
  t.match(lettersOf(story.last.effets, 'refus'), [{ lettre: { texte: 'Indisponible.' } }])
})

t.test('goes back to the requerant when the one person asked declines', async (t) => {
  const story = named().requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' })
  t.equal(story.dossier.etat, 'sans_reponse')
  t.ok(letters(story.last.effets).includes('refus → requerant'))
  t.equal(lettersOf(story.effets, 'demandeAvis').length, 1)
})

t.test('pauses the clock for a COMPLEMENT and resumes with the answer', async (t) => {
  const story = histoire()
    .passe(2 * HEURE)
    .requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
  story.passe(72 * HEURE).echeance()
  t.notOk(letters(story.effets).includes('rappelRequis → requis'))
  story.requerant({ texte: 'Depuis un an.', pieces: [samplePiece('dos.jpg')] })
  t.equal(slot(story)?.etat, 'en_attente')
  t.match(lettersOf(story.last.effets, 'complementTransmis'), [
    { a: { rpps: rppsTest(101) }, lettre: { texte: 'Depuis un an.' } },
  ])
  t.equal(story.dossier.pieces.length, 2)
  t.equal(slot(story)?.pauses[0]?.a, story.now)
})

t.test('asks what the question is when COMPLEMENT stands alone', async (t) => {
  t.strictSame(codes(histoire().requis(1, { motCle: 'COMPLEMENT' }).last.effets), [
    'complement-vide',
  ])
})

t.test(
  'reorients only after the requerant agrees, and widens the consent by that much',
  async (t) => {
    const trouvailles = sampleTrouvailles({
      possibles: [samplePossible(1), samplePossible(3, { pools: [CARDIOLOGIE] })],
    })
    const story = histoire({ trouvailles }).requis(1, {
      motCle: 'REORIENTATION',
      argument: 'cardiologie',
      texte: 'Relève du cardiologue.',
    })
    t.equal(lettersOf(story.effets, 'demandeAvis').length, 1)
    story.requerant({ motCle: 'ACCORD' })
    t.strictSame(
      story.dossier.sollicitations.map((one) => one.etat),
      ['reorientee', 'en_attente'],
    )
    t.equal(slot(story, 2)?.requis[0]?.rpps, rppsTest(103))
    t.match(story.dossier.consentement, { portee: { specialites: ['05', '03'] } })
    t.ok(letters(story.last.effets).includes('creneauTermine → requis'))
  },
)

t.test('asks for the specialty when REORIENTATION names none', async (t) => {
  const story = histoire().requis(1, { motCle: 'REORIENTATION', texte: 'ailleurs' })
  t.strictSame(codes(story.last.effets), ['reorientation-sans-specialite'])
  t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [{ lettre: { dit: String } }])
})

t.test('signals an emergency at any hour, first of all, and keeps what came with it', async (t) => {
  const story = histoire({ now: '2026-06-13T23:00:00.000Z' as never }).requis(1, {
    motCle: 'URGENT',
    texte: 'À voir ce soir.',
    pieces: [samplePiece('a.pdf')],
  })
  const [first, second] = story.last.effets.filter(({ kind }) => kind === 'envoyer')
  t.match(first, { lettre: { kind: 'urgenceSignalee' }, priorite: 'haute', pasAvant: null })
  t.match(second, { lettre: { kind: 'urgenceCoordinateur' }, priorite: 'haute', pasAvant: null })
  t.strictSame(codes(story.last.effets), ['urgence-et-avis'])
})

t.test('notes an absence and offers the open request to another', async (t) => {
  const story = histoire().requis(1, { motCle: 'ABSENT', argument: '08/06/2026 12/06/2026' })
  t.match(story.last.effets[0], { kind: 'noterAbsence', du: '2026-06-08', au: '2026-06-12' })
  t.strictSame(letters(story.last.effets), [
    'absenceNotee → requis',
    'demandeAvis → requis',
    'demandeRemise → requerant',
  ])
  t.equal(slot(story)?.requis[0]?.ecarte, 'absence')
})

t.test('asks for dates it can read', async (t) => {
  const story = histoire().requis(1, { motCle: 'ABSENT', argument: 'bientôt' })
  t.strictSame(codes(story.last.effets), ['absence-illisible'])
  t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [{ lettre: { dit: String } }])
})
