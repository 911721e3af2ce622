import t from 'tap'

import { isSendable } from '../../src/send/address.ts'

t.test('lets plain addresses pass', async (t) => {
  for (const address of [
    'a@b',
    'hugo.lamarche@chu.test',
    "o'neil+x=1@a-b.mssante.fr",
    'rebond+abc234@te.localhost',
  ]) {
    t.ok(isSendable(address), address)
  }
})

t.test('refuses whatever could end the path or the line, and what is no address', async (t) => {
  const refused = [
    '',
    '@',
    'a',
    'a@',
    '@b',
    'a@b@c',
    'a b@c.test',
    'a@b..c',
    '.a@b.test',
    'a.@b.test',
    'a..b@c.test',
    'a@-b.test',
    'a@b-.test',
    'a@[127.0.0.1]',
    '"a b"@c.test',
    'a@b.test>',
    '<a@b.test',
    'a@b.test\r\nRCPT TO:<x@y>',
    'a@b.test\n',
    'a\u0000@b.test',
    'é@b.test',
    'a@é.test',
    '@x:a@b.test',
    `${'a'.repeat(65)}@b.test`,
    `a@${'b'.repeat(64)}.test`,
    `a@${'b.'.repeat(130)}test`,
    'a@b.test SIZE=1',
    'a,b@c.test',
  ]
  for (const address of refused) t.notOk(isSendable(address), JSON.stringify(address))
})
