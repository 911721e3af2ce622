/** What stands in no part of a multipart is shown, and is no line of a form. SPEC §4 */
import t from 'tap'

import { courrier, plain } from '../support/mime-opened.ts'

const mixed = (before: string, after: string, inner = plain('AVIS\nBénin.')) =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n${before}--b\r\n${inner}\r\n--b--\r\n${after}`
const within = (before: string, after: string) =>
  mixed(
    '',
    '',
    mixed(before, after)
      .replaceAll('b\r\n', 'bb\r\n')
      .replace('boundary=b\r', 'boundary=bb\r')
      .replace('--b--', '--bb--'),
  )
const WORDS = 'Allergie : iode\r\nConsentement : oui\r\n'

t.test(
  'words before the first part and after the closing line are shown, wherever they stand',
  async (t) => {
    for (const [place, entity] of Object.entries({
      before: mixed(WORDS, ''),
      after: mixed('', WORDS),
      'before, within': within(WORDS, ''),
      'after, within': within('', WORDS),
      'in Latin-1': Buffer.from(
        mixed('', 'Allergie : iode, \xe9ruption\r\nConsentement : oui'),
        'latin1',
      ),
      'no part at all':
        'Content-Type: multipart/mixed; boundary=b\r\n\r\nAllergie : iode\r\nConsentement : oui\r\n--b--\r\n',
    })) {
      const { libre, formulaire, motCle } = await courrier(entity)
      t.match(
        libre,
        /Hors des parties du message[\s\S]*Allergie : iode[\s\S]*Consentement : oui/,
        place,
      )
      t.strictSame(formulaire, {}, place)
      t.equal(motCle, place === 'no part at all' ? null : 'AVIS', place)
    }
  },
)

t.test('the opinion holds them too', async (t) => {
  t.match((await courrier(mixed('', WORDS))).texte, /^Bénin\.[\s\S]*Allergie : iode/)
})

t.test('what programs write there by themselves is left out', async (t) => {
  for (const said of [
    'This is a multi-part message in MIME format.\r\n',
    'This is a cryptographically signed message in MIME format.\r\n\r\n',
    'This message is in MIME format. Since your mail reader does not understand\r\nthis format, some or all of this message may not be legible.\r\n',
    "Il s'agit d'un message multivolet au format MIME.\r\n",
    'Ceci est un message multi-parties au format MIME.\r\n',
    '\r\n--\r\n',
  ]) {
    t.equal((await courrier(mixed(said, ''))).libre, 'Bénin.', said)
  }
  t.match((await courrier(mixed('This is a MIME message: stop iode.\r\n', ''))).libre, 'stop iode')
})

t.test('margins larger than words are refused', async (t) => {
  await t.rejects(courrier(mixed('', 'a '.repeat(40_000))), { message: 'text-too-long' })
})
