/**
 * What the description of the API says beside its routes. SPEC §12
 */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** The head of the OpenAPI document. */
export function openapi(version: string): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Confrère',
      version,
      description:
        'State, messages and billing of a téléexpertise gateway. No clinical content. ' +
        'Lists answer `{"items":[…],"next":…}`; pass `next` back as `cursor`. ' +
        'Errors are RFC 9457 problems with a stable `code`. ' +
        'A change answers with its result, or `202` and where to look for it.',
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Token of `./confrere jeton create`; scopes `status`, `ops`, `billing`',
        },
      },
    },
    tags: [
      { name: 'santé', description: 'No token needed' },
      { name: 'état', description: 'Scope `status`' },
      { name: 'messages', description: 'Scope `ops`' },
      { name: 'journal', description: 'Scope `ops`' },
      { name: 'facturation', description: 'Scope `billing`' },
      { name: 'commandes', description: 'Scope `ops` or `billing`' },
    ],
  }
}
