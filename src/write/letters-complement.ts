/**
 * The requérant's words on their way to a requis: what completes the request, or why he declines a proposal.
 *
 * In    an Ecriture, the slot, the words and documents
 * Out   a Brouillon with clinical content
 * Refuses nothing.
 *
 * SPEC §5
 */
import type { Lettre } from '../domain/decision.ts'
import type { Cible } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Bloc } from './blocs.ts'
import { avecArticle, nomFr } from './francais.ts'
import { consigne, jointes, MOTS_CLES_REQUIS, parole } from './letters-requis.ts'
import {
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  p,
  reponses,
  sujetDossier,
  urgenceDuRequerant,
  viseeFr,
} from './lettre.ts'
import { motsClesRequis } from './mots-possibles.ts'

/** Words or documents of the requerant: until when the opinion is due now, what he writes, how to answer. */
export function complementTransmis(
  e: Ecriture,
  {
    rang,
    texte,
    pieces,
    decline,
    urgent,
    maintenu,
  }: Extract<Lettre, { kind: 'complementTransmis' }>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const attendu = isOuverte(slot)
  const qui = nomFr(dossier.requerant)
  const blocs: Bloc[] = attendu
    ? [
        { kind: 'texte', fort: true, exact: true, texte: consigne(e, slot) },
        p(
          maintenu === 'oui'
            ? `${avecArticle('Le', qui)} confirme que le patient consent toujours à la demande ${dossier.numero} ; ses messages gardés en attendant suivent, le plus récent en dernier.`
            : decline === undefined
              ? `${avecArticle('Le', qui)} complète la demande ${dossier.numero}.`
              : `${avecArticle('Le', qui)} ne souhaite pas que la demande ${dossier.numero} soit adressée à : ${viseeFr(decline)}. Elle reste dans votre file et son délai court de nouveau.`,
        ),
      ]
    : [
        bonjour(e),
        p(
          `Lisez le message ${avecArticle('du', qui)} au sujet de la demande ${dossier.numero}.${maintenu === 'oui' ? ' Il confirme que le patient consent toujours.' : ''}`,
        ),
      ]
  return {
    sujet: sujetDossier(dossier, sujetDuMessage(attendu, decline, urgent)),
    blocs: [
      ...urgenceDuRequerant(e, urgent),
      ...blocs,
      ...parole(decline === undefined ? 'Son message' : 'Sa raison', texte, pieces),
      reponses(e, attendu ? MOTS_CLES_REQUIS : motsClesRequis(e)),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
    urgent: urgent === 'oui',
  }
}

function sujetDuMessage(attendu: boolean, decline: Cible | undefined, urgent?: 'oui'): string {
  if (urgent !== undefined) return 'PRIORITAIRE, le requérant signale une urgence'
  if (decline !== undefined) return 'réorientation déclinée'
  return attendu ? 'complément du requérant' : 'message du requérant'
}
