/** The accusé of a request beside another one says what it may be, and each way out with its word. SPEC §6.8 */
import t from 'tap'

import type { Voisine } from '../../src/domain/voisine.ts'
import {
  aussiOuvertes,
  correctionOuNouvelle,
  isPeutEtreCorrection,
  voisinesFr,
} from '../../src/write/voisines.ts'
import * as ex from './exemple.ts'

const de = (...voisines: Voisine[]) => ({ ...ex.dossier, voisines })
const UNE: Voisine = { numero: 'TE-2026-000001', lien: 'meme', incomplete: false }
const texte = (blocs: ReturnType<typeof voisinesFr>) => JSON.stringify(blocs)

t.test('one that may be corrected is asked about', async (t) => {
  t.equal(isPeutEtreCorrection(de(UNE)), true)
  t.match(
    correctionOuNouvelle(de(UNE), 'est transmise'),
    /^Vérifiez si cette demande corrige TE-2026-000001 .* le même destinataire, est toujours en cours\.$/,
  )
  t.match(
    correctionOuNouvelle(de({ ...UNE, lien: 'proche', incomplete: true }), 'est transmise'),
    /un seul trait d'identité diffère, attend encore vos éléments\.$/,
  )
  const said = texte(voisinesFr(de(UNE)))
  for (const way of [/nouvelle demande/, /ANNULATION TE-2026-000001/, /répondez ANNULATION à ce/])
    t.match(said, way)
})

t.test('one of another specialty is named, and no more', async (t) => {
  const other = de({ ...UNE, lien: 'patient' })
  t.equal(isPeutEtreCorrection(other), false)
  t.equal(correctionOuNouvelle(other, ''), '')
  t.match(texte(voisinesFr(other)), /aussi.*TE-2026-000001 : chacune suit son cours/)
  t.match(texte(aussiOuvertes(other)), /TE-2026-000001/)
  t.strictSame([voisinesFr(ex.dossier), aussiOuvertes(ex.dossier)], [[], []])
})
