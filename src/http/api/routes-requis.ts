/**
 * What a coordinator says of the requis: who is away, and who answers for him.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { jourParis } from '../../domain/calendrier.ts'
import type { Instant } from '../../domain/correspondant.ts'
import { type Absence, absencesOf, enrolled } from '../../ledger/annuaire/absences.ts'
import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { refuseParameter, sendProblem } from '../problem.ts'
import { holderOf, requires } from '../session/access.ts'
import {
  answers,
  DAY,
  integer,
  MOTIF,
  object,
  outcome,
  pageSchema,
  text,
  textOrNull,
} from './schemas.ts'

const RPPS = { type: 'string', pattern: '^\\d{11}$' }

interface Back {
  Params: { rpps: string }
  Body: { du?: string; au?: string; motif: string }
}

const ABSENCE = object({
  id: { ...text, description: 'Le premier et le dernier jour : `du..au`' },
  du: DAY,
  au: DAY,
  delegue: textOrNull,
})

const NUMEROS = { type: 'array', items: text } as const
/** What became of them; absent: the command waits, or changed none. */
const REVUS = {
  proposes: { ...NUMEROS, description: 'Numéros des dossiers proposés à d’autres' },
  accord: { ...NUMEROS, description: 'Numéros de ceux qui attendent l’ACCORD du requérant' },
  gardes: { ...NUMEROS, description: 'Numéros de ceux qu’il garde' },
} as const

interface Asked {
  Params: { rpps: string }
  Body: { du: string; au: string; delegue?: string; motif: string }
}

/** Adds the routes. */
export function addRequisRoutes(app: FastifyInstance, options: StatusOptions): void {
  app.get<{ Params: { rpps: string } }>(
    '/api/v1/requis/:rpps/absences',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['requis'],
        summary: 'Les absences d’un requis, celle du jour et les suivantes',
        security: [{ bearer: [] }],
        params: object({ rpps: RPPS }),
        response: answers({ 200: pageSchema(ABSENCE) }, 400, 401, 403, 404),
      },
    },
    async (request, reply) => {
      const { db, clock } = options
      const { rpps } = request.params
      if ((await enrolled(db, rpps)) === null) return sendProblem(reply, 'not-found')
      const today = jourParis(clock.now().toISOString() as Instant)
      const items = (await absencesOf(db, rpps, today)).map(shown)
      return { items, next: null }
    },
  )

  app.post<{ Params: { rpps: string }; Body: { actif: boolean; motif: string } }>(
    '/api/v1/requis/:rpps/activite',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['requis'],
        summary:
          'Rend un requis inscrit actif ou inactif ; inactif, ses demandes sont aussitôt proposées à d’autres',
        security: [{ bearer: [] }],
        params: object({ rpps: RPPS }),
        body: {
          type: 'object',
          required: ['actif', 'motif'],
          properties: { actif: { type: 'boolean' }, motif: MOTIF },
          additionalProperties: false,
        },
        response: outcome({
          200: object({
            rpps: text,
            actif: { type: 'boolean' },
            dossiers: { ...integer, description: 'Dossiers ouverts qu’il avait en charge' },
            ...REVUS,
          }),
        }),
      },
    },
    async (request, reply) => {
      const { actif, motif } = request.body
      const parametres = { rpps: request.params.rpps, actif }
      const command = { quoi: 'activite', parametres, motif } as const
      return sendOutcome(reply, await ask(command, holderOf(request), options), 200)
    },
  )

  app.delete<Back>(
    '/api/v1/requis/:rpps/absences',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['requis'],
        summary:
          'Note le retour d’un requis : sans jour, toute absence annoncée est annulée ; avec `du`, il revient ce jour-là ; avec `du` et `au`, il est là ces jours-là',
        security: [{ bearer: [] }],
        params: object({ rpps: RPPS }),
        body: {
          type: 'object',
          required: ['motif'],
          properties: { du: DAY, au: DAY, motif: MOTIF },
          additionalProperties: false,
        },
        response: outcome({
          200: object({
            rpps: text,
            absences: {
              type: 'array',
              items: object({ du: DAY, au: DAY, delegue: textOrNull }),
              description: 'Absences encore annoncées',
            },
            dossiers: { ...integer, description: 'Dossiers ouverts qu’il a en charge' },
            ...REVUS,
          }),
        }),
      },
    },
    async (request, reply) => {
      const { du = null, au = null, motif } = request.body
      if (au !== null && du === null) return refuseParameter(reply, 'body/au', '`du` va avec')
      if (au !== null && du !== null && au < du) {
        return refuseParameter(reply, 'body/au', 'ce jour vient avant `du`')
      }
      const parametres = { rpps: request.params.rpps, du, au }
      const command = { quoi: 'presence', parametres, motif } as const
      return sendOutcome(reply, await ask(command, holderOf(request), options), 200)
    },
  )

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
        response: outcome({
          200: object({
            rpps: text,
            du: DAY,
            au: DAY,
            delegue: textOrNull,
            dossiers: { ...integer, description: 'Dossiers ouverts qu’il avait en charge' },
            ...REVUS,
          }),
        }),
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

function shown({ du, au, delegue }: Absence) {
  return { id: `${du}..${au}`, du, au, delegue }
}
