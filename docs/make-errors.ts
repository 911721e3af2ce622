/**
 * Writes docs/errors.md from the table of src/errors.ts: `npm run docs`. Never edited by hand.
 */
import { writeFileSync } from 'node:fs'

import { pourAdministrateur } from '../src/administrateur.ts'
import { ERRORS } from '../src/errors.ts'

const FAMILIES = {
  refusal: 'refus',
  deferral: 'report',
  quarantine: 'quarantaine',
  question: 'question',
  alert: 'alerte',
  accepted: 'accepté',
} as const

/** The document, whole. */
export function errorsDocument(): string {
  const rows = Object.entries(ERRORS).map(([code, { family, smtp, http, public: text, spec }]) =>
    [`\`${code}\``, FAMILIES[family], smtp ?? '', http ?? '', text, spec].join(' | '),
  )
  const told = Object.keys(ERRORS).flatMap((code) => {
    const said = pourAdministrateur(code)
    return said === null ? [] : [[`\`${code}\``, said.quoi, said.faire].join(' | ')]
  })
  return `# Codes

Chaque refus, report, question ou alerte porte un de ces codes, et le message accepté qui l’avait déjà été ; un code ne change jamais de sens.
Le texte est celui que lit l’expéditeur ; il ne contient aucune donnée d’un patient.
Page faite depuis \`src/errors.ts\` par \`npm run docs\`.

| famille | ce qui se passe |
|---|---|
| refus | non définitif : réponse 5xx à la porte, ou lettre à l’auteur ; jamais réessayé |
| report | pas maintenant : réponse 4xx à la porte, ou nouvel essai |
| quarantaine | gardé à l’écart, rien n’en est repris ; l’administrateur décide |
| question | l’auteur est interrogé, rien n’est fait d’ici sa réponse |
| alerte | l’administrateur ou le coordinateur est prévenu |
| accepté | le message est accepté ; le code dit pourquoi il n’a pas d’effet de plus |

| code | famille | SMTP | HTTP | texte | référence |
|---|---|---|---|---|---|
${rows.map((row) => `| ${row} |`).join('\n')}

## Ce que lit l’administrateur

De chaque code qui peut lui parvenir : ce qui s’est passé, ce qu’il fait. Page faite depuis \`src/administrateur.ts\`.

| code | ce qui s’est passé | que faire |
|---|---|---|
${told.map((row) => `| ${row} |`).join('\n')}
`
}

if (import.meta.main) writeFileSync(new URL('./errors.md', import.meta.url), errorsDocument())
