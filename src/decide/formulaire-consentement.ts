/**
 * The consent as the form states it: by whom, when and how; or the statement for a patient who cannot express a will.
 *
 * In    the lines gathered, the instant, the day of birth where it is known
 * Out   the consent (null where the line is missing or unreadable) and Manques; nothing is guessed
 *
 * SPEC §4; CSP art. L. 1111-4, L. 1111-6
 */
import { nomsDuTraitant } from '../domain/a-cote.ts'
import { jourParis } from '../domain/calendrier.ts'
import type {
  AuteurConsentement,
  ModeConsentement,
  PersonneConsultee,
} from '../domain/consentement.ts'
import {
  auteurConsentementDe,
  CONSENT_YEARS,
  type ConsentementLu,
  consentementDit,
  consulteDit,
  isParentSeul,
  jourDit,
  retraitDit,
} from '../domain/consentement-dit.ts'
import { consentementEnDoute, nommeUnProche, phraseCitee } from '../domain/consentement-en-doute.ts'
import { phraseSansCopie, sansCopie } from '../domain/copie-dite.ts'
import type { Instant, Jour } from '../domain/correspondant.ts'
import { type Courrier, enPropre, type Formulaire, type Libelle } from '../domain/courrier.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import { horsEtatDit, representationDite } from '../domain/hors-etat.ts'
import { jourDe, modeConsentementDe } from '../domain/identifiants.ts'
import { avecAnnee, semaineContredite } from '../domain/jour.ts'
import { consentementSansLimite, sansLimites } from '../domain/limite-documents.ts'
import { manque } from '../domain/manque.ts'
import { words } from '../domain/texte.ts'
import { type Lu, lacks, read, text } from './lu.ts'

const MAJORITE_ANS = 18

/** The consent as the form states it; `dit` null when the line is missing or unreadable. */
export interface ConsentementDit {
  readonly dit: 'oui' | 'non' | null
  readonly le: Jour | null
  readonly mode: ModeConsentement | null
  readonly par: AuteurConsentement | PersonneConsultee | null
  /** Of the person consulted for a patient who cannot express a will; absent: nobody was. */
  readonly nom?: string
}

/** The consent: every line that a yes needs. A minor's must say who gave it. CSP art. L. 1111-4 */
export function lireConsentement(
  form: Formulaire,
  now: Instant,
  ne: Jour | null,
): Lu<ConsentementDit> {
  // A day of birth that cannot be says nothing of the consent.
  const naissance = ne !== null && ne <= jourParis(now) ? ne : null
  const noms = nomsDe(form)
  // « oui, oral, ce jour, mais pas de copie au Dr X, ni les photos »: copy and documents are another matter.
  const traitant = nomsDuTraitant(form.medecinTraitant ?? '', null)
  const said = consentementSansLimite(phraseSansCopie(text(form, 'consentement') ?? '', traitant))
  const line = consentementDit(said, jourParis(now), noms)
  const consulte = lireConsulte(form, now, naissance)
  if (consulte !== null && line.dit === null) return consulte
  // A will that is expressed, and one that cannot be: one of the two is wrong.
  if (consulte !== null) {
    return { ...consulte, manques: [...consulte.manques, manque('consentement', 'contradictoire')] }
  }
  const answer = read(form, 'consentement', () => line.dit)
  const nothing = { dit: null, le: null, mode: null, par: null }
  if (answer.valeur === 'non') return { valeur: { ...nothing, dit: 'non' }, manques: [] }
  // One line is enough: « oui, oral, ce jour ». A line of its own wins.
  const le = lireDateConsentement(form, { now, naissance, said: line.le })
  const how =
    text(form, 'modeConsentement') === null && line.mode !== null
      ? { valeur: line.mode, manques: [] }
      : read(form, 'modeConsentement', modeConsentementDe)
  const par = lireAuteur(form, { now, naissance, said: line.par })
  // Date and mode are asked with the consent itself, so that one answer is enough.
  const manques = [answer, le, how, par]
    .flatMap((one) => one.manques)
    .map((one) => avecProche(one, form[one.quoi as Libelle]))
  const dit = answer.valeur === 'oui' ? 'oui' : null
  return { valeur: { dit, le: le.valeur, mode: how.valeur, par: par.valeur }, manques }
}

/** Somebody close gave it: said, so that the requérant learns what he may state instead. CSP art. L. 1111-6 */
function avecProche(one: Manque, dit = ''): Manque {
  const isOfConsent = one.quoi === 'consentement' || one.quoi === 'consentementDonnePar'
  return isOfConsent && nommeUnProche(dit) ? { ...one, precisions: ['proche'] } : one
}

