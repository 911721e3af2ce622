/**
 * What is ticked in a line of boxes: « ☐ M ☑ F ☐ I », « [x] oui [ ] non », « oui ☒ non ☐ ».
 *
 * In    a value as written
 * Out   the words beside the ticked boxes; empty where none is, or where it cannot be told which words a box is of;
 *       the value itself where it has no box
 *
 * SPEC §4 (check boxes)
 */

const BOX = /[☐□▢○◯❏❑☑☒✓✔✅✗✘⊠■●◉🗹🗷]\ufe0f?|\[[ _xX✓✔]?\]|\((?:[ _xX✓✔])?\)/gu
const EMPTY = /^(?:[☐□▢○◯❏❑]\ufe0f?|[[(][ _]?[\])])$/u

interface Boite {
  readonly isTicked: boolean
  readonly start: number
  readonly end: number
}

/** The words beside what is ticked. */
export function cochees(value: string): string {
  const boxes = boitesDe(value)
  const [first] = boxes
  const last = boxes.at(-1)
  if (first === undefined || last === undefined) return value
  const leads = value.slice(0, first.start).trim() === ''
  const trails = value.slice(last.end).trim() === ''
  // A box on both sides, or on neither: whose it is cannot be told.
  if (leads === trails) return ''
  return boxes
    .map(({ isTicked, start, end }, at) => {
      if (!isTicked) return ''
      const words = leads
        ? value.slice(end, boxes[at + 1]?.start)
        : value.slice(boxes[at - 1]?.end ?? 0, start)
      return words.replace(/^[\s,;/|]+/, '').trim()
    })
    .filter((words) => words !== '')
    .join(' ')
}

/** Does a value have boxes? */
export function hasCases(value: string): boolean {
  return boitesDe(value).length > 0
}

function boitesDe(value: string): readonly Boite[] {
  return [...value.slice(0, 400).matchAll(BOX)].map((found) => ({
    isTicked: !EMPTY.test(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }))
}
