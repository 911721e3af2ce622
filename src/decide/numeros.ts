/**
 * Billing lines given late, by either party, in any state of the dossier: noted, and the acts that wait completed.
 *
 * In    a letter with lines that only billing needs
 * Out   the dossier with these numbers, one `completerActes`, the letter that says what was noted
 *
 * SPEC §4 (the act waits), §11 (a reply with the missing number settles it, after `clos` too)
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { Courrier, Libelle } from '../domain/courrier.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { CompteRendu, Dossier, RequisSollicite } from '../domain/dossier.ts'
import type { Trouvailles } from '../domain/evenement.ts'
import { manque, ordonne } from '../domain/manque.ts'
import {
  type AnnuaireContre,
  contredit,
  type NumerosConnus,
  RIEN_DE_CONNU,
  selonAnnuaire,
} from '../domain/numero-am.ts'
import type { Apport, NumerosPartie } from '../domain/reglement.ts'
import { words } from '../domain/texte.ts'
import { type Facturable, lireAssure, lireRequerant } from './formulaire.ts'
import { type Pas, pas, trace } from './pas.ts'
import type { Auteur } from './routing.ts'
import { fusion } from './souhaits.ts'
import { paroles, substance } from './texte-libre.ts'

/** A letter, and what the directory says of what it names. */
interface Recue {
  readonly courrier: Courrier
  readonly trouvailles: Pick<Trouvailles, 'numeros'>
}

/** The labels that only billing needs. */
export const LIBELLES_FACTURATION: readonly Libelle[] = [
  'numeroAm',
  'numeroFiness',
  'specialiteRequerant',
  'nirAssure',
  'rang',
  'regime',
  'natureAssurance',
  'ald',
  'patientHospitalise',
  'niveau',
  'remplacantDe',
]

/** The billing labels that a letter gives. */
export function lignesDeFacturation({ formulaire }: Courrier): readonly Libelle[] {
  return LIBELLES_FACTURATION.filter((label) => formulaire[label] !== undefined)
}

/** Does the letter hold billing lines, and nothing else of substance? */
export function isSeulementNumeros(
  courrier: Courrier,
  auteur: { readonly nom: string; readonly prenom: string },
): boolean {
  const labels = lignesDeFacturation(courrier)
  if (labels.length === 0 || courrier.pieces.length > 0 || courrier.conclusion !== null) {
    return false
  }
  const values = labels.map((label) => words(courrier.formulaire[label] ?? ''))
  return substance(paroles(courrier), auteur)
    .split('\n')
    .every((line) => line === '' || isLigne(line, values))
}

// `Libellé : valeur`, the value being one that was read.
function isLigne(line: string, values: readonly string[]): boolean {
  const at = line.search(/[:=：]/)
  return at !== -1 && values.includes(words(line.slice(at + 1)))
}

/** What the directory says of the numbers of somebody; a professional as the directory gives him brings his own. */
export function connusDe(
  { numeros = RIEN_DE_CONNU }: Recue['trouvailles'],
  qui?: Pick<Auteur, 'rpps' | 'numeroAm'>,
): NumerosConnus {
  return qui === undefined
    ? numeros
    : { ...numeros, de: { [qui.rpps]: qui.numeroAm, ...numeros.de } }
}

/** Notes what the requerant gives; acts that waited for it are completed. */
export function noterNumeros(dossier: Dossier, { courrier, trouvailles }: Recue): Pas {
  const labels = Object.keys(courrier.formulaire)
  if (labels.length === 0) return pas(dossier)
  const formulaire = fusion(dossier, courrier.formulaire)
  const requerant = lireRequerant(formulaire, dossier.requerant, connusDe(trouvailles))
  const assure = lireAssure(formulaire)
  const phone = requerant.valeur.telephone === null ? [manque('telephone', 'manquant')] : []
  const noted: Dossier = {
    ...dossier,
    formulaire,
    requerant: requerant.valeur,
    assure: assure.valeur,
    manques: ordonne([...phone, ...requerant.manques, ...assure.manques]),
    clinique: dossier.clinique && {
      ...dossier.clinique,
      telephone: requerant.valeur.telephone ?? dossier.clinique.telephone,
    },
  }
  const billing = lignesDeFacturation(courrier).length > 0
  const apport: Apport = { parties: [requerant.valeur], assure: assure.valeur }
  const effets: readonly Effet[] = billing ? [{ kind: 'completerActes', apport }] : []
  return pas(noted, effets, [trace('lignes-notees', { lignes: labels.join(' ') })])
}

