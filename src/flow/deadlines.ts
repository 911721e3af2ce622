/**
 * Time is an event too: what is due on a dossier is decided and committed. Safe to repeat.
 *
 * SPEC §7
 */
import { souhaitsDuFil } from '../decide/souhaits.ts'
import { loadDossier, lockDossier } from '../ledger/dossiers.ts'
import { commit, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'
import type { Parts } from './parts.ts'

/** Does what is due on one dossier now. */
export async function deadline(id: string, parts: Parts): Promise<void> {
  const { db, keys, clock } = parts
  const seen = await loadDossier(db, keys, id)
  if (seen === null) return
  const trouvailles = await lookUp(db, souhaitsDuFil(seen, null), seen, clock.now())
  const rings = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, id)
    if (dossier === null) return []
    const cause = { auteur: 'passerelle', message: null }
    const done = await commit(sql, dossier, { kind: 'echeance', trouvailles }, cause, null, parts)
    return done.rings
  })
  ringAll(rings, parts)
}
