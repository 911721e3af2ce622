import t from 'tap'

import { avisPour } from '../../src/domain/courrier.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { readReceipt } from '../../src/read/receipt.ts'

const notice = (text: string) => readReceipt(memoryBytes(Buffer.from(text)))

function report(
  machine: string,
  {
    type = 'message/delivery-status',
    original = 'Message-ID: <ours@te.localhost>\r\nSubject: x\r\n\r\nbody',
    head = '',
  } = {},
): string {
  return `${head}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nProse.\r\n--b\r\nContent-Type: ${type}\r\n\r\n${machine}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${original}\r\n--b--\r\n`
}

const FAILED =
  'Reporting-MTA: dns; mx.x.fr\r\n\r\nFinal-Recipient: rfc822; A@X.fr\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n'

t.test('reads a well-formed DSN', async (t) => {
  t.strictSame(await notice(report(FAILED)), {
    kind: 'dsn',
    issue: 'failed',
    statut: '5.1.1',
    messageId: 'ours@te.localhost',
    destinataire: 'a@x.fr',
  })
})

t.test('reads the worst of several recipients', async (t) => {
  const groups =
    'Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x.fr\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; b@x.fr\r\nAction: Delayed\r\nStatus: 4.4.1\r\n'
  t.match(await notice(report(groups)), {
    issue: 'delayed',
    statut: '4.4.1',
    destinataire: 'b@x.fr',
  })
})

t.test('the recipient that a notice names decides, whatever became of the others', async (t) => {
  const group = (lines: string, action: string, status: string) =>
    `${lines}\r\nAction: ${action}\r\nStatus: ${status}\r\n`
  const ours = [
    'Final-Recipient: rfc822; Moi@X.fr',
    'Original-Recipient: rfc822;moi@x.fr\r\nFinal-Recipient: rfc822; alias@y.fr',
    'Original-Recipient: rfc822;alias@y.fr\r\nFinal-Recipient: rfc822; moi@x.fr',
  ]
  const actions = ['failed', 'delayed', 'relayed', 'expanded', 'delivered']
  for (const mine of ours) {
    for (const action of actions) {
      for (const other of actions) {
        const groups = [
          group(mine, action, '2.0.1'),
          group('Final-Recipient: rfc822; b@z.fr', other, '5.2.2'),
        ]
        for (const each of [groups, groups.toReversed()]) {
          const avis = await notice(report(`Reporting-MTA: dns; x\r\n\r\n${each.join('\r\n')}`))
          if (avis === null) throw new Error('none')
          t.match(
            avisPour(avis, 'moi@x.fr'),
            { issue: action, statut: '2.0.1', destinataire: 'moi@x.fr' },
            `${mine} ${action} ${other}`,
          )
          const worst = actions[Math.min(actions.indexOf(action), actions.indexOf(other))]
          t.match(avisPour(avis, 'tiers@x.fr'), { issue: worst }, 'one that it does not name')
        }
      }
    }
  }
})

t.test('a read receipt without a disposition says nothing', async (t) => {
  const mdn = (fields: string) =>
    notice(report(fields, { type: 'message/disposition-notification' }))
  t.equal(await mdn('Reporting-UA: x\r\nFinal-Recipient: rfc822; a@x.fr\r\n'), null)
  t.equal(await mdn('Disposition:\r\n'), null)
  t.equal(await mdn('Original-Message-ID: <a@b>\r\n'), null)
  t.match(await mdn('Disposition: manual-action/MDN-sent-manually; displayed\r\n'), {
    issue: 'displayed',
  })
  t.match(await mdn('Error: 902\r\n'), { issue: 'processed/error' })
})

t.test('reads sloppy DSNs', async (t) => {
  t.match(
    await notice(report('final-recipient:RFC822;a@x.fr\nACTION : FAILED\nstatus:5.2.2 (full)\n')),
    { issue: 'failed', statut: '5.2.2', destinataire: 'a@x.fr' },
  )
  t.match(await notice(report('Final-Recipient: rfc822; a@x.fr\r\nStatus: 4.2.0')), {
    issue: 'delayed',
  })
  t.match(await notice(report('Action: relayed')), {
    issue: 'relayed',
    statut: null,
    destinataire: null,
  })
  t.match(
    await notice(report(`${FAILED}`, { original: '\r\nMessage-Id:\r\n <ours@te.localhost>\r\n' })),
    { messageId: 'ours@te.localhost' },
  )
  t.match(
    await notice(report(FAILED, { original: '', head: 'In-Reply-To: <ours@te.localhost>\r\n' })),
    { messageId: 'ours@te.localhost' },
  )
  const headersOnly = report(FAILED).replace('message/rfc822', 'text/rfc822-headers')
  t.match(await notice(headersOnly), { messageId: 'ours@te.localhost' })
  const base64 = report('').replace(
    'message/delivery-status\r\n\r\n',
    `message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(FAILED).toString('base64')}`,
  )
  t.match(await notice(base64), { issue: 'failed' })
})

