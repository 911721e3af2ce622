/**
 * The requis is away and named who answers for him: the requérant is asked, because the consent does not reach him.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon
 * Refuses nothing.
 *
 * SPEC §1 (`requis absent`), §6 rule 1
 */
import type { Lettre } from '../domain/decision.ts'
import { jourFr } from './francais.ts'
import { type Brouillon, bonjour, type Ecriture, p, reponses, sujetDossier } from './lettre.ts'

type Delegation = NonNullable<Extract<Lettre, { kind: 'accordDemande' }>['delegation']>

/** The requérant agrees, or the request stays with the one who is away. */
export function accordDelegation(e: Ecriture, { absent, delegue, du, au }: Delegation): Brouillon {
  return {
    sujet: sujetDossier(e.dossier, 'votre accord est demandé'),
    blocs: [
      bonjour(e),
      p(
        `Acceptez-vous que votre demande soit adressée à ${delegue} ? ${absent} ne répond pas du ${jourFr(du)} au ${jourFr(au)} ; ${delegue} répond à sa place.`,
      ),
      p(
        "Le consentement recueilli ne couvre pas encore ce destinataire. Informez-en le patient ; s'il y consent, répondez ACCORD en première ligne, sinon DESACCORD. Sans votre accord, rien ne part.",
      ),
      reponses(e, ['ACCORD', 'DESACCORD', 'ANNULATION']),
    ],
    clinical: true,
    notice: true,
  }
}
