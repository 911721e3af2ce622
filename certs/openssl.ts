/**
 * Runs the machine's OpenSSL: the independent hand that makes and judges what our own code reads and writes.
 *
 * In    arguments, standard input
 * Out   standard output; throws with OpenSSL's own words when it fails
 */
import { spawn } from 'node:child_process'

/** Runs `openssl` and gives its standard output. */
export async function openssl(
  args: readonly string[],
  { input, cwd }: { readonly input?: Buffer | string; readonly cwd?: string } = {},
): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const child = spawn('openssl', args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const said: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => out.push(piece))
    child.stderr.on('data', (piece: Buffer) => said.push(piece))
    child.on('error', reject)
    // OpenSSL may end before it has read all: its exit code tells what matters.
    child.stdin.on('error', () => undefined)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else reject(new Error(`openssl ${args.join(' ')} (${code}): ${Buffer.concat(said)}`))
    })
    child.stdin.end(input)
  })
}

/** `YYYYMMDDHHMMSSZ`, as `openssl ca` takes its dates. */
export function opensslTime(instant: Date): string {
  return `${instant.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
}
