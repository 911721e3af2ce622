/**
 * A test that takes a minute runs where nothing may be skipped (CONFRERE_TEST_STRICT, as in `.ci/run`): the
 * test command of a user must end within minutes.
 */

/** Why a long test does not run here; null where it does. */
export const TOO_LONG: string | null = process.env.CONFRERE_TEST_STRICT
  ? null
  : 'takes a minute: CONFRERE_TEST_STRICT=1 runs it'
