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
import { avecArticle, nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  notice,
  p,
  pourRequis,
  RIEN,
  reponses,
  sujetDossier,
  viseeFr,
} from './lettre.ts'
import { auPlusTard, termeAvis } from './termes.ts'

/** The slot goes on as it stood before the proposal. */
export function accordDecline(
  e: Ecriture,
  { rang, vers }: Extract<Lettre, { kind: 'accordDecline' }>,
): Brouillon {
  const { dossier } = e
  const sujet = sujetDossier(dossier, 'réorientation déclinée')
  const slot = creneau(dossier, rang)
  if (pourRequis(e)) {
    return notice(sujet, [
      bonjour(e),
      p(
        `${auPlusTard(termeAvis(e, slot))}, rendez votre avis, ou déclinez en disant pourquoi : le requérant ne souhaite pas que la demande ${dossier.numero} soit adressée à un autre destinataire (${viseeFr(vers)}).`,
      ),
      p('Elle reste dans votre file et son délai court de nouveau.'),
      reponses(e, ['AVIS', 'COMPLEMENT', 'REFUS']),
    ])
  }
  const noms = actifs(slot).map((un) => avecArticle('du', nomFr(un)))
  return notice(sujet, [
    bonjour(e),
    p(
      `${RIEN} : votre désaccord est noté, la demande ${dossier.numero} n'est pas adressée à un autre destinataire (${viseeFr(vers)}).`,
    ),
    p(
      noms.length === 0
        ? 'Un autre médecin requis est recherché.'
        : `Elle reste dans la file ${noms.join(', ')}, et son délai court de nouveau.`,
    ),
    reponses(e, ['COMPLEMENT', 'ANNULATION', 'ETAT']),
  ])
}
