import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { MIME_LIMITS, readTree } from '../../src/mime/tree.ts'
import { inPieces, octetsOf, outline, treeOf } from '../support/mime-tree.ts'

const MIXED = [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  'preamble',
  '--b',
  'Content-Type: text/plain',
  '',
  'one',
  '',
  '--b',
  'Content-Type: application/pdf; name="a.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBE',
  '--b--',
  'epilogue',
  '--b',
  'not a part',
].join('\r\n')

t.test('gives the exact octets of each part, whatever the seams and the line ends', async (t) => {
  for (const message of [MIXED, MIXED.replaceAll('\r\n', '\n')]) {
    for (const size of [1, 2, 3, 7, 64, 100_000]) {
      const bytes = inPieces(Buffer.from(message), size)
      const tree = await treeOf(bytes)
      t.equal(outline(tree), 'multipart/mixed(text/plain application/pdf)')
      const [text, pdf] = tree.children
      t.equal(message.slice(text?.debut, text?.fin), message.includes('\r') ? 'one\r\n' : 'one\n')
      t.equal(pdf?.filename, 'a.pdf')
      t.equal(pdf && (await octetsOf(bytes, pdf)).toString(), '%PD')
    }
  }
})

t.test('tells a boundary from a longer one', async (t) => {
  const tree = await treeOf(
    'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b-1\n\n--b-1\n\nx\n--b-1--\n--b\n\ny\n--b--\n',
  )
  t.equal(outline(tree), 'multipart/mixed(multipart/mixed(text/plain) text/plain)')
})

t.test('ends what is open where an outer boundary, or the end, comes first', async (t) => {
  t.equal(
    outline(
      await treeOf(
        'Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--o\n\ny\n',
      ),
    ),
    'multipart/mixed(multipart/mixed(text/plain) text/plain)',
  )
})

t.test('leaves attached messages closed', async (t) => {
  const tree = await treeOf(
    'Content-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i--\n',
  )
  t.equal(outline(tree), 'message/rfc822')
})

t.test('reads a part without header, without blank line, without body', async (t) => {
  const tree = await treeOf(
    'Content-Type: multipart/mixed; boundary=b\n\n--b\nno header here\n--b\nContent-Type: text/html\n--b\n--b--\n',
  )
  t.equal(outline(tree), 'multipart/mixed(text/plain text/html text/plain)')
  t.equal(
    tree.children[0] && tree.children[0].fin - tree.children[0].debut,
    'no header here'.length,
  )
  t.equal(tree.children[1] && tree.children[1].fin - tree.children[1].debut, 0)
})

async function codeOf(message: string, limits = MIME_LIMITS): Promise<string | null> {
  const tree = await readTree(memoryBytes(Buffer.from(message)), limits)
  return isRefusal(tree) ? tree.code : null
}

t.test('refuses more parts than the limit, and takes as many', async (t) => {
  const parts = (n: number) =>
    `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(n)}--b--\n`
  t.equal(await codeOf(parts(199)), null)
  t.equal(await codeOf(parts(200)), 'mime-too-many-parts')
})

t.test('refuses more depth than the limit, and takes as much', async (t) => {
  const nested = (n: number) =>
    Array.from(
      { length: n },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join('')
  t.equal(await codeOf(`${nested(19)}\nx\n`), null)
  t.equal(await codeOf(`${nested(20)}\nx\n`), 'mime-too-deep')
})

t.test('refuses headers and boundaries beyond the limits', async (t) => {
  t.equal(await codeOf(`X: y\n${'Y: z\n'.repeat(60_000)}\nx`), 'mime-headers-too-large')
  t.equal(await codeOf(`X: ${'y'.repeat(20_000)}\n\nx`), 'mime-headers-too-large')
  t.equal(
    await codeOf(`Content-Type: multipart/mixed; boundary=${'b'.repeat(1001)}\n\nx`),
    'mime-boundary-too-long',
  )
})

t.test('reads a line of a megabyte and ten thousand false boundaries', async (t) => {
  const body = `${'x'.repeat(1_000_000)}\n${'--c\n'.repeat(10_000)}`
  const tree = await treeOf(`Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${body}--b--\n`)
  t.equal(tree.children.length, 1)
  t.equal(tree.children[0] && tree.children[0].fin - tree.children[0].debut, body.length - 1)
})

t.test('gives an empty entity as an empty text', async (t) => {
  t.match(await treeOf(''), { type: 'text/plain', debut: 0, fin: 0, children: [] })
})

const NAMES: readonly (readonly [fields: string, disposition: string | null])[] = [
  ['Content-Disposition: attachment; filename=a.pdf', 'attachment'],
  [
    'Content-Disposition: attachment; filename=""\nContent-Type: application/pdf; name=a.pdf',
    'attachment',
  ],
  ['Content-Disposition: attachment\nContent-Type: application/pdf; name=a.pdf', 'attachment'],
  ['Content-Disposition: filename=a.pdf', null],
  ["Content-Disposition: filename*=utf-8''a.pdf", null],
  ['Content-Disposition: ; filename="a.pdf"', null],
  ['Content-Disposition: attachment; name=a.pdf', 'attachment'],
  ['Content-Type: application/pdf; filename=a.pdf', null],
]

for (const [fields, disposition] of NAMES) {
  t.test(`finds the name in ${JSON.stringify(fields)}`, async (t) => {
    t.match(await treeOf(`${fields}\n\nx`), { filename: 'a.pdf', disposition })
  })
}
