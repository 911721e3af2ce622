/**
 * One patient, one dossier: a letter of either side that seems to speak of another one is held, and its author asked.
 *
 * In    the dossier in any state, a letter
 * Out   whether it speaks of somebody else; the letter kept aside with the question put; the letter again, once
 *       its author wrote ACCORD
 *
 * Form, text, subject and documents are compared, the subject even unsigned: it can only stop. SPEC §6.5, §8
 */
import { autrePatient, ligneDUnAutre } from '../domain/autre-patient.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Courrier, DocumentDUnAutre, Formulaire, Libelle, Piece } from '../domain/courrier.ts'
import type { Destinataire, Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import { jourDe, matriculeInsDe, sexeDe } from '../domain/identifiants.ts'
import { identiteContredite } from '../domain/identite-dite.ts'
import { type IdentiteConnue, pieceDUnAutre, sujetDUnAutre } from '../domain/piece-patient.ts'
import type { LettreRetenue } from '../domain/question-posee.ts'
import { isAutrePatient, isRappelDe, type Traits, traitsDe } from '../domain/rappel-patient.ts'
import { type Cote, secondPatient } from '../domain/second-patient.ts'
import { naissanceDe } from './formulaire.ts'
import { auRequerant, envoyer, type Pas, pas, trace } from './pas.ts'
import { paroles, propos } from './texte-libre.ts'

/** A letter quotes no more than shows what is meant. */
const MAX_QUOTED = 200
const PROSE: readonly Libelle[] = ['question', 'contexte', 'antecedents', 'traitements']
/** Relatives are history there, with their ages and their treatments. */
const HISTORY: readonly Libelle[] = ['antecedents']
/** A matricule that contradicts the traits may be right where they are wrong. */
const WITH_INS: readonly Libelle[] = ['sexe', 'dateNaissance']

/** Does a letter speak of another patient than the dossier's: by its lines, its words, its subject? */
export function parleDUnAutre(
  dossier: Dossier,
  courrier: Courrier,
  cote: Cote = 'requerant',
): boolean {
  const { patient } = dossier
  const { rappelPatient, sujet = '' } = courrier
  const formulaire = avecAnnee(courrier.formulaire, dossier.ouvertLe)
  if (isAutrePatient(formulaire, connus(dossier))) return true
  if (patient !== null && rappelPatient !== null && !isRappelDe(rappelPatient, patient)) return true
  const identite = identiteDe(dossier, courrier)
  const others = personnes(dossier, courrier)
  const said = [...textes(courrier), sujet].join('\n')
  return (
    autrePatient(said, identite, others) !== null ||
    sujetDUnAutre(sujet, identite, others) ||
    numeroDUnAutre(dossier, sujet) !== null ||
    motsSuspects(dossier, courrier, cote) !== null ||
    documentsDUnAutre(dossier, courrier).length > 0
  )
}

/** What its author says: his text, and the lines that are prose. */
function textes(courrier: Courrier, sauf: readonly Libelle[] = []): readonly string[] {
  const lines = PROSE.filter((label) => !sauf.includes(label))
  return [paroles(courrier), ...lines.map((label) => courrier.formulaire[label] ?? '')]
}

/** The words that name somebody else or contradict the form, for the question that quotes them; null without. */
function motsSuspects(dossier: Dossier, courrier: Courrier, cote: Cote): string | null {
  const identite = identiteDe(dossier, courrier)
  const texte = textes(courrier).join('\n\n')
  const found =
    ligneDUnAutre(texte, identite, personnes(dossier, courrier))?.ligne.trim() ??
    numeroDUnAutre(dossier, texte) ??
    secondPatient(textes(courrier, HISTORY).join('\n\n'), identite.sexe, cote) ??
    identiteContredite(texte, identite, jourParis(dossier.ouvertLe))
  return found?.slice(0, MAX_QUOTED) ?? null
}

const NUMERO = /\bTE-\d{4}-\d{6,12}\b/giu

/** The line with the number of another dossier: its words may be meant for that one. A new request may name one. */
function numeroDUnAutre({ numero, etat }: Dossier, texte: string): string | null {
  if (etat === 'incomplet') return null
  const isOther = (line: string): boolean =>
    (line.match(NUMERO) ?? []).some((each) => each.toUpperCase() !== numero)
  return texte.split('\n').find(isOther)?.trim() ?? null
}

/** The patient as the dossier knows him; what it does not, as this letter says it. */
function identiteDe(dossier: Dossier, courrier: Courrier): IdentiteConnue {
  const said = {
    ...avecAnnee(sansContradiction(courrier), dossier.ouvertLe),
    ...connus(dossier),
  }
  return {
    nomNaissance: said.nomNaissance ?? null,
    nomUtilise: said.nomUtilise ?? null,
    prenoms: said.prenoms ?? null,
    dateNaissance: jourDe(said.dateNaissance ?? ''),
    sexe: sexeDe(said.sexe ?? ''),
    matriculeIns: matriculeInsDe((said.matriculeIns ?? '').replace(/[\s./-]/g, '').slice(0, 15)),
  }
}

/** The lines without a day of birth that is written in two ways: which of them is his is asked, as such. */
function sansContradiction({ formulaire, contradictions }: Courrier): Formulaire {
  const isOpen = contradictions.includes('dateNaissance')
  return isOpen ? { ...formulaire, dateNaissance: '' } : formulaire
}

/** The documents of a letter, and those that wait for the patient to be known, that name somebody else. */
function documentsDUnAutre(dossier: Dossier, courrier: Courrier): readonly DocumentDUnAutre[] {
  const identite = identiteDe(dossier, courrier)
  const others = personnes(dossier, courrier)
  const before = dossier.etat === 'incomplet' ? dossier.pieces : []
  return [...courrier.pieces, ...before].flatMap(
    (piece) => pieceDUnAutre(piece, identite, others) ?? [],
  )
}

/** Documents of which their author said that they are this patient's: they are compared no more. */
export function verifiees(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece) => ({ ...piece, dit: 'verifie' }))
}

