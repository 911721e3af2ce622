/**
 * The routes of the audit and of the commands: who did what, and how it ended.
 *
 * SPEC §12, §13.6
 */
import type { FastifyInstance } from 'fastify'

import { listJournal } from '../../ledger/views/vues-journal.ts'
import { outcomeOf } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { refuseCursor, sendProblem } from '../problem.ts'
import { requires } from '../session/access.ts'
import { cursorOf, numberOf } from './cursor.ts'
import { isReturns, sendDoneReturns } from './routes-returns.ts'
import { answers, JOURNAL, NUMERO, object, pageSchema, query } from './schemas.ts'

const BY_ID = object({ id: { type: 'string', maxLength: 64 } })

interface ById {
  Params: { id: string }
}
interface List {
  Querystring: { [name: string]: string | undefined; cursor?: string } & { limit: number }
}

/** Adds the routes. */
export function addJournalRoutes(app: FastifyInstance, options: StatusOptions): void {
  const { db } = options
  const onRequest = requires('ops', options)
  const security = [{ bearer: [] }]

  app.get<List>(
    '/api/v1/journal',
    {
      onRequest,
      schema: {
        tags: ['journal'],
        summary: 'Journal, du plus récent au plus ancien',
        security,
        querystring: query({
          chaine: { type: 'string', maxLength: 80 },
          dossier: NUMERO,
          quoi: { type: 'string', maxLength: 80 },
        }),
        response: answers({ 200: pageSchema(JOURNAL) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { chaine, dossier, quoi, cursor, limit } = request.query
      const after = numberOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const page = await listJournal(db, { chaine: chaine ?? dossier, quoi }, { after, limit })
      return { items: page.items, next: cursorOf(page.next) }
    },
  )

  app.get(
    '/api/v1/journal/verification',
    {
      onRequest,
      schema: {
        tags: ['journal'],
        summary: 'Recalcule tout le journal',
        security,
        response: answers(
          {
            200: {
              type: 'object',
              properties: {
                ok: { type: 'boolean' },
                entries: { type: 'integer' },
                checkpoints: { type: 'integer' },
                fault: { type: 'string' },
              },
              required: ['ok'],
            },
          },
          401,
          403,
        ),
      },
    },
    async (_request, reply) =>
      (await options.verifyJournal?.()) ?? sendProblem(reply, 'unavailable'),
  )

  app.get<ById>(
    '/api/v1/commands/:id',
    {
      onRequest: requires(['ops', 'billing'], options),
      schema: {
        tags: ['commandes'],
        summary: 'Issue d’une commande',
        security,
        params: BY_ID,
        response: answers(
          {
            200: {
              type: 'object',
              properties: {
                command: { type: 'string' },
                state: { type: 'string', enum: ['pending', 'done', 'refused'] },
                code: { type: ['string', 'null'] },
                result: {},
              },
              required: ['command', 'state', 'code'],
            },
          },
          401,
          403,
          404,
        ),
      },
    },
    async (request, reply) => {
      const outcome = await outcomeOf(request.params.id, options)
      if (outcome === null) return sendProblem(reply, 'not-found')
      if (outcome.kind === 'done' && isReturns(outcome.result)) {
        return sendDoneReturns(reply, outcome.id, { done: outcome.result, db: options.db })
      }
      return {
        command: outcome.id,
        state: outcome.kind,
        code: outcome.kind === 'refused' ? outcome.code : null,
        ...(outcome.kind === 'done' && { result: outcome.result }),
      }
    },
  )
}
