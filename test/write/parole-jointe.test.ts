/** Words that stand only in a document: every letter that carries them says where they are. SPEC §5, §6.8 */
import t from 'tap'

import { ouEstLAvis } from '../../src/write/faits.ts'
import { parole } from '../../src/write/letters-requis.ts'
import { type Histoire, histoire, lettersOf, samplePiece } from '../support/dossiers.ts'

const JOINT = [samplePiece('avis.pdf')]
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const

/** What a requis writes beside his document, and whether the opinion is in the document alone. */
const TEXTES: readonly (readonly [texte: string, conclusion: string | null, dans: boolean])[] = [
  ['', null, true],
  ['Avis ci-joint.', null, true],
  ['Voir CR joint.', null, true],
  ['Mon avis est dans le courrier en pièce jointe.', null, true],
  ['Bonjour,\n\nCordialement,\nDr REQUISB', null, true],
  ['Bonjour,\nVous trouverez mon avis en PJ.\nBien confraternellement', null, true],
  ['Conclusion :', null, true],
  ['Conclusion : bénin', 'bénin', false],
  ['Lésion bénigne.', null, false],
  ['Avis ci-joint. Prednisone 20 mg 5 jours.', null, false],
]

const dernier = ({ dossier }: Histoire) => dossier.sollicitations[0]?.comptesRendus.at(-1)

for (const [texte, conclusion, dans] of TEXTES) {
  t.test(`AVIS and RECTIFICATIF: ${JSON.stringify(texte)}`, async (t) => {
    const first = histoire().requis(1, { motCle: 'AVIS', texte, conclusion, pieces: JOINT })
    const again = histoire().requis(1, AVIS)
    again.requis(1, { motCle: 'RECTIFICATIF', texte, conclusion, pieces: JOINT })
    for (const story of [first, again]) {
      t.equal(lettersOf(story.last.effets, 'compteRendu').length, 1)
      const cr = dernier(story)
      if (cr === undefined) throw new Error('no compte-rendu')
      t.equal(cr.dansPieces === true, dans)
      const ou = ouEstLAvis(cr)
      if (dans) t.match(ou, /^L'avis est dans le document joint .* : « avis\.pdf »\.$/)
      else t.equal(ou, null)
    }
  })
}

t.test('no document, no opinion: it is asked about', async (t) => {
  for (const texte of ['', 'Avis ci-joint.', 'Voir CR joint.']) {
    const story = histoire().requis(1, { motCle: 'AVIS', texte })
    t.strictSame(dernier(story), undefined)
    t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [{ lettre: { code: 'avis-vide' } }])
  }
})

t.test('words or documents: the reader of neither is left with nothing', async (t) => {
  const said = (texte: string, pieces: typeof JOINT) =>
    JSON.stringify(parole('Sa question', texte, pieces))
  t.match(said('', JOINT), /Sa question : dans le document joint, sans texte à côté/)
  t.match(said('', [...JOINT, samplePiece('b.pdf')]), /dans les documents joints/)
  t.notMatch(said('Depuis quand ?', JOINT), /sans texte/)
  t.match(said('Depuis quand ?', JOINT), /Depuis quand/)
})

t.test('COMPLEMENT with a document alone, after the opinion, is passed on with it', async (t) => {
  const story = histoire().requis(1, AVIS)
  story.requis(1, { motCle: 'COMPLEMENT', texte: '', pieces: JOINT })
  t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [{ lettre: { pieces: JOINT } }])
})
