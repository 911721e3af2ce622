/**
 * The cast of the demo: three invented physicians, what they write, and their mail client (it signs).
 *
 * RPPS begin with 99 (test); patient and INS are invented.
 */
import { randomUUID } from 'node:crypto'

import type { AdresseMss } from '../domain/correspondant.ts'
import { isRefusal } from '../errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../kit/bytes.ts'
import type { DevPerson } from '../pki/dev-keys.ts'
import { seal } from '../seal/seal.ts'

/** A physician of the demo. */
export interface Player {
  readonly rpps: string
  readonly nom: string
  readonly prenom: string
  readonly email: AdresseMss
  readonly specialite: string
  readonly numeroAm: string
}

const at = (local: string): AdresseMss => `${local}@medecins.exemple.test` as AdresseMss

export const REQUERANTE: Player = {
  rpps: '99700001011',
  nom: 'MARTIN',
  prenom: 'Camille',
  email: at('camille.martin'),
  specialite: '01',
  numeroAm: '991001017',
}
export const REQUIS: Player = {
  rpps: '99700002027',
  nom: 'BERNARD',
  prenom: 'Hugo',
  email: at('hugo.bernard'),
  specialite: '05',
  numeroAm: '991002023',
}
export const TRAITANTE: Player = {
  rpps: '99700003033',
  nom: 'PETIT',
  prenom: 'Alice',
  email: at('alice.petit'),
  specialite: '01',
  numeroAm: '751003039',
}
export const CAST = [REQUERANTE, REQUIS, TRAITANTE] as const

/** The directory of the demo, in the simple CSV of SPEC §9. */
export const ANNUAIRE = [
  'rpps;nom;prenom;profession;specialite;adresse;numero_am;finess',
  ...CAST.map((p) =>
    [p.rpps, p.nom, p.prenom, '10', p.specialite, p.email, p.numeroAm, ''].join(';'),
  ),
  '',
].join('\n')

/** The request, as a physician writes it. `today` AAAA-MM-JJ. */
export function requestText(today: string): string {
  return [
    'Bonjour,',
    '',
    'Spécialité demandée : dermatologie',
    'Nom de naissance : DEMO-PATIENTE',
    'Prénoms : Aurore Zoé',
    'Date de naissance : 12/03/1951',
    'Sexe : F',
    'Consentement : oui',
    `Date du consentement : ${today.split('-').reverse().join('/')}`,
    'Mode du consentement : oral',
    `Médecin traitant : Dr ${TRAITANTE.prenom} ${TRAITANTE.nom} <${TRAITANTE.email}>`,
    'Question : lésion pigmentée de l’avant-bras droit, 8 mm, apparue il y a six mois.',
    'Faut-il une exérèse, et dans quel délai ?',
    'Contexte : bords irréguliers, deux teintes. Pas d’antécédent personnel de mélanome.',
    'Téléphone : 01 99 00 12 34',
    '',
    'Bien confraternellement,',
    'Dr Camille MARTIN',
  ].join('\r\n')
}

/** The opinion. */
export const OPINION = [
  'AVIS',
  '',
  'Les deux images montrent une lésion asymétrique à bords irréguliers, réseau pigmentaire atypique.',
  '',
  'Conclusion : exérèse diagnostique à prévoir sous 15 jours, marges de 2 mm, examen',
  'anatomopathologique. Je peux recevoir la patiente si besoin.',
  '',
  'Dr Hugo BERNARD',
].join('\r\n')

/** A document to attach. */
export interface Document {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

/** Composes a mail as an ordinary client does, and signs it. */
export async function composeSigned(
  letter: {
    readonly from: Player
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly documents: readonly Document[]
    readonly inReplyTo: string | null
    readonly now: Date
  },
  person: DevPerson,
): Promise<Buffer> {
  const { from, to, subject, inReplyTo, now } = letter
  const written = {
    headers: [
      ['From', `${from.prenom} ${from.nom} <${from.email}>`],
      ['To', to],
      ['Subject', encodedWord(subject)],
      ['Date', now.toUTCString().replace('GMT', '+0000')],
      ['Message-ID', `<${randomUUID()}@medecins.exemple.test>`],
      ...(inReplyTo === null ? [] : [['In-Reply-To', `<${inReplyTo}>`] as const]),
      ['MIME-Version', '1.0'],
    ] as const,
    entity: memoryBytes(entityOf(letter)),
    to: to as AdresseMss,
    messageId: randomUUID(),
    clinical: true,
  }
  const identity = { key: person.key, certificate: person.certificate, intermediates: [] }
  const sealed = await seal(written, { identity, recipient: null, keep: keepInMemory, now })
  if (isRefusal(sealed)) throw new Error(sealed.code)
  return await wholeBuffer(sealed.raw, 64 * 1024 * 1024)
}

function entityOf({ text, documents }: { text: string; documents: readonly Document[] }): Buffer {
  const body = part('text/plain; charset=utf-8', Buffer.from(text), [])
  if (documents.length === 0) return body
  const boundary = `=_${randomUUID()}`
  const parts = [
    body,
    ...documents.map(({ name, type, bytes }) =>
      part(type, bytes, [`Content-Disposition: attachment; filename="${name}"`]),
    ),
  ]
  return Buffer.concat([
    Buffer.from(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`),
    ...parts.flatMap((each) => [Buffer.from(`--${boundary}\r\n`), each, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

function part(type: string, bytes: Buffer, more: readonly string[]): Buffer {
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? []
  const head = [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...more]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}\r\n`)
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}
