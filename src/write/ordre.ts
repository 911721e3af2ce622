/**
 * The order in which every letter is read: an emergency, the greeting, what is expected of the reader, the
 * patient, what there is to know, and the links last.
 *
 * In    the blocks of a letter, to whom it goes, its dossier
 * Out   the same blocks in that order, with the line that says which patient it is about
 * Refuses to name the patient to a coordinator or an administrator: the number is theirs.
 *
 * SPEC §6.5, §6.7, §10
 */
import type { Formulaire } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import { jourDe } from '../domain/identifiants.ts'
import { fold } from '../domain/texte.ts'
import type { Envoi } from '../message.ts'
import type { Bloc } from './blocs.ts'
import { traitsBrefsFr, traitsFr } from './francais.ts'
import { type Brouillon, RAPPEL_SAMU, SAMU } from './lettre.ts'
import { initiale, rappelPatient } from './liens.ts'

/** The parts that are told which patient a letter of a dossier is about. SPEC §6.5 */
const SOIGNANTS: ReadonlySet<string> = new Set(['requerant', 'requis', 'medecinTraitant'])

/** What ends a form: without it, whatever follows would be read back as its last value. */
const FIN_DE_FORMULAIRE: Bloc = { kind: 'texte', texte: 'Cordialement,' }

/** The blocks of a letter in the order in which they are read. */
export function enOrdre(brouillon: Brouillon, envoi: Envoi): readonly Bloc[] {
  const { blocs } = brouillon
  const liens = blocs.filter((bloc) => bloc.kind === 'liens' && bloc.liens.length > 0)
  const salut = blocs.filter(isSalut)
  const isTold = blocs.some(
    (bloc) => isFort(bloc) && bloc.kind === 'texte' && bloc.texte.includes(SAMU),
  )
  const others = blocs.filter(
    (bloc) => bloc.kind !== 'liens' && !isSalut(bloc) && !(isTold && bloc === RAPPEL_SAMU),
  )
  const strong = others.findIndex((bloc) => !isFort(bloc))
  const head = strong === -1 ? others : others.slice(0, strong)
  const rest = others.slice(head.length)
  const first = rest[0]?.kind === 'texte' ? rest.slice(0, 1) : []
  const ends = liens.length > 0 && rest.at(-1)?.kind === 'formulaire' ? [FIN_DE_FORMULAIRE] : []
  return sansRedite([
    ...head,
    ...salut,
    ...first,
    ...patient(brouillon, envoi),
    ...rest.slice(first.length),
    ...ends,
    ...liens,
  ])
}

/** What was said above is not said again: the words of a code may be those with which the letter begins. */
function sansRedite(blocs: readonly Bloc[]): readonly Bloc[] {
  const said = new Set<string>()
  return blocs.flatMap((bloc): readonly Bloc[] => {
    if (bloc.kind !== 'texte') return [bloc]
    const news = bloc.texte.split(/(?<=[.!?]) /).filter((sentence) => {
      const folded = fold(sentence)
      const isNew = !said.has(folded)
      said.add(folded)
      return isNew
    })
    return news.length === 0 ? [] : [{ ...bloc, texte: news.join(' ') }]
  })
}

function isSalut(bloc: Bloc): boolean {
  return bloc.kind === 'texte' && bloc.salut === true
}

function isFort(bloc: Bloc): boolean {
  return bloc.kind === 'texte' && bloc.fort === true
}

/** Initials and year in any letter; who it is as well where clinical content may go, unless the letter says it. */
function patient({ clinical, identite }: Brouillon, { dossier, a }: Envoi): readonly Bloc[] {
  if (dossier === null || !SOIGNANTS.has(a.role)) return []
  const rappel = rappelDe(dossier)
  if (rappel === null) return []
  const lignes: (readonly [string, string])[] = [['Patient', rappel]]
  if (clinical && identite !== 'dite' && dossier.patient !== null) {
    // « née le » would be read back as a line of the form from a reply of the requérant that quotes it.
    const traits = a.role === 'requerant' ? traitsBrefsFr : traitsFr
    lignes.push(['Identité', traits(dossier.patient)])
  }
  return [{ kind: 'faits', lignes }]
}

/** The lines gathered; of a request that is held whole, its own. */
function formulaireDe({ formulaire, retenues = [], requerant }: Dossier): Formulaire {
  const { prenoms, nomNaissance, dateNaissance } = formulaire
  if ([prenoms, nomNaissance, dateNaissance].some((one) => one !== undefined)) return formulaire
  return retenues.find(({ auteur }) => auteur === requerant.rpps)?.courrier.formulaire ?? formulaire
}

/**
 * `A.Z., 1951`; of a request that lacks a line, what it says: `A., né(e) en 1951`. The year stands apart there, so
 * that a reply which quotes it is not compared with what was known since. Null: nothing is known.
 */
function rappelDe(dossier: Dossier): string | null {
  if (dossier.patient !== null) return rappelPatient(dossier.patient)
  const { prenoms = '', nomNaissance = '', dateNaissance = '' } = formulaireDe(dossier)
  const initials = [prenoms, nomNaissance].map(initiale).filter((one) => one !== null)
  const year = jourDe(dateNaissance)?.slice(0, 4)
  const said = [
    ...(initials.length === 0 ? [] : [`${initials.join('.')}.`]),
    ...(year === undefined ? [] : [`né(e) en ${year}`]),
  ]
  return said.length === 0 ? null : said.join(', ')
}
