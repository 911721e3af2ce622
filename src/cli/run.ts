/**
 * What is typed, carried out: finds the command, runs it, turns every error into one French line and an exit code.
 *
 * In    the words after `./confrere`, a terminal
 * Out   the exit code: 2 for bad arguments or settings, 1 for a failure
 *
 * SPEC §1
 */
import { lineOf } from '../kit/opening.ts'
import { argumentsOf, type Command, helpOf, Misuse, type Terminal } from './terms.ts'

/** In the order of the overview. Each is loaded when it is asked for: one command needs little of the program. */
export const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  demo: async () => (await import('./demo.ts')).demo,
  serve: async () => (await import('./serve.ts')).serve,
  check: async () => (await import('./check.ts')).check,
  inspect: async () => (await import('./inspect.ts')).inspect,
  annuaire: async () => (await import('./annuaire.ts')).annuaire,
  requis: async () => (await import('./requis.ts')).requis,
  pool: async () => (await import('./pool.ts')).pool,
  boite: async () => (await import('./boite.ts')).boite,
  certificat: async () => (await import('./certificat.ts')).certificat,
  dossiers: async () => (await import('./dossiers.ts')).dossiers,
  dossier: async () => (await import('./dossiers.ts')).dossier,
  rejouer: async () => (await import('./rejouer.ts')).rejouer,
  message: async () => (await import('./message.ts')).message,
  facturation: async () => (await import('./facturation.ts')).facturation,
  journal: async () => (await import('./journal.ts')).journal,
  cles: async () => (await import('./cles.ts')).cles,
  jeton: async () => (await import('./jeton.ts')).jeton,
  preuve: async () => (await import('./preuve.ts')).preuve,
}

/** Carries out what was typed. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await carryOut(words, terminal)
  } catch (error) {
    terminal.err(`confrere : ${lineOf(error)}`)
    return error instanceof Misuse ? 2 : 1
  }
}

async function carryOut([name, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === 'test') {
    // The script runs it; here is its page alone.
    terminal.out(TEST_HELP)
    return rest.includes('--help') || rest.includes('-h') ? 0 : 2
  }
  if (name === undefined || name === '--help' || name === 'help' || name === '-h') {
    terminal.out(await overview())
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load === undefined) {
    throw new Misuse(`Commande inconnue : ${name}. Liste : ./confrere --help`)
  }
  const command = await load()
  const args = argumentsOf(command, rest)
  if (args.help) {
    terminal.out(helpOf(command))
    return 0
  }
  return await command.run(args, terminal)
}

const TEST_HELP = [
  'Vérifie la passerelle : format, types, plan, puis tous les tests (huit minutes au plus sur deux cœurs).',
  '',
  'Usage : ./confrere test [FICHIER…]',
  'Exemple : ./confrere test test/decide/avis.test.ts',
  '',
  'Des fichiers nommés sont seuls essayés, sans les vérifications. Ce qui manque à la machine est nommé et passé.',
  'CONFRERE_TEST_STRICT=1 : rien n’est passé, et les tests longs tournent aussi.',
].join('\n')

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Confrère : passerelle de messagerie sécurisée pour la téléexpertise.',
    '',
    'Usage : ./confrere COMMANDE [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'test'.padEnd(width)}  Vérifie la passerelle : format, types, plan, tests.`,
    '',
    'Aide d’une commande : ./confrere COMMANDE --help',
    'Exemple : ./confrere demo',
  ].join('\n')
}
