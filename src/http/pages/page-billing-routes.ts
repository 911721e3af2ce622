/**
 * The routes of the billing clerk's page: look, export, download, void, enter the insurer's answers.
 *
 * SPEC §11, §12
 */
import { Readable } from 'node:stream'

import type { FastifyInstance } from 'fastify'

import { keepReturns } from '../../billing/apply-returns.ts'
import { FORMATS } from '../../billing/champs.ts'
import { exportFile } from '../../billing/export.ts'
import { fileName, mediaType } from '../../billing/render.ts'
import { ERRORS, isRefusal } from '../../errors.ts'
import { countActes, listActes } from '../../ledger/actes/actes.ts'
import { listExports } from '../../ledger/actes/exports.ts'
import { cursorOf, numberOf } from '../api/cursor.ts'
import { unpaidSince } from '../api/routes-billing.ts'
import { columnOf } from '../api/routes-returns.ts'
import type { StatusOptions } from '../options.ts'
import { auditReading } from '../reading-audit.ts'
import { html } from './html.ts'
import { acteNotice } from './page-actes.ts'
import { billingPage, returnsNotice } from './page-billing.ts'
import { more } from './page-layout.ts'
import type { Desk } from './page-session.ts'

const SHOWN = 50
const RETURNS_LIMIT = 8 * 1024 * 1024

interface Form {
  Params: { id: string }
  Body: { [name: string]: string } | undefined
  Querystring: { [name: string]: string | undefined }
}

/** Adds the pages. */
export function addBillingPages(app: FastifyInstance, desk: Desk, options: StatusOptions): void {
  const { db, keys, clock } = options
  const here = '/facturation'

  app.get<Form>('/facturation', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'billing')
    if (holder === null) return reply
    const page = { after: null, limit: SHOWN }
    const impayeDepuis = unpaidSince(clock.now())
    const after = numberOf(request.query.cursor) ?? null
    const [counts, list, toCheck, suspended, rejected, partial, unpaid] = await Promise.all([
      countActes(db, impayeDepuis),
      listExports(db, { after, limit: SHOWN }),
      listActes(db, keys, { etat: 'a_verifier' }, page),
      listActes(db, keys, { suspendu: true }, page),
      listActes(db, keys, { retour: 'rejete' }, page),
      listActes(db, keys, { retour: 'partiel' }, page),
      listActes(db, keys, { impayeDepuis }, page),
    ])
    const board = {
      counts,
      exports: list.items,
      toCheck: toCheck.items,
      suspended: suspended.items,
      rejected: rejected.items,
      partial: partial.items,
      unpaid: unpaid.items,
    }
    const frame = desk.frame(request, holder)
    const body = html`${billingPage(board, frame)}${more(here, cursorOf(list.next))}`
    return desk.show(request, reply, { title: 'Facturation', here, holder, body })
  })

  app.get<Form>('/facturation/:id/fichier', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'billing')
    if (holder === null) return reply
    const id = Number(request.params.id)
    const format = FORMATS.find((each) => each === request.query.format)
    if (!Number.isSafeInteger(id) || format === undefined)
      return desk.missing(request, reply, holder)
    const file = await exportFile(db, keys, id, format)
    if (isRefusal(file)) {
      const { public: text, http } = ERRORS[file.code]
      const said = { holder, title: 'Fichier absent', text, back: here, status: http ?? 404 }
      return desk.notice(request, reply, said)
    }
    await auditReading('export.lu', { export: id, format }, holder, options)
    return reply
      .type(mediaType(format))
      .header('Content-Disposition', `attachment; filename="${fileName(format, id)}"`)
      .send(Readable.from(file, { objectMode: false }))
  })

  app.post<Form>('/facturation/exporter', async (request, reply) => {
    const du = request.body?.du || null
    const au = request.body?.au || null
    const format = FORMATS.find((each) => each === request.body?.format) ?? null
    return await desk.carryOut(request, reply, {
      scope: 'billing',
      command: {
        quoi: 'export',
        parametres: { du: day(du), au: day(au), remplace: null, format },
      },
      reason: 'none',
      back: here,
      done: (result) => {
        const { id, nombre } = result as { id?: number; nombre?: number }
        return id === undefined
          ? 'Rien à exporter : aucun export n’a été créé.'
          : `Export n° ${id} créé, ${nombre} acte(s).`
      },
    })
  })

  app.post<Form>('/facturation/:id/annuler', async (request, reply) => {
    return await desk.carryOut(request, reply, {
      scope: 'billing',
      command: { quoi: 'void', parametres: { export: Number(request.params.id) } },
      reason: 'required',
      back: here,
      done: (result) => {
        const { liberes, repondus } = result as { liberes: number; repondus: number }
        return `Export annulé : ${liberes} acte(s) libéré(s), ${repondus} gardé(s) avec leur réponse.`
      },
    })
  })

  app.post<Form>('/facturation/actes/:id', async (request, reply) => {
    const { action, colonne = '', valeur = '' } = request.body ?? {}
    const champs = colonne === '' ? {} : { [colonne]: valeur }
    return await desk.carryOut(request, reply, {
      scope: 'billing',
      command: {
        quoi: 'acte',
        parametres: { acte: Number(request.params.id), action, champs },
      },
      reason: 'required',
      back: here,
      done: acteNotice,
    })
  })

  app.post<Form>('/facturation/retours', { bodyLimit: RETURNS_LIMIT }, async (request, reply) => {
    const holder = await desk.admitForm(request, reply, 'billing')
    if (holder === null) return reply
    const kept = await keepReturns(db, piecesOf(request.body?.retours ?? ''), {
      par: holder.titulaire,
      now: clock.now(),
    })
    if (isRefusal(kept)) {
      const more = columnOf(kept)
      const text = `${ERRORS[kept.code].public}${more === undefined ? '' : ` (${more})`}`
      const said = { holder, title: 'Rien n’a été fait', text, back: here, status: 400 }
      return desk.notice(request, reply, said)
    }
    return await desk.carryOut(request, reply, {
      scope: 'billing',
      command: { quoi: 'returns', parametres: kept },
      reason: 'none',
      back: here,
      done: returnsNotice,
    })
  })
}

const PIECE_CHARS = 65_536

// A turn between two pieces: what was pasted is whole already, but not read in one go.
async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; ) {
    // Never between the two halves of one sign.
    const end = at + PIECE_CHARS
    const next = /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end + 1 : end
    yield Buffer.from(text.slice(at, next))
    at = next
    await new Promise((turn) => setImmediate(turn))
  }
}

// What a date field sent; anything else is as if it were empty.
function day(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null
}
