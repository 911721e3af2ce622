/**
 * The settings of one gateway, as the whole house reads them: frozen, validated, paths absolute.
 *
 * SPEC §2
 */

import type { AdresseMss } from '../domain/correspondant.ts'
import type { Regles } from '../domain/evenement.ts'
import type { LogLevel } from '../kit/log.ts'
import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { ClamdPlace } from './clamd.ts'
import type { Limites } from './limites.ts'

/** The settings of one gateway. */
export interface Config {
  readonly mode: 'dev' | 'production'
  /** Absolute. */
  readonly dataDir: string
  readonly domain: string
  readonly smtp: {
    readonly host: string
    readonly port: number
    readonly tls: 'off' | 'opportunistic' | 'required' | 'mutual'
    readonly cert: string | null
    readonly key: string | null
    /** Authorities of the peers' certificates in `mutual`; null: the trust folder's. */
    readonly ca: string | null
    readonly allow: readonly string[]
  }
  readonly http: {
    readonly host: string
    readonly port: number
    /** Null: no TLS here. */
    readonly cert: string | null
    readonly key: string | null
    /** Authorities of the clients' certificates, which are then asked for. */
    readonly ca: string | null
    /** Networks whose `X-Forwarded-*` is believed. */
    readonly proxies: readonly string[]
  }
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null
  readonly trustDir: string
  readonly identity: { readonly file: string; readonly passwordFile: string | null }
  /** PKCS#12 files that only decrypt: certificates that were replaced, and to which mail may still come. */
  readonly formerIdentities: readonly string[]
  /** A PKCS#11 URI in place of `identity`. */
  readonly pkcs11: TokenKey | null
  readonly masterKeyFile: string
  readonly from: AdresseMss
  /** Null: MX. */
  readonly relay: string | null
  /** Domains that may be written to in clear about a patient; `*`: all. */
  readonly espaceDeConfiance: readonly string[]
  /** The operators' white list file, where given. */
  readonly listeBlanche: string | null
  /** Who signs it: a common name or a whole distinguished name; null: whoever the trust folder vouches for. */
  readonly listeBlancheSignataire: string | null
  readonly assuranceMinimale: 'signe' | 'mssante'
  readonly revocationInconnue: 'refuse' | 'quarantine' | 'accept-flagged'
  /** Letters are read and verified a second time, by other programs. */
  readonly doubleLecture: boolean
  /** Where clamd listens; null: nothing is scanned. */
  readonly clamd: ClamdPlace | null
  /** `host` or `host:port` whence lists of revocation may be fetched; none: nothing is. */
  readonly revocationHotes: readonly string[]
  /** SHA-256, common names or subjects of the anchors whose RPPS is believed; null: all. */
  readonly ancresRpps: readonly string[] | null
  /** Anchors and intermediates that speak for these mail domains only. */
  readonly ancresDomaines: readonly { readonly sha256: string; readonly domain: string }[]
  readonly maxMessageBytes: number
  readonly limites: Limites
  readonly regles: Regles
  readonly territoire: 'metropole' | 'dom'
  readonly retentionFacturationMs: number
  readonly adminAddress: AdresseMss | null
  /** Null: the administrator. */
  readonly coordinateur: AdresseMss | null
  /** Subjects by the MSSanté document convention. */
  readonly sujetMssante: boolean
  /** `[TEST]` before outgoing subjects. */
  readonly marqueTest: boolean
  /** `X-MSS-NIL`: the product's reference number. */
  readonly nil: string | null
  readonly log: { readonly level: LogLevel }
}
