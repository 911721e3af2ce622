/** Who else answers, late, again or of somebody else; who is told. SPEC §5, §6 */
import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
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
  const story = histoire()
    .passe(8 * JOUR)
    .echeance()
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
