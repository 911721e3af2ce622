/**
 * What the directory must be asked before an event can be decided.
 *
 * In    a letter as read, the targets that the address says; or a dossier and the letter that continues it
 * Out   Souhaits; `decide` reads the Trouvailles in the same order, so both sides call these functions
 *
 * SPEC §3 (addresses), §4 (Spécialité demandée, Médecin requis, Médecin traitant)
 */
import type { CodeSpecialite } from '../domain/correspondant.ts'
import { type Courrier, enPropre, type Formulaire, type Libelle } from '../domain/courrier.ts'
import { designationDe, designationsDe, medecinTraitantDit } from '../domain/designation.ts'
import type { Cible, Dossier } from '../domain/dossier.ts'
import type { Designation, Souhaits } from '../domain/evenement.ts'
import { numeroAmDe } from '../domain/identifiants.ts'
import { specialiteDe, specialitesDe } from '../domain/specialites.ts'
import { lignesRetenues, sansLignesDouteuses } from './doutes.ts'
import { lignesRemplacees } from './formulaire-consentement.ts'
import { retenueDe } from './patient.ts'
import { reponseNue } from './reponse-nue.ts'

/** What a new request wishes: the persons it names in its form, then those of the address. */
export function souhaits(written: Courrier, cibles: readonly Cible[]): Souhaits {
  const courrier = lignesRetenues(written, { cibles })
  return {
    specialites: unique([
      ...specialitesDe(courrier.formulaire.specialiteDemandee ?? ''),
      ...codes(cibles),
      ...reorientation(courrier),
    ]),
    requis: designations(courrier.formulaire, cibles),
    medecinTraitant: traitant(courrier.formulaire),
    ...numeroAm(courrier),
    ...(courrier.depotPour === null ? {} : { deposePour: designationDe(courrier.depotPour) }),
    ...remplace(courrier),
  }
}

/**
 * What an event about an existing dossier needs to know: the lines gathered so far with those of the
 * letter, the pools of every slot, and the specialty of a REORIENTATION. `courrier` is null for time.
 */
export function souhaitsDuFil(dossier: Dossier, written: Courrier | null): Souhaits {
  // An ACCORD to a letter that was held speaks with its lines.
  const held = written?.motCle === 'ACCORD' ? retenueDuRequerant(dossier) : null
  const courrier = written && sansLignesVaines(dossier, sansReprise(held ?? written, dossier))
  const slots = dossier.sollicitations
  const wished = slots.flatMap(({ cible, accordPour }) =>
    accordPour ? [cible, accordPour] : [cible],
  )
  if (dossier.etat === 'incomplet') {
    const merged = {
      ...vide,
      ...courrier,
      formulaire: fusion(dossier, courrier?.formulaire ?? {}),
      depotPour: courrier?.depotPour ?? dossier.depot?.pour ?? null,
    }
    return souhaits(merged, ciblesAdresse(dossier, courrier?.formulaire ?? {}))
  }
  return {
    specialites: unique([...codes(wished), ...(courrier ? reorientation(courrier) : [])]),
    requis: persons(wished),
    medecinTraitant: courrier === null ? null : traitantRedit(dossier, courrier.formulaire),
    ...(courrier ? { ...numeroAm(courrier), ...remplace(courrier) } : {}),
  }
}

/** The lines of a letter that count for a dossier: while it is put together, those in doubt and bare answers too. */
export function sansLignesVaines(dossier: Dossier, courrier: Courrier): Courrier {
  if (dossier.etat !== 'incomplet') return sansLignesDouteuses(courrier)
  const { proposes: _proposes, ...plain } = courrier
  const bare = lignesRetenues(plain, dossier)
  const answer = reponseNue(dossier, bare)
  // A bare answer is one; prose is only proposed.
  if (Object.keys(answer).length === 0) return lignesRetenues(courrier, dossier)
  return { ...bare, formulaire: { ...bare.formulaire, ...answer } }
}

function retenueDuRequerant(dossier: Dossier): Courrier | null {
  return retenueDe(dossier, dossier.requerant.rpps)?.courrier ?? null
}

/**
 * JE CONFIRME and JE VALIDE say yes to what was read back: the lines and documents below are its copy. Not so where
 * lines were asked for besides.
 */
