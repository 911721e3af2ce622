import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import type { Patient } from '../../src/domain/patient.ts'
import { isAutrePatient, isRappelDe, traitsDe } from '../../src/domain/rappel-patient.ts'

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
  const known = traitsDe({ ...patient, nomUtilise: 'MARTIN-LÉVY' })
  for (const other of [
    { dateNaissance: '13/03/1951' },
    { nomNaissance: 'Dupont' },
    { sexe: 'M' },
    { prenoms: 'Germaine' },
    { nomNaissance: 'ZIDANE', prenoms: 'Jean', sexe: 'F' },
  ]) {
    t.ok(isAutrePatient(other, known), JSON.stringify(other))
  }
  for (const same of [
    { nomNaissance: 'ZIDANE', dateNaissance: '12 mars 1951' },
    { nomNaissance: 'Zidane Martin' },
    { nomNaissance: 'martin levy' },
    { prenoms: 'Elise' },
    { prenoms: 'Jeanne Élise', sexe: 'féminin' },
    { dateNaissance: 'illisible' },
    {},
  ]) {
    t.notOk(isAutrePatient(same, known), JSON.stringify(same))
  }
  t.notOk(isAutrePatient({ nomNaissance: 'Dupont' }, {}), 'where nothing is known yet')
})
