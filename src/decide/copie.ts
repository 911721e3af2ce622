/**
 * The copy to the médecin traitant once a request has been read: an opposition, one that is taken back, a doubt.
 *
 * In    the dossier in any state, a letter of the requérant
 * Out   the opposition, and what waits for the médecin traitant taken back; the copy again; or the copy held and a
 *       question. Its author is told what is recorded, and what has left already. Nothing of it goes to the requis
 *
 * A request that is put together reads its lines itself, save where a word alone is awaited of its author. SPEC §4, §6.7
 */
import { nomsDuTraitant } from '../domain/a-cote.ts'
import { copieDite, sansCopie } from '../domain/copie-dite.ts'
import type { CopieNotee } from '../domain/copie-notee.ts'
import { copieRendue, sansCopieRendue } from '../domain/copie-rendue.ts'
import type { MedecinTraitant } from '../domain/correspondant.ts'
import type { Courrier, Libelle } from '../domain/courrier.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import { designationDe, medecinTraitantDit } from '../domain/designation.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { isSimpleReponse, reponseDite } from '../domain/reponse-dite.ts'
import { trimEndOf } from '../domain/texte.ts'
import { lireTraitant } from './cibles.ts'
import { contredite } from './copie-contredite.ts'
import { copiesDues, derniereRemise } from './copies-dues.ts'
import { auRequerant, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { parleDUnAutre } from './patient.ts'
import { paroles, substance } from './texte-libre.ts'
import { isLui, renommer, sansNom, type TraitantNomme, traitantNomme } from './traitant-renomme.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>
type Suite = (dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte) => Pas

/** Where one word is awaited of the author, and the lines of a letter without it are not gathered. */
const ATTEND_UN_MOT: readonly (string | null)[] = ['urgence', 'a-confirmer', 'depot-a-valider']

/** What a letter says of the copy; `mots`: what leaves it in doubt. */
type Dit =
  | 'oui'
  | 'non'
  /** `qui`: the doubt is who he is. */
  | { readonly mots: string; readonly qui?: 'oui' }
  | { readonly traitant: TraitantNomme }

/** Carries out what a letter says of the copy, then the rest of it. */
export function selonLaCopie(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
  suite: Suite,
): Pas {
  const { courrier, patientVerifie = false } = evenement
  if (courrier.motCle === 'RETRAIT CONSENTEMENT' || isLueAutrement(dossier)) {
    return suite(dossier, evenement, contexte)
  }
  const dit = ditDe(dossier, evenement)
  // What is said of another patient is nothing of this one's. SPEC §6.5
  const isOther = !patientVerifie && parleDUnAutre(dossier, courrier)
  if (dit === null || isOther) return suite(dossier, evenement, contexte)
  const noted = noter(dossier, evenement, dit)
  const { message } = evenement.provenance
  const a = auRequerant(dossier)
  const lettre = { kind: 'copieNotee', ...noted.copie } as const
  if (isSeule(dossier, courrier)) {
    return puis(noted.pas, (d) => pas(d, [envoyer({ lettre, a, sceau: message })]))
  }
  return puis(noted.pas, (d) => avecCopie(suite(d, evenement, contexte), lettre, { a, message }))
}

/** A request that is put together reads all lines and texts of it. */
function isLueAutrement({ etat, motif }: Dossier): boolean {
  return etat === 'incomplet' && !ATTEND_UN_MOT.includes(motif)
}

/** Both are said in one letter where the other one only acknowledges. */
function avecCopie(
  step: Pas,
  lettre: Extract<Lettre, { kind: 'copieNotee' }>,
  { a, message }: { readonly a: ReturnType<typeof auRequerant>; readonly message: string },
): Pas {
  const isAccuse = (one: Effet): boolean =>
    one.kind === 'envoyer' && one.lettre.kind === 'bienRecu' && one.a.role === 'requerant'
  const accuse = step.effets.find(isAccuse)
  const recu =
    accuse?.kind === 'envoyer' && accuse.lettre.kind === 'bienRecu' ? { recu: accuse.lettre } : {}
  const told = envoyer({ lettre: { ...lettre, ...recu }, a, sceau: message })
  return { ...step, effets: [...step.effets.filter((one) => one !== accuse), told] }
}

/** What a letter says of it, its lines before its prose; null: nothing. */
function ditDe(dossier: Dossier, evenement: CourrierRequerant): Dit | null {
  const { courrier } = evenement
  const { medecinTraitant: mt } = dossier
  const { formulaire, contradictions, motCle } = courrier
  const texte = paroles(courrier)
  const hasTraitant = mt === null || mt.kind === 'designe' || mt.kind === 'enDoute'
  const prose = hasTraitant ? contredite([texte], nomsDuTraitantDe(dossier)) : null
  const line = formulaire.copieMedecinTraitant?.trim() ?? ''
  if (contradictions.includes('copieMedecinTraitant')) return { mots: line }
  const dite = line === '' ? surSaLigne(dossier, formulaire.medecinTraitant ?? '') : copieDite(line)
  if (line !== '' && dite === null) return { mots: line }
  if (dite === 'non') return 'non'
  const redit = prose === null && line === '' ? traitantNomme(dossier, evenement) : null
  if (redit !== null) return redit
  if (prose !== null && (dite === 'oui' || !prose.isPlaine)) return { mots: prose.mots }
  if (prose !== null) return 'non'
  if (dite !== null) return dite
  // A yes that lets something leave is written on its line. SPEC §8
  const rendue = isRefusee(dossier) ? copieRendue(texte, nomsDuTraitantDe(dossier)) : null
  if (rendue !== null) return { mots: rendue }
  const isAnswer = isDemandee(dossier) && motCle === null && dossier.question == null
  if (!isAnswer || !isSimpleReponse(texte)) return null
  const answer = reponseDite(texte)
  return answer === 'oui' ? { mots: texte } : answer
}

/** Nobody gets a copy as things are. */
function isRefusee({ medecinTraitant: mt }: Dossier): boolean {
  return mt?.kind === 'oppose' || mt?.kind === 'enDoute'
}

/** Does a question of ours about the copy wait for its answer? */
function isDemandee({ medecinTraitant: mt, formulaire }: Dossier): boolean {
  return (
    mt?.kind === 'enDoute' || (mt?.kind === 'oppose' && formulaire.copieMedecinTraitant === '?')
  )
}

/** What a line `Médecin traitant` says of it once he is known: an opposition, or a doubt about who he is. */
function surSaLigne({ medecinTraitant: mt }: Dossier, line: string): Dit | null {
  if (line.trim() === '') return null
  const said = medecinTraitantDit(line)
  if (said.kind === 'oppose') return 'non'
  if (mt?.kind !== 'designe' && mt?.kind !== 'enDoute') return null
  const isHim = said.kind === 'designe' && isLui(said.designation, line, mt.professionnel)
  return isHim ? null : { mots: line }
}

/** The words by which his letters name the médecin traitant. */
export function nomsDuTraitantDe({
  medecinTraitant: mt,
  formulaire,
}: Dossier): ReadonlySet<string> {
  const known = mt !== null && 'professionnel' in mt ? mt.professionnel : null
  return nomsDuTraitant(formulaire.medecinTraitant ?? '', known)
}

const LIGNES: readonly string[] = ['copieMedecinTraitant', 'medecinTraitant'] satisfies Libelle[]

/** Does the letter say nothing else? */
function isSeule(dossier: Dossier, courrier: Courrier): boolean {
  const { motCle, formulaire, pieces, urgence, illisibles = [] } = courrier
  if ((motCle !== null && motCle !== 'COMPLEMENT') || urgence !== null) return false
  if (pieces.length + illisibles.length > 0) return false
  if (!Object.keys(formulaire).every((label) => LIGNES.includes(label))) return false
  const texte = paroles(courrier)
  // What is left of a sentence is its point.
  const noms = nomsDuTraitantDe(dossier)
  const rest = sansCopie(isRefusee(dossier) ? sansCopieRendue(texte, noms) : texte, noms)
    .split('\n')
    .map((line) => trimEndOf(line, ' .,'))
    .join('\n')
  return isSimpleReponse(texte) || substance(rest, dossier.requerant) === ''
}

/** The dossier as the letter leaves it, and what its author is told. */
function noter(
  dossier: Dossier,
  evenement: CourrierRequerant,
  dit: Dit,
): { readonly pas: Pas; readonly copie: CopieNotee } {
  const { medecinTraitant: mt } = dossier
  const remise = derniereRemise(dossier)
  const told = remise === null ? {} : { remiseLe: remise }
  if (typeof dit === 'object' && 'traitant' in dit)
    return renommer(dossier, evenement, dit.traitant)
  if (isAutre(dossier, dit)) {
    const copie = { dit: 'sans-traitant', mots: dit.mots, ...told } as const
    return { pas: sansNom(dossier), copie }
  }
  const isNamed = evenement.courrier.formulaire.medecinTraitant !== undefined
  if ((mt?.kind === 'requerant' && !isNamed) || (mt?.kind === 'aucun' && dit === 'non')) {
    return { pas: pas(dossier), copie: { dit: 'sans-objet' } }
  }
  if (dit === 'non') return { pas: opposer(dossier), copie: { dit, ...told } }
  if (dit === 'oui') return accorder(dossier, evenement)
  const { mots } = dit
  const line = { ...dossier.formulaire, copieMedecinTraitant: '?' }
  const doubt: MedecinTraitant | null = mt?.kind === 'designe' ? { ...mt, kind: 'enDoute' } : mt
  const held = { ...dossier, formulaire: line, medecinTraitant: doubt }
  return {
    pas: pas(held, [], [trace('copie-en-doute')]),
    copie: { dit: 'a-preciser', mots, ...told },
  }
}

/** Is it in doubt who he is, by this letter or an earlier one? */
function isAutre(
  { formulaire }: Dossier,
  dit: Exclude<Dit, { readonly traitant: TraitantNomme }>,
): dit is { readonly mots: string; readonly qui?: 'oui' } {
  return typeof dit === 'object' && (dit.qui === 'oui' || formulaire.medecinTraitant === '?')
}

/** Nothing more leaves for him, of what waits neither. */
export function opposer(dossier: Dossier): Pas {
  const { medecinTraitant: mt, formulaire } = dossier
  const professionnel = mt !== null && 'professionnel' in mt ? mt.professionnel : null
  return pas(
    {
      ...dossier,
      formulaire: { ...formulaire, copieMedecinTraitant: 'non' },
      medecinTraitant: { kind: 'oppose', professionnel },
    },
    [
      { kind: 'retirerEnvois', roles: ['medecinTraitant'], rang: null, raison: 'opposition-copie' },
      { kind: 'reglerTravaux', code: 'medecin-traitant-sans-adresse' },
    ],
    [trace('copie-opposee')],
  )
}

/** He gets his copy again, of what he has not had, too. */
function accorder(
  dossier: Dossier,
  evenement: CourrierRequerant,
): { readonly pas: Pas; readonly copie: CopieNotee } {
  const { medecinTraitant: mt } = dossier
  const formulaire = { ...dossier.formulaire, copieMedecinTraitant: 'oui' }
  const traitant = traitantPour(dossier, evenement)
  if (traitant === null) return { pas: pas(dossier), copie: { dit: 'sans-traitant' } }
  if (traitant.kind === 'requerant') return { pas: pas(dossier), copie: { dit: 'sans-objet' } }
  const again: Dossier = { ...dossier, formulaire, medecinTraitant: traitant }
  // What waited under a doubt leaves by itself; what an opposition took back is put anew.
  const { message } = evenement.provenance
  const isNew = mt?.kind === 'oppose' || mt?.kind === 'aucun' || mt?.kind === 'requerant'
  const letters = isNew ? copiesDues(again, message) : []
  return { pas: pas(again, letters, [trace('copie-accordee')]), copie: { dit: 'oui' } }
}

/** Whom the copy goes to; null: it is not known for sure. */
function traitantPour(
  { medecinTraitant: mt, formulaire, requerant }: Dossier,
  { courrier, trouvailles }: CourrierRequerant,
): Extract<MedecinTraitant, { kind: 'designe' | 'requerant' }> | null {
  const own = courrier.formulaire.medecinTraitant
  // Who he is was asked, and is not said.
  if (own === undefined && formulaire.medecinTraitant === '?') return null
  const known = mt !== null && 'professionnel' in mt ? mt.professionnel : null
  if (known !== null && own === undefined) {
    const written = designationDe(formulaire.medecinTraitant ?? '')?.adresse ?? null
    const adresse = known.adresses.find((one) => one === written) ?? known.adresses[0] ?? null
    return { kind: 'designe', professionnel: known, adresse }
  }
  const form = { medecinTraitant: own ?? formulaire.medecinTraitant ?? '' }
  const { valeur } = lireTraitant({ form, cibles: [], trouvailles, requerant })
  return valeur?.kind === 'designe' || valeur?.kind === 'requerant' ? valeur : null
}
