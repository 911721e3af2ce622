import t from 'tap'

import type { PatientDit, Piece } from '../../src/domain/courrier.ts'
import { patientDuNom } from '../../src/domain/nom-fichier.ts'
import {
  type IdentiteConnue,
  pieceDUnAutre,
  sujetDUnAutre,
} from '../../src/domain/piece-patient.ts'
import { samplePiece } from '../support/dossiers.ts'

const ZIDANE: IdentiteConnue = {
  nomNaissance: 'ZIDANE',
  nomUtilise: 'Martin-Lévy',
  prenoms: 'Alice Élise',
  dateNaissance: '1951-03-12',
  sexe: 'F',
  matriculeIns: null,
}
const CONNUS = ['Claire BERNARD', 'Marie CURIE', 'Paul TRAITANT']
const said = (name: string, dit?: PatientDit, identite = ZIDANE) => {
  const piece: Piece = { ...samplePiece(name), ...(dit && { dit }) }
  return pieceDUnAutre(piece, identite, CONNUS)
}
const pdf = (texte: string): PatientDit => ({ ou: 'pdf', texte })
const dicom = (nom: string, rest: object = {}): PatientDit => ({
  ou: 'dicom',
  nom,
  naissance: null,
  sexe: null,
  identifiant: '',
  ...rest,
})

const NAMES_OF_OTHERS = [
  'DURAND_Alice_1952.pdf',
  'DURAND Germaine.pdf',
  'IRM MARTINEZ Paul.pdf',
  'irm-genou-MARTINEZ-Paul.PDF',
  'CR_TARTEMPION_Germaine_20240105.pdf',
  'Tartempion Germaine 12-03-1960.pdf',
  'tartempion Germaine (1) TARTEMPION Germaine.pdf',
  'Mme TARTEMPION.pdf',
  'M. Dupont biopsie.jpg',
  'Patient DUPONT.jpg',
  'TARTEMPION GERMAINE.jpg',
  'PETIT-DUBOIS Jean-Paul.dcm',
  'DUBOIS Kylian 1962.pdf',
  'ZIDANE_Paul.pdf',
  'ZIDANE Alice 12031960.pdf',
  'Baptiste DUMOULIN echo.pdf',
  "XDM/1.0/DDM+CR d'examens biologiques VIAL Paul 26/11/1978",
  'DDM+CR imagerie DURAND Aglae.zip',
]
const NAMES_OF_NOBODY = [
  'ZIDANE_Alice_1951.pdf',
  'zidane alice.pdf',
  'ZIDANE A.pdf',
  'Alice ZIDANE.pdf',
  'MARTIN LEVY Alice.pdf',
  'MARTINLEVY_Elise.pdf',
  'DUPONT_Alice_1951.pdf',
  'DUPONT Alice 12031951.pdf',
  'ZIDANNE Alice.pdf',
  'ZIDANE_Lili_1951.pdf',
  'Mme ZIDANE.pdf',
  "XDM/1.0/DDM+CR d'imagerie ZIDANE Alice 12/03/1951",
  'CR Dr MARTINEZ Paul.pdf',
  'Courrier_MARTINEZ_Paul.pdf',
  'CURIE Marie.pdf',
  'Jean MARTINEZ cardiologue.pdf',
  'CHU Jean MINJOZ.pdf',
  'HOPITAL Georges POMPIDOU.pdf',
  'Clinique SAINT Jean.pdf',
  'THORAX Face 2024.pdf',
  'GENOU Gauche Paul.jpg',
  'SCANNER Rachis 1990.pdf',
  'CHARCOT Marie Tooth.pdf',
  'KARDEGIC Notice.pdf',
  'LOVENOX 4000.pdf',
  'IMG_1234.jpg',
  'DSC_0001.JPG',
  'WhatsApp Image 2024-01-02 at 10.11.12.jpeg',
  'M_1.jpg',
  'Photo patient 3.jpg',
  'winmail.dat',
  'IHE_XDM.zip',
  'compte-rendu-TE-2026-000123.pdf',
  'Biopsie 12032024.pdf',
  '1951.pdf',
  '',
]

t.test('the name of a file names another patient, or nobody in doubt', async (t) => {
  for (const name of NAMES_OF_OTHERS) t.match(said(name), { ou: 'nom', nom: name }, name)
  for (const name of NAMES_OF_NOBODY) t.equal(said(name), null, name)
})

t.test('a subject of the convention is compared, another is not', async (t) => {
  t.ok(sujetDUnAutre('[TEST] XDM/1.0/DDM+CR DURAND Germaine 01/02/1960', ZIDANE))
  t.notOk(sujetDUnAutre('XDM/1.0/DDM+CR ZIDANE Alice 12/03/1951', ZIDANE))
  t.notOk(sujetDUnAutre('Avis DURAND Germaine', ZIDANE))
})

