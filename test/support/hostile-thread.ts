/**
 * A judging thread with the faults that a hostile mail would like to cause: what the subject asks for.
 */
import { parentPort } from 'node:worker_threads'

import { wholeBuffer } from '../../src/kit/bytes.ts'
import { open } from '../../src/open/open.ts'
import { read } from '../../src/read/read.ts'
import { readReceipt } from '../../src/read/receipt.ts'
import { serveJudge } from '../../src/sandbox/serve.ts'

if (parentPort === null) throw new Error('this file is the start of a thread')
serveJudge(parentPort, {
  async open(received, parts) {
    const head = (await wholeBuffer(received.raw.slice(0, 200), 200)).toString('latin1')
    if (head.includes('SPIN')) for (;;) Math.random()
    if (head.includes('FILL')) {
      const held: string[][] = []
      for (;;) held.push(Array.from({ length: 10_000 }, () => String(Math.random())))
    }
    if (head.includes('EXIT')) process.exit(1)
    if (head.includes('THROW')) throw new Error('a fault of ours')
    return await open(received, parts)
  },
  read,
  async look() {
    for (;;) Math.random()
  },
  second: async () => null,
  readReceipt,
  dangerIn: async () => null,
  async decide() {
    for (;;) Math.random()
  },
  async draw() {
    for (;;) Math.random()
  },
})
