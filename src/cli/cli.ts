/**
 * The terminal's door: finds the command, runs it, turns every error into one French line and an exit code.
 *
 * SPEC §1
 */
import { annuaire } from './annuaire.ts'
import { boite } from './boite.ts'
import { certificat } from './certificat.ts'
import { check } from './check.ts'
import { cles } from './cles.ts'
import { demo } from './demo.ts'
import { dossier, dossiers } from './dossiers.ts'
import { facturation } from './facturation.ts'
import { inspect } from './inspect.ts'
import { jeton } from './jeton.ts'
import { journal } from './journal.ts'
import { preuve } from './preuve.ts'
import { rejouer } from './rejouer.ts'
import { requis } from './requis.ts'
import { serve } from './serve.ts'
import { argumentsOf, type Command, helpOf, Misuse, type Terminal } from './terms.ts'

const COMMANDS: readonly Command[] = [
  demo,
  serve,
  check,
  inspect,
  annuaire,
  requis,
  boite,
  certificat,
  dossiers,
  dossier,
  rejouer,
  facturation,
  journal,
  cles,
  jeton,
  preuve,
]

const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  isTty: process.stdout.isTTY,
  env: process.env,
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help' || name === '-h') {
    terminal.out(overview())
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find((each) => each.name === name)
  if (command === undefined) {
    throw new Misuse(`Commande inconnue : ${name}. Liste : ./confrere --help`)
  }
  const args = argumentsOf(command, rest)
  if (args.help) {
    terminal.out(helpOf(command))
    return 0
  }
  return await command.run(args, terminal)
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  return [
    'Confrère : passerelle de messagerie sécurisée pour la téléexpertise.',
    '',
    'Usage : ./confrere COMMANDE [options]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'test'.padEnd(width)}  Vérifie la passerelle : format, types, plan, tests.`,
    '',
    'Aide d’une commande : ./confrere COMMANDE --help',
    'Exemple : ./confrere demo',
  ].join('\n')
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  terminal.err(`confrere : ${sentenceOf(error)}`)
  process.exitCode = error instanceof Misuse ? 2 : 1
}

/** One line, whatever happened: a stack trace helps no administrator. */
function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0] ?? 'erreur inconnue'
}
