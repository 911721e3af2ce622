/**
 * The lists and responses that judgements rested on, kept once each, and the evidence of one judgement.
 *
 * In    OpenedMessage.evidence
 * Out   the evidence as JSON to be encrypted with its message; the pieces by their SHA-256
 *
 * Pieces are public and signed by their authorities: they are in clear, and outlive the message.
 * SPEC §1 (`preuve`), §8
 */
import type { Sha256 } from '../../domain/correspondant.ts'
import type { OpenedMessage, Readings } from '../../message.ts'
import type { Sql } from '../../postgres/sql.ts'
import { KeyDestroyed, type Keys } from '../keys/keys.ts'

/** A list or a response as its authority signed it. */
export interface Piece {
  readonly genre: 'crl' | 'ocsp'
  readonly sha256: Sha256
  readonly der: Buffer
}

/** What is kept, encrypted, with a message: the certificates, and what names the pieces. */
export interface KeptEvidence {
  /** DER in base64, the signer's certificate first, the anchor last. */
  readonly chaine: readonly string[]
  readonly listes: readonly {
    readonly emetteur: string
    readonly numero: string | null
    readonly sha256: Sha256
  }[]
  readonly reponsesOcsp: readonly Sha256[]
  /** What two readers found, where they differ; absent: they agreed. */
  readonly lectures?: Readings
}

const piecesSeen = new WeakMap<Keys, Set<string>>()

/**
 * Keeps the pieces, once for all messages, and gives what names them encrypted for this one; null when
 * the judgement rested on nothing.
 */
export async function keepEvidence(
  sql: Sql,
  keys: Keys,
  { id, cle }: { readonly id: string; readonly cle: string },
  {
    preuve,
    lectures,
  }: { readonly preuve: OpenedMessage['evidence']; readonly lectures: Readings | null },
): Promise<Buffer | null> {
  const kept = keptEvidence(preuve, lectures)
  if (kept === null) return null
  const seen = piecesSeen.get(keys) ?? new Set()
  piecesSeen.set(keys, seen)
  await keepPieces(sql, piecesOf(preuve), seen)
  return await keys.encrypt(sql, cle, JSON.stringify(kept), `preuve:${id}`)
}

/** The evidence as it is kept; null when nothing was found to rest on. */
function keptEvidence(
  evidence: OpenedMessage['evidence'],
  lectures: Readings | null,
): KeptEvidence | null {
  if (evidence.chain.length === 0 && lectures === null) return null
  return {
    chaine: evidence.chain.map((der) => der.toString('base64')),
    listes: evidence.crls.map(({ issuer, number, sha256 }) => ({
      emetteur: issuer,
      numero: number,
      sha256,
    })),
    reponsesOcsp: evidence.ocsp.map(({ sha256 }) => sha256),
    ...(lectures && { lectures }),
  }
}

/** The pieces of an evidence. */
function piecesOf(evidence: OpenedMessage['evidence']): Piece[] {
  return [
    ...evidence.crls.map(({ sha256, der }) => ({ genre: 'crl' as const, sha256, der })),
    ...evidence.ocsp.map(({ sha256, der }) => ({ genre: 'ocsp' as const, sha256, der })),
  ]
}

const MAX_REMEMBERED = 10_000

/** Keeps the pieces that are not kept yet; `seen` remembers those that a committed row holds. */
export async function keepPieces(
  sql: Sql,
  pieces: readonly Piece[],
  seen: Set<string>,
): Promise<void> {
  const wanted = pieces.filter(({ sha256 }) => !seen.has(sha256))
  if (wanted.length === 0) return
  const rows = await sql.query<{ sha256: string }>(
    'select sha256 from piece_revocation where sha256 = any($1)',
    [wanted.map(({ sha256 }) => sha256)],
  )
  if (seen.size > MAX_REMEMBERED) seen.clear()
  for (const { sha256 } of rows) seen.add(sha256)
  // In one order, so that two transactions that keep the same pieces do not wait for each other.
  const missing = wanted
    .filter(({ sha256 }) => !seen.has(sha256))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
  for (const { sha256, genre, der } of missing) {
    await sql.query(
      `insert into piece_revocation (sha256, genre, octets) values ($1, $2, $3)
       on conflict (sha256) do nothing`,
      [sha256, genre, der],
    )
  }
}

/** Pieces by their SHA-256, for those that are kept. */
export async function piecesNamed(sql: Sql, names: readonly string[]): Promise<Piece[]> {
  return await sql.query<Piece>(
    `select genre, sha256, octets as der from piece_revocation
      where sha256 = any($1) order by genre, sha256`,
    [names],
  )
}

/** A message that waits because nobody knew whether a certificate of its path is revoked. */
export interface Awaited {
  readonly id: string
  readonly judgedAt: Date
  /** DER, the signer's certificate first, the anchor last; empty where it is not known any more. */
  readonly chain: readonly Buffer[]
}

/** The messages set aside as `revocation-unknown` that nobody closed, oldest first, with the paths that they were judged by. */
export async function pathsAwaited(sql: Sql, keys: Keys, limit: number): Promise<Awaited[]> {
  const rows = await sql.query<{ id: string; cle: string; preuve: Buffer | null; le: Date }>(
    `select id, cle, preuve, coalesce(juge_le, recu_le) as le from message_entrant
      where etat = 'quarantined' and code = 'revocation-unknown' and classe_le is null
      order by recu_le, id limit $1`,
    [limit],
  )
  const found: Awaited[] = []
  for (const { id, cle, preuve, le } of rows) {
    const chain = preuve === null ? [] : await chainIn(sql, keys, { id, cle, preuve })
    found.push({ id, judgedAt: le, chain })
  }
  return found
}

async function chainIn(
  sql: Sql,
  keys: Keys,
  { id, cle, preuve }: { readonly id: string; readonly cle: string; readonly preuve: Buffer },
): Promise<Buffer[]> {
  try {
    const plain = await keys.decrypt(sql, cle, preuve, `preuve:${id}`)
    const { chaine } = JSON.parse(plain.toString('utf8')) as KeptEvidence
    return chaine.map((der) => Buffer.from(der, 'base64'))
  } catch (error) {
    // Purged: it cannot be judged anew either.
    if (error instanceof KeyDestroyed) return []
    throw error
  }
}
