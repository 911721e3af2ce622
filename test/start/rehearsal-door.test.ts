import t from 'tap'

import type { Config } from '../../src/config.ts'
import { atTheDoor } from '../../src/start/rehearsal-door.ts'

const LETTER = Buffer.from(
  `From: a@b.test\r\nX-Long: ${'x'.repeat(900)}\r\n\r\n${'corps '.repeat(50)}\r\n`,
)
const limits = (over: object) =>
  ({
    maxMessageBytes: 4_096,
    limites: { headerBytes: 1_024, lineBytes: 998, hops: 1 },
    ...over,
  }) as unknown as Config

t.test('a letter that passes is told with its size', (t) => {
  t.match(atTheDoor(LETTER, limits({})), {
    ok: true,
    detail: `une lettre signée y passe : ${LETTER.length} octets, sur 4096 admis`,
  })
  t.end()
})

t.test('a limit that the smallest letter does not pass is named', (t) => {
  const rows = [
    ['CONFRERE_MAX_MESSAGE_BYTES', limits({ maxMessageBytes: 1_000 })],
    [
      'CONFRERE_LIMITE_EN_TETES',
      limits({ limites: { headerBytes: 900, lineBytes: 998, hops: 1 } }),
    ],
    ['CONFRERE_LIMITE_LIGNE', limits({ limites: { headerBytes: 9_000, lineBytes: 80, hops: 1 } })],
    [
      'CONFRERE_LIMITE_SAUTS',
      limits({ limites: { headerBytes: 9_000, lineBytes: 998, hops: -1 } }),
    ],
  ] as const
  for (const [setting, config] of rows) {
    const told = atTheDoor(LETTER, config)
    t.match(told, { ok: false, setting }, setting)
    t.match(told.detail, new RegExp(`^${setting} est trop bas : .*aucun courrier n’entre`))
  }
  t.end()
})
