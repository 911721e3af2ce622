/**
 * The `mssante` level: an unsigned mail that its operator vouches for, where the settings allow it.
 *
 * In    a mail that nobody signed, the envelope and the operator of its connection
 * Out   the mail with its author, the one professional of the mailbox; null: it stays not-signed
 *
 * What it asks or answers takes effect after JE CONFIRME, which `decide` waits for. SPEC §5 (assurance)
 */
import { createHash } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import type { Sha256 } from '../domain/correspondant.ts'
import { adresseDe } from '../domain/identifiants.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import type { OpenedMessage } from '../message.ts'
import { bodyOf, readEntity } from '../open/entity.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { operateurs } from '../trust/operators.ts'
import type { WithTrust } from '../trust/store.ts'
import type { Author } from './author.ts'
import type { Mail } from './mail.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithTrust

/** The mail at its lower level, with its author; null when nobody may vouch for it. */
export async function vouchedFor(
  mail: Mail,
  parts: Needs,
): Promise<(Mail & { readonly author: Author }) | null> {
  const { opened, received } = mail
  const { operator, from, tls } = received.envelope
  if (parts.config.assuranceMinimale !== 'mssante' || !isPlain(opened)) return null
  if (tls !== 'mutual' || operator === null) return null
  const adresse = adresseDe(opened.verdict.sender.from[0] ?? '')
  if (adresse === null || adresseDe(from) !== adresse) return null
  const liste = await operateurs(parts)
  if (!liste?.holds(adresse.slice(adresse.lastIndexOf('@') + 1), operator)) return null
  const [professionnel, ...others] = await professionnelsParAdresse(parts.db, adresse)
  if (professionnel === undefined || others.length > 0) return null
  const verdict = { ...opened.verdict, accepted: true, refusal: null }
  return {
    ...mail,
    opened: { ...opened, verdict, empreinte: await imprint(opened, adresse) },
    assurance: 'mssante',
    author: { professionnel, adresse },
  }
}

/** Nothing but the missing signature is wrong, and the one `From` is plain. */
function isPlain({ verdict, headers }: OpenedMessage): boolean {
  const { refusal, layers, sender } = verdict
  if (refusal !== 'not-signed' || layers.length > 0 || headers.automatic) return false
  return sender.reason === null && sender.from.length === 1
}

/** Names the same words of the same author, whatever the hops wrote above them. */
async function imprint({ entity }: OpenedMessage, author: string): Promise<Sha256> {
  const hash = createHash('sha256').update(`mssante\n${author}\n`)
  for await (const piece of bodyOf(await readEntity(entity)).read()) hash.update(piece)
  return hash.digest('hex') as Sha256
}
