/**
 * The mails of other people's corpora, read twice: which of them has two readings, and why.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { difference } from '../support/two-readings.ts'

const CORPORA = join(import.meta.dirname, '../../../shared/corpora')
const FOLDERS = ['james', 'mime4j', 'rfc9216', 'stalwart-mime', 'stalwart-mime-rfc', 'thunderbird']

/** Those with two readings; each breaks a rule of MIME in a way that programs take differently. */
const TWO_READINGS: { readonly [file: string]: string } = {
  'mime4j/ending-boundaries.msg':
    'words behind a boundary on its own line: delimiters for some, text for others',
  'mime4j/malformedHeader-noheader.msg': 'text without headers, taken for a header by some',
  'mime4j/malformedHeaderStartsBody-noheader.msg':
    'text without headers, taken for a header by some',
  'mime4j/missing-boundary.msg':
    'a multipart that does not say its boundary: text for some, nothing for others',
  'mime4j/missing-inner-boundary.msg':
    'an inner multipart that never ends swallows what follows, for some',
  'mime4j/missing-inner-start-boundary.msg':
    'an inner multipart that never begins: text for some, nothing for others',
  'mime4j/multipartnopart.msg': 'a multipart without a part: text for some, nothing for others',
  'mime4j/very-long-boundary.msg':
    'a boundary told from another by blanks at its end only, which RFC 2046 forbids',
  'mime4j/weird-boundary.msg':
    'a boundary told from another by blanks at its end only, which RFC 2046 forbids',
}
/** Refused before it is read. */
const REFUSED = ['mime4j/very-very-long-boundary.msg']

t.test(
  'every mail has one reading, but those that break a rule',
  {
    skip: existsSync(CORPORA) ? false : 'no corpora beside the project',
  },
  async (t) => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(CORPORA, folder))
        .filter((file) => /\.(?:eml|msg)$/.test(file))
        .map((file) => `${folder}/${file}`),
    )
    t.ok(files.length > 100, 'the corpora are there')
    const found: string[] = []
    for (const file of files) {
      if (REFUSED.includes(file)) continue
      if ((await difference(readFileSync(join(CORPORA, file)))) !== null) found.push(file)
    }
    t.strictSame(found.toSorted(), Object.keys(TWO_READINGS).toSorted())
  },
)
