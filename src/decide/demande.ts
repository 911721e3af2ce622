/**
 * A new request, and what completes it: urgent, refused by the patient, incomplete, or on its way.
 *
 * In    the signed letter, what the directory answered, the dossier as far as it is known
 * Out   a dossier `incomplet` with everything it lacks asked at once, `annule` when consent is refused,
 *       or `en_cours` with a slot for each target
 *
 * SPEC §4, §6.1–§6.3, §6.6; CSP art. L. 1111-4
 */
import { later } from '../domain/calendrier.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Cible, Dossier, Manque } from '../domain/dossier.ts'
import type { Contexte, Evenement, Provenance, Trouvailles } from '../domain/evenement.ts'
import { manque, manqueDocument, ordonne, retient } from '../domain/manque.ts'
import { documentsDe, documentsManquants } from '../domain/pool-regles.ts'
import { lireCibles, lireTraitant } from './cibles.ts'
import {
  demanderConfirmation,
  demanderValidation,
  demandeurDe,
  isDepotOuvert,
} from './confirmation.ts'
import { recueillir } from './consentement.ts'
import { dateAncienne } from './consentement-ancien.ts'
import { copieContreditePar, nomsDe, sansCopieAuTraitant } from './copie-contredite.ts'
import { arreterUrgence, demanderLesManques } from './demande-arretee.ts'
import { manqueDeReprise } from './demande-reprise.ts'
import { isSeulementDoute, manquesDeDoute } from './doutes.ts'
import {
  commentDit,
  lireAssure,
  lireClinique,
  lirePatient,
  lireRequerant,
  lireUrgence,
  naissanceDe,
} from './formulaire.ts'
import {
  avecJourDite,
  avecJourEtMode,
  consentementContreditPar,
  consentementDonneParQui,
  dateEncoreEnDoute,
  lireConsentement,
  sansConsentement,
} from './formulaire-consentement.ts'
import { piecesAbandonnees, piecesAttendues } from './illisible.ts'
import { renonceAIns } from './ins.ts'
import { avecLimite, isSansDocuments, manqueLimite } from './limite-documents.ts'
import { connusDe } from './numeros.ts'
import { auRequerant, envoyer, type Pas, pas, puis, puisChaque, trace } from './pas.ts'
import {
  comparees,
  demandeRetenue,
  parleDUnAutre,
  redemander,
  retenir,
  verifiees,
} from './patient.ts'
import { avecQuestionDite } from './question-ailleurs.ts'
import { joindreFil, rassembler } from './rassembler.ts'
import { lireRemplace } from './remplacement.ts'
import { motsDeReponse } from './reponse-nue.ts'
import { ouvrirCreneau } from './routing.ts'
import { sansLignesVaines, sansReprise } from './souhaits.ts'

/** A letter quotes no more of his words than shows what is meant. */
const MAX_DIT = 300

/** Content of a refused or withdrawn case is destroyed after this. SPEC §6.1 */
export const DESTRUCTION_REFUS_MS = 7 * 86_400_000

/** A signed letter and what the directory says about it. */
export interface Apport {
  readonly provenance: Provenance
  readonly courrier: Courrier
  readonly trouvailles: Trouvailles
  readonly patientVerifie?: boolean
  /** What it says in answer to our question, where no line of the form was understood in it. */
  readonly dit?: string | null
}

/** Opens the dossier of a new request and judges it. */
export function recevoirDemande(
  evenement: Extract<Evenement, { kind: 'demande' }>,
  contexte: Contexte,
): Pas {
  const { provenance } = evenement
  if (contexte.nouveau === null) throw new Error('a demande needs the identity of its dossier')
  const opened: Dossier = {
    ...contexte.nouveau,
    etat: 'incomplet',
    motif: null,
    ouvertLe: contexte.now,
    finiLe: null,
    assurance: provenance.assurance,
    requerant: evenement.auteur,
    empreinte: provenance.empreinte,
    fil: [],
    cibles: evenement.cibles,
    formulaire: {},
    manques: [],
    completudeDemandeeLe: null,
    completudeRappeleeLe: null,
    patient: null,
    clinique: null,
    assure: lireAssure({}).valeur,
    consentement: { kind: 'attendu' },
    medecinTraitant: null,
    pieces: [],
    sollicitations: [],
    destructionLe: null,
    incidents: [],
    remises: [],
    urgenceLeveeLe: null,
  }
  const step = pas(
    opened,
    [],
    [trace('demande-recue', { message: provenance.message, assurance: provenance.assurance })],
  )
  const { dossier: begun, letter } = avecLimite(opened, evenement)
  return puis({ ...step, dossier: begun }, (dossier) => completer(dossier, letter, contexte))
}

