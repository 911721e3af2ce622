/**
 * A machine's letter in the thread: recorded, never adopted, never answered.
 *
 * In    the dossier, what is known of the letter
 * Out   an audit line; where somebody validly signed it and it begins with a keyword, the coordinator asks him, whoever
 *       he is; the requérant's RETRAIT CONSENTEMENT stops what would leave meanwhile, for stopping is always safe; where
 *       it says without proof that a letter of ours failed, the administrator asks, once a letter, and nothing moves
 *
 * SPEC §3 (`rebond+`), §5 (automatic replies), §6.1, §6.8
 */
import { jourParis } from '../domain/calendrier.ts'
import { isHorsAnnuaire } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { A_L_ADMINISTRATEUR, AU_COORDINATEUR, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { mettreEnDouteSansDemander } from './question-posee.ts'

const CODE = 'reponse-automatique-signee'
const NON_PROUVE = 'avis-echec-non-prouve'

/** What became of a letter is known: whether it failed is no question any more. SPEC §3 */
export function echecProuve(envoi: string): Effet {
  return { kind: 'reglerTravaux', code: NON_PROUVE, cle: `${NON_PROUVE}:${envoi}` }
}

/** He writes himself: what a machine sent in his name is no question any more. SPEC §5 */
export function sansAutomate(dossier: Dossier, evenement: Evenement): Dossier {
  const { automatiques = [] } = dossier
  const auteur =
    evenement.kind === 'courrierRequerant'
      ? dossier.requerant.rpps
      : evenement.kind === 'courrierRequis' ||
          evenement.kind === 'courrierRemplace' ||
          evenement.kind === 'courrierTraitant'
        ? evenement.auteur.rpps
        : null
  if (auteur === null || !automatiques.includes(auteur)) return dossier
  return { ...dossier, automatiques: automatiques.filter((one) => one !== auteur) }
}

/** Records it; a person looks at one that its signer may have meant. */
export function noterAutomatique(
  dossier: Dossier,
  evenement: Extract<Evenement, { kind: 'courrierAutomatique' }>,
): Pas {
  const { message, recuLe, signe = null, echecDit = null } = evenement
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
  if (signe === null) return pas(dossier, [], [line])
  const { auteur, motCle } = signe
  const lettre = { kind: 'alerte', code: CODE } as const
  // An item each; a machine that writes all day makes one letter a day.
  const sceau = `${CODE}:${auteur}:${motCle}:${jourParis(recuLe)}`
  const noted = [...new Set([...(dossier.automatiques ?? []), auteur])]
  const told = pas(
    { ...dossier, automatiques: noted },
    [
      { kind: 'ouvrirTravail', code: CODE, erreur: motCle, cle: `${CODE}:${message}` },
      envoyer({ lettre, a: AU_COORDINATEUR, sceau }),
    ],
    [
      line,
      trace('travail-ouvert', {
        code: CODE,
        requis: isHorsAnnuaire({ rpps: auteur }) ? null : auteur,
      }),
    ],
  )
  const withdraws = motCle === 'RETRAIT CONSENTEMENT' && auteur === dossier.requerant.rpps
  return withdraws ? puis(told, (d) => mettreEnDouteSansDemander(d, motCle, recuLe)) : told
}
