import { createHash } from 'node:crypto'

import { simpleParser } from 'mailparser'
import t from 'tap'

import { memoryBytes } from '../../src/kit/bytes.ts'
import { readPiece, safeName } from '../../src/read/piece.ts'
import { isAvisTechnique, read } from '../../src/read/read.ts'
import { alternative, courrier, html, NOW, opened, plain, reading } from '../support/mime-opened.ts'
import { octetsOf, treeOf } from '../support/mime-tree.ts'

const PDF = Buffer.from('%PDF-1.7 fixture \u0000\u0001')
const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`
const mixed = (...parts: string[]) =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--\r\n`
const pdf = part(
  "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*=utf-8''Compte%20rendu%20%C3%A9t%C3%A9.pdf",
  PDF.toString('base64'),
)
const words = part('Content-Type: text/plain; charset=utf-8', 'Sexe : F')

t.test('gives each document its name, type, size, hash and place', async (t) => {
  const message = mixed(words, pdf)
  const [piece] = (await courrier(message)).pieces
  t.match(piece, {
    nom: 'Compte rendu été.pdf',
    type: 'application/pdf',
    taille: PDF.length,
    sha256: createHash('sha256').update(PDF).digest('hex'),
    codage: 'base64',
    contenu: '',
  })
  t.equal(message.slice(piece?.debut, piece?.fin), PDF.toString('base64'))
})

t.test('places documents in the stored content where the entity is stored', async (t) => {
  const message = mixed(words, pdf)
  const stored = memoryBytes(Buffer.from(message), {
    contenu: 'c1',
    debut: 1000,
    fin: 1000 + message.length,
  })
  const [piece] = (await courrier(stored)).pieces
  t.equal(piece?.contenu, 'c1')
  t.equal(
    message.slice((piece?.debut ?? 0) - 1000, (piece?.fin ?? 0) - 1000),
    PDF.toString('base64'),
  )
})

t.test('finds the documents that mailparser finds', async (t) => {
  const image = part(
    'Content-Type: image/png; name="=?utf-8?Q?l=C3=A9sion.png?="\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <i>\r\nContent-Disposition: inline',
    'iVBORw0KGgo=',
  )
  const qp = part(
    'Content-Type: text/csv; charset=utf-8; name=bilan.csv\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: attachment',
    'a=3Db=\r\nc',
  )
  const message = mixed(words, pdf, image, qp)
  const judge = await simpleParser(message)
  const { pieces } = await courrier(message)
  t.strictSame(
    pieces.map(({ nom, type, taille, sha256 }) => ({ nom, type, taille, sha256 })),
    judge.attachments.map((a) => ({
      nom: a.filename,
      type: a.contentType,
      taille: a.content.length,
      sha256: createHash('sha256').update(a.content).digest('hex'),
    })),
  )
})

t.test('never reads an attached message or text as the words of its sender', async (t) => {
  const c = await courrier(
    mixed(
      words,
      part('Content-Type: message/rfc822', 'Subject: x\r\n\r\nSexe : M'),
      part(
        'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt',
        'Sexe : M',
      ),
      part('Content-Type: text/plain; name=b.txt', 'Sexe : M'),
    ),
  )
  t.strictSame(c.formulaire, { sexe: 'F' })
  t.strictSame(c.contradictions, [])
  t.strictSame(
    c.pieces.map((piece) => piece.nom),
    ['piece-1.eml', 'a.txt', 'b.txt'],
  )
})

t.test(
  'keeps inline images and the documents that Apple Mail puts inside an alternative',
  async (t) => {
    const apple = `Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n${plain('Sexe : F')}\r\n--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${html('<p>Sexe : F</p>')}\r\n${pdf}--b--\r\n--a--\r\n`
    const c = await courrier(apple)
    t.equal(c.pieces.length, 1)
    t.strictSame(c.formulaire, { sexe: 'F' })
    const related = `Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n${html('<p>Sexe : F<img src="cid:i"></p>')}\r\n${part('Content-Type: image/jpeg\r\nContent-ID: <i>', 'x'.repeat(20_000))}--b--\r\n`
    t.strictSame(
      (await courrier(related)).pieces.map((piece) => piece.nom),
      ['piece-1.jpg'],
    )
  },
)