/** Adds a letter to a dossier that has not left, and judges the whole again. */
export function completer(known: Dossier, said: Apport, contexte: Contexte): Pas {
  const before = avecJourDite(known)
  const courrier = sansLignesVaines(before, sansReprise(said.courrier, before))
  const apport = {
    ...said,
    courrier,
    dit: motsDeReponse(before, courrier)?.slice(0, MAX_DIT) ?? null,
  }
  // NON URGENT answers what was asked of a vague word, too.
  const isLifted = courrier.motCle === 'NON URGENT' && before.completudeDemandeeLe !== null
  const dossier = isLifted ? { ...before, urgenceLeveeLe: contexte.now } : before
  const isVerified = said.patientVerifie === true
  const isOther = !isVerified && parleDUnAutre(dossier, sansReprise(said.courrier, before))
  // Nothing of a letter about somebody else joins the dossier. SPEC §6.5
  const added = isOther ? dossier : rassembler(dossier, apport)
  const joined = renonceAIns(before, courrier) ? sansIns(added) : added
  const gathered = isVerified ? { ...joined, pieces: verifiees(joined.pieces) } : joined
  // Judged before any other refusal: a danger does not wait for a form.
  if (courrier.urgence !== null && dossier.urgenceLeveeLe == null) {
    return arreterUrgence(gathered, apport, contexte)
  }
  if (!isOther) return juger(gathered, apport, contexte)
  const held = demandeRetenue(dossier)
  return held !== null && courrier.formulaire.nomNaissance === undefined
    ? redemander(dossier, held, apport)
    : retenirLettre(dossier, apport, contexte)
}

function sansIns(dossier: Dossier): Dossier {
  return { ...dossier, formulaire: { ...dossier.formulaire, matriculeIns: '' } }
}

/** The letter waits for its author's word; what was asked before still is. */
function retenirLettre(dossier: Dossier, { provenance, courrier }: Apport, { now }: Contexte): Pas {
  const auteur = dossier.requerant.rpps
  const held: Dossier = {
    ...dossier,
    fil: joindreFil(dossier.fil, provenance),
    motif: dossier.motif ?? 'patient-different',
    completudeDemandeeLe: dossier.completudeDemandeeLe ?? now,
  }
  const lettre = { auteur, provenance, courrier, rang: null }
  return retenir(held, lettre, auRequerant(dossier), 'patient-different')
}

