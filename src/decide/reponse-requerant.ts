/**
 * What the requérant is answered at once: a question about his letter, or that it was taken.
 *
 * In    the dossier, his letter, the code or the letter
 * Out   one letter to him and its audit line
 *
 * SPEC §5, §6.2, §6.8
 */
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { urgenceDansLeFil } from '../domain/urgence.ts'
import { auRequerant, envoyer, type Pas, pas, trace } from './pas.ts'
import { paroles, propos } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Asks him, by the code of the question. */
export function preciser(dossier: Dossier, evenement: CourrierRequerant, code: string): Pas {
  const lettre = { kind: 'reponseAPreciser', code, rang: null } as const
  return repondre(dossier, evenement, { ...lettre, ...urgente(evenement.courrier) })
}

/** A letter that answers words of an emergency begins with where to turn to. SPEC §6.2 */
export function urgente({ urgence, motCle }: Courrier): { readonly urgent?: 'oui' } {
  return urgence === null || motCle === 'NON URGENT' ? {} : { urgent: 'oui' }
}

/** An emergency that his words tell at their beginning. SPEC §6.2 */
export function avecUrgence(courrier: Courrier): Courrier {
  const { motCle, urgence, formulaire } = courrier
  // The word of the requis for it: he means the same. Alone it says nothing that could be passed on.
  if (motCle === 'URGENT') {
    const says = propos(courrier) !== '' || courrier.pieces.length > 0
    return { ...courrier, motCle: says ? 'COMPLEMENT' : motCle, urgence: urgence ?? motCle }
  }
  if (urgence !== null || (motCle !== null && motCle !== 'COMPLEMENT')) return courrier
  const ligne = courrier.douteux?.urgence ? null : (formulaire.urgence ?? null)
  return { ...courrier, urgence: urgenceDansLeFil({ ligne, texte: paroles(courrier) }) }
}

/** Answers him with this letter. */
export function repondre(dossier: Dossier, { provenance }: CourrierRequerant, lettre: Lettre): Pas {
  const code = lettre.kind === 'reponseAPreciser' ? lettre.code : lettre.kind
  return pas(
    dossier,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })],
    [trace('reponse-au-requerant', { code, message: provenance.message })],
  )
}
