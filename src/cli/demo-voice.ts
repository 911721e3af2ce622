/**
 * How the demo is told: numbered steps, in colour on a terminal.
 */
import type { Terminal } from './terms.ts'

/** How the story is told. */
export interface Voice {
  title(text: string): void
  step(text: string): void
  say(text: string): void
  done(text: string): void
  fault(text: string): void
}

/** A voice on this terminal. */
export function voiceOn(terminal: Terminal): Voice {
  const coloured = terminal.isTty && terminal.env.NO_COLOR === undefined
  const paint = (code: number, text: string): string =>
    coloured ? `\u001b[${code}m${text}\u001b[0m` : text
  let step = 0
  return {
    title: (text) => terminal.out(`\n${paint(1, text)}`),
    step(text) {
      step += 1
      terminal.out(`${paint(36, `${String(step).padStart(2)}.`)} ${text}`)
    },
    say: (text) => terminal.out(`    ${text}`),
    done: (text) => terminal.out(`\n${paint(32, '✔')} ${text}\n`),
    fault: (text) => terminal.out(`${paint(31, '✘')} ${text}`),
  }
}
