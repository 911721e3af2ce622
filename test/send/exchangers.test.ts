import t from 'tap'

import { exchangersOf } from '../../src/send/exchangers.ts'

const fails = (code: string) => async () => {
  throw Object.assign(new Error(code), { code })
}

t.test('tries the most preferred server first', async (t) => {
  const records = [
    { exchange: 'B.test.', priority: 20 },
    { exchange: 'a.test', priority: 10 },
    { exchange: 'c.test', priority: 30 },
  ]
  t.strictSame(await exchangersOf('x.test', async () => records), {
    kind: 'hosts',
    hosts: ['a.test', 'b.test', 'c.test'],
  })
})

t.test('takes the domain itself where it names no server', async (t) => {
  t.strictSame(await exchangersOf('x.test', async () => []), { kind: 'hosts', hosts: ['x.test'] })
  t.strictSame(await exchangersOf('x.test', fails('ENODATA')), { kind: 'hosts', hosts: ['x.test'] })
})

t.test('knows a domain that takes no mail from one that cannot be looked up now', async (t) => {
  t.match(await exchangersOf('x.test', async () => [{ exchange: '', priority: 0 }]), {
    kind: 'none',
  })
  t.match(await exchangersOf('x.test', async () => [{ exchange: '.', priority: 0 }]), {
    kind: 'none',
  })
  t.match(await exchangersOf('x.test', fails('ENOTFOUND')), { kind: 'none' })
  t.match(await exchangersOf('x.test', fails('ESERVFAIL')), { kind: 'unresolved' })
  t.match(await exchangersOf('x.test', fails('ETIMEOUT')), { kind: 'unresolved' })
})

t.test('does not try servers without end', async (t) => {
  const records = Array.from({ length: 100 }, (_, priority) => ({
    exchange: `${priority}.test`,
    priority,
  }))
  const found = await exchangersOf('x.test', async () => records)
  t.equal(found.kind === 'hosts' && found.hosts.length, 5)
})
