/**
 * A coordinator gives a stuck slot to another physician.
 *
 * In    the dossier, the RPPS named, the enrolled physicians, the reason
 * Out   within what the patient agreed to: that physician is asked, the former are told; beyond it: the requerant's
 *       ACCORD is asked for, and nothing leaves before it
 * Refuses   reattribution-impossible, requis-non-inscrit, requis-absent (until when); his capacity, and an absence to
 *           come, are told and do not stop it: a coordinator knows what he does
 *
 * SPEC §1 (dossier --reattribuer), §6.1
 */
import { absenceAVenir, type JoursAbsents } from '../domain/absences.ts'
import { avecProposition } from '../domain/attentes.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { RequisPossible } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { COORDINATEUR, isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { isPlafondAtteint } from '../domain/tarif.ts'
import { barriere } from './consentement.ts'
import { avecEcarte, isExclu } from './exclusion.ts'
import {
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  debutDePause,
  detenteurs,
  ecarter,
  envoyer,
  type Pas,
  pas,
  reprendre,
  trace,
} from './pas.ts'
import { isComplet, isPresentJusqua, jourLimite } from './presence.ts'
import { repondPour, sollicite } from './routing.ts'

type Reattribution = Extract<Evenement, { kind: 'reattribution' }>

/** Why a slot cannot be given to that physician: a code of errors.ts; else the slot and how. */
export type Verdict =
  | { readonly refus: 'reattribution-impossible' | 'requis-non-inscrit' }
  | { readonly refus: 'requis-absent'; readonly absence: JoursAbsents }
  | {
      readonly slot: Sollicitation
      readonly qui: RequisPossible
      readonly accord: boolean
      /** He has had as many requests today as he takes a day. */
      readonly complet: boolean
      /** He will be away before the usual delay of the slot; null: he will not. */
      readonly absence: JoursAbsents | null
    }

/** Which slot goes to him, and whether the requerant must agree first. */
export function jugerReattribution(
  dossier: Dossier,
  { rpps, trouvailles }: Pick<Reattribution, 'rpps' | 'trouvailles'>,
  contexte: Pick<Contexte, 'now' | 'regles'>,
): Verdict {
  const { now } = contexte
  const today = jourParis(now)
  if (dossier.etat !== 'en_cours') return { refus: 'reattribution-impossible' }
  const qui = trouvailles.possibles.find((one) => one.rpps === rpps)
  if (qui === undefined || !qui.actif) return { refus: 'requis-non-inscrit' }
  if (rpps === dossier.requerant.rpps || dossier.consentement.kind !== 'recueilli') {
    return { refus: 'reattribution-impossible' }
  }
  const away = absenceAVenir(qui.absences, today)
  if (away !== null && away.du <= today) return { refus: 'requis-absent', absence: away }
  const open = dossier.sollicitations.filter(
    (slot) => isOuverte(slot) && !actifs(slot).some((one) => one.rpps === rpps),
  )
  const covered = (slot: Sollicitation): boolean =>
    repondPour(slot.cible, qui) &&
    !isExclu(dossier, qui) &&
    barriere(dossier, slot.cible, rpps, now) === null
  // The slot he may take at once, else the one that nobody holds, else the one that is late.
  const [slot] = open.toSorted(
    (a, b) =>
      Number(covered(b)) - Number(covered(a)) ||
      actifs(a).length - actifs(b).length ||
      Number(b.retardLe !== null) - Number(a.retardLe !== null),
  )
  if (slot === undefined) return { refus: 'reattribution-impossible' }
  const limite = jourLimite(slot, contexte) ?? today
  const absence = isPresentJusqua(qui, today, limite) ? null : away
  return { slot, qui, accord: !covered(slot), complet: isComplet(qui), absence }
}

/** Carries it out; what is refused leaves the dossier as it was. */
export function reattribuer(dossier: Dossier, evenement: Reattribution, contexte: Contexte): Pas {
  const verdict = jugerReattribution(dossier, evenement, contexte)
  if ('refus' in verdict) return pas(dossier)
  const { slot, qui, accord } = verdict
  const step = accord
    ? demanderAccord(dossier, slot, { qui, evenement, contexte })
    : confier(dossier, slot, { qui, evenement, contexte })
  const { motif } = evenement
  const detail = { rang: slot.rang, requis: qui.rpps, motif, accord: accord ? 'oui' : 'non' }
  return { ...step, traces: [...step.traces, trace('reattribution', detail)] }
}

interface Demande {
  readonly qui: RequisPossible
  readonly evenement: Reattribution
  readonly contexte: Contexte
}

function confier(dossier: Dossier, slot: Sollicitation, demande: Demande): Pas {
  const { qui, evenement, contexte } = demande
  const { now, faits } = contexte
  const { rang } = slot
  const former = actifs(slot)
  const told = detenteurs(slot).filter((one) => one.rpps !== qui.rpps)
  const others = ecarter(
    slot,
    former.map((one) => one.rpps),
    'reprise',
  ).filter((one) => one.rpps !== qui.rpps)
  const asked: RequisSollicite = { ...sollicite(qui, now), demandeRemiseLe: null }
  const reached = isPlafondAtteint(qui.profession, jourParis(now), faits.parRequis[qui.rpps] ?? 0)
  const lettre: Lettre = {
    kind: 'demandeAvis',
    rang,
    plafondAtteint: reached ? 'oui' : 'non',
    enRenfort: 'non',
  }
  const fin: Lettre = { kind: 'creneauTermine', rang, raison: 'reprise' }
  const held = avecCreneau(reprendre(dossier, slot, now), rang, {
    etat: 'en_attente',
    requis: [...others, asked],
    essaiLe: null,
  })
  const sceau = evenement.commande
  return pas(
    held,
    [
      envoyer({ lettre, a: auRequis(asked), sceau }),
      ...told.map((one) => envoyer({ lettre: fin, a: auRequis(one), sceau })),
    ],
    [trace('requis-sollicite', { rang, requis: qui.rpps, renfort: 'non' })],
  )
}

/** Beyond the person or specialty asked: the present requis keeps the slot until the requerant agrees. */
function demanderAccord(dossier: Dossier, slot: Sollicitation, demande: Demande): Pas {
  const { qui, evenement, contexte } = demande
  const { rang } = slot
  const vers = { kind: 'requis', rpps: qui.rpps } as const
  const waiting = avecCreneau(dossier, rang, {
    ...avecProposition(slot, { vers, par: COORDINATEUR, texte: '' }),
    ...avecEcarte(dossier, slot, qui),
    pauses: debutDePause(slot, contexte.now),
    etatAvantPause:
      slot.etat === 'en_attente' || slot.etat === 'acceptee'
        ? slot.etat
        : (slot.etatAvantPause ?? 'en_attente'),
  })
  const nom = `${qui.prenom} ${qui.nom}`
  const lettre: Lettre = { kind: 'accordDemande', rang, vers, texte: '', coordinateur: { nom } }
  return pas(waiting, [envoyer({ lettre, a: auRequerant(dossier), sceau: evenement.commande })])
}
