/** How often a mail makes a letter: each cause, each proof, each reader. SPEC §10 */
import t from 'tap'

import { type CauseDeLettre, frequence, type LecteurDeLettre } from '../../src/decide/frequence.ts'

const MOST = 100
const SIGNE: { readonly [C in CauseDeLettre]: number } = {
  'message-id-reutilise': MOST,
  'courrier-postmaster': MOST,
  'courrier-abuse': MOST,
  modele: 5,
  'depot-hors-annuaire': 10,
  essai: 50,
  'reponse-sans-effet': 3,
}
const SANS_PREUVE: { readonly [C in CauseDeLettre]?: number } = {
  essai: 5,
  'reponse-sans-effet': 3,
}
const LECTEURS: { readonly [L in LecteurDeLettre]: number } = {
  auteur: 1,
  administrateur: 1,
  medecin: 0,
}

t.test(
  'what proves nothing: a fixed number a reader, cause and day, under a count of its own',
  async (t) => {
    const counts = new Set<string>()
    for (const cause of Object.keys(SIGNE) as CauseDeLettre[]) {
      for (const lecteur of Object.keys(LECTEURS) as LecteurDeLettre[]) {
        const unproven = frequence(cause, 'aucune', lecteur, MOST)
        const signed = frequence(cause, 'signe', lecteur, MOST)
        const parJour = LECTEURS[lecteur] * (SANS_PREUVE[cause] ?? 1)
        t.match(unproven, { parJour, par: 'lecteur' }, `${cause} ${lecteur}`)
        t.match(signed, { parJour: SIGNE[cause], par: 'auteur' }, `${cause} ${lecteur}`)
        counts.add(unproven.compte).add(signed.compte)
      }
    }
    t.equal(counts.size, 2 * 7 * 3, 'what proves nothing uses up nothing of what is proven')
  },
)
