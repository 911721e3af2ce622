/**
 * `jeton create`: a new API token, alone on stdout, once. Only its hash is kept.
 */

import { systemClock } from '../kit/clock.ts'
import { append } from '../ledger/journal.ts'
import { createToken } from '../ledger/tokens.ts'
import { withSession } from './session.ts'
import { type Command, dayIn, Misuse } from './terms.ts'

const PORTEES = ['status', 'ops', 'billing'] as const

export const jeton: Command = {
  name: 'jeton',
  summary: 'Crée un jeton d’accès à l’API (create).',
  usage: 'jeton create --portee status,ops,billing [--titulaire NOM] [--expire AAAA-MM-JJ]',
  example: 'jeton create --portee status --titulaire "Supervision"',
  options: {
    portee: { type: 'string' },
    titulaire: { type: 'string' },
    expire: { type: 'string' },
  },
  async run(args, terminal) {
    if (args.words[0] !== 'create' || args.words.length > 1) {
      throw new Misuse(`usage : ./confrere ${this.usage}`)
    }
    const portees = porteesOf(args.options.portee)
    const expire = expiryOf(args.options.expire)
    const titulaire = args.options.titulaire ?? 'sans nom'
    return await withSession(args, terminal, async ({ db }) => {
      const { id, token } = await db.transaction(async (sql) => {
        const made = await createToken(sql, { portees, titulaire, expire })
        await append(sql, {
          chaine: `jeton:${made.id}`,
          quoi: 'jeton.cree',
          auteur: 'terminal',
          detail: { portees: portees.join(',') },
          instant: systemClock.now(),
        })
        return made
      })
      terminal.out(token)
      terminal.err(`Jeton ${id} créé. Il n’est affiché qu’une fois : gardez-le en lieu sûr.`)
      return 0
    })
  },
}

function porteesOf(text: string | undefined): string[] {
  const portees = (text ?? '').split(',').map((each) => each.trim())
  for (const portee of portees) {
    if (!PORTEES.some((known) => known === portee)) {
      throw new Misuse(`--portee ${portee || '(vide)'} : portées possibles ${PORTEES.join(', ')}`)
    }
  }
  return portees
}

function expiryOf(text: string | undefined): Date | null {
  if (text === undefined) return null
  const day = dayIn(text)
  if (day === null) throw new Misuse(`--expire ${text} : date attendue AAAA-MM-JJ`)
  const end = new Date(`${day}T23:59:59Z`)
  if (end <= systemClock.now()) throw new Misuse(`--expire ${text} : cette date est passée`)
  return end
}
