/**
 * A text that hardly looks like an opinion is read back to its author before AVIS or RECTIFICATIF makes one of it.
 *
 * In    the text that the keyword would adopt, kept from a former letter or below a signature
 * Out   whether it was not read back yet and looks like something else; the question with its words, the text kept:
 *       the same keyword alone, once more, adopts it
 *
 * SPEC §5 (without text it is none), §6 rule 8
 */
import { correctionDite } from '../domain/correction-dite.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation, TexteEnReserve } from '../domain/dossier.ts'
import { apparence } from '../domain/propos-apparent.ts'
import type { Reponse } from './mots-cles.ts'
import { avecCreneau, type Pas } from './pas.ts'
import { repondre } from './reponse-requis.ts'
import { avecReserve } from './reserve.ts'
import { isSousSignature, substance } from './texte-libre.ts'

/** A letter quotes no more of his words than shows what is meant. */
const MAX_QUOTED = 300

/** Is this text to be read back first? `kept`: the keyword stands alone, and adopts what he wrote before. */
export function isARelire(
  { texte, pieces, conclusion, relu }: TexteEnReserve,
  kept: boolean,
  { evenement: { auteur } }: Reponse,
): boolean {
  if (relu === 'oui' || pieces.length > 0 || conclusion !== null) return false
  if (!kept) return isSousSignature(texte, auteur)
  const said = substance(texte, auteur)
  return apparence(said) !== 'avis' || correctionDite(said) !== null
}

/** Reads it back, and keeps it. */
export function relire(
  dossier: Dossier,
  slot: Sollicitation,
  { evenement, rang }: Reponse,
  texte: TexteEnReserve,
): Pas {
  const code =
    evenement.courrier.motCle === 'RECTIFICATIF' ? 'rectificatif-a-relire' : 'avis-a-relire'
  const dit = texte.texte.trim().slice(0, MAX_QUOTED)
  const lettre: Lettre = { kind: 'reponseAPreciser', code, rang, dit }
  const asked = repondre(dossier, evenement, lettre)
  const kept = avecReserve(slot, { ...texte, relu: 'oui' })
  return { ...asked, dossier: avecCreneau(dossier, rang, kept) }
}
