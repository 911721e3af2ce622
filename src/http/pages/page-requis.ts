/**
 * The page of the requis: who answers for what, who is away, and the form that says so.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { DAY_MS, HOUR_MS } from '../../domain/calendrier.ts'
import type { CodeSpecialite } from '../../domain/correspondant.ts'
import type { Pool } from '../../domain/pool.ts'
import { libelleSpecialite } from '../../domain/specialites.ts'
import { listRequis, type RequisVu } from '../../ledger/annuaire/absences.ts'
import { poolsOf } from '../../ledger/annuaire/pools.ts'
import type { StatusOptions } from '../options.ts'
import { type Html, html } from './html.ts'
import { type Frame, hidden, label, more, table } from './page-layout.ts'
import type { Desk } from './page-session.ts'

const PAGE_SIZE = 100

/** Adds the page and its form. */
export function addRequisPage(
  app: FastifyInstance,
  desk: Desk,
  { db, clock }: StatusOptions,
): void {
  app.get<{ Querystring: { cursor?: string } }>('/requis', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const after = /^\d{11}$/.exec(request.query.cursor ?? '')?.[0] ?? null
    const found = await listRequis(db, clock.now(), { after, limit: PAGE_SIZE + 1 })
    const shown = found.slice(0, PAGE_SIZE)
    const next = found.length > PAGE_SIZE ? (shown.at(-1)?.rpps ?? null) : null
    const pools = await poolsOf(db, null)
    const body = html`${absenceForm(desk.frame(request, holder))}${requisTable(shown, desk.frame(request, holder))}${more('/requis', next)}${poolsTable(pools)}`
    return desk.show(request, reply, { title: 'Médecins requis', here: '/requis', holder, body })
  })

  app.post<{ Body: { [name: string]: string } | undefined }>(
    '/requis/absence',
    async (request, reply) => {
      const said = (name: string): string => (request.body?.[name] ?? '').trim()
      const delegue = said('delegue') === '' ? null : said('delegue')
      const parametres = { rpps: said('rpps'), du: said('du'), au: said('au'), delegue }
      return await desk.carryOut(request, reply, {
        scope: 'ops',
        command: { quoi: 'absence', parametres },
        reason: 'required',
        back: '/requis',
        done: absenceNotice,
      })
    },
  )

  app.post<{ Body: { [name: string]: string } | undefined }>(
    '/requis/activite',
    async (request, reply) => {
      const said = (name: string): string => (request.body?.[name] ?? '').trim()
      const parametres = { rpps: said('rpps'), actif: said('actif') === 'oui' }
      return await desk.carryOut(request, reply, {
        scope: 'ops',
        command: { quoi: 'activite', parametres },
        reason: 'required',
        back: '/requis',
        done: activityNotice,
      })
    },
  )

  app.post<{ Body: { [name: string]: string } | undefined }>(
    '/requis/presence',
    async (request, reply) => {
      const said = (name: string): string => (request.body?.[name] ?? '').trim()
      const day = (name: string): string | null => said(name) || null
      const parametres = { rpps: said('rpps'), du: day('du'), au: day('au') }
      return await desk.carryOut(request, reply, {
        scope: 'ops',
        command: { quoi: 'presence', parametres },
        reason: 'required',
        back: '/requis',
        done: presenceNotice,
      })
    },
  )
}

/** Makes him inactive, or active again. */
function activityForm({ rpps, actif }: RequisVu, frame: Frame): Html {
  const id = `motif-actif-${rpps}`
  return html`<form class="enligne" method="post" action="/requis/activite">${hidden(frame)}
<input type="hidden" name="rpps" value="${rpps}"><input type="hidden" name="actif" value="${actif ? 'non' : 'oui'}">
<label class="aide" for="${id}">Motif</label><input id="${id}" name="motif" required minlength="3" maxlength="500">
<button class="discret">${actif ? 'Rendre inactif' : 'Rendre actif'}</button></form>`
}

function activityNotice(result: unknown): string {
  const { rpps, actif, dossiers, gardes } = result as {
    rpps: string
    actif: boolean
    dossiers: number
    gardes: readonly string[]
  }
  if (actif) return `Le RPPS ${rpps} est actif : des demandes lui sont de nouveau adressées.`
  if (dossiers === 0) return `Le RPPS ${rpps} est inactif. Il n’avait aucune demande en charge.`
  const kept = gardes.length === 0 ? '' : ` Sans remplaçant : ${gardes.join(', ')}.`
  return `Le RPPS ${rpps} est inactif. Dossiers revus : ${dossiers}.${kept}`
}

