/**
 * The settings that exclude those of `settings-open.ts`: a gateway that knows its callers by their certificates and
 * counts working days, then one that is full. For `each-setting-has-its-effect`.
 */
import { writeFileSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'

import type { Test } from 'tap'

import { openFront } from './front.ts'
import { enrol } from './gateway.ts'
import { demande, letter, signed, unsigned } from './letters.ts'
import { listeBlanche } from './liste-blanche.ts'
import { testPki } from './pki.ts'
import { dialSecured, handOver } from './smtp-dialogue.ts'
import { tlsFiles } from './tls-files.ts'

export const DECLARED = '127.0.0.6'
/** Longer than a year of working days: both holidays of Alsace-Moselle fall into it. */
export const LIMITE_JOURS = 260

export type Closed = Awaited<ReturnType<typeof closedSettings>>

/** Lays it out, starts it, and sends a signed request and an unsigned one. */
export async function closedSettings(t: Test) {
  const pki = await testPki()
  const { requerant, dermatologue } = pki.people
  const files = tlsFiles(t)
  const entries = [['cabinet.test', files.operator.subject]] as const
  const liste = await listeBlanche(entries, { signer: pki.people.gateway })
  const front = await openFront(t, (at) => {
    const put = (name: string, content: Buffer | string): string => {
      writeFileSync(at(name), content)
      return at(name)
    }
    const [cert, key] = [put('tls.crt', files.server.cert), put('tls.key', files.server.key)]
    const ca = put('tls.ca', files.ca)
    return {
      ...{ CONFRERE_SMTP_TLS: 'mutual', CONFRERE_SMTP_CERT: cert, CONFRERE_SMTP_KEY: key },
      ...{ CONFRERE_SMTP_CA: ca, CONFRERE_HTTP_CERT: cert, CONFRERE_HTTP_KEY: key },
      ...{ CONFRERE_HTTP_CA: ca, CONFRERE_PROXY_DE_CONFIANCE: `${DECLARED}/32` },
      CONFRERE_ESPACE_DE_CONFIANCE: put('liste.xml', liste),
      CONFRERE_ASSURANCE_MINIMALE: 'mssante',
      CONFRERE_CALENDRIER: 'ouvre',
      CONFRERE_FERIES: 'alsace-moselle',
      CONFRERE_HORAIRES: '03:00-03:10',
      CONFRERE_DELAI_LIMITE: `P${LIMITE_JOURS}D`,
      CONFRERE_DELAI_EXPIRATION: 'P600D',
      CONFRERE_RETENTION_CONTENU: 'P900D',
      CONFRERE_LOG_LEVEL: 'info',
    }
  })
  await enrol(front.db, pki)
  const gateway = await front.starts()
  type Shown = Partial<Pick<typeof files.operator, 'cert' | 'key'>>
  const secured = (shown: Shown = files.operator) =>
    dialSecured(gateway.smtp.port, {
      ...{ ca: files.ca, servername: 'te.localhost' },
      ...{ cert: shown.cert, key: shown.key },
    })
  /** Status of a page, as a client of the administrators' authority asks for it. */
  const get = (path: string, more: RequestOptions = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const { cert, key } = files.operator
      const { port } = gateway.http
      const usual = { host: '127.0.0.1', port, path, servername: 'localhost', ca: files.ca }
      const asked = request({ ...usual, cert, key, ...more }, (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
      })
      asked.once('error', reject)
      asked.end()
    })
  const brings = async (to: string, raw: Buffer): Promise<string> => {
    const client = await secured()
    const said = await handOver(client, requerant.email, to, raw)
    client.destroy()
    return said
  }
  const to = 'demande@te.localhost'
  const named = { 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }
  const mail = letter({ from: requerant.email, to, text: demande(named) })
  await brings(to, await signed(mail, requerant))
  await front.receives('requerant', 'accusé')
  const bare = letter({ from: requerant.email, to, text: demande({ ...named, Prénoms: 'Rose' }) })
  await brings(to, unsigned(bare))
  const dossier = await front.run('dossier', 'TE-2026-000001')
  return { front, pki, files, gateway, secured, get, brings, dossier }
}
