/**
 * What a mail or a signed document holds is judged as if it came alone: whatever surrounds it, in every combination.
 * SPEC §6.5, §13.8
 */
import { strToU8, zipSync } from 'fflate'
import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { pieceDUnAutre } from '../../src/domain/piece-patient.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { cmsContent, isCms, nameWithin } from '../../src/read/cms-content.ts'
import { dangerOf, MAX_UNPACKED } from '../../src/read/danger.ts'
import { within } from '../../src/read/mail-within.ts'
import { natureOf } from '../../src/read/nature.ts'
import { lookAt } from '../../src/read/patient-dit.ts'
import { dicomFile, pdfFile } from '../support/documents.ts'
import { samplePiece } from '../support/dossiers.ts'
import { testPki } from '../support/pki.ts'

const { requerant } = (await testPki()).people
const SIGNER = ['-signer', requerant.certificate, '-inkey', requerant.key]
const sign = (input: Buffer, ...more: readonly string[]) =>
  openssl(['cms', '-sign', '-binary', ...SIGNER, ...more], { input })
const opaque = (octets: Buffer) => sign(octets, '-nodetach', '-outform', 'DER')

/** A mail with this document. */
const mail = (octets: Buffer, name: string): Buffer =>
  Buffer.from(
    [
      'From: a@b.test',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Bonjour.',
      '--b',
      `Content-Type: application/octet-stream; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      octets.toString('base64'),
      '--b--',
      '',
    ].join('\r\n'),
  )

const PE = Buffer.alloc(512)
PE.write('MZ', 0, 'latin1')
PE.writeUInt32LE(128, 60)
PE.write('PE\0\0', 128, 'latin1')
const DOCM = Buffer.from(
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': strToU8('<w:document/>'),
    'word/vbaProject.bin': strToU8('x'),
  }),
)
const AUTRE = ['Patient : TARTEMPION Germaine', 'Née le 01/02/1960']
const DOCUMENTS = {
  programme: ['photo.jpg', PE, 'executable'],
  macros: ['lettre.docx', DOCM, 'macros'],
  autre: ['bilan.pdf', await pdfFile(AUTRE), null],
  dicom: ['irm.dcm', dicomFile({ nom: 'TARTEMPION^GERMAINE', naissance: '19600201' }), null],
} as const

/** What surrounds a document: its name and octets from those of the document. */
const AUTOUR: {
  readonly [quoi: string]: (name: string, octets: Buffer) => Promise<readonly [string, Buffer]>
} = {
  'a mail': async (name, octets) => ['message.eml', mail(octets, name)],
  'a mail without its name': async (name, octets) => ['piece-1.bin', mail(octets, name)],
  'an opaque signature': async (name, octets) => [`${name}.p7m`, await opaque(octets)],
  'an opaque signature with another name': async (_name, octets) => ['a.bin', await opaque(octets)],
  'an opaque signature in PEM': async (name, octets) => [
    `${name}.p7m`,
    await sign(octets, '-nodetach', '-outform', 'PEM'),
  ],
  'a stream of BER': async (name, octets) => [
    `${name}.p7m`,
    await sign(octets, '-nodetach', '-outform', 'DER', '-stream'),
  ],
  'a signed mail': async (name, octets) => ['smime.p7m', await opaque(mail(octets, name))],
  'a signed document in a mail': async (name, octets) => [
    'a.eml',
    mail(await opaque(octets), `${name}.p7m`),
  ],
  'two signatures': async (name, octets) => [`${name}.p7m.p7m`, await opaque(await opaque(octets))],
}

const danger = async (name: string, octets: Buffer) => {
  const budget = { until: performance.now() + 4000, left: MAX_UNPACKED }
  const found = await dangerOf(memoryBytes(octets).read(), name, budget)
  return found === null ? null : [found.raison, found.detail].filter(Boolean).join(' ')
}
const look = async (name: string, octets: Buffer) => {
  const nature = natureOf(octets.subarray(0, 1028), name)
  if (nature === null) throw new Error(`${name}: not looked into`)
  return await lookAt(memoryBytes(octets), { codage: 'identite', nature })
}

const IDENTITE = {
  nomNaissance: 'ZIDANE',
  nomUtilise: null,
  prenoms: 'Alice Jeanne',
  dateNaissance: '1951-03-12',
  sexe: 'F',
  matriculeIns: null,
} as never

for (const [autour, wrap] of Object.entries(AUTOUR)) {
  for (const [quoi, [name, octets, raison]] of Object.entries(DOCUMENTS)) {
    t.test(`${autour} around: ${quoi}`, async (t) => {
      const [outer, whole] = await wrap(name, octets)
      t.equal(await danger(outer, whole), raison)
      if (raison !== null) return
      const seen = await look(outer, whole)
      t.match(seen, { dit: { ou: 'message' } })
      if (!('dit' in seen)) return
      const piece = { ...samplePiece(outer), dit: seen.dit }
      t.match(pieceDUnAutre(piece, IDENTITE), { ou: 'message', mots: /TARTEMPION|01\/02\/1960/ })
      const own = { ...(IDENTITE as object), nomNaissance: 'TARTEMPION', prenoms: 'Germaine' }
      t.equal(pieceDUnAutre(piece, { ...own, dateNaissance: '1960-02-01' } as never), null)
    })
  }
}

t.test('one document of two is another patient’s', async (t) => {
  const his = mail(await pdfFile(['ZIDANE Alice', 'Née le 12/03/1951']), 'a.pdf')
  const body = mail(await pdfFile(AUTRE), 'b.pdf')
  const seen = await look('m.eml', mail(body, 'b.eml'))
  const both = await look('m.eml', his)
  if (!('dit' in seen && 'dit' in both)) throw new Error('not looked at')
  const dits = [both.dit, seen.dit]
  const piece = { ...samplePiece('m.eml'), dit: { ou: 'message', dits } as const }
  t.match(pieceDUnAutre(piece, IDENTITE), { mots: /1960|TARTEMPION/ })
})

t.test('the words of a forwarded mail are compared, its subject too', async (t) => {
  const words = 'From: a@b.test\r\nSubject: CR\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
  const seen = await look(
    'm.eml',
    Buffer.from(`${words}Patient : MERCIER Jeanne, née le 01/04/1950\r\n`),
  )
  if (!('dit' in seen)) throw new Error('not looked at')
  t.match(pieceDUnAutre({ ...samplePiece('m.eml'), dit: seen.dit }, IDENTITE), { mots: /1950/ })
})

t.test('what cannot be looked into is named', async (t) => {
  const sealed = await openssl(
    ['cms', '-encrypt', '-binary', '-outform', 'DER', '-aes256', '-recip', requerant.certificate],
    { input: Buffer.from('x') },
  )
  t.equal(await danger('smime.p7m', sealed), 'archive message-chiffre')
  t.equal(await danger('a.eml', mail(sealed, 'smime.p7m')), 'archive message-chiffre')
  t.strictSame(await look('smime.p7m', sealed), { nonCompare: 'chiffre' })
  const cut = (await opaque(Buffer.from('x'.repeat(2000)))).subarray(0, 300)
  t.equal(await danger('a.p7m', cut), 'archive abimee')
  t.strictSame(await look('a.p7m', cut), { nonCompare: 'abime' })
  let deep = await opaque(PE)
  for (let layer = 0; layer < 5; layer++) deep = await opaque(deep)
  t.equal(await danger('a.p7m', deep), 'archive imbriquee')
  t.match(await look('a.p7m', deep), { nonCompare: 'excessif' })
})

t.test('a signature that stands beside its document holds nothing, and goes on', async (t) => {
  const beside = await sign(Buffer.from('x'), '-outform', 'DER')
  t.strictSame(cmsContent(beside), { kind: 'vide' })
  t.equal(await danger('bilan.pdf.p7s', beside), null)
  t.strictSame(await within(beside, 'bilan.pdf.p7s'), [])
  for (const octets of [Buffer.alloc(0), Buffer.from('30'), PE, Buffer.from('%PDF-1.7')]) {
    t.notOk(isCms(octets))
  }
})

t.test('the name of what a signature surrounds', async (t) => {
  t.equal(nameWithin('bilan.pdf.p7m'), 'bilan.pdf')
  t.equal(nameWithin('smime.p7m'), 'smime.eml')
  t.equal(nameWithin('message'), 'message.eml')
})
