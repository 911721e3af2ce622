/**
 * Names in a text that are no patient's: of a colleague, of a sign or an operation, of a street, of who is greeted.
 *
 * In    the words of a line, where a title stands among them
 * Out   whether the name behind the title is one of these
 *
 * SPEC §6.5
 */
import { ensemble, type Mot } from './mots.ts'

/** Small words within a name. */
export const PARTICLES = ensemble("de du des la le d d' el al ben von van di da dos")
export const PROFESSIONS = ensemble(
  'infirmier infirmiere ide idel kine kinesitherapeute secretaire assistante assistant pharmacien pharmacienne ' +
    'secretariat accueil orthophoniste psychologue sage-femme dieteticienne aide-soignante podologue ambulancier cadre interne ' +
    'medecin generaliste specialiste chirurgien chirurgienne dermatologue cardiologue pneumologue rhumatologue ' +
    'ophtalmologue neurologue radiologue biologiste anesthesiste dentiste opticien opticienne orthoptiste ergotherapeute ' +
    'directeur directrice technicien technicienne manipulateur manipulatrice mjpm tutelle curatelle avocat avocate aide menagere auxiliaire gardien gardienne',
)
/** What a person gave his name to: « rue de Mme X », « prothèse de M. Moore ». */
const NAMED_AFTER = ensemble(
  'rue avenue boulevard place allee impasse square quai hopital clinique centre laboratoire labo lycee college ecole ' +
    'residence ehpad foyer institut fondation prothese intervention operation voie incision loi indice formule regime ' +
    'methode technique echelle grade stade epreuve ligne index loge canal',
)
const STREETS = ensemble('rue avenue boulevard place allee impasse square quai residence')
const GREETINGS = ensemble('cher chere bonjour bonsoir')
/** What is named after who described it: « le signe de M. Darier ». */
const EPONYMS = ensemble(
  'signe signes maladie syndrome test manoeuvre tumeur score classification triade critere criteres nodule tache phenomene',
)

/** Is it a small word within a name? */
export function isParticle(mot: Mot | undefined): boolean {
  return mot !== undefined && PARTICLES.has(mot.said)
}

/** A sign, an operation, a street: it bears the name of somebody, and is nobody. */
export function isNamesake(mots: readonly Mot[], at: number): boolean {
  const [before, first] = [mots[at - 1], mots[at - 2]?.said ?? '']
  if (STREETS.has(before?.said ?? '')) return true
  return isParticle(before) && (EPONYMS.has(first) || NAMED_AFTER.has(first))
}

/** « Bonjour Madame Petit, » */
export function isGreeted(mots: readonly Mot[], at: number, end: number): boolean {
  if (!GREETINGS.has(mots[at - 1]?.said ?? '')) return false
  const next = mots[end]?.text
  return next === undefined || next === ',' || next === '!'
}
