/**
 * Headers, media types and exact ranges of parts, however the octets come in.
 */
import fc from 'fast-check'
import t from 'tap'

import { type Bytes, memoryBytes, storedBytes } from '../../src/kit/bytes.ts'
import { parseAddresses } from '../../src/open/addresses.ts'
import { bodyOf, fieldValue, mediaType, partsOf, readEntity } from '../../src/open/entity.ts'
import { decodedSource } from '../../src/open/transfer.ts'

/** The same octets, read in pieces of `size`. */
function inPieces(buffer: Buffer, size: number): Bytes {
  return storedBytes(buffer.length, null, async function* (start, end) {
    for (let at = start; at < end; at += size) yield buffer.subarray(at, Math.min(end, at + size))
  })
}

const multipart = (...lines: string[]) =>
  Buffer.from(['Content-Type: multipart/signed; boundary="b 1"', '', ...lines].join('\r\n'))

async function textsOf(raw: Buffer, size = 1 << 18): Promise<string[]> {
  const parts = await partsOf(await readEntity(inPieces(raw, size)), 10)
  return parts.map(({ start, end }) => raw.toString('latin1', start, end))
}

t.test('cuts parts where the delimiters are, whatever the size of the pieces', async (t) => {
  const raw = multipart(
    'préambule',
    '--b 1',
    'A: 1',
    '',
    'un',
    '',
    '--b 1  ',
    'deux',
    '--b 1--',
    'fin',
    '--b 1',
  )
  for (const size of [1, 2, 3, 7, 300, 1 << 18]) {
    t.strictSame(await textsOf(raw, size), ['A: 1\r\n\r\nun\r\n', 'deux'], `pieces of ${size}`)
  }
})

t.test('takes no line for a delimiter that only begins like one', async (t) => {
  t.strictSame(
    await textsOf(multipart('--b 1', 'x', '--b 12', '--b 1x', ' --b 1', 'y--b 1', '--b 1--')),
    ['x\r\n--b 12\r\n--b 1x\r\n --b 1\r\ny--b 1'],
  )
})

t.test('finds the parts of a mail saved with bare line feeds', async (t) => {
  const raw = Buffer.from(
    'Content-Type: multipart/signed; boundary=b\n\n--b\nun\n\n--b\ndeux\n--b--\n',
  )
  t.strictSame(await textsOf(raw), ['un\n', 'deux'])
})

t.test('takes what follows the last delimiter when the closing one is missing', async (t) => {
  t.strictSame(await textsOf(multipart('--b 1', 'un', '--b 1', 'deux')), ['un', 'deux'])
})

t.test('cuts the same parts from random lines in random pieces', async (t) => {
  const line = fc.constantFrom('--b 1', '--b 1--', '', 'x', '--b', '--b 1 ', '-')
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.integer({ min: 1, max: 20 }),
      async (lines, size) => {
        const raw = multipart(...lines)
        t.strictSame(await textsOf(raw, size), await textsOf(raw))
      },
    ),
    { numRuns: 60 },
  )
})

t.test('reads fields folded, in UTF-8 or not, with blanks before the colon', async (t) => {
  const raw = Buffer.from(
    'From : a@b.test\r\nSubject: é\r\n suite\r\nSans deux-points\r\nSUBJECT: autre\r\n\r\ncorps',
  )
  const entity = await readEntity(memoryBytes(raw))
  t.equal(fieldValue(entity.fields, 'from'), 'a@b.test')
  t.equal(fieldValue(entity.fields, 'subject'), 'é suite')
  t.equal(entity.fields.length, 3)
  t.equal(bodyOf(entity).size, 5)
})

t.test('reads media types as clients write them', async (t) => {
  const of = (value: string) => {
    const { type, params } = mediaType(value)
    return [type, Object.fromEntries(params)]
  }
  t.strictSame(of('Multipart/Signed; Boundary="a;\\"b"; micalg = sha-256'), [
    'multipart/signed',
    { boundary: 'a;"b', micalg: 'sha-256' },
  ])
  t.strictSame(of('text/plain (note; x=1); a*0=un; a*1=deux'), ['text/plain', { a: 'undeux' }])
  t.strictSame(of('a/b; x=1; x=2'), ['a/b', { x: '1' }])
  t.strictSame(of('n’importe quoi'), ['text/plain', {}])
})

t.test('reads address lists, and refuses what it cannot read without doubt', async (t) => {
  const cases: readonly (readonly [string, string[] | null])[] = [
    ['A@B.test', ['a@b.test']],
    ['"Dr, X" <a@b.test>, c@d.test (note, (e@f.test))', ['a@b.test', 'c@d.test']],
    ['Équipe: a@b.test, c@d.test;', ['a@b.test', 'c@d.test']],
    ['', []],
    ['"a"@b.test', ['a@b.test']],
    ['"a b"@b.test', null],
    ['<a@b.test> c@d.test', null],
    ['a@b@c.test', null],
    ['"a@b.test', null],
    ['a@b.test)', null],
  ]
  for (const [value, expected] of cases) t.strictSame(parseAddresses(value), expected, value)
})

t.test('decodes base64 as Node does, whatever the pieces and the line ends', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(40),
      async (bytes, size, width) => {
        const text = Buffer.from(bytes)
          .toString('base64')
          .replace(new RegExp(`.{${width + 1}}`, 'g'), '$&\r\n')
        const source = await decodedSource(inPieces(Buffer.from(text), size), 'BASE64')
        const pieces: Buffer[] = []
        for await (const piece of source()) pieces.push(piece)
        return Buffer.concat(pieces).equals(Buffer.from(bytes))
      },
    ),
  )
  t.pass('all agreed')
})

t.test('knows a transfer encoding beside its comment', async (t) => {
  const source = await decodedSource(inPieces(Buffer.from('aGVsbG8='), 3), ' Base64 (as RFC 2045)')
  const pieces: Buffer[] = []
  for await (const piece of source()) pieces.push(piece)
  t.equal(Buffer.concat(pieces).toString(), 'hello')
})

t.test('reads no list of addresses beyond measure', async (t) => {
  t.equal(parseAddresses('a@b.test,'.repeat(5_000))?.length, 5_000)
  t.equal(parseAddresses('a@b.test,'.repeat(10_000)), null)
})

t.test('decodes base64 among empty and broken lines, wherever they stand', async (t) => {
  const whole = Buffer.alloc(4000, 'octets')
  const lines = whole.toString('base64').match(/.{1,76}/g) ?? []
  for (const gap of ['\r\n\r\n', '\r\n'.repeat(2_000), '\r\n! \r\n', '\r\n ']) {
    const source = await decodedSource(inPieces(Buffer.from(lines.join(gap)), 700), 'base64')
    const pieces: Buffer[] = []
    for await (const piece of source()) pieces.push(piece)
    t.ok(Buffer.concat(pieces).equals(whole), JSON.stringify(gap.slice(0, 9)))
  }
})
