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
        'État, messages et facturation d’une passerelle de téléexpertise. Aucun contenu médical. ' +
        'Les listes répondent `{"items":[…],"next":…}` ; renvoyez `next` dans `cursor`. ' +
        'Les erreurs sont des problèmes RFC 9457 au `code` stable. ' +
        'Un changement répond par son résultat, ou par `202` et l’adresse où le lire.',
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Jeton de `./confrere jeton create` ; portées `status`, `ops`, `billing`',
        },
      },
    },
    tags: [
      { name: 'santé', description: 'Sans jeton' },
      { name: 'état', description: 'Portée `status`' },
      { name: 'messages', description: 'Portée `ops`' },
      { name: 'journal', description: 'Portée `ops`' },
      { name: 'facturation', description: 'Portée `billing`' },
      { name: 'commandes', description: 'Portée `ops` ou `billing`' },
    ],
  }
}
