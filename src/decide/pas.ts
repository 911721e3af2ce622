/**
 * One step of a decision: the dossier as it becomes, the effects and audit lines gathered on the way.
 *
 * Steps are chained with `puis`; the last one is the Decision. Letters get their key here, so that the
 * same decision taken twice puts one letter. SPEC §13.2, §13.3
 */
import { type Attente, complementDe, propositionDe, sansAttente } from '../domain/attentes.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Decision, Destinataire, Effet, Lettre, Trace } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { COORDINATEUR } from '../domain/etats.ts'

/** A Decision about a dossier that exists. */
export interface Pas extends Decision {
  readonly dossier: Dossier
}

/** A step that changes nothing yet, or only adds what is given. */
export function pas(
  dossier: Dossier,
  effets: readonly Effet[] = [],
  traces: readonly Trace[] = [],
): Pas {
  return { dossier, effets, traces }
}

/** The next step, taken from the dossier as the former left it. */
export function puis(before: Pas, next: (dossier: Dossier) => Pas): Pas {
  const after = next(before.dossier)
  return {
    dossier: after.dossier,
    effets: [...before.effets, ...after.effets],
    traces: [...before.traces, ...after.traces],
  }
}

/** One step after another for each item. */
export function puisChaque<T>(
  before: Pas,
  items: readonly T[],
  next: (dossier: Dossier, item: T) => Pas,
): Pas {
  return items.reduce((step, item) => puis(step, (dossier) => next(dossier, item)), before)
}

/** An audit line: stable words and identifiers only. */
export function trace(quoi: string, detail: Trace['detail'] = {}): Trace {
  return { quoi, detail }
}

interface Courrier {
  readonly lettre: Lettre
  readonly a: Destinataire
  /** What makes this letter another one than those of the same kind to the same person. */
  readonly sceau?: string | number
  readonly pasAvant?: Instant | null
  readonly priorite?: 'normale' | 'haute'
}

/** A letter to send. Its key: kind, slot, version, recipient, and `sceau` where one may come twice. */
export function envoyer({
  lettre,
  a,
  sceau,
  pasAvant = null,
  priorite = 'normale',
}: Courrier): Effet {
  const rang = 'rang' in lettre && lettre.rang !== null ? [lettre.rang] : []
  const version = 'version' in lettre ? [`v${lettre.version}`] : []
  const who = lettre.kind === 'compteRendu' ? a.role : (a.rpps ?? a.role)
  const cle = [lettre.kind, ...rang, ...version, who, ...(sceau === undefined ? [] : [sceau])]
  return { kind: 'envoyer', lettre, a, cle: cle.join(':'), pasAvant, priorite }
}

/** The requerant, at the mailbox he wrote from. */
export function auRequerant({ requerant }: Dossier): Destinataire {
  return { role: 'requerant', rpps: requerant.rpps, adresse: requerant.adresse }
}

/** A physician asked, at the address where he was asked. */
export function auRequis({
  rpps,
  adresse,
}: Pick<RequisSollicite, 'rpps' | 'adresse'>): Destinataire {
  return { role: 'requis', rpps, adresse }
}

/** Who owns lateness; `flow` knows the address. */
export const AU_COORDINATEUR: Destinataire = { role: 'coordinateur', rpps: null, adresse: null }
/** Who owns failures; `flow` knows the address. */
export const A_L_ADMINISTRATEUR: Destinataire = {
  role: 'administrateur',
  rpps: null,
  adresse: null,
}

/** The slot of this rank as the dossier has it now. */
export function creneau(dossier: Dossier, rang: number): Sollicitation {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  if (slot === undefined) throw new RangeError(`no slot ${rang}`)
  return slot
}

/** The dossier with one slot changed. */
export function avecCreneau(
  dossier: Dossier,
  rang: number,
  change: Partial<Sollicitation>,
): Dossier {
  const sollicitations = dossier.sollicitations.map((slot) =>
    slot.rang === rang ? { ...slot, ...change } : slot,
  )
  return { ...dossier, sollicitations }
}

