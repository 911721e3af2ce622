/**
 * Absences: noted for the directory, and open requests offered to others, his delegate first.
 *
 * In    ABSENT with its two days, or the same from a coordinator; or a day on which one of those asked is away
 * Out   noterAbsence, a letter to the author; another physician asked, the absent one told; where only the delegate
 *       could answer and the consent does not cover him, the requérant's ACCORD asked for, once
 *
 * SPEC §1 (requis absent), §5 (ABSENT: no request in that period; open ones are offered to others), §6 rule 1
 */
import { debutDuJour, jourParis } from '../domain/calendrier.ts'
import type { Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'
import { enPropre } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import { dueAt } from '../domain/delai.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { type Periode, periodeDe } from '../domain/periode.ts'
import { reglesDe } from '../domain/pool.ts'
import { premiereLigne } from '../domain/texte.ts'
import { delegueDe, demanderDelegue, type Partant } from './delegation.ts'
import {
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
import { isAbsent, isPeriodePossible } from './presence.ts'
import { demander, PREMIER } from './routing.ts'

/** Notes the absence a requis declares, and offers his open slots of this dossier to others. */
export function noterAbsent(
  dossier: Dossier,
  { auteur, courrier, provenance, trouvailles }: Extract<Evenement, { kind: 'courrierRequis' }>,
  contexte: Contexte,
): Pas {
  const today = jourParis(contexte.now)
  const periode = periodeDe(courrier.argument ?? enPropre(courrier).texte, today)
  const reply = (lettre: Lettre) =>
    envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })
  if (periode === null || !isPeriodePossible(periode, today)) {
    const dit = courrier.argument ?? premiereLigne(enPropre(courrier).texte)
    const ask: Lettre = {
      kind: 'reponseAPreciser',
      code: 'absence-illisible',
      rang: null,
      ...(dit !== '' && { dit }),
    }
    return pas(dossier, [reply(ask)], [trace('absence-illisible', { requis: auteur.rpps })])
  }
  const { rpps } = auteur
  const { du, au } = periode
  const step = pas(
    dossier,
    [{ kind: 'noterAbsence', rpps, du, au }, reply({ kind: 'absenceNotee', du, au })],
    [trace('absence-notee', { requis: rpps, du, au })],
  )
  // The row is not there yet: what the directory knows of him is one absence older.
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === rpps ? { ...one, absences: [...one.absences, periode] } : one,
  )
  return puis(step, (d) => offrirSes(d, { rpps, periode, possibles }, contexte))
}

/** An absence that was noted elsewhere, as this dossier sees it: the same offer, whoever declared it. */
export function constaterAbsence(
  dossier: Dossier,
  { rpps, du, au, trouvailles }: Extract<Evenement, { kind: 'absence' }>,
  contexte: Contexte,
): Pas {
  const periode = { du, au }
  return offrirSes(dossier, { rpps, periode, possibles: trouvailles.possibles }, contexte)
}

interface Absent {
  readonly rpps: Rpps
  readonly periode: Periode
  readonly possibles: readonly RequisPossible[]
}

/** His open slots, offered to others: at once if the absence begins within their delay, else on its first day. */
function offrirSes(dossier: Dossier, absent: Absent, contexte: Contexte): Pas {
  const { rpps, periode, possibles } = absent
  const slots = dossier.sollicitations.filter(
    (slot) => isOuverte(slot) && actifs(slot).some((one) => one.rpps === rpps),
  )
  return puisChaque(pas(dossier), slots, (d, slot) =>
    touches(slot, periode, contexte)
      ? offrir(d, slot.rang, { rpps, possibles, du: periode.du }, contexte)
      : pas(retenirJour(d, slot.rang, rpps, periode.du)),
  )
}

/** Offers to others the slots of those who are away today or no longer enrolled; nothing when nobody is free. */
export function remplacerAbsents(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas {
  const today = jourParis(contexte.now)
  const away = actifs(creneau(dossier, rang)).filter((asked) => {
    const known = possibles.find((one) => one.rpps === asked.rpps)
    return known !== undefined && (!known.actif || isAbsent(known, today))
  })
  const step = puisChaque(
    pas(sansJoursVenus(dossier, rang, today)),
    away,
    (d, { rpps }) => remplacer(d, rang, { rpps, possibles, du: today }, contexte) ?? pas(d),
  )
  return step
}

/** When an absence that was declared for later begins for this slot; null without. */
export function debutDAbsence(slot: Sollicitation) {
  const [first] = actifs(slot)
    .flatMap(({ absentDes }) => (absentDes == null ? [] : [absentDes]))
    .toSorted()
  return first === undefined ? null : debutDuJour(first)
}

function retenirJour(dossier: Dossier, rang: number, rpps: Rpps, absentDes: Jour): Dossier {
  const requis = creneau(dossier, rang).requis.map(
    (one): RequisSollicite => (one.rpps === rpps ? { ...one, absentDes } : one),
  )
  return avecCreneau(dossier, rang, { requis })
}

/** Days that have come are looked at now, and no more. */
function sansJoursVenus(dossier: Dossier, rang: number, today: Jour): Dossier {
  const { requis } = creneau(dossier, rang)
  if (!requis.some(({ absentDes }) => absentDes != null && absentDes <= today)) return dossier
  return avecCreneau(dossier, rang, {
    requis: requis.map(
      (one): RequisSollicite =>
        one.absentDes != null && one.absentDes <= today ? { ...one, absentDes: null } : one,
    ),
  })
}

/** The absence begins before the usual delay of the slot ends. */
function touches(slot: Sollicitation, { du }: Periode, { now, regles }: Contexte): boolean {
  const today = jourParis(now)
  const limit = dueAt(slot.ouverteLe, reglesDe(slot, regles).limiteMs, slot.pauses, regles)
  return du <= today || (limit !== null && du <= jourParis(limit))
}

function offrir(dossier: Dossier, rang: number, partant: Partant, contexte: Contexte): Pas {
  const replaced = remplacer(dossier, rang, partant, contexte)
  if (replaced !== null) return replaced
  const { rpps } = partant
  // Nobody else may answer: he stays asked, and the requerant knows.
  const lettre: Lettre = { kind: 'aucunRequis', rang }
  const letter = envoyer({ lettre, a: auRequerant(dossier), sceau: `absence:${rpps}` })
  return pas(dossier, [letter], [trace('requis-absent', { rang, requis: rpps })])
}

/** Another in his place, or the requérant asked for one; null where nobody is free. */
function remplacer(
  dossier: Dossier,
  rang: number,
  partant: Partant,
  contexte: Contexte,
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
      : demander(without, rang, avecPremier(possibles, first), contexte, 'non')
  if (gone === undefined) return null
  if (next === null) return demanderDelegue(dossier, rang, partant, contexte)
  const lettre: Lettre = { kind: 'creneauTermine', rang, raison: 'absence' }
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
