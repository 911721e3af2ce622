/**
 * The terminal's door: what the program is started with, and where it prints.
 *
 * SPEC §1
 */
import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  isTty: process.stdout.isTTY,
  env: process.env,
})
