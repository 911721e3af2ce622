/**
 * What this machine is worth, in work of others: a figure of the bench is read beside it.
 */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { demande, letter, signed } from '../test/support/letters.ts'
import { testPki } from '../test/support/pki.ts'
import { verify } from './pkijs-peer.ts'

const WARM_UP = 150
const COUNT = 60

/** RSA-2048 signatures a second, on one core. */
export function rsaSignaturesPerSecond(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const data = randomBytes(64)
  const start = performance.now()
  let count = 0
  while (performance.now() - start < 500) {
    sign('sha256', data, privateKey)
    count += 1
  }
  return count / ((performance.now() - start) / 1000)
}

/** Prepares a mail of 20 KB, signed; each call tells the CPU milliseconds that PKI.js takes to verify it. */
export async function peerVerification(): Promise<() => Promise<number>> {
  const pki = await testPki()
  const { requerant } = pki.people
  const mail = letter({
    from: requerant.email,
    to: 'demande@te.localhost',
    text: demande(),
    attachments: [{ name: 'photo.jpg', type: 'image/jpeg', content: randomBytes(14_000) }],
  })
  const p7s = cmsOf(await signed(mail, requerant))
  const root = new X509Certificate(await readFile(pki.root)).raw
  const repeat = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await verify(p7s, mail.entity, root)
  }
  await repeat(WARM_UP)
  return async () => {
    const begun = process.cpuUsage()
    await repeat(COUNT)
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000 / COUNT
  }
}

/** The last run of base64 lines of a mail. */
export function cmsOf(raw: Buffer): Buffer {
  const text = raw.toString('latin1')
  const end = text.indexOf('\r\n--', text.lastIndexOf('\r\n\r\n'))
  return Buffer.from(text.slice(text.lastIndexOf('\r\n\r\n'), end < 0 ? undefined : end), 'base64')
}
