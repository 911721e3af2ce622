/**
 * The insurer's answers over HTTP: a file that streams in, and lines told that stream out.
 *
 * In    `text/csv`; the ledger keeps it page by page as it comes
 * Out   counts, and the first thousand lines that changed nothing; `ecartees` says how many there are
 * Refuses   body-too-large, returns-unreadable, returns-unknown-column
 *
 * SPEC §11, §12
 */
import { Readable } from 'node:stream'

import type { FastifyInstance, FastifyReply } from 'fastify'

import { keepReturns, toldReturns } from '../../billing/apply-returns.ts'
import { isRefusal, type Refusal } from '../../errors.ts'
import type { Comptes } from '../../ledger/actes/retours.ts'
import type { Database } from '../../postgres/sql.ts'
import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { sendProblem } from '../problem.ts'
import { holderOf, requires } from '../session/access.ts'
import { answers, PENDING } from './schemas.ts'
import { RETOURS } from './schemas-billing.ts'

/** More answers than a gateway has acts in a year; a longer file comes in pieces, or by the command. */
const MOST_LINES = 100_000
const MOST_OCTETS = 16 * 1024 * 1024
/** Of a longer file no more is read. */
const MOST_HEARD = 8 * MOST_OCTETS
/** Lines told in an answer; the command tells all. */
const MOST_TOLD = 1_000

/** A return file beyond these bounds; nothing of it was kept. */
class TooLong extends Error {}
/** Whoever sends a long file waits for its end rather than ask for it. */
const RETURNS_WAIT_MS = 120_000

/** Adds the route, with the one reader of bodies that does not hold them. */
export function addReturnsRoute(api: FastifyInstance, options: StatusOptions): void {
  api.register((app, _own, done) => {
    app.addContentTypeParser(['text/csv', 'text/plain'], (_request, payload, ready) =>
      ready(null, payload),
    )
    route(app, options)
    done()
  })
}

function route(app: FastifyInstance, options: StatusOptions): void {
  const { db, clock } = options
  app.post<{ Body: Readable }>(
    '/api/v1/returns',
    {
      onRequest: requires('billing', options),
      schema: {
        tags: ['facturation'],
        summary:
          'Retours de paiement, CSV id_acte;statut;date;motif et montant_centimes s’il y est : dit les lignes qui n’ont rien changé, les mille premières',
        security: [{ bearer: [] }],
        consumes: ['text/csv'],
        body: { type: 'string' },
        response: answers({ 200: RETOURS, 202: PENDING }, 400, 401, 403, 413, 415),
      },
      // A stream is no string yet: its rows are judged as they come.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const { body } = request
      if (!(body instanceof Readable)) return sendProblem(reply, 'returns-unreadable')
      const holder = holderOf(request)
      const by = { par: holder.titulaire, now: clock.now() }
      const kept = await keepReturns(db, within(body), by).catch((error: unknown) => {
        if (error instanceof TooLong) return null
        throw error
      })
      if (kept === null) return sendProblem(reply, 'body-too-large', BOUNDS)
      if (isRefusal(kept)) return sendProblem(reply, kept.code, columnOf(kept))
      const command = { quoi: 'returns', parametres: kept, motif: null } as const
      const commandWaitMs = options.commandWaitMs ?? RETURNS_WAIT_MS
      const outcome = await ask(command, holder, { ...options, commandWaitMs })
      if (outcome.kind !== 'done') return sendOutcome(reply, outcome, 200)
      return sendReturns(reply, outcome.result as Done, db)
    },
  )
}

/** What a return file gave, as the command answered it. */
interface Done extends Comptes {
  readonly fichier: string
}

/** Is this what a return file gave? */
export function isReturns(result: unknown): result is Done {
  return typeof result === 'object' && result !== null && 'fichier' in result
}

/** Answers with the counts and the first lines that changed nothing, as they are read. */
function sendReturns(reply: FastifyReply, done: Done, db: Database): FastifyReply {
  return streamed(reply, returnsJson(done, db))
}

/** The same for whoever asks later what became of his command. */
export function sendDoneReturns(
  reply: FastifyReply,
  command: string,
  { done, db }: { readonly done: Done; readonly db: Database },
): FastifyReply {
  const head = JSON.stringify({ command, state: 'done', code: null })
  return streamed(
    reply,
    (async function* () {
      yield `${head.slice(0, -1)},"result":`
      yield* returnsJson(done, db)
      yield '}'
    })(),
  )
}

function streamed(reply: FastifyReply, pieces: AsyncGenerator<string>): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(Readable.from(pieces, { objectMode: false }))
}

async function* returnsJson(
  { fichier, payes, partiels, rejetes, ecartees }: Done,
  db: Database,
): AsyncGenerator<string> {
  const counts = JSON.stringify({ payes, partiels, rejetes, ecartees })
  yield `${counts.slice(0, -1)},"erreurs":[`
  let [comma, left] = ['', MOST_TOLD]
  for await (const page of toldReturns(db, fichier)) {
    const told = page.slice(0, left)
    yield comma + JSON.stringify(told).slice(1, -1)
    comma = ','
    left -= told.length
    if (left === 0) break
  }
  yield ']}'
}

/** What a refused file has wrong in its first line. */
export function columnOf({ detail }: Refusal): string | undefined {
  if (detail.colonne !== undefined) return `colonne ${detail.colonne}`
  return detail.colonnes === undefined ? undefined : `colonnes absentes : ${detail.colonnes}`
}

const BOUNDS = `au plus ${MOST_LINES} lignes et ${MOST_OCTETS} octets par fichier ; rien de celui-ci n’a été pris`

/** Pieces of a file within the bounds; of one beyond them the rest is read and dropped, so that its sender hears why. */
async function* within(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [octets, lines] = [0, 0]
  // The header is a line too.
  const isBeyond = (): boolean => octets > MOST_OCTETS || lines > MOST_LINES + 1
  for await (const piece of source) {
    octets += piece.length
    for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) lines += 1
    if (octets > MOST_HEARD) break
    if (!isBeyond()) yield piece
  }
  if (isBeyond()) throw new TooLong()
}

const LF = 10
