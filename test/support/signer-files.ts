/**
 * Certificates that the program reads from files: an authority in memory, and what it issues, valid today.
 */
import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openssl } from '../../certs/openssl.ts'
import { alternativeNames, type Entity, emailName, keyUsage, type Shape } from '../pki/authority.ts'

const DAY_MS = 86_400_000
export const today = (offset: number): Date => new Date(Date.now() + offset * DAY_MS)
export const lasting = { from: today(-30), to: today(300) }

/** Bits of keyUsage. */
export const SIGNS = 0x80
export const AGREES = 0x08

/** The gateway's certificate under an authority. */
export function gatewayOf(root: Entity, usage: number, shape: Shape = {}): Entity {
  const extensions = [alternativeNames(emailName('teleexpertise@te.localhost')), keyUsage(usage)]
  return root.issues('Passerelle', {
    ...lasting,
    ...shape,
    extensions: [...extensions, ...(shape.extensions ?? [])],
  })
}

/** Its PKCS#12, as OpenSSL makes it; gives the path. */
export async function p12Of(
  folder: string,
  name: string,
  { certificate, keys }: Entity,
  { password, beside = [] }: { readonly password: string; readonly beside?: readonly Buffer[] },
): Promise<string> {
  const file = join(folder, `${name}.p12`)
  const key = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const certificates = [certificate.der, ...beside].map((der) => String(new X509Certificate(der)))
  const input = [key, ...certificates].join('')
  await openssl(['pkcs12', '-export', '-passout', `pass:${password}`, '-out', file], { input })
  writeFileSync(join(folder, `${name}.mdp`), password)
  return file
}
