import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import type { EtatSollicitation } from '../../src/domain/dossier.ts'
import {
  CARDIOLOGIE,
  codes,
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  samplePiece,
  samplePossible,
  sampleProvenance,
  sampleRegles,
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

/** A slot of a pool brought to a state, by the events that lead there. */
const REACH: { readonly [E in EtatSollicitation]: () => Histoire } = {
  en_attente: () => histoire(),
  acceptee: () => histoire().requis(1, { motCle: 'ACCEPTE' }),
  complement_demande: () => histoire().requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }),
  accord_demande: () => histoire().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' }),
  rendue: () => histoire().requis(1, AVIS),
  refusee: () => named().requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' }),
  expiree: () =>
    histoire()
      .passe(8 * JOUR)
      .echeance(),
  reorientee: () =>
    histoire()
      .requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
      .requerant({ motCle: 'ACCORD' }),
}

type Fait = Extract<
  MotCle,
  | 'AVIS'
  | 'RECTIFICATIF'
  | 'ACCEPTE'
  | 'COMPLEMENT'
  | 'REFUS'
  | 'REORIENTATION'
  | 'URGENT'
  | 'ABSENT'
  | 'ETAT'
>

const COURRIER: { readonly [M in Fait | 'sans']: Parameters<Histoire['requis']>[1] } = {
  AVIS,
  RECTIFICATIF: { motCle: 'RECTIFICATIF', texte: 'À revoir dans six mois.' },
  ACCEPTE: { motCle: 'ACCEPTE' },
  COMPLEMENT: { motCle: 'COMPLEMENT', texte: 'Quel traitement ?' },
  REFUS: { motCle: 'REFUS', texte: 'Hors de ma compétence.' },
  REORIENTATION: { motCle: 'REORIENTATION', argument: 'neurologie' },
  URGENT: { motCle: 'URGENT', texte: 'À voir ce soir.' },
  ABSENT: { motCle: 'ABSENT', argument: '01/09/2026 15/09/2026' },
  ETAT: { motCle: 'ETAT' },
  sans: { texte: 'Lésion bénigne.' },
}

