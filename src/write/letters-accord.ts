/**
 * The requerant declined what an ACCORD was asked for: each side is told where the slot stands.
 *
 * In    an Ecriture, the slot, where it was proposed to go
 * Out   a Brouillon without clinical content
 * Refuses nothing.
 *
 * SPEC §5
 */
import type { Lettre } from '../domain/decision.ts'
import { nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  notice,
  p,
  pourRequis,
  reponses,
  sujetDossier,
  viseeFr,
} from './lettre.ts'

/** The slot goes on as it stood before the proposal. */
export function accordDecline(
  e: Ecriture,
  { rang, vers }: Extract<Lettre, { kind: 'accordDecline' }>,
): Brouillon {
  const { dossier } = e
  const sujet = sujetDossier(dossier, 'réorientation déclinée')
  if (pourRequis(e)) {
    return notice(sujet, [
      bonjour(e),
      p(
        `Le requérant ne souhaite pas que la demande ${dossier.numero} soit adressée à : ${viseeFr(vers)}. Elle reste dans votre file et son délai court de nouveau.`,
      ),
      p("Répondez par votre avis, ou par un refus motivé s'il ne relève pas de vous."),
      reponses(e, ['AVIS', 'COMPLEMENT', 'REFUS']),
    ])
  }
  const noms = actifs(creneau(dossier, rang)).map(nomFr).join(', ')
  return notice(sujet, [
    bonjour(e),
    p(
      `Votre désaccord est noté : la demande ${dossier.numero} n'est pas adressée à : ${viseeFr(vers)}.`,
    ),
    p(
      noms === ''
        ? 'Un autre médecin requis est recherché.'
        : `Elle reste auprès de ${noms}, et son délai court de nouveau.`,
    ),
    reponses(e, ['COMPLEMENT', 'ANNULATION', 'ETAT']),
  ])
}
