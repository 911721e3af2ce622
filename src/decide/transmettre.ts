/**
 * The requerant's words and documents on their way to the requis.
 *
 * In    a letter of the requerant after the request has left
 * Out   complementTransmis to those who hold the slots that wait (else every open one, else those who
 *       answered), pauses ended
 *
 * SPEC §5, §6 (complement_demande)
 */
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { joindre } from './demande.ts'
import {
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  envoyer,
  finDePause,
  type Pas,
  pas,
  puis,
  puisChaque,
  trace,
} from './pas.ts'
import { propos } from './texte-libre.ts'

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
  const recu: Lettre = { kind: 'bienRecu', rang: null, motCle: courrier.motCle }
  if (texte === '' && courrier.pieces.length === 0) {
    const useful = Object.keys(courrier.formulaire).length > 0
    const vide: Lettre = { kind: 'reponseAPreciser', code: 'complement-vide', rang: null }
    return pas(dossier, [reply(useful ? recu : vide)], [trace('complement-vide')])
  }
  // CSP art. L. 1111-4: whoever is left to read, nothing goes without the consent.
  if (dossier.consentement.kind !== 'recueilli') return pas(dossier)
  const letters = destinataires(dossier).flatMap(({ slot, requis }) =>
    requis.map((one) => {
      const lettre: Lettre = {
        kind: 'complementTransmis',
        rang: slot.rang,
        texte,
        pieces: courrier.pieces,
      }
      return envoyer({ lettre, a: auRequis(one), sceau: provenance.message })
    }),
  )
  const urgent: Lettre = { kind: 'reponseAPreciser', code: 'urgence-du-requerant', rang: null }
  const answer = courrier.urgence === null ? recu : urgent
  const kept: Dossier = {
    ...dossier,
    pieces: joindre(dossier.pieces, courrier.pieces),
    clinique: dossier.clinique && {
      ...dossier.clinique,
      contexte: [dossier.clinique.contexte, texte].filter(Boolean).join('\n\n'),
    },
  }
  const paused = dossier.sollicitations.filter((slot) => slot.etat === 'complement_demande')
  const step = pas(kept, [...letters, reply(answer)], [trace('complement-transmis')])
  return puisChaque(step, paused, (d, slot) => pas(reprendre(d, slot, contexte)))
}

/** The slot goes on where it stood before the question. */
function reprendre(dossier: Dossier, slot: Sollicitation, { now }: Contexte): Dossier {
  if (!isOuverte(slot)) return dossier
  return avecCreneau(dossier, slot.rang, {
    etat: slot.etatAvantPause ?? 'en_attente',
    pauses: finDePause(slot, now),
    complementTexte: null,
  })
}

/** Those who wait for these words; failing them those who may answer; failing them those who did. */
function destinataires(dossier: Dossier) {
  const slots = dossier.sollicitations
  const waiting = slots.filter((slot) => isOuverte(slot) && slot.etat === 'complement_demande')
  const open = waiting.length > 0 ? waiting : slots.filter(isOuverte)
  if (open.length > 0) return open.map((slot) => ({ slot, requis: actifs(slot) }))
  return slots.map((slot) => ({ slot, requis: auteurs(slot) }))
}

function auteurs(slot: Sollicitation): readonly RequisSollicite[] {
  const last = slot.comptesRendus.findLast((one) => !one.complementaire)
  return last === undefined ? [] : [last.auteur]
}
