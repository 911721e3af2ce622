/**
 * Chooses the author: of all SignerInfos of all layers, the one that the verdict speaks of.
 *
 * In        the layers with their judged SignerInfos, the outer header fields, the directory
 * Out       Author: one SignerInfo and its layer, is he the sender, are all the others the same person's
 * Refuses   nothing itself: `several` asks for `several-authors`
 *
 * One act has one author (SPEC §8). The innermost layer tells him, and in it the SignerInfo that the sender is
 * bound to, whatever the order in which they came. A layer around it whose signer is not good, or not the
 * sender, speaks instead, so that it is refused by its own code. Every other SignerInfo must be good, and the
 * same person's: the same RPPS where one is believed of either; else the same key, or the same addresses.
 *
 * RFC 2634 §1.1 (one person may sign twice; nobody else lends his name) · RFC 5652 §5.1 · SPEC §8
 */
import type { Sha256 } from '../domain/correspondant.ts'
import type { Liens, OpenPolicy, Verdict } from '../message.ts'
import { publicKeyOf } from '../pki/certificate.ts'
import { keyName } from '../pki/public-key.ts'
import type { Field } from './entity.ts'
import { ABSENT, type SignerJudgement, signerProblem } from './judge.ts'
import type { SignedLayer } from './layers.ts'
import { bindSender, fromOf } from './sender.ts'

/** A layer with its SignerInfos. */
export interface JudgedLayer {
  readonly layer: SignedLayer
  readonly signers: readonly SignerJudgement[]
}

export interface Author {
  readonly layer: SignedLayer | null
  readonly judgement: SignerJudgement
  readonly sender: Verdict['sender']
  /** Another SignerInfo is not good, or another person's. */
  readonly several: boolean
  /** The names of his other signatures over the same content. */
  readonly otherSignings: readonly Sha256[]
}

interface Bound {
  readonly layer: SignedLayer
  readonly signers: readonly SignerJudgement[]
  readonly judgement: SignerJudgement
  readonly sender: Verdict['sender']
}

interface Parts {
  readonly fields: readonly Field[]
  readonly annuaire: Liens | null
  readonly policy: OpenPolicy
}

/** The one SignerInfo that the verdict speaks of, outermost layer first. */
export async function authorOf(layers: readonly JudgedLayer[], parts: Parts): Promise<Author> {
  const { from, reason } = fromOf(parts.fields)
  const none = { from, bound: reason ? false : null, reason }
  const bound: Bound[] = []
  for (const layer of layers) bound.push(await speakerOf(layer, parts))
  const isBad = ({ judgement }: Bound) => signerProblem(judgement, parts.policy) !== null
  const isStranger = ({ sender }: Bound) => sender.bound === false
  const found = bound.find(isBad) ?? bound.find(isStranger) ?? bound.at(-1)
  if (!found)
    return { layer: null, judgement: ABSENT, sender: none, several: false, otherSignings: [] }
  const { layer, judgement, sender, signers } = found
  const others = layers.flatMap((one) => one.signers).filter((one) => one !== judgement)
  const isHis = (one: SignerJudgement) =>
    signerProblem(one, parts.policy) === null && isSamePerson(one, judgement)
  const names = signers.flatMap(({ signing }) =>
    signing === judgement.signing ? [] : (signing ?? []),
  )
  return {
    layer,
    judgement,
    sender,
    several: parts.policy.purpose === 'mail' && !others.every(isHis),
    otherSignings: [...new Set(names)],
  }
}

/** The SignerInfo that speaks for one layer: the sender's, else a good one. */
async function speakerOf({ layer, signers }: JudgedLayer, parts: Parts): Promise<Bound> {
  const all: Bound[] = []
  for (const judgement of signers)
    all.push({ layer, signers, judgement, sender: await senderOf(judgement, parts) })
  const [first] = all.toSorted((a, b) => preference(a, b, parts.policy))
  if (!first) throw new Error('a signature layer without signer')
  return first
}

/**
 * Whatever the order in which they came. Of two signatures of one author the one without a time, or with the
 * earlier one, speaks: it claims least. Where no sender is asked about, the worst one does.
 */
function preference(a: Bound, b: Bound, policy: OpenPolicy): number {
  const rank = ({ judgement, sender }: Bound): readonly (number | string)[] => {
    const isGood = signerProblem(judgement, policy) === null
    const { signature, signing, certificate } = judgement
    const names = [signature.signingTime ?? '', signing ?? '', certificate?.sha256 ?? '']
    if (policy.purpose === 'path') return [isGood ? 1 : 0, badness(judgement), ...names]
    const binding = sender.bound === true ? 0 : sender.bound === null ? 1 : 2
    return [binding, isGood ? 0 : 1, badness(judgement), ...names]
  }
  const [one, other] = [rank(a), rank(b)]
  const at = one.findIndex((value, index) => value !== other[index])
  if (at < 0) return 0
  return (one[at] ?? 0) < (other[at] ?? 0) ? -1 : 1
}

/** A broken signature before a broken path, before revocation. */
function badness({ signature, path, revocation }: SignerJudgement): number {
  if (signature.status !== 'valid') return 0
  if (path.status !== 'valid') return 1
  return { revoked: 2, unknown: 3, good: 4 }[revocation.status ?? 'unknown']
}

async function senderOf(
  { certificate, holder }: SignerJudgement,
  { fields, annuaire, policy }: Parts,
): Promise<Verdict['sender']> {
  const { from, reason } = fromOf(fields)
  if (policy.purpose === 'path') return { from, bound: null, reason: null }
  if (!certificate) return { from, bound: reason ? false : null, reason }
  return await bindSender(fields, holder, annuaire)
}

/** Are these two SignerInfos one person's? */
export function isSamePerson(a: SignerJudgement, b: SignerJudgement): boolean {
  if (!a.certificate || !b.certificate) return false
  if (a.certificate.sha256 === b.certificate.sha256) return true
  const [one, other] = [a.holder, b.holder]
  if (one.rpps !== null || other.rpps !== null) return one.rpps === other.rpps
  const [key, otherKey] = [publicKeyOf(a.certificate), publicKeyOf(b.certificate)]
  if (key && otherKey && keyName(key) === keyName(otherKey)) return true
  const isIn = (emails: readonly string[]) => (each: string) => emails.includes(each)
  return (
    one.emails.length > 0 &&
    one.emails.every(isIn(other.emails)) &&
    other.emails.every(isIn(one.emails))
  )
}
