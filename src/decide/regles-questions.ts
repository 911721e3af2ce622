/**
 * What must hold for a letter that asks for something, or says that something is wanted, to leave: it is wanted still.
 *
 * In    the letter, as it was put; the dossier of now
 * Out   null: it may leave; or the stable code of why not
 *
 * What was settled, answered or taken meanwhile is told by what stands now against what stood when the letter was put:
 * states, counts, names; no hour is compared, for a clock may be put back. SPEC §6.8, §13.11
 */
import { complementDe, isMemeCible, propositionDe } from '../domain/attentes.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { etatDuRemplacement } from '../domain/remplacement.ts'
import { isDepotOuvert } from './confirmation.ts'
import { creneauDe, isIndisponible, isMemeAttente } from './destinataire-encore.ts'
import type { Partance, RefusDepart } from './partance.ts'
import { actifs } from './pas.ts'
import { isEnDoute } from './question-posee.ts'
import { expiree, paroleDuRequis } from './regles-depart.ts'

/** The question of a requis: while the slot waits for its answer. SPEC §6 */
export function questionDuRequis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = paroleDuRequis(letter, dossier)
  if (refus !== null) return refus
  const slot = creneauDe(letter, dossier)
  const waits = slot !== null && complementDe(slot) !== null
  return waits && isMemeAttente(letter, slot) ? null : 'lettre-sans-objet'
}

/** « Donnez votre accord »: while it is this one that is waited for. SPEC §6.1 */
export function proposition(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = paroleDuRequis(letter, dossier)
  if (refus !== null) return refus
  const slot = creneauDe(letter, dossier)
  const waits = slot !== null && propositionDe(slot) !== null
  if (!waits || !isMemeAttente(letter, slot)) return 'lettre-sans-objet'
  const { dite } = letter
  const isSame = dite?.kind !== 'accordDemande' || isMemeCible(dite.vers, slot.accordPour)
  return isSame ? null : 'lettre-sans-objet'
}

/** « Il ne rendra pas l'avis demandé »: not once an opinion is there. */
export function refusDuRequis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const isAnswered = creneauDe(letter, dossier)?.etat === 'rendue'
  return paroleDuRequis(letter, dossier) ?? (isAnswered ? 'lettre-sans-objet' : null)
}

/**
 * « Aucun médecin n'est disponible »: while nobody holds the request but who held it already, and he is away. SPEC §6.8
 */
export function vacante(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || !isOuverte(slot)) return 'lettre-sans-objet'
  const { ecrite, indisponibles } = letter
  const isSo = actifs(slot).every(
    ({ rpps }) =>
      (ecrite === undefined || ecrite.tenants.includes(rpps)) &&
      (indisponibles === undefined || isIndisponible(letter, rpps)),
  )
  return isSo ? null : 'lettre-sans-objet'
}

const AVANT: ReadonlySet<string> = new Set([
  'retrait-a-preciser',
  'annulation-a-preciser',
  'accord-a-preciser',
])

const RETENUES: ReadonlySet<string> = new Set(['patient-different', 'rappel-patient-different'])

/**
 * What is asked of an author about his words: not once he has answered, nor after the end of what it was asked before;
 * an emergency is told whatever ended. SPEC §5, §6.5
 */
export function aPreciser(letter: Partance, dossier: Dossier): RefusDepart | null {
  const { dite, ecrite } = letter
  if (dite?.kind !== 'reponseAPreciser' || dite.urgent === 'oui') return null
  const { code } = dite
  const isEnd = dossier.etat === 'annule' && ecrite !== undefined && ecrite.etat !== 'annule'
  if (isEnd) return 'demande-annulee'
  if (AVANT.has(code) && dossier.question?.code !== code) return 'lettre-sans-objet'
  if (ecrite === undefined) return null
  const isFreed = RETENUES.has(code) && ecrite.retenue && !isRetenu(letter, dossier)
  return isFreed || isRendu(letter, dossier) ? 'lettre-sans-objet' : null
}

function isRetenu({ rpps }: Partance, { retenues = [] }: Dossier): boolean {
  return retenues.some(({ auteur }) => auteur === rpps)
}

/** Has its reader given an opinion since: the one that was asked about, or another in its place? */
function isRendu(letter: Partance, dossier: Dossier): boolean {
  const { ecrite, role, rpps } = letter
  const given = creneauDe(letter, dossier)?.comptesRendus ?? []
  const own = given.filter(({ auteur }) => auteur.rpps === rpps)
  return role === 'requis' && ecrite !== undefined && own.length > ecrite.avis
}

/** « Le requérant doit d'abord dire si le patient consent »: while it is asked. SPEC §6.1 */
export function nonTransmis({ dite }: Partance, dossier: Dossier): RefusDepart | null {
  const waits = dite?.kind === 'avisNonTransmis' && dite.attente === 'oui'
  return waits && !isEnDoute(dossier) ? 'lettre-sans-objet' : null
}

/** « Un médecin écrit sous votre numéro : validez-le »: while his word is awaited. SPEC §5 */
export function remplacement(
  { dite, rpps }: Partance,
  { remplacements = [] }: Dossier,
  now: Instant,
): RefusDepart | null {
  if (dite?.kind !== 'remplacementAValider') return null
  const one = remplacements.find(({ par }) => par === dite.par)
  const waits =
    one?.remplace?.rpps === rpps && etatDuRemplacement(one, jourParis(now)) === 'a-valider'
  return waits ? null : 'lettre-sans-objet'
}

/** « Le dépôt attend la validation »: while it does. SPEC §5 */
export function depot({ dite }: Partance, dossier: Dossier): RefusDepart | null {
  const waits = dite?.kind === 'depotNote' && dite.code === 'depot-a-valider'
  return waits && !isDepotOuvert(dossier) ? 'lettre-sans-objet' : null
}

/** What the coordinator is told of a slot: while it stands so. SPEC §13.13 */
export function alerte(letter: Partance, dossier: Dossier): RefusDepart | null {
  const { dite } = letter
  if (dite?.kind !== 'alerte' || letter.rang === null) return null
  if (dite.code === 'sans-reponse') return expiree(letter, dossier)
  return dite.code === 'aucun-requis' || dite.code === 'demande-non-remise'
    ? vacante(letter, dossier)
    : null
}
