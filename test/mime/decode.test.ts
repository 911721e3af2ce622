import t from 'tap'

import { memoryBytes } from '../../src/kit/bytes.ts'
import { decodeText } from '../../src/mime/charset.ts'
import { type Codage, codageDe, decodeBody } from '../../src/mime/decode.ts'
import { inPieces } from '../support/mime-tree.ts'

async function decoded(text: string | Buffer, codage: Codage, piece = 1_000_000): Promise<Buffer> {
  const out: Buffer[] = []
  for await (const octets of decodeBody(inPieces(Buffer.from(text), piece), codage))
    out.push(octets)
  return Buffer.concat(out)
}

t.test('decodes base64 the same whatever the seams', async (t) => {
  const octets = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 256))
  const encoded = octets.toString('base64').replace(/.{76}/g, '$&\r\n')
  for (const size of [1, 2, 3, 5, 77, 10_000])
    t.ok((await decoded(encoded, 'base64', size)).equals(octets), String(size))
})

t.test('decodes base64 that was padded piece by piece, or holds foreign octets', async (t) => {
  t.equal((await decoded('YQ==Yg==\r\nYw==', 'base64')).toString(), 'abc')
  t.equal((await decoded('YQ==Yg==\r\nYw==', 'base64', 1)).toString(), 'abc')
  t.equal((await decoded('Y!W J\tj', 'base64')).toString(), 'abc')
  t.equal((await decoded('YWJ', 'base64')).toString(), 'ab')
})

t.test('decodes quoted-printable the same whatever the seams', async (t) => {
  const encoded = 'a=C3=A9b=\r\nc  \r\n=3D d=\n e = \r\n=zz =4\r\nfin='
  const expected = 'aébc\r\n= d e =zz =4\r\nfin'
  for (const size of [1, 2, 3, 7, 1000])
    t.equal((await decoded(encoded, 'quoted-printable', size)).toString(), expected, String(size))
})

t.test('leaves identity as it is', async (t) => {
  t.equal((await decoded('a=20\r\n', 'identite')).toString(), 'a=20\r\n')
})

t.test('reads the codage in any case, and anything unknown as identity', async (t) => {
  t.equal(codageDe(' BASE64 '), 'base64')
  t.equal(codageDe('Quoted-Printable (x)'), 'quoted-printable')
  for (const value of ['7bit', '8bit', 'x-uuencode', '', null]) t.equal(codageDe(value), 'identite')
})

t.test('reads charsets as declared, or as what they can only be', async (t) => {
  const latin = Buffer.from('déjà €', 'latin1')
  t.equal(decodeText(Buffer.from('d\u00e9j\u00e0', 'latin1'), 'ISO-8859-1'), 'déjà')
  t.equal(decodeText(Buffer.from([0x80]), 'iso-8859-1'), '€')
  t.equal(decodeText(Buffer.from('déjà'), null), 'déjà')
  t.equal(decodeText(Buffer.from('déjà', 'latin1'), null), 'déjà')
  t.equal(decodeText(Buffer.from('déjà', 'latin1'), 'utf-8'), 'déjà')
  t.equal(decodeText(Buffer.from('déjà'), 'us-ascii'), 'déjà')
  t.equal(decodeText(Buffer.from('déjà'), 'no-such-charset'), 'déjà')
  t.equal(
    decodeText(Buffer.from([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42]), 'iso-2022-jp'),
    'あ',
  )
  t.ok(decodeText(latin, 'utf-16le'))
})

t.test('holds no more than a piece at a time', async (t) => {
  let largest = 0
  for await (const octets of decodeBody(memoryBytes(Buffer.alloc(3_000_000, 'QUJD')), 'base64')) {
    largest = Math.max(largest, octets.length)
  }
  t.ok(largest <= 256 * 1024)
})
