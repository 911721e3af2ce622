/**
 * `pool set`: a pool's own delays, coordinator and required documents; `pool list`.
 *
 * SPEC §1
 */
import { isOwnAddress } from '../config/own-address.ts'
import { DAY_MS } from '../domain/calendrier.ts'
import type { CodeSpecialite } from '../domain/correspondant.ts'
import { dureeMs } from '../domain/delai.ts'
import { adresseDe } from '../domain/identifiants.ts'
import type { Pool } from '../domain/pool.ts'
import { delaisContraires } from '../domain/pool-regles.ts'
import { libelleSpecialite, specialiteDe, specialiteDuSlug } from '../domain/specialites.ts'
import { systemClock } from '../kit/clock.ts'
import { type ChangePool, poolsOf, setPool } from '../ledger/annuaire/pools.ts'
import { append } from '../ledger/journal/journal.ts'
import { withSession } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, type Terminal } from './terms.ts'

const MAX_DOCUMENTS = 20
const MAX_DOCUMENT = 80

export const pool: Command = {
  name: 'pool',
  summary:
    'Donne à une spécialité ses propres délais, son coordinateur, ses documents (set) ; les liste (list).',
  usage:
    'pool set SPECIALITE [--coordinateur ADRESSE] [--rappel D --limite D --expiration D] [--documents LISTE] | pool list',
  example: 'pool set dermatologie --limite PT24H --documents "photographie, ordonnance"',
  options: {
    coordinateur: { type: 'string' },
    rappel: { type: 'string' },
    limite: { type: 'string' },
    expiration: { type: 'string' },
    documents: { type: 'string' },
  },
  words: 2,
  async run(args, terminal) {
    const [verb, named] = args.words
    if (verb === 'list' && named === undefined) return await list(args, terminal)
    if (verb !== 'set' || named === undefined) throw new Misuse(`usage : ./confrere ${this.usage}`)
    const change = changeOf(named, args)
    if (Object.values(change).every((value, at) => at === 0 || value === undefined))
      throw new Misuse(`rien à changer : ./confrere ${this.usage}`)
    return await withSession(args, terminal, async ({ db, config }) => {
      const { coordinateur } = change
      if (typeof coordinateur === 'string' && isOwnAddress(coordinateur, config)) {
        throw new Misuse(
          `--coordinateur ${coordinateur} : une adresse de la passerelle elle-même ; donnez celle d’une personne`,
        )
      }
      const set = await db.transaction(async (sql) => {
        const after = await setPool(sql, change)
        const { rappelMs, limiteMs, expirationJours, retentionContenuMs } = config.regles
        const delais = { rappelMs, limiteMs, expirationJours, ...after.delais }
        const why = delaisContraires(delais, retentionContenuMs)
        if (why !== null) throw new Failure(`${why} ; rien n’est changé`)
        await append(sql, {
          chaine: 'passerelle',
          quoi: 'pool.defini',
          auteur: 'terminal',
          detail: { specialite: after.specialite, ...factsOf(after) },
          instant: systemClock.now(),
        })
        return after
      })
      terminal.out(lineOf(set))
      return 0
    })
  },
}

function changeOf(named: string, { options }: Arguments): ChangePool {
  const specialite = specialiteDe(named) ?? specialiteDuSlug(named)
  if (specialite === null) throw new Misuse(`spécialité ${named} : nom ou code CPAM attendu`)
  return {
    specialite,
    coordinateur: addressIn(options.coordinateur),
    rappelMs: durationIn('rappel', options.rappel),
    limiteMs: durationIn('limite', options.limite),
    expirationMs: durationIn('expiration', options.expiration),
    documents: documentsIn(options.documents),
  }
}

/** « aucun » or nothing takes a value back: it is then that of the settings. */
function isNone(text: string): boolean {
  return text.trim() === '' || text.trim() === 'aucun'
}

function addressIn(text: string | undefined) {
  if (text === undefined) return undefined
  if (isNone(text)) return null
  const adresse = adresseDe(text)
  if (adresse === null) throw new Misuse(`--coordinateur ${text} : adresse non comprise`)
  return adresse
}

function durationIn(name: string, text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  if (isNone(text)) return null
  const ms = dureeMs(text)
  if (ms === null || ms <= 0)
    throw new Misuse(`--${name} ${text} : durée ISO 8601 attendue (PT24H, P2D)`)
  return ms
}

function documentsIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  if (isNone(text)) return []
  const all = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const bad = all.find(
    (each) => each.length > MAX_DOCUMENT || !/\p{L}/u.test(each) || /[:=]/.test(each),
  )
  if (bad !== undefined)
    throw new Misuse(`--documents : « ${bad.slice(0, MAX_DOCUMENT)} » n’est pas un nom de document`)
  if (all.length > MAX_DOCUMENTS) throw new Misuse(`--documents : ${MAX_DOCUMENTS} au plus`)
  return [...new Set(all)]
}

async function list(args: Arguments, terminal: Terminal): Promise<number> {
  return await withSession(args, terminal, async ({ db }) => {
    const pools = await poolsOf(db, null)
    for (const each of pools) terminal.out(lineOf(each))
    if (pools.length === 0) terminal.err('Aucune spécialité n’a de règle à elle.')
    return 0
  })
}

function factsOf({ coordinateur, delais, documents }: Pool) {
  const { rappelMs, limiteMs, expirationJours } = delais
  const hours = (ms: number | undefined): string | null =>
    ms === undefined
      ? null
      : ms % 3_600_000 === 0
        ? `${ms / 3_600_000} h`
        : `${Math.round(ms / 60_000)} min`
  return {
    coordinateur,
    rappel: hours(rappelMs),
    limite: hours(limiteMs),
    expiration: hours(expirationJours === undefined ? undefined : expirationJours * DAY_MS),
    documents: documents.length === 0 ? null : documents.join(', '),
  }
}

function lineOf(each: Pool): string {
  const facts = Object.entries(factsOf(each)).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value}`],
  )
  const name = libelleSpecialite(each.specialite as CodeSpecialite)
  return `${each.specialite} ${name} : ${facts.join(' ; ') || 'comme partout'}`
}