/** State after the letter of the requis who was asked, and the letter to its author, or to those it concerns, or its code. */
const TABLE: {
  readonly [E in EtatSollicitation]: {
    readonly [M in Fait | 'sans']: readonly [EtatSollicitation, string]
  }
} = {
  en_attente: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['en_attente', 'rectificatif-sans-avis'],
    ACCEPTE: ['acceptee', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['en_attente', 'bienRecu'],
    ABSENT: ['en_attente', 'absenceNotee'],
    ETAT: ['en_attente', 'etat'],
    sans: ['en_attente', 'mot-cle-manquant'],
  },
  acceptee: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['acceptee', 'rectificatif-sans-avis'],
    ACCEPTE: ['acceptee', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['acceptee', 'bienRecu'],
    ABSENT: ['acceptee', 'absenceNotee'],
    ETAT: ['acceptee', 'etat'],
    sans: ['acceptee', 'mot-cle-manquant'],
  },
  complement_demande: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['complement_demande', 'rectificatif-sans-avis'],
    ACCEPTE: ['complement_demande', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['complement_demande', 'bienRecu'],
    ABSENT: ['complement_demande', 'absenceNotee'],
    ETAT: ['complement_demande', 'etat'],
    sans: ['complement_demande', 'mot-cle-manquant'],
  },
  accord_demande: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['accord_demande', 'rectificatif-sans-avis'],
    ACCEPTE: ['accord_demande', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['accord_demande', 'bienRecu'],
    ABSENT: ['accord_demande', 'absenceNotee'],
    ETAT: ['accord_demande', 'etat'],
    sans: ['accord_demande', 'mot-cle-manquant'],
  },
  rendue: {
    AVIS: ['rendue', 'avis-deja-rendu'],
    RECTIFICATIF: ['rendue', 'compteRendu'],
    ACCEPTE: ['rendue', 'creneau-termine'],
    COMPLEMENT: ['rendue', 'reponseApresAvis'],
    REFUS: ['rendue', 'creneau-termine'],
    REORIENTATION: ['rendue', 'creneau-termine'],
    URGENT: ['rendue', 'bienRecu'],
    ABSENT: ['rendue', 'absenceNotee'],
    ETAT: ['rendue', 'etat'],
    sans: ['rendue', 'texte-apres-avis'],
  },
  refusee: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['refusee', 'rectificatif-sans-avis'],
    ACCEPTE: ['refusee', 'creneau-termine'],
    COMPLEMENT: ['refusee', 'creneau-termine'],
    REFUS: ['refusee', 'creneau-termine'],
    REORIENTATION: ['refusee', 'creneau-termine'],
    URGENT: ['refusee', 'bienRecu'],
    ABSENT: ['refusee', 'absenceNotee'],
    ETAT: ['refusee', 'etat'],
    sans: ['refusee', 'mot-cle-manquant'],
  },
  expiree: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['expiree', 'rectificatif-sans-avis'],
    ACCEPTE: ['expiree', 'creneau-termine'],
    COMPLEMENT: ['expiree', 'creneau-termine'],
    REFUS: ['expiree', 'creneau-termine'],
    REORIENTATION: ['expiree', 'creneau-termine'],
    URGENT: ['expiree', 'bienRecu'],
    ABSENT: ['expiree', 'absenceNotee'],
    ETAT: ['expiree', 'etat'],
    sans: ['expiree', 'mot-cle-manquant'],
  },
  reorientee: {
    AVIS: ['reorientee', 'compteRendu'],
    RECTIFICATIF: ['reorientee', 'rectificatif-sans-avis'],
    ACCEPTE: ['reorientee', 'creneau-termine'],
    COMPLEMENT: ['reorientee', 'creneau-termine'],
    REFUS: ['reorientee', 'creneau-termine'],
    REORIENTATION: ['reorientee', 'creneau-termine'],
    URGENT: ['reorientee', 'bienRecu'],
    ABSENT: ['reorientee', 'absenceNotee'],
    ETAT: ['reorientee', 'etat'],
    sans: ['reorientee', 'mot-cle-manquant'],
  },
}

for (const etat of Object.keys(REACH) as EtatSollicitation[]) {
  for (const motCle of Object.keys(COURRIER) as (Fait | 'sans')[]) {
    t.test(`from ${etat}, ${motCle} leads where the table says`, async (t) => {
      const [after, answer] = TABLE[etat][motCle]
      const story = REACH[etat]()
      t.equal(slot(story)?.etat, etat)
      story.requis(1, COURRIER[motCle], 1)
      t.equal(slot(story)?.etat, after)
      const { effets } = story.last
      const said = effets.flatMap((one) =>
        one.kind === 'envoyer' ? [one.lettre.kind as string] : [],
      )
      t.ok([...said, ...codes(effets)].includes(answer), `${said} ${codes(effets)}`)
    })
  }
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
    t.equal(story.last.effets.length, 1)
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
  const story = REACH.refusee()
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
  const [first, second] = story.last.effets
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

t.test('gives the slot and the act to the colleague of the pool who answers', async (t) => {
  const story = histoire().requis(2, AVIS)
  t.match(slot(story)?.comptesRendus, [{ auteur: { rpps: rppsTest(102) }, complementaire: false }])
  t.match(lettersOf(story.last.effets, 'creneauTermine'), [
    { a: { rpps: rppsTest(101) }, lettre: { raison: 'reprise' } },
  ])
})

t.test('delivers as complementary the opinion of one whose slot was taken over', async (t) => {
  const story = histoire().requis(2, AVIS).requis(1, { motCle: 'AVIS', texte: 'Autre avis.' })
  t.match(slot(story)?.comptesRendus[1], { complementaire: true, version: 2 })
  story.remise('compteRendu', 'requerant', { version: 2 })
  t.notOk(story.last.effets.some((one) => one.kind === 'creerActes'))
})

t.test('asks one who has no part in the dossier', async (t) => {
  const story = histoire()
  story.trouvailles = sampleTrouvailles({
    possibles: [samplePossible(1), samplePossible(3, { pools: [CARDIOLOGIE] })],
  })
  story.requis(3, AVIS)
  t.strictSame(codes(story.last.effets), ['creneau-inconnu'])
  t.equal(slot(story)?.etat, 'en_attente')
})

t.test('delivers a late opinion, marked late', async (t) => {
  const story = REACH.expiree()
  t.equal(story.dossier.etat, 'sans_reponse')
  story.requis(1, AVIS)
  t.match(slot(story)?.comptesRendus, [{ enRetard: true, complementaire: false }])
  t.equal(story.dossier.etat, 'repondu')
})

t.test('replaces an opinion for all who had it, under the same act', async (t) => {
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  t.ok(story.last.effets.some((one) => one.kind === 'creerActes'))
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'À revoir dans six mois.' })
  t.strictSame(
    lettersOf(story.last.effets, 'compteRendu').map((one) => one.cle),
    ['compteRendu:1:v2:requerant'],
  )
  story.remise('compteRendu', 'requerant', { id: 'e-2', version: 2 })
  t.notOk(story.last.effets.some((one) => one.kind === 'creerActes'))
})

