/**
 * The smallest letter there can be, shown to our own door: limits that it does not pass take no signed mail at all.
 *
 * In    a signed letter, the settings
 * Out   one trial: taken, or which limit is too narrow and how much the letter needs
 *
 * SPEC §1 (`check`), §13.8
 */
import type { Config } from '../config.ts'
import { openScan } from '../receive/scan.ts'
import type { Trial } from './dry-start.ts'

const NAME = 'porte'
const SIZE = 'CONFRERE_MAX_MESSAGE_BYTES'
const SETTINGS: { readonly [code: string]: string } = {
  'message-too-large': SIZE,
  'header-too-large': 'CONFRERE_LIMITE_EN_TETES',
  'line-too-long': 'CONFRERE_LIMITE_LIGNE',
  'too-many-hops': 'CONFRERE_LIMITE_SAUTS',
}

/** Scans it as the door would. */
export function atTheDoor(letter: Buffer, { maxMessageBytes, limites }: Config): Trial {
  const scan = openScan({ ...limites, maxMessageBytes })
  const refused = scan.push(letter) ?? scan.end()
  if (refused === null) {
    const detail = `une lettre signée y passe : ${letter.length} octets, sur ${maxMessageBytes} admis`
    return { name: NAME, ok: true, detail, setting: SIZE }
  }
  const setting = SETTINGS[refused.code] ?? SIZE
  const detail = `${setting} est trop bas : la moindre lettre signée (${letter.length} octets) est refusée (${refused.code}), aucun courrier n’entre`
  return { name: NAME, ok: false, detail, setting }
}
