/**
 * A small language for letters as correspondents write them: forms, mails, S/MIME by OpenSSL.
 *
 *   const { requerant, dermatologue } = (await testPki()).people
 *   const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
 *   const sent = await signed(mail, requerant)                        // multipart/signed
 *   const sent = await signed(mail, requerant, { form: 'opaque' })    // application/pkcs7-mime
 *   const sealed = await encrypted(sent, certificateFile)             // enveloped-data around it
 *
 *   demande({ Sexe: 'M', Téléphone: null })      a form with one line changed and one left out
 *   demande({ Question: 'Quel traitement ?' })
 *   letter({ …, text: 'AVIS\n\nTexte', headers: { 'In-Reply-To': '<…>' } })
 *
 *   const { entity } = await verified(raw, pki)  what OpenSSL says is signed (it throws when it is not)
 *   const inner = await decrypted(raw, person)   what OpenSSL finds in the envelope
 *
 * Everything is a Buffer with CRLF line ends. All persons and texts are invented.
 */
import { randomBytes } from 'node:crypto'
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import type { Person, Pki } from '../../certs/make.ts'
import { openssl } from '../../certs/openssl.ts'

/** One document of a letter. */
export interface Attachment {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

/** A letter before it is signed. */
export interface Letter {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly headers: { readonly [name: string]: string }
  /** MIME entity: `Content-*` headers, blank line, body. */
  readonly entity: Buffer
}

/** Today in Paris as `JJ/MM/AAAA`. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(
    now,
  )
}

const FORM: { readonly [label: string]: string } = {
  'Spécialité demandée': 'dermatologie',
  'Nom de naissance': 'ESSAI-DURAND',
  Prénoms: 'Anne Marie',
  'Date de naissance': '14/03/1951',
  Sexe: 'F',
  Consentement: 'oui',
  'Date du consentement': '',
  'Mode du consentement': 'oral',
  'Médecin traitant': 'moi-même',
  Téléphone: '01 99 00 12 34',
  Contexte: 'Lésion pigmentée du dos, vue ce jour.',
  Question: 'Faut-il une exérèse, et dans quel délai ?',
}

/**
 * The text of a full, valid request; `lines` changes a line, adds one, or (null) leaves one out.
 * The consent is of today unless said otherwise.
 */
export function demande(
  lines: { readonly [label: string]: string | null } = {},
  now?: Date,
): string {
  const all = { ...FORM, 'Date du consentement': today(now), ...lines }
  return Object.entries(all)
    .flatMap(([label, value]) => (value === null ? [] : [`${label} : ${value}`]))
    .join('\n')
}

/** Composes a letter; its Message-ID is random unless given. */
export function letter(mail: {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly html?: string
  readonly subject?: string
  readonly messageId?: string
  readonly attachments?: readonly Attachment[]
  readonly headers?: { readonly [name: string]: string }
}): Letter {
  const { from, to, text, html, attachments = [], headers = {} } = mail
  const body = html === undefined ? textPart('plain', text) : alternative(text, html)
  return {
    from,
    to,
    subject: mail.subject ?? 'Demande de téléexpertise',
    messageId: mail.messageId ?? `${randomBytes(12).toString('hex')}@cabinet.test`,
    headers,
    entity:
      attachments.length === 0
        ? body
        : multipart('mixed', [body, ...attachments.map(attachmentPart)]),
  }
}

/** The letter as a plain mail, unsigned. */
export function unsigned(mail: Letter): Buffer {
  return mailOf(mail, mail.entity)
}

/** How OpenSSL signs. */
export interface Signing {
  readonly form?: 'detached' | 'opaque'
  readonly digest?: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  readonly padding?: 'pkcs1' | 'pss'
  /** `none`: the signer's certificate and its intermediate are left out. */
  readonly certificates?: 'all' | 'none'
  /** `none`: no signed attributes, so no time either. */
  readonly attributes?: 'all' | 'none'
}

const lastSigned = new Map<string, number>()
const secondNow = (): number => Math.floor(Date.now() / 1000)

/**
 * Waits until this person may sign these words once more: nobody writes and signs the same twice in one second, and
 * nothing would tell the two acts of signing apart. SPEC §8
 */
export async function inASecondOfTheirOwn(person: string, words: string): Promise<void> {
  const key = `${person} ${words}`
  while (lastSigned.get(key) === secondNow()) await pause(20)
  lastSigned.set(key, secondNow())
}

/** The letter signed by a person, by `openssl cms -sign`. */
export async function signed(mail: Letter, signer: Person, how: Signing = {}): Promise<Buffer> {
  return mailOf(mail, await signWithOpenssl(mail.entity, signer, how))
}

/** A signed MIME entity around a MIME entity. */
export async function signWithOpenssl(
  entity: Buffer,
  signer: Person,
  how: Signing = {},
): Promise<Buffer> {
  const { form = 'detached', digest = 'sha256', padding = 'pkcs1' } = how
  const { certificates = 'all', attributes = 'all' } = how
  const cms = await openssl(
    [
      ...['cms', '-sign', '-binary', '-outform', 'DER', '-md', digest],
      ...['-signer', signer.certificate, '-inkey', signer.key],
      ...(certificates === 'all' ? ['-certfile', signer.chain] : ['-nocerts']),
      ...(form === 'opaque' ? ['-nodetach'] : []),
      ...(attributes === 'none' ? ['-noattr'] : []),
      ...(padding === 'pss' ? ['-keyopt', 'rsa_padding_mode:pss'] : []),
    ],
    { input: entity },
  )
  if (form === 'opaque') return smimePart('signed-data', cms)
  const boundary = `----${randomBytes(12).toString('hex')}`
  const protocol = 'protocol="application/pkcs7-signature"'
  return Buffer.concat([
    crlf(
      `Content-Type: multipart/signed; ${protocol};`,
      ` micalg=${digest.replace('sha', 'sha-')}; boundary="${boundary}"`,
      '',
      `--${boundary}`,
    ),
    entity,
    crlf('', `--${boundary}`, 'Content-Type: application/pkcs7-signature; name="smime.p7s"'),
    crlf(
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7s"',
    ),
    crlf('', base64(cms), `--${boundary}--`),
  ])
}

/** How OpenSSL encrypts. */
export interface Encrypting {
  readonly cipher?: 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm'
  readonly padding?: 'pkcs1' | 'oaep'
}

/** A whole mail with its MIME entity encrypted to one certificate; the other headers stay outside. */
export async function encrypted(
  raw: Buffer,
  certificateFile: string,
  { cipher = 'aes-256-cbc', padding = 'pkcs1' }: Encrypting = {},
): Promise<Buffer> {
  const { outer, entity } = split(raw)
  const cms = await openssl(
    [
      ...['cms', '-encrypt', '-binary', '-outform', 'DER', `-${cipher}`, '-recip', certificateFile],
      ...(padding === 'oaep'
        ? ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256']
        : []),
    ],
    { input: entity },
  )
  const type = cipher.endsWith('gcm') ? 'authEnveloped-data' : 'enveloped-data'
  return Buffer.concat([outer, smimePart(type, cms)])
}

/** What OpenSSL finds signed in a mail; throws with its words when the signature or the path is not good. */
export async function verified(raw: Buffer, pki: Pki): Promise<{ entity: Buffer; signer: string }> {
  const signer = join(tmpdir(), `confrere-${randomBytes(8).toString('hex')}.pem`)
  try {
    const entity = await openssl(
      ['cms', '-verify', '-CAfile', pki.root, '-purpose', 'smimesign', '-signer', signer],
      { input: raw },
    )
    return { entity, signer: await readFile(signer, 'utf8') }
  } finally {
    await unlink(signer).catch(() => undefined)
  }
}

/** What OpenSSL finds in an encrypted mail. */
export async function decrypted(raw: Buffer, person: Person): Promise<Buffer> {
  const file = join(tmpdir(), `confrere-${randomBytes(8).toString('hex')}.eml`)
  await writeFile(file, raw)
  try {
    return await openssl([
      ...['cms', '-decrypt', '-binary', '-in', file],
      ...['-recip', person.certificate, '-inkey', person.key],
    ])
  } finally {
    await unlink(file)
  }
}

/** The header fields that are not of the entity, and the MIME entity. */
export function split(raw: Buffer): { outer: Buffer; entity: Buffer } {
  const end = raw.indexOf('\r\n\r\n') + 2
  const fields = raw
    .subarray(0, end)
    .toString('latin1')
    .split(/(?<=\r\n)(?![ \t])/)
  const isOfEntity = (field: string) => /^content-/i.test(field)
  const join = (wanted: string[]) => Buffer.from(wanted.join(''), 'latin1')
  return {
    outer: join(fields.filter((field) => !isOfEntity(field))),
    entity: Buffer.concat([join(fields.filter(isOfEntity)), raw.subarray(end)]),
  }
}

function mailOf(mail: Letter, entity: Buffer): Buffer {
  const fields = {
    From: mail.from,
    To: mail.to,
    Subject: `=?utf-8?B?${Buffer.from(mail.subject).toString('base64')}?=`,
    Date: new Date().toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${mail.messageId}>`,
    'MIME-Version': '1.0',
    ...mail.headers,
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([crlf(...lines), entity])
}

function textPart(subtype: 'plain' | 'html', text: string): Buffer {
  return crlf(
    `Content-Type: text/${subtype}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(Buffer.from(text.replace(/\r?\n/g, '\r\n'))),
  )
}

function alternative(text: string, html: string): Buffer {
  return multipart('alternative', [textPart('plain', text), textPart('html', html)])
}

function attachmentPart({ name, type, content }: Attachment): Buffer {
  return crlf(
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
    '',
    base64(content),
  )
}

function multipart(subtype: string, parts: readonly Buffer[]): Buffer {
  const boundary = `=_${randomBytes(12).toString('hex')}`
  return Buffer.concat([
    crlf(`Content-Type: multipart/${subtype}; boundary="${boundary}"`, ''),
    ...parts.flatMap((part) => [crlf(`--${boundary}`), part]),
    crlf(`--${boundary}--`),
  ])
}

function smimePart(type: string, cms: Buffer): Buffer {
  return crlf(
    `Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7m"',
    '',
    base64(cms),
  )
}

function base64(content: Buffer): string {
  const text = content.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += 76) lines.push(text.slice(at, at + 76))
  return lines.join('\r\n')
}

function crlf(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''))
}
