/** Writes docs/suites.md from the table of what follows each state. Run: npm run docs */
import { writeFileSync } from 'node:fs'

import { SUITES, type Suite } from '../src/domain/suites.ts'

/** The document, as the table has it. */
export function suitesDocument(): string {
  const parts = Object.entries(SUITES).map(([thing, rows]) => {
    const lines = Object.entries(rows as { readonly [etat: string]: Suite }).map(
      ([etat, { responsable, action, moyens }]) =>
        `| \`${etat}\` | ${responsable} | ${action} | ${moyens.map((each) => `\`${each}\``).join(' ')} |`,
    )
    return `## ${thing}\n\n| state | owner | next | ways |\n|---|---|---|---|\n${lines.join('\n')}\n`
  })
  return `# What follows each state\n\nMade from \`src/domain/suites.ts\`. Every state of everything has an owner, a next action, and a way to do it (SPEC §13.13).\n\n${parts.join('\n')}`
}

if (import.meta.main) writeFileSync(new URL('./suites.md', import.meta.url), suitesDocument())
