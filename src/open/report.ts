/**
 * Tells a verdict: the JSON line of `inspect`, and a short French report for a support desk.
 *
 * In    the file name as given, the verdict
 * Out   text; a file that could not be read has a verdict of its own
 *
 * SPEC §8
 */
import { type Code, ERRORS } from '../errors.ts'
import type { Verdict } from '../message.ts'

// Every key of the contract is there, whatever the file: who reads the line need not ask first.
const NOBODY = { subject: null, rpps: null, emails: [], sha256: null }

/** The line of `inspect --json`, without line end. */
export function inspectLine(file: string, verdict: Verdict): string {
  return JSON.stringify({ file, ...verdict, signer: verdict.signer ?? NOBODY })
}

/** The verdict of a file that could not be read, or whose judgement did not end. */
export function unreadableVerdict(
  code: 'unreadable-file' | 'too-costly' = 'unreadable-file',
): Verdict {
  return {
    layers: [],
    signature: {
      status: 'absent',
      reason: null,
      algorithm: null,
      signingTime: null,
      signers: 0,
      covers: null,
    },
    path: { status: null, reason: null, length: null, anchor: null },
    revocation: { status: null, source: 'none' },
    signer: null,
    sender: { from: [], bound: null, reason: null },
    accepted: false,
    refusal: code,
  }
}

const LAYERS = {
  signed: 'signé',
  enveloped: 'chiffré',
  authEnveloped: 'chiffré et authentifié',
  compressed: 'compressé',
} as const
const SIGNATURE = {
  valid: 'valable',
  invalid: 'non valable',
  absent: 'absente',
  unsupported: 'non vérifiable',
} as const
const PATH = { valid: 'valable', invalid: 'non valable', indeterminate: 'incomplet' } as const
const REVOCATION = { good: 'non révoqué', revoked: 'révoqué', unknown: 'état inconnu' } as const

/** A report in plain French, one fact a line. */
export function reportText(file: string, verdict: Verdict): string {
  const { signature, path, revocation, signer, sender } = verdict
  const lines = [
    file,
    `  Décision : ${verdict.accepted ? 'accepté' : `refusé (${verdict.refusal ?? 'sans code'})`}`,
    verdict.refusal ? `  ${sentenceOf(verdict.refusal)}` : null,
    `  Enveloppes : ${verdict.layers.map((layer) => LAYERS[layer]).join(', puis ') || 'aucune'}`,
    `  Signature : ${SIGNATURE[signature.status]}${reasonOf(signature.reason)}${signature.algorithm ? `, ${signature.algorithm}` : ''}`,
    signature.covers === 'part' ? '  La signature ne couvre qu’une partie du message.' : null,
    signature.signingTime ? `  Heure déclarée par le signataire : ${signature.signingTime}` : null,
    signer ? `  Signataire : ${signer.subject}` : null,
    signer
      ? `  RPPS : ${signer.rpps ?? 'absent du certificat'} ; adresses : ${signer.emails.join(', ') || 'aucune'}`
      : null,
    signer ? `  Empreinte SHA-256 du certificat : ${signer.sha256}` : null,
    path.status
      ? `  Chemin de certification : ${PATH[path.status]}${reasonOf(path.reason)}${path.anchor ? `, ancre ${path.anchor}` : ''}`
      : null,
    revocation.status
      ? `  Révocation : ${REVOCATION[revocation.status]} (source : ${sourceOf(revocation.source)})`
      : null,
    `  Expéditeur : ${sender.from.join(', ') || 'illisible'}${boundOf(sender)}`,
  ]
  return lines.filter((line) => line !== null).join('\n')
}

/** The French sentence of a code. */
export function sentenceOf(code: string): string {
  return code in ERRORS ? ERRORS[code as Code].public : code
}

function reasonOf(reason: string | null): string {
  return reason ? ` (${reason})` : ''
}

function sourceOf(source: Verdict['revocation']['source']): string {
  return { crl: 'liste de révocation', ocsp: 'OCSP', none: 'aucune' }[source]
}

function boundOf({ bound, reason }: Verdict['sender']): string {
  if (bound === true) return ', lié au signataire'
  return bound === false ? `, non lié au signataire${reasonOf(reason)}` : reasonOf(reason)
}
