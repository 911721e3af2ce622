/**
 * A request that does not leave yet: stopped as an emergency, or asked for all that it lacks, at once.
 *
 * In    the dossier as far as it is known, the letter that was judged
 * Out   the same dossier with what it waits for, the letter to its author
 *
 * SPEC §6.2, §6.3
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Provenance } from '../domain/evenement.ts'
import { limiteAnnoncee } from './limite-documents.ts'
import { auRequerant, envoyer, type Pas, pas, trace } from './pas.ts'

/** A letter, and what it says in answer to our question. */
interface Dit {
  readonly provenance: Provenance
  readonly dit?: string | null
}

/** Tells the author once more that an emergency does not go by mail; the dossier stays stopped. */
export function arreterUrgence(dossier: Dossier, apport: Dit, { now }: Contexte): Pas {
  const stopped: Dossier = {
    ...dossier,
    motif: 'urgence',
    completudeDemandeeLe: dossier.completudeDemandeeLe ?? now,
  }
  const dit = dossier.motif === 'urgence' ? apport.dit : null
  const letter = envoyer({
    lettre: { kind: 'demandeUrgente', ...(dit != null && { dit }) },
    a: auRequerant(dossier),
    sceau: apport.provenance.message,
    priorite: 'haute',
  })
  return pas(stopped, [letter], [trace('demande-urgente')])
}

/** Asks for everything that lacks, once. */
export function demanderLesManques(
  dossier: Dossier,
  { provenance, dit }: Dit,
  { now }: Contexte,
): Pas {
  const { message } = provenance
  const asked: Dossier = {
    ...limiteAnnoncee(dossier),
    motif: 'demande-incomplete',
    completudeDemandeeLe: now,
    completudeRappeleeLe: null,
  }
  const lettre = {
    kind: 'demandeACompleter',
    manques: dossier.manques,
    rappel: 'non',
    ...(dit != null && { dit }),
  } as const
  const names = dossier.manques.map((one) => `${one.quoi}:${one.pourquoi}`).join(' ')
  const letter = envoyer({ lettre, a: auRequerant(dossier), sceau: message })
  return pas(asked, [letter], [trace('demande-incomplete', { manques: names })])
}
