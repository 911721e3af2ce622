/**
 * The room: an Envoi becomes a letter, ready to be signed.
 *
 * In    what `decide` wanted said, to whom; the dossier; where the documents lie
 * Out   WrittenMessage: outer headers, a canonical MIME entity, and whether it says something of a patient
 * Refuses (throws, a Fault) a document that is no longer what was received: its hash must agree.
 *
 * Written again with the same parts, a letter has the same bytes. A 25 MB document is streamed, never held.
 * RFC 5322 §3.6; RFC 3834 §5 (Auto-Submitted); SPEC §10, §13.4, §13.9
 */

import { createHash } from 'node:crypto'

import type { Piece } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import { normalise } from '../domain/unicode.ts'
import type { Bytes } from '../kit/bytes.ts'
import type { Envoi, WrittenMessage } from '../message.ts'
import { decodeBody } from '../mime/decode.ts'
import { htmlBody, textBody } from './blocs.ts'
import { jourCourt } from './francais.ts'
import { draft } from './letters.ts'
import type { Brouillon, Jointe, WriteParts } from './lettre.ts'
import { composeEntity, type Document, encodeHeaders } from './mime.ts'

/** The oldest Message-ID and the newest ones: a thread of years keeps its root and its tail. */
const MAX_REFERENCES = 20
const MSG_ID = /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/

/** Writes a letter. */
export async function write(envoi: Envoi, parts: WriteParts): Promise<WrittenMessage> {
  const brouillon = await draft(envoi, parts)
  const bodies = { text: textBody(brouillon.blocs), html: htmlBody(brouillon.blocs) }
  const source = composeEntity({
    seed: envoi.messageId,
    ...bodies,
    documents: (brouillon.jointes ?? []).map((jointe) => documentOf(jointe, parts)),
  })
  return {
    headers: headersOf(envoi, brouillon, parts),
    entity: await parts.keep(source),
    bodies,
    original: (brouillon.jointes ?? []).some(({ kind }) => kind === 'original'),
    to: envoi.a.adresse,
    messageId: envoi.messageId,
    ...(brouillon.discret && { discreet: true }),
    clinical: brouillon.clinical,
  }
}

function headersOf(
  envoi: Envoi,
  brouillon: Brouillon,
  parts: WriteParts,
): (readonly [name: string, value: string])[] {
  const ids = envoi.references.filter((id) => MSG_ID.test(id) && id !== envoi.messageId)
  const [root] = ids
  const kept =
    ids.length > MAX_REFERENCES && root !== undefined
      ? [root, ...ids.slice(1 - MAX_REFERENCES)]
      : ids
  const sujet = parts.sujetMssante ? (sujetMssante(envoi) ?? brouillon.sujet) : brouillon.sujet
  return encodeHeaders([
    ['From', { name: `Téléexpertise ${parts.domain}`, address: parts.from }],
    ['To', { name: '', address: envoi.a.adresse }],
    ['Reply-To', { name: '', address: envoi.replyTo }],
    ['Subject', `${parts.marqueTest ? '[TEST] ' : ''}${sujet}`],
    ['Date', new Date(parts.now).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${envoi.messageId}>`],
    ['In-Reply-To', kept.length === 0 ? '' : `<${kept.at(-1)}>`],
    ['References', kept.map((id) => `<${id}>`).join(' ')],
    ['Auto-Submitted', brouillon.notice ? 'auto-generated' : ''],
    ...(brouillon.urgent
      ? ([
          ['X-Priority', '1 (Highest)'],
          ['Importance', 'high'],
          ['Priority', 'urgent'],
        ] as const)
      : []),
    ['X-MSS-NIL', parts.nil ?? ''],
  ])
}

/**
 * The subject that the MSSanté document convention asks for, where `CONFRERE_SUJET_MSSANTE` wants it: the one
 * subject that names a patient. Null for letters that carry no document of care.
 */
function sujetMssante({ lettre, dossier }: Envoi): string | null {
  const libelle =
    lettre.kind === 'compteRendu'
      ? 'CR de téléexpertise'
      : lettre.kind === 'demandeAvis'
        ? 'Demande de téléexpertise'
        : null
  const patient = (dossier as Dossier | null)?.patient ?? null
  if (libelle === null || patient === null) return null
  const plain = (nom: string): string =>
    normalise(nom, 'NFD')
      .replace(/[^\p{L} '-]/gu, '')
      .trim()
  const [premier = ''] = plain(patient.prenoms).split(' ')
  return `XDM/1.0/DDM+${libelle} ${plain(patient.nomNaissance).toUpperCase()} ${premier} ${jourCourt(patient.dateNaissance)}`
}

function documentOf(jointe: Jointe, { content }: WriteParts): Document {
  switch (jointe.kind) {
    case 'octets':
      return {
        nom: jointe.nom,
        type: jointe.type,
        octets: () => once(jointe.octets),
        notre: true,
      }
    case 'piece':
      return {
        nom: jointe.piece.nom,
        type: jointe.piece.type,
        octets: () => pieceOctets(jointe.piece, content),
        notre: false,
      }
    case 'original': {
      const { entetes, contenu, debut, fin } = jointe.original
      return {
        nom: jointe.nom,
        type: 'application/octet-stream',
        octets: () => originalOctets(entetes, async () => await content(contenu, debut, fin)),
        notre: true,
      }
    }
    case 'message': {
      const { nom, contenu, debut, fin } = jointe
      // Not message/rfc822, which may not be base64: RFC 2046 §5.2.1.
      return {
        nom,
        type: 'application/octet-stream',
        octets: () => wholeOctets(async () => await content(contenu, debut, fin)),
        notre: true,
      }
    }
    default:
      return jointe satisfies never
  }
}

/** The decoded octets of a document, refused at the end if they are not those that were received. */
async function* pieceOctets(piece: Piece, content: WriteParts['content']): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const octets of decodeBody(
    await content(piece.contenu, piece.debut, piece.fin),
    piece.codage,
  )) {
    hash.update(octets)
    yield octets
  }
  if (hash.digest('hex') !== piece.sha256) throw new Error(`document ${piece.sha256}: hash differs`)
}

/** The signed entity as it came: its headers, the blank line, its body. */
async function* originalOctets(
  entetes: string,
  body: () => Promise<Bytes>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(`${entetes}\r\n`, 'latin1')
  yield* (await body()).read()
}

async function* wholeOctets(message: () => Promise<Bytes>): AsyncGenerator<Buffer> {
  yield* (await message()).read()
}

async function* once(octets: Buffer): AsyncGenerator<Buffer> {
  yield octets
}
