/**
 * The patient whom the name of a file names, where it clearly does: « DURAND_Alice_1951.pdf », « IRM MARTIN Paul.pdf »,
 * `XDM/1.0/DDM+CR d'imagerie DURAND Alice 12/03/1951`.
 *
 * In    the name of a file, or a subject of the MSSanté convention
 * Out   the words of the name, the given name among them, year or day of birth; null where nobody is clearly named
 *
 * A physician, a place, an organ, a drug, a device or a number names no patient. SPEC §6.5
 */

import type { Jour } from './correspondant.ts'
import { jourDe } from './identifiants.ts'
import { ensemble } from './mots.ts'
import { isPrenom } from './prenoms.ts'
import { words } from './texte.ts'
import { normalise } from './unicode.ts'

/** A patient as somebody names one in passing. */
export interface PatientNomme {
  /** Folded words, family and given names in the order in which they stand. */
  readonly noms: readonly string[]
  /** Those that are given names; empty: not known which. */
  readonly prenoms: readonly string[]
  /** Of birth, four digits. */
  readonly annee: string | null
  readonly naissance: Jour | null
}

const MAX_NAME = 300
const TITLES = ensemble('mme madame mlle mademoiselle mr monsieur m patient patiente')
const PARTICLES = ensemble('de du des la le el al ben van von di da dos')
// What makes the whole name of a file somebody else's: who wrote it, where it was made, whom it goes to.
const OTHERS = ensemble(
  'dr drs docteur docteure pr professeur prof confrere consoeur medecin medecins praticien interne infirmier infirmiere ' +
    'ide kine sage pharmacien pharmacie secretaire secretariat courrier lettre reponse destinataire copie prescripteur ' +
    'chu chr chru ch chi ghu gh ap aphp hcl hopital hopitaux hospitalier clinique polyclinique centre cabinet institut ' +
    'laboratoire labo ehpad maison residence foyer pole service unite urgences rue avenue boulevard place saint sainte ' +
    'st ste lycee ecole mutuelle caisse cpam ars hd usld smr ssr samu smur fondation association reseau',
)
const SPECIALIST = /(?:logue|logiste|iatre|iste|icien|icienne|graphe)$/
// Words in capitals that are no name: examinations, organs, signs, forms, diseases that bear a name, drugs, months.
const WORDS = ensemble(
  'irm scanner tdm tep petscan scintigraphie radio radios radiographie rx echo echographie doppler holter ecg eeg emg efr ' +
    'mapa fibro fibroscopie coloscopie gastroscopie endoscopie mammo mammographie dexa osteodensitometrie oct angio ' +
    'angiographie arterio biopsie anapath acp histologie cytologie frottis ponction bilan biologie bio bioch biochimie nfs ' +
    'crp hba1c tsh inr ionogramme ecbu bu photo photos image images cliche cliches video dermoscopie retino retinographie ' +
    'fond oeil yeux od og odg cr crh cro crc compte rendu resultat resultats rapport synthese dossier document documents ' +
    'doc fichier scan scans piece annexe ordonnance ordo traitement traitements fiche liste examen examens consultation ' +
    'consult hospitalisation sortie bloc operatoire anesthesie demande avis teleexpertise te suivi controle comparaison ' +
    'avant apres lesion plaie ulcere naevus nevus melanome carcinome tumeur nodule kyste abces fracture entorse ' +
    'thorax poumon poumons coeur foie rate rein reins vessie prostate uterus ovaire ovaires sein seins tete cou crane ' +
    'cerveau cerebral cerebrale encephale rachis cervical cervicale dorsal dorsale lombaire lombaires bassin hanche genou ' +
    'cheville pied pieds main mains poignet coude epaule bras jambe cuisse dos ventre abdomen abdo pelvis peau cuir ' +
    'chevelu visage joue nez oreille oreilles bouche langue gorge thyroide pancreas colon rectum estomac oesophage artere ' +
    'veine aorte carotide carotides membre membres inferieur inferieurs superieur superieurs face profil gauche droit ' +
    'droite gche dte anterieur posterieur lateral coupe coupes serie series vue vues zoom bas haut interne externe total ' +
    'charcot tooth parkinson crohn glasgow hodgkin alzheimer basedow hashimoto willebrand down turner marfan raynaud ' +
    'sjogren behcet horton kawasaki guillain barre meniere waldenstrom kaposi merkel bowen paget dupuytren lyme babinski ' +
    'allen romberg apgar barthel norton braden gleason breslow clark child pugh dukes nyha killip tinetti zarit verneuil ' +
    'doliprane kardegic lovenox eliquis xarelto previscan coumadine levothyrox metformine amoxicilline augmentin ' +
    'methotrexate cortancyl solupred lasix ramipril bisoprolol tahor crestor inexium humira enbrel notice protocole ' +
    'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi ' +
    'vendredi samedi dimanche img dsc pxl dcim imag capture screenshot whatsapp signal iphone android camera mov vid ' +
    'nouveau nouvelle ancien ancienne final finale version copie original signe urgent page pages partie suite fin ' +
    'the and for with left right hand foot skin chest report result scanned covid hta vih vhb vhc avc dnid bpco ald ins ' +
    'nom prenom prenoms naissance ne nee ddn sexe femme homme enfant bebe adulte fille fils mere pere',
)
/** A year this far back is one of birth: nobody sends an examination of then. */
const LAST_BIRTH_YEAR = 1995

