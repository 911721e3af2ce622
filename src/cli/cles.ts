/**
 * `cles rotation`: wraps every data key under another master key, in one transaction.
 *
 * A running gateway holds the old one, so none may run meanwhile. The new key comes in a file that exists
 * before and stays after: a crash at any instant leaves the data under a key that is on a disk.
 */
import { readFile, stat } from 'node:fs/promises'

import { systemClock } from '../kit/clock.ts'
import { othersMayRead } from '../kit/rights.ts'
import { append } from '../ledger/journal/journal.ts'
import { otherSessions } from '../postgres/sessions.ts'
import { withSession } from './session.ts'
import { type Command, Failure, Misuse } from './terms.ts'

const KEY_BYTES = 32

export const cles: Command = {
  name: 'cles',
  summary: 'Remplace la clé maîtresse qui protège les clés de données.',
  usage: 'cles rotation --nouvelle FICHIER',
  example: 'cles rotation --nouvelle /etc/confrere/maitresse-2027.cle',
  options: { nouvelle: { type: 'string' } },
  async run(args, terminal) {
    const file = args.options.nouvelle
    if (args.words[0] !== 'rotation' || args.words.length > 1 || file === undefined) {
      throw new Misuse(`usage : ./confrere ${this.usage}`)
    }
    const next = await newKey(file)
    return await withSession(args, terminal, async ({ db, keys, config }) => {
      const others = await otherSessions(db)
      if (others > 0) {
        throw new Failure(
          `${others} connexion(s) à la base : arrêtez tous les ./confrere serve, puis recommencez.`,
        )
      }
      const count = await keys.rotateMaster(db, next)
      await append(db, {
        chaine: 'passerelle',
        quoi: 'cle-maitresse.remplacee',
        auteur: 'terminal',
        detail: { cles: count },
        instant: systemClock.now(),
      })
      terminal.out(
        `${count} clés de données sont protégées par ${file}. Donnez ce fichier à CONFRERE_MASTER_KEY_FILE (ou remplacez ${config.masterKeyFile}) avant de redémarrer ; gardez l’ancienne clé tant que vos sauvegardes d’avant ce jour servent.`,
      )
      return 0
    })
  },
}

async function newKey(file: string): Promise<Buffer> {
  const [key, found] = await Promise.all([readFile(file), stat(file)]).catch(() => {
    throw new Failure(`${file} : illisible. Créez-la : openssl rand -out ${file} ${KEY_BYTES}`)
  })
  if (key.length !== KEY_BYTES) {
    throw new Failure(`${file} : ${key.length} octets au lieu de ${KEY_BYTES}`)
  }
  if (othersMayRead(found)) {
    throw new Failure(`${file} : lisible par d’autres. Lancez : chmod 600 ${file}`)
  }
  return key
}
