/**
 * Words of the requérant that may stop his request: the consent is gone, or the request is given up. He is asked.
 *
 * In    the dossier, his letter
 * Out   yes or no. SPEC §4, §5, §6.1; CSP art. L. 1111-4
 */
import { abandonDit, consentementEnCause } from '../domain/arret-en-prose.ts'
import { consentementContredit, consentementDit, retraitDit } from '../domain/consentement-dit.ts'
import { sansCopie } from '../domain/copie-dite.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { consentementSansLimite, sansLimites } from '../domain/limite-documents.ts'
import { regretDit } from '../domain/regret-dit.ts'
import { annulationDite } from '../domain/reponse-dite.ts'
import { nomsDuTraitantDe } from './copie.ts'
import { paroles } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Does he say that the patient wants it no more? Beside a keyword only plain words do; a DESACCORD says it by itself. */
export function isRetraitDit(dossier: Dossier, courrier: Courrier): boolean {
  const { motCle } = courrier
  const texte = sansCopie(sansLimites(paroles(courrier)), nomsDuTraitantDe(dossier))
  if (isPresque(courrier, 'RETRAIT CONSENTEMENT')) return true
  const isHeard =
    motCle === null || motCle === 'COMPLEMENT' || motCle === 'ACCORD' || motCle === 'NON URGENT'
  // Anything but a plain yes on that line is no mere complement. SPEC §4, §6.1
  const ligne = consentementSansLimite(courrier.formulaire.consentement ?? '')
  if (isHeard && ligne.trim() !== '' && consentementDit(ligne, UN_JOUR).dit !== 'oui') return true
  // While something may still be stopped, hesitation is a doubt too; after an opinion it is about what that proposes.
  if (isHeard && dossier.etat === 'en_cours' && regretDit(texte)) return true
  if (motCle === null) return retraitDit(texte) || consentementEnCause(texte)
  return isHeard && (consentementContredit(texte) || consentementEnCause(texte))
}

/** Any day: only whether the line says yes is looked at. */
const UN_JOUR = '2000-01-01' as Jour

/** May his words mean that the request is to stop: given up, sent by mistake, the patient dead? He is asked once. */
export function isAbandonDit({ etat, question }: Dossier, evenement: CourrierRequerant): boolean {
  if (etat !== 'en_cours' || question != null || evenement.accordVerifie === true) return false
  const texte = paroles(evenement.courrier)
  const isNear = isPresque(evenement.courrier, 'ANNULATION')
  return isNear || annulationDite(texte) || abandonDit(texte)
}

/** Is its first word one letter off from this one? */
function isPresque({ presque }: Courrier, motCle: MotCle): boolean {
  return presque?.motCle === motCle
}
