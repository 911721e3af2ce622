/**
 * A text that hardly looks like an opinion is read back to its author before AVIS or RECTIFICATIF makes one of it.
 *
 * In    the text that the keyword would adopt: kept from a former letter, below a signature, or below the keyword itself
 * Out   whether it was not read back yet and looks like something else; the question with its words, the text kept:
 *       the same keyword alone, once more, adopts it
 *
 * SPEC §5 (without text it is none), §6.8
 */
import { correctionDite } from '../domain/correction-dite.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { type Apparence, apparence } from '../domain/propos-apparent.ts'
import { apparenceSousAvis } from '../domain/propos-sous-avis.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import type { Reponse } from './mots-cles.ts'
import { avecCreneau, type Pas } from './pas.ts'
import { repondre } from './reponse-requis.ts'
import { avecReserve, joindreTextes, reserveDe } from './reserve.ts'
import { isSousSignature, paroles, substance } from './texte-libre.ts'

/** A letter quotes no more of his words than shows what is meant. */
const MAX_QUOTED = 300

/** The word that what hardly looks like an opinion asks for. */
const LIKELY: { readonly [A in Apparence]?: MotCle } = {
  refus: 'REFUS',
  indisponible: 'REFUS',
  question: 'COMPLEMENT',
  acquiescement: 'ACCEPTE',
}

/** Is this text to be read back first? `kept`: the keyword stands alone, and adopts what he wrote before. */
export function isARelire(
  { texte, pieces, conclusion, relu }: TexteEnReserve,
  kept: boolean,
  slot: Sollicitation,
  { evenement: { auteur, courrier } }: Reponse,
): boolean {
  if (relu === 'oui' || pieces.length > 0 || conclusion !== null) return false
  if (!kept) {
    // The line of ours that he answers is not his word.
    const own = substance(paroles(courrier), auteur)
    return isSousSignature(texte, auteur) || isInsolite(own, reserveDe(slot, auteur.rpps), auteur)
  }
  const said = substance(texte, auteur)
  return apparence(said) !== 'avis' || correctionDite(said) !== null
}

/**
 * Does what stands below the keyword leave out an opinion that its author wrote before, and was not asked about it yet?
 * What hardly looked like an opinion is none, nor is what he was asked about: he knows then what the keyword makes of it.
 */
export function isAJoindre(
  texte: TexteEnReserve,
  kept: TexteEnReserve | null,
  auteur: Reponse['evenement']['auteur'],
): kept is TexteEnReserve {
  if (kept === null || kept.aConfirmer !== undefined) return false
  if (kept.relu === 'oui' || kept.lu === 'oui') return false
  const isAvis =
    kept.pieces.length > 0 ||
    kept.conclusion !== null ||
    apparence(substance(kept.texte, auteur)) === 'avis'
  return isAvis && joindreTextes(kept, texte) !== texte
}

/** Quotes both to him, joined: the keyword alone adopts them so; with a text, that text alone. Nothing is adopted before. */
export function demanderLequel(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
  joined: TexteEnReserve,
): Pas {
  const correction = reponse.evenement.courrier.motCle === 'RECTIFICATIF'
  const code = correction ? 'rectificatif-a-joindre' : 'avis-a-joindre'
  const lettre: Lettre = { kind: 'reponseAPreciser', code, rang: reponse.rang, mots: joined.texte }
  const asked = repondre(dossier, reponse.evenement, lettre)
  const kept = avecReserve(slot, { ...joined, relu: 'oui' })
  return { ...asked, dossier: avecCreneau(dossier, reponse.rang, kept) }
}

/** Below AVIS they look like something else, and he did not write the same again after he had read them. */
function isInsolite(
  said: string,
  former: TexteEnReserve | null,
  auteur: Reponse['evenement']['auteur'],
): boolean {
  const isSame = former?.relu === 'oui' && substance(former.texte, auteur) === said
  return !isSame && apparenceSousAvis(said) !== 'avis'
}

/** Reads it back, the word that it looks like first, and keeps it. */
export function relire(
  dossier: Dossier,
  slot: Sollicitation,
  { evenement, rang }: Reponse,
  texte: TexteEnReserve,
): Pas {
  const correction = evenement.courrier.motCle === 'RECTIFICATIF'
  const code = correction ? 'rectificatif-a-relire' : 'avis-a-relire'
  const looks = LIKELY[apparence(substance(texte.texte, evenement.auteur))]
  const motCle = correction && looks !== undefined ? 'COMPLEMENT' : looks
  const dit = texte.texte.trim().slice(0, MAX_QUOTED)
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang,
    dit,
    ...(motCle !== undefined && (correction || isOuverte(slot)) && { motCle }),
  }
  const asked = repondre(dossier, evenement, lettre)
  const kept = avecReserve(slot, { ...texte, relu: 'oui' })
  return { ...asked, dossier: avecCreneau(dossier, rang, kept) }
}
