/**
 * `message ID`: what a person does with one received message: read it, in a file of his own, or close it.
 *
 * In    the identifier of our `250` (also in the letter to the administrator, the API, the page)
 * Out   the message as it came, octet for octet, in a file that its owner alone can read; or one line of JSON
 * Refuses   one whose content is destroyed; a closing of what has nobody to wait for
 *
 * Reading content and closing are audited with their reason. SPEC §13.6, §13.7, §13.13
 */
import { open } from 'node:fs/promises'

import { ERRORS } from '../errors.ts'
import { systemClock } from '../kit/clock.ts'
import { append } from '../ledger/journal/journal.ts'
import { contentBytes } from '../ledger/keys/contents.ts'
import { KeyDestroyed } from '../ledger/keys/keys.ts'
import { contentOf } from '../ledger/messages/messages-classes.ts'
import { order, PAR } from './order.ts'
import { withSession } from './session.ts'
import {
  type Arguments,
  type Command,
  Failure,
  Misuse,
  reasonIn,
  type Terminal,
  writable,
} from './terms.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const message: Command = {
  name: 'message',
  summary: 'Écrit un message reçu dans un fichier, ou le classe : il n’attend plus personne.',
  usage: 'message ID --out FICHIER.eml --motif TEXTE | message ID --classer --motif TEXTE',
  example:
    'message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --out message.eml --motif "courrier pour postmaster"',
  options: { out: { type: 'string' }, classer: { type: 'boolean' }, motif: { type: 'string' } },
  words: 1,
  async run(args, terminal) {
    const [id] = args.words
    const { out, classer } = args.options
    if (id === undefined || (out === undefined) === (classer === undefined)) {
      throw new Misuse(`usage : ./confrere ${this.usage}`)
    }
    if (!ID.test(id)) {
      throw new Misuse(
        `${id} : identifiant de message attendu (liste : ./confrere rejouer --liste)`,
      )
    }
    const motif = reasonIn(args, 'pourquoi ce message est-il lu ou classé ?')
    if (out !== undefined)
      return await writeOut(args, terminal, { id: id.toLowerCase(), out, motif })
    const asked = { quoi: 'close', parametres: { id: id.toLowerCase() }, motif }
    terminal.out(JSON.stringify(await order(args, terminal, asked)))
    return 0
  },
}

async function writeOut(
  args: Arguments,
  terminal: Terminal,
  { id, out, motif }: { readonly id: string; readonly out: string; readonly motif: string },
): Promise<number> {
  await writable(out)
  return await withSession(args, terminal, async ({ db, keys }) => {
    const found = await contentOf(db, id)
    if (found === null) throw new Failure(ERRORS['not-found'].public)
    if (found.contenu === null) throw new Failure(ERRORS['message-detruit'].public)
    const bytes = await contentBytes(db, keys, found.contenu).catch((error: unknown) => {
      if (!(error instanceof KeyDestroyed)) throw error
      throw new Failure(ERRORS['message-detruit'].public, { cause: error })
    })
    // Before the first octet is read: what is seen has left its trace.
    await append(db, {
      chaine: found.dossier ?? 'passerelle',
      quoi: 'message.contenu-lu',
      auteur: PAR,
      detail: { message: id, motif },
      instant: systemClock.now(),
    })
    const file = await open(out, 'w', 0o600)
    try {
      await file.chmod(0o600)
      await file.writeFile(bytes.read())
    } finally {
      await file.close()
    }
    terminal.err(`Message écrit, lisible de vous seul : ${out}`)
    return 0
  })
}
