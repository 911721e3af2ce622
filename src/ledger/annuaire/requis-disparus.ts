/**
 * Enrolled physicians whom the directory has lost: what they hold is a coordinator's to settle.
 *
 * SPEC §9, §13.13
 */
import type { Instant } from '../../domain/correspondant.ts'
import type { CodeTravail } from '../../domain/travaux.ts'
import type { Sql } from '../../postgres/sql.ts'
import { openTravail } from '../dossiers/travaux.ts'

const CODE = 'requis-disparu' satisfies CodeTravail

/** Enrolled, active, and in no source any more, or with no address left. */
export const LOST = `r.actif and (p.disparu_le is not null or not exists (
  select from adresse_mss a where a.rpps = r.rpps and a.disparu_le is null))`

/** Of this requis, the directory dropped the row: with the numbers of the open dossiers that he holds. */
export interface RequisDisparu {
  readonly rpps: string
  readonly nom: string
  readonly prenom: string
  readonly numeros: readonly string[]
}

/** Those whom the import of `at` has lost, with a work item in each open dossier that they hold. */
export async function openLost(sql: Sql, at: Date): Promise<readonly RequisDisparu[]> {
  const found = await sql.query<
    Omit<RequisDisparu, 'numeros'> & { dossiers: { id: string; numero: string }[] }
  >(
    `select r.rpps, p.nom, p.prenom,
       coalesce((select jsonb_agg(distinct jsonb_build_object('id', d.id, 'numero', d.numero))
         from sollicitation s join dossier d on d.id = s.dossier
         where s.requis_rpps = r.rpps and s.terminee_le is null), '[]') as dossiers
     from requis r join professionnel p on p.rpps = r.rpps
     where ${LOST} and (p.disparu_le = $1 or exists (
       select from adresse_mss a where a.rpps = r.rpps and a.disparu_le = $1)) order by r.rpps`,
    [at],
  )
  for (const { rpps, dossiers } of found) {
    for (const { id } of dossiers) {
      const cle = `${CODE}:${rpps}:${at.toISOString() as Instant}`
      await openTravail(sql, id, { cle, code: CODE, erreur: `RPPS ${rpps}` }, at)
    }
  }
  return found.map(({ dossiers, ...who }) => ({
    ...who,
    numeros: dossiers.map(({ numero }) => numero).toSorted(),
  }))
}

/** Ends the work items of those who are in the directory again, or hold nothing of their dossier any more. */
export async function settleFound(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `update travail t set regle_le = $2, regle_par = 'passerelle'
     where t.code = $1 and t.regle_le is null and not exists (
       select from requis r join professionnel p on p.rpps = r.rpps
         join sollicitation s on s.requis_rpps = r.rpps and s.terminee_le is null
       where s.dossier = t.dossier and 'RPPS ' || r.rpps = t.erreur and ${LOST})`,
    [CODE, now],
  )
}
