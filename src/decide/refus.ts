/**
 * How the notices of a refusal are counted: one an address, count and day (SPEC §10).
 *
 * In    the code, whether its author is proven, the thread that the mail came to
 * Out   the name of the count
 *
 * A stranger who writes a person's address can use up the notices about mail to public addresses; not those about what
 * that person signed, nor about mail to his own token. The same refusal in two dossiers has two causes.
 * SPEC §6.8, §10, §13.13
 */

/** A mail that is refused. */
export interface Refuse {
  readonly code: string
  /** Its signature is good, and it is the sender's. */
  readonly signe: boolean
  /** The dossier to whose thread it came, and whether by the token of its very author; null: none. */
  readonly fil: { readonly dossier: string; readonly isOwn: boolean } | null
}

/** What the notice of this refusal is counted under. */
export function compteDuRefus({ code, signe, fil }: Refuse): string {
  const dossier = fil !== null && (signe || fil.isOwn) ? [fil.dossier] : []
  return [code, ...(signe ? ['signe'] : []), ...dossier].join('@')
}
