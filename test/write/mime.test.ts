import t from 'tap'

import { encodeHeaders, fileName, nomsJoints, safeType } from '../../src/write/mime.ts'

t.test('a file name keeps what a person reads and loses what a disk refuses', async (t) => {
  t.equal(fileName('Compte rendu d’échographie.pdf'), 'Compte rendu d’échographie.pdf')
  t.equal(fileName('C:\\Users\\x\\photo.jpg'), 'C Users x photo.jpg')
  t.equal(fileName('..'), 'document')
  t.equal(fileName(''), 'document')
  const long = fileName(`${'é'.repeat(300)}.dcm`)
  t.ok([...long].length <= 120)
  t.match(long, /\.dcm$/)
})

t.test('a declared type passes only if it is one, and may travel in base64', async (t) => {
  t.equal(safeType('application/dicom'), 'application/dicom')
  t.equal(safeType('image/svg+xml'), 'image/svg+xml')
  for (const bad of ['', 'pdf', 'text/plain; charset=x', 'text/html\r\nX: y', 'message/rfc822']) {
    t.equal(safeType(bad), 'application/octet-stream', bad)
  }
})

t.test('long headers are folded, and empty ones are not written', async (t) => {
  const ids = Array.from({ length: 20 }, (_, n) => `<${String(n).repeat(30)}@x.test>`).join(' ')
  const [references, ...others] = encodeHeaders([
    ['References', ids],
    ['In-Reply-To', ''],
    ['Subject', `Téléexpertise ${'é'.repeat(200)}`],
    ['X-MSS-NIL', ''],
  ])
  t.equal(references?.[1].replace(/\r\n/g, ''), ids)
  t.strictSame(
    others.map(([name]) => name),
    ['Subject'],
  )
  for (const [, value] of [references!, ...others]) {
    t.ok(value.split('\r\n').every((line) => line.length <= 90))
    t.notMatch(value, /[^\x20-\x7e\r\n]/)
  }
})

t.test('nobody’s file takes the name of one that the letter vouches for', (t) => {
  const notres = ['compte-rendu-TE-2026-000001.pdf', 'avis-signe.eml']
  for (const nom of [...notres, 'AVIS-SIGNE.eml', ' avis-signe.eml']) {
    const [joint = ''] = nomsJoints([nom], notres)
    t.notOk(notres.includes(joint.toLowerCase()), `${nom} is attached as ${joint}`)
  }
  t.strictSame(nomsJoints(['a.pdf', 'a.pdf', 'b'], notres), ['a.pdf', 'a (2).pdf', 'b'])
  t.end()
})
