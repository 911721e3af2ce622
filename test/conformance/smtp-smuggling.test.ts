import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

import t, { type Test } from 'tap'

import { testDoor } from '../receive/door.ts'
import { type Dialogue, dialToData } from '../support/smtp-dialogue.ts'

const corpus = new URL('../../../shared/corpora/smtp-smuggling/sequences.json', import.meta.url)
const skip = existsSync(corpus) ? false : 'the corpora are not on this machine'

/** Look-alikes of the end of data that we thought of ourselves. */
const OWN = [
  '\n.\n',
  '\r.\r',
  '\n.\r\n',
  '\r\n.\n',
  '\r\n.\r',
  '\r\n.\r\r\n',
  '\r\n..\n',
  '\n..\r\n',
  '\0\r\n.\n',
]

const SECOND =
  'MAIL FROM:<evil@b.example>\r\nRCPT TO:<demande@te.localhost>\r\nDATA\r\nSubject: second\r\n\r\nx'

async function smuggle(t: Test, sequence: string, split: boolean) {
  const { port, kept } = await testDoor(t)
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(
    Buffer.from(`Subject: first\r\n\r\nun${sequence.slice(0, split ? 2 : undefined)}`, 'latin1'),
  )
  if (split) {
    await pause(10)
    client.raw(Buffer.from(sequence.slice(2), 'latin1'))
    await pause(10)
  }
  client.raw(`${SECOND}\r\n.\r\n`)
  const answer = await client.reply()
  await quit(client, t)
  return { kept, answer }
}

/** A second message would have earned a reply of its own before this one. */
async function quit(client: Dialogue, t: Test): Promise<void> {
  t.equal((await client.say('QUIT')).code, 221, 'there was one message, with one answer')
  client.destroy()
}

t.test('yields at most one message for each sequence of the corpus', { skip }, async (t) => {
  const families: Record<string, string[]> = JSON.parse(readFileSync(corpus, 'utf8'))
  for (const [family, sequences] of Object.entries(families)) {
    for (const sequence of sequences) {
      for (const split of [false, true]) {
        const { kept, answer } = await smuggle(t, sequence, split)
        const name = `${family} ${JSON.stringify(sequence)}${split ? ', cut in two' : ''}`
        t.ok(kept.length <= 1, name)
        t.equal(answer.code, 554, `${name}: it is refused, so that no second hop can be fooled`)
      }
    }
  }
})

t.test('ends a message at the same octet wherever the network cuts it', async (t) => {
  const { port, kept } = await testDoor(t)
  const body = 'Subject: x\r\n\r\n.\r\n'.replace('.\r', '..\r')
  const whole = `${body}...\r\n..a\r\nfin\r\n.\r\nNOOP\r\n`
  const clear = 'Subject: x\r\n\r\n.\r\n..\r\n.a\r\nfin\r\n'
  for (let cut = 1; cut < whole.length; cut += 1) {
    const client = await dialToData(port)
    await client.say('DATA')
    client.raw(whole.slice(0, cut))
    await pause(2)
    client.raw(whole.slice(cut))
    t.equal((await client.reply()).code, 250, `cut at ${cut}`)
    t.equal((await client.reply()).code, 250)
    client.destroy()
    t.equal(kept.at(-1)?.raw.toString('latin1'), clear, `cut at ${cut}`)
  }
  const client = await dialToData(port)
  await client.say('DATA')
  for (const octet of whole) {
    client.raw(octet)
    await pause(1)
  }
  t.equal((await client.reply()).code, 250, 'octet by octet')
  client.destroy()
  t.equal(kept.at(-1)?.raw.toString('latin1'), clear)
})

t.test('refuses the look-alikes of the end of data', async (t) => {
  for (const sequence of OWN) {
    const { kept, answer } = await smuggle(t, sequence, false)
    t.equal(kept.length, 0, JSON.stringify(sequence))
    t.equal(answer.code, 554)
  }
})
