/**
 * `reattribuer`: a coordinator's command about one dossier, decided and committed like any event.
 *
 * SPEC §1, §6.1, §12
 */
import { jugerReattribution, type Verdict } from '../decide/reattribution.ts'
import { souhaitsDuFil } from '../decide/souhaits.ts'
import type { JoursAbsents } from '../domain/absences.ts'
import type { Instant } from '../domain/correspondant.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import { lockedCharges } from '../ledger/annuaire/charges.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { byNumero, loadDossier, lockDossier } from '../ledger/dossiers/dossiers.ts'
import { commit, type Deciding, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'

/** Gives a slot of the dossier named to the physician named; answers what was done. */
export async function reattribuerDossier(
  command: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const { db, keys, clock } = parts
  const { numero, rpps: named } = command.parametres
  const rpps = typeof named === 'string' ? rppsDe(named) : null
  const motif = command.motif?.trim() ?? ''
  if (typeof numero !== 'string' || rpps === null || motif === '') return refusal('bad-parameter')
  const found = await byNumero(db, numero)
  const seen = found === null ? null : await loadDossier(db, keys, found.id)
  if (seen === null) return refusal('not-found')
  const wished = souhaitsDuFil(seen, null)
  const souhaits = { ...wished, requis: [...wished.requis, { rpps, adresse: null, nom: null }] }
  const trouvailles = await lookUp(db, souhaits, seen, clock.now())
  const done = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, seen.id)
    if (dossier === null) return refusal('not-found')
    const evenement = {
      kind: 'reattribution',
      rpps,
      motif,
      commande: command.id,
      trouvailles,
    } as const
    const now = clock.now().toISOString() as Instant
    const { regles } = parts.config
    // Whom he has had today is counted now, as `commit` will.
    const possibles = await lockedCharges(sql, trouvailles.possibles, clock.now())
    const counted = { rpps, trouvailles: { ...trouvailles, possibles } }
    const verdict = jugerReattribution(dossier, counted, { now, regles })
    if ('refus' in verdict) {
      const detail =
        verdict.refus === 'requis-absent' ? { precision: absentFr(verdict.absence) } : {}
      return refusal(verdict.refus, detail)
    }
    const cause = { auteur: command.par, message: null }
    const { rings } = await commit(sql, dossier, evenement, cause, null, parts)
    const { slot, accord } = verdict
    const attend = accord ? 'accord' : 'avis'
    const remarque = remarqueFr(verdict)
    const told = remarque === null ? {} : { remarque }
    const result = { numero: dossier.numero, rang: slot.rang, requis: rpps, attend, ...told }
    return { rings, result }
  })
  if (isRefusal(done)) return done
  ringAll(done.rings, parts)
  return done.result
}

function absentFr({ du, au }: JoursAbsents): string {
  return `Il est absent du ${du} au ${au} inclus.`
}

/** What a coordinator should know of whom he named; null: nothing. */
function remarqueFr({ qui, complet, absence }: Exclude<Verdict, { refus: string }>): string | null {
  const { capaciteParJour } = qui
  const said = [
    ...(complet
      ? [
          `Ce médecin a déjà reçu ses ${capaciteParJour} demandes du jour : celle-ci lui est confiée en plus.`,
        ]
      : []),
    ...(absence === null
      ? []
      : [`Il sera absent du ${absence.du} au ${absence.au} inclus, avant la fin du délai usuel.`]),
  ]
  return said.length === 0 ? null : said.join(' ')
}
