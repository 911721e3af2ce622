/**
 * What follows when a slot ends, and when a dossier does.
 *
 * In    the dossier as the event left it
 * Out   its state by its slots, its end, the day its content is destroyed; slots ended with their pauses closed
 *
 * SPEC §6 (states), §13.5 (retention)
 */
import { later } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier, EtatSollicitation, Sollicitation } from '../domain/dossier.ts'
import { etatSelonCreneaux } from '../domain/etats.ts'
import type { Contexte } from '../domain/evenement.ts'
import { avecCreneau, creneau, finDePause, type Pas, pas, trace } from './pas.ts'

/** The slot ended in `etat`, its pauses closed, nothing waited for any more. */
export function finDeCreneau(
  dossier: Dossier,
  rang: number,
  etat: EtatSollicitation,
  now: Instant,
): Dossier {
  const slot = creneau(dossier, rang)
  const pauses = finDePause(slot, now)
  return avecCreneau(dossier, rang, { etat, pauses, termineeLe: now, accordPour: null })
}

/** The dossier in the state its slots give it; an annulled one stays so. */
export function selonCreneaux(dossier: Dossier, { now, regles }: Contexte): Pas {
  if (dossier.etat === 'annule' || dossier.etat === 'incomplet') return pas(dossier)
  const etat = etatSelonCreneaux(dossier)
  if (etat === dossier.etat) return pas(dossier)
  const ended = etat !== 'en_cours'
  const next: Dossier = {
    ...dossier,
    etat,
    finiLe: ended ? now : null,
    destructionLe: ended ? later(now, regles.retentionContenuMs) : null,
  }
  return pas(next, [], [trace('dossier-etat', { etat })])
}

/** Every slot still open ended as it stands: nobody is waited for. */
export function abandonner(dossier: Dossier, now: Instant): Dossier {
  const sollicitations = dossier.sollicitations.map(
    (slot): Sollicitation =>
      slot.termineeLe === null
        ? { ...slot, pauses: finDePause(slot, now), termineeLe: now, accordPour: null }
        : slot,
  )
  return { ...dossier, sollicitations }
}