t.test('a small image that the text shows is a logo, any other is a document', async (t) => {
  const shown = '<p>AVIS<img src="cid:logo%40a"></p>'
  const image = (length: number, id = '<logo@a>', type = 'image/png') =>
    part(`Content-Type: ${type}; name=i.png\r\nContent-ID: ${id}`, 'x'.repeat(length))
  const kept = async (body: string, document: string) => {
    const related = `Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n${html(body)}\r\n${document}--b--\r\n`
    return (await courrier(related)).pieces.length
  }
  const css = '<table style="background: url(cid:logo@a)"><tr><td>AVIS</td></tr></table>'
  t.equal(await kept(shown, image(19_999)), 0)
  t.equal(await kept(css, image(19_999)), 0)
  t.equal(await kept('<img alt=a SRC = "cid:logo@a">', image(300, 'logo@a', 'image/gif')), 0)
  t.equal(await kept(shown, image(20_000)), 1, 'a photograph')
  t.equal(await kept('<p>AVIS</p>', image(300)), 1, 'shown nowhere')
  t.equal(await kept('<a href="cid:logo@a">AVIS</a>', image(300)), 1, 'a link shows nothing')
  t.equal(await kept(shown, image(300, '<other@a>')), 1)
  t.equal(await kept(shown, image(300, '<logo@a>', 'application/pdf')), 1)
  const pdfInside = `Content-Type: image/png\r\nContent-ID: <logo@a>`
  t.equal(await kept(shown, part(pdfInside, '%PDF-1.7 a')), 1, 'no image at all')
})

t.test(
  'opens a whole message that was signed as one part, its documents rightly placed',
  async (t) => {
    const inner = `Subject: URGENT\r\n${mixed(words, pdf)}`
    const message = `Content-Type: message/rfc822; forwarded=no\r\n\r\n${inner}`
    const c = await courrier(message)
    t.strictSame(c.formulaire, { sexe: 'F' })
    t.equal(c.urgence, 'URGENT')
    t.equal(message.slice(c.pieces[0]?.debut, c.pieces[0]?.fin), PDF.toString('base64'))
  },
)

t.test('sees an emergency in the outer subject, the signed one, or the form', async (t) => {
  t.equal((await courrier(plain('x'), 'Avis URGENT')).urgence, 'URGENT')
  t.equal((await courrier(plain('Urgence : oui'))).urgence, 'Urgence : oui')
  t.equal((await courrier(plain('Urgence : non'), 'Avis non urgent')).urgence, null)
})

t.test('reads HTML alone, and both renditions of words', async (t) => {
  t.strictSame((await courrier(html('<p>AVIS</p><p>Bénin.</p>'))).motCle, 'AVIS')
  t.match(await courrier(alternative('AVIS\nBénin.', '<p>AVIS</p><p>Bénin.</p>')), {
    motCle: 'AVIS',
    texte: 'Bénin.',
  })
})

t.test('reads words in the charset they are written in', async (t) => {
  const latin = Buffer.from(
    'Content-Type: text/plain; charset=iso-8859-1\r\n\r\nPrénoms : Zoé\r\n',
    'latin1',
  )
  t.strictSame((await courrier(latin)).formulaire, { prenoms: 'Zoé' })
  const qp =
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nPr=C3=A9noms : Zo=C3=A9=\r\n'
  t.strictSame((await courrier(qp)).formulaire, { prenoms: 'Zoé' })
  const page = Buffer.from(
    'Content-Type: text/html\r\n\r\n<html><head><meta charset="iso-8859-1"></head><p>Prénoms : Zoé</p>',
    'latin1',
  )
  t.strictSame((await courrier(page)).formulaire, { prenoms: 'Zoé' })
})

async function codeOf(message: string): Promise<string | null> {
  const result = await reading(message)
  return 'kind' in result && result.kind === 'refusal' ? result.code : null
}

t.test("names Outlook's own format, by type and by name, and reads the rest", async (t) => {
  const TYPES = ['application/ms-tnef', 'application/octet-stream; name=WINMAIL.DAT']
  const HELD: readonly (readonly [octets: Buffer, detail: string | null])[] = [
    [tnef(2), '2'],
    [tnef(1, 100_000), '1'],
    [tnef(1).subarray(0, -1), null],
    [Buffer.from('x'), null],
  ]
  for (const type of TYPES) {
    for (const [octets, detail] of HELD) {
      const { texte, pieces, illisibles } = await courrier(
        mixed(words, `--b\r\n${file(type, octets)}`),
      )
      t.match(texte, 'Sexe : F')
      t.strictSame(pieces, [])
      t.match(illisibles, [{ rang: 1, raison: 'outlook', detail }])
    }
    const { illisibles } = await courrier(mixed(words, `--b\r\n${file(type, tnef(0))}`))
    t.equal(illisibles, undefined, 'what holds no document is the layout of the words')
    t.equal(await codeOf(file(type, tnef(1))), 'tnef-not-supported', 'nothing else is there')
  }
})

