/**
 * Octets on disk instead of in the ledger, and how much memory their reader holds.
 *
 *   const disk = await openDisk(t)
 *   const raw = await disk.keep(pieces)       // Bytes behind a file
 *   disk.held()                               // most octets of Buffers alive at any reading, over the start
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import type { Test } from 'tap'

import { type Bytes, storedBytes } from '../../src/kit/bytes.ts'

const PIECE_BYTES = 256 * 1024
const LOOK_EVERY = 48

/** A folder of kept contents, gone when the test ends. */
export async function openDisk(t: Pick<Test, 'teardown'>) {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  // Buffers are let go in the background: the second collection waits for it.
  const collect = (): void => {
    gc()
    gc()
  }
  const folder = await mkdtemp(join(tmpdir(), 'confrere-disk-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  collect()
  let before = process.memoryUsage().arrayBuffers
  let most = 0
  let reads = 0
  let files = 0
  const look = (): void => {
    if (reads++ % LOOK_EVERY !== 0) return
    collect()
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
  }
  const bytesOf = (file: string, size: number): Bytes =>
    storedBytes(size, null, async function* (start, end) {
      const handle = await open(file)
      try {
        for (let at = start; at < end; ) {
          const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, end - at))
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
          look()
          at += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
      }
    })
  return {
    async keep(source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Bytes> {
      const file = join(folder, String(files++))
      let size = 0
      async function* counted() {
        for await (const piece of source) {
          size += piece.length
          yield piece
        }
      }
      await pipeline(Readable.from(counted()), createWriteStream(file))
      return bytesOf(file, size)
    },
    start(): void {
      collect()
      before = process.memoryUsage().arrayBuffers
      most = 0
    },
    held: () => most,
  }
}
