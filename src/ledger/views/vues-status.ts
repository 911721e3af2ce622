/**
 * The gateway at a glance: counts by state, what waits longest, what is late, alerts, the age of the audit's seal.
 *
 * In    the present instant
 * Out   numbers; never a person, never a label that could be one
 *
 * SPEC §12 (status, metrics), §13.4
 */

import type { Sql } from '../../postgres/sql.ts'
import { answersAtAGlance } from '../certificates/ocsp-responses.ts'
import { iso } from '../paging.ts'

/** How many rows are in a state, and since when the oldest of them. */
export interface Compte {
  readonly nombre: number
  readonly depuis: string | null
}

export type Comptes = { readonly [etat: string]: Compte }

/** Everything at a glance. */
export interface Apercu {
  readonly messages: Comptes
  readonly dossiers: Comptes
  readonly sollicitations: Comptes
  readonly envois: Comptes
  readonly enRetard: number
  /** Messages set aside that nobody has closed. */
  readonly quarantaine: number
  /** Last signed checkpoint of the audit; null: none yet. */
  readonly pointDeControle: string | null
  /** When the operators' white list in force was made; null: there is none. */
  readonly listeGenereeLe: string | null
  /** Certificates that authorities are asked about, those without an answer that serves, the oldest answer in use. */
  readonly ocsp: { readonly suivis: number; readonly sans: number; readonly depuis: string | null }
  readonly commandes: Compte
  readonly alertes: readonly Alerte[]
}

/** Something that somebody must look at. */
export interface Alerte {
  readonly code: string
  readonly sujet: string
  readonly debut: string
  readonly responsable: string
}

const ETATS = {
  // What a person closed waits for nobody, whatever was judged of it.
  messages: ['received', 'accepted', 'refused', 'quarantined', 'deferred', 'closed'],
  dossiers: ['incomplet', 'en_cours', 'repondu', 'sans_reponse', 'annule', 'clos'],
  sollicitations: [
    'en_attente',
    'acceptee',
    'complement_demande',
    'accord_demande',
    'rendue',
    'refusee',
    'reorientee',
    'expiree',
  ],
  envois: ['a_envoyer', 'en_cours', 'remis', 'differe', 'bloque', 'echec', 'retire'],
} as const

/** Looks at everything at once. */
export async function overview(sql: Sql, now: Date): Promise<Apercu> {
  const rows = await sql.query<{ quoi: string; etat: string; nombre: number; depuis: Date | null }>(
    `select 'messages' as quoi, case when classe_le is null then etat else 'closed' end as etat,
       count(*)::int as nombre, min(recu_le) as depuis from message_entrant group by 2
     union all select 'dossiers', etat, count(*)::int, min(ouvert_le) from dossier group by etat
     union all select 'sollicitations', etat, count(*)::int, min(ouverte_le)
       from sollicitation group by etat
     union all select 'envois', etat, count(*)::int, min(cree_le) from envoi group by etat
     union all select 'commandes', '', count(*)::int, min(cree_le) from commande where fait_le is null
     union all select 'retard', '', count(*)::int, null from sollicitation
       where terminee_le is null and etat in ('en_attente', 'acceptee')
         and (en_retard or limite_le <= $1)
     union all select 'quarantaine', '', count(*)::int, null from message_entrant
       where etat = 'quarantined' and classe_le is null
     union all select 'pointe', '', 0, max(instant) from point_de_controle
     union all select 'liste', '', 0, max(generee_le) from liste_blanche`,
    [now],
  )
  const counts = (quoi: keyof typeof ETATS): Comptes =>
    Object.fromEntries(
      ETATS[quoi].map((etat) => [
        etat,
        compte(rows.find((r) => r.quoi === quoi && r.etat === etat)),
      ]),
    )
  const { nombre: suivis, sans, depuis } = await answersAtAGlance(sql, now)
  const single = (quoi: string): Compte => compte(rows.find((row) => row.quoi === quoi))
  return {
    messages: counts('messages'),
    dossiers: counts('dossiers'),
    sollicitations: counts('sollicitations'),
    envois: counts('envois'),
    enRetard: single('retard').nombre,
    quarantaine: single('quarantaine').nombre,
    pointDeControle: single('pointe').depuis,
    listeGenereeLe: single('liste').depuis,
    ocsp: { suivis, sans, depuis: iso(depuis) },
    commandes: single('commandes'),
    alertes: await openAlerts(sql),
  }
}

async function openAlerts(sql: Sql): Promise<Alerte[]> {
  const rows = await sql.query<{ code: string; sujet: string; debut: Date; responsable: string }>(
    'select code, sujet, debut, responsable from alerte where fin is null order by debut limit 100',
  )
  return rows.map((row) => ({ ...row, debut: row.debut.toISOString() }))
}

function compte(row: { nombre: number; depuis: Date | null } | undefined): Compte {
  return { nombre: row?.nombre ?? 0, depuis: iso(row?.depuis ?? null) }
}