/** The words of the patient's own name: beside them nobody else is named. */
function nomsDe(form: Formulaire): ReadonlySet<string> {
  const names = [form.nomNaissance, form.nomUtilise, form.prenoms]
  return new Set(words(names.join(' ')).split(' '))
}

const CONSULTES: readonly PersonneConsultee[] = ['personneDeConfiance', 'proche']
const LIGNES = { personneDeConfiance: 'personneDeConfiance', proche: 'procheConsulte' } as const

/** « Patient hors d'état d'exprimer sa volonté, … consulté : NOM »; null where no line says so. CSP art. L. 1111-6 */
function lireConsulte(
  form: Formulaire,
  now: Instant,
  naissance: Jour | null,
): Lu<ConsentementDit> | null {
  const [qui, autre] = CONSULTES.filter((one) => text(form, LIGNES[one]) !== null)
  if (qui === undefined) return null
  const label = LIGNES[qui]
  const said = consulteDit(text(form, label) ?? '', jourParis(now))
  const le = lireDateConsentement(form, { now, naissance, said: said?.le ?? null })
  const manques = [
    ...(said === null ? [manque(label, 'illisible')] : []),
    ...(autre === undefined ? [] : [manque(label, 'contradictoire')]),
    ...le.manques,
  ]
  const nom = said === null ? {} : { nom: said.nom }
  return { valeur: { dit: 'oui', le: le.valeur, mode: null, par: qui, ...nom }, manques }
}

function lireDateConsentement(
  form: Formulaire,
  { now, naissance, said }: { now: Instant; naissance: Jour | null; said: Jour | null },
): Lu<Jour | null> {
  const own = text(form, 'dateConsentement') !== null
  const le: Lu<Jour | null> =
    !own && said !== null
      ? { valeur: said, manques: [] }
      : read(form, 'dateConsentement', (value) => jourDit(value, jourParis(now)))
  if (le.valeur === null) return le
  const today = jourParis(now)
  if (le.valeur > today) return lacks('dateConsentement', 'contradictoire', ['futur'])
  const { consentement, personneDeConfiance, procheConsulte } = form
  const written = own
    ? [form.dateConsentement]
    : [consentement, personneDeConfiance, procheConsulte]
  if (written.some((one = '') => semaineContredite(avecAnnee(one, today), today, CONSENT_YEARS))) {
    return lacks('dateConsentement', 'contradictoire', ['semaine'])
  }
  return naissance !== null && le.valeur < naissance
    ? lacks('dateConsentement', 'contradictoire')
    : le
}

function lireAuteur(
  form: Formulaire,
  { now, naissance, said }: { now: Instant; naissance: Jour | null; said: ConsentementLu['par'] },
): Lu<AuteurConsentement | null> {
  const written = text(form, 'consentementDonnePar')
  const isParent = said === 'parent' || (written !== null && isParentSeul(written))
  // The parents of an adult do not consent for him. CSP art. L. 1111-4
  if (isParent && naissance !== null && !isMineur(naissance, now)) {
    return lacks('consentementDonnePar', 'ambigu')
  }
  if (written !== null) {
    return read(form, 'consentementDonnePar', (value) => auteurConsentementDe(value, nomsDe(form)))
  }
  if (said !== null) return { valeur: 'representantLegal', manques: [] }
  return naissance !== null && isMineur(naissance, now)
    ? lacks('consentementDonnePar', 'manquant')
    : { valeur: 'patient', manques: [] }
}

const PROSE: readonly Libelle[] = ['contexte', 'question', 'antecedents', 'traitements']

/**
 * What the prose of a letter says against the consent that a line gives, or what was asked about so before and is not
 * stated anew; null: nothing. `noms`: of the médecin traitant, whose copy is another matter. CSP art. L. 1111-4
 */
export function consentementContreditPar(
  { formulaire, manques }: Dossier,
  courrier: Courrier,
  { dit, par }: ConsentementDit,
  noms: ReadonlySet<string>,
): Manque | null {
  const before = manques.find((one) => one.quoi === 'consentement' && one.mots !== undefined)
  if (before !== undefined && text(formulaire, 'consentement') === null && !isConsulte(formulaire))
    return before
  if (dit !== 'oui' || par === 'proche' || par === 'personneDeConfiance') return null
  const { libre } = enPropre(courrier)
  const prose = [libre, ...PROSE.map((label) => courrier.formulaire[label] ?? '')].map(sansLimites)
  const asked = manque('consentement', 'contradictoire')
  const doubts = prose.map((said) => consentementEnDoute(said, par ?? 'patient', noms))
  const doubt = doubts.find((one) => one !== null)
  if (doubt != null) {
    const cited = { ...asked, mots: doubt.mots, motsDiscrets: doubt.discrets }
    const named = avecProche(cited, doubt.mots)
    const isUnable = named === cited && horsEtatDit(doubt.mots) !== null
    return isUnable ? { ...cited, precisions: ['horsEtat'] } : named
  }
  return retraitDit(sansCopie(sansLimites(libre), noms)) ? asked : null
}

