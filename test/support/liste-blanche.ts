/**
 * A white list of operators, written in canonical form by hand and signed by OpenSSL: our reader has no part in it.
 *
 *   const xml = await listeBlanche([['cabinet.test', 'CN=operateur.test,O=Exemple,C=FR']], { signer })
 */
import { createHash } from 'node:crypto'

import type { Person } from '../../certs/make.ts'
import { openssl } from '../../certs/openssl.ts'
import { certificateOf } from './pki.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'

export interface ListeOptions {
  readonly signer: Person
  readonly genereeLe?: string
}

/** The file, signed as the real one is: enveloped, exclusive, RSA-SHA256, the leaf alone in KeyInfo. */
export async function listeBlanche(
  entries: readonly (readonly [domain: string, dn: string])[],
  { signer, genereeLe = '2026-11-01T06:00:00Z' }: ListeOptions,
): Promise<string> {
  const domaines = entries.map(
    ([nom, dn]) =>
      `\n<Domaine>\n<Nom>${escaped(nom)}</Nom><Description>Domaine d’essai</Description>` +
      `<DNCertificatOperateur>${escaped(dn)}</DNCertificatOperateur>` +
      '<ResponsableContact>x</ResponsableContact><SupportContact>x</SupportContact>' +
      `<DateMAJ>${genereeLe}</DateMAJ></Domaine>`,
  )
  const open = '<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema">'
  const body = `${open}<DateDeGeneration>${genereeLe}</DateDeGeneration><ListeDomaines>${domaines.join('')}</ListeDomaines>`
  const close = '</ListeBlancheMSSante>'
  const digest = createHash('sha256')
    .update(body + close)
    .digest('base64')
  const signedInfo =
    `<CanonicalizationMethod Algorithm="${EXCLUSIVE}"></CanonicalizationMethod>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>' +
    '<Reference URI=""><Transforms>' +
    `<Transform Algorithm="${DSIG}enveloped-signature"></Transform>` +
    `<Transform Algorithm="${EXCLUSIVE}"></Transform></Transforms>` +
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>' +
    `<DigestValue>${digest}</DigestValue></Reference>`
  const value = await openssl(['dgst', '-sha256', '-sign', signer.key], {
    input: Buffer.from(`<SignedInfo xmlns="${DSIG}">${signedInfo}</SignedInfo>`),
  })
  const certificate = certificateOf(signer).toString('base64')
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n${body}<Signature xmlns="${DSIG}">` +
    `<SignedInfo>${signedInfo}</SignedInfo>` +
    `<SignatureValue>${wrapped(value.toString('base64'))}</SignatureValue>` +
    `<KeyInfo><X509Data><X509Certificate>${wrapped(certificate)}</X509Certificate></X509Data></KeyInfo>` +
    `</Signature>${close}`
  )
}

/** Lines of 76 that end as those of the real list do. */
function wrapped(base64: string): string {
  return base64.replace(/.{76}/g, '$&&#13;\n')
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
