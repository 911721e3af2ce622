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

const rels = (type: string, target: string) =>
  text(
    `<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`,
  )
const mail = (part: string) =>
  `From: a@x.test\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nBonjour\r\n--q\r\n${part}\r\n--q--\r\n`
const attached = (name: string, octets: Uint8Array, more = '') =>
  `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(octets).toString('base64')}`
const page = (inside: string) => `<!DOCTYPE html><html><body>${inside}</body></html>`
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`

/** What a browser, a mail reader or Office would run, load or send by itself. */
const ACTIVE: readonly (readonly [name: string, octets: Uint8Array | string, why: string])[] = [
  ['a.html', page('<script>alert(1)</script>'), 'actions'],
  [
    'a.xhtml',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script/></html>',
    'actions',
  ],
  ['a.svg', svg('<script>1</script>'), 'actions'],
  ['b.svg', svg('<rect onload="x()"/>'), 'actions'],
  ['c.svg', svg('<foreignObject><p/></foreignObject>'), 'actions'],
  ['d.svg', svg('<animate attributeName="href" to="x"/>'), 'actions'],
  ['e.svg', svg('<image href="https://x.test/a.png"/>'), 'actions'],
  ['f.svgz', gzipSync(svg('<script>1</script>')), 'actions'],
  ['b.htm', page('<img src=x onerror=alert(1)>'), 'actions'],
  ['c.html', page('<a href="java&#115;cri\tpt:alert(1)">a</a>'), 'actions'],
  ['d.html', page('<img src="http://x.test/p.gif">'), 'actions'],
  ['e.html', page('<form action="x"><input></form>'), 'actions'],
  ['f.html', page('<iframe src="x"></iframe>'), 'actions'],
  ['g.html', '<meta http-equiv="refresh" content="0;url=x">', 'actions'],
  ['h.html', page('<style>@import "//x.test/a.css"</style>'), 'actions'],
  ['i.html', page('<link rel=stylesheet href="//x.test/a.css">'), 'actions'],
  ['j.pdf', page('<script>1</script>'), 'actions'],
  ['k.html', Buffer.from(`\ufeff${page('<script>1</script>')}`, 'utf16le'), 'actions'],
  [
    'a.xml',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a/>',
    'actions',
  ],
  ['a.mht', mail('Content-Type: text/html\r\n\r\n<html><script>1</script></html>'), 'actions'],
  ['b.mhtml', mail('Content-Type: text/html\r\n\r\n<img src="http://x.test/">'), 'actions'],
  ['a.eml', mail(attached('setup.exe', PE)), 'executable'],
  ['b', mail(attached('photo.jpg', PE)), 'executable'],
  [
    'c.eml',
    mail(attached('a.docx', zip({ ...OFFICE, 'word/vbaProject.bin': text('a') }))),
    'macros',
  ],
  [
    'd.eml',
    mail(`Content-Type: message/rfc822\r\n\r\n${mail(attached('a.exe', PE))}`),
    'executable',
  ],
  ['e.eml', mail('Content-Type: text/html\r\n\r\n<script>1</script>'), 'actions'],
  ['f.zip', zip({ 'a/b.eml': text(mail(attached('setup.exe', PE))) }), 'executable'],
  ['a.rtf', '{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}', 'actions'],
  ['b.doc', '{\\rt{\\*\\template http://x.test/a.dotm}}', 'actions'],
  ['c.rtf', '{\\rtf1{\\field{\\*\\fldinst DDEAUTO c:\\\\cmd.exe "/c x"}}}', 'actions'],
  [
    'a.docx',
    zip({
      ...OFFICE,
      'word/_rels/settings.xml.rels': rels('attachedTemplate', 'http://x.test/a.dotm'),
    }),
    'actions',
  ],
  [
    'b.docx',
    zip({ ...OFFICE, 'word/_rels/document.xml.rels': rels('oleObject', 'file://x.test/a') }),
    'actions',
  ],
  [
    'c.docx',
    zip({ ...OFFICE, 'word/_rels/document.xml.rels': rels('image', 'https://x.test/a.png') }),
    'actions',
  ],
  [
    'd.xlsx',
    zip({
      ...OFFICE,
      'xl/externalLinks/_rels/externalLink1.xml.rels': rels(
        'externalLinkPath',
        '\\\\x.test\\a.xlsx',
      ),
    }),
    'actions',
  ],
  [
    'e.xlsx',
    zip({
      ...OFFICE,
      'xl/externalLinks/externalLink1.xml': text(
        '<externalLink><ddeLink ddeService="cmd"/></externalLink>',
      ),
    }),
    'actions',
  ],
  [
    'f.docx',
    zip({
      ...OFFICE,
      'word/document.xml': text(
        '<w:p><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\cmd</w:instrText></w:p>',
      ),
    }),
    'actions',
  ],
  [
    'g.odt',
    zip({
      mimetype: text('application/vnd.oasis.opendocument.text'),
      'content.xml': text('<office:a><script:event-listener/></office:a>'),
    }),
    'macros',
  ],
  ['a.csv', "nom;valeur\nESSAI;=cmd|' /C calc'!A0", 'executable'],
  ['a.txt', 'ID;PWXL;N;E\r\nC;Y1;X1;EEXEC("cmd")\r\nE', 'macros'],
  [
    'a.doc',
    Buffer.concat([
      ole(['Root Entry', 5], ['WordDocument', 2]),
      Buffer.from('Attribut\0e \0VB_Nam\0e', 'latin1'),
    ]),
    'macros',
  ],
  [
    'b.doc',
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(504),
      Buffer.from('_VBA_PROJECT', 'utf16le'),
      Buffer.alloc(200),
    ]),
    'macros',
  ],
  ['c.doc', ole(['Root Entry', 5], ['Anything', 2]), 'archive format'],
  ['d.msg', ole(['Root Entry', 5], ['__properties_version1.0', 2]), 'archive format'],
  ['e.doc', ole(['Root Entry', 5], ['WordDocument', 2], ['\u0003OCXNAME', 2]), 'executable'],
  ['a.bin', hex('e4525c7b8cd8a74daeb15378d02996d3'), 'executable'],
  [
    'b.bin',
    (() => {
      const iso = Buffer.alloc(40_000)
      iso.write('CD001', 32_769, 'latin1')
      return iso
    })(),
    'executable',
  ],
  [
    'a.dat',
    '<?xml version="1.0"?><libraryDescription xmlns="http://schemas.microsoft.com/windows/2009/library"/>',
    'executable',
  ],
]
/** What runs, or opens something, by its name alone. */
const NAMED =
  'lnk url library-ms search-ms searchconnector-ms scf settingcontent-ms iqy hta wsf js jse vbs vbe ps1 reg chm jar iso img vhd vhdx msi msp msc one slk xll xlsm docm pptm appref-ms application website rdp py sh'.split(
    ' ',
  )

t.test('what would run, load or send something when it is opened, by kind', async (t) => {
  for (const [name, octets, why] of ACTIVE) t.equal(await said(octets, name), why, name)
  for (const extension of NAMED) {
    t.equal(await said('nothing', `piece.${extension}`), 'executable', extension)
    t.equal(await said(zip(OFFICE), `PIECE.${extension.toUpperCase()} `), 'executable', extension)
  }
})

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
  [
    'dessin.svg',
    svg('<rect width="1" height="1" style="fill:url(#a)"/><a href="https://x.test/">b</a>'),
  ],
  [
    'page.html',
    page('<p style="color:red">Résultat</p><img src="cid:a"><a href="https://x.test/">lien</a>'),
  ],
  ['lettre.rtf', '{\\rtf1\\ansi Bonjour {\\field{\\*\\fldinst HYPERLINK "https://x.test/"}}}'],
  ['resultats.csv', 'Hb;-3\nCRP;+5 | normal'],
  [
    'lien.docx',
    zip({ ...OFFICE, 'word/_rels/document.xml.rels': rels('hyperlink', 'https://x.test/') }),
  ],
  [
    'classeur.xlsx',
    zip({
      ...OFFICE,
      'xl/externalLinks/_rels/externalLink1.xml.rels': rels('externalLinkPath', 'Classeur2.xlsx'),
    }),
  ],
  [
    'lettre.odt',
    zip({
      mimetype: text('application/vnd.oasis.opendocument.text'),
      'content.xml': text(
        '<office:document-content xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:form="urn:f"><form:form/></office:document-content>',
      ),
    }),
  ],
  ['tableau.xls', ole(['Root Entry', 5], ['Workbook', 2])],
  ['diapos.ppt', ole(['Root Entry', 5], ['PowerPoint Document', 2])],
  ['recu.eml', mail(attached('a.pdf', strToU8('%PDF-1.4')))],
  [
    'lettre-d-information.eml',
    mail('Content-Type: text/html\r\n\r\n<p>Bonjour<img src="https://x.test/a.png"></p>'),
  ],
  [
    'cda.xml',
    '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="CDA-FO.xsl"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>',
  ],
  ['d.txt', 'Date: 3 mars\nSujet: douleur on note = rien'],
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
