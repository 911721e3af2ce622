/**
 * The TLS files of a port: read, and each tried by itself, so that the one that cannot serve is told by its setting.
 *
 * In    the paths, and what their settings begin with
 * Out   PEM for the listener: the certificate with its chain, the key, the authorities of clients
 * Refuses   (throws NotOpened) what cannot be read, holds no certificate or no key, and a key of another certificate
 *
 * Certificates come in any form that the trust folder takes. SPEC §2
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'

import { opening } from '../kit/opening.ts'
import { derObjectsIn } from './der-files.ts'

interface TlsPaths {
  readonly cert: string | null
  readonly key: string | null
  readonly ca: string | null
}

/** What a listener needs, in PEM. */
export interface TlsFiles {
  readonly pair: { readonly cert: Buffer; readonly key: Buffer } | null
  readonly ca: readonly Buffer[] | null
}

/** Reads and tries the files that the settings name; null where they name none. */
export async function tlsFilesOf(
  { cert, key, ca }: TlsPaths,
  settings: 'CONFRERE_SMTP' | 'CONFRERE_HTTP',
): Promise<TlsFiles> {
  return {
    pair: cert === null || key === null ? null : await pairOf(cert, key, settings),
    ca: ca === null ? null : await opening(`${settings}_CA`, ca, () => certificatesIn(ca)),
  }
}

async function pairOf(certFile: string, keyFile: string, settings: string) {
  const chain = await opening(`${settings}_CERT`, certFile, () => certificatesIn(certFile))
  const cert = Buffer.concat([...chain])
  return await opening(`${settings}_KEY`, keyFile, async () => {
    const key = await readFile(keyFile)
    createPrivateKey(key)
    createSecureContext({ cert, key })
    return { cert, key }
  })
}

/** PEM of each certificate of a file, in its order. */
async function certificatesIn(file: string): Promise<readonly Buffer[]> {
  const { objects, faults } = derObjectsIn(await readFile(file))
  const found = objects.filter(({ label }) => label === null || /CERTIFICATE$/.test(label))
  if (found.length === 0) {
    throw new Error(
      `aucun certificat ne s’y lit (${faults[0] ?? 'fichier vide'}) ; donnez-le en PEM`,
    )
  }
  return found.map(({ der }) => Buffer.from(new X509Certificate(der).toString()))
}
