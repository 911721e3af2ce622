/**
 * Each setting of README at a value with which no letter could leave, no mail come in or nobody be told: `check` says
 * so, and names it. The ports, beside what holds them. SPEC §1, §2
 */
import { readFileSync } from 'node:fs'

import t from 'tap'

import { run } from '../../src/cli/run.ts'
import { LIMITE_NAMES } from '../../src/config/limites.ts'
import { SETTING_NAMES } from '../../src/config.ts'
import { freePort } from '../support/chaos/gateways.ts'
import { fatalSettings } from '../support/settings-fatal.ts'
import { served, typed } from '../support/typed.ts'
import { type Env, wellSet } from '../support/well-set.ts'

t.setTimeout(600_000)

/** What `check` prints, run in this process: all of it, and how it ended. */
async function checked(env: Env): Promise<{ readonly status: number; readonly lines: string[] }> {
  const lines: string[] = []
  const print = (line: string): void => {
    lines.push(...line.split('\n'))
  }
  const err = (line: string): void => print(line.replace(/^confrere : /, ''))
  return { status: await run(['check'], { out: print, err, isTty: false, env }), lines }
}

/** Those of the databases of the tests, which are not flushed. */
const failures = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('PANNE') && !line.includes('fsync INACTIF'))

t.test(
  'each setting of README has a value that stops the mail, and what is said of it',
  async (t) => {
    const { env, table } = await fatalSettings(t)
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const named = [...readme.matchAll(/`(CONFRERE_[A-Z_]*[A-Z]|DATABASE_URL|REDIS_URL)`/g)]
    const wanted = [
      ...new Set([...named.map(([, name]) => name ?? ''), ...SETTING_NAMES, ...LIMITE_NAMES]),
    ]
    t.strictSame(
      Object.keys(table).toSorted(),
      wanted.toSorted(),
      'a new setting needs a row: a value that stops the mail, or why none does',
    )
    t.strictSame(failures((await checked(env)).lines), [], 'what is well set is well')
    for (const [name, row] of Object.entries(table)) {
      if (typeof row === 'string') continue
      for (const { env: more, said } of row) {
        const { lines } = await checked({ ...env, ...more })
        t.ok(
          lines.some((line) => said.test(line)),
          `${name}: ${JSON.stringify(more)}: ${said}\n${failures(lines).join('\n') || lines.join('\n')}`,
        )
      }
    }
  },
)

t.test('a port is this gateway’s beside itself alone', async (t) => {
  const [own, other] = [await wellSet(t), await wellSet(t)]
  const ports = {
    CONFRERE_SMTP_PORT: String(await freePort()),
    CONFRERE_HTTP_PORT: String(await freePort()),
  }
  const ports2 = (env: Env): Env => ({ ...env, ...ports })
  const gateway = await served(t, own.folder, ports2(own.env))
  const beside = await typed(own.folder, ['check'], ports2(own.env))
  t.match(beside.out, /^bon {3}smtp .*tenu par cette passerelle, en marche/m)
  t.match(beside.out, /^bon {3}http .*tenu par cette passerelle, en marche/m)
  const elsewhere = await typed(other.folder, ['check'], ports2(other.env))
  t.equal(elsewhere.status, 1)
  t.match(elsewhere.out, /^PANNE smtp +CONFRERE_SMTP_PORT : .*une autre passerelle Confrère/m)
  t.match(elsewhere.out, /^PANNE http +CONFRERE_HTTP_PORT : .*une autre passerelle Confrère/m)
  const away = { ...ports2(own.env), DATABASE_URL: 'postgres://127.0.0.1:1/x' }
  const blind = await typed(own.folder, ['check'], away)
  t.match(blind.out, /^ {2}— {2} smtp .*rien ne dit si c’est celle-ci/m)
  await gateway.stop()
  const free = await typed(own.folder, ['check'], ports2(own.env))
  t.match(free.out, /^bon {3}smtp .*libre/m)
  // Who may not connect is still told whose door it is.
  await served(t, own.folder, { ...ports2(own.env), CONFRERE_SMTP_ALLOW: '192.0.2.0/24' })
  const kept = { ...ports2(own.env), CONFRERE_SMTP_ALLOW: '192.0.2.0/24' }
  t.match((await typed(own.folder, ['check'], kept)).out, /^bon {3}smtp .*tenu par cette/m)
  const stranger = await typed(other.folder, ['check'], { ...other.env, ...ports })
  t.match(stranger.out, /^PANNE smtp .*une autre passerelle Confrère/m)
})
