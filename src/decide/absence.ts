/**
 * Who holds a request and is away, or will be: it is offered to others, his delegate first.
 *
 * In    those asked, with their absences as they are now
 * Out   what is due on or after his first day away is offered to others at once, what is due before on that day if it
 *       is open still: another physician asked, the absent one told;
 *       where only the delegate could answer and the consent does not cover him, the requérant's ACCORD asked for, once;
 *       where nobody is there up to the usual delay, he keeps it and the requérant is told;
 *       who is no longer active is away without end, and the coordinator hears where nobody takes his place
 *
 * SPEC §1 (requis set --actif, requis absent), §5 (ABSENT: no request in that period; open ones are offered to others), §6.1, §6.8, §7
 */
import {
  absenceAVenir,
  absenceSansFin,
  type Depart,
  type JoursAbsents,
} from '../domain/absences.ts'
import { debutDuJour, jourParis } from '../domain/calendrier.ts'
import type { Instant, Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import { dueAt } from '../domain/delai.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement, Regles } from '../domain/evenement.ts'
import { reglesDe } from '../domain/pool.ts'
import { delegueDe, demanderDelegue, type Partant } from './delegation.ts'
import {
  AU_COORDINATEUR,
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  ecarter,
  envoyer,
  type Pas,
  pas,
  puis,
  puisChaque,
  sansPauseOrpheline,
  trace,
} from './pas.ts'
import { jourLimite } from './presence.ts'
import { isEnDoute } from './question-posee.ts'
import { demander, type Parmi, PREMIER } from './routing.ts'

/** Absences that were noted elsewhere, as this dossier sees them: the same, whoever declared them. */
export function constaterAbsence(
  dossier: Dossier,
  { rpps, trouvailles }: Extract<Evenement, { kind: 'absence' }>,
  contexte: Contexte,
): Pas {
  return revoirSes(dossier, { rpps, possibles: trouvailles.possibles }, contexte)
}

/** Whose absences, among those known with theirs. */
export interface Concerne {
  readonly rpps: Rpps
  readonly possibles: readonly RequisPossible[]
}

/** His open slots, looked at anew. */
export function revoirSes(dossier: Dossier, qui: Concerne, contexte: Contexte): Pas {
  const slots = dossier.sollicitations.filter(
    (slot) => isOuverte(slot) && actifs(slot).some((one) => one.rpps === qui.rpps),
  )
  return puisChaque(pas(dossier), slots, (d, slot) => revoir(d, slot.rang, qui, contexte))
}

/** Looks at those of a slot who are away, will be, or are no longer enrolled; nothing changes where nothing is new. */
export function remplacerAbsents(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas {
  return puisChaque(pas(dossier), actifs(creneau(dossier, rang)), (d, { rpps }) =>
    revoir(d, rang, { rpps, possibles }, contexte),
  )
}

/** Those whom this step has asked: who will be away before the usual delay is offered to others at once, or told of. */
export function suivreAbsences(
  before: Dossier | null,
  step: Pas,
  evenement: Evenement,
  contexte: Contexte,
): Pas {
  if (!('trouvailles' in evenement)) return step
  const { possibles } = evenement.trouvailles
  const isNew = ({ rang }: Sollicitation, { rpps }: RequisSollicite): boolean => {
    const was = before?.sollicitations.find((one) => one.rang === rang)
    return was === undefined || !actifs(was).some((one) => one.rpps === rpps)
  }
  // Whom a coordinator named, or who takes it himself, has it whatever he announced: it is looked at on that day.
  const how = evenement.kind === 'reattribution' ? 'noter' : 'offrir'
  const asked = step.dossier.sollicitations.filter(isOuverte).flatMap((slot) =>
    actifs(slot)
      .filter((one) => isNew(slot, one))
      .map((one) => ({ slot, one })),
  )
  return puisChaque(step, asked, (d, { slot: { rang }, one }) =>
    revoir(
      d,
      rang,
      { rpps: one.rpps, possibles },
      contexte,
      'demandeRemiseLe' in one ? how : 'noter',
    ),
  )
}

/** One of a slot, and whether he is away: what is known of it is kept, and others are looked for, once each. */
function revoir(
  dossier: Dossier,
  rang: number,
  { rpps, possibles }: Concerne,
  contexte: Contexte,
  how: 'offrir' | 'noter' = 'offrir',
): Pas {
  const known = possibles.find((one) => one.rpps === rpps)
  const asked = actifs(creneau(dossier, rang)).find((one) => one.rpps === rpps)
  if (known === undefined || asked === undefined) return pas(dossier)
  const today = jourParis(contexte.now)
  const away = known.actif ? absenceAVenir(known.absences, today) : sansFin(asked, today)
  if (away === null) return pas(avecVue(dossier, rang, asked, null, null))
  const { du, au } = away
  const isBegun = du <= today
  const isSeen = asked.absence?.du === du && asked.absence.au === au
  const before = isSeen && asked.absence?.offerte === true
  const wasOffered = before && !(isBegun && asked.absentDes != null)
  const touched = isBegun || touche(jourLimite(creneau(dossier, rang), contexte), away)
  // While the consent is in doubt nobody is asked: it is looked at once that is over.
  const isStill = isEnDoute(dossier)
  const vue = { du, au, offerte: before || (touched && !isStill) }
  const seen = avecVue(dossier, rang, asked, vue, isBegun && !isStill ? null : du)
  if (!touched || isStill || how === 'noter') return pas(seen)
  const partant = { rpps, possibles, du: isBegun ? today : du }
  const parmi = isBegun ? 'tous' : 'presents'
  // Who keeps it till then keeps it; once he is gone, whoever is free has it, unless he answers it all the same.
  const answers = creneau(dossier, rang).etat !== 'en_attente'
  if (wasOffered && (!isBegun || answers)) return pas(seen)
  if (wasOffered) return remplacer(seen, rang, partant, contexte, parmi) ?? pas(seen)
  return offrir(seen, rang, partant, contexte, parmi)
}

/** Who is inactive is away without end, since the day on which he was seen away first. SPEC §1 (--actif) */
function sansFin({ absence }: RequisSollicite, today: Jour): JoursAbsents {
  return absenceSansFin(absence != null && absence.du < today ? absence.du : today)
}

/** Does the usual delay reach into the absence? */
function touche(limite: string | null, { du }: JoursAbsents): boolean {
  return limite !== null && du <= limite
}

/** States whose clock stands for an answer; elsewhere it stands while the consent is in doubt. */
const EN_ATTENTE_DU_REQUERANT: ReadonlySet<Sollicitation['etat']> = new Set([
  'complement_demande',
  'accord_demande',
])

/**
 * When a slot must be looked at because one of those who hold it is away: on his first day, or at once where its delay has
 * come to reach into an absence that it did not touch when it was noted. Null: never.
 */
export function absenceDue(slot: Sollicitation, generales: Regles): Instant | null {
  const isStill = slot.pauses.some(({ a }) => a === null) && !EN_ATTENTE_DU_REQUERANT.has(slot.etat)
  if (isStill) return null
  const regles = reglesDe(slot, generales)
  const limit = dueAt(slot.ouverteLe, regles.limiteMs, slot.pauses, regles)
  const [first] = actifs(slot)
    .flatMap(({ absence, absentDes }): Instant[] => {
      if (
        absence != null &&
        !absence.offerte &&
        limit !== null &&
        touche(jourParis(limit), absence)
      )
        return [slot.ouverteLe]
      return absentDes == null ? [] : [debutDuJour(absentDes)]
    })
    .toSorted()
  return first ?? null
}

/** The slot with what is known of his absence; the same dossier where nothing is new. */
function avecVue(
  dossier: Dossier,
  rang: number,
  asked: RequisSollicite,
  absence: NonNullable<RequisSollicite['absence']> | null,
  absentDes: Jour | null,
): Dossier {
  const { absence: was = null, absentDes: wasDes = null } = asked
  const isSame =
    wasDes === absentDes &&
    was?.du === absence?.du &&
    was?.au === absence?.au &&
    was?.offerte === absence?.offerte
  if (isSame) return dossier
  const requis = creneau(dossier, rang).requis.map(
    (one): RequisSollicite =>
      one.rpps === asked.rpps && one.ecarte === null ? { ...one, absence, absentDes } : one,
  )
  return avecCreneau(dossier, rang, { requis })
}

function offrir(
  dossier: Dossier,
  rang: number,
  partant: Partant,
  contexte: Contexte,
  parmi: Parmi,
): Pas {
  const replaced = remplacer(dossier, rang, partant, contexte, parmi)
  if (replaced !== null) return replaced
  const { rpps, du } = partant
  // Nobody else may answer: he stays asked, and the requerant knows.
  const lettre: Lettre = { kind: 'aucunRequis', rang }
  const letter = envoyer({ lettre, a: auRequerant(dossier), sceau: `absence:${rpps}:${du}` })
  if (!isInactif(partant)) {
    return pas(dossier, [letter], [trace('requis-absent', { rang, requis: rpps })])
  }
  // Nobody waits for his return: the coordinator has somebody to find. SPEC §13.13
  const alerte: Lettre = { kind: 'alerte', code: 'aucun-requis' }
  const sceau = `aucun-requis:${rang}:inactif:${rpps}:${du}`
  return pas(
    dossier,
    [letter, envoyer({ lettre: alerte, a: AU_COORDINATEUR, sceau })],
    [trace('requis-inactif', { rang, requis: rpps })],
  )
}

function isInactif({ rpps, possibles }: Concerne): boolean {
  return possibles.find((one) => one.rpps === rpps)?.actif === false
}

/** Another in his place, or the requérant asked for one; null where nobody is free. */
function remplacer(
  dossier: Dossier,
  rang: number,
  partant: Partant,
  contexte: Contexte,
  parmi: Parmi = 'tous',
): Pas | null {
  const { rpps, possibles } = partant
  const slot = creneau(dossier, rang)
  const gone = slot.requis.find((one) => one.rpps === rpps)
  const others = actifs(slot).filter((one) => one.rpps !== rpps)
  const without = sansPauseOrpheline(
    avecCreneau(dossier, rang, { requis: ecarter(slot, [rpps], 'absence') }),
    rang,
    contexte.now,
  )
  const first = delegueDe(partant)
  const next =
    others.length > 0
      ? pas(without)
      : demander(without, rang, avecPremier(possibles, first), contexte, 'non', parmi)
  if (gone === undefined) return null
  if (next === null) return demanderDelegue(dossier, rang, partant, contexte)
  const raison: Depart = isInactif(partant) ? 'inactif' : 'absence'
  const lettre: Lettre = { kind: 'creneauTermine', rang, raison }
  return puis(next, (d) =>
    pas(
      d,
      [envoyer({ lettre, a: auRequis(gone) })],
      [trace('requis-remplace', { rang, requis: rpps })],
    ),
  )
}

/** The same physicians, the one named before all others of equal right. */
function avecPremier(possibles: readonly RequisPossible[], first: Rpps | null) {
  return possibles.map((one) => (one.rpps === first ? { ...one, enCours: PREMIER } : one))
}
