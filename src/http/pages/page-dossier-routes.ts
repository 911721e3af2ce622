/**
 * The page of one dossier, and what a coordinator does there.
 *
 * SPEC §12
 */
import type { FastifyInstance } from 'fastify'

import { travauxOf } from '../../ledger/dossiers/travaux.ts'
import { dossierByNumero, lettersOf, namesOf, timeline } from '../../ledger/views/vues-dossiers.ts'
import type { StatusOptions } from '../options.ts'
import { html } from './html.ts'
import { arretForms } from './page-arret.ts'
import { dossierPage } from './page-details.ts'
import { opens } from './page-layout.ts'
import { reattributionForm, reattributionNotice } from './page-reattribution.ts'
import type { Desk } from './page-session.ts'
import { travauxSection } from './page-travaux.ts'

/** Adds the page and its forms. */
export function addDossierPage(
  app: FastifyInstance,
  desk: Desk,
  { db, clock }: StatusOptions,
): void {
  app.get<{ Params: { numero: string } }>('/dossiers/:numero', async (request, reply) => {
    const holder = await desk.admit(request, reply, 'status')
    if (holder === null) return reply
    const { numero } = request.params
    const found = await dossierByNumero(db, numero, clock.now())
    if (found === null) return desk.missing(request, reply, holder)
    const [letters, lines, travaux] = await Promise.all([
      lettersOf(db, numero),
      timeline(db, numero),
      travauxOf(db, numero),
    ])
    const requis = found.sollicitations.map((slot) => slot.requis)
    const names = await namesOf(db, [found.requerant, ...requis])
    const shown = dossierPage(found, letters, lines, names)
    const frame = opens(holder, 'ops') ? desk.frame(request, holder) : null
    const todo = travauxSection(numero, travaux, frame)
    const body = html`${todo}${shown}${frame === null ? null : html`${reattributionForm(found, frame)}${arretForms(found, frame)}`}`
    return desk.show(request, reply, {
      title: `Dossier ${numero}`,
      here: '/dossiers',
      holder,
      body,
    })
  })

  app.post<{ Params: { numero: string }; Body: { [name: string]: string } | undefined }>(
    '/dossiers/:numero/reattribuer',
    async (request, reply) => {
      const { numero } = request.params
      return await desk.carryOut(request, reply, {
        scope: 'ops',
        command: {
          quoi: 'reattribuer',
          parametres: { numero, rpps: (request.body?.rpps ?? '').trim() },
        },
        reason: 'required',
        back: `/dossiers/${numero}`,
        done: reattributionNotice,
      })
    },
  )

  for (const [quoi, done] of [
    ['retirer-consentement', 'Le consentement est retiré : plus rien ne part, chacun est averti.'],
    ['annuler', 'La demande est annulée : chacun est averti.'],
  ] as const) {
    app.post<{ Params: { numero: string }; Body: { [name: string]: string } | undefined }>(
      `/dossiers/:numero/${quoi}`,
      async (request, reply) => {
        const { numero } = request.params
        return await desk.carryOut(request, reply, {
          scope: 'ops',
          command: { quoi, parametres: { numero } },
          reason: 'required',
          back: `/dossiers/${encodeURIComponent(numero)}`,
          done: () => done,
        })
      },
    )
  }

  app.post<{
    Params: { numero: string; id: string }
    Body: { [name: string]: string } | undefined
  }>('/dossiers/:numero/travaux/:id/regler', async (request, reply) => {
    const { numero, id } = request.params
    return await desk.carryOut(request, reply, {
      scope: 'ops',
      command: { quoi: 'regler', parametres: { numero, id } },
      reason: 'required',
      back: `/dossiers/${encodeURIComponent(numero)}`,
      done: () => 'Ce travail est réglé.',
    })
  })
}
