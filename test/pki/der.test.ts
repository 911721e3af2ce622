/**
 * The reader of ASN.1: what it takes, what it refuses, and that it always ends.
 */
import fc from 'fast-check'
import t from 'tap'

import {
  boolean,
  children,
  DerError,
  integerOctets,
  octets,
  oid,
  parseDer,
  raw,
  sequence,
  time,
} from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const ber = { rules: 'ber' } as const
const isRefused = (read: () => unknown): boolean => {
  try {
    read()
  } catch (error) {
    return error instanceof DerError
  }
  return false
}

t.test('reads what the writer writes', async (t) => {
  const node = parseDer(
    der.sequence(der.oid('1.2.840.113549.1.7.2'), der.integer(300), der.octets(hex('0102'))),
  )
  const [id, number, bytes] = sequence(node)
  t.equal(oid(id), '1.2.840.113549.1.7.2')
  t.equal(integerOctets(number).toString('hex'), '012c')
  t.equal(octets(bytes).toString('hex'), '0102')
  t.equal(oid(parseDer(der.oid('2.5.29.15'))), '2.5.29.15')
})

t.test('reads identifiers of any size, each in one form only', async (t) => {
  const uuid = hex('06 14 69 83f09da7ebcfdee0c7a1a7b2c0948cc8f9d776')
  t.equal(oid(parseDer(uuid)), '2.25.329800735698586629295641978511506172918')
  t.equal(oid(parseDer(hex('06 03 883703'))), '2.999.3')
  t.equal(oid(parseDer(hex('06 03 551d13'))), '2.5.29.19')
  t.ok(
    isRefused(() => oid(parseDer(hex('06 04 551d8013')))),
    'basicConstraints with a padded arc',
  )
  t.ok(
    isRefused(() => oid(parseDer(hex('06 03 551d93')))),
    'cut',
  )
})

t.test('takes a number in two forms for one number', async (t) => {
  const octetsOf = (text: string) => integerOctets(parseDer(hex(text))).toString('hex')
  t.equal(octetsOf('02 03 000005'), '05')
  t.equal(octetsOf('02 02 0080'), '0080')
  t.equal(octetsOf('02 03 ffff80'), '80')
  t.equal(octetsOf('02 02 ff7f'), 'ff7f')
  t.equal(octetsOf('02 02 0000'), '00')
})

t.test('takes FF alone for true', async (t) => {
  t.equal(boolean(parseDer(hex('0101ff'))), true)
  t.equal(boolean(parseDer(hex('010100'))), false)
  t.ok(isRefused(() => boolean(parseDer(hex('010101')))))
})

t.test('refuses as DER what is only BER', async (t) => {
  for (const text of ['3080 0000', '3081 02 0500', '30 82 00 02 0500']) {
    t.ok(
      isRefused(() => parseDer(hex(text))),
      text,
    )
    t.doesNotThrow(() => parseDer(hex(text), ber), text)
  }
  t.ok(
    isRefused(() => parseDer(hex('0500 00'))),
    'trailing octets',
  )
})

t.test('joins a constructed octet string of indefinite length', async (t) => {
  const node = parseDer(hex('2480 040101 2480 04020203 0000 0000'), ber)
  t.equal(octets(node).toString('hex'), '010203')
  t.equal(raw(node).length, 15)
})

t.test('refuses truncation, long tags, depth and number beyond measure', async (t) => {
  for (const text of [
    '',
    '30',
    '3003 0201',
    '3080 0500',
    '1f8101 00',
    '0480 0000',
    '3084 ffffffff',
  ]) {
    t.ok(
      isRefused(() => parseDer(hex(text), ber)),
      text,
    )
  }
  const deep = Buffer.concat(Array.from({ length: 50_000 }, () => hex('3080')))
  t.ok(isRefused(() => parseDer(deep, ber)))
  const wide = der.sequence(Buffer.alloc(20_000, hex('0500')))
  t.ok(isRefused(() => parseDer(wide, { rules: 'der', maxNodes: 9_999 })))
  t.equal(children(parseDer(wide)).length, 10_000)
})

t.test('reads both forms of time, and no other', async (t) => {
  const at = (tag: number, text: string) =>
    time(parseDer(der.tlv(tag, Buffer.from(text)))).toISOString()
  t.equal(at(0x17, '500101000000Z'), '1950-01-01T00:00:00.000Z')
  t.equal(at(0x17, '491231235959Z'), '2049-12-31T23:59:59.000Z')
  t.equal(at(0x18, '20500228120000Z'), '2050-02-28T12:00:00.000Z')
  for (const [tag, text] of [
    [0x17, '2611220900Z'],
    [0x17, '261122090000+0100'],
    [0x18, '20261122090000.5Z'],
    [0x18, '20260230000000Z'],
    [0x18, '20261122250000Z'],
  ] as const) {
    t.ok(
      isRefused(() => at(tag, text)),
      text,
    )
  }
})

t.test('never throws anything but DerError, whatever the octets', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseDer(Buffer.from(bytes), ber)
      } catch (error) {
        return error instanceof DerError
      }
      return true
    }),
  )
  t.pass('all were judged')
})
