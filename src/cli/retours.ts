/**
 * `facturation retours FICHIER`: the insurer's answers, read as the file streams by.
 *
 * Each line that changed nothing is told on stdout, the counts on stderr; exit 1 where a line was told. SPEC §1, §11
 */
import { createReadStream } from 'node:fs'

import { type BilanRetours, keepReturns, toldReturns } from '../billing/apply-returns.ts'
import { ERRORS, isRefusal, type Refusal } from '../errors.ts'
import { saidOf } from '../kit/opening.ts'
import { carriedOut, PAR } from './order.ts'
import { type Arguments, Failure, Misuse, type Terminal } from './terms.ts'

/** Takes a return file in, and tells what of it changed nothing. */
export async function retours(args: Arguments, terminal: Terminal): Promise<number> {
  const [, file] = args.words
  if (file === undefined) throw new Misuse('facturation retours FICHIER : fichier attendu')
  const source = await opened(file)
  const { workingParts } = await import('./workshop.ts')
  return await workingParts(args, terminal, async (parts) => {
    const { db, clock } = parts
    const kept = await keepReturns(db, read(source, file), { par: PAR, now: clock.now() })
    if (isRefusal(kept)) throw new Failure(`${file} : ${sentence(kept)}`)
    const command = { quoi: 'returns', parametres: kept, motif: null } as const
    const done = (await carriedOut(parts, command)) as BilanRetours
    for await (const told of toldReturns(db, kept.fichier)) {
      for (const { ligne, raison } of told) terminal.out(`ligne ${ligne} : ${raison}`)
    }
    const { payes, partiels, rejetes, ecartees } = done
    terminal.err(
      `${payes} acte(s) payé(s) dont ${partiels} en partie, ${rejetes} rejeté(s), ${ecartees} ligne(s) sans effet.`,
    )
    return ecartees > 0 ? 1 : 0
  })
}

/** Opened before anything else is: a file that is not there needs no database. */
async function opened(file: string): Promise<AsyncIterable<Buffer>> {
  const stream = createReadStream(file)
  await new Promise<void>((resolve, reject) => {
    stream.once('ready', resolve)
    stream.once('error', (cause) => reject(unreadable(file, cause)))
  })
  return stream
}

async function* read(source: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  try {
    yield* source
  } catch (cause) {
    // A folder opens, and is found out when it is read.
    throw unreadable(file, cause)
  }
}

function unreadable(file: string, cause: unknown): Failure {
  return new Failure(`fichier illisible : ${file} (${saidOf(cause) ?? 'erreur de lecture'})`, {
    cause,
  })
}

function sentence({ code, detail }: Refusal): string {
  const more = detail.colonne ?? detail.colonnes
  return more === undefined ? ERRORS[code].public : `${ERRORS[code].public} (colonne : ${more})`
}
