/** Which values a corrected column can have: each validator, what it takes and what it refuses. SPEC §6.5, §11 */
import t from 'tap'

import { corriger, isRefus } from '../../src/domain/reglement.ts'
import { acte } from '../support/actes.ts'

/** ESSAI Alix Marie, born 1984-05-17; act of 2026-03-02. */
const ACTE = acte()
const ROWS: readonly (readonly [champs: { readonly [colonne: string]: string }, string | null])[] =
  [
    [{ date_naissance: '1800-01-01' }, 'champ-impossible'],
    [{ date_naissance: '1906-03-01' }, 'champ-impossible'],
    [{ date_naissance: '1906-03-02' }, null],
    [{ date_naissance: '2026-03-02' }, null],
    [{ date_naissance: '2026-03-03' }, 'champ-impossible'],
    [{ date_naissance: '2090-01-01' }, 'champ-impossible'],
    [{ date_demande: '1999-01-01' }, 'champ-impossible'],
    [{ date_demande: '2025-03-01' }, 'champ-impossible'],
    [{ date_demande: '2025-03-02' }, null],
    [{ date_demande: '2026-03-02' }, null],
    [{ nom_naissance: 'DUPONTEL' }, 'autre-patient-a-confirmer'],
    [{ nom_naissance: 'Essai-Martin' }, null],
    [{ nom_naissance: 'ESSAY' }, null],
    [{ nom_naissance: 'DUPONTEL', date_naissance: '1984-05-17' }, null],
    [{ nom_naissance: 'DUPONTEL', date_naissance: '1960-05-17' }, 'autre-patient-a-confirmer'],
    [{ prenom: 'Jean' }, 'autre-patient-a-confirmer'],
    [{ prenom: 'Alix' }, null],
    [{ prenom: 'Jean', date_naissance: '1984-05-17' }, null],
  ]

t.test('an impossible value is refused, another patient is asked about', async (t) => {
  for (const [champs, code] of ROWS) {
    const done = corriger(ACTE, champs)
    const name = JSON.stringify(champs)
    if (code === null) t.notOk(isRefus(done), name)
    else t.match(done, { refus: code }, name)
  }
})

t.test('a former name in use is no other patient', async (t) => {
  const { patient } = ACTE
  const married = acte({ patient: { ...patient, nomUtilise: 'DUPONTEL' } })
  t.notOk(isRefus(corriger(married, { nom_naissance: 'Dupontel' })))
})