/** Notes the numbers that a requis gives of himself; nothing when his letter gives none. */
export function noterNumerosRequis(
  dossier: Dossier,
  { auteur, courrier, trouvailles }: Recue & { auteur: Auteur },
): Pas {
  const given = numerosDe(courrier, auteur)
  if (given === null) return pas(dossier)
  const connus = connusDe(trouvailles, auteur)
  const withNumbers = <Q extends RequisSollicite>(one: Q): Q =>
    one.rpps === auteur.rpps ? selonAnnuaire({ ...one, ...present(given) }, connus) : one
  const sollicitations = dossier.sollicitations.map((slot) => ({
    ...slot,
    requis: slot.requis.map(withNumbers),
    comptesRendus: slot.comptesRendus.map(
      (one): CompteRendu => ({ ...one, auteur: withNumbers(one.auteur) }),
    ),
  }))
  const apport: Apport = { parties: [given], assure: {} }
  return pas(
    { ...dossier, sollicitations },
    [{ kind: 'completerActes', apport }],
    [trace('lignes-notees', { lignes: lignesDeFacturation(courrier).join(' ') })],
  )
}

/** The author with the numbers that his letter gives, as far as the directory lets them count. */
export function avecNumeros(auteur: Auteur, { courrier, trouvailles }: Recue): Auteur {
  const given = numerosDe(courrier, auteur)
  if (given === null) return auteur
  return selonAnnuaire({ ...auteur, ...present(given) }, connusDe(trouvailles, auteur))
}

/** The numbers that the lines of a letter give for its author; null when none can be read. */
export function numerosDe(
  courrier: Courrier,
  { rpps }: Pick<Auteur, 'rpps'>,
): NumerosPartie | null {
  const { formulaire } = courrier
  const { valeur } = lireRequerant(formulaire, PERSONNE)
  const { numeroAm, finess, specialite } = valeur
  if (numeroAm === null && finess === null && specialite === null) return null
  return { rpps, numeroAm, ...(numeroAm !== null && { ecrit: numeroAm }), finess, specialite }
}

/** How the directory contradicts the AM number that a letter gives of its author; null: it does not. */
export function annuaireContre(
  given: NumerosPartie | null,
  connus: NumerosConnus,
): AnnuaireContre | null {
  if (given === null) return null
  const known = selonAnnuaire(given, connus)
  const comment = contredit(known)
  return comment === null ? null : { comment, numero: known.numeroAm }
}

/** What was noted, what could not be read, and whether anything else of the letter went nowhere. */
export function numerosNotes(
  { courrier, trouvailles }: Recue,
  qui: Pick<Auteur, 'rpps'> & Partial<Pick<Auteur, 'numeroAm'>>,
  reste: 'rien' | 'non-transmis',
): Lettre {
  const lignes = lignesDeFacturation(courrier)
  const personne = lireRequerant(courrier.formulaire, PERSONNE)
  const { rpps, numeroAm } = qui
  const own = numeroAm === undefined ? undefined : { rpps, numeroAm }
  const contre = annuaireContre(numerosDe(courrier, qui), connusDe(trouvailles, own))
  const bad = [...personne.manques, ...lireAssure(courrier.formulaire).manques]
    .filter(({ pourquoi }) => pourquoi === 'illisible')
    .map(({ quoi }) => quoi)
  return {
    kind: 'numerosNotes',
    rang: null,
    notes: lignes.filter((label) => !bad.includes(label)),
    illisibles: lignes.filter((label) => bad.includes(label)),
    reste,
    ...(contre !== null && { contre }),
  }
}

const PERSONNE: Facturable = {
  rpps: '' as Rpps,
  numeroAm: null,
  finess: null,
  specialite: null,
  telephone: null,
}

function present(given: NumerosPartie) {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => key !== 'rpps' && value !== null),
  )
}
