/**
 * Absences: noted for the directory, and open requests offered to others of the pool.
 *
 * In    ABSENT with its two days; or a day on which one of those asked is away
 * Out   noterAbsence, a letter to the author; another physician asked, the absent one told
 *
 * SPEC §5 (ABSENT: no request in that period; open ones are offered to others)
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import { dueAt } from '../domain/delai.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { type Periode, periodeDe } from '../domain/periode.ts'
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
import { demander, isAbsent } from './routing.ts'

/** Notes the absence a requis declares, and offers his open slots of this dossier to others. */
export function noterAbsent(
  dossier: Dossier,
  { auteur, courrier, provenance, trouvailles }: Extract<Evenement, { kind: 'courrierRequis' }>,
  contexte: Contexte,
): Pas {
  const today = jourParis(contexte.now)
  const periode = periodeDe(courrier.argument ?? courrier.texte, today)
  const reply = (lettre: Lettre) =>
    envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })
  if (periode === null || periode.au < today) {
    const ask: Lettre = { kind: 'reponseAPreciser', code: 'absence-illisible', rang: null }
    return pas(dossier, [reply(ask)], [trace('absence-illisible', { requis: auteur.rpps })])
  }
  const { du, au } = periode
  const step = pas(
    dossier,
    [{ kind: 'noterAbsence', rpps: auteur.rpps, du, au }, reply({ kind: 'absenceNotee', du, au })],
    [trace('absence-notee', { requis: auteur.rpps, du, au })],
  )
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === auteur.rpps ? { ...one, absences: [...one.absences, periode] } : one,
  )
  const slots = dossier.sollicitations
    .filter((slot) => touches(slot, periode, auteur.rpps, today, contexte))
    .map((slot) => slot.rang)
  return puisChaque(step, slots, (d, rang) => offrir(d, rang, auteur.rpps, possibles, contexte))
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
  return puisChaque(
    pas(dossier),
    away,
    (d, { rpps }) => remplacer(d, rang, rpps, possibles, contexte) ?? pas(d),
  )
}

/** His slot is open and the absence begins before the usual delay ends. */
function touches(
  slot: Sollicitation,
  { du }: Periode,
  rpps: Rpps,
  today: Jour,
  { regles }: Contexte,
): boolean {
  if (!isOuverte(slot) || !actifs(slot).some((one) => one.rpps === rpps)) return false
  const limit = dueAt(slot.ouverteLe, regles.limiteMs, slot.pauses, regles)
  const end = limit === null ? today : jourParis(limit)
  return du <= (end > today ? end : today)
}

function offrir(
  dossier: Dossier,
  rang: number,
  rpps: Rpps,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas {
  const replaced = remplacer(dossier, rang, rpps, possibles, contexte)
  if (replaced !== null) return replaced
  // Nobody else may answer: he stays asked, and the requerant knows.
  const lettre: Lettre = { kind: 'aucunRequis', rang }
  const letter = envoyer({ lettre, a: auRequerant(dossier), sceau: `absence:${rpps}` })
  return pas(dossier, [letter], [trace('requis-absent', { rang, requis: rpps })])
}

function remplacer(
  dossier: Dossier,
  rang: number,
  rpps: Rpps,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas | null {
  const slot = creneau(dossier, rang)
  const gone = slot.requis.find((one) => one.rpps === rpps)
  const others = actifs(slot).filter((one) => one.rpps !== rpps)
  const without = sansPauseOrpheline(
    avecCreneau(dossier, rang, { requis: ecarter(slot, [rpps], 'absence') }),
    rang,
    contexte.now,
  )
  const next =
    others.length > 0 ? pas(without) : demander(without, rang, possibles, contexte, 'non')
  if (next === null || gone === undefined) return null
  const lettre: Lettre = { kind: 'creneauTermine', rang, raison: 'absence' }
  return puis(next, (d) =>
    pas(
      d,
      [envoyer({ lettre, a: auRequis(gone) })],
      [trace('requis-remplace', { rang, requis: rpps })],
    ),
  )
}
