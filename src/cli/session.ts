/**
 * What a command needs to work beside a running `serve`: settings and the ledger. Opened, used, closed.
 *
 * SPEC §1
 */
import { type Config, loadConfig } from '../config.ts'
import type { Connections } from '../start/ledger.ts'
import { type Arguments, Misuse, type Terminal } from './terms.ts'

/** An open session. */
export interface Session extends Omit<Connections, 'close'> {
  readonly config: Config
}

/** The settings; refuses with the name of the setting that is wrong. */
export async function settings({ options }: Arguments, { env }: Terminal): Promise<Config> {
  const config = await loadConfig(env, options.config ?? null)
  if ('errors' in config) throw new Misuse(config.errors[0] ?? 'réglages refusés')
  return config
}

/** Opens a session, runs `work`, closes whatever happens. */
export async function withSession<T>(
  args: Arguments,
  terminal: Terminal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const config = await settings(args, terminal)
  const { connectionsOf } = await import('../start/ledger.ts')
  const { close, ...ledger } = await connectionsOf(config)
  try {
    return await work({ config, ...ledger })
  } finally {
    await close()
  }
}
