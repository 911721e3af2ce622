/**
 * No text costs more than its length: adversarial texts by the steps of deciding and billing. SPEC §13.12
 */
import t from 'tap'

import { splitNir } from '../src/billing/champs.ts'
import { CSV } from '../src/billing/csv.ts'
import { FHIR } from '../src/billing/fhir.ts'
import { JSONL } from '../src/billing/jsonl.ts'
import { RSF_ACE } from '../src/billing/rsf-ace.ts'
import { arretsDits } from '../src/decide/arret-dit.ts'
import { lireCibles, lireTraitant } from '../src/decide/cibles.ts'
import { contredite } from '../src/decide/copie-contredite.ts'
import { piecesAttendues } from '../src/decide/illisible.ts'
import { isSeulementNumeros, numerosNotes } from '../src/decide/numeros.ts'
import { parleDUnAutre } from '../src/decide/patient.ts'
import { souhaits } from '../src/decide/souhaits.ts'
import { ditAutreChose, nomsDuTraitant } from '../src/domain/a-cote.ts'
import { isChangement, isCourtoisie, isFaitNouveau } from '../src/domain/apres-avis.ts'
import { abandonDit, consentementEnCause, retraitRapporte } from '../src/domain/arret-en-prose.ts'
import { autrePatient, ligneDUnAutre } from '../src/domain/autre-patient.ts'
import { hasCases } from '../src/domain/cases-cochees.ts'
import * as consentement from '../src/domain/consentement-dit.ts'
import {
  consentementEnDoute,
  nommeUnProche,
  phraseCitee,
} from '../src/domain/consentement-en-doute.ts'
import * as copie from '../src/domain/copie-dite.ts'
import * as ecartee from '../src/domain/copie-ecartee.ts'
import { copieRendue, sansCopieRendue } from '../src/domain/copie-rendue.ts'
import { correctionDite } from '../src/domain/correction-dite.ts'
import { dureeMs } from '../src/domain/delai.ts'
import { demandeReprise } from '../src/domain/demande-reprise.ts'
import {
  designationDe,
  exerceAilleurs,
  isNomSeul,
  nommeUnAutre,
  sansReperes,
} from '../src/domain/designation.ts'
import { exclusionDite, isExcluPar } from '../src/domain/exclusion-dite.ts'
import * as horsEtat from '../src/domain/hors-etat.ts'
import * as identifiants from '../src/domain/identifiants.ts'
import { identiteContredite } from '../src/domain/identite-dite.ts'
import * as jours from '../src/domain/jour.ts'
import * as lieux from '../src/domain/lieu.ts'
import { isLigneDIdentite, isMention } from '../src/domain/ligne-identite.ts'
import { isSansDocuments, isTuAuRequis, isTuAuTraitant } from '../src/domain/limite-dite.ts'
import { isMotifSimple } from '../src/domain/motif-simple.ts'
import { motsDe } from '../src/domain/mots.ts'
import { natureAssuranceDe } from '../src/domain/nature-assurance.ts'
import * as noms from '../src/domain/nom.ts'
import { patientDuNom } from '../src/domain/nom-fichier.ts'
import { enChiffres } from '../src/domain/nombres.ts'
import { lettreEnFrancais, roleEnFrancais } from '../src/domain/noms-de-lettres.ts'
import { isAccordDAutreChose, isDeLaDemande, sansProches } from '../src/domain/objet-accord.ts'
import { periodeDe } from '../src/domain/periode.ts'
import { enoncesDe, phrasesDe } from '../src/domain/phrases.ts'
import { personnesDe } from '../src/domain/plusieurs-noms.ts'
import { isPolitesse, sansPolitesse } from '../src/domain/politesse.ts'
import { documentsManquants } from '../src/domain/pool-regles.ts'
import { isPrenom } from '../src/domain/prenoms.ts'
import { apparence, isManque, isRefusDit, sansRenvoi } from '../src/domain/propos-apparent.ts'
import { isClinique } from '../src/domain/propos-clinique.ts'
import { apparenceSousAvis } from '../src/domain/propos-sous-avis.ts'
import { isDemandeDite, isQuestionDite } from '../src/domain/question-dite.ts'
import { corriger } from '../src/domain/reglement.ts'
import { regretDit } from '../src/domain/regret-dit.ts'
import { isRelanceDite } from '../src/domain/relance-dite.ts'
import { renvoiDe } from '../src/domain/renvoi.ts'
import {
  isAccordSansReserve,
  isOuiDuPatient,
  isRetraitRepris,
  retraitConfirme,
} from '../src/domain/reponse-au-doute.ts'
import * as reponse from '../src/domain/reponse-dite.ts'
import { isReserveDite } from '../src/domain/reserve-dite.ts'
import { isContreLeOui, isOfThis } from '../src/domain/reticence-dite.ts'
import { retourDe } from '../src/domain/retour-dit.ts'
import { secondPatient } from '../src/domain/second-patient.ts'
import { soiMeme } from '../src/domain/soi-meme.ts'
import { sansSoins } from '../src/domain/soins-dits.ts'
import * as specialites from '../src/domain/specialites.ts'
import * as telephones from '../src/domain/telephone.ts'
import { territoireDuCodePostal, territoireDuNumeroAm } from '../src/domain/territoire.ts'
import * as texte from '../src/domain/texte.ts'
import { traitantRedit } from '../src/domain/traitant-redit.ts'
import * as urgence from '../src/domain/urgence.ts'
import { voieDe } from '../src/domain/voie.ts'
import { nearTo } from '../src/domain/voisins.ts'
import { acte } from './support/actes.ts'
import { adverse, squares } from './support/adverse.ts'
import { courrierDe as courrier, formulaireDe as formOf, WORDS } from './support/decided.ts'
import { histoire, sampleCourrier, sampleTrouvailles } from './support/dossiers.ts'
import { whole } from './support/exports.ts'
import { openCounter } from './support/work.ts'

