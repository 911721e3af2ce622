/**
 * What is due of a dossier and of each slot, and when: computed from stored facts, null once done.
 *
 * SPEC §6 (complement_demande, clos), §6.3, §7
 */
import { complementDe } from '../domain/attentes.ts'
import { DAY_MS, later } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { dueAt, expirationAt, ouvertureSuivante } from '../domain/delai.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import { reglesDe } from '../domain/pool.ts'
import { attenteDepuis } from '../domain/question-remise.ts'
import { absenceDue } from './absence.ts'
import { actifs } from './pas.ts'
import { REESSAI_MS } from './routing.ts'

/** Closed this long after the last compte-rendu or other end. SPEC §6 */
const SUIVI_MS = 30 * DAY_MS

/** The due times of an open slot; null: done, or not to be. */
export interface Echeances {
  readonly rappels: readonly { readonly requis: RequisSollicite; readonly le: Instant }[]
  readonly limite: Instant | null
  readonly expiration: Instant
  readonly complementRappel: Instant | null
  readonly complementEchu: Instant | null
  readonly essai: Instant | null
  /** When an absence that was declared for later begins, or the delay has come to reach into it. */
  readonly absence: Instant | null
}

/** The due times of an open slot. Reminders and lateness move to the next opening of the service hours. */
export function echeancesDe(slot: Sollicitation, generales: Regles): Echeances {
  const regles = reglesDe(slot, generales)
  const rappels = actifs(slot).flatMap((requis) => {
    const le = requis.rappeleLe == null ? rappel(requis, slot, regles) : null
    return le === null ? [] : [{ requis, le }]
  })
  return {
    rappels,
    limite: slot.retardLe === null ? due(slot.ouverteLe, regles.limiteMs, slot, regles) : null,
    expiration: expirationAt(slot.ouverteLe, regles.expirationJours),
    ...attente(slot, regles),
    essai: actifs(slot).length > 0 ? null : essai(slot),
    absence: absenceDue(slot, generales),
  }
}

/** The two clocks of a slot: the delay, which pauses stop (null while one does), and the total, which nothing stops. */
export function horlogesDe(
  slot: Sollicitation,
  generales: Regles,
): { readonly delai: Instant | null; readonly totale: Instant } {
  const regles = reglesDe(slot, generales)
  return {
    delai: due(slot.ouverteLe, regles.limiteMs, slot, regles),
    totale: expirationAt(slot.ouverteLe, regles.expirationJours),
  }
}

/**
 * A reminder of what never came would say what is not so: of a request that was handed over late, the delay is counted
 * from then on. SPEC §6.8
 */
function rappel(
  { solliciteLe, demandeRemiseLe }: RequisSollicite,
  slot: Sollicitation,
  regles: Regles,
): Instant | null {
  if (demandeRemiseLe === null) return null
  const le = due(solliciteLe, regles.rappelMs, slot, regles)
  if (le === null || demandeRemiseLe === undefined || demandeRemiseLe <= le) return le
  return due(demandeRemiseLe, regles.rappelMs, slot, regles)
}

/** When the requerant who holds a slot up is reminded, and when the requis is told that nothing came. */
function attente(slot: Sollicitation, regles: Regles) {
  const since = slot.pauses.find((pause) => pause.a === null)?.de
  if (since === undefined) return { complementRappel: null, complementEchu: null }
  const at = (ms: number) => service(dueAt(since, ms, [], regles), regles)
  const echu = complementDe(slot) !== null && slot.complementEchuLe === null
  return {
    complementRappel: slot.complementRappeleLe === null ? at(regles.completudeMs / 2) : null,
    complementEchu: echu ? at(regles.completudeMs) : null,
  }
}

function essai({ essaiLe, ouverteLe }: Sollicitation): Instant {
  return essaiLe == null ? ouverteLe : later(essaiLe, REESSAI_MS)
}

function due(start: Instant, ms: number, slot: Sollicitation, regles: Regles): Instant | null {
  return service(dueAt(start, ms, slot.pauses, regles), regles)
}

function service(at: Instant | null, regles: Regles): Instant | null {
  return at === null ? null : ouvertureSuivante(at, regles)
}

const ATTENDUS = [
  'demande-incomplete',
  'a-confirmer',
  'formulaire-a-confirmer',
  'depot-a-valider',
  'patient-different',
]

/** What the requerant was asked for: lines that lack, or a word. */
function isEnAttente(motif: string | null): boolean {
  return motif !== null && ATTENDUS.includes(motif)
}

/** When the requerant is reminded of the lines he was asked for; never of an emergency. */
export function rappelDeCompletude(dossier: Dossier, regles: Regles): Instant | null {
  const { etat, motif, completudeRappeleeLe } = dossier
  if (etat !== 'incomplet' || !isEnAttente(motif)) return null
  const since = attenteDepuis(dossier)
  if (since === null || completudeRappeleeLe !== null) return null
  return service(dueAt(since, regles.completudeMs, [], regles), regles)
}

/** When a request never completed ends. */
export function finDeCompletude(dossier: Dossier, regles: Regles): Instant | null {
  const since = attenteDepuis(dossier)
  if (dossier.etat !== 'incomplet' || since === null) return null
  return service(dueAt(since, 2 * regles.completudeMs, [], regles), regles)
}

/** When a dossier that ended is closed: time alone closes it, whatever became of its letters. SPEC §6 */
export function finDeSuivi(dossier: Dossier): Instant | null {
  if (dossier.etat !== 'repondu' && dossier.etat !== 'sans_reponse') return null
  const given = dossier.sollicitations.flatMap((slot) => slot.comptesRendus)
  const last = [...given.map((one) => one.renduLe), ...(dossier.finiLe ? [dossier.finiLe] : [])]
    .toSorted()
    .at(-1)
  return last === undefined ? null : later(last, SUIVI_MS)
}
