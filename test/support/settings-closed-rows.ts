/**
 * The rows of the settings that have a start of their own, on the gateway of `settings-closed.ts` and after it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import type { Test } from 'tap'

import type { Instant } from '../../src/domain/correspondant.ts'
import { dueAt, ouvertureSuivante } from '../../src/domain/delai.ts'
import type { Feries } from '../../src/domain/evenement.ts'
import type { Rows } from './rows.ts'
import { type Closed, DECLARED, LIMITE_JOURS } from './settings-closed.ts'
import { dial, handOver } from './smtp-dialogue.ts'
import { served, typed } from './typed.ts'

const DAY_MS = 86_400_000
const BARE = 'Subject: x\r\n\r\nx\r\n'

export const CLOSED: Rows<Closed> = {
  CONFRERE_SMTP_CERT: async (t, { secured, files }) => {
    const client = await secured()
    t.match(client.tls.getPeerX509Certificate()?.toString(), String(files.server.cert).trim())
    client.destroy()
  },
  CONFRERE_SMTP_KEY: async (t, { secured }) => {
    const client = await secured()
    t.ok(client.tls.authorized, 'the handshake is signed with it')
    client.destroy()
  },
  CONFRERE_SMTP_CA: async (t, { secured, files }) => {
    const stranger = secured(files.stranger).then(
      async (client) => (await client.say('MAIL FROM:<a@b.test>')).code,
      () => 'closed',
    )
    t.match(String(await stranger), /closed|[45]\d\d/)
  },
  CONFRERE_HTTP_CERT: async (t, { gateway, get }) => {
    t.equal(gateway.http.scheme, 'https')
    t.equal(await get('/healthz'), 200)
  },
  CONFRERE_HTTP_KEY: async (t, { get, files }) => {
    await t.rejects(get('/healthz', { ca: files.stranger.cert }), 'another authority is not it')
  },
  CONFRERE_HTTP_CA: async (t, { get, files }) => {
    const { cert, key } = files.stranger
    await t.rejects(get('/healthz', { cert, key }), 'a client of nobody we know')
  },
  CONFRERE_PROXY_DE_CONFIANCE: async (t, { get }) => {
    t.equal(await get('/metrics', { localAddress: '127.0.0.1' }), 200)
    t.equal(await get('/metrics', { localAddress: DECLARED }), 401, 'it is not this machine')
  },
  CONFRERE_ASSURANCE_MINIMALE: async (t, { front }) =>
    t.match((await front.receives('requerant', 'à confirmer')).text, /JE CONFIRME/),
  CONFRERE_FERIES: async (t, { front }) => {
    const { said, dueIn } = await limit(front)
    t.equal(said, dueIn('alsace-moselle'))
    t.not(said, dueIn('metropole'))
  },
  CONFRERE_HORAIRES: async (t, { dossier }) => t.match(dossier.out, /limite .* 03:00:00/),
  CONFRERE_LOG_LEVEL: (t, { gateway }) => t.match(gateway.said().err, /gateway\.started/),
}

/** When the slot is late, and when it would be with the holidays of another place. */
async function limit(front: Closed['front']) {
  const [row] = await front.db.query<{ ouverte_le: Date; limite_le: Date }>(
    'select ouverte_le, limite_le from sollicitation',
  )
  const from = (row?.ouverte_le.toISOString() ?? '') as Instant
  const dueIn = (feries: Feries): string => {
    const horaires = { de: '03:00', a: '03:10' }
    const rules = { calendrier: 'ouvre', feries, horaires } as const
    const at = dueAt(from, LIMITE_JOURS * DAY_MS, [], rules)
    return at === null ? '' : ouvertureSuivante(at, rules)
  }
  return { said: row?.limite_le.toISOString(), dueIn }
}

const embedded = ({ at }: Closed['front']) => ({ CONFRERE_DATA_DIR: at('embarque') })

