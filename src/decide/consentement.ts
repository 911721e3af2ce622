/**
 * May this leave? The one gate between the patient's consent and any letter to a requis.
 *
 * In    the dossier, the slot, the physician who would read
 * Out   yes, or the stable code of the reason why not
 *
 * CSP art. L. 1111-4 (consent), art. L. 1110-4 (exchange), SPEC §6.1
 */

import { jourParis } from '../domain/calendrier.ts'
import type { PorteeConsentement } from '../domain/consentement.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Cible, Dossier } from '../domain/dossier.ts'
import { isEnDoute } from './question-posee.ts'

export type Barriere =
  | 'consentement-absent'
  | 'consentement-refuse'
  | 'consentement-retire'
  | 'consentement-en-doute'
  | 'consentement-hors-portee'

/** Why nothing may leave for this physician under this target; null: it may. */
export function barriere(
  dossier: Dossier,
  cible: Cible,
  rpps: Rpps,
  now: Instant,
): Barriere | null {
  const { consentement } = dossier
  switch (consentement.kind) {
    case 'attendu':
      return 'consentement-absent'
    case 'refuse':
      return 'consentement-refuse'
    case 'retire':
      return 'consentement-retire'
    case 'recueilli':
      // A consent that is yet to be given is none.
      if (consentement.le > jourParis(now)) return 'consentement-absent'
      if (isEnDoute(dossier)) return 'consentement-en-doute'
      return covers(consentement.portee, cible, rpps) ? null : 'consentement-hors-portee'
  }
}

/** What the consent of a request covers: the persons and the specialties asked, nothing beyond. */
export function portee(cibles: readonly Cible[]): PorteeConsentement {
  return {
    requis: cibles.flatMap((cible) => (cible.kind === 'requis' ? [cible.rpps] : [])),
    specialites: cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : [])),
  }
}

/** The consent after the requerant's ACCORD to one more target. */
export function elargie(before: PorteeConsentement, cible: Cible): PorteeConsentement {
  const more = portee([cible])
  return {
    requis: [...new Set([...before.requis, ...more.requis])],
    specialites: [...new Set([...before.specialites, ...more.specialites])],
  }
}

function covers({ requis, specialites }: PorteeConsentement, cible: Cible, rpps: Rpps): boolean {
  if (cible.kind === 'requis') return cible.rpps === rpps && requis.includes(rpps)
  return specialites.includes(cible.code)
}
