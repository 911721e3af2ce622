/**
 * What an authorised person does with one act: settle, correct, contest, close.
 *
 * SPEC §11, §12
 */
import type { FastifyInstance } from 'fastify'

import { ACTIONS, type Action } from '../../billing/reglement.ts'
import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { holderOf, requires } from '../session/access.ts'
import { MOTIF, object, outcome } from './schemas.ts'
import { REGLE } from './schemas-billing.ts'

const MAX_CHAMPS = 40
const MAX_VALUE = 200

interface Asked {
  Params: { id: number }
  Body: { action: Action; champs?: { [colonne: string]: string }; motif: string }
}

/** Adds the route. */
export function addActeRoutes(app: FastifyInstance, options: StatusOptions): void {
  app.post<Asked>(
    '/api/v1/actes/:id',
    {
      onRequest: requires('billing', options),
      schema: {
        tags: ['facturation'],
        summary: 'Règle un acte : confirmer, non-facturable, corriger, contester, clore (tracé)',
        security: [{ bearer: [] }],
        params: object({
          id: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        }),
        body: {
          type: 'object',
          required: ['action', 'motif'],
          properties: {
            action: { type: 'string', enum: [...ACTIONS] },
            champs: {
              type: 'object',
              description: 'Pour corriger : noms de colonnes du CSV et leurs valeurs',
              additionalProperties: { type: 'string', maxLength: MAX_VALUE },
              maxProperties: MAX_CHAMPS,
            },
            motif: MOTIF,
          },
          additionalProperties: false,
        },
        response: outcome({ 200: REGLE }),
      },
    },
    async (request, reply) => {
      const { action, champs = {}, motif } = request.body
      const parametres = { acte: request.params.id, action, champs }
      const outcome = await ask({ quoi: 'acte', parametres, motif }, holderOf(request), options)
      return sendOutcome(reply, outcome, 200)
    },
  )
}
