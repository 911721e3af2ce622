import t from 'tap'

import type { Nature } from '../../src/domain/courrier.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { natureOf } from '../../src/read/nature.ts'
import { lookAt } from '../../src/read/patient-dit.ts'
import { dicomFile, pdfFile } from '../support/documents.ts'

const look = (octets: Buffer, nature: Nature) =>
  lookAt(memoryBytes(octets), { codage: 'identite', nature })

t.test('a PDF says the words of its first page, in lines', async (t) => {
  const octets = await pdfFile(['Compte rendu', 'Patient : DURAND Élise', 'Née le 01/02/1960'])
  t.equal(natureOf(octets), 'pdf')
  t.strictSame(await look(octets, 'pdf'), {
    dit: { ou: 'pdf', texte: 'Compte rendu\nPatient : DURAND Élise\nNée le 01/02/1960' },
  })
  const inBase64 = Buffer.from(octets.toString('base64'))
  const body = memoryBytes(inBase64)
  t.match(await lookAt(body, { codage: 'base64', nature: 'pdf' }), { dit: { texte: /DURAND/ } })
})

t.test('a PDF that is closed, damaged or none says nothing', async (t) => {
  const closed = await pdfFile(['Patient : DURAND'], { userPassword: 'secret' })
  t.strictSame(await look(closed, 'pdf'), { nonCompare: 'chiffre' })
  const open = await pdfFile(['Patient : DURAND'], { ownerPassword: 'secret' })
  t.match(await look(open, 'pdf'), { dit: { texte: /DURAND/ } }, 'only printing is restricted')
  t.strictSame(await look(Buffer.from('%PDF-1.7\nnothing'), 'pdf'), { nonCompare: 'abime' })
})

t.test('a DICOM header says its patient', async (t) => {
  const whole = {
    nom: 'DURAND^Élise',
    naissance: '19600201',
    sexe: 'F',
    identifiant: '260025512345679',
    charset: 'ISO_IR 192',
  }
  const octets = dicomFile(whole)
  t.equal(natureOf(octets), 'dicom')
  t.strictSame(await look(octets, 'dicom'), {
    dit: {
      ou: 'dicom',
      nom: 'DURAND^Élise',
      naissance: '1960-02-01',
      sexe: 'F',
      identifiant: '260025512345679',
    },
  })
  t.match(await look(dicomFile({ nom: 'DURAND^Élise', charset: 'ISO_IR 100' }), 'dicom'), {
    dit: { nom: 'DURAND^Élise', naissance: null, sexe: null, identifiant: '' },
  })
  t.match(await look(dicomFile({ naissance: '1960.02.01', sexe: 'O' }), 'dicom'), {
    dit: { nom: '', naissance: '1960-02-01', sexe: 'I' },
  })
  t.strictSame(await look(octets.subarray(0, 140), 'dicom'), { nonCompare: 'abime' })
})

t.test('what is neither is not looked into', async (t) => {
  for (const octets of [Buffer.alloc(0), Buffer.alloc(2000), Buffer.from('\xff\xd8\xff\xe0 JFIF')])
    t.equal(natureOf(octets), null)
})
