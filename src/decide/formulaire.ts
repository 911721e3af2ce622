/**
 * The form as typed values: patient, question, billing lines, and what is missing or contradictory in them.
 *
 * In    the lines gathered, the instant, the mode
 * Out   values (null where unknown) and Manques; nothing is guessed, nothing is sent
 *
 * SPEC §4; Référentiel INS (traits, matricule, statut)
 */
import { jourParis } from '../domain/calendrier.ts'
import type { CodeSpecialite, Instant, Jour, Requerant } from '../domain/correspondant.ts'
import type { Courrier, Formulaire } from '../domain/courrier.ts'
import type { Clinique, Dossier } from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import {
  finessDe,
  isFormeNir,
  jourDe,
  nirDe,
  numeroAmDe,
  ouiNonDe,
  sexeDe,
} from '../domain/identifiants.ts'
import { avecSiecle, semaineContredite } from '../domain/jour.ts'
import { manque } from '../domain/manque.ts'
import { type NomDit, nomDeFamilleDe, prenomsDe } from '../domain/nom.ts'
import {
  contredit,
  ecrire,
  type NumerosConnus,
  RIEN_DE_CONNU,
  selonAnnuaire,
} from '../domain/numero-am.ts'
import type { Assure, Patient } from '../domain/patient.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { urgenceDite } from '../domain/urgence.ts'
import { lireIns } from './ins.ts'
import { billing, type Lu, lacks, read, required, text } from './lu.ts'

/** The patient, when every trait is there and none contradicts another. */
export function lirePatient(
  form: Formulaire,
  now: Instant,
  mode: Regles['mode'],
  comment: NomDit = 'dit',
): Lu<Patient | null> {
  const nom = lireNom(form, comment)
  const prenoms = read(form, 'prenoms', prenomsDe)
  const date = lireNaissance(form, now)
  const sexe = read(form, 'sexe', sexeDe)
  const ins = lireIns(form, { sexe: sexe.valeur, dateNaissance: date.valeur }, mode)
  const manques = [nom, prenoms, date, sexe, ins].flatMap((one) => one.manques)
  if (!nom.valeur || !prenoms.valeur || !date.valeur || !sexe.valeur || manques.length > 0) {
    return { valeur: null, manques }
  }
  const valeur = {
    nomNaissance: nom.valeur,
    prenoms: prenoms.valeur,
    dateNaissance: date.valeur,
    sexe: sexe.valeur,
    nomUtilise: text(form, 'nomUtilise'),
    lieuNaissance: text(form, 'lieuNaissance'),
    ins: ins.valeur,
  }
  return { valeur, manques }
}

/** A name that was asked about and is written again, or was not asked about any more, is taken as it is. */
export function commentDit({ completudeDemandeeLe, manques }: Dossier, courrier: Courrier): NomDit {
  if (completudeDemandeeLe === null || manques.length === 0) return 'dit'
  const asked = manques.find(({ quoi }) => quoi === 'nomNaissance')
  if (asked === undefined) return 'redit'
  const isSaid = courrier.formulaire.nomNaissance !== undefined || courrier.motCle === 'JE CONFIRME'
  return isSaid && asked.precisions?.includes('prenom') === true ? 'redit' : 'dit'
}

/** A name that holds a given name is asked about by this reason, and taken as it is once written again. */
function lireNom(form: Formulaire, comment: NomDit): Lu<string | null> {
  const prenoms = form.prenoms ?? ''
  const nom = read(form, 'nomNaissance', (value) => nomDeFamilleDe(value, prenoms, comment))
  const said = text(form, 'nomNaissance')
  const isMixed = nom.valeur === null && said !== null && nomDeFamilleDe(said, '') !== null
  return isMixed ? lacks('nomNaissance', 'contradictoire', ['prenom']) : nom
}

function lireNaissance(form: Formulaire, now: Instant): Lu<Jour | null> {
  const date = read(form, 'dateNaissance', (value) => naissanceDe(value, now))
  if (date.valeur === null) return date
  const today = jourParis(now)
  if (date.valeur > today) return lacks('dateNaissance', 'contradictoire', ['futur'])
  const age = ageAu(date.valeur, today)
  if (age > AGE_MAX_ANS) return lacks('dateNaissance', 'contradictoire', ['ancien'])
  if (semaineContredite(form.dateNaissance ?? '', today, AGE_MAX_ANS)) {
    return lacks('dateNaissance', 'contradictoire', ['semaine'])
  }
  // « 14/05/1958 (75 ans) »: one of the two is wrong.
  const said = /\b(\d{1,3}) ?ans\b/i.exec(form.dateNaissance ?? '')?.[1]
  const isOther = said !== undefined && Math.abs(Number(said) - age) > 1
  return isOther ? lacks('dateNaissance', 'contradictoire', ['age']) : date
}

