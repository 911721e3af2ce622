/**
 * The requis is away and named who answers for him: the requérant is asked, because the consent does not reach him.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon that says until when the answer counts
 * Refuses nothing.
 *
 * SPEC §1 (`requis absent`), §6.1
 */
import type { Lettre } from '../domain/decision.ts'
import { avecArticle, jourFr } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  p,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { auPlusTard, expiration } from './termes.ts'

type Demande = Extract<Lettre, { kind: 'accordDemande' }>

/** The requérant agrees, or the request stays with the one who is away. */
export function accordDelegation(
  e: Ecriture,
  { rang, delegation }: Demande & { readonly delegation: NonNullable<Demande['delegation']> },
): Brouillon {
  const { du, au } = delegation
  const [absent, delegue] = [delegation.absent, delegation.delegue].map((nom) => `Dr ${nom}`)
  const terme = auPlusTard(expiration(e, creneau(e.dossier, rang)))
  return {
    sujet: sujetDossier(e.dossier, 'votre accord est demandé'),
    blocs: [
      bonjour(e),
      p(
        `${terme}, répondez ACCORD ou DESACCORD en première ligne : ${avecArticle('le', absent ?? '')} ne répond pas du ${jourFr(du)} au ${jourFr(au)}, et ${avecArticle('le', delegue ?? '')} peut répondre à sa place.`,
      ),
      p(
        "Le consentement recueilli ne couvre pas encore ce destinataire : informez-en le patient, et ne donnez votre accord que s'il y consent. Sans votre accord, rien ne part ; après un désaccord, la demande reste où elle est.",
      ),
      reponses(e, ['ACCORD', 'DESACCORD', 'ANNULATION']),
    ],
    clinical: true,
    notice: true,
  }
}
