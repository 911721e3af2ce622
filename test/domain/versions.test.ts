import t from 'tap'

import {
  versionDeLAuteur,
  versionRemiseAvant,
  versionRemplacee,
} from '../../src/domain/versions.ts'
import { histoire } from '../support/dossiers.ts'

t.test('replaces the author’s own former version, never a colleague’s', async (t) => {
  const story = histoire()
    .requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    .requis(2, { motCle: 'AVIS', texte: 'Autre avis.' })
    .requis(1, { motCle: 'RECTIFICATIF', texte: 'À revoir.' })
  const slot = story.dossier.sollicitations[0]!
  t.strictSame(
    slot.comptesRendus.map((one) => [one.version, one.complementaire, versionRemplacee(slot, one)]),
    [
      [1, false, null],
      [2, true, null],
      [3, false, 1],
    ],
  )
})

t.test('counts the versions of an author by his own', async (t) => {
  const story = histoire()
    .requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    .requis(2, { motCle: 'AVIS', texte: 'Autre avis.' })
    .requis(1, { motCle: 'RECTIFICATIF', texte: 'À revoir.' })
  const slot = story.dossier.sollicitations[0]!
  t.strictSame(
    slot.comptesRendus.map((one) => versionDeLAuteur(slot, one)),
    [1, 1, 2],
  )
})

t.test(
  'the version that was handed over before is the author’s own, and reached its reader',
  async (t) => {
    const story = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    const put = (right: typeof story) =>
      right.requis(1, { motCle: 'RECTIFICATIF', texte: 'À revoir.' }).dossier.sollicitations[0]!
    const never = put(histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' }))
    t.equal(versionRemiseAvant(never, never.comptesRendus[1]!), null)
    const told = put(story.remise('compteRendu', 'requerant'))
    t.equal(versionRemiseAvant(told, told.comptesRendus[1]!), 1)
    t.equal(versionRemiseAvant(told, told.comptesRendus[0]!), null)
    const [first, second] = told.comptesRendus
    const colleague = { ...second!, auteur: { ...second!.auteur, rpps: 'x' as never } }
    t.equal(versionRemiseAvant({ ...told, comptesRendus: [first!, colleague] }, colleague), null)
  },
)
