/**
 * Time is an event too: what is due on a dossier is decided and committed. Safe to repeat.
 *
 * A look that finds nothing to do moves the dossier's next instant forward: 110 requests that wait for one absent
 * physician must not stay at the head of the line. SPEC §7
 */
import { prochaineEcheance } from '../decide/delais.ts'
import { souhaitsDuFil } from '../decide/souhaits.ts'
import type { Instant } from '../domain/correspondant.ts'
import { loadDossier, lockDossier } from '../ledger/dossiers/dossiers.ts'
import { noteLook, nothingDue } from '../ledger/dossiers/echeances.ts'
import { commit, type Deciding, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'

/** Does what is due on one dossier now. */
export async function deadline(id: string, parts: Deciding): Promise<void> {
  const { db, keys, clock } = parts
  const seen = await loadDossier(db, keys, id)
  if (seen === null) return await nothingDue(db, id)
  const trouvailles = await lookUp(db, souhaitsDuFil(seen, null), seen, clock.now())
  const rings = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, id)
    if (dossier === null) {
      await nothingDue(sql, id)
      return []
    }
    const cause = { auteur: 'passerelle', message: null }
    const done = await commit(sql, dossier, { kind: 'echeance', trouvailles }, cause, null, parts)
    if (done.decision.dossier !== dossier) return done.rings
    const { regles } = parts.config
    const now = clock.now()
    const instant = now.toISOString() as Instant
    const first = prochaineEcheance(dossier, regles)
    await noteLook(sql, id, {
      now,
      prochaine: prochaineEcheance(dossier, regles, instant),
      reste: first !== null && first <= instant,
    })
    return done.rings
  })
  ringAll(rings, parts)
}
