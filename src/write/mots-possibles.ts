/**
 * The keywords that a reader may still write, by his part and where the dossier stands.
 *
 * In    an Ecriture, a dossier
 * Out   keywords, the likeliest first
 *
 * SPEC §5, §6, §13.13
 */
import { propositionDe } from '../domain/attentes.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Ecriture } from './lettre.ts'

/** What a requis may still write: to correct what he rendered, or to render it. */
export function motsClesRequis({ dossier, envoi }: Ecriture): readonly MotCle[] {
  const slots = dossier.sollicitations.filter(({ requis }) =>
    requis.some((each) => each.rpps === envoi.a.rpps && each.ecarte === null),
  )
  const rendu = slots.some(({ comptesRendus }) =>
    comptesRendus.some(({ auteur }) => auteur.rpps === envoi.a.rpps),
  )
  if (rendu) return ['RECTIFICATIF']
  return slots.length === 0 ? [] : ['AVIS', 'COMPLEMENT', 'REFUS']
}

/** What the requerant may still write. */
export function motsClesRequerant({
  etat: ou,
  motif,
  sollicitations,
  doutes = {},
}: Dossier): readonly MotCle[] {
  switch (ou) {
    case 'incomplet':
      if (motif === 'urgence') return ['NON URGENT', 'ANNULATION', 'ETAT']
      if (motif === 'a-confirmer' || motif === 'formulaire-a-confirmer')
        return ['JE CONFIRME', 'ANNULATION', 'ETAT']
      if (motif === 'depot-a-valider') return ['JE VALIDE', 'ANNULATION', 'ETAT']
      return Object.values(doutes).includes('prose')
        ? ['JE CONFIRME', 'ETAT', 'ANNULATION']
        : ['ETAT', 'ANNULATION']
    case 'en_cours': {
      const accord = sollicitations.some((slot) => propositionDe(slot) !== null)
      const suite: readonly MotCle[] = ['COMPLEMENT', 'ETAT', 'ANNULATION', 'RETRAIT CONSENTEMENT']
      return accord ? ['ACCORD', 'DESACCORD', ...suite] : suite
    }
    case 'repondu':
      return ['COMPLEMENT', 'ETAT', 'RETRAIT CONSENTEMENT']
    case 'sans_reponse':
      return ['ETAT', 'RETRAIT CONSENTEMENT']
    case 'annule':
    case 'clos':
      return ['ETAT']
    default:
      return ou satisfies never
  }
}
