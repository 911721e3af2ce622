/**
 * Tariffs and caps of téléexpertise: rules as dated data, applied without a clock.
 *
 * In    an act, the day of the opinion, a profession (TRE_G15)
 * Out   the amount in cents and the name of the line; the cap a civil year, patient and executant
 *
 * NGAP art. 14.9; SPEC §11
 */
import type { CodeActe } from './acte.ts'
import type { CodeSpecialite, Jour, Territoire } from './correspondant.ts'

export interface Ligne {
  readonly version: string
  readonly code: CodeActe
  readonly du: Jour
  /** Last day; null: still in force. */
  readonly au: Jour | null
  readonly centimes: { readonly [T in Territoire]: number }
}

export interface Plafond {
  readonly code: CodeActe
  /** TRE_G15 */
  readonly profession: string
  readonly du: Jour
  readonly au: Jour | null
  /** Acts a civil year for one patient and one executant. */
  readonly parAn: number
  /** Open to certain cases only, which the gateway cannot judge. */
  readonly casRestreints: 'non' | 'oui'
}

export const MEDECIN = '10'
const DENTISTE = '40'
const SAGE_FEMME = '50'
const INFIRMIER = '60'
const KINE = '70'
const PEDICURE = '80'
const ORTHOPHONISTE = '91'

const ligne = (
  version: string,
  code: CodeActe,
  du: string,
  au: string | null,
  metropole: number,
  dom: number,
): Ligne => ({ version, code, du: du as Jour, au: au as Jour | null, centimes: { metropole, dom } })

/** What an act is worth, by day of the opinion. Overseas ×1,2. */
export const TARIFS: readonly Ligne[] = [
  ligne('TE1-2019', 'TE1', '2019-02-10', '2022-03-31', 1200, 1440),
  ligne('TE2-2019', 'TE2', '2019-02-10', '2022-03-31', 2000, 2400),
  ligne('TE2-2022', 'TE2', '2022-04-01', '2025-12-31', 2000, 2400),
  ligne('TE2-2026', 'TE2', '2026-01-01', null, 2300, 2760),
  ligne('RQD-2022', 'RQD', '2022-04-01', null, 1000, 1200),
]

/** The day of the first act that anybody could bill. */
export const PREMIER_JOUR = '2019-02-10' as Jour

const plafond = (
  code: CodeActe,
  profession: string,
  du: string,
  au: string | null,
  parAn: number,
  casRestreints: 'non' | 'oui' = 'non',
): Plafond => ({ code, profession, du: du as Jour, au: au as Jour | null, parAn, casRestreints })

/** Who may bill what, and how often. A profession without a line bills nothing. */
export const PLAFONDS: readonly Plafond[] = [
  plafond('TE1', MEDECIN, '2019-02-10', '2022-03-31', 4),
  plafond('TE2', MEDECIN, '2019-02-10', '2022-03-31', 2),
  plafond('TE2', MEDECIN, '2022-04-01', null, 4),
  plafond('RQD', MEDECIN, '2022-04-01', null, 4),
  plafond('TE2', SAGE_FEMME, '2022-09-05', null, 2),
  plafond('RQD', SAGE_FEMME, '2022-09-05', null, 2),
  plafond('RQD', ORTHOPHONISTE, '2022-04-06', null, 2),
  plafond('RQD', INFIRMIER, '2023-03-23', null, 4),
  plafond('RQD', KINE, '2024-02-22', null, 2),
  plafond('RQD', PEDICURE, '2024-03-07', null, 2),
  plafond('TE2', DENTISTE, '2025-02-01', null, 4, 'oui'),
  plafond('RQD', DENTISTE, '2025-02-01', null, 4, 'oui'),
]

// CPAM codes of the professions that have a single one.
const SPECIALITE_DE: { readonly [profession: string]: string } = {
  [SAGE_FEMME]: '21',
  [INFIRMIER]: '24',
  [KINE]: '26',
  [PEDICURE]: '27',
  [ORTHOPHONISTE]: '28',
  [DENTISTE]: '19',
}

/** The amount of an act that day, and the name of the line; null when the act did not exist. */
export function tarif(code: CodeActe, jour: Jour): Ligne | null {
  return TARIFS.find((one) => one.code === code && isWithin(one, jour)) ?? null
}

/** The cap of a profession for an act that day; null when it may not bill it. */
export function plafondDe(code: CodeActe, profession: string, jour: Jour): Plafond | null {
  return (
    PLAFONDS.find(
      (one) => one.code === code && one.profession === profession && isWithin(one, jour),
    ) ?? null
  )
}

/** Has this requis reached his cap for the patient, as far as this gateway knows? */
export function isPlafondAtteint(
  profession: string | undefined,
  jour: Jour,
  dejaFactures: number,
): boolean {
  const cap = plafondDe('TE2', profession ?? MEDECIN, jour)
  return cap !== null && dejaFactures >= cap.parAn
}

/** The CPAM code of a profession that has a single one; null for physicians and the others. */
export function specialiteDeProfession(profession: string): CodeSpecialite | null {
  return (SPECIALITE_DE[profession] as CodeSpecialite | undefined) ?? null
}

function isWithin({ du, au }: { readonly du: Jour; readonly au: Jour | null }, jour: Jour) {
  return du <= jour && (au === null || jour <= au)
}