/** The patient whom the name of a file, or such a subject, names; null where it is not clear. */
export function patientDuNom(name: string): PatientNomme | null {
  const text = normalise(name.slice(0, MAX_NAME), 'NFC')
  const ddm = /\bDDM\+/.exec(text)
  const bare = text.replace(/\.[A-Za-z0-9]{1,5}$/, '')
  const jetons = jetonsDe(ddm === null ? bare : bare.slice(ddm.index + ddm[0].length))
  // After a title the name is a patient's wherever the file was made, but for « M. le Dr X ».
  const titled = jetons.findIndex((one, i) => isTitle(one, jetons[i + 1]))
  if (titled !== -1) return claim(jetons, runAt(jetons, titled + 1), 1)
  if (jetons.some(isOthers)) return null
  for (let at = 0; at < jetons.length; at += 1) {
    const run = runAt(jetons, at)
    if (run.length === 0) continue
    if (isClear(jetons, run, ddm !== null)) return claim(jetons, run, 2)
    at += run.length - 1
  }
  return null
}

interface Jeton {
  readonly text: string
  readonly said: string
}

interface Run {
  readonly from: number
  readonly length: number
}

/** Words and numbers; what joins them in the names of files separates them here. */
function jetonsDe(text: string): readonly Jeton[] {
  const day = /\b(\d{2})[ /._-](\d{2})[ /._-](\d{4})\b/g
  return [...text.replace(day, '$1$2$3').matchAll(/[\p{L}\p{M}'’]+|\d+/gu)].map(([found]) => ({
    text: found,
    said: words(found),
  }))
}

function isTitle({ text, said }: Jeton, next: Jeton | undefined): boolean {
  // « M_1 », « Patient 3 » name nobody.
  return TITLES.has(said) && (said !== 'm' || text === 'M') && next !== undefined && isName(next)
}

function isOthers({ said }: Jeton): boolean {
  return OTHERS.has(said) || (said.length > 7 && SPECIALIST.test(said) && !isPrenom(said))
}

/** A word with a capital that is no other word. */
function isName({ text, said }: Jeton): boolean {
  const isOther = WORDS.has(said) || OTHERS.has(said) || TITLES.has(said)
  return /^\p{Lu}/u.test(text) && said.length > 1 && !isOther
}

const MAX_NAMES = 6

/** Words that can be names, and the particles between them. */
function runAt(jetons: readonly Jeton[], from: number): Run {
  let end = from
  let at = from
  while (at < jetons.length && at - from < MAX_NAMES) {
    const jeton = jetons[at]
    if (jeton === undefined) break
    if (isName(jeton)) end = at + 1
    else if (!PARTICLES.has(jeton.said)) break
    at += 1
  }
  return { from, length: end - from }
}

/** A family name in capitals beside a given name; two names before a day or year of birth; what the convention fixes. */
function isClear(jetons: readonly Jeton[], run: Run, isConvention: boolean): boolean {
  const names = namesIn(jetons, run)
  const capitals = names.filter(isCapitals)
  const given = names.filter(({ said }) => isPrenom(said))
  const born = bornAfter(jetons, run)
  const isBorn = born.naissance !== null || born.annee !== null
  if (names.length < 2) return false
  const family = capitals.find((one) => given.some((other) => other !== one))
  if (family !== undefined) return true
  if (isConvention) return capitals.length > 0
  return isBorn && (given.length > 0 || (capitals.length > 0 && names.length <= 3))
}

function claim(jetons: readonly Jeton[], run: Run, least: number): PatientNomme | null {
  const names = namesIn(jetons, run)
  const noms = names.flatMap(({ said }) => said.split(' ')).filter((word) => word.length > 1)
  if (noms.length < least || !noms.some((word) => word.length > 2)) return null
  const isMixed = names.some(isCapitals) && !names.every(isCapitals)
  const prenoms = names.filter((one) => (isMixed ? !isCapitals(one) : isPrenom(one.said)))
  const given = prenoms.length === names.length ? [] : prenoms
  return { noms, prenoms: given.map(({ said }) => said), ...bornAfter(jetons, run) }
}

function namesIn(jetons: readonly Jeton[], { from, length }: Run): readonly Jeton[] {
  return jetons.slice(from, from + length).filter(({ said }) => !PARTICLES.has(said))
}

function isCapitals({ text }: Jeton): boolean {
  return text.length > 2 && text === text.toUpperCase()
}

/** The day or the year of birth that stands right after a name. */
function bornAfter(
  jetons: readonly Jeton[],
  { from, length }: Run,
): Pick<PatientNomme, 'annee' | 'naissance'> {
  const nothing = { annee: null, naissance: null }
  const rest = jetons.slice(from + length, from + length + 3)
  const number = rest.find(({ said }) => !/^(?:ne|nee|le|ddn|en)$/.test(said))?.said ?? ''
  if (/^\d{8}$/.test(number)) {
    const [a, b] = [number.slice(0, 4), number.slice(4)]
    const french = jourDe(`${a.slice(0, 2)}/${a.slice(2)}/${b}`)
    const found = french ?? jourDe(`${a}-${b.slice(0, 2)}-${b.slice(2)}`)
    if (found === null || Number(found.slice(0, 4)) > LAST_BIRTH_YEAR) return nothing
    return { annee: found.slice(0, 4), naissance: found }
  }
  const isYear = /^(?:19\d\d)$/.test(number) && Number(number) <= LAST_BIRTH_YEAR
  return isYear ? { annee: number, naissance: null } : nothing
}
