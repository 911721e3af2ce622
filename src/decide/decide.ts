/**
 * The workflow: what is done about an event, as a value. Read this as the table of contents of the room.
 *
 * In    the dossier (null before it exists), the event, and what a pure function cannot know: the
 *       instant, the rules, the names of what it creates, the acts already known
 * Out   a Decision: the dossier as it becomes, effects with their keys, audit lines
 *
 * SPEC §4–§7, §11. No I/O, no clock, no randomness: the same call gives the same decision.
 */
import type { Courrier } from '../domain/courrier.ts'
import type { Decision, Destinataire } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { constaterAbsence, suivreAbsences } from './absence.ts'
import { arreter } from './arret.ts'
import { noterAutomatique, sansAutomate } from './automatique.ts'
import { sceauDeRejeu } from './boucle.ts'
import { direChangements, direMaintien } from './changement.ts'
import { recevoirDeposant, suivreDepot } from './confirmation.ts'
import { lettreDejaRecue } from './deja-recue.ts'
import { passerLeTemps } from './delais.ts'
import { recevoirDemande } from './demande.ts'
import { sansLignesDouteuses } from './doutes.ts'
import { avecOriginalRetenu, demanderLesIllisibles, noterNonCompares } from './illisible.ts'
import { avecLimite, direLaLimite } from './limite-documents.ts'
import { isRetraitDit } from './mots-d-arret.ts'
import { auRequerant, auRequis, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { avecPropositions, horsDePortee } from './portee.ts'
import { readresser } from './readressage.ts'
import { reattribuer } from './reattribution.ts'
import { noterReception } from './reception.ts'
import { relue } from './relance.ts'
import { noterRemise } from './remise.ts'
import { auRemplace, recevoirRemplace, suivreRemplacement } from './remplacement.ts'
import { recevoirRequerant } from './requerant.ts'
import { recevoirRequis } from './requis.ts'
import { direSansEffet } from './signature.ts'
import { suivreTelephone } from './telephone.ts'
import { sansMotPerdu } from './tous-les-mots.ts'
import { recevoirTraitant } from './traitant.ts'
import { suivreTravaux } from './travaux.ts'
import { uneLettre } from './une-lettre.ts'
import { avecVoisines, recevoirVoisine } from './voisines.ts'

/** Decides what an event changes and causes; an event about no dossier leaves only a trace. */
export function decide(known: Dossier | null, recu: Evenement, contexte: Contexte): Decision {
  const { dossier, evenement } = sansCeQuiEstTenu(known, avecOriginalRetenu(recu))
  if (dossier !== null) {
    const first = decideSur(sansAutomate(dossier, evenement), evenement, contexte)
    const decided = suivreAbsences(dossier, first, evenement, contexte)
    const followed = suivreDepot(dossier, decided)
    const step = suivreTelephone(
      dossier,
      suivreRemplacement(dossier, followed, evenement, contexte),
      evenement,
    )
    const known = direMaintien(dossier, noterNonCompares(avecVoisines(step, contexte), evenement))
    const told = direChangements(dossier, known, evenement, contexte)
    return noterPropositions(uneLettre(suivreTravaux(dossier, told, contexte.now)))
  }
  if (evenement.kind === 'demande') {
    const first = recevoirDemande(evenement, contexte)
    const opened = suivreAbsences(null, first, evenement, contexte)
    const step = suivreTelephone(
      null,
      suivreRemplacement(null, opened, evenement, contexte),
      evenement,
    )
    const known = avecVoisines(step, contexte)
    const worked = suivreTravaux(null, noterNonCompares(known, evenement), contexte.now)
    return noterPropositions(uneLettre(worked))
  }
  return {
    dossier: null,
    effets: [],
    traces: [trace('sans-dossier', { evenement: evenement.kind })],
  }
}

/** The dossier and a letter of its requérant, without the documents that the patient keeps back. SPEC §6.1 */
function sansCeQuiEstTenu(dossier: Dossier | null, evenement: Evenement) {
  if (dossier === null || evenement.kind !== 'courrierRequerant') return { dossier, evenement }
  const { dossier: without, letter } = avecLimite(dossier, evenement)
  return { dossier: without, evenement: letter }
}

/** What waits for a word is known by its name from then on. */
function noterPropositions(step: Pas): Pas {
  return { ...step, dossier: avecPropositions(step.dossier) }
}

function decideSur(dossier: Dossier, evenement: Evenement, contexte: Contexte): Pas {
  switch (evenement.kind) {
    case 'demande':
    case 'demandeDejaRecue': {
      // SPEC §6.6: the same signed content twice is one dossier.
      const { provenance } = evenement
      const { message } = provenance
      const lettre = lettreDejaRecue(dossier)
      const letter = envoyer({
        lettre,
        a: auRequerant(dossier),
        sceau: sceauDeRejeu(provenance, lettre.kind === 'demandeUrgente'),
      })
      return pas(dossier, [letter], [trace('demande-deja-recue', { message })])
    }
    case 'courrierRequerant': {
      const relu = relue(evenement.courrier, dossier.requerant)
      if (relu !== evenement.courrier) {
        return decideSur(dossier, { ...evenement, courrier: relu }, contexte)
      }
      // A request that is being put together asks about such lines; elsewhere they are words. SPEC §4
      const { courrier, provenance } = evenement
      const { message } = provenance
      const a = auRequerant(dossier)
      const nouveau = dossier.etat === 'incomplet'
      const said = nouveau ? evenement : ecritParLui(evenement)
      const step = puis(noterReception(dossier, evenement, contexte), (d) =>
        selonSaPortee(d, evenement, a, () => recevoirRequerant(d, said, contexte)),
      )
      const ecrit = { courrier, auteur: dossier.requerant, a, message }
      const whole = sansMotPerdu(step, ecrit, (done, words) =>
        words.motCle === null || words.motCle === 'COMPLEMENT'
          ? null
          : recevoirRequerant(
              done.dossier,
              { ...said, courrier: { ...words, motCle: 'COMPLEMENT' } },
              contexte,
            ),
      )
      return direLaLimite(demanderLesIllisibles(whole, courrier, { message, a }), { message, a })
    }
    case 'demandeVoisine':
      return recevoirVoisine(dossier, evenement, contexte)
    case 'courrierDeposant':
      return recevoirDeposant(dossier, evenement)
    case 'courrierRequis': {
      const { courrier, provenance, auteur } = evenement
      const { message } = provenance
      const a = auRequis(auteur)
      const said = ecritParLui(evenement)
      const step = puis(noterReception(dossier, evenement, contexte), (d) =>
        selonSaPortee(d, evenement, a, () => recevoirRequis(d, said, contexte)),
      )
      const whole = sansMotPerdu(step, { courrier, auteur, a, message }, (done, words) =>
        words.motCle === null
          ? null
          : recevoirRequis(
              done.dossier,
              { ...said, courrier: { ...words, motCle: null } },
              contexte,
            ),
      )
      return demanderLesIllisibles(whole, courrier, { message, a })
    }
    case 'courrierRemplace':
      return selonSaPortee(dossier, evenement, auRemplace(evenement.auteur), () =>
        recevoirRemplace(dossier, evenement, contexte),
      )
    case 'courrierTraitant':
      return recevoirTraitant(dossier, evenement)
    case 'signatureSansEffet':
      return direSansEffet(dossier, evenement)
    case 'courrierAutomatique':
      return noterAutomatique(dossier, evenement)
    case 'echeance':
      return passerLeTemps(dossier, evenement.trouvailles, contexte)
    case 'absence':
      return constaterAbsence(dossier, evenement, contexte)
    case 'reattribution':
      return reattribuer(dossier, evenement, contexte)
    case 'arretSaisi':
      return arreter(dossier, evenement, contexte)
    case 'readressage':
      return readresser(dossier, evenement)
    case 'remise':
      return noterRemise(dossier, evenement, contexte)
  }
}

/** A word that answers something else than what waits is asked about; a doubt about the consent is heard before it. */
function selonSaPortee(
  dossier: Dossier,
  evenement: Parameters<typeof horsDePortee>[1],
  a: Destinataire,
  act: () => Pas,
): Pas {
  const isDoubt =
    evenement.kind === 'courrierRequerant' && isRetraitDit(dossier, evenement.courrier)
  return (isDoubt ? null : horsDePortee(dossier, evenement, a)) ?? act()
}

/** The letter with the lines that its author surely wrote himself. */
function ecritParLui<E extends { readonly courrier: Courrier }>(evenement: E): E {
  return { ...evenement, courrier: sansLignesDouteuses(evenement.courrier) }
}
