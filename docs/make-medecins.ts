/** Writes docs/medecins.md from the guide for physicians. Run: npm run docs */
import { writeFileSync } from 'node:fs'

import { type Chapitre, guide } from '../src/write/guide.ts'

/** The document, as `modele@` sends it in a PDF. */
export function medecinsDocument(): string {
  const chapitres = guide('votre-passerelle').map(chapitreEnMarkdown)
  return `# Demander et rendre un avis par messagerie\n\n*Guide du médecin. Le même, en PDF et avec les adresses de votre passerelle, vient en réponse à un message à \`modele@\`.*\n\n${chapitres.join('\n')}`
}

function chapitreEnMarkdown({
  titre,
  texte = [],
  etapes = [],
  faits = [],
  apres = [],
}: Chapitre): string {
  const parts = [
    `## ${titre}`,
    ...texte,
    etapes
      .map(({ faire, voir }, at) => `${at + 1}. ${faire}\n   *Vous voyez : ${voir}*`)
      .join('\n'),
    faits.length === 0
      ? ''
      : `| | |\n|---|---|\n${faits.map(([nom, valeur]) => `| **${nom}** | ${valeur} |`).join('\n')}`,
    ...apres,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

if (import.meta.main) writeFileSync(new URL('./medecins.md', import.meta.url), medecinsDocument())
