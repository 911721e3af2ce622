/** One outside the directory deposits for a physician, by each way in. SPEC §5 */
import t from 'tap'

import { peutEcrireHorsAnnuaire } from '../../src/decide/hors-annuaire.ts'
import type { Course } from '../../src/domain/voie.ts'
import { sampleCourrier } from '../support/dossiers.ts'

/** By way: with « pour le Dr X », and without. */
const WAYS: { readonly [K in Course['kind']]: readonly [boolean, boolean] } = {
  demande: [true, false],
  teleexpertise: [true, true],
  fil: [true, true],
  rebond: [true, false],
  modele: [true, false],
  essai: [false, false],
  postmaster: [true, false],
}

t.test('each way, with and without a physician for whom she deposits', (t) => {
  for (const [voie, [deposit, other]] of Object.entries(WAYS) as [
    Course['kind'],
    readonly [boolean, boolean],
  ][]) {
    const written = (depotPour: string | null) =>
      peutEcrireHorsAnnuaire(sampleCourrier({ depotPour }), voie)
    t.equal(written('Dr X'), deposit, voie)
    t.equal(written(null), other, voie)
  }
  t.end()
})
