/**
 * What stands beside a keyword of a requis: each word reaches somebody entitled to it, or its author is asked.
 * SPEC §5, §13.14
 */
import t from 'tap'

import type { MotCle } from '../../src/domain/courrier.ts'
import {
  codes,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  samplePiece,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

type Sorte = 'raison' | 'conseil' | 'clinique' | 'document'

/** Kinds of words, each with some of its kind. */
const MOTS: { readonly [S in Sorte]: readonly string[] } = {
  raison: [
    '',
    'Hors de ma compétence.',
    'Je suis en congés du 2 au 9/12, désolée.',
    'Surchargé, pas de place avant février',
    'Conflit d’intérêt, je connais la famille',
    'Pas ma spécialité, bien cordialement\nDr P. REQUISB\nDermatologie - CHU\n02 99 00 44 00',
  ],
  conseil: [
    'En attendant ne pas donner de kétoconazole oral.',
    'Plutôt pour un allergologue, éviter les AINS d’ici là',
    'Pas ma spécialité. Suspendez le Previscan avant tout geste.',
    'Congés.\nCordialement,\nDr P. REQUISB\nQu’elle ne mange rien demain matin.',
    'Voyez avec le Dr Ernestine Vouzeran au cabinet.',
    'Photos floues.',
    'Avez-vous pensé au zona ?',
  ],
  clinique: ['Mélanome probable.', 'Arrêtez l’Eliquis 48 h avant la biopsie.'],
  document: ['Pas ma spécialité'],
}

type Mot = Extract<MotCle, 'REFUS' | 'ACCEPTE' | 'ABSENT' | 'PRESENT' | 'REORIENTATION'>

/** To whom the words go: `lettre`, to the requérant; `question`, their author is asked; `rien`, a plain reason. */
const TABLE: { readonly [M in Mot]: { readonly [S in Sorte]: 'lettre' | 'question' | 'rien' } } = {
  REFUS: { raison: 'rien', conseil: 'lettre', clinique: 'question', document: 'question' },
  ABSENT: { raison: 'rien', conseil: 'lettre', clinique: 'question', document: 'question' },
  PRESENT: { raison: 'rien', conseil: 'lettre', clinique: 'question', document: 'question' },
  ACCEPTE: { raison: 'rien', conseil: 'question', clinique: 'question', document: 'question' },
  REORIENTATION: {
    raison: 'lettre',
    conseil: 'lettre',
    clinique: 'question',
    document: 'question',
  },
}
const ARGUMENT: { readonly [M in Mot]?: string } = {
  ABSENT: '08/06/2026 12/06/2026',
  REORIENTATION: 'cardiologie',
}
/** A reason to decline is none to accept: there, these are asked about. */
const ACCEPTE_SANS_PLUS = [
  '',
  'Je réponds demain.\nCordialement,\nDr P. REQUISB\nDermatologie - CHU',
]

for (const motCle of Object.keys(TABLE) as Mot[]) {
  for (const sorte of Object.keys(MOTS) as Sorte[]) {
    const attendu = TABLE[motCle][sorte]
    t.test(`${motCle} beside ${sorte}: ${attendu}`, async (t) => {
      const isPlain = motCle === 'ACCEPTE' && sorte === 'raison'
      for (const texte of isPlain ? ACCEPTE_SANS_PLUS : MOTS[sorte]) {
        const pieces = sorte === 'document' ? [samplePiece('avis.pdf')] : []
        const argument = ARGUMENT[motCle] ?? null
        const story = histoire().requis(1, { motCle, argument, texte, pieces }, 1)
        t.equal(outcome(story, texte), attendu, `${motCle} / ${texte}`)
      }
    })
  }
}

/** What became of the words of the last letter. */
function outcome({ last, dossier }: Histoire, texte: string): 'lettre' | 'question' | 'rien' {
  const asked = codes(last.effets)
  if (asked.length > 0) {
    const kept = dossier.sollicitations[0]?.reserve?.texte
    return kept?.includes(texte) ? 'question' : 'rien'
  }
  const said = last.effets.some(
    (one) =>
      one.kind === 'envoyer' &&
      one.a.role === 'requerant' &&
      'texte' in one.lettre &&
      one.lettre.texte?.includes(texte),
  )
  return said ? 'lettre' : 'rien'
}

t.test('who declines for the next of a pool is read, and the next is asked', async (t) => {
  const texte = 'Suspendez le Previscan avant tout geste.'
  const story = histoire().requis(1, { motCle: 'REFUS', texte })
  t.match(lettersOf(story.last.effets, 'motsDuRequis'), [
    { a: { role: 'requerant' }, lettre: { motCle: 'REFUS', auteur: rppsTest(101), texte } },
  ])
  t.equal(lettersOf(story.last.effets, 'demandeAvis').length, 1)
})

t.test('also where a colleague holds the slot already', async (t) => {
  const story = histoire()
    .passe(3 * 86_400_000)
    .echeance()
  t.equal(story.dossier.sollicitations[0]?.requis.length, 2)
  story.requis(1, { motCle: 'REFUS', texte: 'Suspendez le Previscan.' })
  t.strictSame(letters(story.last.effets), ['bienRecu → requis', 'motsDuRequis → requerant'])
})

t.test('the last of a pool, and one asked by name, are read in the one letter', async (t) => {
  const texte = 'Suspendez le Previscan.'
  const possibles = [samplePossible(1)]
  const story = histoire({ trouvailles: sampleTrouvailles({ possibles }) })
  story.requis(1, { motCle: 'REFUS', texte })
  t.match(lettersOf(story.last.effets, 'refus'), [{ lettre: { texte, auteur: rppsTest(101) } }])
  t.strictSame(lettersOf(story.last.effets, 'motsDuRequis'), [])
})

t.test('words asked about accompany the keyword that is sent alone, whichever it is', async (t) => {
  const texte = 'Mélanome probable.'
  for (const motCle of ['REFUS', 'ACCEPTE', 'ABSENT', 'PRESENT'] as const) {
    const argument = ARGUMENT[motCle] ?? null
    const story = histoire().requis(1, { motCle, argument, texte }, 1)
    t.strictSame(codes(story.last.effets), ['mot-cle-et-avis'], motCle)
    story.requis(1, { motCle, argument, texte: argument ?? '' }, 1)
    t.match(lettersOf(story.last.effets, 'motsDuRequis'), [{ lettre: { motCle, texte } }], motCle)
    t.equal(story.dossier.sollicitations[0]?.reserve, null, `${motCle}: it waits no more`)
  }
})

t.test('ACCEPTE alone sends no text that was kept for another reason', async (t) => {
  const story = histoire().requis(1, { texte: 'Lésion bénigne.' }).requis(1, { motCle: 'ACCEPTE' })
  t.strictSame(letters(story.last.effets), ['bienRecu → requis'])
  t.not(story.dossier.sollicitations[0]?.reserve, null)
})

t.test('words about another patient, or without the consent, go nowhere', async (t) => {
  const texte = 'Voyez Mme ESSAI-LEROUX Jeanne, née le 12/01/1950.'
  const autre = histoire().requis(1, { motCle: 'REFUS', texte })
  t.strictSame(lettersOf(autre.last.effets, 'motsDuRequis'), [])
  const retire = histoire().requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  retire.requis(1, { motCle: 'REFUS', texte: 'Suspendez le Previscan.' })
  t.strictSame(lettersOf(retire.last.effets, 'motsDuRequis'), [])
  t.strictSame(letters(retire.last.effets), ['avisNonTransmis → requis'])
})

t.test('thanks after the opinion ask for nothing, a question does', async (t) => {
  const said = (texte: string) =>
    histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' }).requerant({ texte })
  for (const texte of ['Merci beaucoup, bien reçu.', 'Merci pour votre réponse rapide !', 'Vu.']) {
    const { last } = said(texte)
    t.match(lettersOf(last.effets, 'complementTransmis'), [{ lettre: { attend: 'non' } }], texte)
  }
  for (const texte of ['Merci, et si l’anapath est positif ?', 'Merci de préciser la dose.']) {
    const [letter] = lettersOf(said(texte).last.effets, 'complementTransmis')
    t.notOk(letter?.lettre.attend, texte)
  }
})