function ageAu(naissance: Jour, today: Jour): number {
  const years = Number(today.slice(0, 4)) - Number(naissance.slice(0, 4))
  return today.slice(5) < naissance.slice(5) ? years - 1 : years
}

/** A day of birth; a two-digit year only where it can be but one. Nobody lives longer than this. */
const AGE_MAX_ANS = 120

/** The day of birth that a line says. */
export function naissanceDe(value: string, now: Instant): Jour | null {
  return jourDe(avecSiecle(value, jourParis(now), AGE_MAX_ANS))
}

/** Is the question of an emergency answered? A vague word is asked about, neither sent nor stopped. SPEC §6.2 */
export function lireUrgence(form: Formulaire): Lu<null> {
  const said = text(form, 'urgence')
  const isOpen = said !== null && urgenceDite(said) === 'vague'
  return { valeur: null, manques: isOpen ? [manque('urgence', 'ambigu')] : [] }
}

/** What the requis is told; the question alone is needed, a telephone is asked for when none is known. */
export function lireClinique(form: Formulaire, requerant: Requerant): Lu<Clinique | null> {
  const question = required(form, 'question')
  const telephone = text(form, 'telephone') ?? requerant.telephone
  const manques = [...question.manques, ...(telephone ? [] : [manque('telephone', 'manquant')])]
  if (question.valeur === null) return { valeur: null, manques }
  const valeur = {
    question: question.valeur,
    telephone,
    contexte: text(form, 'contexte'),
    antecedents: text(form, 'antecedents'),
    traitements: text(form, 'traitements'),
    delaiSouhaite: text(form, 'delaiSouhaite'),
  }
  return { valeur, manques }
}

/** What billing knows of a person. */
export type Facturable = Pick<
  Requerant,
  'rpps' | 'numeroAm' | 'ecrit' | 'finess' | 'specialite' | 'telephone'
>

/** The requerant with the numbers that the form gives or the directory knows; of an AM number, the directory decides. */
export function lireRequerant<P extends Facturable>(
  form: Formulaire,
  requerant: P,
  connus: NumerosConnus = RIEN_DE_CONNU,
): Lu<P> {
  const am = billing(form, 'numeroAm', numeroAmDe)
  const finess = billing(form, 'numeroFiness', finessDe)
  const specialite = billing<CodeSpecialite>(form, 'specialiteRequerant', specialiteDe)
  const known = am.valeur === null ? requerant : ecrire(requerant, am.valeur)
  const valeur = {
    ...selonAnnuaire(known, connus),
    finess: finess.valeur ?? requerant.finess,
    specialite: specialite.valeur ?? requerant.specialite,
    telephone: text(form, 'telephone') ?? requerant.telephone,
  }
  const manques = [am, finess, specialite].flatMap((one) => one.manques)
  const wrong = contredit(valeur)
  if (wrong !== null) manques.push(manque('numeroAm', wrong))
  const said = manques.map((one) => one.quoi)
  if (valeur.numeroAm === null && valeur.finess === null && !said.includes('numeroFiness')) {
    manques.push(manque('numeroAm', 'manquant'))
  }
  if (valeur.specialite === null) manques.push(manque('specialiteRequerant', 'manquant'))
  return { valeur, manques }
}

/** What only billing needs; unreadable lines are left out and asked for without holding anything back. */
export function lireAssure(form: Formulaire): Lu<Assure> {
  const nir = lireNir(form)
  const ald = billing(form, 'ald', ouiNonDe)
  const stay = text(form, 'patientHospitalise')
  const niveau = /[12]/.exec(text(form, 'niveau') ?? '')?.[0]
  const valeur: Assure = {
    nir: nir.valeur,
    rang: text(form, 'rang'),
    regime: text(form, 'regime'),
    natureAssurance: text(form, 'natureAssurance'),
    ald: ald.valeur,
    hospitalise: stay === null ? null : lireSejour(stay).hospitalise,
    finessSejour: stay === null ? null : lireSejour(stay).finess,
    niveau: niveau === '1' || niveau === '2' ? niveau : null,
  }
  return { valeur, manques: [...nir.manques, ...ald.manques] }
}

/** A number that is one but for its key is told so. */
function lireNir(form: Formulaire): Lu<string | null> {
  const nir = billing(form, 'nirAssure', nirDe)
  const isNear = nir.manques.length > 0 && isFormeNir(text(form, 'nirAssure') ?? '')
  return isNear ? lacks('nirAssure', 'illisible', ['cle']) : nir
}

/** « oui, FINESS 750712184 » or the number alone: a stay. */
function lireSejour(stay: string) {
  const written = /\d[\dA-F][\d .]{7,}/i.exec(stay)?.[0]
  const finess = written === undefined ? null : finessDe(written)
  return { hospitalise: finess === null ? ouiNonDe(stay) : true, finess }
}
