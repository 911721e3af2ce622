/**
 * The page of the tokens: who holds one, when it was last used, and the form that takes one back.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { ERRORS } from '../../errors.ts'
import { isReason } from '../../kit/foreign.ts'
import { type JetonMontre, listTokens, revokeToken } from '../../ledger/api-tokens.ts'
import { cursorOf, positionOf } from '../api/cursor.ts'
import type { StatusOptions } from '../options.ts'
import { type Html, html, when } from './html.ts'
import { type Frame, hidden, more, table } from './page-layout.ts'
import type { Desk } from './page-session.ts'

const SHOWN = 50
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface Form {
  Params: { id: string }
  Body: { [name: string]: string } | undefined
  Querystring: { [name: string]: string | undefined }
}

/** Adds the pages. */
export function addTokenPages(app: FastifyInstance, desk: Desk, options: StatusOptions): void {
  const { db, clock } = options
  const here = '/jetons'

  app.get<Form>(here, async (request, reply) => {
    const holder = await desk.admit(request, reply, 'ops')
    if (holder === null) return reply
    const after = positionOf(request.query.cursor) ?? null
    const { items, next } = await listTokens(db, { after, limit: SHOWN })
    const frame = desk.frame(request, holder)
    const body = html`${tokensTable(items, frame)}${more(here, cursorOf(next))}`
    return desk.show(request, reply, { title: 'Jetons d’accès', here, holder, body })
  })

  app.post<Form>('/jetons/:id/revoquer', async (request, reply) => {
    const holder = await desk.admitForm(request, reply, 'ops')
    if (holder === null) return reply
    const said = { holder, back: here }
    const motif = (request.body?.motif ?? '').trim()
    if (!isReason(motif)) {
      const text = 'Un motif est nécessaire, de 3 à 500 caractères.'
      return desk.notice(request, reply, { ...said, title: 'Rien n’a été fait', text, status: 400 })
    }
    const { id } = request.params
    const why = { par: holder.titulaire, motif, now: clock.now() }
    const done = UUID.test(id) && (await revokeToken(db, id, why)).kind === 'faite'
    return done
      ? desk.notice(request, reply, {
          ...said,
          title: 'C’est fait',
          text: 'Ce jeton est révoqué : il n’ouvre plus rien.',
          status: 200,
        })
      : desk.notice(request, reply, {
          ...said,
          title: 'Rien n’a été fait',
          text: ERRORS['not-found'].public,
          status: 404,
        })
  })
}

function tokensTable(items: readonly JetonMontre[], frame: Frame): Html {
  return table(
    'Jetons non révoqués, du plus récent au plus ancien',
    ['Jeton', 'Titulaire', 'Portée', 'Expire', 'Dernier usage', 'Révoquer'],
    items.map(
      (
        each,
      ) => html`<tr><th scope="row"><code>${each.id}</code></th><td>${each.titulaire}</td><td>${each.portee.join(', ')}</td>
<td>${when(each.expire)}</td><td>${when(each.dernierUsage)}</td>
<td><form class="enligne" method="post" action="/jetons/${each.id}/revoquer">${hidden(frame)}
<label class="aide" for="motif-${each.id}">Motif</label><input id="motif-${each.id}" name="motif" required minlength="3" maxlength="500">
<button class="discret">Révoquer</button></form></td></tr>\n`,
    ),
    'Aucun jeton.',
  )
}
