/**
 * What one more answer of the insurer changes of an act: a payment, whole or in part, a rejection, or nothing.
 *
 * In    where the act stands since its export, the answers it had, the answer that comes
 * Out   the act's new standing; or the French sentence that tells the line, which then changes nothing
 *
 * One answer is waited for; a second one only where the first was contested or paid a part. SPEC §11
 */
import type { Jour } from './correspondant.ts'

/** One answer of the insurer. */
export interface Retour {
  readonly statut: 'paye' | 'rejete'
  readonly date: Jour
  readonly motif: string | null
  /** What was paid, where the answer says it. */
  readonly montantCentimes: number | null
}

/** Where an exported act stands with its insurer. */
export interface Attente {
  readonly montantCentimes: number
  readonly retour: Retour['statut'] | null
  /** What is left to pay; null: nothing was paid, or all of it by an answer older than this fact. */
  readonly resteCentimes: number | null
  readonly suite: 'conteste' | 'clos' | null
}

/** What an answer makes of an act. */
export interface Suivi {
  readonly retour: Retour['statut']
  readonly resteCentimes: number | null
}

/** Takes an answer, or says why it is none that was waited for. */
export function recevoir(attente: Attente, recu: Retour): Suivi | string {
  return recu.statut === 'paye' ? payer(attente, recu) : rejeter(attente, recu)
}

/** Are they one and the same answer, sent twice? */
export function isMemeRetour(a: Retour, b: Retour): boolean {
  return (
    a.statut === b.statut &&
    a.date === b.date &&
    a.motif === b.motif &&
    a.montantCentimes === b.montantCentimes
  )
}

/** What is left to pay of an act. */
export function resteDe({ retour, resteCentimes, montantCentimes }: Attente): number {
  return resteCentimes ?? (retour === 'paye' ? 0 : montantCentimes)
}

function payer(attente: Attente, { montantCentimes: montant }: Retour): Suivi | string {
  const left = resteDe(attente)
  if (left === 0) return 'acte déjà payé en entier'
  if (attente.retour === 'rejete' && attente.suite !== 'conteste') {
    return 'contradiction : cet acte a été rejeté (contestez le rejet, ou corrigez l’acte, d’abord)'
  }
  const paid = montant ?? left
  if (paid === 0) return 'montant faux : 0 centime payé'
  if (paid > left) return `montant faux : ${paid} centimes payés, ${left} attendus`
  return { retour: 'paye', resteCentimes: left - paid }
}

function rejeter(attente: Attente, { montantCentimes: montant }: Retour): Suivi | string {
  const { retour, resteCentimes, suite } = attente
  if (montant !== null && montant !== 0) return 'montant faux : un rejet ne paie rien'
  const isContested = suite === 'conteste'
  if (retour === 'paye' && !isContested) return 'contradiction : cet acte a été payé'
  if (retour === 'rejete' && !isContested) return 'acte déjà rejeté'
  // What was paid stays so, where only the rest was contested.
  return retour === 'paye' ? { retour, resteCentimes } : { retour: 'rejete', resteCentimes: null }
}
