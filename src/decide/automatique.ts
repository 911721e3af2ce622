/**
 * A machine's letter in the thread: recorded, never adopted, never answered.
 *
 * In    the dossier, what is known of the letter
 * Out   an audit line; where a requis validly signed it and it begins with a keyword, the coordinator asks him; where it
 *       says without proof that a letter of ours failed, the administrator asks, once a letter, and nothing moves
 *
 * SPEC §3 (`rebond+`), §5 (automatic replies), §6 rule 8
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { A_L_ADMINISTRATEUR, AU_COORDINATEUR, envoyer, type Pas, pas, trace } from './pas.ts'

const CODE = 'reponse-automatique-signee'
const NON_PROUVE = 'avis-echec-non-prouve'

/** Records it; a person looks at one that its signer may have meant. */
export function noterAutomatique(
  dossier: Dossier,
  { message, signe = null, echecDit = null }: Extract<Evenement, { kind: 'courrierAutomatique' }>,
): Pas {
  const requis = dossier.sollicitations.flatMap((slot) => slot.requis)
  const line = trace('courrier-automatique', { message })
  if (echecDit !== null) {
    const cle = `${NON_PROUVE}:${echecDit}`
    const lettre = { kind: 'alerte', code: NON_PROUVE } as const
    return pas(
      dossier,
      [
        { kind: 'ouvrirTravail', code: NON_PROUVE, erreur: null, cle },
        envoyer({ lettre, a: A_L_ADMINISTRATEUR, sceau: cle }),
      ],
      [line, trace('echec-non-prouve', { message, envoi: echecDit })],
    )
  }
  if (signe === null || !requis.some((one) => one.rpps === signe.auteur)) {
    return pas(dossier, [], [line])
  }
  const lettre = { kind: 'alerte', code: CODE } as const
  return pas(
    dossier,
    [
      { kind: 'ouvrirTravail', code: CODE, erreur: null, cle: `${CODE}:${message}` },
      envoyer({ lettre, a: AU_COORDINATEUR, sceau: `${CODE}:${message}` }),
    ],
    [line, trace('travail-ouvert', { code: CODE, requis: signe.auteur })],
  )
}
