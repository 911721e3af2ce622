/**
 * A process that uses the embedded server of a data directory until its input ends: the durability tests
 * run it as other commands would run, and kill it.
 *
 * Prints one JSON line once it is in, `{"url":…,"way":…}`, and another when it has left.
 */
import { startEmbedded } from '../../src/postgres/embedded.ts'

const [dataDir, binaries, places] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('a data directory is wanted')

const server = await startEmbedded(dataDir, {
  ...(binaries ? { binaries } : {}),
  ...(places ? { places } : {}),
})
process.stdout.write(`${JSON.stringify({ url: server.url, way: server.way })}\n`)
process.stdin.resume()
process.stdin.once('end', async () => {
  await server.release()
  process.stdout.write(`${JSON.stringify({ left: true })}\n`)
})
