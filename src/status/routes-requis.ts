/**
 * What a coordinator says of the requis: who is away, and who answers for him.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { holderOf, requires } from './access.ts'
import { ask, sendOutcome } from './commands.ts'
import type { StatusOptions } from './options.ts'
import { refuseParameter } from './problem.ts'
import { answers, DAY, integer, MOTIF, object, PENDING, text, textOrNull } from './schemas.ts'

const RPPS = { type: 'string', pattern: '^\\d{11}$' }

interface Asked {
  Params: { rpps: string }
  Body: { du: string; au: string; delegue?: string; motif: string }
}

/** Adds the route. */
export function addRequisRoutes(app: FastifyInstance, options: StatusOptions): void {
  app.post<Asked>(
    '/api/v1/requis/:rpps/absences',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['requis'],
        summary:
          'Note l’absence d’un requis et propose ses demandes à d’autres, son délégué d’abord',
        security: [{ bearer: [] }],
        params: object({ rpps: RPPS }),
        body: {
          type: 'object',
          required: ['du', 'au', 'motif'],
          properties: {
            du: DAY,
            au: DAY,
            delegue: { ...RPPS, description: 'RPPS de qui répond à sa place' },
            motif: MOTIF,
          },
          additionalProperties: false,
        },
        response: answers(
          {
            200: object({
              rpps: text,
              du: DAY,
              au: DAY,
              delegue: textOrNull,
              dossiers: { ...integer, description: 'Dossiers ouverts qu’il avait en charge' },
            }),
            202: PENDING,
          },
          400,
          401,
          403,
          404,
          409,
        ),
      },
    },
    async (request, reply) => {
      const { du, au, delegue = null, motif } = request.body
      if (au < du) return refuseParameter(reply, 'body/au', 'ce jour vient avant `du`')
      const parametres = { rpps: request.params.rpps, du, au, delegue }
      const command = { quoi: 'absence', parametres, motif } as const
      return sendOutcome(reply, await ask(command, holderOf(request), options), 200)
    },
  )
}