/**
 * Who consented, where any text of the request says that somebody stands for the patient by law and no line tells; null:
 * nothing is to be asked. CSP art. L. 1111-4
 */
export function consentementDonneParQui(
  { formulaire, textes = [] }: Dossier,
  { dit, par }: ConsentementDit,
): Manque | null {
  if (dit !== 'oui' || par !== 'patient' || text(formulaire, 'consentementDonnePar') !== null)
    return null
  const prose = [
    ...PROSE.map((label) => formulaire[label] ?? ''),
    ...textes.map(({ texte }) => texte),
  ]
  const found = prose.map(representationDite).find((one) => one !== null)
  if (found == null) return null
  const { mots, discrets } = phraseCitee(found)
  return { ...manque('consentementDonnePar', 'manquant'), mots, motsDiscrets: discrets }
}

function isConsulte(form: Formulaire): boolean {
  return CONSULTES.some((one) => text(form, LIGNES[one]) !== null)
}

/** The lines without a consent that is in doubt: it counts once it is stated anew. Its day and manner stay. */
export function sansConsentement(form: Formulaire): Formulaire {
  const said = Object.entries(form).map(([label, value]) => [
    label,
    label === 'consentement' || label === 'consentementDonnePar' ? '' : value,
  ])
  return Object.fromEntries(said)
}

/** The dossier as its last letter left it, before one more: « ce jour » and « 28/11 » are of the day of that letter. */
export function avecJourDite(dossier: Dossier): Dossier {
  const { formulaire, completudeDemandeeLe, ouvertLe } = dossier
  const said = text(formulaire, 'dateConsentement')
  if (said === null || jourDe(said) !== null) return dossier
  const le = jourDit(said, jourParis(completudeDemandeeLe ?? ouvertLe))
  return le === null ? dossier : { ...dossier, formulaire: { ...formulaire, dateConsentement: le } }
}

/**
 * A day of the consent that could not be, and is not written anew: another letter some days later does not make it one.
 * Null: nothing of the kind.
 */
export function dateEncoreEnDoute({ manques }: Dossier, { formulaire }: Courrier): Manque | null {
  const before = manques.find(
    ({ quoi, pourquoi }) =>
      quoi === 'dateConsentement' && (pourquoi === 'illisible' || pourquoi === 'contradictoire'),
  )
  const isAnew = LIGNES_DU_JOUR.some((label) => formulaire[label] !== undefined)
  return before === undefined || isAnew ? null : before
}

const LIGNES_DU_JOUR: readonly Libelle[] = [
  'consentement',
  'dateConsentement',
  'dateNaissance',
  'personneDeConfiance',
  'procheConsulte',
]

/**
 * The lines with the day and the manner that the line of the consent itself gives (« oui, oral, ce jour »), each under
 * its own label: they are not asked again where that line is, and « ce jour » stays the day on which it was written.
 */
export function avecJourEtMode(form: Formulaire, { dit, le, mode }: ConsentementDit): Formulaire {
  const line = text(form, 'consentement')
  if (dit !== 'oui' || line === null) return form
  const isNew = (label: Libelle): boolean => text(form, label) === null
  return {
    ...form,
    ...(le !== null && isNew('dateConsentement') && { dateConsentement: le }),
    ...(mode !== null && isNew('modeConsentement') && { modeConsentement: MODES[mode] }),
  }
}

const MODES: { readonly [M in ModeConsentement]: string } = {
  oral: 'oral',
  ecrit: 'écrit',
  electronique: 'électronique',
}

/** Any day: only whether a line says one is looked at. */
const UN_JOUR = '2030-12-31' as Jour

/** The lines of day and manner that a newer line of the consent takes the place of. */
export function lignesRemplacees(newer: Formulaire): readonly Libelle[] {
  const { le, mode } = consentementDit(
    consentementSansLimite(newer.consentement ?? ''),
    UN_JOUR,
    nomsDe(newer),
  )
  return [
    ...(le === null ? [] : (['dateConsentement'] as const)),
    ...(mode === null ? [] : (['modeConsentement'] as const)),
  ]
}

/** Under eighteen, by the calendar of Paris. */
export function isMineur(naissance: Jour, now: Instant): boolean {
  const majority = `${Number(naissance.slice(0, 4)) + MAJORITE_ANS}${naissance.slice(4)}`
  return jourParis(now) < majority
}
