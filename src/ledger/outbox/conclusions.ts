/**
 * How the attempt of a letter ended.
 *
 * In    the letter, the attempt, its end
 * Out   its row, and whether another letter waits behind it
 *
 * SPEC §10, §13.3
 */

import type { Sql } from '../../postgres/sql.ts'
import { SUIVIE } from './ordre.ts'

/** What became of an attempt. */
export interface FinTentative {
  readonly etat: 'remis' | 'differe' | 'bloque' | 'echec' | 'retire'
  readonly code: string | null
  /** When a deferred letter is due again. */
  readonly prochaine?: Date | null
  readonly responsable?: string | null
  /** The database's clock if absent. */
  readonly le?: Date
  /** Which attempt ended; the last if absent. */
  readonly no?: number
}

/**
 * Writes the end of an attempt, and says whether a letter waits behind this one; null when it changes nothing. Of an attempt that is no longer the one in
 * hand (its worker was frozen, another took over, a person withdrew the letter) only a handover counts,
 * once: a late word never turns a state back.
 */
export async function concludeEnvoi(
  sql: Sql,
  id: string,
  end: FinTentative,
): Promise<{ readonly suivie: boolean } | null> {
  const rows = await sql.query<{ suivie: boolean }>(
    `with t as (
       update tentative set fin = coalesce($6, now()), issue = $2, code = $3
       from envoi e where e.id = $1 and envoi = $1 and no = coalesce($7, e.tentatives))
     update envoi e set etat = $2, code = $3, prochaine = coalesce($4, prochaine), responsable = $5,
       remis_le = case when $2 = 'remis' then coalesce($6, now()) else remis_le end, pertes = 0,
       pris_par = null, pris_jusqua = null
     where id = $1 and ((etat = 'en_cours' and tentatives = coalesce($7, tentatives))
       or ($2 = 'remis' and remis_le is null))
     returning ${SUIVIE} as suivie`,
    [
      id,
      end.etat,
      end.code,
      end.prochaine ?? null,
      end.responsable ?? null,
      end.le ?? null,
      end.no ?? null,
    ],
  )
  return rows[0] ?? null
}
