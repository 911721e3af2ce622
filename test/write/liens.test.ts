import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRappelDe } from '../../src/domain/rappel-patient.ts'
import { liens, mailto, rappelPatient } from '../../src/write/liens.ts'
import * as ex from './exemple.ts'

const adresse = 'dossier+abc@te.localhost' as AdresseMss
const patient = ex.dossier.patient!

t.test('the recall holds initials and year, and is recognised when it comes back', async (t) => {
  t.equal(rappelPatient(patient), 'A.Z., 1951')
  for (const prenoms of ['Élodie', "d'Artagnan", 'Œdipe', 'Jean-Marie']) {
    for (const nomNaissance of ["L'Hôpital", 'Ångström', 'de La Tour']) {
      const who = { ...patient, prenoms, nomNaissance }
      t.ok(isRappelDe(rappelPatient(who), who), rappelPatient(who))
    }
  }
})

t.test('a link carries address, subject and body through any mail client', async (t) => {
  const uri = new URL(mailto(adresse, 'é & à = ?', ['AVIS', 'Patient : A.Z., 1951', '50 % + 1']))
  t.equal(uri.protocol, 'mailto:')
  t.equal(uri.pathname, adresse)
  t.equal(uri.searchParams.get('subject'), 'é & à = ?')
  t.equal(uri.searchParams.get('body'), 'AVIS\r\nPatient : A.Z., 1951\r\n50 % + 1')
  t.notMatch(uri.href, /[^\x21-\x7e]/)
})

t.test('only the opinion recalls the patient', async (t) => {
  const made = liens(['AVIS', 'RECTIFICATIF', 'REFUS', 'URGENT'], {
    adresse,
    sujet: 's',
    patient,
    role: 'requis',
  })
  const recalls = made.filter(({ href }) => decodeURIComponent(href).includes('Patient : '))
  t.strictSame(
    recalls.map(({ motCle }) => motCle),
    ['AVIS', 'RECTIFICATIF'],
  )
})
