/**
 * How often a mail may make the gateway write to a named person: one place decides, by what the mail proves.
 *
 * In    why a letter would be written, what its cause proves, who would read it, the limit of the settings
 * Out   how many a day, under which count, and by whose address they are counted
 *
 * What proves nothing makes one letter a reader, cause and day, and uses up nothing of what the person named has. What
 * somebody signed is counted by himself. What is not told so is told once an hour, all together (`untold.ts`), and its
 * author or owner finds it in his list. Refusals have their own counts (`refus.ts`). SPEC §3, §6.8, §10
 */

/** Why a letter would be written. */
export type CauseDeLettre =
  /** Another content bears the Message-ID. */
  | 'message-id-reutilise'
  /** A mail to `postmaster@`, one to `abuse@`. */
  | 'courrier-postmaster'
  | 'courrier-abuse'
  /** A mail to `modele@`. */
  | 'modele'
  /** Who is outside the directory deposits for a physician. */
  | 'depot-hors-annuaire'
  /** A mail to `essai@`. */
  | 'essai'
  /** One of ours answers a letter of ours. */
  | 'reponse-sans-effet'

/** `signe`: the signature is good and the sender is the signer. */
export type Preuve = 'signe' | 'aucune'
export type LecteurDeLettre = 'auteur' | 'administrateur' | 'medecin'

/** `par`: the address of the reader or of who wrote is counted. */
export interface Frequence {
  readonly compte: string
  readonly parJour: number
  readonly par: 'lecteur' | 'auteur'
}

/** Letters a day for what is signed; null: the limit of the settings. */
const SIGNE: { readonly [C in CauseDeLettre]: number | null } = {
  'message-id-reutilise': null,
  'courrier-postmaster': null,
  'courrier-abuse': null,
  modele: 5,
  'depot-hors-annuaire': 10,
  essai: 50,
  'reponse-sans-effet': 3,
}
/** And for what proves nothing, where one is too few: a trial is destroyed with its answer; one of ours answers two. */
const SANS_PREUVE: { readonly [C in CauseDeLettre]?: number } = {
  essai: 5,
  'reponse-sans-effet': 3,
}

/** How often; `most` is CONFRERE_LIMITE_ECHANGES. */
export function frequence(
  cause: CauseDeLettre,
  preuve: Preuve,
  lecteur: LecteurDeLettre,
  most: number,
): Frequence {
  if (preuve === 'aucune') {
    const parJour = lecteur === 'medecin' ? 0 : (SANS_PREUVE[cause] ?? 1)
    return { compte: `${cause}:sans-preuve:${lecteur}`, parJour, par: 'lecteur' }
  }
  return { compte: `${cause}:${lecteur}`, parJour: SIGNE[cause] ?? most, par: 'auteur' }
}
