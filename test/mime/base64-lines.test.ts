import fc from 'fast-check'
import t from 'tap'

import { base64Lines, base64LinesSize } from '../../src/mime/base64-lines.ts'

t.test('writes what every decoder reads, in lines of 76, of the size foretold', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }),
      async (pieces) => {
        const source = async function* () {
          for (const piece of pieces) yield Buffer.from(piece)
        }
        const out: Buffer[] = []
        for await (const piece of base64Lines(source())) out.push(piece)
        const text = Buffer.concat(out).toString('latin1')
        const octets = Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
        const lines = text.split('\r\n')
        return (
          Buffer.from(text, 'base64').equals(octets) &&
          text.length === base64LinesSize(octets.length) &&
          lines.at(-1) === '' &&
          lines.slice(0, -2).every((line) => line.length === 76)
        )
      },
    ),
  )
  t.pass()
})
