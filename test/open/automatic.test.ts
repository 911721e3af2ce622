/**
 * What makes a machine's letter of a mail, field by field. They may only lower trust: the first of two fields hides no
 * second, and no value of one takes back what another says. SPEC §5 · RFC 3834 §5
 */
import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { readEntity } from '../../src/open/entity.ts'
import { outerHeaders } from '../../src/open/headers.ts'

async function headersOf(lines: readonly string[], envelopeFrom = 'a@b.test') {
  const entity = await readEntity(
    memoryBytes(
      Buffer.from(`From: a@b.test\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\nx`),
    ),
  )
  if (isRefusal(entity)) throw new Error(entity.code)
  return outerHeaders(entity, envelopeFrom)
}

const MACHINES = [
  'Auto-Submitted: auto-replied',
  'Auto-Submitted: auto-generated (rejected)',
  'AUTO-SUBMITTED: Auto-Notified',
  'Auto-Submitted: "auto-replied"',
  ...['bulk', 'Junk', 'list', 'auto_reply'].map((value) => `Precedence: ${value}`),
  'X-Autoreply: yes',
  'X-Autoreply: "yes"',
  'X-Autorespond: Re: Téléexpertise',
  'X-Auto-Reply: 1',
  'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
  'Content-Type: message/delivery-status',
]
const PEOPLE = [
  'Auto-Submitted: no',
  'Auto-Submitted: No (a person)',
  'Auto-Submitted:',
  'Precedence: first-class',
  'X-Autoreply: no',
  'X-Autorespond: false',
  'X-Auto-Reply: 0',
  'X-Auto-Response-Suppress: All',
  'X-Auto-Response-Suppress: DR, AutoReply',
  'List-Id: <cabinet.test>',
  'X-Autoreply-To: a@b.test',
]

t.test('each sign of a machine counts alone, and beside each sign of a person', async (t) => {
  for (const machine of MACHINES) {
    t.equal((await headersOf([machine])).automatic, true, machine)
    for (const person of PEOPLE) {
      for (const lines of [
        [machine, person],
        [person, machine],
      ]) {
        t.equal((await headersOf(lines)).automatic, true, lines.join(' · '))
      }
    }
  }
  for (const person of PEOPLE) t.equal((await headersOf([person])).automatic, false, person)
  t.equal((await headersOf([], '')).automatic, true, 'null return path')
})

t.test('a wish for no automatic answer makes no machine of its sender', async (t) => {
  for (const [value, expected] of [
    ['All', true],
    ['DR, RN, AutoReply', true],
    ['autoreply', true],
    ['OOF', false],
    ['DR, NDR', false],
    ['None', false],
  ] as const) {
    const { wantsNoAnswer, automatic } = await headersOf([`X-Auto-Response-Suppress: ${value}`])
    t.strictSame({ wantsNoAnswer, automatic }, { wantsNoAnswer: expected, automatic: false }, value)
  }
})
