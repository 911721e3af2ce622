/**
 * The requerant's words and documents on their way to the requis, and his numbers to their place.
 *
 * In    a letter of the requerant after the request has left
 * Out   complementTransmis to those who hold the slots that wait (else every open one, else those who
 *       answered), pauses ended; billing lines noted, acts that waited for them made again
 *
 * SPEC §4 (the act waits), §5, §6 (complement_demande)
 */
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { actes } from '../domain/facturation.ts'
import { manque, ordonne } from '../domain/manque.ts'
import { joindre } from './demande.ts'
import { lireAssure, lireRequerant } from './formulaire.ts'
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
import { fusion } from './souhaits.ts'
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

/** Notes billing numbers given late; acts handed over that waited for them are made again under the same key. */
export function noterNumeros(dossier: Dossier, courrier: Courrier, contexte: Contexte): Pas {
  const labels = Object.keys(courrier.formulaire)
  if (labels.length === 0) return pas(dossier)
  const formulaire = fusion(dossier, courrier.formulaire)
  const requerant = lireRequerant(formulaire, dossier.requerant)
  const assure = lireAssure(formulaire)
  const phone = requerant.valeur.telephone === null ? [manque('telephone', 'manquant')] : []
  const noted: Dossier = {
    ...dossier,
    formulaire,
    requerant: requerant.valeur,
    assure: assure.valeur,
    manques: ordonne([...phone, ...requerant.manques, ...assure.manques]),
    clinique: dossier.clinique && {
      ...dossier.clinique,
      telephone: requerant.valeur.telephone ?? dossier.clinique.telephone,
    },
  }
  const step = pas(noted, [], [trace('lignes-notees', { lignes: labels.join(' ') })])
  return puis(step, (d) => refaireActes(d, contexte))
}

function refaireActes(dossier: Dossier, { faits, regles }: Contexte): Pas {
  const made = dossier.sollicitations
    .flatMap((slot) => slot.comptesRendus.map((written) => ({ slot, written })))
    .filter(({ written }) => written.remisLe !== null && !written.complementaire)
    .toSorted((a, b) => ((a.written.remisLe ?? '') < (b.written.remisLe ?? '') ? -1 : 1))
    .flatMap(({ slot, written }) => {
      // The act itself is among the known ones: counted once.
      const { rpps } = written.auteur
      const own = Math.max(0, (faits.parRequis[rpps] ?? 0) - 1)
      const others = {
        parRequis: { ...faits.parRequis, [rpps]: own },
        parRequerant: Math.max(0, faits.parRequerant - 1),
      }
      return actes(dossier, slot, written, others, regles, written.remisLe ?? written.renduLe)
    })
  return pas(dossier, made.length === 0 ? [] : [{ kind: 'creerActes', actes: made }])
}
