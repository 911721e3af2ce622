/**
 * Who is asked and who gets a copy: the targets of a request and its médecin traitant, resolved.
 *
 * In    the lines, the targets of the address, what the directory answered
 * Out   targets, médecin traitant, Manques; in doubt it asks, it never chooses
 * Refuses a requis who is the requerant, one not enrolled, a name that fits nobody or several
 *
 * SPEC §4 (Spécialité demandée, Médecin requis, Médecin traitant); CSS art. L. 162-5-3
 */
import { ditAutreChose } from '../domain/a-cote.ts'
import { copieDite } from '../domain/copie-dite.ts'
import type { MedecinTraitant, Professionnel, Requerant, Rpps } from '../domain/correspondant.ts'
import type { Formulaire } from '../domain/courrier.ts'
import {
  designationDe,
  exerceAilleurs,
  medecinTraitantDit,
  nommeUnAutre,
} from '../domain/designation.ts'
import type { Cible } from '../domain/dossier.ts'
import type { Designation, Trouvailles } from '../domain/evenement.ts'
import { manque } from '../domain/manque.ts'
import { isSonNom, type SoiMeme } from '../domain/soi-meme.ts'
import { isSpecialiteAuChoix, specialitesDe } from '../domain/specialites.ts'
import { type Lu, lacks } from './lu.ts'
import { designations } from './souhaits.ts'

interface Demandeur {
  readonly form: Formulaire
  /** Targets that the address says. */
  readonly cibles: readonly Cible[]
  readonly trouvailles: Trouvailles
  readonly requerant: Requerant
}

/** The targets: persons of the form win over specialties, every recipient is asked; two ways of asking that disagree are asked about. */
export function lireCibles(demandeur: Demandeur): Lu<readonly Cible[]> {
  const { form, cibles } = demandeur
  const named = designations(form, cibles)
  if (named.length > 0) return lirePersonnes(demandeur, named)
  if (isSaid(form.medecinRequis))
    return { valeur: [], manques: [manque('medecinRequis', 'illisible')] }
  const written = specialitesDe(form.specialiteDemandee ?? '')
  if (isSaid(form.specialiteDemandee) && written.length === 0) {
    return { valeur: [], manques: [manque('specialiteDemandee', 'illisible')] }
  }
  // « cardio ou pneumo »: which of them is not ours to say.
  if (isSpecialiteAuChoix(form.specialiteDemandee ?? '')) {
    return { valeur: [], manques: [manque('specialiteDemandee', 'ambigu')] }
  }
  // « dermatologie (si possible le Dr Vasseur) »: whether he alone is asked is not ours to say.
  if (NOMME.test(form.specialiteDemandee ?? '')) {
    return { valeur: [], manques: [manque('specialiteDemandee', 'ambigu')] }
  }
  const address = cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : []))
  const disagree = address.length > 0 && written.some((code) => !address.includes(code))
  if (disagree) return { valeur: [], manques: [manque('specialiteDemandee', 'contradictoire')] }
  const codes = [...new Set([...address, ...written])]
  if (codes.length === 0) return { valeur: [], manques: [manque('cible', 'manquant')] }
  return { valeur: codes.map((code) => ({ kind: 'specialite', code })), manques: [] }
}

/** A physician named beside a specialty. */
const NOMME = /(?<!\p{L})(?:[Dd][Rr]|[Dd]octeure?|[Pp][Rr]|[Pp]rofesseure?)\.?\s+\p{Lu}\p{L}/u

function lirePersonnes(demandeur: Demandeur, named: readonly Designation[]): Lu<readonly Cible[]> {
  const { trouvailles, requerant, form, cibles } = demandeur
  const found = named.map((one, i) => lirePersonne(one, trouvailles.requis[i] ?? [], trouvailles))
  const rpps = [...new Set(found.flatMap((one) => (one.valeur === null ? [] : [one.valeur])))]
  const manques = found.flatMap((one) => one.manques)
  if (rpps.includes(requerant.rpps)) manques.push(manque('requisEstRequerant', 'contradictoire'))
  const address = cibles.flatMap((cible) => (cible.kind === 'requis' ? [cible.rpps] : []))
  const disagree = isSaid(form.medecinRequis) && rpps.some((one) => !address.includes(one))
  if (address.length > 0 && disagree) manques.push(manque('medecinRequis', 'contradictoire'))
  // A pool that got the mail beside a person is asked too: two recipients are two questions. SPEC §3, §6.8
  const pools = address.length === 0 ? [] : cibles.filter(({ kind }) => kind === 'specialite')
  return {
    valeur: [...rpps.map((one) => ({ kind: 'requis', rpps: one }) as const), ...pools],
    manques,
  }
}