t.test('holds an answer that recalls another patient', async (t) => {
  const story = histoire().requis(1, { ...AVIS, rappelPatient: 'B.Z., 1951' })
  t.strictSame(codes(story.last.effets), ['rappel-patient-different'])
  t.equal(slot(story)?.reserve, null)
  story.requis(1, { ...AVIS, rappelPatient: 'A.Z., 1951' })
  t.equal(slot(story)?.etat, 'rendue')
})

t.test('keeps keywords of the requerant from the requis, and asks', async (t) => {
  for (const motCle of ['ACCORD', 'NON URGENT', 'ANNULATION', 'RETRAIT CONSENTEMENT'] as const) {
    const story = histoire().requis(1, { motCle })
    t.strictSame(codes(story.last.effets), ['mot-cle-du-requerant'])
    t.equal(story.dossier.consentement.kind, 'recueilli')
  }
})

t.test('records an automatic reply and answers nothing', async (t) => {
  const story = histoire()
  const before = story.dossier
  story.event({ kind: 'courrierAutomatique', message: 'm', recuLe: story.now })
  t.equal(story.dossier, before)
  t.strictSame(story.last.effets, [])
  t.equal(story.last.traces.length, 1)
})

t.test('tells the other requis of a reinforced slot that the opinion is given', async (t) => {
  const regles = sampleRegles({ calendrier: 'continu' })
  const story = histoire({ regles })
    .passe(48 * HEURE)
    .echeance()
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ lettre: { enRenfort: 'oui' } }])
  story.requis(2, AVIS)
  t.match(lettersOf(story.last.effets, 'creneauTermine'), [
    { a: { rpps: rppsTest(101) }, lettre: { raison: 'avisRendu' } },
  ])
})

t.test('replaces one who is away on the day a check is made', async (t) => {
  const story = histoire()
  const away = { du: '2026-06-08' as Jour, au: '2026-06-20' as Jour }
  story.trouvailles = sampleTrouvailles({
    possibles: [samplePossible(1, { absences: [away] }), samplePossible(2)],
  })
  story.echeance()
  t.strictSame(letters(story.last.effets), [
    'demandeAvis → requis',
    'creneauTermine → requis',
    'demandeRemise → requerant',
  ])
  story.echeance()
  t.strictSame(story.last.effets, [])
})

