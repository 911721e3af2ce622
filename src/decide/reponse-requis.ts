/**
 * What a requis is answered at once: a question about his letter, which is kept, or a letter.
 *
 * In    the dossier, his letter and its slot, the code or the letter
 * Out   one letter to him and its audit line
 *
 * SPEC §5, §6.8
 */
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { isSimpleReponse } from '../domain/reponse-dite.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import { type MotApprochant, sansMotApprochant } from './mot-approchant.ts'
import type { Reponse } from './mots-cles.ts'
import { auRequis, avecCreneau, envoyer, type Pas, pas, trace } from './pas.ts'
import { avecReserve, enReserve, joindreTextes, reserveDe } from './reserve.ts'
import { isVide, paroles } from './texte-libre.ts'

type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>

/** Questions about words that the requérant has already. */
const TRANSMIS: ReadonlySet<string> = new Set(['rectificatif-a-preciser', 'rectificatif-attendu'])

/** Keeps what was written for its author, and asks him. */
export function reserver(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
  code: string,
): Pas {
  return garder(question(dossier, reponse, code), slot, reponse, code)
}

/** The same for a word that is one letter off from a keyword: it is named and quoted, and what it leads is kept. */
export function reserverApprochant(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
  mot: MotApprochant,
): Pas {
  const { evenement, rang } = reponse
  const asked = repondre(dossier, evenement, { kind: 'reponseAPreciser', rang, ...mot })
  const courrier = sansMotApprochant(evenement.courrier)
  return garder(asked, slot, { ...reponse, evenement: { ...evenement, courrier } }, mot.code)
}

function garder(asked: Pas, slot: Sollicitation, reponse: Reponse, code: string): Pas {
  const { courrier, auteur, provenance } = reponse.evenement
  // A mere yes says what the text is that waits: it does not take its place.
  const isAnswer =
    courrier.motCle === null && courrier.pieces.length === 0 && isSimpleReponse(paroles(courrier))
  if (isVide(courrier, auteur) || (isAnswer && reserveDe(slot, auteur.rpps) !== null)) return asked
  const own = enReserve(auteur.rpps, provenance, courrier)
  const said = TRANSMIS.has(code) ? { ...own, lu: 'oui' as const } : own
  const texte = apresLeSien(reserveDe(slot, auteur.rpps), said)
  return { ...asked, dossier: avecCreneau(asked.dossier, slot.rang, avecReserve(slot, texte)) }
}

/** Joined behind what he wrote before and was not asked about as one yet: no text of his takes another's place unseen. */
function apresLeSien(before: TexteEnReserve | null, texte: TexteEnReserve): TexteEnReserve {
  const isHis =
    before !== null && before.aConfirmer === undefined && before.assurance === texte.assurance
  return isHis ? joindreTextes(before, texte) : texte
}

/** Asks him, by the code of the question. */
export function question(dossier: Dossier, { evenement, rang }: Reponse, code: string): Pas {
  return repondre(dossier, evenement, { kind: 'reponseAPreciser', code, rang })
}

/** Answers him with this letter. */
export function repondre(
  dossier: Dossier,
  { auteur, provenance }: CourrierRequis,
  lettre: Lettre,
): Pas {
  const code = lettre.kind === 'reponseAPreciser' ? lettre.code : lettre.kind
  return pas(
    dossier,
    [envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })],
    [trace('reponse-au-requis', { code, requis: auteur.rpps, message: provenance.message })],
  )
}
