/** What is said of who was never reached, to whom it was due, and of who has the request instead. SPEC §6.8 */
import t from 'tap'

import type { Dossier, RequisSollicite } from '../../src/domain/dossier.ts'
import type { RemiseNotee } from '../../src/domain/remise-notee.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import * as ex from './exemple.ts'

t.test('the incident invites to relaunch only what can be', async (t) => {
  const { rpps } = ex.requis
  const code = 'delivery-mailbox-unknown'
  const lettre = { kind: 'incident', lettre: 'demandeAvis', role: 'requis', rpps, code } as const
  const said = async (dossier: Dossier) =>
    textBody((await draft(ex.envoi(lettre, 'administrateur', dossier), ex.parts)).blocs)
  const vacant: Dossier = {
    ...ex.dossier,
    sollicitations: ex.attendu.sollicitations.map((slot) => ({
      ...slot,
      cible: { kind: 'specialite', code: '05' as never },
      requis: [{ ...ex.requis, demandeRemiseLe: null, ecarte: 'injoignable' }],
    })),
  }
  t.match(await said(vacant), /Intervenez sur le dossier[\s\S]*relancez/)
  const next: RequisSollicite = { ...ex.requis, rpps: '99700000088' as never, nom: 'SUIVANT' }
  const avec = (
    order: (had: readonly RequisSollicite[]) => readonly RequisSollicite[],
  ): Dossier => ({
    ...vacant,
    sollicitations: vacant.sollicitations.map((slot) => ({ ...slot, requis: order(slot.requis) })),
  })
  const moved = await said(avec((had) => [...had, next]))
  // Nobody new was asked: one who was asked before holds it still.
  const held = await said(avec((had) => [next, ...had]))
  t.match(held, /Rien n.est à relancer[\s\S]*reste au Dr \S+ SUIVANT, déjà sollicité/)
  t.notMatch(held, /proposée|relancez/)
  t.match(moved, /Rien n.est à relancer[\s\S]*a été proposée au Dr \S+ SUIVANT/)
  t.notMatch(moved, /relancez/)
})

t.test(
  'a slot that ends names who had the request and was silent, and whom it never reached',
  async (t) => {
    const other: RequisSollicite = {
      ...ex.requis,
      nom: 'LAMARCHE',
      prenom: 'Luc',
      rpps: '99700000035' as never,
      demandeRemiseLe: null,
    }
    const both: Dossier = {
      ...ex.attendu,
      etat: 'sans_reponse',
      sollicitations: ex.attendu.sollicitations.map((slot) => ({
        ...slot,
        etat: 'expiree',
        termineeLe: ex.RENDU,
        requis: [{ ...ex.requis, demandeRemiseLe: ex.OUVERT }, other],
      })),
    }
    const lettre = { kind: 'sansReponse', rang: 1 } as const
    const said = textBody((await draft(ex.envoi(lettre, 'requerant', both), ex.parts)).blocs)
    t.match(said, /aucun avis n.a été rendu \([^)]*CURIE\)/)
    t.match(said, /n.a pas pu être remise au Dr Luc LAMARCHE/)
  },
)

t.test('who was never asked for what lacked is told so, what it was and what to do', async (t) => {
  const manques = [{ quoi: 'sexe', pourquoi: 'manquant', bloquant: true }] as const
  const note: RemiseNotee = {
    ...{ envoi: 'e-9', lettre: 'demandeACompleter', role: 'requerant', rang: null },
    ...{ version: null, rpps: null, issue: 'remis', code: null, le: ex.RENDU },
  }
  const lettre = { kind: 'annulation', raison: 'incomplet' } as const
  const say = async (dossier: Dossier): Promise<string> =>
    textBody((await draft(ex.envoi(lettre, 'requerant', dossier), ex.parts)).blocs)
  const asked: Dossier = { ...ex.attendu, manques, completudeDemandeeLe: ex.OUVERT, remises: [] }
  const never = await say(asked)
  t.match(never, /envoyez-la de nouveau/)
  t.match(never, /n.a pas pu vous être remise/)
  t.match(never, /Il y manquait ceci[\s\S]*Sexe/)
  t.notMatch(never, /faute des éléments demandés/)
  const reached = await say({ ...asked, remises: [note] })
  t.match(reached, /faute des éléments demandés/)
})
