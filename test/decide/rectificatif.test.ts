/** A RECTIFICATIF with its text is the new version, whatever its author was asked before. SPEC §5 */
import t from 'tap'

import { codes, type Histoire, histoire, letters, samplePiece } from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, abstention.' } as const
const NOUVEAU = 'Lésion suspecte : exérèse avec marges de 5 mm, sous quinze jours.'
const AUTRE = 'Kératose séborrhéique typique : abstention, surveillance annuelle.'

/** Each way in which a letter of who gave the opinion leaves a question open. */
const OUVERTES: { readonly [name: string]: (story: Histoire) => Histoire } = {
  none: (story) => story,
  'a second AVIS': (story) => story.requis(1, { motCle: 'AVIS', texte: AUTRE }, 1),
  'a second AVIS, twice': (story) =>
    story
      .requis(1, { motCle: 'AVIS', texte: AUTRE }, 1)
      .requis(1, { motCle: 'AVIS', texte: `${AUTRE} Bis.` }, 1),
  'a second AVIS with a document': (story) =>
    story.requis(1, { motCle: 'AVIS', texte: AUTRE, pieces: [samplePiece()] }, 1),
  'an AVIS without words': (story) => story.requis(1, { motCle: 'AVIS' }, 1),
  'a RECTIFICATIF without words': (story) => story.requis(1, { motCle: 'RECTIFICATIF' }, 1),
  'a RECTIFICATIF that looks like something else': (story) =>
    story.requis(1, { motCle: 'RECTIFICATIF', texte: 'OK' }, 1),
  'words without a keyword': (story) => story.requis(1, { texte: AUTRE }, 1),
  'a REFUS with an advice': (story) =>
    story.requis(1, { motCle: 'REFUS', texte: `${AUTRE} Doxycycline 100 mg.` }, 1),
  'an ACCEPTE with an advice': (story) => story.requis(1, { motCle: 'ACCEPTE', texte: AUTRE }, 1),
}

t.test('a question that is open holds no RECTIFICATIF with its text', async (t) => {
  for (const [name, open] of Object.entries(OUVERTES)) {
    const story = open(histoire().requis(1, AVIS, 1))
    story.requis(1, { motCle: 'RECTIFICATIF', texte: NOUVEAU }, 1)
    const versions = story.dossier.sollicitations[0]?.comptesRendus ?? []
    t.match(versions.at(-1), { version: 2, texte: NOUVEAU }, name)
    t.equal(versions.length, 2, name)
    t.strictSame(codes(story.last.effets), [], name)
    t.ok(letters(story.last.effets).includes('compteRendu → requerant'), name)
  }
})

t.test('RECTIFICATIF alone takes the text that was asked about', async (t) => {
  const story = histoire().requis(1, AVIS, 1).requis(1, { motCle: 'AVIS', texte: AUTRE }, 1)
  t.strictSame(codes(story.last.effets), ['avis-deja-rendu'])
  story.requis(1, { motCle: 'RECTIFICATIF' }, 1)
  t.match(story.dossier.sollicitations[0]?.comptesRendus.at(-1), { version: 2, texte: AUTRE })
})
