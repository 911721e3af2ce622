/**
 * `check`: reads the settings, tries each thing as the work will, one line each in words with its setting; exit 1 if
 * one fails. What cannot be had hides nothing else: only what needs it is said to be untried.
 */
import type { Config } from '../config.ts'
import type { Trial } from '../start/dry-start.ts'
import { settings } from './session.ts'
import type { Command } from './terms.ts'

export const check: Command = {
  name: 'check',
  summary: 'Lit les réglages et essaie chaque dépendance.',
  usage: 'check',
  example: 'check --config /etc/confrere.yaml',
  options: {},
  words: 0,
  async run(args, terminal) {
    const config = await settings(args, terminal)
    const told: Trial[] = []
    const tell = (trials: readonly Trial[]): void => {
      for (const each of trials) terminal.out(line(each))
      told.push(...trials)
    }
    tell([read(config)])
    // The program itself, once the settings are good.
    const { dryStart } = await import('../start/dry-start.ts')
    const { rehearse } = await import('../start/rehearsal.ts')
    const { surroundings } = await import('../start/surroundings.ts')
    const { rightsTrials } = await import('../start/key-rights.ts')
    const { portTrials } = await import('../start/ports.ts')
    const dry = await dryStart(config)
    try {
      tell(dry.trials)
      tell(await rightsTrials(config))
      tell(await rehearse(dry))
      tell(await surroundings(dry))
      tell(await portTrials(dry))
      tell([administrator(config.adminAddress)])
    } finally {
      await dry.close()
    }
    return told.some(({ ok }) => ok === false) ? 1 : 0
  },
}

/** A line names its setting, in its words or behind them. */
function line({ name, ok, detail, setting }: Trial): string {
  const mark = ok === null ? '  —  ' : ok ? 'bon  ' : 'PANNE'
  const named = detail.includes(setting) ? detail : `${detail} (${setting})`
  return `${mark} ${name.padEnd(12)} ${named}`
}

function read({ mode, domain }: Config): Trial {
  const detail = `mode ${mode}, domaine ${domain}`
  return { name: 'reglages', ok: true, detail, setting: 'CONFRERE_MODE' }
}

/** Without an address nobody is written to: no failure, but an administrator should know it. */
function administrator(address: string | null): Trial {
  const setting = 'CONFRERE_ADMIN_ADDRESS'
  const none = `aucune adresse (${setting}) : les alertes ne se voient que sur la page`
  return {
    name: 'alertes',
    ok: true,
    detail: address === null ? none : `à ${address}`,
    setting,
  }
}
