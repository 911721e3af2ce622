/**
 * The tokens of the API: who holds one, until when, when it was last used; and how one is taken back.
 *
 * A revocation is no command row: it waits for no worker, and each process asks the ledger at each request.
 * SPEC §12, §13.6
 */
import type { FastifyInstance } from 'fastify'

import { listTokens, revokeToken } from '../../ledger/api-tokens.ts'
import type { StatusOptions } from '../options.ts'
import { refuseCursor, sendProblem } from '../problem.ts'
import { holderOf, requires } from '../session/access.ts'
import { cursorOf, positionOf } from './cursor.ts'
import { answers, object, pageSchema, query, REASON } from './schemas.ts'

const text = { type: 'string' }
const instantOrNull = { type: ['string', 'null'] }
const JETON = object({
  id: text,
  titulaire: text,
  portee: { type: 'array', items: text },
  expire: instantOrNull,
  dernierUsage: instantOrNull,
  creeLe: text,
})

interface List {
  Querystring: { cursor?: string; limit: number }
}

/** Adds the routes. */
export function addTokenRoutes(app: FastifyInstance, options: StatusOptions): void {
  const { db, clock } = options
  const onRequest = requires('ops', options)
  const security = [{ bearer: [] }]

  app.get<List>(
    '/api/v1/tokens',
    {
      onRequest,
      schema: {
        tags: ['jetons'],
        summary: 'Jetons non révoqués, du plus récent au plus ancien ; jamais leurs lettres',
        security,
        querystring: query(),
        response: answers({ 200: pageSchema(JETON) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const after = positionOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const page = await listTokens(db, { after, limit })
      return { items: page.items, next: cursorOf(page.next) }
    },
  )

  app.delete<{ Params: { id: string }; Body: { motif: string } }>(
    '/api/v1/tokens/:id',
    {
      onRequest,
      schema: {
        tags: ['jetons'],
        summary: 'Révoque un jeton, avec effet immédiat (tracé)',
        security,
        params: object({ id: { type: 'string', format: 'uuid' } }),
        body: REASON,
        response: answers({ 200: object({ id: text, revoqueLe: text }) }, 400, 401, 403, 404),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const now = clock.now()
      const why = { par: holderOf(request).titulaire, motif: request.body.motif, now }
      const { kind } = await revokeToken(db, id, why)
      return kind === 'faite'
        ? { id, revoqueLe: now.toISOString() }
        : sendProblem(reply, 'not-found')
    },
  )
}
