/** Whose names may be one person's. SPEC §6.5 */
import t from 'tap'

import { isMemeNom } from '../../src/domain/voisine.ts'

const de = (nomNaissance: string, prenoms: string, nomUtilise: string | null = null) => ({
  nomNaissance,
  prenoms,
  nomUtilise,
})

t.test('a corrected name is near, another one is not', async (t) => {
  const one = de('ESSAI-DURAND', 'Anne Marie')
  for (const other of [
    de('ESSAI DURAND', 'Anne'),
    de('DURAND', 'Anne Marie'),
    de('ESSAI-DURANT', 'Anne-Marie'),
    de('LEROY', 'Anne Marie', 'ESSAI-DURAND'),
    de('ESSAI-DURAND', 'Anne Mariee'),
  ])
    t.equal(isMemeNom(one, other), true, `${other.nomNaissance} ${other.prenoms}`)
  for (const other of [
    de('ESSAI-PETIT', 'Anne Marie'),
    de('ESSAI-DURAND', 'Jeanne'),
    de('MOREAU', 'Anne Marie'),
    de('', ''),
  ])
    t.equal(isMemeNom(one, other), false, `${other.nomNaissance} ${other.prenoms}`)
})
