/**
 * AVIS, RECTIFICATIF and JE CONFIRME: a text becomes the opinion, or its author is asked first.
 *
 * In    the slot, the letter; the texts that its author signed before in the thread
 * Out   a version of the opinion; or a question, the text kept
 *
 * SPEC §5
 */
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import { dejaAdopte, rectifier, rendreAvis, versionDe } from './avis.ts'
import { demanderConfirmationAvis } from './confirmation.ts'
import type { Reponse } from './mots-cles.ts'
import type { Pas } from './pas.ts'
import { demanderLequel, isAJoindre, isARelire, relire } from './relire.ts'
import { question, reserver } from './reponse-requis.ts'
import { enReserve, joindreTextes, reserveDe } from './reserve.ts'
import { isVide } from './texte-libre.ts'

/** The opinion, or why it cannot be one yet. */
export function recevoirAvis(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur, provenance } = reponse.evenement
  const correction = courrier.motCle === 'RECTIFICATIF'
  const alone = isVide(courrier, auteur)
  const texte = alone ? reserveDe(slot, auteur.rpps) : enReserve(auteur.rpps, provenance, courrier)
  if (texte === null)
    return question(dossier, reponse, correction ? 'rectificatif-vide' : 'avis-vide')
  if (dejaAdopte(dossier, texte)) return question(dossier, reponse, 'avis-deja-recu')
  const kept = reserveDe(slot, auteur.rpps)
  const former = versionDe(slot, auteur)
  // A RECTIFICATIF with its text is the new version, whatever he was asked before: it « annule et remplace ». SPEC §5
  const isWhole = correction && former !== null
  if (!alone && !isWhole && isAJoindre(texte, kept, auteur)) {
    return demanderLequel(dossier, slot, reponse, joindreTextes(kept, texte))
  }
  const aRelire = isARelire(texte, alone, slot, reponse)
  if (aRelire && correction === (former !== null)) {
    return relire(dossier, slot, reponse, texte)
  }
  if (correction && former === null)
    return reserver(dossier, slot, reponse, 'rectificatif-sans-avis')
  if (!correction && former !== null) return reserver(dossier, slot, reponse, 'avis-deja-rendu')
  // SPEC §5 (assurance): an unsigned opinion takes effect after JE CONFIRME only.
  if (provenance.assurance === 'mssante') {
    return demanderConfirmationAvis(dossier, reponse, texte, correction ? 'RECTIFICATIF' : 'AVIS')
  }
  return adopter(dossier, reponse, texte, correction)
}

/** JE CONFIRME says yes to the text that was read back, never to what stands below it. */
export function confirmerAvis(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { auteur } = reponse.evenement
  const texte = reserveDe(slot, auteur.rpps)
  if (texte?.aConfirmer === undefined) return question(dossier, reponse, 'confirmation-sans-objet')
  const correction = texte.aConfirmer === 'RECTIFICATIF'
  if (!correction && versionDe(slot, auteur) !== null) {
    return question(dossier, reponse, 'avis-deja-rendu')
  }
  return adopter(dossier, reponse, texte, correction)
}

function adopter(
  dossier: Dossier,
  { evenement, rang, contexte }: Reponse,
  texte: TexteEnReserve,
  correction: boolean,
): Pas {
  const { auteur } = evenement
  return correction
    ? rectifier(dossier, rang, auteur, texte, contexte)
    : rendreAvis(dossier, rang, auteur, texte, contexte)
}
