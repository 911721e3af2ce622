/**
 * Problems over HTTP: a stable code, its French sentence, and nothing of what was sent.
 *
 * In    a code of errors.ts, or whatever was thrown
 * Out   `application/problem+json`; a page for a browser, whatever the route (`error-page.ts`)
 *
 * RFC 9457 §3 · SPEC §12
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

import { type Code, ERRORS } from '../errors.ts'
import { isConnectionLoss } from '../postgres/database.ts'
import { saidOf, saidOfFault } from './api/said.ts'
import { errorPage, wantsPage } from './pages/error-page.ts'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Answers with a problem. `detail` says more, in French: names of parameters, never values. */
export function sendProblem(reply: FastifyReply, code: Code, detail?: string): FastifyReply {
  const { http, public: title } = ERRORS[code]
  const status = http ?? 500
  reply.header('Vary', 'Accept')
  if (wantsPage(reply.request.headers.accept)) {
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .serializer(String)
      .send(errorPage(status, title, detail))
  }
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `urn:confrere:erreur:${code}`,
      title,
      status,
      code,
      ...(detail !== undefined && { detail }),
    })
}

/** The one catch of the windows: says what was wrong without repeating it. */
export function problemHandler(fault: (error: unknown) => void) {
  return (error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const code = codeOf(error)
    if (code === 'http-fault') fault(error)
    if (code === 'unavailable') reply.header('Retry-After', '30')
    const [first] = error.validation ?? []
    const detail = first && saidOfFault(first, error.validationContext ?? '')
    return sendProblem(reply, code, detail)
  }
}

/** Refuses a parameter by its place (`querystring/cursor`), with what is wrong with it. */
export function refuseParameter(reply: FastifyReply, place: string, said: string): FastifyReply {
  return sendProblem(reply, 'bad-parameter', saidOf(place, said))
}

/** Refuses a cursor that no list of ours gave. */
export function refuseCursor(reply: FastifyReply): FastifyReply {
  return refuseParameter(reply, 'querystring/cursor', 'donnez le `next` d’une page de cette liste')
}

function codeOf(error: FastifyError): Code {
  if (isConnectionLoss(error)) return 'unavailable'
  if (error.statusCode === 413) return 'body-too-large'
  if (error.statusCode === 415) return 'unsupported-media'
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return 'bad-parameter'
  }
  return 'http-fault'
}
