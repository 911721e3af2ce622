/**
 * The line of `inspect` and the report in French.
 */
import t from 'tap'

import { ERRORS } from '../../src/errors.ts'
import { inspectLine, reportText, unreadableVerdict } from '../../src/open/report.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { opening } from './opening.ts'

const { pki, opened } = await opening()
const { requerant } = pki.people
const mail = letter({ from: requerant.email, to: 'demande@te.localhost', text: demande() })

t.test('writes one line with every key of the contract, in its order', async (t) => {
  const { verdict } = await opened(await signed(mail, requerant))
  for (const one of [verdict, unreadableVerdict()]) {
    const line = inspectLine('a.eml', one)
    t.notMatch(line, /\n/)
    const told = JSON.parse(line)
    t.strictSame(Object.keys(told), [
      'file',
      'layers',
      'signature',
      'path',
      'revocation',
      'signer',
      'sender',
      'accepted',
      'refusal',
    ])
    t.strictSame(Object.keys(told.signer), ['subject', 'rpps', 'emails', 'sha256'])
    t.strictSame(Object.keys(told.signature), [
      'status',
      'reason',
      'algorithm',
      'signingTime',
      'signers',
      'covers',
    ])
    t.strictSame(Object.keys(told.path), ['status', 'reason', 'length', 'anchor'])
  }
})

t.test('tells a refusal with its code and what to do', async (t) => {
  const { verdict } = await opened(await signed(mail, pki.people.expired))
  const text = reportText('a.eml', verdict)
  t.match(text, 'refusé (expired-certificate)')
  t.match(text, ERRORS['expired-certificate'].public)
  t.notMatch(text, /ESSAI-DURAND/)
})

t.test('tells what was accepted, and by whom it was signed', async (t) => {
  const { verdict } = await opened(await signed(mail, requerant))
  const text = reportText('a.eml', verdict)
  t.match(text, 'Décision : accepté')
  t.match(text, requerant.rpps)
})
