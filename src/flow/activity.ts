/**
 * `activite`: an administrator makes an enrolled requis active or inactive, from the page or by the API.
 *
 * To be inactive is to be away without end: what he holds is offered to others at once. Asked again, nothing more is
 * written, and his dossiers are looked at once more. SPEC §1 (`requis set --actif`), §12
 */
import { rppsDe } from '../domain/identifiants.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import { enrolled } from '../ledger/annuaire/absences.ts'
import { setRequis } from '../ledger/annuaire/annuaire.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Deciding } from './commit.ts'
import { offerAll } from './offers.ts'

/** Carries it out; refuses one who is not enrolled. */
export async function rendreActif(
  { parametres, par, motif }: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const rpps = typeof parametres.rpps === 'string' ? rppsDe(parametres.rpps) : null
  const { actif } = parametres
  if (rpps === null || typeof actif !== 'boolean') return refusal('bad-parameter')
  const instant = parts.clock.now()
  const done = await parts.db.transaction(async (sql): Promise<Refusal | null> => {
    const was = await enrolled(sql, rpps)
    if (was === null) return refusal('requis-non-inscrit')
    if (was === actif) return null
    await setRequis(sql, { rpps, specialites: null, actif, absences: [] })
    const detail = { rpps, actif: actif ? 'oui' : 'non', motif }
    await append(sql, {
      chaine: 'passerelle',
      quoi: 'requis.inscrit',
      auteur: par,
      detail,
      instant,
    })
    return null
  })
  if (isRefusal(done)) return done
  return { rpps, actif, ...(await offerAll(rpps, { par, sauf: null }, parts)) }
}
