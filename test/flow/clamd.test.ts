import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import type { ClamdPlace } from '../../src/config/clamd.ts'
import { pingClamd, scanned } from '../../src/flow/clamd.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { EICAR, openClamd } from '../support/clamd.ts'

const octets = (text: string | Buffer) => memoryBytes(Buffer.from(text)).read()
const tcp = (port: number): ClamdPlace => ({ kind: 'tcp', host: '127.0.0.1', port })

t.test('what clamd says of a document is heard, whatever its length', async (t) => {
  const clamd = await openClamd()
  t.teardown(() => clamd.close())
  const place = tcp(clamd.port)
  await pingClamd(place, 2000)
  t.strictSame(await scanned(place, octets('a'), 2000), { kind: 'clean' })
  t.strictSame(await scanned(place, octets(''), 2000), { kind: 'clean' })
  t.strictSame(await scanned(place, octets(EICAR), 2000), {
    kind: 'infected',
    name: 'Eicar-Test-Signature',
  })
  const long = Buffer.alloc(1_000_000, 'abc')
  await scanned(place, octets(long), 5000)
  t.ok(clamd.scanned.at(-1)?.equals(long))
  clamd.way = 'full'
  t.strictSame(await scanned(place, octets(long), 2000), { kind: 'too-large' })
})

t.test('a clamd that is not there, is mute or says nonsense is away', async (t) => {
  const clamd = await openClamd()
  const place = tcp(clamd.port)
  clamd.way = 'silent'
  await t.rejects(pingClamd(place, 50), /ne répond pas/)
  await t.rejects(scanned(place, octets('a'), 50), /ne répond pas/)
  clamd.way = 'nonsense'
  await t.rejects(pingClamd(place, 2000), /répond « UNKNOWN/)
  await t.rejects(scanned(place, octets('a'), 2000), /répond « UNKNOWN/)
  await clamd.close()
  await t.rejects(scanned(place, octets('a'), 2000), /injoignable \(ECONNREFUSED\)/)
  await t.rejects(
    pingClamd({ kind: 'socket', path: '/nowhere/clamd' }, 2000),
    /injoignable \(ENOENT\)/,
  )
})

t.test('a fault of the document is no fault of clamd', async (t) => {
  const clamd = await openClamd()
  t.teardown(() => clamd.close())
  async function* torn(): AsyncGenerator<Buffer> {
    yield Buffer.from('a')
    throw new Error('the store is away')
  }
  await t.rejects(scanned(tcp(clamd.port), torn(), 2000), /the store is away/)
})

const skip = spawnSync('clamd', ['--version']).error
  ? 'clamd (clamav-daemon) is not installed'
  : false

t.test('the clamd of Debian says the same', { skip }, async (t) => {
  // Of its own: one signature, one socket, no update.
  const folder = mkdtempSync(join(tmpdir(), 'confrere-clamd-'))
  const path = join(folder, 'socket')
  writeFileSync(
    join(folder, 'eicar.ndb'),
    `Eicar-Essai:0:*:${Buffer.from(EICAR).toString('hex')}\n`,
  )
  writeFileSync(
    join(folder, 'clamd.conf'),
    `LocalSocket ${path}\nDatabaseDirectory ${folder}\nTemporaryDirectory ${folder}\nForeground yes\n`,
  )
  const child = spawn('clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  t.teardown(async () => {
    child.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  for (let look = 0; look < 200 && !existsSync(path); look += 1) await pause(100)
  const place: ClamdPlace = { kind: 'socket', path }
  await pingClamd(place, 5000)
  t.strictSame(await scanned(place, octets('a'), 30_000), { kind: 'clean' })
  t.match(await scanned(place, octets(EICAR), 30_000), { kind: 'infected', name: /eicar/i })
})
