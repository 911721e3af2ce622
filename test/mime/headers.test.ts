import t from 'tap'

import { fieldText, fieldValue, parseFields } from '../../src/mime/headers.ts'

t.test('unfolds fields and leaves out lines that are none', async (t) => {
  const fields = parseFields(Buffer.from('Subject: a\r\n b\r\nnonsense\r\n more\r\nX-Y :z\r\n'))
  t.strictSame(fields, [
    { name: 'subject', value: 'a b' },
    { name: 'x-y', value: 'z' },
  ])
})

t.test('decodes encoded words, split characters and raw octets', async (t) => {
  const text = (line: string | Buffer) => fieldText(parseFields(Buffer.from(line)), 'subject')
  t.equal(text('Subject: =?utf-8?Q?=C3=89tat?= =?utf-8?B?IGRlIA==?= x'), 'État de  x')
  t.equal(text('Subject: =?utf-8?B?w4k=?= =?utf-8?B?dGF0?='), 'État')
  t.equal(text('Subject: =?iso-8859-1?Q?pr=E9nom?='), 'prénom')
  t.equal(text(Buffer.from('Subject: prénom', 'latin1')), 'prénom')
  t.equal(text('Subject: prénom'), 'prénom')
  t.equal(text('Subject: a\u0000\u0007b'), 'ab')
})

t.test('reads a field without value as empty and a missing one as null', async (t) => {
  const fields = parseFields(Buffer.from('A:\r\n'))
  t.equal(fieldValue(fields, 'a'), '')
  t.equal(fieldValue(fields, 'b'), null)
})