/** Documents that were compared, without the words that were. */
export function comparees(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map(({ dit: _, ...piece }) => piece)
}

/** The traits with the day of birth as it is read, where it is written with a two-digit year. */
function avecAnnee<F extends Traits>(form: F, now: Instant): F {
  const { dateNaissance = '' } = form
  const jour = naissanceDe(dateNaissance, now)
  return jour === null ? form : { ...form, dateNaissance: jour }
}

/** The traits known so far, without those that were asked for: they may change. */
function connus(dossier: Dossier): Traits {
  const { patient, formulaire, etat, manques } = dossier
  if (patient !== null && etat !== 'incomplet') return traitsDe(patient)
  const asked: string[] = manques.map(({ quoi }) => quoi)
  const free = asked.includes('matriculeIns') ? [...asked, ...WITH_INS] : asked
  const { nomNaissance, nomUtilise, prenoms, dateNaissance, sexe, matriculeIns } = formulaire
  const all = { nomNaissance, nomUtilise, prenoms, dateNaissance, sexe, matriculeIns }
  const kept = Object.entries(all).filter(
    ([label, value]) => value !== undefined && !free.includes(label),
  )
  return avecAnnee(Object.fromEntries(kept) as Traits, dossier.ouvertLe)
}

/** Those who are no patient: both sides, the médecin traitant, whom the form names. */
function personnes(dossier: Dossier, { formulaire }: Courrier): readonly string[] {
  const { requerant, depot, sollicitations, medecinTraitant } = dossier
  const forms = [dossier.formulaire, formulaire]
  return [
    requerant.nom,
    ...(depot == null ? [] : [depot.par.nom, depot.pour]),
    ...sollicitations.flatMap((slot) => slot.requis.map((one) => one.nom)),
    ...(medecinTraitant !== null && 'professionnel' in medecinTraitant
      ? [medecinTraitant.professionnel?.nom ?? '']
      : []),
    ...forms.flatMap((form) => [
      form.medecinTraitant ?? '',
      form.medecinRequis ?? '',
      form.consentement ?? '',
      form.modeConsentement ?? '',
      form.consentementDonnePar ?? '',
      form.personneDeConfiance ?? '',
      form.procheConsulte ?? '',
    ]),
  ]
}

/** Keeps the letter aside beside those that wait already, and asks its author. Nothing of it goes anywhere. */
export function retenir(
  dossier: Dossier,
  lettre: LettreRetenue,
  a: Destinataire,
  code: 'patient-different' | 'rappel-patient-different' | 'urgence-autre-patient',
  message = lettre.provenance.message,
): Pas {
  const urgent = lettre.courrier.urgence !== null && a.role === 'requerant'
  const documents = documentsDUnAutre(dossier, lettre.courrier)
  const cote = a.role === 'requis' ? 'requis' : 'requerant'
  const dit = motsSuspects(dossier, lettre.courrier, cote)
  const question: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: lettre.rang,
    ...(urgent && { urgent: 'oui' }),
    ...(documents.length > 0 && { documents }),
    ...(dit !== null && { dit }),
  }
  return pas(
    {
      ...dossier,
      retenues: [...sansRetenue(dossier, lettre), { ...lettre, ...(dit !== null && { dit }) }],
    },
    [envoyer({ lettre: question, a, sceau: `patient:${message}` })],
    [trace('lettre-retenue', { code, auteur: lettre.auteur, message })],
  )
}

