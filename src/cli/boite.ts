/**
 * `boite set`: who may sign from a service mailbox (ORG).
 */
import { adresseDe, rppsDe } from '../domain/identifiants.ts'
import { systemClock } from '../kit/clock.ts'
import { setBoite } from '../ledger/annuaire.ts'
import { append } from '../ledger/journal.ts'
import { withSession } from './session.ts'
import { type Command, Misuse } from './terms.ts'

export const boite: Command = {
  name: 'boite',
  summary: 'Dit qui peut signer depuis une boîte de service (set).',
  usage: 'boite set ADRESSE --rpps RPPS…',
  example: 'boite set cardiologie@chu.exemple --rpps 99700000013 --rpps 99700000021',
  options: { rpps: { type: 'string', multiple: true } },
  async run(args, terminal) {
    const [verb, address, ...more] = args.words
    const adresse = adresseDe(address ?? '')
    if (verb !== 'set') throw new Misuse(`usage : ./confrere ${this.usage}`)
    if (adresse === null) throw new Misuse(`adresse non comprise : ${address ?? '(absente)'}`)
    const words = [...(args.lists.rpps ?? []), ...more].flatMap((each) => each.split(','))
    const entitled = words.map((each) => {
      const rpps = rppsDe(each.trim())
      if (rpps === null) throw new Misuse(`RPPS ${each} : 11 chiffres avec clé attendus`)
      return rpps
    })
    // A forgotten option must not close the mailbox to all its signatories.
    if (entitled.length === 0 && args.lists.rpps === undefined)
      throw new Misuse(`usage : ./confrere ${this.usage}`)
    return await withSession(args, terminal, async ({ db }) => {
      await db.transaction(async (sql) => {
        await setBoite(sql, adresse, entitled)
        await append(sql, {
          chaine: 'passerelle',
          quoi: 'boite.definie',
          auteur: 'terminal',
          detail: { adresse, rpps: entitled.join(',') },
          instant: systemClock.now(),
        })
      })
      terminal.out(`Boîte ${adresse} : ${entitled.length} signataire(s) autorisé(s).`)
      return 0
    })
  },
}
