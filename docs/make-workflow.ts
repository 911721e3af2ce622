/** Writes docs/workflow.md by asking `decide`: each state, each event, what follows. Run: npm run docs */
import { writeFileSync } from 'node:fs'

import { type Case, courriers, ETATS, jouer, paires, situation } from '../test/support/workflow.ts'

const STAYS = 'inchangé'

/** The document, as `decide` answers now. */
export function workflowDocument(): string {
  const all = paires().map(([etat, fait]) => jouer(etat, fait))
  const sections = Object.keys(ETATS).map((etat) =>
    section(
      etat,
      all.filter((one) => one.etat === etat),
    ),
  )
  return `# State × event

Made from \`decide\` (\`npm run docs\`): every state that a dossier can stand in, every event that can happen to it, the state that follows, the letters that leave. A letter \`reponseAPreciser (code)\` is a refusal with a question; the codes are in [errors.md](errors.md). Who must act in each state: [suites.md](suites.md).

## Dossiers

${diagram(all.map(({ avant, apres, fait }) => [avant.etat, apres.etat, fait]))}

## Sollicitations

${diagram(all.flatMap(slotMoves))}

${sections.join('\n\n')}
`
}

type Move = readonly [from: string, to: string, by: string]

function slotMoves({ avant, apres, fait }: Case): readonly Move[] {
  return avant.sollicitations.flatMap((slot): readonly Move[] => {
    const now = apres.sollicitations.find((one) => one.rang === slot.rang)
    return now === undefined ? [] : [[slot.etat, now.etat, fait]]
  })
}

/** A state diagram of the moves, one arrow a pair of states, with who or what makes them. */
function diagram(moves: readonly Move[]): string {
  const arrows = Map.groupBy(
    moves.filter(([from, to]) => from !== to),
    ([from, to]) => `${from} --> ${to}`,
  )
  const lines = [...arrows].map(([arrow, made]) => {
    const by = [...new Set(made.map(([, , fait]) => fait.replace(/ : /g, ' ')))]
    const shown = by.length > 4 ? [...by.slice(0, 4), '…'] : by
    return `  ${arrow} : ${shown.join(', ')}`
  })
  return `\`\`\`mermaid\nstateDiagram-v2\n${lines.join('\n')}\n\`\`\``
}

/** One state: its events, those with one outcome together. */
function section(etat: string, cases: readonly Case[]): string {
  const outcomes = Map.groupBy(cases, ({ avant, apres, effets, refus }) => {
    const to = situation(avant) === situation(apres) ? STAYS : situation(apres)
    const letters = [
      ...new Set(courriers(effets)),
      ...(refus === null ? [] : [`refused: ${refus}`]),
    ]
    return `${to} | ${letters.length === 0 ? '—' : letters.join('<br>')}`
  })
  const rows = [...outcomes].map(
    ([outcome, same]) => `| ${same.map(({ fait }) => fait).join('<br>')} | ${outcome} |`,
  )
  return `## ${etat}\n\n| event | next state | letters |\n|---|---|---|\n${rows.join('\n')}`
}

if (import.meta.main) writeFileSync(new URL('./workflow.md', import.meta.url), workflowDocument())
