/**
 * `jeton create`: a new API token, alone on stdout, once, for a year by default; only its hash is kept. `jeton list`:
 * one line a token, its id first. `jeton revoke`: takes one back, in force at once in every process.
 *
 * SPEC §1, §12
 */

import { systemClock } from '../kit/clock.ts'
import { createToken, listTokens, revokeToken } from '../ledger/api-tokens.ts'
import { append } from '../ledger/journal/journal.ts'
import { withSession } from './session.ts'
import {
  type Arguments,
  type Command,
  dayIn,
  Failure,
  Misuse,
  reasonIn,
  type Terminal,
} from './terms.ts'

const PORTEES = ['status', 'ops', 'billing'] as const

const A_YEAR = 1
const LISTED = 200
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const jeton: Command = {
  name: 'jeton',
  summary: 'Crée, liste ou révoque les jetons d’accès à l’API (create, list, revoke).',
  usage:
    'jeton create --portee status,ops,billing [--titulaire NOM] [--expire AAAA-MM-JJ]\n       ./confrere jeton list\n       ./confrere jeton revoke ID --motif TEXTE',
  example: 'jeton create --portee status --titulaire "Supervision"',
  options: {
    portee: { type: 'string' },
    titulaire: { type: 'string' },
    expire: { type: 'string' },
    motif: { type: 'string' },
  },
  words: 2,
  async run(args, terminal) {
    const [verb, id, ...more] = args.words
    if (verb === 'create' && id === undefined) return await create(args, terminal)
    if (verb === 'list' && id === undefined) return await list(args, terminal)
    if (verb === 'revoke' && id !== undefined && more.length === 0) {
      return await revoke(id, args, terminal)
    }
    throw new Misuse(`usage : ./confrere ${this.usage.split('\n', 1)[0]}, jeton list, jeton revoke`)
  },
}

async function create(args: Arguments, terminal: Terminal): Promise<number> {
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
        detail: { portees: portees.join(','), expire: expire.toISOString() },
        instant: systemClock.now(),
      })
      return made
    })
    terminal.out(token)
    terminal.err(`Jeton ${id} créé. Il n’est affiché qu’une fois : gardez-le en lieu sûr.`)
    return 0
  })
}

async function list(args: Arguments, terminal: Terminal): Promise<number> {
  return await withSession(args, terminal, async ({ db }) => {
    for (let after: { at: string; id: string } | null = null; ; ) {
      const page: Awaited<ReturnType<typeof listTokens>> = await listTokens(db, {
        after,
        limit: LISTED,
      })
      for (const each of page.items) {
        const { id, titulaire, portee, expire, dernierUsage } = each
        terminal.out(
          [
            id,
            titulaire.replaceAll(/\s+/g, ' '),
            portee.join(','),
            `expire ${expire ?? 'jamais'}`,
            `dernier usage ${dernierUsage ?? 'jamais'}`,
          ].join('  '),
        )
      }
      if (page.next === null) return 0
      after = page.next
    }
  })
}

async function revoke(id: string, args: Arguments, terminal: Terminal): Promise<number> {
  if (!ID.test(id)) throw new Misuse(`${id} : identifiant de jeton attendu (liste : jeton list)`)
  const motif = reasonIn(args, 'pourquoi ce jeton est-il révoqué ?')
  return await withSession(args, terminal, async ({ db }) => {
    const done = await revokeToken(db, id, { par: 'terminal', motif, now: systemClock.now() })
    if (done.kind === 'deja') {
      throw new Failure(`${id} : déjà révoqué le ${done.le} par ${done.par}, rien n’est changé`)
    }
    if (done.kind === 'inconnu')
      throw new Failure(`${id} : aucun jeton de ce nom (liste : jeton list)`)
    terminal.err(`Jeton ${id} révoqué.`)
    return 0
  })
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

/** The end of the day named; a year from now when none is. */
function expiryOf(text: string | undefined): Date {
  if (text === undefined) {
    const end = systemClock.now()
    end.setUTCFullYear(end.getUTCFullYear() + A_YEAR)
    return end
  }
  const day = dayIn(text)
  if (day === null) throw new Misuse(`--expire ${text} : date attendue AAAA-MM-JJ`)
  const end = new Date(`${day}T23:59:59Z`)
  if (end <= systemClock.now()) throw new Misuse(`--expire ${text} : cette date est passée`)
  return end
}
