/**
 * The administrators' pages: sign in with a token, look, ask for a replay with a reason.
 *
 * In    forms of our own pages only, the sign-in among them: each comes from this site; in a session, with its word
 * Out   HTML without script
 * Refuses   a bad token, a form from elsewhere, a page beyond the token
 *
 * SPEC §12 (`GET /`)
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { ERRORS } from '../../errors.ts'
import { openTravaux } from '../../ledger/dossiers/travaux.ts'
import { listDossiers, namesOf, oldestWaiting, queues } from '../../ledger/views/vues-dossiers.ts'
import { listJournal } from '../../ledger/views/vues-journal.ts'
import {
  inboundById,
  listInbound,
  listOutbound,
  outboundById,
} from '../../ledger/views/vues-messages.ts'
import { overview } from '../../ledger/views/vues-status.ts'
import { cursorOf, numberOf, positionOf } from '../api/cursor.ts'
import { INBOUND_STATES, OUTBOUND_STATES } from '../api/routes-messages.ts'
import { gaugesOf, type StatusOptions } from '../options.ts'
import { refuseParameter } from '../problem.ts'
import { auditReading } from '../reading-audit.ts'
import { endCookie, type Holder, heard, isFromElsewhere, sessionCookie } from '../session/access.ts'
import { html } from './html.ts'
import { addBillingPages } from './page-billing-routes.ts'
import { dashboard, lettersTable, messagesTable } from './page-dashboard.ts'
import { dossiersPage, journalPage, letterPage, messagePage } from './page-details.ts'
import { addDossierPage } from './page-dossier-routes.ts'
import { more, opens } from './page-layout.ts'
import { addRequisPage } from './page-requis.ts'
import { type Desk, openDesk } from './page-session.ts'
import { addTokenPages } from './page-tokens.ts'
import { todoSection } from './page-travaux.ts'
import { ICON, STYLE } from './style.ts'

const PAGE_SIZE = 50
const LATE_SHOWN = 100
const WAITING_SHOWN = 10
const DAY_SECONDS = 86_400
/** What changes nothing may be asked from anywhere. */
const SAFE: readonly string[] = ['GET', 'HEAD']

interface Asked {
  Querystring: { [name: string]: string | undefined }
}
interface ById {
  Params: { id: string }
  Body: { [name: string]: string } | undefined
}

/** Adds the pages. */
export function addPages(app: FastifyInstance, options: StatusOptions): void {
  const desk = openDesk(options)
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true }
  })
  app.addHook('onRequest', async (request, reply) => {
    if (SAFE.includes(request.method) || !isFromElsewhere(request)) return undefined
    return desk.fromElsewhere(request, reply)
  })
  const asset = (path: string, type: string, body: string): void => {
    app.get(path, (_request, reply) =>
      reply.type(type).header('Cache-Control', `max-age=${DAY_SECONDS}`).send(body),
    )
  }
  asset('/style.css', 'text/css; charset=utf-8', STYLE)
  asset('/icone.svg', 'image/svg+xml', ICON)
  addSession(app, desk, options)
  addLooks(app, desk, options)
  addDetails(app, desk, options)
  addDossierPage(app, desk, options)
  addRequisPage(app, desk, options)
  addTokenPages(app, desk, options)
  addBillingPages(app, desk, options)
}

function addSession(app: FastifyInstance, desk: Desk, options: StatusOptions): void {
  const { keys, clock } = options

  app.get('/', async (request, reply) => {
    const holder = await desk.holder(request)
    if (holder === null) return desk.signIn(request, reply)
    return await home(request, reply, holder, desk, options)
  })

  app.post<{ Body: { jeton?: string } | undefined }>('/connexion', async (request, reply) => {
    const holder = await heard(request, (request.body?.jeton ?? '').trim() || null, options)
    if (typeof holder === 'number') {
      const text = ERRORS['acces-verrouille'].public
      const said = { holder: null, title: 'Accès refusé', text, back: '/', status: 429 }
      return desk.notice(request, reply.header('Retry-After', holder), said)
    }
    if (holder === null) return desk.signIn(request, reply, 'refused')
    const secure = request.protocol === 'https'
    reply.header('Set-Cookie', sessionCookie(holder, { now: clock.now(), keys, secure }))
    return reply.redirect('/', 303)
  })

  app.post<ById>('/deconnexion', async (request, reply) => {
    if ((await desk.admitForm(request, reply, null)) === null) return reply
    reply.header('Set-Cookie', endCookie(request.protocol === 'https'))
    return reply.redirect('/', 303)
  })
}

// A token that does not open `status` finds its own work first.
async function home(
  request: FastifyRequest,
  reply: FastifyReply,
  holder: Holder,
  desk: Desk,
  options: StatusOptions,
): Promise<FastifyReply> {
  if (!opens(holder, 'status')) {
    return reply.redirect(opens(holder, 'ops') ? '/messages' : '/facturation', 303)
  }
  const { db, clock, health } = options
  const now = clock.now()
  const page = { after: null, limit: PAGE_SIZE }
  const ops = opens(holder, 'ops')
  const [seen, gauges, found, waiting, late, oldest, travaux, failed, blocked, quarantined] =
    await Promise.all([
      overview(db, now),
      gaugesOf(options),
      health(),
      queues(db, now),
      listDossiers(db, { enRetard: true }, now, { after: null, limit: LATE_SHOWN }),
      oldestWaiting(db, now, WAITING_SHOWN),
      openTravaux(db, PAGE_SIZE),
      ops ? listOutbound(db, { state: 'echec' }, page) : null,
      ops ? listOutbound(db, { state: 'bloque' }, page) : null,
      ops ? listInbound(db, { state: 'quarantined', ouverts: 'oui' }, page) : null,
    ])
  const requis = [...late.items, ...oldest].flatMap((each) =>
    each.sollicitations.map((slot) => slot.requis),
  )
  const names = await namesOf(db, [...requis, ...waiting.map((each) => each.requis)])
  const shown = dashboard({
    now,
    seen,
    gauges,
    health: found,
    queues: waiting,
    late: late.items,
    oldest,
    names,
    failed: failed === null ? null : [...failed.items, ...(blocked?.items ?? [])],
    quarantined: quarantined?.items ?? null,
  })
  const body = html`${shown}${todoSection(travaux)}`
  return desk.show(request, reply, { title: 'Vue d’ensemble', here: '/', holder, body })
}