const jour = '2026-11-29' as never
const { dossier } = histoire()
const connu = { nomNaissance: 'A', nomUtilise: 'B', prenoms: 'C', dateNaissance: jour }
const PARIS = { communes: ['paris'], indices: [], codesPostaux: [] }
const nomme = { nom: 'REQUISB', prenom: 'Paul' }
const near = nearTo(new Map([['dermatologie', 1]]), (a, b) => a === b)

/** What one text goes through once it was read. */
const STEPS: { readonly [name: string]: (text: string) => unknown } = {
  'numbers and small words': (text) => [
    identifiants.rppsDe(text),
    identifiants.luhnValid(text),
    identifiants.numeroAmDe(text),
    territoireDuNumeroAm(text),
    territoireDuCodePostal(text),
    natureAssuranceDe(text),
    identifiants.finessDe(text),
    identifiants.nirKey(text),
    identifiants.nirDe(text),
    identifiants.matriculeInsDe(text),
    identifiants.isFormeNir(text),
    identifiants.insContredit(text, { sexe: 'M', dateNaissance: jour }),
    identifiants.adresseDe(text),
    identifiants.sexeDe(text),
    identifiants.ouiNonDe(text),
    identifiants.modeConsentementDe(text),
    consentement.auteurConsentementDe(text),
    identifiants.statutInsDe(text),
    hasCases(text),
    splitNir(text),
    dureeMs(text),
    voieDe(`${text}@te.test`, 'te.test'),
    telephones.isNumeroEnTete(text),
    telephones.telephoneDans(text),
    telephones.telephoneDeLigne(text),
  ],
  'days and periods': (text) => [
    jours.monthNumber(text),
    lettreEnFrancais(text),
    roleEnFrancais(text),
    jours.leadingJour(text),
    jours.jourDans(text),
    jours.saidDay(text),
    jours.semaineContredite(text, jour, 120),
    jours.avecDernier(text, jour),
    jours.avecAnnee(text, jour),
    enChiffres(text, (word) => word === 'mars'),
    periodeDe(text, jour),
    periodeDe(text, null),
    retourDe(text, jour),
  ],
  'what is said of a consent': (text) => [
    consentement.consentementContredit(text),
    consentement.retraitDit(text),
    consentementEnDoute(text, 'patient'),
    isContreLeOui(text, 'patient', text),
    isExcluPar(text, { nom: 'DUPONT', prenom: 'Jean' }),
    regretDit(text),
    exclusionDite(text, { nom: 'DUPONT', prenom: 'Jean' }),
    isTuAuTraitant(text),
    isTuAuRequis(text),
    isSansDocuments(text),
    isOfThis(text.split(' ')),
    isDeLaDemande(text),
    phraseCitee(text),
    nommeUnProche(text),
    horsEtat.representationDite(text),
    horsEtat.horsEtatDit(text),
    sansSoins(text),
    sansProches(text.slice(0, 1000)),
    isAccordDAutreChose('accord', text.split(' ')),
    enoncesDe(text),
    consentement.consentementDit(text, jour),
    consentement.jourDit(text, jour),
    consentement.jourNomme(text, jour),
    consentement.isParentSeul(text),
    consentement.isConsentementSeul(text, jour),
    isNomSeul(text),
    soiMeme(text),
    specialites.isSpecialiteSeule(text),
  ],
  'names on a line': (text) => [
    noms.sansBarre(text),
    noms.sexeDesTitres([text, text]),
    noms.nomsDits({ nomNaissance: text, prenoms: text, nomUtilise: text }),
    noms.prenomsDe(text),
    noms.isNee(text),
    noms.isMariee(text),
    noms.nomDeFamilleDe(text, text),
    personnesDe(text),
    lieux.cleCommune(text),
    lieux.sansLieu(text),
    lieux.peutEtreLieu(text),
    lieux.accordDeLieu(lieux.lieuDit([text]) ?? PARIS, {
      ...nomme,
      lieux: [{ codePostal: null, commune: text }],
    }),
    lieux.duLieu(PARIS, [{ ...nomme, lieux: [{ codePostal: null, commune: text }] }]),
    exerceAilleurs(designationDe(text) ?? { rpps: null, adresse: null, nom: text }, nomme),
  ],
  'what is answered to a question': (text) => [
    isPolitesse(text),
    sansPolitesse(text),
    reponse.reponseDite(text),
    reponse.isSimpleReponse(text),
    retraitConfirme(text),
    isAccordSansReserve(text),
    isRetraitRepris(text),
    isOuiDuPatient(text),
    reponse.annulationDite(text),
    abandonDit(text),
    consentementEnCause(text),
    retraitRapporte(text),
    texte.premiereLigne(text),
  ],
  'what is said of an urgency': (text) => [
    urgence.urgenceDuDelai(text),
    urgence.urgenceDeLigne(text),
    urgence.urgenceDite(text),
    urgence.urgenceDuSujet(text),
    urgence.isErreurDite(text),
    urgence.isNonUrgentDit(text),
  ],
  specialties: (text) => [
    specialites.codeSpecialiteDe(text),
    specialites.specialiteDe(text),
    specialites.specialitesDe(text),
    specialites.isSpecialiteAuChoix(text),
    specialites.specialiteDuSlug(text),
    specialites.specialiteDuSavoirFaire(text),
    near(text),
  ],
  'the copy to the médecin traitant': (text) => [
    copie.copieDite(text),
    copie.isOpposition(text),
    copie.copieContredite(text, new Set(['dupont'])),
    copie.isAboutTraitant(text, new Set(['dupont'])),
    copie.isSending(text),
    copieRendue(text, new Set(['dupont'])),
    sansCopieRendue(text, new Set(['dupont'])),
    copie.sansCopie(text),
    copie.phraseSansCopie(text),
    ecartee.ecarteLeTraitant(text, text.indexOf('dupont'), true),
    ecartee.isPourSoiSeul(text),
    contredite([text], new Set(['dupont'])),
    ditAutreChose(text, { nom: 'DUPONT', prenom: 'Jean' }),
    nomsDuTraitant(text, null),
    traitantRedit(text, { noms: new Set(['dupont']), isAuteur: false }),
    traitantRedit(text, { noms: new Set(['dupont']), isAuteur: true }),
    sansReperes(text),
  ],
  'words beside a keyword': (text) => [
    isMotifSimple(text),
    isLigneDIdentite(text, nomme),
    isMention(text),
    apparence(text),
    apparenceSousAvis(text),
    isManque(text),
    isRefusDit(text),
    sansRenvoi(text),
    arretsDits(courrier(text), text),
    correctionDite(text),
    isReserveDite(text),
    isCourtoisie(text),
    isFaitNouveau(text),
    isChangement(text, false),
    isQuestionDite(text),
    isDemandeDite(text),
    isRelanceDite(text),
    demandeReprise(text),
    renvoiDe(text),
  ],
  'words of an opinion': (text) => [isClinique(text), texte.trimEndOf(text, 'a '), motsDe(text)],
  'another patient': (text) => [
    ligneDUnAutre(text, connu),
    phrasesDe(text),
    secondPatient(text, 'M', 'requerant'),
    identiteContredite(text, { ...connu, sexe: 'F' }, jour),
    identiteContredite('Son prénom est Anne', { ...connu, prenoms: text, sexe: 'F' }, jour),
    patientDuNom(text),
    isPrenom(text),
    autrePatient(text, connu, [text]),
    autrePatient('Mme DURAND', {
      nomNaissance: text,
      nomUtilise: null,
      prenoms: text,
      dateNaissance: null,
    }),
    nommeUnAutre(designationDe(text) ?? { rpps: null, adresse: null, nom: text }, nomme),
    parleDUnAutre(
      { ...dossier, patient: null },
      sampleCourrier({ ...courrier(text), formulaire: formOf(text) }),
    ),
    texte.trimStartOf(text, 'a '),
  ],
  'who is asked': (text) => [
    souhaits({ ...courrier(text, 'REORIENTATION'), formulaire: formOf(text), depotPour: text }, []),
    lireCibles({
      form: formOf(text),
      cibles: [],
      trouvailles: sampleTrouvailles(),
      requerant: dossier.requerant,
    }),
    lireTraitant({
      form: formOf(text),
      cibles: [],
      trouvailles: sampleTrouvailles(),
      requerant: dossier.requerant,
    }),
  ],
  'what a letter lacks': (text) => [
    documentsManquants(
      {
        pieces: [],
        formulaire: formOf(text),
        textes: [{ message: 'm', recuLe: dossier.ouvertLe, texte: text }],
      },
      ['photo', 'compte rendu de biopsie'],
    ),
    piecesAttendues(dossier, courrier(text)),
    isSeulementNumeros(
      { ...courrier(text), conclusion: null, formulaire: { numeroAm: text } },
      nomme,
    ),
    numerosNotes(
      {
        courrier: {
          ...courrier(text),
          formulaire: { numeroAm: text, specialiteRequerant: text },
        },
        trouvailles: {},
      },
      dossier.requerant,
      'rien',
    ),
  ],
  'write an act': (text) => {
    const { patient } = acte()
    const one = acte({ patient: { ...patient, nomNaissance: text, prenoms: text }, motif: text })
    return [CSV, JSONL, FHIR, RSF_ACE].map((rendu) =>
      whole(rendu, { id: 1, creeLe: dossier.ouvertLe }, [{ id: 1, acte: one }]),
    )
  },
  'correct an act': (text) =>
    ['exec_am', 'nir', 'nom_naissance', 'date_naissance', 'code_acte', 'presc_spe'].map((colonne) =>
      corriger(acte(), { [colonne]: text }),
    ),
}

t.test('four times the text is no more than about four times the work', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  for (const [name, step] of Object.entries(STEPS)) {
    t.strictSame(await squares(counter, { step, texts: adverse([''], WORDS) }), [], name)
  }
})
