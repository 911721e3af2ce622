/**
 * The routes that say how things stand: health, metrics, counts, dossiers, queues.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { codeSpecialiteDe, specialiteDe } from '../../domain/specialites.ts'
import { TRAVAIL_INCONNU, travailDe } from '../../domain/travaux.ts'
import { travauxOf } from '../../ledger/dossiers/travaux.ts'
import {
  type DossierVu,
  dossierByNumero,
  lettersOf,
  listDossiers,
  queues,
  timeline,
} from '../../ledger/views/vues-dossiers.ts'
import { type Apercu, overview } from '../../ledger/views/vues-status.ts'
import { phrase } from '../chronologie.ts'
import { type Gauges, gaugesOf, type StatusOptions } from '../options.ts'
import { refuseCursor, refuseParameter, sendProblem } from '../problem.ts'
import { requires, requiresUnlessLocal } from '../session/access.ts'
import { cursorOf, positionOf } from './cursor.ts'
import { METRICS_TYPE, metrics } from './metrics.ts'
import {
  answers,
  DOSSIER,
  DOSSIER_DETAIL,
  NUMERO,
  OUI_NON,
  object,
  pageSchema,
  QUEUE,
  query,
  STATUS,
} from './schemas.ts'

const ETATS_DOSSIER = ['incomplet', 'en_cours', 'repondu', 'sans_reponse', 'annule', 'clos']
/** Says which gateway answers. */
export const MARK_HEADER = 'x-confrere'
const OK = { 200: object({ status: { type: 'string' } }) }
const READY = object({
  status: { type: 'string', enum: ['ok', 'down'] },
  dependencies: { type: 'object', additionalProperties: { type: 'string', enum: ['ok', 'down'] } },
})

