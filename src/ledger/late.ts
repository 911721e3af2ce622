/**
 * What has waited too long or fails, as the watch sees it: a code, a subject, and whether it holds now.
 *
 * SPEC §6.8 (no silence), §10 (a failure reaches the administrator)
 */

import type { Sql } from '../postgres/sql.ts'
import { LOST } from './annuaire/requis-disparus.ts'
import { MAX_FAUTES } from './dossiers/echeances.ts'

/** A finding: `sujet` is an identifier of ours. */
export interface Constat {
  readonly code: string
  readonly sujet: string
}

const WAITING_MINUTES = 10
/** Attempts in the last minutes, none of which got through, that make a relay down. */
const RELAY_MINUTES = 5
const RELAY_ATTEMPTS = 3
/** The operators' list is made anew every day. */
const LISTE_HOURS = 48

/** Everything that is wrong at `now`. */
export async function constats(sql: Sql, now: Date): Promise<Constat[]> {
  return await sql.query<Constat>(
    `select 'messages-en-attente' as code, 'messages' as sujet where exists (
       select from message_entrant where etat in ('received', 'deferred')
         and recu_le < $1::timestamptz - interval '${WAITING_MINUTES} minutes')
     union all
     select 'remises-en-retard', 'envois' where exists (
       select from envoi where etat in ('a_envoyer', 'en_cours', 'differe')
         and (tentatives > 0 or code = 'destination-occupee')
         and coalesce(relance_le, cree_le) < $1::timestamptz - interval '${WAITING_MINUTES} minutes')
     union all
     select 'relais-injoignable', 'relais' from (
         select issue from tentative
         where fin > $1::timestamptz - interval '${RELAY_MINUTES} minutes'
           and (code like 'delivery-%' or issue = 'remis')
         union all
         -- They wait their turn behind those.
         select 'differe' from envoi where etat = 'differe' and code = 'destination-occupee') as t
       having count(*) >= ${RELAY_ATTEMPTS} and count(*) filter (where issue <> 'differe') = 0
     union all
     -- Tries grow rare while it is away: it goes on until one gets through, or nothing waits for it.
     select 'relais-injoignable', a.sujet from alerte as a
       where a.code = 'relais-injoignable' and a.fin is null
         and not exists (select from tentative where fin > a.debut and issue <> 'differe'
           and (code like 'delivery-%' or issue = 'remis'))
         and exists (select from envoi where etat = 'differe'
           and (code like 'delivery-%' or code = 'destination-occupee'))
     union all
     select 'compte-rendu-bloque', id::text from envoi
       where lettre = 'compteRendu' and etat in ('bloque', 'echec')
     union all
     select 'echeances-en-retard', 'dossiers' where exists (
       select from dossier
       where prochaine_echeance < $1::timestamptz - interval '${WAITING_MINUTES} minutes')
     union all
     select 'echeance-bloquee', numero from dossier where fautes >= ${MAX_FAUTES}
     union all
     select distinct 'requis-disparu', r.rpps from requis r join professionnel p on p.rpps = r.rpps
       join sollicitation s on s.requis_rpps = r.rpps and s.terminee_le is null
       where ${LOST}
     union all
     select 'liste-vieillie', 'liste-blanche' from liste_blanche
       where generee_le < $1::timestamptz - interval '${LISTE_HOURS} hours'`,
    [now],
  )
}

/** Alerts that are open, of the codes that a watch opens. */
export async function alertesOuvertes(sql: Sql, codes: readonly string[]): Promise<Constat[]> {
  return await sql.query<Constat>(
    'select code, sujet from alerte where fin is null and code = any($1)',
    [[...codes]],
  )
}

/** How far, in milliseconds, this process's clock is ahead of the database's, which all hosts share. */
export async function clockAhead(sql: Sql, read: () => Date): Promise<number> {
  const before = read().getTime()
  const [row] = await sql.query<{ now: Date }>('select clock_timestamp() as now')
  const after = read().getTime()
  const there = row?.now.getTime() ?? before
  return there >= before && there <= after ? 0 : (before + after) / 2 - there
}
