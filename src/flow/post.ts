/**
 * A letter of a decision, put in the outbox under the key of its dossier.
 *
 * In    the effect that asks for it, the dossier as it becomes
 * Out   its id; null where the recipient has no address here, or the letter was put before
 *
 * SPEC §13.2, §13.3
 */
import { randomUUID } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import { faitsDEcriture } from '../decide/ecrite.ts'
import type { AdresseMss } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { WithClock } from '../kit/clock.ts'
import { poolsOf } from '../ledger/annuaire/pools.ts'
import { dossierKey } from '../ledger/dossiers/dossiers.ts'
import { randomLetters } from '../ledger/dossiers/thread-tokens.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { putEnvoi } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

/** Puts the letter of a decision in the outbox; gives its id, or null where nobody is written to. */
export async function post(
  sql: Sql,
  effet: Extract<Effet, { kind: 'envoyer' }>,
  dossier: Dossier,
  parts: Needs,
): Promise<string | null> {
  const { lettre, a } = effet
  const adresse = await addressOf(sql, effet, dossier, parts)
  if (adresse === null) return null
  const id = randomUUID()
  const put = await putEnvoi(sql, parts.keys, {
    id,
    dossier: dossier.id,
    cle: await dossierKey(sql, dossier.id),
    cleUnique: `${dossier.id}:${effet.cle}`,
    lettre: lettre.kind,
    role: a.role,
    rang: 'rang' in lettre ? lettre.rang : null,
    version: 'version' in lettre ? lettre.version : null,
    rpps: a.rpps,
    donnees: { lettre, a: { ...a, adresse }, ecrite: faitsDEcriture(dossier, lettre, a) },
    messageId: newMessageId(parts.config.domain),
    jetonRebond: randomLetters(),
    pasAvant: effet.pasAvant === null ? null : new Date(effet.pasAvant),
    priorite: effet.priorite === 'haute' ? 1 : 0,
    creeLe: parts.clock.now(),
  })
  return put ? id : null
}

/** The address of a recipient; null when nobody holds that part here (no administrator configured). */
async function addressOf(
  sql: Sql,
  { a, lettre }: Extract<Effet, { kind: 'envoyer' }>,
  dossier: Dossier,
  { config }: WithConfig,
): Promise<AdresseMss | null> {
  if (a.adresse !== null) return a.adresse
  if (a.role === 'administrateur') return config.adminAddress
  if (a.role !== 'coordinateur') return null
  const rang = 'rang' in lettre ? lettre.rang : null
  return (await ownCoordinator(sql, dossier, rang)) ?? config.coordinateur ?? config.adminAddress
}

/** The coordinator of the pool that a letter is about: of its slot, or the only one of the dossier. SPEC §2 */
async function ownCoordinator(
  sql: Sql,
  { sollicitations }: Dossier,
  rang: number | null,
): Promise<AdresseMss | null> {
  const slots = sollicitations.filter((slot) => rang === null || slot.rang === rang)
  const codes = slots.map(({ cible }) => (cible.kind === 'specialite' ? cible.code : null))
  const [code, ...others] = [...new Set(codes)]
  if (code == null || others.length > 0) return null
  const [pool] = await poolsOf(sql, [code])
  return pool?.coordinateur ?? null
}

/** A random Message-ID of our domain, without brackets. */
export function newMessageId(domain: string): string {
  return `${randomUUID()}@${domain}`
}
