/** A form of somebody else's in a signed letter: one question, nothing leaves before its author's word. SPEC §4, §6.8 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'

const TO = 'dermatologie@te.localhost'
const LINES = demande().split('\n')
const PARAGRAPHS = LINES.map((line) => `<p>${line}</p>`).join('')

t.test('a form that is not his, or that he perhaps never saw, acts on his word', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, pki } = gateway
  const writesHtml = async (body: string) => {
    const mail = letter({ from: requerant.email, to: TO, text: '' })
    const octets = Buffer.from(body).toString('base64')
    const head = 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64'
    const entity = Buffer.from(`${head}\r\n\r\n${octets}\r\n`)
    const sent = await signed({ ...mail, entity }, pki.people.requerant)
    await gateway.transmit(requerant.email, TO, sent)
  }

  // 1. Another's form, quoted in plain sight.
  const attribution = 'Le 09/03/2026 à 10:00, Dr Tiers <tiers@ailleurs.exemple> a écrit :'
  const quoted = LINES.map((line) => `> ${line}`).join('\n')
  await requerant.asks(`Voici ce que m'écrit un confrère.\n\n${attribution}\n${quoted}`)
  const question = await requerant.receives('à confirmer')
  t.match(
    question.text,
    /JE CONFIRME[\s\S]*Consentement, lu dans un message ou un exemple cité \(« oui »\)/,
  )
  t.match(await gateway.dossiers(), [{ etat: 'incomplet', motif: 'formulaire-a-confirmer' }])
  await requerant.answers(question, 'JE CONFIRME')
  const ask = await dermatologue.receives("demande d'avis")
  t.match(ask.text, "Voici ce que m'écrit un confrère.")
  t.match(ask.text, '> Consentement : oui', 'the words travel whole')

  // 2. Another's form, hidden in what is quoted.
  const hidden = `<style>.k{display:none}</style><div class=k>${PARAGRAPHS}</div>`
  await writesHtml(`<p>Voir ci-dessous.</p><blockquote type="cite"><p>Bonjour,</p>${hidden}`)
  const missing = await requerant.receives('compléter')
  t.match(missing.text, /Consentement, à indiquer/)

  // 3. A form that is hard to see.
  await writesHtml(`<p>Bonjour.</p><div style="color:#fefefe">${PARAGRAPHS}</div>`)
  const doubt = await requerant.receives('à confirmer')
  t.match(doubt.text, 'Consentement, lu dans un texte peu visible (« oui »)')
  const states = (await gateway.dossiers()).map(({ etat }) => etat)
  t.strictSame(states.sort(), ['en_cours', 'incomplet', 'incomplet'])
})
