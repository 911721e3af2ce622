/**
 * The routes of billing: acts, exports and their files, voids.
 *
 * An act is listed without its patient: his identity is only in the file of an export, which is needed
 * to bill him, and whose reading is audited. SPEC §11, §12, §13.6
 */
import { Readable } from 'node:stream'

import type { FastifyInstance } from 'fastify'

import { FORMATS, type Format } from '../../billing/champs.ts'
import { exportJson } from '../../billing/commands.ts'
import { exportFile } from '../../billing/export.ts'
import { fileName, mediaType } from '../../billing/render.ts'
import type { EtatActe } from '../../domain/acte.ts'
import { isRefusal } from '../../errors.ts'
import { type ActeConnu, type FiltreActes, listActes } from '../../ledger/actes/actes.ts'
import { exportOf, listExports } from '../../ledger/actes/exports.ts'
import { ask, sendOutcome } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { refuseCursor, refuseParameter, sendProblem } from '../problem.ts'
import { auditReading } from '../reading-audit.ts'
import { holderOf, requires } from '../session/access.ts'
import { cursorOf, numberOf } from './cursor.ts'
import { addReturnsRoute } from './routes-returns.ts'
import { yesNo } from './routes-status.ts'
import {
  answers,
  DAY,
  MOTIF,
  NUMERO,
  OUI_NON,
  object,
  outcome,
  pageSchema,
  query,
  REASON,
} from './schemas.ts'
import { ACTE, EXPORT } from './schemas-billing.ts'

/** Days after its export from which an act without an answer is listed. SPEC §11 */
const UNPAID_AFTER_DAYS = 8
const NUMBER = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
const EXPORT_ID = object({ id: NUMBER })

interface List {
  Querystring: { [name: string]: string | undefined; cursor?: string } & {
    limit: number
    export?: number
  }
}
interface NewExport {
  readonly du?: string
  readonly au?: string
  readonly remplace?: number
  readonly format?: Format
  readonly motif?: string
}
interface ById {
  Params: { id: number }
}