function addLooks(app: FastifyInstance, desk: Desk, { db, clock }: StatusOptions): void {
  app.get<Asked>('/dossiers', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'status')
    if (holder === null) return reply
    const enRetard = request.query.en_retard === 'oui'
    const etat = request.query.etat || undefined
    const filtre = { etat, ...(enRetard && { enRetard }) }
    const after = positionOf(request.query.cursor) ?? null
    const list = await listDossiers(db, filtre, clock.now(), { after, limit: PAGE_SIZE })
    const names = await namesOf(
      db,
      list.items.map((each) => each.requerant),
    )
    const path = `/dossiers?${new URLSearchParams({ etat: etat ?? '', en_retard: enRetard ? 'oui' : '' })}`
    const body = html`${dossiersPage(list.items, { etat, enRetard }, names)}${more(path, cursorOf(list.next))}`
    return desk.show(request, reply, { title: 'Dossiers', here: '/dossiers', holder, body })
  })

  app.get<Asked>('/messages', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const state = request.query.state || undefined
    if (isStrange(state, INBOUND_STATES)) return refuseState(reply, INBOUND_STATES)
    const after = positionOf(request.query.cursor) ?? null
    const list = await listInbound(db, { state }, { after, limit: PAGE_SIZE })
    const path = `/messages?${new URLSearchParams({ state: state ?? '' })}`
    const body = html`${messagesTable('Messages, du plus récent au plus ancien', list.items)}${more(path, cursorOf(list.next))}`
    return desk.show(request, reply, { title: 'Messages reçus', here: '/messages', holder, body })
  })

  app.get<Asked>('/envois', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const state = request.query.state || undefined
    if (isStrange(state, OUTBOUND_STATES)) return refuseState(reply, OUTBOUND_STATES)
    const after = positionOf(request.query.cursor) ?? null
    const list = await listOutbound(db, { state }, { after, limit: PAGE_SIZE })
    const path = `/envois?${new URLSearchParams({ state: state ?? '' })}`
    const body = html`${lettersTable(list.items)}${more(path, cursorOf(list.next))}`
    return desk.show(request, reply, { title: 'Envois', here: '/envois', holder, body })
  })

  app.get<Asked>('/journal', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const after = numberOf(request.query.cursor) ?? null
    const list = await listJournal(db, {}, { after, limit: PAGE_SIZE })
    const body = html`${journalPage(list.items)}${more('/journal', cursorOf(list.next))}`
    return desk.show(request, reply, { title: 'Journal', here: '/journal', holder, body })
  })
}

function addDetails(app: FastifyInstance, desk: Desk, options: StatusOptions): void {
  const { db, keys } = options

  app.get<ById>('/messages/:id', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const found = await inboundById(db, keys, request.params.id)
    if (found === null) return desk.missing(request, reply, holder)
    await auditReading('message.lu', { message: found.id }, holder, options)
    const body = messagePage(found, desk.frame(request, holder))
    return desk.show(request, reply, { title: 'Message reçu', here: '/messages', holder, body })
  })

  app.get<ById>('/envois/:id', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const found = await outboundById(db, request.params.id)
    if (found === null) return desk.missing(request, reply, holder)
    const body = letterPage(found, desk.frame(request, holder))
    return desk.show(request, reply, { title: 'Envoi', here: '/envois', holder, body })
  })

  app.post<ById>('/messages/:id/rejouer', async (request, reply) => {
    const { id } = request.params
    return await desk.carryOut(request, reply, {
      scope: 'ops',
      command: { quoi: 'replay', parametres: { id } },
      reason: 'required',
      back: `/messages/${encodeURIComponent(id)}`,
      done: () => 'Message jugé à nouveau.',
    })
  })

  app.post<ById>('/messages/:id/classer', async (request, reply) => {
    const { id } = request.params
    return await desk.carryOut(request, reply, {
      scope: 'ops',
      command: { quoi: 'close', parametres: { id } },
      reason: 'required',
      back: `/messages/${encodeURIComponent(id)}`,
      done: () => 'Message classé : il n’attend plus personne.',
    })
  })

  app.post<ById>('/envois/:id/relancer', async (request, reply) => {
    const { id } = request.params
    return await desk.carryOut(request, reply, {
      scope: 'ops',
      command: { quoi: 'retry', parametres: { id } },
      reason: 'required',
      back: `/envois/${encodeURIComponent(id)}`,
      done: (result) =>
        (result as { readonly id?: unknown }).id === id
          ? 'Envoi relancé.'
          : 'Le destinataire a maintenant une autre adresse : la lettre y part, sous un autre envoi.',
    })
  })
}

/** A list of a state that there is not would look like « nothing waits ». SPEC §12 */
function isStrange(state: string | undefined, known: readonly string[]): boolean {
  return state !== undefined && !known.includes(state)
}

function refuseState(reply: FastifyReply, known: readonly string[]): FastifyReply {
  return refuseParameter(reply, 'querystring/state', `attendu : ${known.join(', ')}`)
}
