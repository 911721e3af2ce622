/**
 * The rows of the limits, on the gateway of `settings-open.ts`: what goes past each hears it. Those that fill the door
 * come last, and what they say of each other's order holds.
 */
import { writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

import { compressedData, entityOf, mailWith } from '../open/crafted.ts'
import { demande, letter, signed } from './letters.ts'
import type { Rows } from './rows.ts'
import type { Open } from './settings-open.ts'

/** What the door says to a message of nobody we know. */
const says = ({ front }: Open, raw: string, peer = '127.0.0.3', from = 'a@cabinet.test') =>
  front.sends(from, 'demande@te.essai.test', Buffer.from(raw), peer)
export const BARE = 'Subject: x\r\n\r\nx\r\n'
/** What becomes of a request that the requerant signs, its entity changed. */
export async function judged(
  { front, pki }: Open,
  change: (entity: string) => string,
): Promise<string> {
  const { requerant } = pki.people
  const to = 'demande@te.essai.test'
  const mail = letter({ from: requerant.email, to, text: demande({ Question: null }) })
  const entity = Buffer.from(change(mail.entity.toString('latin1')), 'latin1')
  const raw = await signed({ ...mail, entity }, requerant)
  return await front.verdict(await front.sends(requerant.email, to, raw, '127.0.0.4'))
}
const multipart = (name: string, parts: readonly string[]): string =>
  `Content-Type: multipart/mixed; boundary=${name}\r\n\r\n${parts
    .map((part) => `--${name}\r\n${part}\r\n`)
    .join('')}--${name}--\r\n`

export const LIMITS: Rows<Open> = {
  CONFRERE_LIMITE_DESTINATAIRES: async (t, { front }) => {
    const to = ['demande', 'modele', 'abuse'].map((name) => `${name}@te.essai.test`).join()
    t.match(await front.sends('a@b.test', to, Buffer.from(BARE)), /^452 4\.5\.3 /)
  },
  CONFRERE_LIMITE_EN_TETES: async (t, seen) =>
    t.match(
      await says(seen, `X-A: ${'h'.repeat(900)}\r\n`.repeat(3) + BARE),
      /^552 5\.3\.4 .*header/,
    ),
  CONFRERE_LIMITE_LIGNE: async (t, seen) =>
    t.match(await says(seen, `${BARE}${'l'.repeat(1_501)}\r\n`), /^554 5\.6\.0 .*line-too-long/),
  CONFRERE_LIMITE_SAUTS: async (t, seen) =>
    t.match(
      await says(seen, 'Received: by x\r\n'.repeat(4) + BARE),
      /^554 5\.4\.6 .*too-many-hops/,
    ),
  CONFRERE_LIMITE_PARTIES: async (t, seen) => {
    const wide = (entity: string) => multipart('w', Array(5).fill(entity))
    t.match(await judged(seen, wide), /mime-too-many-parts/)
  },
  CONFRERE_LIMITE_PROFONDEUR: async (t, seen) => {
    const deep = (entity: string) =>
      ['a', 'b', 'c'].reduce((inner, name) => multipart(name, [inner]), entity)
    t.match(await judged(seen, deep), /mime-too-deep/)
  },
  CONFRERE_LIMITE_EXPANSION: async (t, { front, pki }) => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `${(n * 2_654_435_761) % 2 ** 40} x `)
    const whole = Buffer.from(`Content-Type: text/plain\r\n\r\n${lines.join('').padEnd(1 << 21)}`)
    const packed = entityOf(compressedData(deflateSync(whole)), 'compressed-data')
    const raw = mailWith([`From: ${pki.people.requerant.email}`, 'MIME-Version: 1.0'], packed)
    writeFileSync(front.at('bombe.eml'), raw)
    t.match((await front.run('inspect', '--json', 'bombe.eml')).out, /expansion-limit/)
  },
  CONFRERE_LIMITE_ECHANGES: async (t, { front }) => {
    const verdicts: string[] = []
    for (const text of ['un', 'deux', 'trois', 'quatre'])
      verdicts.push(
        await front.verdict(
          await front.asks('dermatologue2', 'teleexpertise', text, { peer: '127.0.0.6' }),
        ),
      )
    t.match(verdicts.at(2), /^accepted/)
    t.match(verdicts.at(3), /^quarantined/)
  },
  CONFRERE_LIMITE_MESSAGES_PAR_CONNEXION: async (t, { front }) => {
    const client = await front.client('127.0.0.4')
    const lines = ['MAIL FROM:<a@b.test>', 'RCPT TO:<abuse@te.essai.test>', 'DATA']
    for (let n = 0; n < 2; n += 1) {
      for (const line of lines) t.ok((await client.say(line)).code < 400)
      client.raw(`${BARE}.\r\n`)
      t.equal((await client.reply()).code, 250)
    }
    t.match((await client.say(lines[0] ?? '')).text, /^421 .*too-many-messages/)
  },
  CONFRERE_LIMITE_MESSAGES_PAR_CORRESPONDANT: async (t, seen) => {
    for (let n = 0; n < 8; n += 1)
      t.match(await says(seen, BARE, '127.0.0.5', 'flot@b.test'), /^250 /)
    t.match(await says(seen, BARE, '127.0.0.6', 'flot@b.test'), /^451 4\.7\.1 .*rate-exceeded/)
  },
  // After eight of the row before.
  CONFRERE_LIMITE_MESSAGES_PAR_MINUTE: async (t, seen) => {
    for (let n = 0; n < 4; n += 1)
      t.match(await says(seen, BARE, '127.0.0.5', `a${n}@b.test`), /^250 /)
    t.match(await says(seen, BARE, '127.0.0.5'), /^451 4\.7\.1 .*rate-exceeded/)
  },
  CONFRERE_LIMITE_INACTIVITE: async (t, { front }) => {
    const silent = await front.client('127.0.0.7')
    t.equal((await silent.reply()).code, 421)
  },
  CONFRERE_LIMITE_DUREE_MESSAGE: async (t, { front }) => {
    const slow = await front.client('127.0.0.7')
    for (const line of ['MAIL FROM:<a@b.test>', 'RCPT TO:<abuse@te.essai.test>', 'DATA'])
      t.ok((await slow.say(line)).code < 400)
    const trickle = setInterval(() => slow.raw('x\r\n'), 100)
    t.teardown(() => clearInterval(trickle))
    t.match((await slow.reply()).text, /^421 4\.4\.2 .*transfer-too-slow/)
    clearInterval(trickle)
  },
  CONFRERE_LIMITE_CONNEXIONS_PAR_PAIR: async (t, { front }) => {
    for (let n = 0; n < 4; n += 1) t.match((await front.client('127.0.0.1')).ehlo, /^250/)
    t.match((await front.client('127.0.0.1')).ehlo, /^421 .*too-many-connections/)
  },
  // After four of the row before.
  CONFRERE_LIMITE_CONNEXIONS: async (t, { front }) => {
    const peers = ['127.0.0.2', '127.0.0.3', '127.0.0.4'].flatMap((peer) => Array(3).fill(peer))
    const greetings: string[] = []
    for (const peer of peers) greetings.push((await front.client(peer)).ehlo)
    t.match(greetings.shift(), /^250/)
    t.match(greetings.pop(), /^421 .*too-many-connections/)
  },
}