t.test('reads bounces in prose', async (t) => {
  const exim =
    'From: Mail Delivery System <Mailer-Daemon@x.fr>\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: a@x.fr\n\nA message could not be delivered:\n  a@x.fr\n    550 5.1.1 No such user\n\nMessage-ID: <ours@te.localhost>\n'
  t.strictSame(await notice(exim), {
    kind: 'dsn',
    issue: 'failed',
    statut: '5.1.1',
    messageId: 'ours@te.localhost',
    destinataire: 'a@x.fr',
  })
  const qmail =
    'From: MAILER-DAEMON@x.fr\nSubject: failure notice\n\nHi. This is the qmail-send program.\n\n<a@x.fr>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <ours@te.localhost>\n'
  t.match(await notice(qmail), {
    issue: 'failed',
    statut: '5.1.1',
    messageId: 'ours@te.localhost',
    destinataire: 'a@x.fr',
  })
})

t.test('needs two signs to take prose for a bounce', async (t) => {
  const text = (from: string, subject: string, body: string) =>
    notice(`From: ${from}\r\nSubject: ${subject}\r\n\r\n${body}\r\n`)
  const machine = 'MAILER-DAEMON@x.fr (Mail Delivery System)'
  t.match(await text(machine, 'Votre message', '550 5.1.1 unknown'), { issue: 'failed' })
  t.match(await text('a@x.fr', 'Non remis : TE-2026-000123', '#5.7.1 refus'), { issue: 'failed' })
  t.match(await text(machine, '=?utf-8?q?=C3=89chec_de_remise?=', 'Boîte inconnue'), {
    issue: 'failed',
    statut: null,
  })
  t.match(await text(machine, 'Warning: message 1tX delayed 24 hours', 'no action needed'), {
    issue: 'delayed',
  })
  t.equal(await text('a@x.fr', 'Réponse automatique', 'Absent jusqu’au 5.1.26'), null)
  t.equal(await text(machine, 'Bonjour', 'Message bien reçu.'), null)
})

t.test('reads the fields of a DSN under another type', async (t) => {
  for (const type of ['text/plain', 'application/octet-stream']) {
    t.match(await notice(report(FAILED, { type }).replace('multipart/report', 'multipart/mixed')), {
      issue: 'failed',
      statut: '5.1.1',
      messageId: 'ours@te.localhost',
    })
  }
})

const mdn = (fields: string) =>
  report(fields, { type: 'message/disposition-notification', original: '' })

t.test('reads MDNs, well-formed and sloppy', async (t) => {
  const good =
    'Reporting-UA: x; y\r\nFinal-Recipient: rfc822; a@x.fr\r\nOriginal-Message-ID: <ours@te.localhost>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n'
  t.strictSame(await notice(mdn(good)), {
    kind: 'mdn',
    issue: 'displayed',
    statut: null,
    messageId: 'ours@te.localhost',
    destinataire: 'a@x.fr',
  })
  const cases: { readonly [fields: string]: string } = {
    'Disposition: automatic-action/MDN-sent-automatically;processed': 'processed',
    'disposition :  Automatic-Action / MDN-Sent-Automatically ;  DELETED ': 'deleted',
    'Disposition: manual-action/MDN-sent-manually;\r\n displayed': 'displayed',
    'Disposition: displayed': 'displayed',
    'Disposition: automatic-action/MDN-sent-automatically; processed/error\r\nError: 902^Identifiant de patient inconnu':
      'processed/error',
    'Disposition: automatic-action/MDN-sent-automatically; processed/Error: 902^x':
      'processed/error',
    'Disposition: a/b; failed/failure\r\nFailure: no': 'failed/error',
  }
  for (const [fields, issue] of Object.entries(cases))
    t.match(await notice(mdn(fields)), { kind: 'mdn', issue }, fields)
})

t.test('takes no letter for a notice', async (t) => {
  for (const text of [
    'Subject: failure notice\nFrom: Dr A <a@x.fr>\n\nx',
    'Subject: AVIS\n\nAction: failed\nStatus: 5.0.0',
    '',
    'Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b--\n',
  ]) {
    t.equal(await notice(text), null, text)
  }
})
