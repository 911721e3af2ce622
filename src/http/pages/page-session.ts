/**
 * What every page does first and last: who is signed in, may he see this, is this form ours, show it.
 *
 * In    a request
 * Out   the holder, or an answer already sent
 *
 * After a change, a page is shown at once with what became of it; reloading asks before sending again.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'

import { ERRORS } from '../../errors.ts'
import { isReason } from '../../kit/foreign.ts'
import { ask, type Command } from '../asked-command.ts'
import type { StatusOptions } from '../options.ts'
import { formToken, type Holder, isOwnForm, type Scope, signedIn } from '../session/access.ts'
import { type Html, html } from './html.ts'
import { type Frame, opens, page } from './page-layout.ts'

/** A page to show. */
export interface Shown {
  readonly title: string
  readonly here: string
  readonly holder: Holder | null
  readonly body: Html
  readonly status?: number
}

/** A change asked by a form. */
export interface Change {
  readonly scope: Scope
  readonly command: Omit<Command, 'motif'>
  readonly reason: 'required' | 'none'
  /** Where to go on from. */
  readonly back: string
  /** What to say of the result. */
  readonly done: (result: unknown) => string
}

export type Desk = ReturnType<typeof openDesk>

/** Makes the desk that all pages share. */
export function openDesk(options: StatusOptions) {
  const { keys, version } = options

  const frame = (request: FastifyRequest, holder: Holder | null): Frame => ({
    holder,
    formToken: holder === null ? '' : formToken(request, keys),
    version,
  })
  const show = (request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply => {
    const { title, here, holder, body, status = 200 } = shown
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(page(title, here, frame(request, holder), body))
  }
  const notice = (
    request: FastifyRequest,
    reply: FastifyReply,
    said: { holder: Holder | null; title: string; text: string; back: string; status: number },
  ): FastifyReply => {
    const tone = said.status < 400 ? '' : ' mal'
    const body = html`<p class="avis${tone}" role="status">${said.text}</p>
<p><a href="${said.back}">Continuer</a></p>`
    const { holder, title, status } = said
    return show(request, reply, { title, here: '', holder, body, status })
  }
  const signIn = (
    request: FastifyRequest,
    reply: FastifyReply,
    refused?: 'refused',
  ): FastifyReply => {
    const body = html`${
      refused === undefined
        ? null
        : html`<p class="avis mal" role="alert">Ce jeton n’est pas valable : vérifiez qu’il est entier, qu’il n’a pas expiré, ou demandez-en un autre.</p>`
    }
<form class="connexion" method="post" action="/connexion">
<label for="jeton">Jeton d’accès</label>
<input id="jeton" name="jeton" type="password" required autocomplete="current-password" spellcheck="false" aria-describedby="aide-jeton">
<span class="aide" id="aide-jeton">Il vous a été remis par l’exploitant (commande « confrere jeton create »). La session dure huit heures.</span>
<button>Se connecter</button></form>`
    const status = refused === undefined ? 200 : 401
    return show(request, reply, { title: 'Connexion', here: '', holder: null, body, status })
  }
  const holder = (request: FastifyRequest): Promise<Holder | null> => signedIn(request, options)

  const admit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    scope: Scope | null,
  ): Promise<Holder | null> => {
    const found = await holder(request)
    if (found === null) {
      if (request.method === 'GET') reply.redirect('/', 303)
      else signIn(request, reply, 'refused')
      return null
    }
    if (scope === null || opens(found, scope)) return found
    const text = ERRORS['scope-missing'].public
    notice(request, reply, { holder: found, title: 'Accès refusé', text, back: '/', status: 403 })
    return null
  }
  const admitForm = async (
    request: FastifyRequest<{ Body: { [name: string]: string } | undefined }>,
    reply: FastifyReply,
    scope: Scope | null,
  ): Promise<Holder | null> => {
    const found = await admit(request, reply, scope)
    if (found === null || isOwnForm(request, request.body?.formulaire, keys)) return found
    const text = 'Ce formulaire a expiré : revenez à la page et recommencez.'
    notice(request, reply, {
      holder: found,
      title: 'Rien n’a été fait',
      text,
      back: '/',
      status: 403,
    })
    return null
  }
  const carryOut = async (
    request: FastifyRequest<{ Body: { [name: string]: string } | undefined }>,
    reply: FastifyReply,
    { scope, command, reason, back, done }: Change,
  ): Promise<FastifyReply> => {
    const found = await admitForm(request, reply, scope)
    if (found === null) return reply
    const said = { holder: found, back }
    const motif = (request.body?.motif ?? '').trim()
    if (reason === 'required' && !isReason(motif)) {
      const text = 'Un motif est nécessaire, de 3 à 500 caractères.'
      return notice(request, reply, { ...said, title: 'Rien n’a été fait', text, status: 400 })
    }
    const asked = { ...command, motif: reason === 'required' ? motif : null }
    const outcome = await ask(asked, found, options)
    if (outcome.kind === 'done') {
      return notice(request, reply, {
        ...said,
        title: 'C’est fait',
        text: done(outcome.result),
        status: 200,
      })
    }
    if (outcome.kind === 'pending') {
      const text = 'La demande est enregistrée et sera exécutée dès que possible.'
      return notice(request, reply, { ...said, title: 'En cours', text, status: 202 })
    }
    const { public: why, http } = ERRORS[outcome.code]
    const text = outcome.precision === null ? why : `${why} ${outcome.precision}`
    return notice(request, reply, {
      ...said,
      title: 'Rien n’a été fait',
      text,
      status: http ?? 500,
    })
  }
  const missing = (request: FastifyRequest, reply: FastifyReply, found: Holder): FastifyReply => {
    const text = ERRORS['not-found'].public
    return notice(request, reply, {
      holder: found,
      title: 'Introuvable',
      text,
      back: '/',
      status: 404,
    })
  }
  const fromElsewhere = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    notice(request, reply, {
      holder: null,
      title: 'Rien n’a été fait',
      text: 'Ce formulaire vient d’un autre site : revenez à la page d’accueil et recommencez.',
      back: '/',
      status: 403,
    })
  return { frame, show, notice, signIn, holder, admit, admitForm, carryOut, missing, fromElsewhere }
}
