/**
 * `serve`: the gateway, until SIGTERM or SIGINT.
 */
import { ROLES, type Role, start } from '../main.ts'
import { settings } from './session.ts'
import { type Command, Misuse } from './terms.ts'

const LINGER_MS = 2_000

export const serve: Command = {
  name: 'serve',
  summary: 'La passerelle : SMTP, travail, HTTP, jusqu’à SIGTERM.',
  usage: 'serve [--roles smtp,worker,http]',
  example: 'serve --config /etc/confrere.yaml',
  options: { roles: { type: 'string' } },
  words: 0,
  async run(args, terminal) {
    const roles = rolesOf(args.options.roles)
    const gateway = await start(await settings(args, terminal), roles)
    terminal.out(`Confrère écoute : ${gateway.addresses.join(', ')}`)
    await stopSignal()
    await gateway.stop()
    // All is committed and closed; what a queue store that is away still holds open must not hold us.
    setTimeout(() => process.exit(), LINGER_MS).unref()
    return 0
  },
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