/**
 * The letter of this author that his next word is about: that which the letter that he answers names, else the request
 * that waits, else the newest. Null: none is held.
 */
export function retenueDe(
  dossier: Dossier,
  auteur: Rpps,
  propose: readonly string[] = [],
): LettreRetenue | null {
  const all = (dossier.retenues ?? []).filter((one) => one.auteur === auteur)
  const named = all.findLast((one) => propose.includes(nomDeRetenue(one)))
  const isRequest = dossier.etat === 'incomplet' && dossier.motif === 'patient-different'
  return named ?? (isRequest ? all[0] : all.at(-1)) ?? null
}

/** By which name a held letter is known to the word that frees it. SPEC §8 */
export function nomDeRetenue({ provenance }: LettreRetenue): string {
  return `retenue:${provenance.message}`
}

/** The request that waits for a word about its patient, before anything of it joined the dossier; null without. */
export function demandeRetenue(dossier: Dossier): LettreRetenue | null {
  const isHeld = dossier.etat === 'incomplet' && dossier.motif === 'patient-different'
  return isHeld ? retenueDe(dossier, dossier.requerant.rpps) : null
}

/** A held letter with what its author writes beside the word that frees it: his words and documents go with it. */
export function avecMots(held: Courrier, { argument, texte, libre, ...more }: Courrier): Courrier {
  const both = (one: string, other: string) =>
    [one, other].filter((part) => part !== '').join('\n\n')
  const said = propos({ argument, texte })
  return {
    ...held,
    texte: both(held.texte, said),
    libre: both(held.libre, libre === '' ? said : libre),
    pieces: [...held.pieces, ...more.pieces],
    urgence: more.urgence ?? held.urgence,
  }
}

/** The held request with the lines that its author wrote since: they are the newer ones. */
export function avecReprises(dossier: Dossier, { courrier }: LettreRetenue): Courrier {
  if (demandeRetenue(dossier) === null) return courrier
  const { formulaire } = dossier
  return {
    ...courrier,
    formulaire: { ...courrier.formulaire, ...formulaire },
    contradictions: courrier.contradictions.filter((label) => formulaire[label] === undefined),
  }
}

/** Asks again about a held request, with the words of the answer: ACCORD or a whole form ends it. */
export function redemander(
  dossier: Dossier,
  held: LettreRetenue,
  { courrier, provenance }: Pick<LettreRetenue, 'courrier' | 'provenance'>,
): Pas {
  const dit = propos(courrier).slice(0, MAX_QUOTED)
  const documents = documentsDUnAutre(dossier, held.courrier)
  const question: Lettre = {
    kind: 'reponseAPreciser',
    code: 'patient-different',
    rang: held.rang,
    ...(documents.length > 0 && { documents }),
    ...(dit !== '' && { dit }),
  }
  const sceau = `patient:${provenance.message}`
  return pas(
    { ...dossier, motif: 'patient-different' },
    [envoyer({ lettre: question, a: auRequerant(dossier), sceau })],
    [trace('question-repetee', { code: 'patient-different', message: provenance.message })],
  )
}

/** The dossier once its author said that the letter speaks of this patient. */
export function liberer(dossier: Dossier, lettre: LettreRetenue): Pas {
  const { auteur, provenance } = lettre
  return pas(
    { ...dossier, retenues: sansRetenue(dossier, lettre) },
    [],
    [trace('lettre-liberee', { auteur, message: provenance.message })],
  )
}

/** The others: the same letter, or the same words sent again, is held once. */
function sansRetenue(
  { retenues = [] }: Dossier,
  { auteur, provenance: { message, empreinte } }: LettreRetenue,
): readonly LettreRetenue[] {
  const isSame = ({ auteur: de, provenance }: LettreRetenue): boolean =>
    de === auteur && (provenance.message === message || provenance.empreinte === empreinte)
  return retenues.filter((one) => !isSame(one))
}