/** Takes one absence back, or what is left of it. */
function returnForm(
  rpps: string,
  { du, au }: { readonly du: string; readonly au: string },
  frame: Frame,
): Html {
  const id = `motif-${rpps}-${du}`
  return html`<form class="enligne" method="post" action="/requis/presence">${hidden(frame)}
<input type="hidden" name="rpps" value="${rpps}"><input type="hidden" name="du" value="${du}"><input type="hidden" name="au" value="${au}">
<label class="aide" for="${id}">Motif</label><input id="${id}" name="motif" required minlength="3" maxlength="500">
<button class="discret">Retirer</button></form>`
}

function presenceNotice(result: unknown): string {
  const { rpps, absences } = result as { rpps: string; absences: readonly unknown[] }
  return absences.length === 0
    ? `Le RPPS ${rpps} n’est plus annoncé absent : des demandes lui sont de nouveau adressées.`
    : `Le retour du RPPS ${rpps} est noté ; d’autres absences restent annoncées.`
}

function absenceForm(frame: Frame): Html {
  return html`<h2>Noter une absence</h2>
<p>Ses demandes ouvertes sont proposées à d’autres, son délégué d’abord. Au-delà de la personne ou de la spécialité demandée, l’accord du requérant est d’abord demandé.</p>
<form class="motif" method="post" action="/requis/absence">${hidden(frame)}
<label for="rpps">RPPS de l’absent</label><input id="rpps" name="rpps" required pattern="[0-9]{11}" inputmode="numeric">
<label for="du">Premier jour</label><input id="du" name="du" type="date" required>
<label for="au">Dernier jour</label><input id="au" name="au" type="date" required>
<label for="delegue">RPPS du délégué <span class="aide">(facultatif)</span></label><input id="delegue" name="delegue" pattern="[0-9]{11}" inputmode="numeric">
<label for="motif">Motif <span class="aide">(gardé au journal)</span></label>
<input id="motif" name="motif" required minlength="3" maxlength="500" placeholder="Congés annoncés par téléphone">
<button>Noter l’absence</button></form>`
}

function absenceNotice(result: unknown): string {
  const { rpps, dossiers = 0 } = result as { rpps: string; dossiers?: number }
  const held =
    dossiers === 0 ? 'Il n’avait aucune demande en charge.' : `Dossiers revus : ${dossiers}.`
  return `L’absence du RPPS ${rpps} est notée. ${held}`
}

function requisTable(requis: readonly RequisVu[], frame: Frame): Html {
  return table(
    'Médecins inscrits comme requis',
    ['Médecin', 'RPPS', 'Spécialités', 'Par jour', 'État', 'Absences'],
    requis.map(
      (one) => html`<tr><th scope="row">${one.prenom} ${one.nom}</th><td>${one.rpps}</td>
<td>${one.specialites.map((code) => libelleSpecialite(code as CodeSpecialite)).join(', ') || 'par son nom'}</td>
<td>${one.capaciteParJour ?? 'sans limite'}</td><td>${etatLabel(one)}${activityForm(one, frame)}</td>
<td>${one.absences.map(({ du, au, delegue }) => html`du ${du} au ${au}${delegue === null ? null : html`, délégué ${delegue}`}${returnForm(one.rpps, { du, au }, frame)}`)}</td></tr>\n`,
    ),
    'Aucun médecin n’est inscrit comme requis.',
  )
}

/** Active, and known to the directory: else why he can answer nothing. */
function etatLabel({ actif, disparu }: RequisVu): Html {
  if (disparu) return label('disparu de l’annuaire', 'mal')
  return actif ? label('actif', 'bien') : label('inactif', 'neutre')
}

function poolsTable(pools: readonly Pool[]): Html {
  return html`<h2>Règles propres à une spécialité</h2>
${table(
  'Ce que la commande « confrere pool set » a défini',
  ['Spécialité', 'Coordinateur', 'Rappel', 'Limite', 'Expiration', 'Documents demandés'],
  pools.map(
    ({
      specialite,
      coordinateur,
      delais,
      documents,
    }) => html`<tr><th scope="row">${libelleSpecialite(specialite)}</th>
<td>${coordinateur ?? 'celui des réglages'}</td><td>${hours(delais.rappelMs)}</td><td>${hours(delais.limiteMs)}</td>
<td>${hours(delais.expirationJours === undefined ? undefined : delais.expirationJours * DAY_MS)}</td><td>${documents.join(', ') || '—'}</td></tr>\n`,
  ),
  'Toutes les spécialités suivent les réglages.',
)}`
}

function hours(ms: number | undefined): string {
  return ms === undefined ? 'comme partout' : `${Math.round(ms / HOUR_MS)} h`
}
