/** A line of ours that an author quotes and answers is passed on, and judged as nobody's word. SPEC §4, §5, §6 */
import t from 'tap'

import type { Courrier } from '../../src/domain/courrier.ts'
import { codes, FORMULAIRE, histoire, letters } from '../support/dossiers.ts'

/** Words that have an effect, or lead to a question, where they are the author's own. */
const QUOTED = [
  'La patiente ne veut plus que ses photos soient transmises.',
  'Annuler la demande, SVP.',
  'Mme DURANDEAU Jeanne, née le 12/01/1950',
  'Urgence vitale : appeler le 15.',
  'Faut-il biopsier ?',
  'Amoxicilline 1 g 3 fois par jour. Conclusion : surveillance.',
  'Le fils consent pour sa mère.',
  'Je ne valide pas',
]

const letter = (own: string, quoted: string, more: Partial<Courrier> = {}) => {
  const line = `> ${quoted}`
  const texte = `${line}\n${own}`
  return { texte, libre: texte, cite: [line], ...more }
}

t.test('in a letter of the requérant in the thread', async (t) => {
  for (const quoted of QUOTED) {
    const plain = histoire().requerant({ texte: 'Fait.', libre: 'Fait.' })
    const story = histoire().requerant(letter('Fait.', quoted))
    t.strictSame(letters(story.last.effets), letters(plain.last.effets), quoted)
    t.strictSame(codes(story.last.effets), codes(plain.last.effets), quoted)
    t.match(JSON.stringify(story.last.effets), quoted)
    // Were they his own, they would have another effect: the first three at least.
    const own = histoire().requerant({ texte: quoted, libre: quoted })
    if (QUOTED.indexOf(quoted) < 3)
      t.notSame(letters(own.last.effets), letters(plain.last.effets), quoted)
  }
})

t.test('in a letter of the requis', async (t) => {
  for (const motCle of ['ACCEPTE', 'REFUS', 'COMPLEMENT', 'AVIS'] as const) {
    for (const quoted of QUOTED) {
      const plain = histoire().requis(1, { motCle, texte: 'Bien vu.', libre: 'Bien vu.' })
      const story = histoire().requis(1, letter('Bien vu.', quoted, { motCle }))
      t.strictSame(letters(story.last.effets), letters(plain.last.effets), `${motCle} ${quoted}`)
    }
  }
  const own = histoire().requis(1, { motCle: 'REFUS', texte: QUOTED[5] ?? '' })
  t.equal(codes(own.last.effets).length, 1)
})

t.test('in what completes a request', async (t) => {
  const { sexe: _, ...formulaire } = FORMULAIRE
  for (const quoted of QUOTED) {
    const story = histoire({ formulaire }).requerant(
      letter('Voilà.', quoted, { formulaire: { sexe: 'F' } }),
    )
    t.equal(story.dossier.etat, 'en_cours', quoted)
    t.match(JSON.stringify(story.dossier.textes), quoted)
  }
})
