/**
 * The same work by PKI.js, the library that most products in Node use for S/MIME.
 */
import { webcrypto } from 'node:crypto'

import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never }))

const BIG = { maxContentLength: 1 << 30, maxNodes: 10_000_000 }

/** Octets alone in their memory, as PKI.js wants them. */
function alone(octets: Buffer): ArrayBuffer {
  return new Uint8Array(octets).buffer
}

function contentInfo(octets: Buffer): pkijs.ContentInfo {
  const { result } = asn1js.fromBER(alone(octets), BIG)
  return new pkijs.ContentInfo({ schema: result })
}

/** Verifies a detached signature and its path. */
export async function verify(p7s: Buffer, content: Buffer, root: Buffer): Promise<void> {
  const signed = new pkijs.SignedData({ schema: contentInfo(p7s).content })
  const trustedCerts = [pkijs.Certificate.fromBER(alone(root))]
  const isGood = await signed.verify({
    signer: 0,
    data: alone(content),
    trustedCerts,
    checkChain: true,
  })
  if (!isGood) throw new Error('PKI.js does not verify the mail')
}

/** Decrypts EnvelopedData. */
export async function decrypt(p7m: Buffer, certificate: Buffer, pkcs8: Buffer): Promise<void> {
  const enveloped = new pkijs.EnvelopedData({ schema: contentInfo(p7m).content })
  await enveloped.decrypt(0, {
    recipientCertificate: pkijs.Certificate.fromBER(alone(certificate)),
    recipientPrivateKey: alone(pkcs8),
  })
}

/** Signs, then encrypts to one recipient. */
export async function seal(
  entity: Buffer,
  certificate: Buffer,
  key: webcrypto.CryptoKey,
): Promise<Buffer> {
  const own = pkijs.Certificate.fromBER(alone(certificate))
  const data = alone(entity)
  const digest = await webcrypto.subtle.digest('SHA-256', data)
  const attribute = (type: string, value: asn1js.BaseBlock) =>
    new pkijs.Attribute({ type, values: [value] })
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.ContentInfo.DATA }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: own.issuer,
          serialNumber: own.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(
              '1.2.840.113549.1.9.3',
              new asn1js.ObjectIdentifier({ value: pkijs.ContentInfo.DATA }),
            ),
            attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: digest })),
          ],
        }),
      }),
    ],
    certificates: [own],
  })
  await signed.sign(key as never, 0, 'SHA-256', data)
  const wrapped = new pkijs.ContentInfo({
    contentType: pkijs.ContentInfo.SIGNED_DATA,
    content: signed.toSchema(true),
  })
  const p7s = Buffer.from(wrapped.toSchema().toBER(false)).toString('base64')
  const inner = Buffer.concat([entity, Buffer.from(p7s)])
  const enveloped = new pkijs.EnvelopedData()
  enveloped.addRecipientByCertificate(own, { oaepHashAlgorithm: 'SHA-256' })
  await enveloped.encrypt({ name: 'AES-CBC', length: 256 } as never, alone(inner))
  const out = new pkijs.ContentInfo({
    contentType: pkijs.ContentInfo.ENVELOPED_DATA,
    content: enveloped.toSchema(),
  })
  return Buffer.from(Buffer.from(out.toSchema().toBER(false)).toString('base64'))
}
