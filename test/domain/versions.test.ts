import t from 'tap'

import { versionDeLAuteur, versionRemplacee } from '../../src/domain/versions.ts'
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