/** A door alone, with these settings: what it says to a mail, then to another once it has looked at its room again. */
async function doorOf(t: Test, folder: string, env: { readonly [name: string]: string }) {
  const { smtp, stop } = await served(t, folder, env, ['--roles', 'smtp'])
  const said: string[] = []
  for (let n = 0; n < 8; n += 1) {
    const client = await dial(smtp.port)
    await client.reply()
    await client.say('EHLO cabinet.test')
    said.push(await handOver(client, 'a@b.test', 'abuse@te.localhost', Buffer.from(BARE)))
    client.destroy()
    if (!said.at(-1)?.startsWith('250')) break
    await pause(500)
  }
  await stop()
  return [said[0], said.at(-1)]
}

/** What is not of a gateway that runs; each has a start of its own. */
export const ALONE: Rows<Closed> = {
  CONFRERE_LIMITE_ARRIERE: async (t, { front, gateway }) => {
    await gateway.stop()
    const plain = { CONFRERE_SMTP_TLS: 'off', CONFRERE_LIMITE_ARRIERE: '1' }
    const said = await doorOf(t, front.folder, { ...front.env, ...plain })
    t.match(said, [/^250 /, /^452 .*backlog-full/])
  },
  CONFRERE_LIMITE_DISQUE: async (t, { front }) => {
    const env = { ...embedded(front), CONFRERE_LIMITE_DISQUE: String(2 ** 52) }
    const [said] = await doorOf(t, front.folder, { CONFRERE_SMTP_PORT: '0', ...env })
    t.match(said, /^452 .*disk-nearly-full/)
  },
  // After the gateway of the row before.
  CONFRERE_DATA_DIR: (t, { front }) => {
    const { CONFRERE_DATA_DIR } = embedded(front)
    for (const made of ['keys/master.key', 'keys/identity.p12', 'trust'])
      t.ok(existsSync(join(CONFRERE_DATA_DIR, made)), made)
  },
  CONFRERE_PKCS11: async (t, { front, pki }) => {
    const { gateway } = pki.people
    const token = softToken(front.folder, gateway.key)
    if (token === null) return t.pass('no SoftHSM on this machine', { skip: true })
    cpSync(gateway.certificate, front.at('confiance/passerelle.crt'))
    const env = { CONFRERE_TRUST_DIR: 'confiance', CONFRERE_PKCS11: token.uri, ...embedded(front) }
    const ports = { CONFRERE_SMTP_PORT: '0', CONFRERE_HTTP_PORT: '0', SOFTHSM2_CONF: token.conf }
    const { out } = await typed(front.folder, ['check'], { ...env, ...ports })
    t.match(out, /^bon {3}signature +une lettre signée et vérifiée \(CONFRERE_PKCS11\)/m)
  },
}

const MODULE = '/usr/lib/softhsm/libsofthsm2.so'

/** The gateway's key in a software HSM; null where there is none. */
function softToken(folder: string, key: string): { uri: string; conf: string } | null {
  const missing = spawnSync('softhsm2-util', ['--version']).error !== undefined
  if (missing || !existsSync(MODULE)) return null
  const at = (name: string): string => join(folder, name)
  mkdirSync(at('jetons'))
  writeFileSync(at('pin'), '1234\n')
  writeFileSync(at('softhsm2.conf'), `directories.tokendir = ${at('jetons')}\n`)
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, {
      stdio: 'pipe',
      env: { ...process.env, SOFTHSM2_CONF: at('softhsm2.conf') },
    })
  const soft = (...args: string[]) => run('softhsm2-util', ...args, '--pin', '1234')
  soft('--init-token', '--free', '--label', 'essai', '--so-pin', '0000')
  run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', key, '-out', at('cle.p8'))
  soft('--import', at('cle.p8'), '--token', 'essai', '--label', 'cle', '--id', '01')
  const source = `module-path=${MODULE}&pin-source=file:${at('pin')}`
  return { uri: `pkcs11:token=essai;object=cle?${source}`, conf: at('softhsm2.conf') }
}
