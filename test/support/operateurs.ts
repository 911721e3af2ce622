/**
 * A gateway in `mutual` mode with a white list, and mail brought to it by operators over TLS.
 *
 *   const { gateway, bring } = await startWithOperators(t)
 *   await gateway.requerant.asks(demande())              brought by the operator of his domain
 *   await bring('stranger', from, to, raw)               another one: the last reply
 *   await gateway.unsigned('requerant', 'dermatologie@te.localhost', demande())
 */
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

import type { Who } from '../../certs/people.ts'
import type { Gateway } from '../../src/main.ts'
import { type Mail, startGateway } from './gateway.ts'
import { letter, unsigned } from './letters.ts'
import { listeBlanche } from './liste-blanche.ts'
import { testPki } from './pki.ts'
import { dialSecured, handOver } from './smtp-dialogue.ts'
import { tlsFiles } from './tls-files.ts'

/** Starts it: the operator holds the domains of our physicians, a second one holds another domain. */
export async function startWithOperators(t: Test, env: { readonly [name: string]: string } = {}) {
  const pki = await testPki()
  const files = tlsFiles(t)
  const dir = await mkdtemp(join(tmpdir(), 'confrere-operateurs-'))
  t.teardown(() => rm(dir, { recursive: true }))
  const put = (name: string, content: Buffer | string): string => {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  }
  const domains = new Set(Object.values(pki.people).map(({ email }) => email.split('@')[1] ?? ''))
  domains.delete('')
  const entries = [...domains].map((domain) => [domain, files.operator.subject] as const)
  const rewrite = async (genereeLe: string, more: readonly (readonly [string, string])[] = []) =>
    put(
      'liste.xml',
      await listeBlanche([...entries, ...more], { signer: pki.people.gateway, genereeLe }),
    )
  const carry =
    (pair: { cert: Buffer; key: Buffer }) =>
    async ({ ports }: Gateway, from: string, to: string, raw: Buffer): Promise<string> => {
      const client = await dialSecured(ports.smtp ?? 0, {
        ...{ ca: files.ca, servername: 'te.localhost' },
        ...{ cert: pair.cert, key: pair.key },
      })
      try {
        return await handOver(client, from, to, raw)
      } finally {
        client.destroy()
      }
    }
  const liste = await rewrite('2026-11-01T06:00:00Z', [['ailleurs.test', files.server.subject]])
  const started = await startGateway(t, {
    env: {
      CONFRERE_SMTP_TLS: 'mutual',
      CONFRERE_SMTP_CERT: put('server.crt', files.server.cert),
      CONFRERE_SMTP_KEY: put('server.key', files.server.key),
      CONFRERE_SMTP_CA: put('ca.crt', files.ca),
      CONFRERE_ESPACE_DE_CONFIANCE: liste,
      ...env,
    },
    carry: carry(files.operator),
  })
  return {
    gateway: {
      ...started,
      /** An unsigned letter of a physician. */
      async unsigned(
        who: Who,
        to: string,
        text: string,
        headers: { readonly [name: string]: string } = {},
      ) {
        const { email } = pki.people[who]
        return await started.transmit(
          email,
          to,
          unsigned(letter({ from: email, to, text, headers })),
        )
      },
      /** An unsigned answer to a mail received. */
      async unsignedAnswer(who: Who, mail: Mail, text: string) {
        return await this.unsigned(who, mail.replyTo, text, {
          'In-Reply-To': `<${mail.messageId}>`,
        })
      },
    },
    /** Brought by another operator: the server's own certificate holds `ailleurs.test`. */
    bring: (by: 'operator' | 'server', from: string, to: string, raw: Buffer) =>
      carry(files[by])(started.gateway, from, to, raw),
    rewrite,
    pki,
    files,
  }
}
