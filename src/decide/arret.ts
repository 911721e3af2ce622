/**
 * A coordinator enters the end that the patient or the requerant told him: by telephone, at the desk.
 *
 * In    the dossier, which end, the reason
 * Out   what the requerant's own RETRAIT CONSENTEMENT or ANNULATION does; his letter says who entered it
 * Refuses   arret-sans-objet: the consent is withdrawn or refused already, or no opinion is awaited any more
 *
 * SPEC §1, §5, §6.1; CSP art. L. 1111-4 (a consent may be withdrawn at any time, in any way)
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { type Pas, pas, trace } from './pas.ts'
import { annulerPour, retirerConsentement } from './retrait.ts'

type Arret = Extract<Evenement, { kind: 'arretSaisi' }>

/** Why nothing is there to be stopped: a code of errors.ts; null: it is stopped. */
export function jugerArret(
  { etat, consentement }: Dossier,
  { quoi }: Pick<Arret, 'quoi'>,
): 'arret-sans-objet' | null {
  const isOver =
    quoi === 'retrait'
      ? consentement.kind === 'retire' || consentement.kind === 'refuse'
      : etat !== 'incomplet' && etat !== 'en_cours'
  return isOver ? 'arret-sans-objet' : null
}

/** Carries it out; what is refused leaves the dossier as it was. */
export function arreter(dossier: Dossier, evenement: Arret, contexte: Contexte): Pas {
  if (jugerArret(dossier, evenement) !== null) return pas(dossier)
  const { quoi, motif, commande } = evenement
  const step =
    quoi === 'retrait'
      ? retirerConsentement(dossier, { empreinte: null, message: commande, saisi: 'oui' }, contexte)
      : annulerPour(dossier, { sceau: commande, texte: '', saisi: 'oui' }, contexte)
  return { ...step, traces: [...step.traces, trace('arret-saisi', { arret: quoi, motif })] }
}
