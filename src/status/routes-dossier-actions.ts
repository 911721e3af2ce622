/**
 * What a coordinator does with one dossier.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { holderOf, requires } from './access.ts'
import { ask, sendOutcome } from './commands.ts'
import type { StatusOptions } from './options.ts'
import { answers, MOTIF, NUMERO, object, PENDING } from './schemas.ts'

const text = { type: 'string' }

interface Asked {
  Params: { numero: string }
  Body: { action: 'reattribuer'; rpps: string; motif: string }
}

/** Adds the route. */
export function addDossierActions(app: FastifyInstance, options: StatusOptions): void {
  app.post<Asked>(
    '/api/v1/dossiers/:numero',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['dossiers'],
        summary: 'Confie une sollicitation bloquée à un autre requis (tracé)',
        security: [{ bearer: [] }],
        params: object({ numero: NUMERO }),
        body: {
          type: 'object',
          required: ['action', 'rpps', 'motif'],
          properties: {
            action: { type: 'string', enum: ['reattribuer'] },
            rpps: { type: 'string', pattern: '^\\d{11}$' },
            motif: MOTIF,
          },
          additionalProperties: false,
        },
        response: answers(
          {
            200: object({
              numero: text,
              rang: { type: 'integer' },
              requis: text,
              attend: { type: 'string', description: '`avis`, ou `accord` du requérant' },
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
      const { rpps, motif } = request.body
      const parametres = { numero: request.params.numero.toUpperCase(), rpps }
      const command = { quoi: 'reattribuer', parametres, motif } as const
      return sendOutcome(reply, await ask(command, holderOf(request), options), 200)
    },
  )
}
