/**
 * After a run of tests: gives back the memory that its files took, and the shared cluster, unless another run works
 * with it.
 */
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { stopServer } from '../../src/postgres/embedded-server.ts'
import { countUsers, locked } from '../../src/postgres/embedded-users.ts'
import { sharedPlace } from './database.ts'

const { folder, isInMemory } = await sharedPlace()
if (isInMemory) {
  await locked(folder, async () => {
    if ((await countUsers(folder)) > 0) return
    // Whoever was killed at the end has left it running.
    await stopServer(join(folder, 'postgres', 'base'))
    await rm(join(folder, 'postgres'), { recursive: true, force: true })
  })
}

const { TMPDIR = '' } = process.env
// The folder that `./confrere test` made for this run.
if (/^confrere-\d+$/.test(basename(TMPDIR))) {
  await rm(TMPDIR, { recursive: true, force: true, maxRetries: 5 })
}