t.test('what nobody can decode is named, and never passed on as what it is not', async (t) => {
  const encoded = (encoding: string) =>
    part(
      `Content-Type: application/pdf; name=N28.pdf\r\nContent-Transfer-Encoding: ${encoding}`,
      'begin 644 N28.pdf',
    )
  const UNKNOWN = { 'x-uuencode': 'x-uuencode', 'X-Yenc (old)': 'x-yenc', 'utf-8': 'utf-8' }
  for (const [encoding, detail] of Object.entries(UNKNOWN)) {
    const { pieces, illisibles } = await courrier(mixed(words, encoded(encoding), encoded('8bit')))
    t.match(illisibles, [{ rang: 1, nom: 'N28.pdf', raison: 'codage', detail }], encoding)
    t.match(pieces, [{ nom: 'N28.pdf', codage: 'identite' }], 'the readable rest')
  }
  for (const encoding of ['7bit', '8BIT', 'Binary', 'base64', 'quoted-printable', '7bit (plain)'])
    t.equal((await courrier(mixed(words, encoded(encoding)))).illisibles, undefined, encoding)
})

t.test('a byte order mark before the first header is no part of it', async (t) => {
  const { texte } = await courrier(`\ufeff${mixed(words)}`)
  t.match(texte, 'Sexe : F')
  t.notMatch(texte, 'Content-Type')
})

/** A winmail.dat with some documents. */
function tnef(documents: number, size = 10): Buffer {
  const attribute = (level: number, id: number, data: Buffer): Buffer => {
    const head = Buffer.alloc(9)
    head[0] = level
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    return Buffer.concat([head, data, Buffer.alloc(2)])
  }
  const start = Buffer.from('789f3e22' + '0100', 'hex')
  const one = [
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x0006800f, Buffer.alloc(size)),
  ]
  return Buffer.concat([
    start,
    attribute(1, 0x00089006, Buffer.from('00000100', 'hex')),
    ...Array.from({ length: documents }, () => one).flat(),
  ])
}

function file(type: string, octets: Buffer): string {
  const fields = `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64`
  return `${fields}\r\n\r\n${octets.toString('base64')}\r\n`
}

t.test('refuses too many parts and too long a text', async (t) => {
  t.equal(await codeOf(mixed(...Array.from({ length: 250 }, () => words))), 'mime-too-many-parts')
  t.equal(await codeOf(plain('x'.repeat(1024 * 1024 + 1))), 'text-too-long')
})

t.test('gives a signed receipt as what it is', async (t) => {
  const result = await reading(
    'Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nLu.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\nOriginal-Message-ID: <1@x>\r\n\r\n--b--\r\n',
  )
  t.match(result, { kind: 'mdn', issue: 'displayed', messageId: '1@x' })
  const letter = await courrier(plain('x'))
  t.notOk(isAvisTechnique(letter))
})

t.test('makes every name safe to show and to save', async (t) => {
  t.equal(safeName('../../etc/passwd'), 'passwd')
  t.equal(safeName('C:\\Users\\x\\a.pdf'), 'a.pdf')
  t.equal(safeName('a\u202efdp.exe\u0000\r\n'), 'afdp.exe')
  t.equal(safeName('..'), '')
  t.equal(safeName(`${'a'.repeat(300)}.pdf`).length, 150)
  t.match(safeName(`${'a'.repeat(300)}.pdf`), /\.pdf$/)
})

t.test('hashes a document of many pieces without holding it', async (t) => {
  const octets = Buffer.alloc(2_000_000, 'image')
  const message = mixed(
    part(
      'Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64',
      octets.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ),
  )
  const bytes = memoryBytes(Buffer.from(message))
  const [node] = (await treeOf(bytes)).children
  const piece = node && (await readPiece(bytes, node, { rank: 1, base: 0 }))
  t.equal(piece?.taille, octets.length)
  t.equal(piece?.sha256, createHash('sha256').update(octets).digest('hex'))
  t.ok(node && (await octetsOf(bytes, node)).equals(octets))
})

