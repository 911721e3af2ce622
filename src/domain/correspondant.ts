/**
 * Who writes and who is written to: the professionals of the directory and the parts they play.
 *
 * CSP art. R. 6316-1 (3°) names the requerant and the requis; the medecin traitant comes from the
 * téléexpertise rules of the Assurance maladie.
 */

/** 11 digits, Luhn-valid: the national number of a professional, for life. */
export type Rpps = string & { readonly marque: 'Rpps' }
/** A mail address, lower-cased, of the grammar `local@domain` with no quoting. */
export type AdresseMss = string & { readonly marque: 'AdresseMss' }
/** Two digits, zero-padded: the CPAM specialty code (`01` médecine générale). */
export type CodeSpecialite = string & { readonly marque: 'CodeSpecialite' }
/** An instant: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Instant = string & { readonly marque: 'Instant' }
/** A calendar day `AAAA-MM-JJ`. */
export type Jour = string & { readonly marque: 'Jour' }
/** SHA-256 in lower-case hexadecimal. */
export type Sha256 = string & { readonly marque: 'Sha256' }

/** Tariff territory of a place of exercise. */
export type Territoire = 'metropole' | 'dom'
/** What a place of exercise tells of it; `a-verifier`: the tariff is not known there. */
export type TerritoireConnu = Territoire | 'a-verifier'

/** Where a professional works, as the directory writes it. */
export interface Lieu {
  readonly codePostal: string | null
  readonly commune: string
}

/** A professional as the directory knows him. */
export interface Professionnel {
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
  /** TRE_G15: `10` médecin, `40` chirurgien-dentiste, `50` sage-femme, `60` infirmier… */
  readonly profession: string
  readonly specialite: CodeSpecialite | null
  /** Active addresses, preferred first. */
  readonly adresses: readonly AdresseMss[]
  readonly numeroAm: string | null
  readonly finess: string | null
  readonly telephone: string | null
  readonly territoire: TerritoireConnu | null
  /** Where he works. Absent: not asked, or nobody says it. */
  readonly lieux?: readonly Lieu[]
}

/**
 * The professions médicales, TRE_G15: médecin, chirurgien-dentiste, sage-femme. Only they may be asked for an
 * opinion. CSP art. R. 6316-1
 */
export const PROFESSIONS_MEDICALES: readonly string[] = ['10', '40', '50']

/** The professional who asks, as he was when he asked. */
export interface Requerant extends Professionnel {
  /** The mailbox he wrote from, where his letters go. */
  readonly adresse: AdresseMss
  /** The AM number that he wrote: see `Numerote`. */
  readonly ecrit?: string | null
}

/**
 * One who signs for a mailbox and is in no directory: a secretary, who may deposit for a physician. Without a number,
 * the address names her in a dossier; no number is ever equal to it. SPEC §5
 */
export function horsAnnuaire(adresse: AdresseMss): Requerant {
  return {
    rpps: adresse as string as Rpps,
    nom: '',
    prenom: '',
    profession: '',
    specialite: null,
    adresses: [adresse],
    adresse,
    numeroAm: null,
    finess: null,
    telephone: null,
    territoire: null,
  }
}

/** Is this one of them? */
export function isHorsAnnuaire({ rpps }: Pick<Professionnel, 'rpps'>): boolean {
  return rpps.includes('@')
}

/**
 * Open requests of a physician are counted so far. One who has more is simply full, and what he received today tells
 * him from another; a count without end would make each request dearer than the one before.
 */
export const EN_COURS_COMPTEES = 100

/** A physician who may be asked, with what routing needs to know of him. */
export interface RequisPossible extends Professionnel {
  readonly adresse: AdresseMss
  /** Pools he answers for; empty: only by name. */
  readonly pools: readonly CodeSpecialite[]
  readonly actif: boolean
  /** Days of absence, inclusive, and who answers for him meanwhile; `delegue` absent or null: nobody named. */
  readonly absences: readonly {
    readonly du: Jour
    readonly au: Jour
    readonly delegue?: Rpps | null
  }[]
  /** Requests a day he takes; null: no limit. */
  readonly capaciteParJour: number | null
  /** Requests given to him today (Europe/Paris). */
  readonly recuesAujourdhui: number
  /** Open sollicitations in his queue, for the fair choice; EN_COURS_COMPTEES where there are more. */
  readonly enCours: number
}

/** How the medecin traitant is known. CSS art. L. 162-5-3. */
export type MedecinTraitant =
  | { readonly kind: 'requerant' }
  | { readonly kind: 'aucun' }
  | { readonly kind: 'oppose'; readonly professionnel: Professionnel | null }
  | {
      readonly kind: 'designe'
      readonly professionnel: Professionnel
      readonly adresse: AdresseMss | null
    }
  /** Whether he is to have a copy waits for the requérant's word. */
  | {
      readonly kind: 'enDoute'
      readonly professionnel: Professionnel
      readonly adresse: AdresseMss | null
    }
