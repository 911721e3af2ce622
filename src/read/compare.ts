/**
 * Do two values of one label say the same? Used between lines of a letter and between its renditions.
 *
 * In    a label, two values as written
 * Out   true when only writing differs: case, accents, punctuation, the form of a date or an address
 */
import { designationDe } from '../domain/designation.ts'
import { jourDe, sexeDe } from '../domain/identifiants.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { words } from '../domain/texte.ts'
import type { LibelleLu } from './libelles.ts'

/** True when both values say the same. */
export function sameValue(libelle: LibelleLu, a: string, b: string): boolean {
  const left = words(a.replace(/mailto:/gi, ' '))
  const right = words(b.replace(/mailto:/gi, ' '))
  if (left === right || left.replaceAll(' ', '') === right.replaceAll(' ', '')) return true
  switch (libelle) {
    case 'dateNaissance':
    case 'dateConsentement':
      return both(jourDe(a), jourDe(b))
    case 'sexe':
      return both(sexeDe(a), sexeDe(b))
    case 'specialiteDemandee':
    case 'specialiteRequerant':
      return both(specialiteDe(a), specialiteDe(b))
    case 'medecinRequis':
    case 'medecinTraitant': {
      const one = designationDe(a)
      const two = designationDe(b)
      return both(one?.rpps ?? one?.adresse ?? null, two?.rpps ?? two?.adresse ?? null)
    }
    default:
      return false
  }
}

function both(a: string | null, b: string | null): boolean {
  return a !== null && a === b
}
