/**
 * Runs the machine's OpenSSL: the independent hand that makes and judges what our own code reads and writes.
 *
 * In    arguments, standard input
 * Out   standard output; throws with OpenSSL's own words when it fails
 *
 * A shell starts it for us: to start a program costs as much as the memory of who does it, and a whole gateway may
 * run in this process.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

interface Shell {
  /** Runs a line in the background; its exit code. */
  run(line: string): Promise<number>
  readonly folder: string
}

/** The shell itself is away. */
const GONE = 127

let shell: Shell | null = null

/** Runs `openssl` and gives its standard output. */
export async function openssl(
  args: readonly string[],
  { input = '', cwd = '.' }: { readonly input?: Buffer | string; readonly cwd?: string } = {},
): Promise<Buffer> {
  shell ??= openShell()
  const place = mkdtempSync(join(shell.folder, 'un-'))
  const at = (name: string): string => join(place, name)
  try {
    writeFileSync(at('in'), input)
    const words = ['openssl', ...args].map(quoted).join(' ')
    const to = `<${quoted(at('in'))} >${quoted(at('out'))} 2>${quoted(at('err'))}`
    const code = await shell.run(`cd ${quoted(cwd)} && ${words} ${to}`)
    if (code === 0) return readFileSync(at('out'))
    throw new Error(`openssl ${args.join(' ')} (${code}): ${readFileSync(at('err'))}`)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** One for the whole process; it ends with its input, and keeps nobody alive while it has nothing to do. */
function openShell(): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'confrere-openssl-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const script = 'while read -r id line; do { eval "$line"; echo "$id $?"; } & done'
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<string, (code: number) => void>()
  let count = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [id = '', code] = line.split(' ')
    waiting.get(id)?.(Number(code))
    waiting.delete(id)
    if (waiting.size === 0) hold(child, false)
  })
  hold(child, false)
  child.once('exit', () => {
    for (const end of waiting.values()) end(GONE)
  })
  return {
    folder,
    run: (line) =>
      new Promise((resolve) => {
        if (line.includes('\n')) throw new Error('openssl: one line is wanted')
        const id = String(++count)
        waiting.set(id, resolve)
        hold(child, true)
        child.stdin.write(`${id} ( ${line} )\n`)
      }),
  }
}

function hold(child: ChildProcess, isBusy: boolean): void {
  const handles = [child, child.stdin as Socket | null, child.stdout as Socket | null]
  for (const each of handles) isBusy ? each?.ref() : each?.unref()
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** `YYYYMMDDHHMMSSZ`, as `openssl ca` takes its dates. */
export function opensslTime(instant: Date): string {
  return `${instant.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
}
