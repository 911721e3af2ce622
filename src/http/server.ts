/**
 * The windows over HTTP: the API, its description, the administrators' page. They look; they do not touch.
 *
 * In    the ledger, the health of what surrounds it, a bell
 * Out   a listening server, and the way to close it: requests in hand finish
 * Refuses   token-missing, scope-missing, bad-parameter, not-found, body-too-large, unsupported-media
 *
 * SPEC §12 · RFC 9457 §3
 */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'

import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyInstance } from 'fastify'

import { isEndless, unkeepableIn } from '../kit/foreign.ts'
import { shownBy } from '../kit/shown.ts'
import { whenAsked } from './api/compilers.ts'
import { openapi } from './api/openapi.ts'
import { addActeRoutes } from './api/routes-actes.ts'
import { addBillingRoutes } from './api/routes-billing.ts'
import { addDossierActions } from './api/routes-dossier-actions.ts'
import { addJournalRoutes } from './api/routes-journal.ts'
import { addMessageRoutes } from './api/routes-messages.ts'
import { addRequisRoutes } from './api/routes-requis.ts'
import { addStatusRoutes } from './api/routes-status.ts'
import { addTokenRoutes } from './api/routes-tokens.ts'
import type { StatusOptions } from './options.ts'
import { addPages } from './pages/page-routes.ts'
import { ICON } from './pages/style.ts'
import { problemHandler, refuseParameter, sendProblem } from './problem.ts'

const BODY_LIMIT = 64 * 1024
const REQUEST_MS = 60_000
const KEEP_ALIVE_MS = 30_000

/** Nothing is loaded from elsewhere, nothing is framed, nothing is kept by a proxy. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Our own forms say where they come from; other sites learn nothing.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const

/** The readable description is a script of our own server; it writes styles as it goes, nothing else. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** How parameters are checked: nothing is left out in silence, and a number may come as text. */
export const AJV = { customOptions: { removeAdditional: false, coerceTypes: true } } as const

/** Opens the windows; port 0 takes a free one. */
export async function openStatus(
  options: StatusOptions,
): Promise<{ readonly address: string; readonly port: number; close(): Promise<void> }> {
  const app = await statusApp(options)
  await app.listen({ host: options.host, port: options.port })
  const { port } = app.server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const scheme = options.tls ? 'https' : 'http'
  return { address: `${scheme}://${host}:${port}`, port, close: () => app.close() }
}

/** TLS 1.2 and on; with authorities, nobody without a certificate of theirs is heard. */
function httpsOf({ tls }: StatusOptions) {
  if (!tls) return null
  const { cert, key, ca } = tls
  const clients = ca === null ? {} : { ca: [...ca], requestCert: true, rejectUnauthorized: true }
  return { cert, key, minVersion: 'TLSv1.2', ...clients } as const
}

async function statusApp(options: StatusOptions): Promise<FastifyInstance> {
  const proxies = options.proxies ?? []
  const app = fastify({
    https: httpsOf(options),
    trustProxy: proxies.length === 0 ? false : [...proxies],
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    // A URL that does not decode never reaches the hooks.
    frameworkErrors: (_error, request, reply) => {
      reply.headers({ ...HEADERS, 'X-Request-Id': request.id })
      refuseParameter(reply, 'params', 'elle ne se décode pas')
    },
    schemaController: whenAsked,
    ajv: AJV,
  })
  app.setErrorHandler(problemHandler(options.fault ?? (() => {})))
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'X-Request-Id': request.id })
    const { socket } = request.raw
    if (!options.bar || !options.tls?.ca || !(socket instanceof TLSSocket)) return undefined
    const code = await options.bar(shownBy(socket))
    return code === null ? undefined : sendProblem(reply, code)
  })
  // Before any route sees it: what PostgreSQL could not keep is the asker's mistake, never a fault of ours.
  app.addHook('preValidation', async ({ params, query, body }, reply) => {
    const odd = unkeepableIn({
      params,
      querystring: query,
      // A body that streams is judged row by row, as it comes.
      body: body instanceof Readable ? null : body,
    })
    if (odd !== null) return refuseParameter(reply, odd, 'un caractère n’en est pas un texte')
    const endless = endlessIn({ params, querystring: query })
    return endless === null ? undefined : refuseParameter(reply, endless, 'ce nombre est sans fin')
  })
  await app.register(swagger, { openapi: openapi(options.version) })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { deepLinking: false },
    logo: { type: 'image/svg+xml', content: Buffer.from(ICON), href: '/' },
    theme: { title: 'Confrère — API' },
  })
  await app.register((api, _own, done) => {
    api.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger())
    addApi(api, options)
    done()
  })
  await app.register((pages, _own, done) => {
    addPages(pages, options)
    done()
  })
  await app.ready()
  return app
}

/** Adds every route of the API. */
export function addApi(api: FastifyInstance, options: StatusOptions): void {
  addStatusRoutes(api, options)
  addMessageRoutes(api, options)
  addJournalRoutes(api, options)
  addBillingRoutes(api, options)
  addActeRoutes(api, options)
  addTokenRoutes(api, options)
  addDossierActions(api, options)
  addRequisRoutes(api, options)
}

/** The parameter whose number has no end; null without. */
function endlessIn(given: {
  readonly params: unknown
  readonly querystring: unknown
}): string | null {
  for (const [place, values] of Object.entries(given)) {
    for (const [name, value] of Object.entries(values as Record<string, unknown>)) {
      const all = [value].flat()
      if (all.some((each) => typeof each === 'string' && isEndless(each))) return `${place}/${name}`
    }
  }
  return null
}
