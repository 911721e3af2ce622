/**
 * Whom the documents of a letter say that they are about, looked up in the judging threads, one document at a time.
 *
 * In    a letter whose author is known
 * Out   the same, each PDF and DICOM file with the patient it names; what could not be looked at holds nothing up
 *
 * SPEC §6.5, §13.12
 */
import type { NonCompare, Piece } from '../domain/courrier.ts'
import { bringerOf, type WithJudges } from '../sandbox/judges.ts'
import type { Letter } from './mail.ts'

/** For all documents of a letter together: those after it are not looked at. */
const ALL_MS = 15_000

/** The letter with what its documents say of their patient. */
export async function withPatients(letter: Letter, { judges }: WithJudges): Promise<Letter> {
  const { courrier, opened, received } = letter
  const who = bringerOf(received.envelope)
  const base = opened.entity.ref?.debut ?? 0
  const end = performance.now() + ALL_MS
  const pieces: Piece[] = []
  const nonCompares: NonCompare[] = []
  for (const piece of courrier.pieces) {
    const { nature, codage, debut, fin } = piece
    if (nature === undefined) {
      pieces.push(piece)
      continue
    }
    const body = opened.entity.slice(debut - base, fin - base)
    const isLate = performance.now() > end
    const seen = isLate
      ? ({ nonCompare: 'excessif' } as const)
      : await judges.look(body, { codage, nature }, who)
    pieces.push('dit' in seen ? { ...piece, dit: seen.dit } : piece)
    if ('nonCompare' in seen) nonCompares.push(seen.nonCompare)
  }
  if (pieces.every((piece, i) => piece === courrier.pieces[i]) && nonCompares.length === 0) {
    return letter
  }
  return {
    ...letter,
    courrier: { ...courrier, pieces, ...(nonCompares.length > 0 && { nonCompares }) },
  }
}
