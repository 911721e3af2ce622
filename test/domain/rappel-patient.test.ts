import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import type { Patient } from '../../src/domain/patient.ts'
import { isAutrePatient, isRappelDe } from '../../src/domain/rappel-patient.ts'

const patient: Patient = {
  nomNaissance: 'Zidane',
  prenoms: 'Élise Jeanne',
  dateNaissance: '1951-03-12' as Jour,
  sexe: 'F',
  nomUtilise: null,
  lieuNaissance: null,
  ins: null,
}

t.test('recognises the initials and the year, accents and case apart', async (t) => {
  for (const text of ['E.Z., 1951', 'é.z. 1951', 'EZ 1951', 'E. Z., 1951'])
    t.ok(isRappelDe(text, patient), text)
})

t.test('does not recognise another initial, another year, or what it cannot read', async (t) => {
  for (const text of ['Z.E., 1951', 'E.Z., 1952', 'E., 1951', '', 'Élise Zidane']) {
    t.notOk(isRappelDe(text, patient), text)
  }
})

t.test('tells a repeated trait that is another one, and ignores what says nothing', async (t) => {
  t.ok(isAutrePatient({ dateNaissance: '13/03/1951' }, patient))
  t.ok(isAutrePatient({ nomNaissance: 'Dupont' }, patient))
  t.notOk(isAutrePatient({ nomNaissance: 'ZIDANE', dateNaissance: '12 mars 1951' }, patient))
  t.notOk(isAutrePatient({ dateNaissance: 'illisible' }, patient))
})
