/**
 * Which letter for which effect: one exhaustive switch; the French texts are in the `letters-*` files, by
 * reader (requerant, requis), by content (avis) and by occasion (suivi, hors dossier).
 *
 * In    an Envoi and WriteParts
 * Out   a Brouillon
 * Refuses (throws) a letter about a dossier that was given none.
 *
 * SPEC §10
 */
import type { Lettre } from '../domain/decision.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { Envoi } from '../message.ts'
import type { Bloc } from './blocs.ts'
import { majuscule } from './francais.ts'
import * as precision from './letters-a-preciser.ts'
import { absenceNotee, presenceNotee } from './letters-absence.ts'
import * as attenteAccord from './letters-accord.ts'
import * as administrateur from './letters-administrateur.ts'
import * as attente from './letters-attente.ts'
import * as avis from './letters-avis.ts'
import { apresLaTete, avecChangements, requisChange } from './letters-changement.ts'
import { cloture } from './letters-cloture.ts'
import * as complement from './letters-complement.ts'
import * as confirmation from './letters-confirmation.ts'
import * as coordination from './letters-coordination.ts'
import * as copie from './letters-copie.ts'
import * as delegation from './letters-delegation.ts'
import { etat } from './letters-etat.ts'
import * as facturation from './letters-facturation.ts'
import * as fin from './letters-fin.ts'
import { avecGardes } from './letters-gardes.ts'
import { horsDossier } from './letters-hors-dossier.ts'
import * as mots from './letters-mots-du-requis.ts'
import * as question from './letters-question.ts'
import * as remise from './letters-remise.ts'
import * as remplacement from './letters-remplacement.ts'
import * as reponse from './letters-reponse.ts'
import * as requerant from './letters-requerant.ts'
import * as requis from './letters-requis.ts'
import * as suivi from './letters-suivi.ts'
import * as traitant from './letters-traitant.ts'
import { demandeUrgente } from './letters-urgence.ts'
import { type Brouillon, type Ecriture, p, type WriteParts } from './lettre.ts'
import { enOrdre } from './ordre.ts'

/** Drafts the letter of an Envoi. */
export async function draft(envoi: Envoi, parts: WriteParts): Promise<Brouillon> {
  const { lettre } = envoi
  const brouillon = isHorsDossier(lettre)
    ? await horsDossier(lettre, parts)
    : await avecLeReste(lettre, ecriture(envoi, parts))
  const signature: Bloc = { kind: 'signature', texte: `Téléexpertise ${parts.domain}` }
  return { ...brouillon, blocs: [...enOrdre(brouillon, envoi), signature] }
}

function isHorsDossier(lettre: Lettre | LettreHorsDossier): lettre is LettreHorsDossier {
  switch (lettre.kind) {
    case 'demandeNonTransmise':
    case 'messageSignale':
    case 'modele':
    case 'essai':
    case 'alerteExploitation':
    case 'numerosNotesApresDestruction':
    case 'courrierAdministrateur':
      return true
    default:
      return false
  }
}

function ecriture(envoi: Envoi, parts: WriteParts): Ecriture {
  if (envoi.dossier === null) throw new Error(`letter ${envoi.lettre.kind} without its dossier`)
  return { envoi, dossier: envoi.dossier, parts }
}

/** The letter, with who is asked now where that changed. */
async function avecLeReste(lettre: Lettre, e: Ecriture): Promise<Brouillon> {
  const own = await surDossier(lettre, e)
  // The question about one of them names the others itself.
  const held = lettre.kind === 'reponseAPreciser' ? own : avecGardes(e, own)
  const isAlone = lettre.kind === 'bienRecu' && lettre.motCle === null
  const draft =
    lettre.maintenu === undefined || isAlone
      ? held
      : apresLaTete(held, [p(majuscule(reponse.MAINTENU))])
  const { changements } = lettre
  if (changements === undefined || lettre.kind === 'demandeRemise') return draft
  return avecChangements(e, draft, changements)
}

