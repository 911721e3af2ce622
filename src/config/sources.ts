/**
 * Where settings are written: a flat YAML file, and the environment, which wins.
 *
 * In    the environment, the YAML file, the names known
 * Out   one text a name; a path written in the file is relative to the file
 * Refuses   unknown keys and `CONFRERE_*` variables, a file that is no flat YAML (`settings-file.ts`), secrets in it
 *
 * SPEC §2
 */
import { nearest, type Setting } from '../kit/settings.ts'
import { fileEntries } from './settings-file.ts'

const PREFIX = 'CONFRERE_'
/** Belong to the runner of the tests, not to the gateway. */
const RUNNER_PREFIX = 'CONFRERE_TEST_'
const BARE = new Set(['DATABASE_URL', 'REDIS_URL'])
const SECRET_KEY = /(passw|mot_de_passe|passphrase|secret|token|jeton|_pin$)/

export type Environment = { readonly [name: string]: string | undefined }

/** Everything written, and what is wrong with how it is written. */
export interface Sources {
  readonly settings: ReadonlyMap<string, Setting>
  readonly faults: readonly string[]
}

/** Gathers the settings of `known` names. */
export async function gather(
  env: Environment,
  file: string | null,
  known: readonly string[],
): Promise<Sources> {
  const settings = new Map<string, Setting>()
  const faults: string[] = []
  if (file !== null) {
    for (const { key, text, isList } of await fileEntries(file, faults)) {
      const name = nameOf(key)
      const wrong = faultOfKey(key, text, known)
      if (wrong !== null) faults.push(wrong)
      else if (text !== '') settings.set(name, { text, from: 'file', isList })
    }
  }
  for (const [name, value = ''] of Object.entries(env)) {
    const ours = name.startsWith(PREFIX) && !name.startsWith(RUNNER_PREFIX)
    if (!ours && !BARE.has(name)) continue
    if (!known.includes(name) && !BARE.has(name)) faults.push(unknown(name, known))
    else if (value.trim() !== '') settings.set(name, { text: value.trim(), from: 'environment' })
  }
  return { settings, faults }
}

function nameOf(key: string): string {
  const bare = key.toUpperCase()
  return BARE.has(bare) ? bare : PREFIX + bare
}

function keyOf(name: string): string {
  return name.replace(PREFIX, '').toLowerCase()
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return `${name} : réglage inconnu${near === null ? '' : ` (peut-être ${near} ?)`}`
}

function faultOfKey(key: string, value: string, known: readonly string[]): string | null {
  const name = nameOf(key)
  if (key !== key.toLowerCase() || name === 'CONFRERE_CONFIG' || !known.includes(name)) {
    if (SECRET_KEY.test(key)) {
      return `${key} : aucun secret dans le fichier de réglages ; donnez le chemin d’un fichier ou une variable d’environnement`
    }
    const near = nearest(name, known)
    return `${key} : clé inconnue${near === null ? '' : ` (peut-être ${keyOf(near)} ?)`}`
  }
  if (/^[a-z+]+:\/\/[^/@:]*:[^/@]+@/i.test(value)) {
    return `${key} : aucun mot de passe dans le fichier de réglages ; passez cette adresse par la variable ${name}`
  }
  return null
}
