/**
 * `preuve NUMERO`: the evidence pack of a dossier: mails as they came and as they left, verdicts, audit.
 *
 * Reading content is audited: the pack itself is a line of the dossier's chain. SPEC §1, §13.6
 */
import { writeFile } from 'node:fs/promises'

import { zipSync } from 'fflate'

import { systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { append } from '../ledger/journal/journal.ts'
import { evidenceOf } from '../ledger/views/evidence.ts'
import { loadFormerIdentities, loadGatewayIdentity } from '../start/gateway-identity.ts'
import { openTrustFolder } from '../trust/store.ts'
import { packOf } from './preuve-pack.ts'
import { withSession } from './session.ts'
import { type Command, Failure, Misuse, writable } from './terms.ts'

export const preuve: Command = {
  name: 'preuve',
  summary: 'Rassemble les preuves d’un dossier dans une archive.',
  usage: 'preuve NUMERO --out FICHIER.zip',
  example: 'preuve TE-2026-000123 --out preuve.zip',
  options: { out: { type: 'string' } },
  words: 1,
  async run(args, terminal) {
    const [word] = args.words
    const { out } = args.options
    if (word === undefined) throw new Misuse(`usage : ./confrere ${this.usage}`)
    if (out === undefined) throw new Misuse('--out FICHIER.zip est requis')
    await writable(out)
    const numero = word.toUpperCase()
    return await withSession(args, terminal, async ({ db, keys, config }) => {
      const evidence = await evidenceOf(db, keys, numero)
      if (evidence === null) {
        throw new Failure(`dossier ${word} inconnu (liste : ./confrere dossiers)`)
      }
      const identity = await loadGatewayIdentity(config)
      const former = await loadFormerIdentities(config)
      const trust = openTrustFolder(config, { clock: systemClock, log: silentLog, db })
      const files = await packOf(evidence, {
        identity,
        keys: [identity, ...former],
        trust: await trust.current(),
        now: systemClock.now(),
      })
      await append(db, {
        chaine: numero,
        quoi: 'preuve.extraite',
        auteur: 'terminal',
        detail: { fichiers: files.length },
        instant: systemClock.now(),
      })
      const entries = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]))
      await writeFile(out, zipSync(entries, { level: 6 }), { mode: 0o600 })
      terminal.err(`${files.length} pièce(s) : ${out}`)
      return 0
    })
  },
}
