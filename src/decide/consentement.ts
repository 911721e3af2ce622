/**
 * May this leave? The one gate between the patient's consent and any letter to a requis.
 *
 * In    the dossier, the slot, the physician who would read
 * Out   yes, or the stable code of the reason why not
 *
 * CSP art. L. 1111-4 (consent), art. L. 1110-4 (exchange), SPEC §6.1
 */

import { jourParis } from '../domain/calendrier.ts'
import type { Consentement, PorteeConsentement } from '../domain/consentement.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Courrier, Libelle } from '../domain/courrier.ts'
import type { Cible, Dossier } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import type { ConsentementDit } from './formulaire-consentement.ts'
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

const DISENT_LE_CONSENTEMENT: readonly Libelle[] = [
  'consentement',
  'personneDeConfiance',
  'procheConsulte',
]

/** The consent bound to the hash of the signed letter that states it. */
export function recueillir(
  dossier: Dossier,
  { courrier, provenance }: { readonly courrier: Courrier; readonly provenance: Provenance },
  dit: ConsentementDit,
  cibles: readonly Cible[],
): Consentement {
  if (dit.dit !== 'oui' || dit.le === null || dit.par === null) return { kind: 'attendu' }
  const before = dossier.consentement.kind === 'recueilli' ? dossier.consentement.preuve : null
  const stated = DISENT_LE_CONSENTEMENT.some((label) => courrier.formulaire[label] !== undefined)
  const preuve = stated ? provenance.empreinte : (before ?? dossier.empreinte)
  const base = { kind: 'recueilli', le: dit.le, portee: portee(cibles), preuve } as const
  if (dit.par === 'personneDeConfiance' || dit.par === 'proche') {
    return dit.nom === undefined ? { kind: 'attendu' } : { ...base, par: dit.par, nom: dit.nom }
  }
  return dit.mode === null ? { kind: 'attendu' } : { ...base, par: dit.par, mode: dit.mode }
}
