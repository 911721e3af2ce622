/**
 * The delegate of an absent requis, beyond what the patient agreed to: nothing leaves before the requérant's ACCORD.
 *
 * In    a slot whose requis is away and which nobody else may answer, his delegate
 * Out   the slot waits for the requérant's agreement, asked for once a delegate; null: there is no delegate to propose
 *
 * SPEC §1 (`requis absent … --delegue`), §6.1
 */
import { avecProposition, propositionDe } from '../domain/attentes.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Contexte } from '../domain/evenement.ts'
import {
  auRequerant,
  avantPause,
  avecCreneau,
  creneau,
  debutDePause,
  envoyer,
  type Pas,
  pas,
  trace,
} from './pas.ts'
import { absenceDe, isAbsent, vacanceDe } from './presence.ts'

/** Who is away, from which day, among whom his delegate is looked for. */
export interface Partant {
  readonly rpps: Rpps
  readonly possibles: readonly RequisPossible[]
  readonly du: Jour
}

/** Who answers for him on that day; null: nobody was named. */
export function delegueDe({ rpps, possibles, du }: Partant): Rpps | null {
  const absent = possibles.find((one) => one.rpps === rpps)
  return (absent && absenceDe(absent, du)?.delegue) ?? null
}

/** Proposes the delegate to the requérant; null: nobody to propose, or he was proposed already. */
export function demanderDelegue(
  dossier: Dossier,
  rang: number,
  partant: Partant,
  contexte: Contexte,
): Pas | null {
  const { rpps, possibles, du } = partant
  const absent = possibles.find((one) => one.rpps === rpps)
  const absence = absent === undefined ? null : absenceDe(absent, du)
  const slot = creneau(dossier, rang)
  const qui = possibles.find((one) => one.rpps === absence?.delegue)
  if (absent === undefined || absence === null || qui === undefined) return null
  if (!isProposable(dossier, slot, qui, contexte)) return null
  const vers = { kind: 'requis', rpps: qui.rpps } as const
  const delegues = [...(slot.delegues ?? []), qui.rpps]
  const vacance = vacanceDe({ ...slot, delegues }, possibles, du)
  const waiting = avecCreneau(dossier, rang, {
    ...(vacance !== null && { vacance }),
    ...avecProposition(slot, { vers, par: rpps, texte: '' }),
    pauses: debutDePause(slot, contexte.now),
    etatAvantPause: avantPause(slot),
    delegues,
  })
  const lettre: Lettre = {
    kind: 'accordDemande',
    rang,
    vers,
    texte: '',
    delegation: {
      absent: `${absent.prenom} ${absent.nom}`,
      delegue: `${qui.prenom} ${qui.nom}`,
      du: absence.du,
      au: absence.au,
    },
  }
  return pas(
    waiting,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: `delegue:${qui.rpps}` })],
    [trace('delegue-propose', { rang, requis: rpps, delegue: qui.rpps })],
  )
}

/** Enrolled, there, not the requérant himself, not proposed before, nor asked and gone by himself; and nobody else's answer is waited for. */
function isProposable(
  { requerant }: Dossier,
  slot: Sollicitation,
  qui: RequisPossible,
  { now }: Contexte,
): boolean {
  // One who was set aside by another's hand, and not by his own, may be asked again.
  const asked = slot.requis.filter(({ ecarte }) => ecarte !== 'reprise').map(({ rpps }) => rpps)
  const known = [...(slot.delegues ?? []), ...asked, requerant.rpps]
  const waits = propositionDe(slot) !== null
  return qui.actif && !isAbsent(qui, jourParis(now)) && !known.includes(qui.rpps) && !waits
}

/** The one who was asked by name is away: his delegate, if the requérant agrees. */
export function proposerDelegue(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas | null {
  const { cible } = creneau(dossier, rang)
  if (cible.kind !== 'requis') return null
  const partant = { rpps: cible.rpps, possibles, du: jourParis(contexte.now) }
  return demanderDelegue(dossier, rang, partant, contexte)
}
