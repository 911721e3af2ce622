/**
 * What a coordinator does with one dossier.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { holderOf, requires } from '../session/access.ts'
import { MOTIF, NUMERO, object, outcome } from './schemas.ts'

const text = { type: 'string' }

interface Asked {
  Params: { numero: string }
  Body:
    | { action: 'reattribuer'; rpps: string; motif: string }
    | { action: 'regler'; id: string; motif: string }
    | { action: 'retirer-consentement' | 'annuler'; motif: string }
}

const isNot = (action: string) => ({
  not: { required: ['action'], properties: { action: { const: action } } },
})

const BODY = {
  type: 'object',
  required: ['action', 'motif'],
  properties: {
    action: {
      type: 'string',
      enum: ['reattribuer', 'regler', 'retirer-consentement', 'annuler'],
      description:
        '`retirer-consentement` : ce que le patient a dit de vive voix, mêmes effets que le RETRAIT CONSENTEMENT du requérant ; `annuler` : son ANNULATION',
    },
    rpps: { type: 'string', pattern: '^\\d{11}$', description: 'De `reattribuer`' },
    id: { type: 'string', maxLength: 40, description: 'De `regler` : le travail' },
    motif: MOTIF,
  },
  // Each action with what it needs, and nothing of the other.
  allOf: [
    { if: isNot('reattribuer'), else: { required: ['rpps'], properties: { id: false } } },
    { if: isNot('regler'), else: { required: ['id'], properties: { rpps: false } } },
    { if: isNot('retirer-consentement'), else: { properties: { id: false, rpps: false } } },
    { if: isNot('annuler'), else: { properties: { id: false, rpps: false } } },
  ],
  additionalProperties: false,
}

const DONE = {
  type: 'object',
  required: ['numero'],
  properties: {
    numero: text,
    rang: { type: 'integer' },
    requis: text,
    remarque: { type: 'string', description: 'Ce qu’il faut savoir du médecin désigné' },
    attend: { type: 'string', description: '`avis`, ou `accord` du requérant' },
    id: text,
    code: { type: 'string', description: 'Du travail réglé' },
    etat: { type: 'string', description: 'Du dossier arrêté' },
  },
  additionalProperties: false,
}

/** Adds the route. */
export function addDossierActions(app: FastifyInstance, options: StatusOptions): void {
  app.post<Asked>(
    '/api/v1/dossiers/:numero',
    {
      onRequest: requires('ops', options),
      schema: {
        tags: ['dossiers'],
        summary:
          'Confie une sollicitation bloquée à un autre requis, règle un travail, ou arrête le dossier (tracé)',
        security: [{ bearer: [] }],
        params: object({ numero: NUMERO }),
        body: BODY,
        response: outcome({ 200: DONE }),
      },
    },
    async (request, reply) => {
      const { body, params } = request
      const numero = params.numero.toUpperCase()
      const { action: quoi, motif } = body
      const command = { quoi, parametres: { numero, ...moreOf(body) }, motif }
      return sendOutcome(reply, await ask(command, holderOf(request), options), 200)
    },
  )
}

/** What an action needs beside the number and the reason. */
function moreOf(body: Asked['Body']): { readonly [nom: string]: string } {
  switch (body.action) {
    case 'reattribuer':
      return { rpps: body.rpps }
    case 'regler':
      return { id: body.id }
    case 'retirer-consentement':
    case 'annuler':
      return {}
  }
}
