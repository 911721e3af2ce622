/**
 * The requerant's words and documents on their way to the requis.
 *
 * In    a letter of the requerant after the request has left
 * Out   complementTransmis to the slot whose letter it answers, else to all concerned; the author is told
 *       who got it; pauses ended
 *
 * SPEC §5, §6 (complement_demande)
 */
import { isCourtoisie } from '../domain/apres-avis.ts'
import { complementDe, propositionDe, sansAttente } from '../domain/attentes.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { joindre } from '../domain/pieces-jointes.ts'
import type { Transmission } from '../domain/transmission.ts'
import { versionDe } from './avis.ts'
import {
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  envoyer,
  type Pas,
  pas,
  puisChaque,
  trace,
} from './pas.ts'
import { noterMessage, noterQuestion } from './question.ts'
import { demandeReponse, paroles, propos } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Passes the letter on to the requis concerned; asks when it holds nothing. */
export function transmettre(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { courrier, provenance } = evenement
  const texte = [courrier.motCle === 'NON URGENT' ? 'NON URGENT' : '', propos(courrier)]
    .filter((part) => part !== '')
    .join('\n')
  const reply = (lettre: Lettre) =>
    envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })
  const recu = { kind: 'bienRecu', rang: null, motCle: courrier.motCle } as const
  if (texte === '' && courrier.pieces.length === 0) {
    const useful = Object.keys(courrier.formulaire).length > 0
    const vide: Lettre = { kind: 'reponseAPreciser', code: 'complement-vide', rang: null }
    return pas(dossier, [reply(useful ? recu : vide)], [trace('complement-vide')])
  }
  // CSP art. L. 1111-4: whoever is left to read, nothing goes without the consent.
  if (dossier.consentement.kind !== 'recueilli') return pas(dossier)
  const { creneaux, requis } = concernes(dossier, evenement.rang ?? null)
  const isAsked = demandeReponse(courrier)
  const attente = isAsked
    ? { attend: undefined }
    : ({ attend: isCourtoisie(paroles(courrier)) ? 'non' : 'lire' } as const)
  const letters = requis.map(({ rang, un }) => {
    const lettre: Extract<Lettre, { kind: 'complementTransmis' }> = {
      kind: 'complementTransmis',
      rang,
      texte,
      pieces: courrier.pieces,
      ...(versionDe(creneau(dossier, rang), un) !== null && { apresAvis: 'oui' as const }),
      ...(attente.attend !== undefined && { attend: attente.attend }),
    }
    const isUrgent = courrier.urgence !== null && courrier.motCle !== 'NON URGENT'
    const priorite = isUrgent ? 'haute' : 'normale'
    const told = isUrgent ? ({ ...lettre, urgent: 'oui' } as const) : lettre
    return envoyer({ lettre: told, a: auRequis(un), sceau: provenance.message, priorite })
  })
  const told = { ...recu, transmis: transmission(dossier, creneaux, requis, courrier) }
  // Thanks after the opinion are in the hands of whom they are for: nobody has to be told so.
  const isRendu = requis.every(({ rang, un }) => versionDe(creneau(dossier, rang), un) !== null)
  const isMerci = attente.attend === 'non' && isRendu && requis.length > 0
  const kept: Dossier = {
    ...dossier,
    pieces: joindre(dossier.pieces, courrier.pieces),
    clinique: dossier.clinique && {
      ...dossier.clinique,
      contexte: [dossier.clinique.contexte, texte].filter(Boolean).join('\n\n'),
    },
  }
  const paused = creneaux.filter((slot) => complementDe(slot) !== null)
  const step = pas(kept, isMerci ? letters : [...letters, reply(told)], [
    trace('complement-transmis', { requis: requis.map(({ un }) => un.rpps).join(' ') }),
    ...(courrier.urgence === null ? [] : [trace('urgence-du-requerant')]),
  ])
  const resumed = puisChaque(step, paused, (d, slot) =>
    pas(avecCreneau(d, slot.rang, sansAttente(slot, ['complement'], contexte.now))),
  )
  const after = requis.filter(({ rang, un }) => versionDe(creneau(dossier, rang), un) !== null)
  const noted = puisChaque(resumed, after, (d, { rang, un }) => noterMessage(d, rang, un.rpps))
  if (!isAsked) return noted
  const asked = { message: provenance.message, now: contexte.now }
  return puisChaque(noted, after, (d, { rang, un }) => noterQuestion(d, rang, un.rpps, asked))
}

/** A requis and the slot for which he gets a message. */
interface Concerne {
  readonly rang: number
  readonly un: RequisSollicite
}

/**
 * The slots that a message speaks to, and who gets it there, each once: the slot whose letter it answers,
 * else every slot that did not go elsewhere. A requis who gave his opinion is concerned; one who refused, was
 * replaced or could not be reached is not. SPEC §5
 */
function concernes(
  { sollicitations }: Dossier,
  rang: number | null,
): { readonly creneaux: readonly Sollicitation[]; readonly requis: readonly Concerne[] } {
  const there = sollicitations.filter((slot) => slot.etat !== 'reorientee')
  const answered = there.filter(
    (slot) => slot.rang === rang && (isOuverte(slot) || hasReader(slot)),
  )
  const creneaux = answered.length > 0 ? answered : there
  const each = new Map<string, Concerne>()
  for (const slot of creneaux) {
    for (const un of lecteurs(slot)) {
      if (!each.has(un.rpps)) each.set(un.rpps, { rang: slot.rang, un })
    }
  }
  return { creneaux, requis: [...each.values()] }
}

function hasReader(slot: Sollicitation): boolean {
  return lecteurs(slot).length > 0
}

/**
 * Who reads a message for a slot: who may answer for it; once an opinion ended it, the authors of that opinion, whoever
 * else was asked meanwhile. SPEC §5
 */
function lecteurs(slot: Sollicitation): readonly RequisSollicite[] {
  const rendus = slot.comptesRendus.filter(({ complementaire }) => !complementaire)
  if (slot.etat !== 'rendue' || rendus.length === 0) return actifs(slot)
  const asked = (auteur: RequisSollicite) =>
    slot.requis.find((one) => one.rpps === auteur.rpps) ?? auteur
  return [...new Map(rendus.map(({ auteur }) => [auteur.rpps, asked(auteur)])).values()]
}

/** What its author is told of it: who gets it, whom it reaches later, who waits for something else. */
function transmission(
  { sollicitations }: Dossier,
  creneaux: readonly Sollicitation[],
  requis: readonly Concerne[],
  { urgence }: Courrier,
): Transmission {
  const rangs = (slots: readonly Sollicitation[]) => slots.map((slot) => slot.rang)
  return {
    a: requis.map(({ un }) => un.rpps),
    plusTard: rangs(creneaux.filter((slot) => isOuverte(slot) && !hasReader(slot))),
    attendus: rangs(
      sollicitations.filter(
        (slot) =>
          isOuverte(slot) &&
          (propositionDe(slot) !== null ||
            (complementDe(slot) !== null && !creneaux.includes(slot))),
      ),
    ),
    urgent: urgence === null ? 'non' : 'oui',
  }
}
