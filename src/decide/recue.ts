/**
 * What a correspondent surely has: his own signed word in answer to a letter proves more than a machine's notice.
 *
 * In    the dossier, a letter of ours; a signed letter that answers it
 * Out   whether it is proved that he has it; the dossier with what his word proves
 * Refuses nothing.
 *
 * The proof is kept by letter, and for a request by slot and reader, for it may be put more than once. SPEC §5, §10
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { EnvoiConcerne } from '../domain/evenement.ts'

/** Code of a failure that a machine told after the handover. */
export const AVIS_DE_NON_REMISE = 'dsn-echec'

/** Words by which a requis answers the request itself: whoever writes them has it. */
const REPONSES: readonly MotCle[] = [
  'AVIS',
  'RECTIFICATIF',
  'ACCEPTE',
  'COMPLEMENT',
  'REFUS',
  'REORIENTATION',
  'URGENT',
]

/** Does this letter of a requis answer the request, whatever it names? */
export function repondALaDemande({ motCle }: Courrier): boolean {
  return motCle !== null && REPONSES.includes(motCle)
}

/** How the proof that a requis has the request of a slot is kept. */
export function preuveDemande(rang: number, rpps: Rpps): string {
  return `demandeAvis:${rang}:${rpps}`
}

/** Is it proved by its reader's own signature that he has this letter? */
export function isRecue(
  { recues = [] }: Dossier,
  { id, lettre, rang, rpps }: Pick<EnvoiConcerne, 'id' | 'lettre' | 'rang' | 'rpps'>,
): boolean {
  const isDemande = lettre === 'demandeAvis' && rang !== null && rpps !== null
  return recues.includes(id) || (isDemande && recues.includes(preuveDemande(rang, rpps)))
}

/** The dossier with these proofs, each once. */
export function avecPreuves(dossier: Dossier, preuves: readonly string[]): Dossier {
  const { recues = [] } = dossier
  const fresh = preuves.filter((one) => !recues.includes(one))
  return fresh.length === 0 ? dossier : { ...dossier, recues: [...recues, ...fresh] }
}