/** Adds the routes. */
export function addStatusRoutes(app: FastifyInstance, options: StatusOptions): void {
  const { db, clock } = options
  const onRequest = requires('status', options)
  const security = [{ bearer: [] }]

  app.get(
    '/healthz',
    { schema: { tags: ['santé'], summary: 'En vie', response: OK } },
    (_request, reply) => {
      if (options.mark !== undefined) reply.header(MARK_HEADER, options.mark)
      return reply.send({ status: 'ok' })
    },
  )

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['santé'],
        summary: 'Chaque dépendance par son nom',
        response: { 200: READY, 503: READY },
      },
    },
    async (_request, reply) => {
      const found = await options.health()
      const ok = found.every((each) => each.ok)
      return reply.code(ok ? 200 : 503).send({
        status: ok ? 'ok' : 'down',
        dependencies: Object.fromEntries(found.map((each) => [each.name, each.ok ? 'ok' : 'down'])),
      })
    },
  )

  app.get(
    '/metrics',
    {
      onRequest: requiresUnlessLocal('status', options),
      schema: {
        tags: ['santé'],
        summary: 'Mesures Prometheus ; ouvert depuis la machine elle-même',
        security,
      },
    },
    async (_request, reply) => {
      const [seen, gauges] = await Promise.all([overview(db, clock.now()), gaugesOf(options)])
      return reply.type(METRICS_TYPE).send(metrics(seen, gauges, options.version, clock.now()))
    },
  )

  app.get(
    '/api/v1/status',
    {
      onRequest,
      schema: {
        tags: ['état'],
        summary: 'Comptes par état, plus ancienne attente, retards',
        security,
        response: answers({ 200: STATUS }, 401, 403),
      },
    },
    async () => {
      const [seen, gauges] = await Promise.all([overview(db, clock.now()), gaugesOf(options)])
      return statusJson(seen, gauges, options.version, clock.now())
    },
  )

  app.get<{
    Querystring: { [name: string]: string | undefined; cursor?: string } & { limit: number }
  }>(
    '/api/v1/dossiers',
    {
      onRequest,
      schema: {
        tags: ['état'],
        summary: 'Dossiers, du plus récent au plus ancien',
        security,
        querystring: query({
          etat: { type: 'string', enum: ETATS_DOSSIER },
          specialite: {
            type: 'string',
            maxLength: 80,
            description: 'Code CPAM ou nom de la spécialité',
          },
          requis: { type: 'string', pattern: '^\\d{11}$', description: 'RPPS' },
          en_retard: OUI_NON,
        }),
        response: answers({ 200: pageSchema(DOSSIER) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { etat, specialite, requis, en_retard, cursor, limit } = request.query
      const after = positionOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const code = specialite === undefined ? undefined : codeOf(specialite)
      if (code === null)
        return refuseParameter(
          reply,
          'querystring/specialite',
          'code ou nom d’une spécialité attendu',
        )
      const page = await listDossiers(
        db,
        { etat, specialite: code, requis, enRetard: yesNo(en_retard) },
        clock.now(),
        { after, limit },
      )
      return { items: page.items, next: cursorOf(page.next) }
    },
  )

  app.get<{ Params: { numero: string } }>(
    '/api/v1/dossiers/:numero',
    {
      onRequest,
      schema: {
        tags: ['état'],
        summary: 'Un dossier, ses courriers, sa chronologie',
        security,
        params: object({ numero: NUMERO }),
        response: answers({ 200: DOSSIER_DETAIL }, 401, 403, 404),
      },
    },
    async (request, reply) => {
      const found = await dossierByNumero(db, request.params.numero.toUpperCase(), clock.now())
      return found === null ? sendProblem(reply, 'not-found') : await dossierJson(found, options)
    },
  )

  app.get(
    '/api/v1/queues',
    {
      onRequest,
      schema: {
        tags: ['état'],
        summary: 'Ce qui attend, par spécialité et par requis',
        security,
        response: answers({ 200: pageSchema(QUEUE) }, 401, 403),
      },
    },
    async () => ({ items: await queues(db, clock.now()), next: null }),
  )
}

function statusJson(seen: Apercu, gauges: Gauges, version: string, now: Date): object {
  const { messages, envois, sollicitations } = seen
  return {
    version,
    instant: now.toISOString(),
    messages,
    dossiers: seen.dossiers,
    sollicitations,
    deliveries: envois,
    late: seen.enRetard,
    queueDepth: gauges.queueDepth,
    oldestWaiting: {
      message: oldest(messages.received?.depuis, messages.deferred?.depuis),
      delivery: oldest(envois.a_envoyer?.depuis, envois.differe?.depuis),
      sollicitation: oldest(sollicitations.en_attente?.depuis, sollicitations.acceptee?.depuis),
    },
    crlAgeSeconds: gauges.crlAgeSeconds,
    ocspAgeSeconds: ageSeconds(seen.ocsp.depuis, now),
    ocsp: { followed: seen.ocsp.suivis, withoutAnswer: seen.ocsp.sans },
    whiteListAgeSeconds: ageSeconds(seen.listeGenereeLe, now),
    journalCheckpoint: seen.pointDeControle,
    commands: seen.commandes,
    alerts: seen.alertes,
  }
}

function ageSeconds(since: string | null, now: Date): number | null {
  return since === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000))
}

async function dossierJson(found: DossierVu, { db }: StatusOptions): Promise<object> {
  const [letters, lines, travaux] = await Promise.all([
    lettersOf(db, found.numero),
    timeline(db, found.numero),
    travauxOf(db, found.numero),
  ])
  return {
    ...found,
    letters,
    travaux: travaux.map((each) => {
      const { responsable, action } = travailDe(each.code) ?? TRAVAIL_INCONNU
      return { ...each, owner: responsable, nextAction: action }
    }),
    timeline: lines.map((line) => ({ ...line, texte: phrase(line.quoi, line.detail) })),
  }
}

function codeOf(specialite: string): string | null {
  return codeSpecialiteDe(specialite) ?? specialiteDe(specialite)
}

/** `oui` or `non`, as the schema lets through; absent is neither. */
export function yesNo(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'oui'
}

function oldest(...instants: (string | null | undefined)[]): string | null {
  return instants.filter((each) => each != null).sort()[0] ?? null
}