function juger(dossier: Dossier, apport: Apport, contexte: Contexte): Pas {
  const { courrier, provenance, trouvailles } = apport
  const { now, regles } = contexte
  const noms = nomsDe(dossier, trouvailles)
  const copie = copieContreditePar(dossier, courrier, noms)
  const form = copie === 'oppose' ? sansCopieAuTraitant(dossier.formulaire) : dossier.formulaire
  const naissance = naissanceDe(form.dateNaissance ?? '', now)
  const consentement = lireConsentement(form, now, naissance)
  const isDit = dossier.doutes?.consentement === undefined
  if (isDit && consentement.valeur.dit === 'non') {
    // Whose refusal it is stops another request about him, too.
    const patient = lirePatient(form, now, regles.mode, commentDit(dossier, courrier)).valeur
    return refuser({ ...dossier, patient }, provenance, contexte)
  }

  const { demandeur, manques: inconnus } = demandeurDe(dossier, trouvailles)
  const asks = { form, cibles: dossier.cibles, trouvailles, requerant: demandeur }
  const cibles = lireCibles(asks)
  const patient = lirePatient(form, now, regles.mode, commentDit(dossier, courrier))
  const traitant = lireTraitant(asks)
  const fresh = demandeur.ecrit === undefined ? demandeur : undefined
  const requerant = lireRequerant(form, demandeur, connusDe(trouvailles, fresh))
  const clinique = avecQuestionDite(lireClinique(form, demandeur), dossier, courrier)
  const assure = lireAssure(form)
  const urgence = dossier.urgenceLeveeLe == null ? [lireUrgence(form)] : []
  const remplace = lireRemplace(form.remplacantDe, trouvailles, demandeur.rpps)
  const parties = [cibles, patient, consentement, traitant, clinique, requerant, assure]
  const read = [...urgence, ...parties, remplace]
  const doubt = consentementContreditPar(dossier, courrier, consentement.valeur, noms)
  const qui = doubt === null ? consentementDonneParQui(dossier, consentement.valeur) : null
  const manques = ordonne([
    ...[
      doubt,
      qui,
      dateAncienne(dossier, courrier, consentement.valeur, now),
      dateEncoreEnDoute(dossier, courrier),
      manqueDeReprise(dossier, courrier),
      copie === 'oppose' ? null : copie,
    ].filter((one) => one !== null),
    ...courrier.contradictions.map((label) => manque(label, 'contradictoire')),
    ...inconnus,
    ...piecesAttendues(dossier, courrier),
    ...manqueLimite(dossier),
    ...read.flatMap((one): readonly Manque[] => one.manques),
    // What the patient keeps back is not asked for.
    ...(isSansDocuments(dossier)
      ? []
      : documentsManquants(dossier, documentsDe(cibles.valeur, trouvailles.pools)).map(
          manqueDocument,
        )),
    // What a line lacks besides is said first.
    ...manquesDeDoute(dossier),
  ])
  const lines = isDit ? avecJourEtMode(form, consentement.valeur) : form
  const known: Dossier = {
    ...dossier,
    formulaire: doubt === null ? lines : sansConsentement(lines),
    manques,
    illisibles: piecesAbandonnees(dossier, courrier),
    patient: patient.valeur,
    clinique: clinique.valeur,
    assure: assure.valeur,
    requerant: demandeur === dossier.requerant ? requerant.valeur : dossier.requerant,
    medecinTraitant: traitant.valeur,
    consentement:
      doubt === null && qui === null
        ? recueillir(dossier, apport, consentement.valeur, cibles.valeur)
        : { kind: 'attendu' },
  }
  if (isSeulementDoute(manques)) {
    return demanderConfirmation(known, provenance, contexte, 'formulaire-a-confirmer')
  }
  // While the request itself is held, what it says is not missing.
  const held = demandeRetenue(dossier)
  if (held !== null && retient(manques)) return redemander(dossier, held, apport)
  if (retient(manques)) return demanderLesManques(known, apport, contexte)
  if (isDepotOuvert(known)) return demanderValidation(known, requerant.valeur, provenance, contexte)
  if (known.aConfirmer === true) return demanderConfirmation(known, provenance, contexte)
  return engager(known, cibles.valeur, trouvailles, contexte)
}

/** CSP art. L. 1111-4: a refusal is respected and recorded; nothing leaves. */
function refuser(dossier: Dossier, { empreinte, message }: Provenance, { now }: Contexte): Pas {
  const refused: Dossier = {
    ...dossier,
    etat: 'annule',
    motif: 'consentement-refuse',
    finiLe: now,
    manques: [],
    consentement: { kind: 'refuse', le: now, preuve: empreinte },
    destructionLe: later(now, DESTRUCTION_REFUS_MS),
  }
  const lettre = { kind: 'consentementRefuse' } as const
  const letter = envoyer({ lettre, a: auRequerant(dossier), sceau: message })
  return pas(refused, [letter], [trace('consentement-refuse')])
}

function engager(
  dossier: Dossier,
  cibles: readonly Cible[],
  trouvailles: Trouvailles,
  contexte: Contexte,
): Pas {
  const pieces = comparees(dossier.pieces)
  const started: Dossier = { ...dossier, etat: 'en_cours', motif: null, pieces }
  const accuse = envoyer({ lettre: { kind: 'accuseReception' }, a: auRequerant(dossier) })
  const step = pas(started, [accuse], [trace('demande-acceptee', { creneaux: cibles.length })])
  return puisChaque(step, cibles, (current, cible) =>
    ouvrirCreneau(current, cible, trouvailles, contexte),
  )
}
