/**
 * Looks at a letter a second time before anything follows from it, where the settings ask for it.
 *
 * In    a letter whose author is known
 * Out   why it goes no further, with what each reader found; null: it goes on
 *
 * SPEC §2 (CONFRERE_DOUBLE_LECTURE)
 */
import type { WithConfig } from '../config.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { Readings } from '../message.ts'
import { bringerOf, type WithJudges } from '../sandbox/judges.ts'
import type { Letter } from './mail.ts'
import { mimeLimits } from './open-policy.ts'

/** What a second look found against a letter; null where nothing speaks against it. */
export async function secondLook(
  { opened, received }: Letter,
  { config, judges }: WithConfig & WithJudges,
): Promise<{ readonly refusal: Refusal; readonly readings: Readings | null } | null> {
  if (!config.doubleLecture) return null
  const found = await judges.second(opened, mimeLimits(config), bringerOf(received.envelope))
  if (found === null) return null
  if (isRefusal(found)) return { refusal: found, readings: null }
  const { code, reason, readings } = found
  return { refusal: refusal(code, { reason }), readings }
}