async function surDossier(lettre: Lettre, e: Ecriture): Promise<Brouillon> {
  const pourRequis = e.envoi.a.role === 'requis'
  switch (lettre.kind) {
    case 'accuseReception':
      return requerant.accuseReception(e)
    case 'demandeACompleter':
      return requerant.demandeACompleter(e, lettre)
    case 'demandeUrgente':
      return demandeUrgente(e, lettre)
    case 'consentementRefuse':
      return requerant.consentementRefuse(e)
    case 'dejaRecue':
      return requerant.dejaRecue(e)
    case 'demandeAvis':
      return requis.demandeAvis(e, lettre)
    case 'rappelRequis':
      return requis.rappelRequis(e, lettre.rang)
    case 'retard':
      return pourRequis ? requis.retardRequis(e, lettre.rang, false) : attente.retard(e, lettre)
    case 'retardCoordinateur':
      return coordination.retardCoordinateur(e, lettre.rang)
    case 'sansReponse':
      return pourRequis
        ? requis.retardRequis(e, lettre.rang, true)
        : attente.sansReponse(e, lettre.rang)
    case 'demandeRemise':
      return lettre.changements === undefined
        ? remise.demandeRemise(e, lettre.rang)
        : requisChange(e, lettre.changements)
    case 'messageNonRemis':
      return remise.messageNonRemis(e, lettre)
    case 'aucunRequis':
      return attente.aucunRequis(e, lettre.rang)
    case 'compteRendu':
      return await avis.compteRendu(e, lettre)
    case 'echangesSuspendus':
      return remise.echangesSuspendus(e)
    case 'compteRenduNonRemis':
      return remise.compteRenduNonRemis(e, lettre)
    case 'avisTransmis':
      return await avis.avisTransmis(e, lettre)
    case 'complementDemande':
      return attente.complementDemande(e, lettre)
    case 'complementEchu':
      return requis.complementEchu(e, lettre.rang)
    case 'complementTransmis':
      return lettre.apresAvis === 'oui'
        ? question.messageApresAvis(e, lettre)
        : complement.complementTransmis(e, lettre)
    case 'reponseApresAvis':
      return question.reponseApresAvis(e, lettre)
    case 'messageTraitant':
      return traitant.messageTraitant(e, lettre)
    case 'messageTraitantNote':
      return traitant.messageTraitantNote(e, lettre)
    case 'questionRappelee':
      return question.questionRappelee(e, lettre.rang)
    case 'questionSansReponse':
      return question.questionSansReponse(e, lettre.rang)
    case 'refus':
      return mots.refus(e, lettre)
    case 'motsDuRequis':
      return mots.motsDuRequis(e, lettre)
    case 'avisEnDoute':
      return mots.avisEnDoute(e, lettre)
    case 'accordDemande':
      if (lettre.delegation !== undefined) {
        return delegation.accordDelegation(e, { ...lettre, delegation: lettre.delegation })
      }
      return attente.accordDemande(e, lettre)
    case 'accordDecline':
      return attenteAccord.accordDecline(e, lettre)
    case 'urgenceSignalee':
      return mots.urgenceSignalee(e, lettre)
    case 'urgenceCoordinateur':
      return coordination.urgenceCoordinateur(e, lettre)
    case 'creneauTermine':
      return fin.creneauTermine(e, lettre.raison)
    case 'annulation':
      return suivi.annulation(e, lettre)
    case 'reponseAPreciser':
      return precision.reponseAPreciser(e, lettre)
    case 'recapitulatif':
      return confirmation.recapitulatif(e, lettre)
    case 'depotNote':
      return confirmation.depotNote(e, lettre.code, lettre.urgent)
    case 'avisNonTransmis':
      return fin.avisNonTransmis(e, lettre)
    case 'bienRecu':
      return reponse.bienRecu(e, lettre)
    case 'numerosNotes':
      return facturation.numerosNotes(e, lettre)
    case 'copieNotee':
      return copie.copieNotee(e, lettre)
    case 'etat':
      return etat(e)
    case 'absenceNotee':
      return absenceNotee(e, lettre.du, lettre.au)
    case 'presenceNotee':
      return presenceNotee(e, lettre)
    case 'cloture':
      return cloture(e)
    case 'remplacementAValider':
      return remplacement.remplacementAValider(e, lettre.par)
    case 'remplacementNote':
      return remplacement.remplacementNote(e, lettre)
    case 'dossierClos':
      return suivi.dossierClos(e, lettre.urgent)
    case 'incident':
      return administrateur.incident(e, lettre)
    case 'alerte':
      return administrateur.alerte(e, lettre.code)
    default:
      return lettre satisfies never
  }
}
