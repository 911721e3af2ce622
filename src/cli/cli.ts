/**
 * The terminal's door: what the program is started with, and where it prints.
 *
 * SPEC §1
 */
import { run } from './run.ts'

// A reader that has seen enough (`| head`) is no fault: what is left is printed for nobody.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  isTty: process.stdout.isTTY,
  env: process.env,
})
