/**
 * Adversarial texts, and the question whether a step over them costs more than their length. SPEC §13.12
 *
 *   t.strictSame(await squares(counter, 'fold', { step: fold, texts: adverse() }), [])
 *
 * What is counted is work, not time: a text four times as long may cost no more than about four times as much.
 */
import type { Counter } from './work.ts'

/** What comes again and again in a text. */
const SIGNS = [
  ...'@.-><&:;,([{"\'*_=|/\\#~^`!?0aZé',
  ...' \t\n\v\f\r\u00a0\u0085\u1680\u2000\u2003\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff',
  '\r\n',
  '\u0301',
  // Marks of several classes: to put them in order is what costs.
  '\u0301\u0323',
  '\uff9e\u0301',
  // Other signs that make one of many: jamo, joiners, selectors, flags, tags, directions, conjuncts, ligatures.
  '\u1100\u1161\u11a8',
  '\u200d',
  '\ufe0f\u20e3',
  '🇫',
  '\u{e0041}',
  '\u202e',
  '\ufdfa',
  '\u03a3\u0301',
  '👩‍⚕️',
  '>\n',
  '> ',
  '<b>',
  '<table><tr><td>',
  '<p>a',
  'a\n',
  'a:',
  'Nom : a\n',
  'Question : a\n',
  'Nom : a Sexe : M ',
  'de ',
  'urgence non ',
  'pour le Dr X ',
  'Dr X\n',
  '=?utf-8?q?a?= ',
  '"\\',
  '(\\',
  'a@b.fr;',
  '99700000001 ',
  '--\n',
  'Le 1/1/2026 a écrit :\n',
]

/** A sign, and what makes its text look like something before it comes again and again. */
export interface Adverse {
  readonly lead: string
  readonly sign: string
}

/** Every sign, those of one step too, behind each lead. */
export function adverse(leads: readonly string[] = [''], more: readonly string[] = []): Adverse[] {
  return [...SIGNS, ...more].flatMap((sign) => leads.map((lead) => ({ lead, sign })))
}

/** A step over a text, and the texts for it. */
export interface Step {
  /** It may refuse a text; what matters is what that costs. */
  readonly step: (text: string) => unknown
  readonly texts: readonly Adverse[]
  /** The shorter length, where a limit of ours cuts: it is measured beyond. */
  readonly shortOf?: (one: Adverse) => number | undefined
}

const SHORT = 1_000
const TIMES = 4
/** What the square would be is sixteen; what a fixed beginning costs is taken off. */
export const MOST_TIMES = 6
/** Looking at what was counted costs more than most texts: those of a group are counted together, ... */
const TOGETHER = 8
/** ... and each alone where they are not well within what lines are. */
const MOST_TOGETHER = 4.4
const LOOKS = 5

/** The texts of which four times as much cost more than about four times as much, with how many times. */
export async function squares(
  counter: Counter,
  { step, texts, shortOf = () => undefined }: Step,
): Promise<string[]> {
  // What is loaded or remembered the first time is no cost of a text.
  await counter.count(() => attempt(step, 'Bonjour @ é'))
  const fixed = await fixedOf(counter, step)
  const cost = async (some: readonly Adverse[], by: number): Promise<number> => {
    const all = some.map((one) => textOf(one, (shortOf(one) ?? SHORT) * by))
    const counted = await counter.count(async () => {
      for (const text of all) await attempt(step, text)
    })
    return counted - fixed * some.length
  }
  // What the test program does by the way is counted too, at times: the least of some looks is the step's own.
  const times = async (some: readonly Adverse[], looks: number, most: number): Promise<number> => {
    let [small, large, found] = [Infinity, Infinity, Infinity]
    for (let look = 0; look < looks && found > most; look++) {
      small = Math.min(small, await cost(some, 1))
      large = Math.min(large, await cost(some, TIMES))
      found = large / Math.max(small, (fixed / 20) * some.length, SHORT * some.length)
    }
    return found
  }
  const bad: string[] = []
  for (const some of groups(texts)) {
    if ((await times(some, 1, MOST_TOGETHER)) <= MOST_TOGETHER) continue
    for (const one of some) {
      const found = await times([one], LOOKS, MOST_TIMES)
      if (found > MOST_TIMES)
        bad.push(`${JSON.stringify(one.lead + one.sign)}: ${found.toFixed(1)}`)
    }
  }
  return bad
}

/** What the step costs without a text, the least of some looks. */
async function fixedOf(counter: Counter, step: Step['step']): Promise<number> {
  let least = Infinity
  for (let look = 0; look < LOOKS; look++) {
    least = Math.min(least, await counter.count(() => attempt(step, '')))
  }
  return least
}

function groups(all: readonly Adverse[]): Adverse[][] {
  const count = Math.ceil(all.length / TOGETHER)
  return Array.from({ length: count }, (_, i) => all.slice(i * TOGETHER, (i + 1) * TOGETHER))
}

function textOf({ lead, sign }: Adverse, length: number): string {
  return (lead + sign.repeat(Math.ceil(length / sign.length))).slice(0, lead.length + length)
}

async function attempt(step: (text: string) => unknown, text: string): Promise<void> {
  try {
    await step(text)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error
  }
}
