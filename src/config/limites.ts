/**
 * The limits of the gateway: each with its setting, its default and its bounds.
 *
 * Default rates never bind below 100 messages a second a peer and a correspondent. SPEC §2, §13.8
 */
import type { Reader } from '../kit/settings.ts'

/** Limits, in the units their names say. */
export interface Limites {
  readonly connections: number
  readonly connectionsPerPeer: number
  readonly messagesPerConnection: number
  /** A peer's messages in any minute. */
  readonly messagesPerMinute: number
  /** An envelope sender's messages in any minute, whichever peer brings them. */
  readonly messagesPerCorrespondent: number
  readonly recipients: number
  readonly headerBytes: number
  readonly lineBytes: number
  /** `Received` fields: more is a loop. */
  readonly hops: number
  /** Letters to one correspondent of one dossier in an hour: more is a loop between machines. */
  readonly exchanges: number
  readonly idleMs: number
  /** From `DATA` to its end. */
  readonly totalMs: number
  /** MIME parts of a message. */
  readonly parts: number
  /** MIME parts within parts. */
  readonly depth: number
  /** Octets an archive or a compressed layer may come to. */
  readonly expansionBytes: number
  /** Messages that wait to be judged: with more, new mail is deferred. */
  readonly backlog: number
  /** Octets left on the disk of the embedded database: with less, new mail is deferred. */
  readonly diskBytes: number
}

/** In less nobody has said anything. */
const SECOND_MS = 1_000

interface Limite {
  readonly name: string
  readonly otherwise: number | string
  readonly from?: number
  readonly to?: number
}

const LIMITES: { readonly [L in keyof Limites]: Limite } = {
  connections: { name: 'CONNEXIONS', otherwise: 400, to: 10_000 },
  connectionsPerPeer: { name: 'CONNEXIONS_PAR_PAIR', otherwise: 100, to: 10_000 },
  messagesPerConnection: { name: 'MESSAGES_PAR_CONNEXION', otherwise: 1_000, to: 1_000_000 },
  messagesPerMinute: { name: 'MESSAGES_PAR_MINUTE', otherwise: 30_000, to: 10_000_000 },
  messagesPerCorrespondent: {
    name: 'MESSAGES_PAR_CORRESPONDANT',
    otherwise: 30_000,
    to: 10_000_000,
  },
  recipients: { name: 'DESTINATAIRES', otherwise: 100, to: 1_000 },
  headerBytes: { name: 'EN_TETES', otherwise: 262_144, from: 1_024, to: 4_194_304 },
  lineBytes: { name: 'LIGNE', otherwise: 65_536, from: 998, to: 1_048_576 },
  hops: { name: 'SAUTS', otherwise: 30, to: 100 },
  exchanges: { name: 'ECHANGES', otherwise: 100, to: 1_000_000 },
  idleMs: { name: 'INACTIVITE', otherwise: 'PT2M', from: SECOND_MS },
  totalMs: { name: 'DUREE_MESSAGE', otherwise: 'PT15M', from: SECOND_MS },
  parts: { name: 'PARTIES', otherwise: 200, to: 900 },
  depth: { name: 'PROFONDEUR', otherwise: 20, to: 90 },
  expansionBytes: { name: 'EXPANSION', otherwise: 104_857_600, from: 1_048_576, to: 4_294_967_296 },
  backlog: { name: 'ARRIERE', otherwise: 20_000, to: 10_000_000 },
  diskBytes: { name: 'DISQUE', otherwise: 268_435_456, from: 0 },
}

const settingName = ({ name }: Limite): string => `CONFRERE_LIMITE_${name}`

/** The names of all settings of limits. */
export const LIMITE_NAMES: readonly string[] = Object.values(LIMITES).map(settingName)

/** Reads the limits. */
export function readLimites(reader: Reader): Limites {
  const read = (limite: Limite): number => {
    const { otherwise, from = 1, to = Number.MAX_SAFE_INTEGER } = limite
    const name = settingName(limite)
    if (typeof otherwise === 'number') return reader.whole(name, { from, to }, otherwise)
    const ms = reader.duration(name, otherwise)
    if (ms < from) reader.fault(name, 'une seconde au moins (PT1S) : en moins, nul n’a écrit')
    return ms
  }
  const entries = Object.entries(LIMITES).map(([field, limite]) => [field, read(limite)])
  return Object.freeze(Object.fromEntries(entries) as { [L in keyof Limites]: number })
}
