/** What must not be passed on, made octet by octet; and what looks like it and must. */
import { deflateSync, gzipSync } from 'node:zlib'

import { strToU8, type Zippable, zipSync } from 'fflate'
import t from 'tap'

import { memoryBytes } from '../../src/kit/bytes.ts'
import { dangerOf, MAX_UNPACKED } from '../../src/read/danger.ts'
import { dicomFile, pdfFile } from '../support/documents.ts'
import { reading } from '../support/mime-opened.ts'

const budget = () => ({ until: performance.now() + 4000, left: MAX_UNPACKED })
const said = async (octets: Uint8Array | string, name: string) => {
  const buffer = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : Buffer.from(octets)
  const found = await dangerOf(memoryBytes(buffer).read(), name, budget())
  return found === null ? null : [found.raison, found.detail].filter(Boolean).join(' ')
}
const zip = (files: Zippable, level: 0 | 9 = 9): Buffer => Buffer.from(zipSync(files, { level }))
const text = (words: string) => strToU8(words)
const hex = (digits: string, length = 600) =>
  Buffer.concat([Buffer.from(digits, 'hex'), Buffer.alloc(length)])
const PE = (() => {
  const octets = Buffer.alloc(512)
  octets.write('MZ', 0, 'latin1')
  octets.writeUInt32LE(128, 60)
  octets.write('PE\0\0', 128, 'latin1')
  return octets
})()
const OFFICE = {
  '[Content_Types].xml': text('<Types><Override ContentType="wordprocessingml"/></Types>'),
  'word/document.xml': text('<w:document/>'),
}

/** A compound file with these directory entries. MS-CFB §2.6 */
function ole(
  ...entries: readonly (readonly [name: string, type: number, clsid?: string])[]
): Buffer {
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  const directory = entries.map(([name, type, clsid = '']) => {
    const entry = Buffer.alloc(128)
    entry.write(name, 0, 'utf16le')
    entry.writeUInt16LE((name.length + 1) * 2, 64)
    entry[66] = type
    Buffer.from(clsid, 'hex').copy(entry, 80)
    return entry
  })
  return Buffer.concat([header, Buffer.alloc(512 * 3), ...directory, Buffer.alloc(256)])
}

const encryptedZip = (() => {
  const octets = zip({ 'a.pdf': text('%PDF-1.4') }, 0)
  const central = octets.indexOf(Buffer.from('504b0102', 'hex'))
  octets.writeUInt16LE(1, central + 8)
  return octets
})()
const lyingZip = (() => {
  const octets = zip({ 'a.txt': new Uint8Array(5_000_000) })
  octets.writeUInt32LE(10, octets.indexOf(Buffer.from('504b0102', 'hex')) + 24)
  return octets
})()
const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.txt`, text('a')]))
const objects = '1 0 obj\n<</Type /ObjStm /Filter /FlateDecode>>\nstream\n'

const REFUSED: readonly (readonly [name: string, octets: Uint8Array | string, why: string])[] = [
  ['photo.jpg', hex('7f454c46020101'), 'executable'],
  ['scan.pdf', PE, 'executable'],
  ['a', 'MZ\x90\0\x03\0\0\0\x04\0', 'executable'],
  ['b.png', hex('cffaedfe07000001'), 'executable'],
  ['c', hex('cafebabe00000002'), 'executable'],
  ['d.pdf', hex('4c0000000114020000000000c000000000000046'), 'executable'],
  ['e.txt', '#!/bin/sh\nrm -rf /', 'executable'],
  ['f.txt', '\xef\xbb\xbf#!/usr/bin/env python', 'executable'],
  ['g.txt', '@echo off\r\ndel *', 'executable'],
  ['h.html', '<html><head><HTA:APPLICATION id="a"></head>', 'executable'],
  ['i.txt', 'Set a = CreateObject("WScript.Shell")', 'executable'],
  ['j.ps1', 'Get-Process', 'executable'],
  ['compte-rendu.pdf.exe', 'nothing', 'executable'],
  ['k.doc', ole(['Root Entry', 5, '84100c0000000000c000000000000046']), 'executable'],
  ['l.doc', ole(['Root Entry', 5], ['\u0001Ole10Native', 2]), 'executable'],
  ['m.zip', zip({ 'META-INF/MANIFEST.MF': text('a'), 'A.class': hex('cafebabe') }), 'executable'],
  ['n.pdf', zip({ 'AndroidManifest.xml': text('a'), 'classes.dex': text('a') }), 'executable'],
  ['o.zip', zip({ 'radio.dcm': text('a'), 'viewer/run.bin': PE }), 'executable'],
  [
    'p.docx',
    zip({ ...OFFICE, 'word/embeddings/oleObject1.bin': ole(['\u0001Ole10Native', 2]) }),
    'executable',
  ],
  ['q.gz', gzipSync(PE), 'executable'],
  ['a.docx', zip({ ...OFFICE, 'word/vbaProject.bin': text('a') }), 'macros'],
  ['b.bin', zip({ ...OFFICE, 'xl/macrosheets/sheet1.xml': text('a') }), 'macros'],
  [
    'c.xlsx',
    zip({
      '[Content_Types].xml': text('<a t="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'),
    }),
    'macros',
  ],
  [
    'd.odt',
    zip({
      mimetype: text('application/vnd.oasis.opendocument.text'),
      'Basic/Standard/a.xml': text('a'),
    }),
    'macros',
  ],
  ['e.doc', ole(['Root Entry', 5], ['Macros', 1], ['VBA', 1]), 'macros'],
  ['f.zip', zip({ 'a/b.docx': zip({ ...OFFICE, 'word/vbaProject.bin': text('a') }) }), 'macros'],
  ['a.pdf', '%PDF-1.7\n<</S /JavaScript /JS (app.alert(1))>>', 'actions'],
  ['b.pdf', '%PDF-1.7\n<</S/Launch/F(cmd.exe)>>', 'actions'],
  ['c.pdf', '%PDF-1.7\n<</S /Java#53cript>>', 'actions'],
  [
    'd.pdf',
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n${objects}`),
      deflateSync('<</S /JavaScript>>'),
      Buffer.from('\nendstream'),
    ]),
    'actions',
  ],
  ['e.pdf', '%PDF-1.7\n<</Type /Obj#53tm>>', 'actions'],
  [
    'f.pdf',
    '%PDF-1.7\n<</Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]>>stream\n00>',
    'actions',
  ],
  [
    'g.pdf',
    Buffer.concat([Buffer.from(`%PDF-1.7\n${objects}`), deflateSync(Buffer.alloc(20_000_000))]),
    'actions',
  ],
  ['a.zip', zip({ 'a.zip': zip({ 'b.txt': text('a') }) }), 'archive imbriquee'],
  ['b.zip', encryptedZip, 'archive chiffree'],
  ['c.zip', zip({ 'a.txt': text('a') }).subarray(0, 40), 'archive abimee'],
  ['d.zip', lyingZip, 'archive abimee'],
  ['e.zip', zip(many), 'archive entrees'],
  ['f.zip', zip({ 'a.txt': new Uint8Array(1_000_000) }), 'archive ratio'],
  ['g.zip', zip({ '../a.txt': text('a') }), 'archive chemin'],
  ['h.gz', gzipSync(Buffer.alloc(1_000_000)), 'archive ratio'],
  ['i.7z', hex('377abcaf271c'), 'archive format'],
  ['j.pdf', hex('526172211a0700'), 'archive format'],
  ['k.xlsx', ole(['Root Entry', 5], ['EncryptedPackage', 2]), 'archive chiffree'],
]

