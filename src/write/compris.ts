/**
 * What was understood of a request, told to its author beside his own words wherever the two differ.
 *
 * In    the dossier: its facts, and the lines of the form as they were written
 * Out   list elements, « Date de naissance, compris « 12/03/1951 », écrit « 12 mars 51 » »
 * Refuses a difference of case, accents and blanks alone: that is no difference. SPEC §4
 *
 * No element is `Libellé : valeur`: quoted in a reply, it would be read as said again.
 */
import type { Libelle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import { fold } from '../domain/texte.ts'
import type { Bloc } from './blocs.ts'
import { consentementFr, insFr, isConsentement, MODES, SEXES, traitantFr } from './faits.ts'
import { LIBELLES } from './formulaire.ts'
import { citeFr, jourCourt, jourFr, nomFr, specialiteFr } from './francais.ts'

/** What a value is shown as, then other spellings of the same; empty: nothing was understood of the line. */
type Compris = readonly string[]

/** Lines that are shown and sent on as they were written: nothing is read of them. */
const TEL_QUEL = () => []

/** What was read of each line. A label that is not here does not compile. */
const LU: { readonly [L in Libelle]: (dossier: Dossier) => Compris } = {
  specialiteDemandee: (dossier) => visees(dossier, 'specialite'),
  medecinRequis: (dossier) => visees(dossier, 'requis'),
  nomNaissance: ({ patient }) => connu(patient?.nomNaissance),
  prenoms: ({ patient }) => connu(patient?.prenoms),
  dateNaissance: ({ patient }) => jour(patient?.dateNaissance),
  sexe: ({ patient }) => (patient === null ? [] : [SEXES[patient.sexe], patient.sexe]),
  consentement: consenti,
  dateConsentement: ({ consentement: dit }) => (dit.kind === 'recueilli' ? jour(dit.le) : []),
  modeConsentement: ({ consentement: dit }) => ('mode' in dit ? [MODES[dit.mode]] : []),
  consentementDonnePar: consentiPar,
  personneDeConfiance: consulte,
  procheConsulte: consulte,
  medecinTraitant: traitant,
  copieMedecinTraitant: ({ medecinTraitant: mt }) => [mt?.kind === 'oppose' ? 'non' : 'oui'],
  question: TEL_QUEL,
  telephone: TEL_QUEL,
  contexte: TEL_QUEL,
  antecedents: TEL_QUEL,
  traitements: TEL_QUEL,
  delaiSouhaite: TEL_QUEL,
  nomUtilise: TEL_QUEL,
  matriculeIns: ({ patient }) => connu(patient?.ins?.matricule),
  statutIns: ({ patient }) =>
    patient?.ins?.statut === 'qualifiee' ? ['qualifiée'] : ['non qualifiée', 'provisoire'],
  lieuNaissance: TEL_QUEL,
  numeroAm: ({ requerant }) => connu(requerant.numeroAm),
  numeroFiness: ({ requerant }) => connu(requerant.finess),
  specialiteRequerant: ({ requerant: { specialite } }) => specialites([specialite]),
  nirAssure: ({ assure }) => connu(assure.nir),
  rang: TEL_QUEL,
  regime: TEL_QUEL,
  natureAssurance: TEL_QUEL,
  ald: ({ assure }) => ouiNon(assure.ald),
  patientHospitalise: ({ assure: { hospitalise, finessSejour } }) =>
    finessSejour === null
      ? ouiNon(hospitalise)
      : [`oui, au ${finessSejour}`, `oui, FINESS ${finessSejour}`, finessSejour],
  niveau: ({ assure }) => connu(assure.niveau),
  remplacantDe: remplace,
  // A request that is an emergency gets another letter.
  urgence: () => ['non'],
}

/**
 * What the letter does not say elsewhere of the patient and his consent, then each line that was read otherwise than it
 * was written. His name and birth stand at its head.
 */
export function compris(dossier: Dossier): Bloc[] {
  const { patient } = dossier
  if (patient === null) return []
  const elements = [
    `de sexe ${SEXES[patient.sexe]}`,
    ...(patient.ins === null ? [] : [`INS (${insFr(patient)})`]),
    isConsentement(dossier)
      ? `avec le consentement (${consentementFr(dossier)})`
      : consentementFr(dossier),
    ...luAutrement(dossier),
  ]
  return [
    { kind: 'titre', texte: 'Ce qui a été compris' },
    { kind: 'liste', elements },
  ]
}

/** Each line whose value is not as it was written, with both. */
export function luAutrement(dossier: Dossier): string[] {
  return (Object.keys(LU) as Libelle[]).flatMap((label) => {
    const ecrit = dossier.formulaire[label] ?? ''
    const [shown, ...others] = LU[label](dossier)
    if (shown === undefined || ecrit.trim() === '') return []
    if ([shown, ...others].some((one) => dense(one) === dense(ecrit))) return []
    return [`${LIBELLES[label]}, compris « ${shown} », écrit « ${citeFr(ecrit)} »`]
  })
}

/** Without case, accents and blanks. */
function dense(text: string): string {
  return fold(text).replaceAll(' ', '')
}

function connu(value: string | null | undefined): Compris {
  return value === null || value === undefined ? [] : [value]
}

function jour(value: Parameters<typeof jourCourt>[0] | undefined): Compris {
  return value === undefined ? [] : [jourCourt(value), jourFr(value), value]
}

function ouiNon(value: boolean | null): Compris {
  return value === null ? [] : [value ? 'oui' : 'non']
}

function specialites(codes: readonly (string | null)[]): Compris {
  const known = codes.filter((code) => code !== null)
  return known.length === 0 ? [] : [known.map(specialiteFr).join(', '), known.join(', ')]
}

/** Who is asked: where the slots are open, they tell; before, the targets. */
function visees({ sollicitations, cibles }: Dossier, kind: 'requis' | 'specialite'): Compris {
  const all = sollicitations.length > 0 ? sollicitations.map(({ cible }) => cible) : cibles
  if (kind === 'specialite') {
    return specialites(all.flatMap((cible) => (cible.kind === kind ? [cible.code] : [])))
  }
  const asked = all.flatMap((cible) => (cible.kind === kind ? [cible.rpps] : []))
  const named = sollicitations.flatMap(({ requis }) =>
    requis.filter(({ rpps }) => asked.includes(rpps)),
  )
  return asked.length === 0
    ? []
    : [
        named.length === 0 ? `RPPS ${asked.join(', ')}` : named.map(nomFr).join(', '),
        ...asked,
        ...named.map(({ adresse }) => adresse),
      ]
}

/** « oui » alone is told whole by the lines beside it. */
function consenti(dossier: Dossier): Compris {
  const isGiven = dossier.consentement.kind === 'recueilli'
  return isGiven ? [consentementFr(dossier), 'oui'] : []
}

function consentiPar({ consentement: dit }: Dossier): Compris {
  if (!('mode' in dit)) return []
  return dit.par === 'patient'
    ? ['le patient', 'patient', 'la patiente', 'patiente']
    : ['le représentant légal', 'représentant légal', 'représentante légale']
}

function consulte({ consentement: dit }: Dossier): Compris {
  return 'nom' in dit ? [dit.nom] : []
}

function traitant(dossier: Dossier): Compris {
  const same = {
    requerant: ['moi-même', 'moi'],
    aucun: ['néant'],
    oppose: [],
    designe: [],
    enDoute: [],
  }
  const mt = dossier.medecinTraitant
  return mt === null ? [] : [traitantFr(dossier), ...same[mt.kind]]
}

function remplace({ remplacements = [], requerant }: Dossier): Compris {
  const own = remplacements.find(({ par }) => par === requerant.rpps)?.remplace
  return own === null || own === undefined ? [] : [`${nomFr(own)}, RPPS ${own.rpps}`]
}
