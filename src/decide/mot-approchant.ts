/**
 * A first word that is no keyword, but one letter off from one: « ACORD », « AVSI ». Its author is asked, by his own word.
 *
 * In    a letter without a keyword
 * Out   of a requis, the question whose first word is that which he may mean, with the word as he wrote it; the letter
 *       without that word, where it stands alone: it says nothing beside it
 *
 * What lets something leave or commits its author is never guessed. SPEC §5, §6.1, §6.8
 */
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'

/** The question about each word that a requis may write: before his opinion, and after it. */
const QUESTIONS: { readonly [M in MotCle]?: readonly [code: string, apresAvis: string] } = {
  AVIS: ['mot-cle-manquant', 'texte-apres-avis'],
  RECTIFICATIF: ['mot-cle-manquant', 'texte-apres-avis'],
  'JE CONFIRME': ['mot-cle-manquant', 'texte-apres-avis'],
  COMPLEMENT: ['question-a-preciser', 'texte-apres-avis'],
  REORIENTATION: ['mot-cle-manquant', 'texte-apres-avis'],
  REFUS: ['refus-a-preciser', 'texte-apres-avis'],
  ACCEPTE: ['accuse-a-preciser', 'texte-apres-avis'],
  ABSENT: ['absence-a-preciser', 'absence-a-preciser'],
  PRESENT: ['mot-cle-manquant', 'texte-apres-avis'],
}

/** The question about such a word. */
export type MotApprochant = Required<
  Pick<Extract<Lettre, { kind: 'reponseAPreciser' }>, 'code' | 'motCle' | 'dit'>
>

/** What a requis is asked; null: his letter has a keyword, or no word that he may write. */
export function motApprochant(
  { motCle, presque }: Courrier,
  { isRendu }: { readonly isRendu: boolean },
): MotApprochant | null {
  if (motCle !== null || presque === undefined) return null
  const [code, apresAvis] = QUESTIONS[presque.motCle] ?? []
  if (code === undefined || apresAvis === undefined) return null
  return { code: isRendu ? apresAvis : code, motCle: presque.motCle, dit: presque.dit }
}

/** May this letter of the requérant mean ACCORD or DESACCORD? */
export function isPresqueAccord({ motCle, presque }: Courrier): boolean {
  return motCle === null && (presque?.motCle === 'ACCORD' || presque?.motCle === 'DESACCORD')
}

/** The letter without the line on which that word stands alone. */
export function sansMotApprochant<C extends Courrier>(courrier: C): C {
  const { presque, texte, libre } = courrier
  if (presque === undefined || !presque.seul) return courrier
  const without = (text: string): string => {
    const lines = text.split('\n')
    const at = lines.findIndex((line) => line.trim().startsWith(presque.dit))
    return at === -1 ? text : [...lines.slice(0, at), ...lines.slice(at + 1)].join('\n').trim()
  }
  return { ...courrier, texte: without(texte), libre: without(libre) }
}