/** Adds the routes. */
export function addBillingRoutes(app: FastifyInstance, options: StatusOptions): void {
  const { db, keys, clock } = options
  const onRequest = requires('billing', options)
  const security = [{ bearer: [] }]

  app.get<List>(
    '/api/v1/actes',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Actes de tous états, du plus récent au plus ancien, sans le patient',
        security,
        querystring: query({
          etat: { type: 'string', enum: ['facturable', 'a_verifier', 'non_facturable'] },
          du: DAY,
          au: DAY,
          dossier: NUMERO,
          export: NUMBER,
          exporte: OUI_NON,
          suspendu: { ...OUI_NON, description: 'La remise a été démentie après coup' },
          retour: { type: 'string', enum: ['paye', 'rejete', 'partiel'] },
          impaye: { ...OUI_NON, description: 'Exporté depuis 8 jours ou plus, sans réponse' },
        }),
        response: answers({ 200: pageSchema(ACTE) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { cursor, limit, ...asked } = request.query
      const after = numberOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const filtre: FiltreActes = {
        etat: asked.etat as EtatActe | undefined,
        du: asked.du,
        au: asked.au,
        dossier: asked.dossier,
        export: asked.export,
        exporte: yesNo(asked.exporte),
        suspendu: yesNo(asked.suspendu),
        retour: asked.retour as FiltreActes['retour'],
        impayeDepuis: yesNo(asked.impaye) === true ? unpaidSince(clock.now()) : undefined,
      }
      const page = await listActes(db, keys, filtre, { after, limit })
      return { items: page.items.map(acteJson), next: cursorOf(page.next) }
    },
  )

  app.get<List>(
    '/api/v1/exports',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Exports, du plus récent au plus ancien',
        security,
        querystring: query(),
        response: answers({ 200: pageSchema(EXPORT) }, 400, 401, 403),
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const after = numberOf(cursor)
      if (after === undefined) return refuseCursor(reply)
      const page = await listExports(db, { after, limit })
      return { items: page.items.map(exportJson), next: cursorOf(page.next) }
    },
  )

  app.get<ById>(
    '/api/v1/exports/:id',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Un export',
        security,
        params: EXPORT_ID,
        response: answers({ 200: EXPORT }, 400, 401, 403, 404),
      },
    },
    async (request, reply) => {
      const found = await exportOf(db, request.params.id)
      return found === null ? sendProblem(reply, 'not-found') : exportJson(found)
    },
  )

  app.post<{ Body: NewExport | undefined }>(
    '/api/v1/exports',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Exporte les actes facturables libres ; sans acte, rien n’est créé',
        security,
        body: {
          type: ['object', 'null'],
          properties: {
            du: DAY,
            au: DAY,
            remplace: {
              ...NUMBER,
              description: 'Export que celui-ci remplace ; demande un motif',
            },
            format: {
              type: 'string',
              enum: [...FORMATS],
              description: 'Ne prend que les actes que ce format peut porter ; sans lui, tous',
            },
            motif: MOTIF,
          },
          additionalProperties: false,
        },
        response: outcome({ 200: object({ export: { type: 'null' } }), 201: EXPORT }),
      },
    },
    async (request, reply) => {
      const { du, au, remplace, format, motif } = request.body ?? {}
      if (du !== undefined && au !== undefined && du > au) {
        return refuseParameter(reply, 'body/au', 'ce jour vient avant `du`')
      }
      if (remplace !== undefined && motif === undefined) {
        return refuseParameter(reply, 'body/motif', 'manque, à côté de `remplace`')
      }
      const parametres = {
        du: du ?? null,
        au: au ?? null,
        remplace: remplace ?? null,
        format: format ?? null,
      }
      const command = { quoi: 'export', parametres, motif: motif ?? null } as const
      const outcome = await ask(command, holderOf(request), options)
      const made = outcome.kind === 'done' ? (outcome.result as { id?: number }) : {}
      if (made.id !== undefined) reply.header('Location', `/api/v1/exports/${made.id}`)
      return sendOutcome(reply, outcome, made.id === undefined ? 200 : 201)
    },
  )

  app.get<ById & { Querystring: { format: Format } }>(
    '/api/v1/exports/:id/file',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Fichier d’un export, identique à chaque fois (lecture tracée)',
        security,
        params: EXPORT_ID,
        querystring: {
          type: 'object',
          properties: { format: { type: 'string', enum: [...FORMATS], default: 'csv' } },
          additionalProperties: false,
        },
        produces: FORMATS.map(mediaType),
        response: answers({}, 400, 401, 403, 404, 410),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { format } = request.query
      const file = await exportFile(db, keys, id, format)
      if (isRefusal(file)) return sendProblem(reply, file.code)
      await auditReading('export.lu', { export: id, format }, holderOf(request), options)
      return reply
        .type(mediaType(format))
        .header('Content-Disposition', `attachment; filename="${fileName(format, id)}"`)
        .send(Readable.from(file, { objectMode: false }))
    },
  )

  app.post<ById & { Body: { motif: string } }>(
    '/api/v1/exports/:id/void',
    {
      onRequest,
      schema: {
        tags: ['facturation'],
        summary: 'Annule un export : ses actes sont libérés, sauf ceux qui ont une réponse',
        security,
        params: EXPORT_ID,
        body: REASON,
        response: outcome({ 200: EXPORT }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const parametres = { export: id }
      const command = { quoi: 'void', parametres, motif: request.body.motif } as const
      const outcome = await ask(command, holderOf(request), options)
      if (outcome.kind !== 'done') return sendOutcome(reply, outcome, 200)
      const found = await exportOf(db, id)
      return found === null ? sendProblem(reply, 'not-found') : exportJson(found)
    },
  )

  addReturnsRoute(app, options)
}

/** Exported at or before this instant and without an answer: unpaid. */
export function unpaidSince(now: Date): Date {
  return new Date(now.getTime() - UNPAID_AFTER_DAYS * 86_400_000)
}

function acteJson({ id, acte, ...since }: ActeConnu): object {
  const { patient: _patient, assure: _assure, preuve: _preuve, ...facts } = acte
  return { id, ...facts, ...since }
}
