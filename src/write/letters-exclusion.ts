/**
 * To the requérant: one whom his words keep out, or may, could answer; does he agree?
 *
 * In    an Ecriture, the slot, the physician and the words
 * Out   a Brouillon that quotes them, and says that he would read them
 * Refuses nothing.
 *
 * SPEC §4, §6.1
 */
import type { Ecarte, Sollicitation } from '../domain/dossier.ts'
import { avecArticle, citeFr, nomFr } from './francais.ts'
import { type Brouillon, bonjour, type Ecriture, p, reponses, sujetDossier } from './lettre.ts'
import { auPlusTard, expiration } from './termes.ts'

/** His agreement to whom he seemed not to want. */
export function accordEcarte(e: Ecriture, slot: Sollicitation, { qui, mots }: Ecarte): Brouillon {
  const nom = nomFr(qui)
  const discret = e.parts.discret === true
  return {
    sujet: sujetDossier(e.dossier, 'votre accord est demandé'),
    blocs: [
      bonjour(e),
      p(
        `${auPlusTard(expiration(e, slot))}, répondez ACCORD ou DESACCORD en première ligne : votre demande ${e.dossier.numero} peut-elle être adressée ${avecArticle('au', nom)} ?${discret ? ' Vos mots semblent l’écarter.' : ` Vous avez écrit « ${citeFr(mots)} ».`}`,
      ),
      p(
        `Elle ne lui a pas été adressée. S'il la reçoit, il lit votre texte entier, ces mots compris : pour les taire, annulez-la et envoyez une nouvelle demande. Ne donnez votre accord que si le patient y consent ; après un désaccord, un autre médecin est recherché.`,
      ),
      reponses(e, ['ACCORD', 'DESACCORD', 'ANNULATION']),
    ],
    clinical: true,
    notice: true,
    discret: 'possible',
  }
}