export function sansReprise(courrier: Courrier, { motif }: Pick<Dossier, 'motif'>): Courrier {
  if (courrier.motCle !== 'JE CONFIRME' && courrier.motCle !== 'JE VALIDE') return courrier
  if (courrier.motCle === 'JE CONFIRME' && motif === 'demande-incomplete') return courrier
  return { ...courrier, formulaire: {}, contradictions: [], pieces: [], depotPour: null }
}

/** A consent, and the statement that none can be given: whichever is said last takes the place of the other. */
const CONSULTES: readonly Libelle[] = ['personneDeConfiance', 'procheConsulte']

/** All lines gathered, the newest letter winning. */
export function fusion(dossier: Dossier, formulaire: Formulaire): Formulaire {
  const states = (label: Libelle): boolean => formulaire[label] !== undefined
  const dropped: readonly Libelle[] = [
    ...(states('consentement') && !CONSULTES.some(states) ? CONSULTES : []),
    ...(CONSULTES.some(states) && !states('consentement') ? (['consentement'] as const) : []),
    ...(CONSULTES.some(states) ? CONSULTES.filter((label) => !states(label)) : []),
    ...lignesRemplacees(formulaire),
  ]
  const kept = Object.entries(dossier.formulaire).filter(
    ([label]) => !dropped.includes(label as Libelle),
  )
  return { ...Object.fromEntries(kept), ...formulaire }
}

/** The targets of the address; a line that names a target in answer to our question replaces them. */
export function ciblesAdresse(dossier: Dossier, formulaire: Formulaire): readonly Cible[] {
  const said = formulaire.specialiteDemandee ?? formulaire.medecinRequis
  const answers = dossier.completudeDemandeeLe !== null && said !== undefined
  return answers ? [] : dossier.cibles
}

/** The persons designated: by the form first, by the address next. */
export function designations(
  formulaire: Formulaire,
  cibles: readonly Cible[],
): readonly Designation[] {
  return [...designationsDe(formulaire.medecinRequis ?? ''), ...persons(cibles)]
}

/** The specialty after REORIENTATION, on its line or on the first one below. */
export function reorientation(courrier: Courrier): readonly CodeSpecialite[] {
  if (courrier.motCle !== 'REORIENTATION') return []
  const lines = [courrier.argument ?? '', ...enPropre(courrier).texte.split('\n')]
  const first = lines.find((line) => line.trim() !== '')
  const code = specialiteDe(first ?? '')
  return code === null ? [] : [code]
}

const vide: Courrier = {
  motCle: null,
  argument: null,
  formulaire: {},
  contradictions: [],
  texte: '',
  libre: '',
  conclusion: null,
  pieces: [],
  urgence: null,
  rappelPatient: null,
  depotPour: null,
}

function traitant(formulaire: Formulaire): Designation | null {
  const said = medecinTraitantDit(formulaire.medecinTraitant ?? '')
  // Whose copy is opposed is kept, should the opposition be taken back.
  if (said.kind === 'oppose') return designationDe(formulaire.medecinTraitant ?? '')
  return said.kind === 'designe' ? said.designation : null
}

/** Who is named anew, or is to have his copy after all where it is not known yet. */
function traitantRedit(
  { medecinTraitant: mt, formulaire }: Dossier,
  own: Formulaire,
): Designation | null {
  if (own.medecinTraitant !== undefined) return traitant(own)
  if (own.copieMedecinTraitant === undefined) return null
  const isKnown = mt !== null && 'professionnel' in mt && mt.professionnel !== null
  return isKnown ? null : traitant(formulaire)
}

/** Whom the author replaces; a line that names nobody is looked for in vain, so that it is asked about. */
function remplace({ formulaire }: Pick<Courrier, 'formulaire'>): Pick<Souhaits, 'remplace'> {
  const said = formulaire.remplacantDe
  if (said === undefined) return {}
  return { remplace: designationDe(said) ?? { rpps: null, adresse: null, nom: null } }
}

/** Whose is the number that he gives of himself? Asked of the directory too. */
function numeroAm({ formulaire }: Pick<Courrier, 'formulaire'>): Pick<Souhaits, 'numerosAm'> {
  const said = numeroAmDe(formulaire.numeroAm ?? '')
  return said === null ? {} : { numerosAm: [said] }
}

function codes(cibles: readonly Cible[]): readonly CodeSpecialite[] {
  return cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : []))
}

function persons(cibles: readonly Cible[]): readonly Designation[] {
  return cibles.flatMap((cible) =>
    cible.kind === 'requis' ? [{ rpps: cible.rpps, adresse: null, nom: null }] : [],
  )
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)]
}
