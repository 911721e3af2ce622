/**
 * `serve`: the gateway, until SIGTERM or SIGINT. A database that is away at the start is waited for; what nobody
 * foresaw is logged and counted (`kit/last-resort.ts`).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'

import type { Config } from '../config.ts'
import { watchProcess } from '../kit/last-resort.ts'
import { openLog } from '../kit/log.ts'
import { lineOf } from '../kit/opening.ts'
import { firstOf } from '../kit/within.ts'
import type { Gateway } from '../main.ts'
import { ROLES, type Role } from '../roles.ts'
import { settings } from './session.ts'
import { type Command, Misuse, type Terminal } from './terms.ts'

const LINGER_MS = 2_000
/** A server that restarts, or a host that starts before its database: longer, and a supervisor starts us again. */
const DATABASE_WITHIN_MS = 20_000
const AGAIN_AFTER_MS = 1_000
/**
 * By how much, in per cent, what lives in memory may grow before all of it is looked through again. A mail leaves
 * next to nothing behind, so Node's own measure (some tens) looked in vain once a second in a burst.
 */
const HEAP_GROWTH_PERCENT = 150

export const serve: Command = {
  name: 'serve',
  summary: 'La passerelle : SMTP, travail, HTTP, jusqu’à SIGTERM.',
  usage: 'serve [--roles smtp,worker,http]',
  example: 'serve --config /etc/confrere.yaml',
  options: { roles: { type: 'string' } },
  words: 0,
  async run(args, terminal) {
    const roles = rolesOf(args.options.roles)
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
    const config = await settings(args, terminal)
    let gateway: Gateway | null = null
    watchProcess(openLog(config.log), async () => await gateway?.stop())
    const stopped = stopSignal()
    try {
      gateway = await started(config, { roles, stopped, terminal })
      if (gateway === null) return 0
      terminal.out(`Confrère écoute : ${gateway.addresses.join(', ')}`)
      // The queue only wakes: without it the work goes on, and who set it should know.
      const { reachRedis } = await import('../queue/bullmq.ts')
      reachRedis(config).catch((error: unknown) =>
        terminal.err(
          `confrere : ${lineOf(error)} (la passerelle travaille sans elle en attendant)`,
        ),
      )
      await stopped
      await gateway.stop()
      return 0
    } finally {
      // All is committed and closed; what a queue store that is away still holds open must not hold us.
      setTimeout(() => process.exit(), LINGER_MS).unref()
    }
  },
}

/** The gateway, once its database is there; null when told to stop before. */
async function started(
  config: Config,
  {
    roles,
    stopped,
    terminal,
  }: {
    readonly roles: readonly Role[]
    readonly stopped: Promise<void>
    readonly terminal: Terminal
  },
): Promise<Gateway | null> {
  // The program itself, once the settings are good.
  const { start } = await import('../main.ts')
  const { baseAway } = await import('../start/ledger.ts')
  const giveUpAt = performance.now() + DATABASE_WITHIN_MS
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await start(config, roles)
    } catch (error) {
      const away = baseAway(config, error)
      if (away === null) throw error
      if (performance.now() > giveUpAt) throw away
      if (isFirst) {
        const [setting] = away.message.split(' : ', 1)
        const seconds = DATABASE_WITHIN_MS / 1_000
        terminal.err(
          `confrere : ${setting} : base de données injoignable ; nouveaux essais pendant ${seconds} s.`,
        )
      }
      const told = await firstOf([stopped.then(() => true), pause(AGAIN_AFTER_MS, false)])
      if (told) return null
    }
  }
}

function rolesOf(text: string | undefined): readonly Role[] {
  if (text === undefined) return ROLES
  return text.split(',').map((each) => {
    const role = ROLES.find((known) => known === each.trim())
    if (role === undefined) {
      throw new Misuse(`Rôle inconnu : ${each.trim()}. Rôles possibles : ${ROLES.join(', ')}.`)
    }
    return role
  })
}

/** Resolves at the first SIGTERM or SIGINT. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
