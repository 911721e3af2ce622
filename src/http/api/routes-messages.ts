/**
 * The routes of messages in and letters out. Reading one message is itself audited.
 *
 * SPEC §12, §13.6, §13.7
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import {
  inboundById,
  listInbound,
  listOutbound,
  outboundById,
} from '../../ledger/views/vues-messages.ts'
import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { refuseCursor, sendProblem } from '../problem.ts'
import { auditReading } from '../reading-audit.ts'
import { holderOf, requires } from '../session/access.ts'
import { cursorOf, positionOf } from './cursor.ts'
import {
  answers,
  INBOUND,
  INBOUND_DETAIL,
  OUTBOUND,
  OUTBOUND_DETAIL,
  object,
  outcome,
  pageSchema,
  query,
  REASON,
} from './schemas.ts'

/** States of a message in, as the API and the page name them. */
export const INBOUND_STATES = ['received', 'accepted', 'refused', 'quarantined', 'deferred']
/** States of a letter. */
export const OUTBOUND_STATES = [
  'a_envoyer',
  'en_cours',
  'remis',
  'differe',
  'bloque',
  'echec',
  'retire',
]
const NUMERO_SEUL = '^[A-Z]{2}-\\d{4}-\\d{6,9}$'
const BY_ID = object({ id: { type: 'string', maxLength: 64 } })

interface ById {
  Params: { id: string }
}
interface List {
  Querystring: { [name: string]: string | undefined; cursor?: string } & { limit: number }
}
interface Reasoned extends ById {
  Body: { motif: string }
}

/** Adds the routes. */
export function addMessageRoutes(app: FastifyInstance, options: StatusOptions): void {
  const { db, keys } = options
  const onRequest = requires('ops', options)
  const security = [{ bearer: [] }]
  const state = (values: string[]) => ({
    state: { type: 'string', enum: values },
    etat: { type: 'string', enum: values, description: 'Comme `state`' },
    code: { type: 'string', maxLength: 80 },
    dossier: { type: 'string', pattern: NUMERO_SEUL },
  })

  app.get<List>(
    '/api/v1/messages/inbound',
    {
      onRequest,
      schema: {
        tags: ['messages'],
        summary: 'Messages reçus, du plus récent au plus ancien',
        security,
        querystring: query(state(INBOUND_STATES)),
        response: answers({ 200: pageSchema(INBOUND) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { state: asked, etat, code, dossier, cursor, limit } = request.query
      const after = positionOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const page = await listInbound(db, { state: asked ?? etat, code, dossier }, { after, limit })
      return { items: page.items, next: cursorOf(page.next) }
    },
  )

  app.get<ById>(
    '/api/v1/messages/inbound/:id',
    {
      onRequest,
      schema: {
        tags: ['messages'],
        summary: 'Un message et son verdict (lecture tracée)',
        security,
        params: BY_ID,
        response: answers({ 200: INBOUND_DETAIL }, 401, 403, 404),
      },
    },
    async (request, reply) => {
      const found = await inboundById(db, keys, request.params.id)
      if (found === null) return sendProblem(reply, 'not-found')
      await auditReading('message.lu', { message: found.id }, holderOf(request), options)
      return found
    },
  )

  // What a person does with one message is answered with what became of it.
  const actionOn = (summary: string) => ({
    onRequest,
    schema: {
      tags: ['messages'],
      summary,
      security,
      params: BY_ID,
      body: REASON,
      response: outcome({ 200: INBOUND_DETAIL }),
    },
  })
  const acting =
    (quoi: 'replay' | 'close') =>
    async (request: FastifyRequest<Reasoned>, reply: FastifyReply): Promise<unknown> => {
      const { id } = request.params
      if ((await inboundById(db, keys, id)) === null) return sendProblem(reply, 'not-found')
      const command = { quoi, parametres: { id }, motif: request.body.motif } as const
      const outcome = await ask(command, holderOf(request), options)
      if (outcome.kind !== 'done') return sendOutcome(reply, outcome, 200)
      return await inboundById(db, keys, id)
    }
  app.post<Reasoned>(
    '/api/v1/messages/inbound/:id/replay',
    actionOn('Juge à nouveau un message, à son instant de réception'),
    acting('replay'),
  )
  app.post<Reasoned>(
    '/api/v1/messages/inbound/:id/close',
    actionOn('Classe un message refusé ou mis de côté : il n’attend plus personne'),
    acting('close'),
  )

  app.get<List>(
    '/api/v1/messages/outbound',
    {
      onRequest,
      schema: {
        tags: ['messages'],
        summary: 'Courriers envoyés, du plus récent au plus ancien',
        security,
        querystring: query(state(OUTBOUND_STATES)),
        response: answers({ 200: pageSchema(OUTBOUND) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { state: asked, etat, code, dossier, cursor, limit } = request.query
      const after = positionOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const page = await listOutbound(db, { state: asked ?? etat, code, dossier }, { after, limit })
      return { items: page.items, next: cursorOf(page.next) }
    },
  )

  app.get<ById>(
    '/api/v1/messages/outbound/:id',
    {
      onRequest,
      schema: {
        tags: ['messages'],
        summary: 'Un courrier et ses essais de remise',
        security,
        params: BY_ID,
        response: answers({ 200: OUTBOUND_DETAIL }, 401, 403, 404),
      },
    },
    async (request, reply) =>
      (await outboundById(db, request.params.id)) ?? sendProblem(reply, 'not-found'),
  )

  app.post<Reasoned>(
    '/api/v1/messages/outbound/:id/retry',
    {
      onRequest,
      schema: {
        tags: ['messages'],
        summary: 'Relance la remise d’un courrier',
        security,
        params: BY_ID,
        body: REASON,
        response: outcome({ 200: OUTBOUND_DETAIL }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if ((await outboundById(db, id)) === null) return sendProblem(reply, 'not-found')
      const command = { quoi: 'retry', parametres: { id }, motif: request.body.motif } as const
      const outcome = await ask(command, holderOf(request), options)
      if (outcome.kind !== 'done') return sendOutcome(reply, outcome, 200)
      // Another letter took its place where its reader has another address now.
      const { id: left } = outcome.result as { readonly id?: unknown }
      return await outboundById(db, typeof left === 'string' ? left : id)
    },
  )
}
