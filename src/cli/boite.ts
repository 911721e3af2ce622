/**
 * `boite set`, `boite list`, `boite retirer`: who may sign from a service mailbox (ORG).
 */
import type { AdresseMss } from '../domain/correspondant.ts'
import { adresseDe, rppsDe } from '../domain/identifiants.ts'
import { systemClock } from '../kit/clock.ts'
import { listBoites, professionnelsParAdresse, setBoite } from '../ledger/annuaire/annuaire.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Sql } from '../postgres/sql.ts'
import { withSession } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, reasonIn, type Terminal } from './terms.ts'

/** Mail for everybody: none of these is a service's, nor a secure mailbox. */
const PUBLICS: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'outlook.fr', 'hotmail.com', 'hotmail.fr'],
  ...['live.com', 'live.fr', 'msn.com', 'yahoo.com', 'yahoo.fr', 'ymail.com', 'icloud.com'],
  ...['me.com', 'mac.com', 'orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr', 'neuf.fr', 'bbox.fr'],
  ...[
    'laposte.net',
    'proton.me',
    'protonmail.com',
    'gmx.fr',
    'gmx.com',
    'aol.com',
    'numericable.fr',
  ],
])

export const boite: Command = {
  name: 'boite',
  summary:
    'Dit qui peut signer depuis une boîte de service (set), liste ces boîtes (list), en retire une (retirer).',
  usage: 'boite set ADRESSE --rpps RPPS… | boite list | boite retirer ADRESSE --motif TEXTE',
  example: 'boite set cardiologie@chu.exemple --rpps 99700000013 --rpps 99700000021',
  options: { rpps: { type: 'string', multiple: true }, motif: { type: 'string' } },
  async run(args, terminal) {
    const [verb, address, ...more] = args.words
    const isAlone = args.lists.rpps === undefined
    if (verb === 'list' && args.words.length === 1 && isAlone) return await list(args, terminal)
    if (verb === 'retirer' && more.length === 0 && isAlone)
      return await retirer(addressIn(address), args, terminal)
    if (verb === 'set') return await set(addressIn(address), more, args, terminal)
    throw new Misuse(`usage : ./confrere ${this.usage}`)
  },
}

function addressIn(text: string | undefined): AdresseMss {
  const adresse = adresseDe(text ?? '')
  if (adresse === null) throw new Misuse(`adresse non comprise : ${text ?? '(absente)'}`)
  return adresse
}

async function set(
  adresse: AdresseMss,
  more: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<number> {
  const words = [...(args.lists.rpps ?? []), ...more].flatMap((each) => each.split(','))
  const entitled = words.map((each) => {
    const rpps = rppsDe(each.trim())
    if (rpps === null) throw new Misuse(`RPPS ${each} : 11 chiffres avec clé attendus`)
    return rpps
  })
  // A forgotten option must not close the mailbox to all its signatories.
  if (entitled.length === 0) {
    throw new Misuse(
      'boite set attend --rpps RPPS ; pour fermer la boîte à tous : ./confrere boite retirer ADRESSE --motif TEXTE',
    )
  }
  return await withSession(args, terminal, async ({ db }) => {
    const doubt = await doubtAbout(adresse, db)
    await db.transaction(async (sql) => {
      await setBoite(sql, adresse, entitled)
      await append(sql, {
        chaine: 'passerelle',
        quoi: 'boite.definie',
        auteur: 'terminal',
        detail: { adresse, rpps: entitled.join(','), motif: args.options.motif ?? null },
        instant: systemClock.now(),
      })
    })
    if (doubt !== null) {
      terminal.err(
        `Attention : ${doubt}. Si ce n’est pas une boîte de service : ./confrere boite retirer ${adresse} --motif TEXTE`,
      )
    }
    terminal.out(`Boîte ${adresse} : ${entitled.length} signataire(s) autorisé(s).`)
    return 0
  })
}

/** Why it looks like the address of one person; null when it does not. It is done all the same. */
async function doubtAbout(adresse: AdresseMss, sql: Sql): Promise<string | null> {
  const domain = adresse.slice(adresse.lastIndexOf('@') + 1)
  if (PUBLICS.has(domain))
    return `${adresse} est une adresse grand public (${domain}), ni boîte de service, ni messagerie sécurisée`
  const owners = await professionnelsParAdresse(sql, adresse)
  const [owner] = owners
  if (owner === undefined || owners.length > 1) return null
  return `l’annuaire donne ${adresse} à une seule personne, ${owner.prenom} ${owner.nom} (RPPS ${owner.rpps}) : d’autres signeraient depuis son adresse`
}

async function list(args: Arguments, terminal: Terminal): Promise<number> {
  return await withSession(args, terminal, async ({ db }) => {
    const all = await listBoites(db)
    if (all.length === 0) terminal.out('Aucune boîte de service.')
    for (const { adresse, signataires } of all) {
      const names = signataires.map(({ rpps, nom }) => (nom === null ? rpps : `${rpps} (${nom})`))
      terminal.out(`${adresse}  ${names.join(', ')}`)
    }
    return 0
  })
}

async function retirer(adresse: AdresseMss, args: Arguments, terminal: Terminal): Promise<number> {
  const motif = reasonIn(args, 'pourquoi plus personne ne doit y signer')
  return await withSession(args, terminal, async ({ db }) => {
    await db.transaction(async (sql) => {
      const known = (await listBoites(sql)).some((one) => one.adresse === adresse.toLowerCase())
      if (!known)
        throw new Failure(
          `${adresse} n’est pas une boîte de service. Liste : ./confrere boite list`,
        )
      await setBoite(sql, adresse, [])
      await append(sql, {
        chaine: 'passerelle',
        quoi: 'boite.retiree',
        auteur: 'terminal',
        detail: { adresse, motif },
        instant: systemClock.now(),
      })
    })
    terminal.out(`Boîte ${adresse} retirée : plus personne n’y signe.`)
    return 0
  })
}