/** Only an enrolled, active physician may be asked; exactly one must fit. */
function lirePersonne(
  designation: Designation,
  fits: readonly Professionnel[],
  { possibles }: Trouvailles,
): Lu<Rpps | null> {
  const enrolled = possibles.filter(
    (one) =>
      one.actif &&
      (one.rpps === designation.rpps ||
        fits.some((professional) => professional.rpps === one.rpps)),
  )
  const [only, second] = [...new Set(enrolled.map((one) => one.rpps))]
  // SPEC §6.8: « inconnu de l'annuaire » is not said of one who is in it.
  if (only === undefined) {
    return lacks('medecinRequis', 'introuvable', fits.length > 0 ? ['nonInscrit'] : [])
  }
  if (second !== undefined) return { valeur: null, manques: [manque('medecinRequis', 'ambigu')] }
  const isOther = enrolled.some((one) => one.rpps === only && nommeUnAutre(designation, one))
  if (isOther) return { valeur: null, manques: [manque('medecinRequis', 'contradictoire')] }
  const isElsewhere = fits.some((one) => one.rpps === only && exerceAilleurs(designation, one))
  if (isElsewhere) return lacks('medecinRequis', 'contradictoire', ['lieu'])
  return { valeur: only, manques: [] }
}

/** The médecin traitant: himself, nobody, opposed, or exactly one professional of the directory. */
export function lireTraitant(demandeur: Demandeur): Lu<MedecinTraitant | null> {
  const { form, trouvailles, requerant } = demandeur
  const isDite = isSaid(form.copieMedecinTraitant)
  const copy = isDite ? copieDite(form.copieMedecinTraitant ?? '') : 'oui'
  if (copy === null) return { valeur: null, manques: [manque('copieMedecinTraitant', 'illisible')] }
  const fits = trouvailles.medecinTraitant ?? []
  const [only, second] = fits
  // An opposition needs nobody's name: nothing will be sent.
  const professionnel = second ? null : (only ?? null)
  const oppose: Lu<MedecinTraitant> = { valeur: { kind: 'oppose', professionnel }, manques: [] }
  if (copy === 'non') return oppose
  if (!isSaid(form.medecinTraitant)) {
    return { valeur: null, manques: [manque('medecinTraitant', 'manquant')] }
  }
  const said = medecinTraitantDit(form.medecinTraitant ?? '')
  if (said.kind === 'illisible') {
    return { valeur: null, manques: [manque('medecinTraitant', 'illisible')] }
  }
  // A copy that one line wants and the other does not.
  if (said.kind === 'oppose' && isDite) return A_PRECISER
  if (said.kind === 'oppose') return oppose
  if (said.kind === 'aucun') return { valeur: said, manques: [] }
  if (said.kind === 'requerant') return luiMeme(said, requerant)
  if (only === undefined)
    return { valeur: null, manques: [manque('medecinTraitant', 'introuvable')] }
  if (second !== undefined) return { valeur: null, manques: [manque('medecinTraitant', 'ambigu')] }
  if (nommeUnAutre(said.designation, only))
    return { valeur: null, manques: [manque('medecinTraitant', 'contradictoire')] }
  if (ditAutreChose(form.medecinTraitant ?? '', only)) return A_PRECISER
  if (exerceAilleurs(said.designation, only))
    return lacks('medecinTraitant', 'contradictoire', ['lieu'])
  if (only.rpps === requerant.rpps) return { valeur: { kind: 'requerant' }, manques: [] }
  const written = designationDe(form.medecinTraitant ?? '')?.adresse ?? null
  const adresse = only.adresses.find((one) => one === written) ?? only.adresses[0] ?? null
  return { valeur: { kind: 'designe', professionnel: only, adresse }, manques: [] }
}

/** « le Dr Fontaine, moi-même », signed by somebody else: which of them it is, is not ours to say. */
function luiMeme(said: SoiMeme, requerant: Requerant): Lu<MedecinTraitant | null> {
  return isSonNom(said, requerant)
    ? { valeur: { kind: 'requerant' }, manques: [] }
    : lacks('medecinTraitant', 'contradictoire')
}

/** The line says more than who he is: asked about in its words, and nobody gets a copy meanwhile. */
const A_PRECISER: Lu<null> = {
  valeur: null,
  manques: [{ ...manque('medecinTraitant', 'illisible'), precisions: ['aCote'] }],
}

function isSaid(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== ''
}
