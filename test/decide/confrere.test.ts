/** A colleague of the pool who was never asked: what each of his words does to the slot of who was. SPEC §5 */
import t from 'tap'

import { actifs } from '../../src/decide/pas.ts'
import type { Courrier } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import { codes, histoire, letters, lettersOf, rppsTest } from '../support/dossiers.ts'

const NADIA = rppsTest(101)
const HUGO = rppsTest(102)

type Envoi = Extract<Effet, { kind: 'envoyer' }>

/** Beside each word: who holds the slot then, and the letters that it causes. */
const MOTS: readonly (readonly [Partial<Courrier>, string, readonly string[]])[] = [
  [
    { motCle: 'ACCEPTE' },
    HUGO,
    ['creneauTermine → requis', 'demandeAvis → requis', 'demandeRemise → requerant'],
  ],
  [
    { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' },
    NADIA,
    ['motsDuRequis → requerant', 'bienRecu → requis'],
  ],
  [
    { motCle: 'URGENT', texte: 'À voir ce soir.' },
    NADIA,
    [
      'urgenceSignalee → requerant',
      'urgenceSignalee → requis',
      'urgenceCoordinateur → coordinateur',
      'bienRecu → requis',
    ],
  ],
  [{ motCle: 'REFUS', texte: 'Congés.' }, NADIA, ['reponseAPreciser → requis']],
  [
    { motCle: 'REORIENTATION', argument: 'cardiologie', texte: 'Pour un Holter.' },
    NADIA,
    ['reponseAPreciser → requis'],
  ],
]

for (const [courrier, holder, caused] of MOTS) {
  t.test(`${courrier.motCle} of who was not asked`, async (t) => {
    const story = histoire()
    const [before] = story.dossier.sollicitations
    story.requis(2, courrier)
    const [slot] = story.dossier.sollicitations
    if (before === undefined || slot === undefined) throw new Error('no slot')
    t.strictSame(
      actifs(slot).map(({ rpps }) => rpps),
      [holder],
    )
    t.strictSame(letters(story.last.effets), caused)
    if (holder === NADIA) {
      t.equal(slot.etat, before.etat, 'the slot stays as it was')
      t.strictSame(slot.pauses, before.pauses)
    }
    // The words of a letter are their signer's, whoever holds the slot.
    for (const { lettre } of story.last.effets.filter(
      (one): one is Envoi => one.kind === 'envoyer',
    )) {
      if ('auteur' in lettre) t.equal(lettre.auteur, HUGO, lettre.kind)
      if ('signataire' in lettre) t.match(lettre.signataire, { rpps: HUGO })
    }
  })
}

t.test('who declines or reorients for another is told why, and what he can do', async (t) => {
  for (const motCle of ['REFUS', 'REORIENTATION'] as const) {
    const story = histoire().requis(2, { motCle, argument: 'cardiologie', texte: 'Congés.' })
    t.strictSame(codes(story.last.effets), ['confrere-sollicite'])
  }
})

t.test('who takes over gets the request as anybody asked', async (t) => {
  const story = histoire({ remises: 'manuelles' }).requis(2, { motCle: 'ACCEPTE' })
  const [slot] = story.dossier.sollicitations
  t.match(slot?.requis, [
    { rpps: NADIA, ecarte: 'reprise' },
    { rpps: HUGO, ecarte: null, demandeRemiseLe: null },
  ])
  t.equal(slot?.etat, 'acceptee')
  t.match(lettersOf(story.last.effets, 'demandeAvis'), [{ a: { rpps: HUGO } }])
  t.match(lettersOf(story.last.effets, 'creneauTermine'), [{ a: { rpps: NADIA } }])
})

t.test('the first opinion ends the slot, whoever took it over meanwhile', async (t) => {
  const story = histoire().requis(2, { motCle: 'ACCEPTE' })
  story.requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne, surveillance dans un an.' })
  const [slot] = story.dossier.sollicitations
  t.equal(slot?.etat, 'rendue')
  t.match(slot?.comptesRendus, [{ auteur: { rpps: NADIA }, complementaire: false }])
  t.match(lettersOf(story.last.effets, 'creneauTermine'), [
    { a: { rpps: HUGO }, lettre: { raison: 'avisRendu' } },
  ])
  story.requis(2, { motCle: 'AVIS', texte: 'Lésion bénigne, revoir dans six mois.' })
  t.match(story.dossier.sollicitations[0]?.comptesRendus, [
    { complementaire: false },
    { auteur: { rpps: HUGO }, complementaire: true },
  ])
})
