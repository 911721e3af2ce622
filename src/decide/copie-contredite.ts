/**
 * What a request says against the copy to its médecin traitant, beside the lines about him.
 *
 * In    the dossier with the lines and texts gathered so far, the newest letter, whom the directory finds
 * Out   an opposition that is recorded, a question, or nothing
 *
 * An answer on the line `Copie au médecin traitant` settles what was written before it. SPEC §4
 */
import { nomsDuTraitant } from '../domain/a-cote.ts'
import { phraseCitee } from '../domain/consentement-en-doute.ts'
import { type CopieContredite, copieContredite, copieDite } from '../domain/copie-dite.ts'
import { copieRendue } from '../domain/copie-rendue.ts'
import { type Courrier, enPropre, type Formulaire, type Libelle } from '../domain/courrier.ts'
import { medecinTraitantDit } from '../domain/designation.ts'
import type { CompteRendu, Dossier, Manque } from '../domain/dossier.ts'
import type { Trouvailles } from '../domain/evenement.ts'
import { manque } from '../domain/manque.ts'
import { traitantRedit } from '../domain/traitant-redit.ts'

/** Lines that are read as what they are. */
const LIGNES: readonly Libelle[] = ['medecinTraitant', 'copieMedecinTraitant']

/** The words by which the texts of a request name its médecin traitant. */
export function nomsDe(
  { formulaire }: Pick<Dossier, 'formulaire'>,
  { medecinTraitant }: Trouvailles,
): ReadonlySet<string> {
  return nomsDuTraitant(formulaire.medecinTraitant ?? '', medecinTraitant?.[0] ?? null)
}

/** The lines with the opposition that prose tells. */
export function sansCopieAuTraitant(formulaire: Formulaire): Formulaire {
  return { ...formulaire, copieMedecinTraitant: 'non' }
}

/** `oppose`: nobody gets a copy; a Manque: its author is asked, and nobody gets one meanwhile; null: nothing is said. */
export function copieContreditePar(
  dossier: Dossier,
  courrier: Courrier,
  noms: ReadonlySet<string>,
): Manque | 'oppose' | null {
  return contreditePar(dossier, courrier, noms) ?? reditPar(dossier, courrier, noms)
}

/** Prose that makes somebody else the médecin traitant than the line does; asked until a line says who he is. */
function reditPar(
  { formulaire, manques, requerant }: Dossier,
  courrier: Courrier,
  noms: ReadonlySet<string>,
): Manque | null {
  const { kind } = medecinTraitantDit(formulaire.medecinTraitant ?? '')
  if (kind === 'illisible' || kind === 'oppose') return null
  if (copieDite(formulaire.copieMedecinTraitant ?? '') === 'non') return null
  const isAuteur = kind === 'requerant'
  const dit = { noms: isAuteur ? nomsDuTraitant('', requerant) : noms, isAuteur }
  const now = [enPropre(courrier).libre, ...proseDe(courrier.formulaire)]
  const said = now.map((one) => traitantRedit(one, dit)).find((one) => one !== null)
  if (said != null) {
    const { mots, discrets } = phraseCitee(said)
    return { ...manque('medecinTraitant', 'contradictoire'), mots, motsDiscrets: discrets }
  }
  const before = manques.find(({ quoi, mots }) => quoi === 'medecinTraitant' && mots !== undefined)
  return courrier.formulaire.medecinTraitant === undefined ? (before ?? null) : null
}

function contreditePar(
  dossier: Dossier,
  courrier: Courrier,
  noms: ReadonlySet<string>,
): Manque | 'oppose' | null {
  const { formulaire, manques, textes = [] } = dossier
  const traitant = medecinTraitantDit(formulaire.medecinTraitant ?? '').kind
  if (traitant === 'requerant' || traitant === 'aucun') return null
  const known = copieDite(formulaire.copieMedecinTraitant ?? '')
  const dite = copieDite(courrier.formulaire.copieMedecinTraitant ?? '')
  const before = manques.find(
    ({ quoi, mots }) => quoi === 'copieMedecinTraitant' && mots !== undefined,
  )
  if (known === 'non') {
    const isLater = dossier.completudeDemandeeLe !== null && dite === null
    return isLater ? (rendue(courrier, noms) ?? before ?? null) : null
  }
  const all = [...textes.map(({ texte }) => texte), ...proseDe(formulaire)]
  const now = [enPropre(courrier).libre, ...proseDe(courrier.formulaire)]
  const said = contredite(known === 'oui' ? now : all, noms)
  if (said?.isPlaine && dite !== 'oui') return 'oppose'
  if (said !== null) {
    const { mots, discrets } = phraseCitee(said.mots)
    return { ...manque('copieMedecinTraitant', 'contradictoire'), mots, motsDiscrets: discrets }
  }
  return before !== undefined && dite === null ? before : null
}

/** Against an opposition, words that give the copy back are a question: nobody gets one meanwhile. */
function rendue(courrier: Courrier, noms: ReadonlySet<string>): Manque | null {
  const now = [enPropre(courrier).libre, ...proseDe(courrier.formulaire)]
  const said = now.map((one) => copieRendue(one, noms)).find((one) => one !== null)
  if (said == null) return null
  const { mots, discrets } = phraseCitee(said)
  return { ...manque('copieMedecinTraitant', 'contradictoire'), mots, motsDiscrets: discrets }
}

/** The plainest of what texts say against it. */
export function contredite(
  texts: readonly string[],
  noms: ReadonlySet<string>,
): CopieContredite | null {
  const each = texts.map((one) => copieContredite(one, noms)).filter((one) => one !== null)
  return each.find(({ isPlaine }) => isPlaine) ?? each[0] ?? null
}

/** Does an opinion speak against the copy that would leave with it? Its author decides nothing: the requérant is asked. */
export function isDouteParAvis(
  { medecinTraitant: mt, requerant, formulaire }: Dossier,
  { auteur, texte, conclusion }: Pick<CompteRendu, 'auteur' | 'texte' | 'conclusion'>,
): boolean {
  if (mt?.kind !== 'designe') return false
  const { rpps } = mt.professionnel
  if (rpps === requerant.rpps || rpps === auteur.rpps) return false
  const noms = nomsDuTraitant(formulaire.medecinTraitant ?? '', mt.professionnel)
  return contredite([texte, conclusion ?? ''], noms) !== null
}

function proseDe(formulaire: Formulaire): readonly string[] {
  return Object.entries(formulaire)
    .filter(([label]) => !LIGNES.includes(label as Libelle))
    .map(([, value]) => value)
}
