/**
 * What bounds letters without silencing anybody: a replay is answered once a content and day, and in a loop what would
 * answer is held back while the mail has its effect.
 *
 * In    a decision on a signed mail, and its author, to whom too much was written of late
 * Out   the same effects without the letters that answer him; a work item, the administrator told, and the author told
 *       once in the dossier what becomes of his messages
 * Refuses nothing: whoever signed anew is heard. A machine that signs each answer is stopped by our not answering.
 *
 * SPEC §6.1, §6.8, §10 (loops are impossible), §13.13
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Decision, Destinataire, Effet, Lettre } from '../domain/decision.ts'
import type { Provenance } from '../domain/evenement.ts'
import { A_L_ADMINISTRATEUR, envoyer, trace } from './pas.ts'

export const BOUCLE = 'echanges-en-boucle'

/** Letters that hand something over to their reader, whoever's mail causes them: they answer nothing. */
const DUES: readonly Lettre['kind'][] = [
  'compteRendu',
  'complementDemande',
  'complementTransmis',
  'demandeAvis',
]

/** The decision without what would answer `auteur`. */
export function sansRepondre(
  decision: Decision,
  auteur: Destinataire,
  { message, recuLe }: Pick<Provenance, 'message' | 'recuLe'>,
): Decision {
  const kept = decision.effets.filter((effet) => !isAnswer(effet, auteur))
  const held = decision.effets.length - kept.length
  if (held === 0) return decision
  const jour = jourParis(recuLe)
  const alerte = { kind: 'alerte', code: BOUCLE } as const
  return {
    ...decision,
    effets: [
      ...kept,
      {
        kind: 'ouvrirTravail',
        code: BOUCLE,
        erreur: null,
        cle: `${BOUCLE}:${auteur.rpps ?? auteur.adresse}:${jour}`,
      },
      envoyer({ lettre: alerte, a: A_L_ADMINISTRATEUR, sceau: `${BOUCLE}:${jour}` }),
      envoyer({ lettre: { kind: 'echangesSuspendus' }, a: auteur }),
    ],
    traces: [...decision.traces, trace('reponse-retenue', { message, lettres: held })],
  }
}

function isAnswer(effet: Effet, { rpps, adresse }: Destinataire): boolean {
  if (effet.kind !== 'envoyer' || DUES.includes(effet.lettre.kind)) return false
  const { a } = effet
  return rpps === null ? a.adresse === adresse : a.rpps === rpps
}

/** In the key of a letter that answers octets judged before: it counts for no loop of their author. */
export const REJEU = 'rejeu:'

/** Once a content and day; an emergency each time, for `flow` to bound. SPEC §6.2 */
export function sceauDeRejeu(
  { message, empreinte, recuLe }: Pick<Provenance, 'message' | 'empreinte' | 'recuLe'>,
  urgent: boolean,
): string {
  return urgent ? `${REJEU}${message}` : `${REJEU}${empreinte}:${jourParis(recuLe)}`
}
