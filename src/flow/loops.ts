/**
 * Cuts the loop that no header shows: a machine that signs its answers and does not say that it is one.
 *
 * Each turn of such a loop costs us a letter to the same correspondent: in the thread of one dossier, for the
 * same content sent again, or for a reply without reference, which opens a request that lacks everything.
 * Past CONFRERE_LIMITE_ECHANGES in an hour the mail waits in quarantine. SPEC §10
 */
import { incompleteSince, lettersSince } from '../ledger/echanges.ts'
import type { Letter } from './mail.ts'
import type { Parts } from './parts.ts'

const WINDOW_MS = 3_600_000

/** Did we write too often of late for one more answer, in this dossier (null: a new request)? */
export async function isLoop(
  { author, to }: Letter,
  dossier: string | null,
  { db, config, clock }: Parts,
): Promise<boolean> {
  const most = config.limites.exchanges
  const since = new Date(clock.now().getTime() - WINDOW_MS)
  if (dossier !== null) {
    return (await lettersSince(db, { dossier, adresse: author.adresse }, since, most)) >= most
  }
  // An answering machine writes to our From; a person or a flood of new requests, to an address of its own.
  if (to.kind !== 'teleexpertise') return false
  return (await incompleteSince(db, author.professionnel.rpps, since, most)) >= most
}
