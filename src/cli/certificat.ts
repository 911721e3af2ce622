/**
 * `certificat refuser|admettre`: single certificates denied, or no longer denied; `certificat list`.
 *
 * A denied certificate stands on no path: neither as a signer, nor above one, nor to encrypt to. `admettre`
 * lifts a denial and does nothing else: what it admits is judged like any other. SPEC §1
 */
import type { Sha256 } from '../domain/correspondant.ts'
import { systemClock } from '../kit/clock.ts'
import {
  certificatsRefuses,
  setCertificatRefuse,
} from '../ledger/certificates/certificats-refuses.ts'
import { releaseBlocked } from '../ledger/poison.ts'
import { withSession } from './session.ts'
import { type Command, Misuse, reasonIn } from './terms.ts'

export const certificat: Command = {
  name: 'certificat',
  summary:
    'Refuse un certificat par son empreinte, lève un refus, les liste (refuser, admettre, list).',
  usage: 'certificat refuser|admettre SHA256 --motif TEXTE, ou certificat list',
  example:
    'certificat refuser 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --motif "carte perdue"',
  words: 2,
  options: { motif: { type: 'string' } },
  async run(args, terminal) {
    const [verb, word] = args.words
    if (verb === 'list' && word === undefined) {
      return await withSession(args, terminal, async ({ db }) => {
        for (const { sha256, etat, motif, par, le } of await certificatsRefuses(db)) {
          const said = etat === 'refuse' ? 'refusé' : 'admis'
          terminal.out(`${sha256} ${said} le ${le.toISOString()} par ${par} : ${motif}`)
        }
        return 0
      })
    }
    if (verb !== 'refuser' && verb !== 'admettre') {
      throw new Misuse(`usage : ./confrere ${this.usage}`)
    }
    const sha256 = fingerprintIn(word ?? '')
    if (sha256 === null) {
      throw new Misuse(
        `empreinte ${word ?? '(absente)'} : SHA-256 attendu, 64 chiffres hexadécimaux (openssl x509 -fingerprint -sha256)`,
      )
    }
    const motif = reasonIn(args, 'pourquoi ce certificat est-il refusé ou admis ?')
    return await withSession(args, terminal, async ({ db }) => {
      const etat = verb === 'refuser' ? 'refuse' : 'admis'
      const row = { sha256, etat, motif, par: 'terminal', le: systemClock.now() } as const
      await db.transaction(async (sql) => {
        await setCertificatRefuse(sql, row)
        if (etat === 'admis') await releaseBlocked(sql, { now: row.le })
      })
      terminal.out(
        etat === 'refuse'
          ? `Certificat ${sha256} refusé : rien de ce qu’il signe ou émet n’est accepté, rien n’est chiffré pour lui.`
          : `Certificat ${sha256} admis : il n’est plus refusé, et il est jugé comme tout autre.`,
      )
      return 0
    })
  },
}

/** As OpenSSL prints it, or without its colons. */
function fingerprintIn(text: string): Sha256 | null {
  const bare = text.replaceAll(':', '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(bare) ? (bare as Sha256) : null
}