/** Those of the slot who may still answer for it. */
export function actifs(slot: Sollicitation): readonly RequisSollicite[] {
  return slot.requis.filter((one) => one.ecarte === null)
}

/**
 * Those whom the end of a slot concerns: who may answer, and who may have the request all the same, for it was handed
 * over to him before a machine said that it was not. SPEC §6.1, §6.8
 */
export function detenteurs(slot: Sollicitation): readonly RequisSollicite[] {
  return slot.requis.filter((one) => one.ecarte === null || isPeutEtreRemise(one))
}

/** Was the request handed over to one who counts as not reached? */
export function isPeutEtreRemise({ ecarte, demandeRemiseLe }: RequisSollicite): boolean {
  return ecarte === 'injoignable' && demandeRemiseLe != null
}

/** Nobody's acceptance is inherited: a slot that nobody holds waits again. SPEC §6 */
export function sansPriseEnCharge(dossier: Dossier, rang: number): Dossier {
  const slot = creneau(dossier, rang)
  if (actifs(slot).length > 0) return dossier
  return avecCreneau(dossier, rang, {
    ...(slot.etat === 'acceptee' && { etat: 'en_attente' }),
    ...(slot.etatAvantPause === 'acceptee' && { etatAvantPause: 'en_attente' }),
  })
}

/** The pauses of a slot, the open one ended at `now`. */
export function finDePause(slot: Sollicitation, now: Instant): Sollicitation['pauses'] {
  return slot.pauses.map((pause) => (pause.a === null ? { de: pause.de, a: now } : pause))
}

/** The pauses of a slot, standing from `now` on. */
export function debutDePause(slot: Sollicitation, now: Instant): Sollicitation['pauses'] {
  const stands = slot.pauses.some((pause) => pause.a === null)
  return stands ? slot.pauses : [...slot.pauses, { de: now, a: null }]
}

/** The state to go back to when a pause ends. */
export function avantPause(slot: Sollicitation): 'en_attente' | 'acceptee' {
  if (slot.etat === 'en_attente' || slot.etat === 'acceptee') return slot.etat
  return slot.etatAvantPause ?? 'en_attente'
}

/** The slot goes on where it stood before a question or a proposal: nothing is waited for, its clock runs. */
export function reprendre(dossier: Dossier, slot: Sollicitation, now: Instant): Dossier {
  return avecCreneau(dossier, slot.rang, sansAttente(slot, ['complement', 'proposition'], now))
}

/** A pause belongs to who asked for it: once he holds the slot no more, its clock runs again. SPEC §6 */
export function sansPauseOrpheline(dossier: Dossier, rang: number, now: Instant): Dossier {
  const slot = creneau(dossier, rang)
  // A slot that was paused before its asker was kept: whoever still holds it may have asked.
  const isOrphan = (one: Attente | null): boolean =>
    one !== null &&
    one.par !== COORDINATEUR &&
    !actifs(slot).some(({ rpps }) => one.par === null || rpps === one.par)
  const gone = [
    ...(isOrphan(complementDe(slot)) ? (['complement'] as const) : []),
    ...(isOrphan(propositionDe(slot)) ? (['proposition'] as const) : []),
  ]
  if (gone.length === 0) return dossier
  const left = avecCreneau(dossier, rang, sansAttente(slot, gone, now))
  const { etat } = creneau(left, rang)
  return etat === 'acceptee' ? avecCreneau(left, rang, { etat: 'en_attente' }) : left
}

/** A slot is no longer waited for: its clock stands for good. */
export function ecarter(
  slot: Sollicitation,
  rpps: readonly string[],
  ecarte: Exclude<RequisSollicite['ecarte'], null>,
): readonly RequisSollicite[] {
  return slot.requis.map((one) =>
    one.ecarte === null && rpps.includes(one.rpps) ? { ...one, ecarte } : one,
  )
}
