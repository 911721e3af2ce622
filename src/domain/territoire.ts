/**
 * By which tariff a place of exercise is paid: metropolitan France, overseas, or to be checked.
 *
 * In    a postal code of a national file, an AM number
 * Out   the territory that it tells; `a-verifier` where the tariff is not known there; null: it tells nothing
 * Refuses nothing: where nothing tells, the setting serves.
 *
 * SPEC §2 (CONFRERE_TERRITOIRE); NGAP (overseas amounts); domain §4.2 (département of the cabinet, `9A`–`9F` overseas)
 */
import type { Acte } from './acte.ts'
import type { Territoire, TerritoireConnu } from './correspondant.ts'
import { tarif } from './tarif.ts'

/** Départements 01 to 95, Corsica's letters included. */
const METROPOLE = /^(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])/

/** What a postal code tells. */
export function territoireDuCodePostal(code: string): TerritoireConnu | null {
  if (!/^\d{5}$/.test(code)) return null
  if (METROPOLE.test(code)) return 'metropole'
  if (/^97[12346]/.test(code)) return 'dom'
  if (code === '98000') return 'metropole'
  return /^9[78]/.test(code) ? 'a-verifier' : null
}

/** What an AM number tells: its first two characters are the département of the cabinet. */
export function territoireDuNumeroAm(numero: string | null): TerritoireConnu | null {
  if (numero === null) return null
  if (METROPOLE.test(numero)) return 'metropole'
  if (/^9[7A-DF]/.test(numero)) return 'dom'
  return numero.startsWith('9E') ? 'a-verifier' : null
}

/** The tariff territory of an executant, and what told it. */
export function territoireDe(
  place: TerritoireConnu | null,
  numeroAm: string | null,
  reglage: Territoire,
): {
  readonly territoire: Territoire
  readonly territoireSelon: NonNullable<Acte['territoireSelon']>
} {
  if (place !== null) {
    return place === 'a-verifier'
      ? { territoire: reglage, territoireSelon: 'a-verifier' }
      : { territoire: place, territoireSelon: 'adresse' }
  }
  const told = territoireDuNumeroAm(numeroAm)
  if (told === null) return { territoire: reglage, territoireSelon: 'reglage' }
  return told === 'a-verifier'
    ? { territoire: reglage, territoireSelon: 'a-verifier' }
    : { territoire: told, territoireSelon: 'numero' }
}

/** The act at the tariff that its executant's number tells, where nothing surer told it. */
export function acteSelonTerritoire(acte: Acte): Acte {
  if (acte.territoireSelon !== 'reglage' && acte.territoireSelon !== 'numero') return acte
  const said = territoireDe(null, acte.executant.numeroAm, acte.territoire)
  if (said.territoireSelon === 'reglage') return acte
  const line = tarif(acte.code, acte.dateActe)
  if (line === null) return acte
  return { ...acte, ...said, montantCentimes: line.centimes[said.territoire] }
}
