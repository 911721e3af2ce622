import t from 'tap'

import { type LogFields, openLog } from '../../src/kit/log.ts'

const clock = { now: () => new Date('2026-11-22T09:00:00.000Z') }

function captured(format: 'json' | 'terminal' = 'json') {
  const lines: string[] = []
  return {
    lines,
    log: openLog({ write: (line) => lines.push(line), format, clock, level: 'info' }),
  }
}

t.test('writes one JSON line an event', (t) => {
  const { lines, log } = captured()
  log.info('receive.accepted', { message: 'a1', size: 20, ms: 3 })
  log.debug('receive.detail', {})
  t.equal(lines.length, 1, 'debug is below the level')
  t.strictSame(JSON.parse(lines[0] ?? ''), {
    time: '2026-11-22T09:00:00.000Z',
    level: 'info',
    event: 'receive.accepted',
    message: 'a1',
    size: 20,
    ms: 3,
  })
  t.end()
})

t.test('writes for the eye on a terminal', (t) => {
  const { lines, log } = captured('terminal')
  log.warn('open.refused', { code: 'signer-mismatch' })
  t.equal(lines[0], '09:00:00.000 warn  open.refused code=signer-mismatch\n')
  t.end()
})

t.test('has no field for a patient', (t) => {
  const { lines, log } = captured()
  const smuggled = { nom: 'CURIE', subject: 'Mme Curie', code: 'ok' } as unknown as LogFields
  log.info('x.y', smuggled)
  t.notMatch(lines[0], /CURIE|Curie/)
  t.match(lines[0], /"code":"ok"/)
  t.end()
})

t.test('masks a value that is no machine word', (t) => {
  const { lines, log } = captured()
  const values = [
    'Marie Curie',
    'x@patient.example',
    '279035121518989',
    '2790351215189',
    'a\nb',
    'é',
  ]
  for (const value of values) {
    log.info('x.y', { reason: value })
    t.equal(JSON.parse(lines.at(-1) ?? '').reason, '[masked]', value)
  }
  log.info('x.y', { id: '0190f5a2-7c1e-7abc-8def-279035121518' })
  t.match(lines.at(-1), /0190f5a2/, 'an identifier passes')
  t.end()
})

t.test('keeps of a fault its name, code and frames, never its words', (t) => {
  const { lines, log } = captured()
  const cause = Object.assign(new Error('Key (nom)=(CURIE) already exists'), {
    code: '23505',
    constraint: 'dossier_pkey',
  })
  log.error('flow.fault', {}, new Error('could not save Mme CURIE\n at Paris', { cause }))
  log.error('flow.fault', {}, cause)
  log.error('flow.fault', {}, 'CURIE')
  t.notMatch(lines.join(), /CURIE|Paris/)
  t.match(JSON.parse(lines[0] ?? ''), {
    error: 'Error',
    cause: 'Error:23505',
    stack: /log\.test\.ts/,
  })
  t.match(JSON.parse(lines[1] ?? ''), { error: 'Error:23505', constraint: 'dossier_pkey' })
  t.match(JSON.parse(lines[2] ?? ''), { error: 'string' })
  t.end()
})
