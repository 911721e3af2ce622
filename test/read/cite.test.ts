/** A form that stands only in somebody else's letter is not the signer's own statement, whatever client quotes it. SPEC §4 */
import t from 'tap'

import { courrier, html, plain } from '../support/mime-opened.ts'

const FORM = ['Nom de naissance : TARTEMPION', 'Sexe : F', 'Consentement : oui, oral, ce jour']
const LABELS = ['consentement', 'nomNaissance', 'sexe']
const WHO = 'Dr Tiers <tiers@ailleurs.exemple>'
const US = 'Téléexpertise <teleexpertise@x.fr>'

const quoted = (lines: readonly string[]) => lines.map((line) => `> ${line}`).join('\n')
const escaped = (text: string) => text.replaceAll('<', '&lt;')
const divs = (lines: readonly string[]) => lines.map((line) => `<div>${line}</div>`).join('')
const block = (who: string) =>
  `De : ${who}\nEnvoyé : lundi 9 mars 2026 10:00\nÀ : Dr Moi\nObjet : patient`
const wrote = (who: string) => `Le 9 mars 2026 à 10:00, ${who} a écrit :`

/** How programs write what they quote or forward. */
const CLIENTS: { readonly [client: string]: (who: string, lines: readonly string[]) => string } = {
  'plain >': (who, lines) => plain(`${wrote(who)}\n${quoted(lines)}`),
  'Outlook, plain': (who, lines) =>
    plain(`-----Message d'origine-----\n${block(who)}\n\n${lines.join('\n')}`),
  'Outlook, header block': (who, lines) => plain(`${block(who)}\n\n${lines.join('\n')}`),
  'Outlook, HTML': (who, lines) =>
    html(
      `<div style="border-top:solid #E1E1E1 1pt"><p class=MsoNormal>${escaped(block(who)).replaceAll('\n', '<br>')}</p></div>${divs(lines)}`,
    ),
  Gmail: (who, lines) =>
    html(
      `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(wrote(who))}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${divs(lines)}</blockquote></div>`,
    ),
  'Gmail, forwarded': (who, lines) =>
    html(
      `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : ${escaped(who)}<br>Date: lun. 9 mars 2026 à 10:00<br>Subject: patient<br>To: moi<br></div>${divs(lines)}</div>`,
    ),
  'Apple Mail': (who, lines) =>
    html(
      `<blockquote type="cite"><div>${escaped(wrote(who))}</div><br><div>${divs(lines)}</div></blockquote>`,
    ),
  'iPhone, forwarded': (who, lines) =>
    html(
      `<div>Début du message transféré :</div><br><blockquote type="cite"><div><b>De:</b> ${escaped(who)}</div>${divs(lines)}</blockquote>`,
    ),
  Thunderbird: (who, lines) =>
    html(
      `<div class="moz-cite-prefix">${escaped(wrote(who))}</div><blockquote type="cite" cite="mid:x">${divs(lines)}</blockquote>`,
    ),
}

t.test('a form in another’s letter is in doubt, and every word of it stays', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux, libre } = await courrier(quote(WHO, FORM))
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, client)
    t.strictSame([...new Set(Object.values(douteux ?? {}))], ['cite'], client)
    for (const line of FORM) t.match(libre, line, `${client}: ${line}`)
  }
})

t.test('his own form above another’s letter is his', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const [head = '', ...body] = quote(WHO, ['Sexe : M', 'Consentement : non']).split('\r\n\r\n')
    const isHtml = head.includes('html')
    const own = isHtml ? divs(FORM) : `${FORM.join('\n')}\n\n`
    const text = body.join('\r\n\r\n')
    const at = isHtml ? text.indexOf('<body>') + 6 : 0
    const mail = `${head}\r\n\r\n${text.slice(0, at)}${own}${text.slice(at)}`
    const { douteux, formulaire } = await courrier(mail)
    t.match(formulaire, { sexe: 'F', consentement: 'oui, oral, ce jour' }, client)
    t.equal(douteux, undefined, client)
  }
})

const BLANK =
  'Bonjour,\nPour que votre demande parte, il manque encore ceci ; merci de répondre à ce message.\nNom de naissance :\nSexe :\nConsentement :\nBien confraternellement'

t.test('what is typed after or under the labels of a form of ours is his', async (t) => {
  const filled = BLANK.split('\n').map((line) => FORM.find((one) => one.startsWith(line)) ?? line)
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux, formulaire } = await courrier(quote(US, filled), '', [BLANK])
    t.match(formulaire, { sexe: 'F', nomNaissance: 'TARTEMPION' }, client)
    t.equal(douteux, undefined, client)
  }
  const under = quoted(BLANK.split('\n')).replace('Sexe :', 'Sexe :\nF')
  t.equal((await courrier(plain(under), '', [BLANK])).douteux, undefined)
})

t.test('another’s letter does not become ours by what it says of itself', async (t) => {
  const inner = [wrote(US), ...quoted(FORM).split('\n')]
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux } = await courrier(quote(WHO, inner), '', [BLANK])
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, client)
  }
})

t.test('of two renditions one is enough for a doubt', async (t) => {
  const b = '--b\r\n'
  const both = (one: string, other: string) =>
    `Content-Type: multipart/alternative; boundary=b\r\n\r\n${b}${one}\r\n${b}${other}\r\n--b--\r\n`
  const mail = both(
    plain(FORM.join('\n')),
    html(`<blockquote type="cite">${divs(FORM)}</blockquote>`),
  )
  const { douteux, libre } = await courrier(mail)
  t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS)
  for (const line of FORM) t.match(libre, line)
})
