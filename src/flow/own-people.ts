/**
 * Who administers this gateway or coordinates answers a letter of ours by mail: it has no effect, and he is told so.
 *
 * In    a mail that goes no further, of no professional of the directory
 * Out   the person, where its one `From` is an address that the settings or a pool name, and the mail answers a letter that
 *       we sent to that address: a stranger knows no Message-ID of ours, a machine says that it is one
 *
 * SPEC §6.8, §10 (loops are impossible)
 */
import type { WithConfig } from '../config.ts'
import type { AdresseMss } from '../domain/correspondant.ts'
import { adresseDe } from '../domain/identifiants.ts'
import { isCoordinator } from '../ledger/annuaire/pools.ts'
import type { Sql } from '../postgres/sql.ts'
import { answeredBy, answeredIds } from './answered.ts'
import type { Mail } from './mail.ts'

/** One of ours, as a recipient. */
export interface OwnPerson {
  readonly role: 'administrateur' | 'coordinateur'
  readonly rpps: null
  readonly adresse: AdresseMss
}

/** The one of ours who wrote this; null: a stranger, a machine, or a mail that answers nothing of ours. */
export async function ownPerson(
  sql: Sql,
  { opened }: Mail,
  { config }: WithConfig,
): Promise<OwnPerson | null> {
  const { from, automatic, wantsNoAnswer } = opened.headers
  const [one, ...others] = from
  const adresse = others.length === 0 ? adresseDe(one ?? '') : null
  if (adresse === null || automatic || wantsNoAnswer) return null
  const is = (named: string | null): boolean => named?.toLowerCase() === adresse.toLowerCase()
  const isAdministrator = is(config.adminAddress)
  const isOurs = isAdministrator || is(config.coordinateur) || (await isCoordinator(sql, adresse))
  if (!isOurs) return null
  const ids = answeredIds(opened.headers)
  if ((await answeredBy(sql, ids, (envoi) => is(envoi.adresse))) === null) return null
  return { role: isAdministrator ? 'administrateur' : 'coordinateur', rpps: null, adresse }
}
