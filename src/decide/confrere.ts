/**
 * A colleague of the pool who was not asked: his words are his, and the slot stays where it is until he takes it over.
 *
 * In    the slot, his letter
 * Out   whether he was asked; his name for the letters; ACCEPTE takes the slot over and gets him the request; the words
 *       of COMPLEMENT go to the requérant under his name
 *
 * SPEC §5 (an active requis of the same pool, who thereby takes over)
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { isPlafondAtteint } from '../domain/tarif.ts'
import type { Signataire } from '../domain/transmission.ts'
import { barriere } from './consentement.ts'
import {
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  envoyer,
  type Pas,
  pas,
  puis,
  trace,
} from './pas.ts'
import { prendre } from './reprise.ts'
import type { Auteur } from './routing.ts'
import { propos } from './texte-libre.ts'

interface Reponse {
  readonly evenement: Extract<Evenement, { kind: 'courrierRequis' }>
  readonly rang: number
  readonly contexte: Contexte
}

/** Was he asked, in person or through his mailbox? If not, he is a colleague of the pool and has not received the request. */
export function estSollicite(slot: Sollicitation, { rpps, adresse }: Auteur): boolean {
  return slot.requis.some((one) => one.rpps === rpps || one.adresse === adresse)
}

/** Who signs, as a letter names him that the slot does not know. */
export function signataireDe(auteur: Auteur, ecrit: string | null = null): Signataire {
  const { rpps, nom, prenom, adresse, telephone } = auteur
  return { rpps, nom, prenom, adresse, telephone: telephone ?? ecrit }
}

/** A colleague takes over: the request goes to him as to anybody asked, and the former are told; null: the consent does not cover him. SPEC §5, §6.1 */
export function reprendreParConfrere(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
): Pas | null {
  const { evenement, rang, contexte } = reponse
  const { auteur, provenance } = evenement
  const { now, faits } = contexte
  if (barriere(dossier, slot.cible, auteur.rpps, now) !== null) return null
  return puis(prendre(dossier, rang, auteur, contexte), (held) => {
    const taken = creneau(held, rang)
    const requis = taken.requis.map((one): RequisSollicite => {
      return one.rpps === auteur.rpps ? { ...one, demandeRemiseLe: null } : one
    })
    const waits = taken.etat === 'complement_demande' || taken.etat === 'accord_demande'
    const change = waits ? { etatAvantPause: 'acceptee' as const } : { etat: 'acceptee' as const }
    const count = faits.parRequis[auteur.rpps] ?? 0
    const reached = isPlafondAtteint(auteur.profession, jourParis(now), count)
    const lettre: Lettre = {
      kind: 'demandeAvis',
      rang,
      plafondAtteint: reached ? 'oui' : 'non',
      enRenfort: 'non',
    }
    return pas(
      avecCreneau(held, rang, { ...change, requis }),
      [envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })],
      [
        trace('demande-prise-en-charge', { rang, requis: auteur.rpps }),
        trace('requis-sollicite', { rang, requis: auteur.rpps, renfort: 'non' }),
      ],
    )
  })
}

/** What he writes beside COMPLEMENT, to the requérant, under his name. */
export function transmettreMots(dossier: Dossier, { evenement, rang }: Reponse): Pas {
  const { auteur, courrier, provenance } = evenement
  const lettre: Lettre = {
    kind: 'motsDuRequis',
    rang,
    motCle: 'COMPLEMENT',
    auteur: auteur.rpps,
    signataire: signataireDe(auteur),
    texte: propos(courrier),
    pieces: courrier.pieces,
  }
  return pas(
    dossier,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })],
    [trace('complement-transmis', { requis: auteur.rpps })],
  )
}
