/**
 * The line between a mail that is merely unusual and one that has two readings.
 */
import fc from 'fast-check'
import iconv from 'iconv-lite'
import t from 'tap'

import { difference, utf8 } from '../support/two-readings.ts'

const lines = (...all: readonly string[]): string => all.join('\r\n')
const plain = (fields: readonly string[], ...body: readonly string[]): string =>
  lines(...fields, '', ...body)
const html = (body: string): string =>
  plain(['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], utf8(body))
const mixed = (...parts: readonly string[]): string =>
  lines(
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    'This is a multi-part message in MIME format.',
    ...parts.flatMap((part) => ['--b1', part]),
    '--b1--',
    '',
  )
const TEXT = plain(['Content-Type: text/plain; charset=utf-8'], utf8('Éruption : 5 mg'))
const file = (...fields: readonly string[]): string =>
  mixed(TEXT, plain([...fields, 'Content-Transfer-Encoding: base64'], 'JVBERi0xLjQK'))
const pdf = (disposition: string, type = 'application/pdf'): string =>
  file(`Content-Type: ${type}`, `Content-Disposition: ${disposition}`)
const OUTLOOK =
  '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">' +
  '<!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit"/></xml><![endif]--><style><!--\np.MsoNormal {margin:0}\n--></style>' +
  '</head><body lang=FR><div class=WordSection1><p class=MsoNormal>Bonjour,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>' +
  '<p class=MsoListParagraph><![if !supportLists]><span>·<span style="font:7.0pt">&nbsp;&nbsp;</span></span><![endif]>10<sup>9</sup>/L, ' +
  '<s>5 mg</s> 3&nbsp;mg</p><table class=MsoTableGrid><tr><td><p>Nom</p></td><td><p>ZIDANE</p></td></tr></table></div></body></html>'

const UNUSUAL: { readonly [name: string]: string } = {
  'more paragraphs than anybody writes': html(`${'<p>x</p>'.repeat(6000)}fin`),
  'no type at all': lines('', 'Bonjour'),
  'an unlabelled charset': plain(['Content-Type: text/plain'], utf8('Éruption')),
  'unlabelled windows-1252': plain(['Content-Type: text/plain'], 'Éruption'),
  'a wrong label': plain(['Content-Type: text/plain; charset=utf-8'], 'Éruption\x80'),
  'a charset nobody knows': plain(['Content-Type: text/plain; charset=x-nulle-part'], 'Éruption'),
  'a charset of the old DOS': plain(['Content-Type: text/plain; charset=cp850'], '\x82ruption'),
  'a charset in capitals, quoted': plain(
    ['Content-Type: TEXT/PLAIN; CHARSET="ISO-8859-15"'],
    '\xa4',
  ),
  'ISO-2022-JP': plain(['Content-Type: text/plain; charset=iso-2022-jp'], '\x1b$B8!::\x1b(B'),
  'UTF-16': plain(
    ['Content-Type: text/plain; charset=utf-16le', 'Content-Transfer-Encoding: base64'],
    Buffer.from('Éruption', 'utf16le').toString('base64'),
  ),
  'the charset of the HTML itself': plain(
    ['Content-Type: text/html'],
    '<html><head><meta charset="windows-1252"></head><body>Éruption</body></html>',
  ),
  comments: plain(
    [
      'Content-Type: text/plain (words); charset=us-ascii (plain)',
      'Content-Transfer-Encoding: 7bit (no 8bit)',
    ],
    'Bonjour',
  ),
  'comments in a multipart': lines(
    'Content-Type: multipart/mixed (two; parts); boundary=b2 (a mark)',
    '',
    '--b2',
    TEXT,
    '--b2--',
    '',
  ),
  'a folded field': plain(['Content-Type: text/plain;\r\n\tcharset=utf-8'], utf8('é')),
  'a field with a blank before its colon': plain(
    ['Content-Type : text/plain; charset=utf-8'],
    utf8('é'),
  ),
  'flowed text': plain(
    ['Content-Type: text/plain; charset=utf-8; format=flowed'],
    'une ligne ',
    'qui va plus loin',
    '> une ',
    '> citation',
    ' >= 3',
    '-- ',
    'Dr T',
  ),
  'flowed text whose blanks go': plain(
    ['Content-Type: text/plain; format=flowed; delsp=yes'],
    'anti ',
    'coagulant',
    'fin',
  ),
  'quoted-printable': plain(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
    'une =C3=89ruption =',
    'et =3D la suite  ',
    '=20',
    'fin=',
  ),
  'quoted-printable in small letters': plain(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: Quoted-Printable'],
    '=c3=89',
  ),
  'base64 in odd lines': plain(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: BASE64'],
    'Qm9',
    'uam',
    '',
    '91cg',
    '==',
  ),
  'an encoding nobody knows': plain(
    ['Content-Type: text/plain', 'Content-Transfer-Encoding: x-uuencode'],
    'begin 644 a.pdf',
    '#86)C',
    'end',
  ),
  'bare line ends': mixed(TEXT, plain(['Content-Type: image/png'], 'abc')).replaceAll('\r\n', '\n'),
  'blanks behind boundaries': mixed(TEXT)
    .replace('--b1\r\n', '--b1 \t\r\n')
    .replace('--b1--', '--b1--  '),
  'a boundary of many signs': lines(
    'Content-Type: multipart/mixed; boundary="=_\'()+_,-./:=?"',
    '',
    "--=_'()+_,-./:=?",
    TEXT,
    "--=_'()+_,-./:=?--",
    '',
  ),
  'a boundary in pieces': lines(
    'Content-Type: multipart/mixed; boundary*0=ab; boundary*1=cd',
    '',
    '--abcd',
    TEXT,
    '--abcd--',
    '',
  ),
  'boundaries that begin alike': lines(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    lines(
      'Content-Type: multipart/alternative; boundary=bb',
      '',
      '--bb',
      TEXT,
      '--bb',
      html('<p>Éruption : 5 mg</p>'),
      '--bb--',
    ),
    '--b--',
    '',
  ),
  'no closing boundary': mixed(TEXT).replace('--b1--\r\n', ''),
  'words after the closing boundary': `${mixed(TEXT)}pied de liste\r\n`,
  'an empty part': mixed(TEXT, plain(['Content-Type: text/plain'], '')),
  'a digest': lines(
    'Content-Type: multipart/digest; boundary=d',
    '',
    '--d',
    '',
    'Subject: un',
    '',
    'texte',
    '--d--',
    '',
  ),
  'a message attached': mixed(
    TEXT,
    plain(
      ['Content-Type: message/rfc822', 'Content-Disposition: attachment; filename=m.eml'],
      'Subject: x',
      '',
      'corps',
    ),
  ),
  'a message shown inline': mixed(
    TEXT,
    plain(
      ['Content-Type: message/rfc822', 'Content-Disposition: inline'],
      'Subject: x',
      '',
      'corps',
    ),
  ),
  'a whole message signed': plain(['Content-Type: message/rfc822'], 'Subject: x', TEXT),
  'a signature within': lines(
    'Content-Type: multipart/signed; boundary=s; protocol="application/pkcs7-signature"',
    '',
    '--s',
    TEXT,
    '--s',
    plain(
      [
        'Content-Type: application/pkcs7-signature; name=smime.p7s',
        'Content-Transfer-Encoding: base64',
      ],
      'MIIB',
    ),
    '--s--',
    '',
  ),
  'related in alternative': lines(
    'Content-Type: multipart/alternative; boundary=a',
    '',
    '--a',
    TEXT,
    '--a',
    lines(
      'Content-Type: multipart/related; boundary=r',
      '',
      '--r',
      html('<p>Éruption : 5 mg <img src="cid:1"></p>'),
      '--r',
      plain(['Content-Type: image/png', 'Content-ID: <1>', 'Content-Disposition: inline'], 'png'),
      '--r--',
    ),
    '--a--',
    '',
  ),
  'text with a name, inline': mixed(
    TEXT,
    plain(
      [
        'Content-Type: text/plain; name="notes.txt"',
        'Content-Disposition: inline; filename=notes.txt',
      ],
      'notes',
    ),
  ),
  'text attached': mixed(
    TEXT,
    plain(['Content-Type: text/plain', 'Content-Disposition: attachment; filename=n.txt'], 'n'),
  ),
  'text under a disposition nobody knows': mixed(
    TEXT,
    plain(['Content-Type: text/plain', 'Content-Disposition: x-vu'], 'n'),
  ),
  'a file without a type': mixed(
    TEXT,
    plain(['Content-Disposition: attachment; filename=lettre.html'], '<p>x</p>'),
  ),
  'a quoted name': pdf('attachment; filename="compte rendu (1).pdf"'),
  'a bare name with blanks': pdf('attachment; filename=compte rendu (1).pdf'),
  'a name with quotation marks in it': pdf('attachment; filename="dit \\"bilan\\".pdf"'),
  'a name in encoded words': pdf('attachment; filename="=?utf-8?B?w6l0w6kucGRm?="'),
  'a name in several encoded words': pdf(
    'attachment; filename="=?utf-8?Q?r=C3=A9?= =?utf-8?Q?sultat.pdf?="',
  ),
  'a name by RFC 2231': pdf("attachment; filename*=utf-8''r%C3%A9sultat.pdf"),
  'a name by RFC 2231, in pieces': pdf(
    "attachment; filename*0*=utf-8''r%C3%A9; filename*1=sultat.pdf",
  ),
  'a name both ways': pdf(
    'attachment; filename="resultat.pdf"; filename*=utf-8\'\'r%C3%A9sultat.pdf',
  ),
  'a raw UTF-8 name': pdf(utf8('attachment; filename="résultat.pdf"')),
  'a raw windows-1252 name': pdf('attachment; filename="résultat.pdf"'),
  'a name in the type alone': pdf('attachment', 'application/pdf; name="a.pdf"'),
  'an empty name beside another': pdf('attachment; filename=""', 'application/pdf; name="a.pdf"'),
  'a name with a path': pdf('attachment; filename="C:\\\\Users\\\\x\\\\a.pdf"'),
  'no name at all': file('Content-Type: application/pdf'),
  'Outlook’s HTML': html(OUTLOOK),
  'blocks that browsers break at': html(
    '<center>5</center><center>3</center><address>a</address>b<li>c<li>d',
  ),
  'a row of labels alone': html(
    '<table><tr><th>Nom</th><th>Prénoms</th></tr><tr><td>x</td></tr></table>',
  ),
  'lists and links': html(
    '<ol><li>un</li><li>deux</li></ol><a href="mailto:a@b.fr">écrire</a> <a href="https://x.fr/?a=1">ici</a>',
  ),
  'hidden text': html('<p style="display:none">caché</p><p>vu</p><p hidden>x</p>'),
  'a symbol font': html('<font face=Symbol>m</font>g, H<sub>2</sub>O'),
  'a head that never ends': html('<head><title>t</title><body><p>texte'),
  'signs that are no tags': html('si K < 3 ou >5, a<b et 5 <3'),
  'no script': html('<noscript><p>lu <b>aussi</b></p></noscript>suite'),
  'named signs': html('&eacute;t&eacute; &#233; &#x153; &nbsp;&shy; &amp;lt; 2&le;3 &copy2'),
}

const TWO_READINGS: { readonly [name: string]: readonly [entity: string, what: string] } = {
  'two charsets in one field': [
    plain(['Content-Type: text/plain; charset=utf-8; charset=iso-8859-1'], utf8('Éruption')),
    'charset',
  ],
  'two names in one field': [pdf('attachment; filename=a.pdf; filename=b.exe'), 'fichiers'],
  'octets after the padding': [
    mixed(
      TEXT,
      plain(
        ['Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64'],
        'JVBE',
        'Rg==',
        'QUJD',
      ),
    ),
    'fichiers',
  ],
  'an encoding that only some read': [
    mixed(
      TEXT,
      plain(
        ['Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64;'],
        'JVBE',
      ),
    ),
    'fichiers',
  ],
  'raw octets in quoted-printable': [
    plain(
      [
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      'Éruption =E9',
    ),
    'mots',
  ],
  'an inner multipart that never ends': [
    lines(
      'Content-Type: multipart/mixed; boundary=o',
      '',
      '--o',
      lines('Content-Type: multipart/mixed; boundary=i', '', '--i', TEXT),
      '--o',
      plain(['Content-Type: text/plain'], 'deuxième'),
      '--o--',
      '',
    ),
    'mots',
  ],
  'a part without a blank line': [
    lines(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'arrêter',
      'le traitement',
      '--b--',
      '',
    ),
    'mots',
  ],
  'a multipart without its boundary': [plain(['Content-Type: multipart/mixed'], 'AVIS'), 'mots'],
  'words deeper than anybody nests': [html(`${'<div>'.repeat(300)}profond`), 'mots'],
}

for (const [name, entity] of Object.entries(UNUSUAL)) {
  t.test(`unusual: ${name}`, async (t) => {
    t.equal(await difference(entity), null)
    t.equal(await difference(entity, 7), null, 'in small pieces')
  })
}

for (const [name, [entity, what]] of Object.entries(TWO_READINGS)) {
  t.test(`two readings: ${name}`, async (t) => t.equal(await difference(entity), what))
}

const CHARSETS = [
  'utf-8',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'utf-16be',
  'macintosh',
] as const
const ENCODINGS = ['base64', 'quoted-printable', '8bit'] as const
const SIGNS = [...'aàéèçœ57 ,;:=<>&"()[]-–µ€²°\n\t']

t.test('what anybody writes, in any charset and encoding, has one reading', async (t) => {
  const words = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 200 })
  const part = fc.record({
    words,
    charset: fc.constantFrom(...CHARSETS),
    encoding: fc.constantFrom(...ENCODINGS),
    kind: fc.constantFrom('plain', 'html'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      const entity = mixed(...parts.map(written))
      t.equal(await difference(entity), null, JSON.stringify(entity))
    }),
    { numRuns: 60 },
  )
})

/** One part with these words. */
function written(part: {
  readonly words: string
  readonly charset: string
  readonly encoding: string
  readonly kind: string
}): string {
  const { charset, kind } = part
  // UTF-16 has octets that no line may hold.
  const encoding = charset.startsWith('utf-16') ? 'base64' : part.encoding
  const text = kind === 'html' ? `<p>${escaped(part.words)}</p>` : part.words
  const octets = iconv.encode(text.replaceAll('\n', '\r\n'), charset)
  const fields = [
    `Content-Type: text/${kind}; charset=${charset}`,
    `Content-Transfer-Encoding: ${encoding}`,
  ]
  return plain(fields, encoded(octets, encoding))
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')
}

function encoded(octets: Buffer, encoding: string): string {
  if (encoding === 'base64') return octets.toString('base64').replace(/.{76}/g, '$&\r\n')
  if (encoding === '8bit') return octets.toString('latin1')
  const escaping = (sign: string) =>
    `=${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return octets.toString('latin1').replace(/[^\r\n -<>-~]|[ \t](?=\r|$)/g, escaping)
}
