/**
 * Who may read the files of our secrets: in production their owner alone, as `cles rotation` asks of a new master key.
 *
 * In    the settings
 * Out   one failed trial a file that others may read; nothing of files that are not there, which are told where they are
 *       opened
 *
 * SPEC §2 (`production`)
 */
import { stat } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { othersMayRead } from '../kit/rights.ts'
import type { Trial } from './dry-start.ts'
import { passwordBeside } from './gateway-identity.ts'

/** Looks at each file that holds a key or a password. */
export async function rightsTrials(config: Config): Promise<readonly Trial[]> {
  if (config.mode !== 'production') return []
  const found = await Promise.all(
    secretsOf(config).map(async ([setting, file]): Promise<Trial[]> => {
      const known = await stat(file).catch(() => null)
      if (known === null || !othersMayRead(known)) return []
      const detail = `${setting} : ${file} est lisible par d’autres ; lancez : chmod 600 ${file}`
      return [{ name: 'droits', ok: false, detail, setting }]
    }),
  )
  return found.flat()
}

/** Each of them with its setting. */
function secretsOf(config: Config): readonly (readonly [setting: string, file: string])[] {
  const { identity, pkcs11, formerIdentities, masterKeyFile, smtp, http } = config
  const own =
    pkcs11 === null
      ? ([
          ['CONFRERE_IDENTITY', identity.file],
          ['CONFRERE_IDENTITY_PASSWORD_FILE', identity.passwordFile],
        ] as const)
      : ([['CONFRERE_PKCS11', pkcs11.pinFile]] as const)
  const former = formerIdentities
    .flatMap((file) => [file, passwordBeside(file)])
    .map((file) => ['CONFRERE_FORMER_IDENTITIES', file] as const)
  const all = [
    ...own,
    ...former,
    ['CONFRERE_MASTER_KEY_FILE', masterKeyFile],
    ['CONFRERE_SMTP_KEY', smtp.key],
    ['CONFRERE_HTTP_KEY', http.key],
  ] as const
  return all.flatMap(([setting, file]) => (file === null ? [] : [[setting, file] as const]))
}
