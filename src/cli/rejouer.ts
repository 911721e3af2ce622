/**
 * `rejouer`: judges a kept inbound message again, at its own instant of receipt, with the trust of now; or lists
 * those that wait for it, with their code, their owner and what is to be done.
 *
 * The message is named by its identifier here (the one in our `250`), or by its own Message-ID: then
 * the last received with it.
 */
import { ERRORS, isRefusal } from '../errors.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { sameMessageId } from '../ledger/messages/messages-connus.ts'
import { listInbound } from '../ledger/views/vues-messages.ts'
import { withSession } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, reasonIn, type Terminal } from './terms.ts'

/** Of each state; the API pages through the rest. */
const LISTED = 100
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const rejouer: Command = {
  name: 'rejouer',
  summary: 'Juge de nouveau un message gardé, à son instant de réception.',
  usage: 'rejouer MESSAGE-ID --motif TEXTE | rejouer --liste',
  example: 'rejouer 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --motif "autorité ajoutée"',
  options: { motif: { type: 'string' }, liste: { type: 'boolean' } },
  words: 1,
  async run(args, terminal) {
    if (args.options.liste !== undefined) return await list(args, terminal)
    const [id] = args.words
    if (id === undefined) throw new Misuse(`usage : ./confrere ${this.usage}`)
    if (!ID.test(id) && !id.includes('@')) {
      throw new Misuse(`${id} : identifiant de message attendu (liste : /api/v1/messages/inbound)`)
    }
    const motif = reasonIn(args, 'pourquoi ce message est-il rejoué ?')
    // Half of the program: loaded to judge, not for a list.
    const [{ workingParts }, { replay }] = await Promise.all([
      import('./workshop.ts'),
      import('../flow/command.ts'),
    ])
    return await workingParts(args, terminal, async (parts) => {
      const result = await replay(await idOf(id, parts), { motif, par: 'terminal' }, parts)
      if (isRefusal(result)) throw new Failure(ERRORS[result.code].public)
      terminal.out(JSON.stringify(result))
      return 0
    })
  },
}

/** Those that a replay can help, newest first of each state: set aside, put off, refused. */
async function list(args: Arguments, terminal: Terminal): Promise<number> {
  return await withSession(args, terminal, async ({ db }) => {
    for (const state of ['quarantined', 'deferred', 'refused']) {
      const { items } = await listInbound(
        db,
        { state, ouverts: 'oui' },
        { after: null, limit: LISTED },
      )
      for (const each of items) {
        const { id, receivedAt, code, owner, nextAction } = each
        const head = [id, receivedAt, state, code ?? '-', owner ?? '-'].join('  ')
        terminal.out(`${head}\n  ${nextAction ?? ''}`.trimEnd())
      }
    }
    return 0
  })
}

async function idOf(named: string, { db, keys }: Ledger): Promise<string> {
  if (ID.test(named)) return named
  const bare = named.trim().replace(/^<|>$/g, '')
  const last = (await sameMessageId(db, keys, bare)).at(-1)
  if (last === undefined) throw new Failure(ERRORS['not-found'].public)
  return last.id
}
