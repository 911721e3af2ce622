/**
 * The story of the demo: the request, the opinion, the report, the bill; each mail is opened and checked
 * by who receives it.
 *
 * Out   what somebody did not get as the contract says; empty when all is well
 */

import { writeFile } from 'node:fs/promises'
import { crc32, deflateSync } from 'node:zlib'

import { exportFile } from '../billing/export.ts'
import type { AdresseMss } from '../domain/correspondant.ts'
import { ERRORS, isRefusal } from '../errors.ts'
import { carryOutCommand } from '../flow/command.ts'
import { memoryBytes } from '../kit/bytes.ts'
import { systemClock } from '../kit/clock.ts'
import { commandResult, putCommand } from '../ledger/commands.ts'
import { openSender } from '../send/send.ts'
import {
  composeSigned,
  type Document,
  OPINION,
  type Player,
  REQUERANTE,
  REQUIS,
  requestText,
  TRAITANTE,
} from './demo-cast.ts'
import { openedBy } from './demo-mail.ts'
import type { Received, Stage } from './demo-stage.ts'
import type { Voice } from './demo-voice.ts'

/** Plays the whole story. */
export async function play(stage: Stage, voice: Voice): Promise<string[]> {
  const faults: string[] = []
  const expect = (ok: boolean, fault: string): void => {
    if (!ok) faults.push(fault)
  }
  const { config } = stage

  voice.title('La demande')
  voice.step(
    `Le Dr ${REQUERANTE.nom} écrit à dermatologie@${config.domain} depuis sa messagerie, signe, joint deux images.`,
  )
  await sends(stage, REQUERANTE, {
    to: `dermatologie@${config.domain}`,
    subject: 'Demande d’avis dermatologique',
    text: requestText(systemClock.now().toISOString().slice(0, 10)),
    documents: [picture('lesion-1.png', 9), picture('lesion-2.png', 5)],
    inReplyTo: null,
  })
  const ack = await reads(stage, voice, REQUERANTE, 'accusé de réception')
  expect(/TE-\d{4}-\d{6}/.test(ack.text), 'l’accusé de réception ne donne pas le numéro')
  expect(ack.signed, 'l’accusé de réception n’est pas signé')

  const ask = await reads(stage, voice, REQUIS, 'demande d’avis')
  expect(ask.signed, 'la demande d’avis n’est pas signée')
  expect(
    ['lesion-1.png', 'lesion-2.png'].every((name) => ask.files.includes(name)),
    'la demande d’avis n’a pas les deux images',
  )

  voice.title('L’avis')
  voice.step(`Le Dr ${REQUIS.nom} répond, AVIS en première ligne.`)
  await sends(stage, REQUIS, {
    to: ask.replyTo,
    subject: `Re: ${ask.subject}`,
    text: OPINION,
    documents: [],
    inReplyTo: ask.messageId,
  })
  for (const player of [REQUERANTE, TRAITANTE]) {
    const report = await reads(stage, voice, player, 'compte-rendu')
    expect(report.signed, `le compte-rendu du Dr ${player.nom} n’est pas signé`)
    expect(
      report.files.some((name) => name.endsWith('.pdf')),
      `le Dr ${player.nom} n’a pas le compte-rendu en PDF`,
    )
    if (player === REQUERANTE) {
      expect(
        report.files.some((name) => name.endsWith('.eml')),
        'la requérante n’a pas l’original signé de l’avis',
      )
    }
  }
  const sent = await reads(stage, voice, REQUIS, 'avis transmis')
  expect(sent.text.includes('TE2'), 'le requis ne sait pas quoi facturer')

  voice.title('La facturation')
  await bill(stage, voice, expect)
  return faults
}

interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly documents: readonly Document[]
  readonly inReplyTo: string | null
}

/** A physician's mail client: composes, signs, hands over by SMTP. */
async function sends(stage: Stage, from: Player, letter: Letter): Promise<void> {
  const person = stage.people.get(from.rpps)
  if (person === undefined) throw new Error(`pas de certificat pour ${from.nom}`)
  const raw = await composeSigned({ from, ...letter, now: systemClock.now() }, person)
  const sender = openSender({
    relay: `smtp://127.0.0.1:${stage.gateway.ports.smtp ?? 0}`,
    ehloName: 'medecins.exemple.test',
  })
  try {
    const to = letter.to as AdresseMss
    const delivery = await sender.send(
      { raw: memoryBytes(raw), to, encrypted: false },
      { from: from.email, to },
    )
    if (delivery.kind !== 'delivered') {
      throw new Error(
        `la passerelle refuse : ${'reply' in delivery ? delivery.reply : delivery.kind}`,
      )
    }
  } finally {
    await sender.close()
  }
}

/** Waits for a mail, opens it as its reader's client would, and tells it. */
async function reads(stage: Stage, voice: Voice, player: Player, what: string) {
  const received: Received = await stage.receives(player.email, () => true)
  const mail = await openedBy(player, received, stage)
  const signature = mail.signed ? 'signature vérifiée' : 'SIGNATURE NON VÉRIFIÉE'
  const cover = mail.encrypted ? ', chiffré' : ''
  voice.step(`Le Dr ${player.nom} reçoit : ${mail.subject}`)
  voice.say(`${what}, ${signature}${cover}`)
  if (mail.files.length > 0) voice.say(`pièces : ${mail.files.join(', ')}`)
  voice.say(received.file)
  return mail
}

async function bill(
  stage: Stage,
  voice: Voice,
  expect: (ok: boolean, fault: string) => void,
): Promise<void> {
  const { parts } = stage.gateway
  const command = await putCommand(parts.db, {
    quoi: 'export',
    parametres: {},
    par: 'Démonstration',
    motif: null,
  })
  await carryOutCommand(command, parts)
  const result = await commandResult(parts.db, command)
  const id = (result?.resultat as { id?: number } | null)?.id
  if (id === undefined) {
    expect(false, 'aucun acte n’a été exporté')
    return
  }
  const file = await exportFile(parts.db, parts.keys, id, 'csv')
  if (isRefusal(file)) {
    expect(false, ERRORS[file.code].public)
    return
  }
  const pieces: Buffer[] = []
  for await (const piece of file) pieces.push(piece)
  const csv = Buffer.concat(pieces)
  await writeFile(stage.exportFile, csv, { mode: 0o600 })
  const [header = '', ...rows] = csv.toString('utf8').trimEnd().split('\n')
  const column = (row: string, name: string): string =>
    row.split(';')[header.split(';').indexOf(name)] ?? ''
  voice.step(`Export ${id} : ${rows.length} actes.`)
  for (const row of rows) {
    const euros = (Number(column(row, 'montant_centimes')) / 100).toFixed(2).replace('.', ',')
    voice.say(`${column(row, 'code_acte')}  ${euros} €  ${column(row, 'date_acte')}`)
  }
  const codes = rows.map((row) => column(row, 'code_acte')).sort()
  expect(codes.join(',') === 'RQD,TE2', 'l’export n’a pas un TE2 et un RQD')
}

/** A small image, drawn: `size` squares a side. */
function picture(name: string, size: number): Document {
  const side = size * 8
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + side * 3)
    for (let x = 0; x < side; x += 1) {
      const inside = (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 3) ** 2
      row.set(inside ? [96 + (x % 40), 60, 48] : [236, 200, 180], 1 + x * 3)
    }
    return row
  })
  return { name, type: 'image/png', bytes: png(side, Buffer.concat(rows)) }
}

function png(side: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