t.test('counts the same signed opinion once, however often it comes', async (t) => {
  const story = histoire().requis(1, AVIS)
  const { empreinte } = slot(story)!.comptesRendus[0]!
  story.event({
    kind: 'courrierRequis',
    provenance: sampleProvenance('again', story.now, { empreinte }),
    auteur: samplePossible(1),
    rang: 1,
    courrier: sampleCourrier(AVIS),
    trouvailles: story.trouvailles,
  })
  t.strictSame(codes(story.last.effets), ['avis-deja-recu'])
  t.equal(slot(story)?.reserve, null)
})

t.test('sends the médecin traitant no copy of what he wrote himself', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr REQUISB' },
    trouvailles: sampleTrouvailles({ medecinTraitant: [samplePossible(1)] }),
  }).requis(1, AVIS)
  t.equal(lettersOf(story.last.effets, 'compteRendu').length, 1)
})

t.test('lets no colleague decline for the one who was asked', async (t) => {
  const story = histoire().requis(2, { motCle: 'REFUS' })
  t.strictSame(codes(story.last.effets), ['confrere-sollicite'])
  t.equal(slot(story)?.requis[0]?.ecarte, null)
})

t.test('hears the colleague who signs from the mailbox that was asked', async (t) => {
  const story = named()
  const mailbox = samplePossible(1).adresse
  const auteur = samplePossible(9, { adresse: mailbox, pools: [] })
  story.event({
    kind: 'courrierRequis',
    provenance: sampleProvenance('service', story.now),
    auteur,
    rang: null,
    courrier: sampleCourrier(AVIS),
    trouvailles: story.trouvailles,
  })
  t.match(slot(story)?.comptesRendus, [{ auteur: { rpps: auteur.rpps }, complementaire: false }])
})

t.test('holds an answer whose lines name another patient', async (t) => {
  const story = histoire().requis(1, { ...AVIS, formulaire: { nomNaissance: 'DUPONT' } })
  t.strictSame(codes(story.last.effets), ['rappel-patient-different'])
  story.requis(1, { ...AVIS, formulaire: { nomNaissance: 'Zidane' } })
  t.equal(slot(story)?.etat, 'rendue')
})

t.test(
  'a plain reason beside a keyword acts, words of an opinion lead to a question',
  async (t) => {
    const plain = [
      { motCle: 'REFUS', texte: 'Je suis surchargé.' },
      { motCle: 'ABSENT', argument: 'du 09/06/2026 au 20/06/2026', texte: 'Remplacé par le Dr X.' },
      { motCle: 'REORIENTATION', argument: 'cardiologie', texte: "Ce n'est pas ma spécialité." },
      { motCle: 'ACCEPTE', texte: 'Dr Paul REQUISB\nDermatologue\n04 73 00 99 88 - poste 12 345' },
    ] as const
    for (const said of plain) {
      t.strictSame(codes(histoire().requis(1, said).last.effets), [], JSON.stringify(said))
    }
    for (const { motCle, ...argument } of plain) {
      for (const texte of [
        'Cela évoque un mélanome.',
        'Un angioscanner serait utile.',
        'stop AVK',
      ]) {
        const { last } = histoire().requis(1, { motCle, ...argument, texte })
        t.strictSame(codes(last.effets), ['mot-cle-et-avis'], `${motCle} ${texte}`)
      }
    }
  },
)

t.test('an opinion that only points to a document, without one, is none', async (t) => {
  const texte = 'ci-joint.'
  t.strictSame(codes(histoire().requis(1, { motCle: 'AVIS', texte }).last.effets), ['avis-vide'])
  const given = histoire().requis(1, { motCle: 'AVIS', texte, pieces: [samplePiece('avis.pdf')] })
  t.equal(given.dossier.sollicitations[0]?.etat, 'rendue')
  const below = histoire().requis(1, { motCle: 'AVIS', texte: '--\nNaevus bénin.' })
  t.equal(below.dossier.sollicitations[0]?.etat, 'rendue', 'what stands after -- is said')
})
