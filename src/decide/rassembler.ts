/**
 * One more letter joined to a dossier: its lines, words, documents, signed entity and place in the thread.
 *
 * In    the dossier as far as it is known, the letter
 * Out   the same dossier with what the letter adds; the newest line wins, a line that contradicts itself says nothing
 *
 * SPEC §4 (not a word is lost), §5 (assurance)
 */
import type { Courrier, Formulaire, Libelle } from '../domain/courrier.ts'
import type { Dossier, TexteRequerant } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import { joindre } from '../domain/pieces-jointes.ts'
import { words } from '../domain/texte.ts'
import { deposer } from './confirmation.ts'
import { doutesAvec } from './doutes.ts'
import { ciblesAdresse, fusion } from './souhaits.ts'

/** The dossier with the lines, documents and thread of one more letter. */
export function rassembler(
  dossier: Dossier,
  { provenance, courrier }: { readonly provenance: Provenance; readonly courrier: Courrier },
): Dossier {
  const formulaire = sansContradictions(
    fusion(dossier, courrier.formulaire),
    courrier.contradictions,
  )
  // SPEC §5 (assurance): what an unsigned letter says takes effect after JE CONFIRME only.
  const unsigned = provenance.assurance === 'mssante'
  const isWord = courrier.motCle === 'JE CONFIRME' || courrier.motCle === 'JE VALIDE'
  // Lines beside the word are said now, with no more assurance than the letter has.
  const confirms = isWord && Object.keys(courrier.formulaire).length === 0
  return {
    ...dossier,
    assurance: unsigned && !confirms ? 'mssante' : dossier.assurance,
    aConfirmer: dossier.aConfirmer === true || (unsigned && !confirms),
    depot: deposer(dossier, courrier),
    formulaire,
    doutes: doutesAvec(dossier, courrier),
    cibles: ciblesAdresse(dossier, courrier.formulaire),
    pieces: joindre(dossier.pieces, courrier.pieces),
    fil: joindreFil(dossier.fil, provenance),
    textes: [
      ...(dossier.textes ?? []),
      ...remplacees(dossier, courrier, provenance),
      ...texteDe(courrier, provenance),
    ],
    originaux: [
      ...(dossier.originaux ?? []),
      ...(provenance.original ? [provenance.original] : []),
    ],
  }
}

/** Lines of prose: what is written there reaches the requis, even where a later letter writes them anew. */
const PROSE: { readonly [L in Libelle]?: string } = {
  question: 'Question',
  contexte: 'Contexte',
  antecedents: 'Antécédents',
  traitements: 'Traitements',
  delaiSouhaite: 'Délai souhaité',
  telephone: 'Téléphone',
}

/** The former words of the lines that this letter replaces. SPEC §4 */
function remplacees(
  { formulaire, ouvertLe }: Dossier,
  courrier: Courrier,
  { message }: Provenance,
): readonly TexteRequerant[] {
  const lines = (Object.keys(PROSE) as Libelle[]).flatMap((label) => {
    const [before, now] = [formulaire[label] ?? '', courrier.formulaire[label]]
    if (now === undefined || before.trim() === '' || words(now).includes(words(before))) return []
    return [`${PROSE[label]}, dans un message précédent : ${before}`]
  })
  return lines.length === 0 ? [] : [{ message, recuLe: ouvertLe, texte: lines.join('\n') }]
}

/** What a letter says beside the form: it reaches the requis as written. SPEC §4 */
function texteDe({ libre }: Courrier, { message, recuLe }: Provenance): readonly TexteRequerant[] {
  return libre === '' ? [] : [{ message, recuLe, texte: libre }]
}

/** The thread with one more Message-ID. */
export function joindreFil(fil: readonly string[], { messageId }: Provenance): readonly string[] {
  return messageId === null || fil.includes(messageId) ? fil : [...fil, messageId]
}

// A line that says two things says nothing; an opposition in doubt is asked again, never forgotten.
function sansContradictions(form: Formulaire, labels: readonly Libelle[]): Formulaire {
  const kept = Object.entries(form).map(([label, value]) => {
    if (!labels.includes(label as Libelle)) return [label, value]
    return [label, label === 'copieMedecinTraitant' ? '?' : '']
  })
  return Object.fromEntries(kept) as Formulaire
}