t.test('what runs, what holds macros or actions, and archives beyond their bounds', async (t) => {
  for (const [name, octets, why] of REFUSED) t.equal(await said(octets, name), why, name)
})

const PASSED: readonly (readonly [name: string, octets: Uint8Array | string])[] = [
  ['photo.jpg', hex('ffd8ffe000104a464946')],
  ['a.pdf', await pdfFile(['Patient : ESSAI'])],
  ['b.pdf', '%PDF-1.7\n(see /JavaScripts and Launch)\n'],
  ['irm.dcm', dicomFile({ nom: 'ESSAI' })],
  ['lettre.docx', zip(OFFICE)],
  ['tableau.docx', zip({ ...OFFICE, 'word/embeddings/Classeur1.xlsx': zip(OFFICE, 0) }, 0)],
  ['ancien.doc', ole(['Root Entry', 5], ['WordDocument', 2], ['1Table', 2])],
  ['irm.zip', zip({ 'DICOM/IM1': dicomFile({ nom: 'ESSAI' }), 'LISEZMOI.txt': text('MZ et PK') })],
  ['IHE_XDM.zip', zip({ 'INDEX.HTM': text('<html>'), 'IHE_XDM/SUBSET01/DOC.XML': text('<a/>') })],
  ['irm.nii.gz', gzipSync(Buffer.from(crypto.getRandomValues(new Uint8Array(5000))))],
  ['a.txt', 'MZ : métrorragies\nMacros : néant'],
  ['b.txt', 'Notes #!'],
  ['c.xml', '<?xml version="1.0"?><ClinicalDocument/>'],
  ['', ''],
]

t.test('what only looks like it is passed on', async (t) => {
  for (const [name, octets] of PASSED) t.equal(await said(octets, name), null, name)
})

t.test(
  'an archive of two hundred megabytes is judged in time, one beyond it at once',
  async (t) => {
    const part = Buffer.from(crypto.getRandomValues(new Uint8Array(20_000)))
    const long = Buffer.concat(Array.from({ length: 500 }, () => part))
    const begun = performance.now()
    t.equal(await said(zip({ a: long, b: long }), 'a.zip'), 'archive ratio')
    const past = { until: performance.now() - 1, left: MAX_UNPACKED }
    const octets = memoryBytes(zip({ a: text('a'), b: text('b') }))
    t.match(await dangerOf(octets.read(), 'a.zip', past), { detail: 'duree' })
    t.match(await dangerOf(memoryBytes(PE).read(), 'a', past), { raison: 'executable' })
    t.ok(performance.now() - begun < 5000)
  },
)

t.test('a letter keeps its other documents, and names what it does not pass on', async (t) => {
  const part = (name: string, octets: Buffer): string =>
    `--b\r\nContent-Type: image/jpeg; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${octets.toString('base64')}\r\n`
  const letter = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nAVIS\r\nVoir.\r\n${part('a.jpg', PE)}${part('b.jpg', hex('ffd8ffe0'))}--b--\r\n`
  const read = await reading(letter)
  t.match(read, {
    pieces: [{ nom: 'b.jpg' }],
    illisibles: [{ rang: 1, nom: 'a.jpg', raison: 'executable', detail: null }],
  })
})