t.test('a conclusion ends where the signature begins, with or without a closing', async (t) => {
  const said = async (end: string) =>
    (await courrier(plain(`AVIS\nBénin.\nConclusion : revoir dans 6 mois.\n${end}`))).conclusion
  t.equal(await said('\nBien confraternellement,\nDr Diane DERMA'), 'revoir dans 6 mois.')
  t.equal(
    await said('\nDr Diane DERMA\nDermatologue, CHU\nTél. 01 99 00 12 34'),
    'revoir dans 6 mois.',
  )
  t.equal(
    await said('\nDr Martin reverra le patient.\nExérèse si récidive.'),
    'revoir dans 6 mois.\n\nDr Martin reverra le patient.\nExérèse si récidive.',
  )
})

t.test(
  'a subject names an author only where the signature covers it; it stops all the same',
  async (t) => {
    const said = 'URGENT, pour le Dr Martin'
    for (const subjectIsSigned of [true, false]) {
      const mail = opened(plain('Bonjour.'), said)
      const headers = { ...mail.headers, subjectIsSigned }
      const got = await read({ ...mail, headers }, { now: NOW })
      t.match(got, {
        depotPour: subjectIsSigned ? 'Dr Martin' : null,
        urgence: 'URGENT',
        sujet: said,
      })
    }
  },
)

t.test('reads as signs what the mark-up of a letter says', async (t) => {
  const said = async (body: string) => (await courrier(html(`<p>AVIS</p>${body}`))).texte
  const table: readonly (readonly [string, string])[] = [
    ['<p>10<sup>9</sup>/L</p>', '10⁹/L'],
    ['<p>1<sup>1</sup>/<sub>2</sub> cp</p>', '1¹/₂ cp'],
    ['<p>x<sup>abc</sup>, CO<sub>2</sub>, T<sub>max</sub></p>', 'x^abc, CO₂, T_max'],
    ['<p>10<span style="vertical-align: super">-3</span></p>', '10⁻³'],
    ['<p>AVK <s>5 mg</s> 2 mg</p>', 'AVK [barré : 5 mg] 2 mg'],
    ['<p><del>a</del> <strike>b</strike></p>', '[barré : a] [barré : b]'],
    ['<p style="text-decoration:line-through">arrêter</p>', '[barré : arrêter]'],
    ['<p>75 <font face="Symbol">m</font>g</p>', '75 μg'],
    ['<p>75 <span style="font-family:Symbol">m</span>g</p>', '75 μg'],
    ['<p>\uf0b3 3 cm</p>', '≥ 3 cm'],
    ['<p><font face="Wingdings">\u00fe</font> oui</p>', '☑ oui'],
    ['<p>vu</p><p style="display:none">caché</p>', 'vu'],
    ['<p>vu</p><p hidden>caché</p><span style="font-size:0px">x</span>', 'vu'],
    ['<blockquote>son avis, en retrait</blockquote>', '> son avis, en retrait'],
  ]
  for (const [body, expected] of table) t.equal(await said(body), expected, body)
})

t.test('breaks a line wherever a character breaks it', async (t) => {
  for (const end of ['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
    const c = await courrier(plain(`AVIS\n5${end}3 mm`))
    t.equal(c.texte, '5\n3 mm', end.charCodeAt(0).toString(16))
  }
})

t.test('neither rendition of a letter hides a word of the other', async (t) => {
  const texte = async (text: string, body: string) =>
    (await courrier(alternative(text, body))).texte
  t.equal(await texte('AVIS\n', '<p>AVIS</p><p>Naevus bénin.</p>'), 'Naevus bénin.')
  t.equal(
    await texte('AVIS\n109/L', '<p>AVIS</p><p>10<sup>9</sup>/L</p>'),
    '10⁹/L\n\n[Version texte du message :]\n109/L',
  )
  t.match(await texte('AVIS\nun\ndeux', '<p>AVIS</p><p>un</p><p>trois</p>'), /trois[\s\S]*deux/)
  t.equal(await texte('AVIS\nun *deux*', '<p>AVIS</p><p>un <b>deux</b></p>'), 'un *deux*')
})

t.test('of several conclusions each is its own paragraph', async (t) => {
  const text =
    'AVIS\nConclusion : naevus bleu.\n\nDermoscopie homogène.\n\nConclusion : contrôle à 6 mois.\n'
  t.equal((await courrier(plain(text))).conclusion, 'naevus bleu.\ncontrôle à 6 mois.')
  const titled = 'AVIS\nConclusion\n\nBowen.\n\nPlaque.\n\nConclusion : 5-FU.\n'
  t.equal((await courrier(plain(titled))).conclusion, 'Bowen.\n5-FU.')
})