const PAGES_OF_OTHERS = [
  'Compte rendu d’IRM\nPatient : DURAND Germaine',
  'Patient : DURAND Germaine\nNé(e) le 05/06/1970',
  'Nom : DURAND\nPrénom : Germaine\nDate de naissance : 05/06/1970',
  'Nom de naissance\nDURAND',
  'Date de naissance :\n05/06/1970',
  'M. DUPONT Jean\nScanner thoracique',
  'Madame TARTEMPION Germaine, née le 1er février 1960, va bien.',
  'Concernant Mme Tartempion.',
  'Mme ZIDANE Alice née le 05/06/1970',
  'Naissance : 05/06/1970',
  'DDN : 05/06/1970',
  'Patient : ZIDANE Paul',
  'Dr Paul LEGRAND\nPatient : DURAND Germaine\nPrescripteur : Dr PETIT',
]
const PAGES_OF_NOBODY = [
  'Patient : ZIDANE Alice, née le 12/03/1951',
  'Mme Zidane Alice\nné(e) le 12 mars 1951\nSon fils, né le 05/06/1980, a le même nævus.',
  'Mme MARTIN-LEVY née ZIDANE',
  'Patient : DUPONT Alice, née le 12/03/1951',
  'Nom : DUPONT Nom de naissance : ZIDANE Prénom : Alice',
  'Hôpital Georges Pompidou\nService du Pr Jean LEGRAND\nSecrétariat : Mme PETIT\nIRM normale.',
  'Prescripteur : Mme LEGRAND\nBiologiste : M. PETIT Paul',
  'Cher Monsieur,\nLe scanner est normal.',
  'M. le Docteur LEGRAND\n12 rue de la Paix',
  'Examen du 05/06/2024',
  'Directeur : M. Jean PETIT',
  '',
]

t.test('the first page of a PDF names another patient, or nobody in doubt', async (t) => {
  for (const page of PAGES_OF_OTHERS) t.match(said('a.pdf', pdf(page)), { ou: 'pdf' }, page)
  for (const page of PAGES_OF_NOBODY) t.equal(said('a.pdf', pdf(page)), null, page)
  t.match(said('a.pdf', pdf('IRM\nPatient : DURAND Germaine\nNormal')), {
    mots: 'Patient : DURAND Germaine',
  })
})

t.test('a matricule is the patient’s, or another’s', async (t) => {
  const own = { ...ZIDANE, matriculeIns: '251035512345686' }
  t.equal(said('a.pdf', pdf('Matricule INS : 2 51 03 55 123 456 86'), own), null)
})

const HEADERS_OF_OTHERS = [
  dicom('DURAND^GERMAINE', { naissance: '1970-06-05' }),
  dicom('DURAND^GERMAINE'),
  dicom('DURAND Germaine'),
  dicom('ZIDANE^ALICE', { naissance: '1970-06-05' }),
  dicom('DURAND^GERMAINE', { naissance: '1951-03-12' }),
  dicom('ZIDANE^PAUL', { naissance: '1951-03-12', sexe: 'M' }),
]
const HEADERS_OF_NOBODY = [
  dicom('ZIDANE^ALICE', { naissance: '1951-03-12', sexe: 'F' }),
  dicom('Zidane^A', { naissance: '1951-03-12' }),
  dicom('MARTIN LEVY^Alice'),
  dicom('DUPONT^Alice', { naissance: '1951-03-12' }),
  dicom('ZIDANNE^ALICE'),
  dicom('ZIDANE^LILI', { naissance: '1951-03-12', sexe: 'F' }),
  dicom('ZIDANE^ALICE', { sexe: 'M' }),
  dicom('ANONYMOUS', { naissance: '1970-06-05' }),
  dicom('ANON^12345'),
  dicom('A1B2C3D4'),
  dicom('', { naissance: '1970-06-05' }),
  dicom('DUPONT^Alice', { naissance: '1951-03-12', sexe: 'F', identifiant: '123456' }),
  dicom('ZIDANE^ALICE', { naissance: '1900-01-01' }),
]

t.test('the header of a DICOM file names another patient, or nobody in doubt', async (t) => {
  for (const one of HEADERS_OF_OTHERS)
    t.match(said('a.dcm', one), { ou: 'dicom' }, JSON.stringify(one))
  for (const one of HEADERS_OF_NOBODY) t.equal(said('a.dcm', one), null, JSON.stringify(one))
})

t.test('a document that says whose it is outweighs its name', async (t) => {
  t.equal(said('DURAND Germaine.pdf', pdf('Patient : ZIDANE Alice née le 12/03/1951')), null)
})

t.test('without a patient nothing is compared', async (t) => {
  const nobody: IdentiteConnue = {
    nomNaissance: null,
    nomUtilise: null,
    prenoms: null,
    dateNaissance: null,
    sexe: null,
    matriculeIns: null,
  }
  for (const name of NAMES_OF_OTHERS) t.equal(said(name, undefined, nobody), null)
  for (const page of PAGES_OF_OTHERS) t.equal(said('a.pdf', pdf(page), nobody), null)
  for (const one of HEADERS_OF_OTHERS) t.equal(said('a.dcm', one, nobody), null)
})

t.test('a name costs no more than its length', async (t) => {
  const long = 'DURAND_Alice_'.repeat(50_000)
  t.not(patientDuNom(long), null)
})
