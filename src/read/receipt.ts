/**
 * Notices that machines send about our mails: DSN (what became of it) and MDN (who read it).
 *
 * In    the raw message, signed or not: it proves nothing, it only informs
 * Out   an AvisTechnique, or null when the message is no such notice
 *
 * RFC 3464 §2 · RFC 8098 §3 · RFC 6522 §3. Sloppy ones are read too: no report type, folded or
 * capitalised fields, a disposition without mode, bounces in prose, fields under another type, the older `processed/Error:`.
 */
import type { AvisTechnique, Sort } from '../domain/courrier.ts'
import { fold } from '../domain/texte.ts'
import { isRefusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { type Field, fieldText, fieldValue, parseFields } from '../mime/headers.ts'
import { type MimeNode, readTree } from '../mime/tree.ts'
import { leaves } from './body.ts'

const MAX_BYTES = 256 * 1024
const MAX_LOOKED_AT = 5
const DELIVERY = /^message\/(?:global-)?delivery-status$/
const DISPOSITION = /^message\/(?:global-)?disposition-notification$/
const RETURNED =
  /^(?:message\/(?:rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/

/** Reads a notice; null when the message is none. */
export async function readReceipt(raw: Bytes): Promise<AvisTechnique | null> {
  const tree = await readTree(raw)
  return isRefusal(tree) ? null : receiptIn(raw, tree)
}

/** The notice that a tree already read holds, or null. */
export async function receiptIn(raw: Bytes, tree: MimeNode): Promise<AvisTechnique | null> {
  const all = leaves(tree)
  const delivery = all.find((node) => DELIVERY.test(node.type)) ?? (await mislabelled(raw, all))
  const disposition = all.find((node) => DISPOSITION.test(node.type))
  if (!delivery && !disposition) return bounceInProse(raw, tree)
  const returned = await returnedFields(raw, all)
  const about = { returned, outer: tree.fields }
  if (disposition) return mdn(await groupsOf(raw, disposition), about)
  return delivery ? dsn(await groupsOf(raw, delivery), about) : null
}

/** The fields of a DSN under another type, as a relay that knows no `message/delivery-status` leaves them. */
async function mislabelled(raw: Bytes, all: readonly MimeNode[]): Promise<MimeNode | undefined> {
  if (all.length < 2) return undefined
  for (const node of all.filter(({ type }) => !RETURNED.test(type)).slice(0, MAX_LOOKED_AT)) {
    const text = (await beginning(raw, node)).toString('latin1')
    if (/^final-recipient[ \t]*:/im.test(text) && /^action[ \t]*:/im.test(text)) return node
  }
  return undefined
}

interface About {
  readonly returned: readonly Field[]
  readonly outer: readonly Field[]
}

/** Groups of fields, separated by blank lines. */
async function groupsOf(raw: Bytes, node: MimeNode): Promise<readonly (readonly Field[])[]> {
  const octets = await beginning(raw, node)
  return octets
    .toString('latin1')
    .replace(/\r\n/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .slice(0, 500)
    .map((block) => parseFields(Buffer.from(block.replace(/^\n+/, ''), 'latin1')))
    .filter((group) => group.length > 0)
}

const WORST = ['failed', 'delayed', 'relayed', 'expanded', 'delivered']

function dsn(groups: readonly (readonly Field[])[], about: About): AvisTechnique | null {
  const recipients = groups.filter((group) => actionOf(group) !== null)
  const [worst] = [...recipients].sort((a, b) => rankOf(a) - rankOf(b))
  if (!worst) return null
  const parDestinataire = recipients.length > 1 ? { parDestinataire: recipients.map(sortOf) } : {}
  return {
    kind: 'dsn',
    issue: actionOf(worst) ?? 'failed',
    statut: statusIn(fieldValue(worst, 'status') ?? ''),
    messageId: messageIdOf(groups, about),
    destinataire: recipientOf(worst) ?? recipientOf(groups.flat()),
    ...parDestinataire,
  }
}

function sortOf(group: readonly Field[]): Sort {
  const adresses = ['original-recipient', 'final-recipient'].flatMap(
    (name) => addressAfterType(fieldValue(group, name)) ?? [],
  )
  const statut = statusIn(fieldValue(group, 'status') ?? '')
  return { issue: actionOf(group) ?? 'failed', statut, adresses }
}

function actionOf(group: readonly Field[]): string | null {
  const action = /^[a-z-]+/.exec((fieldValue(group, 'action') ?? '').trim().toLowerCase())?.[0]
  if (action !== undefined && WORST.includes(action)) return action
  const status = statusIn(fieldValue(group, 'status') ?? '')
  if (status === null) return action === undefined ? null : 'failed'
  return status.startsWith('2') ? 'delivered' : status.startsWith('4') ? 'delayed' : 'failed'
}

function rankOf(group: readonly Field[]): number {
  return WORST.indexOf(actionOf(group) ?? 'delivered')
}

/** Null without a disposition or an error: such a notice says nothing. */
function mdn(groups: readonly (readonly Field[])[], about: About): AvisTechnique | null {
  const fields = groups.flat()
  // `automatic-action/MDN-sent-automatically; processed/error` — RFC 8098 §3.2.6
  const value = (fieldValue(fields, 'disposition') ?? '').toLowerCase()
  const type = value.includes(';') ? value.slice(value.indexOf(';') + 1) : value
  const match = /^\s*([a-z-]+)\s*(?:\/\s*([a-z-]+))?/.exec(type)
  const isError = match?.[2] === 'error' || match?.[2] === 'failure' || fields.some(isErrorField)
  if (match === null && !isError) return null
  const issue = match?.[1] ?? 'processed'
  return {
    kind: 'mdn',
    issue: isError ? `${issue}/error` : issue,
    statut: null,
    messageId: messageIdOf(groups, about),
    destinataire: recipientOf(fields),
  }
}

function isErrorField(field: Field): boolean {
  return (field.name === 'error' || field.name === 'failure') && field.value !== ''
}

const MACHINE =
  /mailer-daemon|postmaster@|mail delivery (?:sub)?system|mail delivery|microsoft ?exchange/
const BOUNCE =
  /undeliver|delivery (?:status|failure|has failed)|delivery failed|returned mail|failure notice|returned to sender|^rejected:|non remis|non distribu|remise impossible|echec de (?:la )?(?:remise|distribution)/
const DELAY = /delayed mail|delivery delayed|retard de remise/

/** « Your message to x has been delayed », whatever stands between, on the same line. */
function isDelay(subject: string): boolean {
  const [, ...after] = subject.split('message ')
  return DELAY.test(subject) || after.some((text) => text.slice(0, 47).includes('delayed'))
}

/** Bounces that say it in prose: `X-Failed-Recipients` (Exim), qmail, Exchange without a report. */
async function bounceInProse(raw: Bytes, tree: MimeNode): Promise<AvisTechnique | null> {
  const failed = fieldValue(tree.fields, 'x-failed-recipients')
  const from = (fieldText(tree.fields, 'from') ?? '').toLowerCase()
  const subject = fold(fieldText(tree.fields, 'subject') ?? '')
  const all = leaves(tree)
  const first = all[0]
  const prose = first ? (await beginning(raw, first)).toString('latin1') : ''
  const statut = statusIn(prose)
  // Two of the three: a machine writes, the subject says so, the text gives a status of failure.
  const signs = [MACHINE.test(from), BOUNCE.test(subject) || isDelay(subject), isFailure(statut)]
  if (failed === null && signs.filter(Boolean).length < 2) return null
  const returned = await returnedFields(raw, all)
  const quoted = /^message-id:\s*<([^<>\s]{1,250})>/im.exec(prose)?.[1] ?? null
  return {
    kind: 'dsn',
    issue: isDelay(subject) ? 'delayed' : 'failed',
    statut,
    messageId: idIn(fieldValue(returned, 'message-id')) ?? quoted ?? referenced(tree.fields),
    destinataire: addressIn(failed ?? /<([^<>\s]{3,254})>:?\s*$/m.exec(prose)?.[1] ?? ''),
  }
}

function isFailure(statut: string | null): boolean {
  return statut?.startsWith('5') === true
}

async function returnedFields(raw: Bytes, all: readonly MimeNode[]): Promise<readonly Field[]> {
  const node = all.find((one) => RETURNED.test(one.type))
  if (!node) return []
  const text = (await beginning(raw, node)).toString('latin1').replace(/^(?:\r?\n)+/, '')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  return parseFields(Buffer.from(text.slice(0, end), 'latin1'))
}

function messageIdOf(groups: readonly (readonly Field[])[], { returned, outer }: About) {
  const fields = groups.flat()
  return (
    idIn(fieldValue(fields, 'original-message-id')) ??
    idIn(fieldValue(fields, 'x-original-message-id')) ??
    idIn(fieldValue(returned, 'message-id')) ??
    referenced(outer)
  )
}

function referenced(outer: readonly Field[]): string | null {
  const references = (fieldValue(outer, 'references') ?? '').split(/\s+/).at(-1) ?? null
  return idIn(fieldValue(outer, 'in-reply-to')) ?? idIn(references)
}

function idIn(value: string | null): string | null {
  const bare = /<\s*([^<>\s]{1,250})\s*>/.exec(value ?? '')?.[1] ?? (value ?? '').trim()
  return bare.length > 1 && bare.length < 500 && /^[^<>\s]+$/.test(bare) ? bare : null
}

function recipientOf(fields: readonly Field[]): string | null {
  return addressAfterType(
    fieldValue(fields, 'original-recipient') ?? fieldValue(fields, 'final-recipient'),
  )
}

/** `rfc822; a@x.fr`. RFC 3464 §2.3.1 */
function addressAfterType(value: string | null): string | null {
  return addressIn((value ?? '').slice((value ?? '').indexOf(';') + 1))
}

function addressIn(text: string): string | null {
  for (const word of text.slice(0, 2000).split(/[\s<>;,:"()]+/)) {
    const [local = '', domain = ''] = word.split('@').filter((part) => part !== '')
    if (domain !== '') return `${local.slice(-64)}@${domain.slice(0, 253)}`.toLowerCase()
  }
  return null
}

function statusIn(text: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1] ?? null
}

async function beginning(raw: Bytes, node: MimeNode): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of decodeBody(raw.slice(node.debut, node.fin), node.codage)) {
    pieces.push(piece)
    size += piece.length
    if (size >= MAX_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, MAX_BYTES)
}
