/**
 * Settings as tests read them: good ones, the faults of bad ones, a YAML file, all that production asks for.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Test } from 'tap'

import { type Config, loadConfig } from '../../src/config.ts'

export type Env = Record<string, string>

/** The settings, which are accepted. */
export async function good(t: Test, env: Env, file: string | null = null): Promise<Config> {
  const config = await loadConfig(env, file)
  if ('errors' in config) {
    t.strictSame(config.errors, [], 'the settings are accepted')
    throw new Error('refused')
  }
  return config
}

/** What is wrong with them. */
export async function errors(env: Env, file: string | null = null): Promise<readonly string[]> {
  const config = await loadConfig(env, file)
  return 'errors' in config ? config.errors : []
}

/** A settings file. */
export const yaml = (t: Test, text: string): string => {
  const file = join(t.testdir({}), 'confrere.yaml')
  writeFileSync(file, text)
  return file
}

/** Everything production asks for, in files of their own. */
export function production(t: Test): Env & { dir: string } {
  const dir = t.testdir({
    'id.p12': '',
    'id.pass': '',
    'master.key': '',
    'tls.crt': '',
    'tls.key': '',
  })
  const at = (name: string): string => join(dir, name)
  const env = {
    CONFRERE_MODE: 'production',
    CONFRERE_DATA_DIR: at('data'),
    CONFRERE_IDENTITY: at('id.p12'),
    CONFRERE_IDENTITY_PASSWORD_FILE: at('id.pass'),
    CONFRERE_MASTER_KEY_FILE: at('master.key'),
    CONFRERE_SMTP_CERT: at('tls.crt'),
    CONFRERE_SMTP_KEY: at('tls.key'),
  }
  return Object.defineProperty({ ...env, dir }, 'dir', { enumerable: false, value: dir })
}
