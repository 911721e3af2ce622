/**
 * Name constraints: which names the certificates below a CA may bear.
 *
 * In    the constraints of each CA of a path, from the top; the names of a certificate below
 * Out   may it bear them?
 *
 * RFC 9549 §2.2, RFC 9598 §6 (internationalised) ·
 * RFC 5280 §4.2.1.10, §6.1.3 (b)–(c), §6.1.4 (g)
 */
import { comparableMailbox, isAscii } from '../kit/mailbox.ts'
import type { Certificate } from './certificate.ts'
import type { Subtree } from './extensions.ts'
import { type GeneralName, type Name, OID_EMAIL, valuesOf } from './name.ts'

export interface Constraints {
  /** One list for each CA that gave some: a name must satisfy every list that speaks of its form. */
  readonly permitted: readonly (readonly Subtree[])[]
  readonly excluded: readonly Subtree[]
}

const MAX_COMPARISONS = 250_000

export const NO_CONSTRAINTS: Constraints = { permitted: [], excluded: [] }

/** Adds the constraints of one more CA. */
export function constrain(constraints: Constraints, certificate: Certificate): Constraints {
  const more = certificate.extensions.nameConstraints
  if (!more) return constraints
  return {
    permitted:
      more.permitted.length > 0
        ? [...constraints.permitted, more.permitted]
        : constraints.permitted,
    excluded: [...constraints.excluded, ...more.excluded],
  }
}

/** May the certificate bear its names? */
export function isWithin(certificate: Certificate, constraints: Constraints): boolean {
  const trees = constraints.permitted.flat().length + constraints.excluded.length
  if (constraints.permitted.length === 0 && trees === 0) return true
  const names = namesOf(certificate)
  // Beyond any authority of mail: who compares them all is stopped by them.
  if (names.length * trees > MAX_COMPARISONS) return false
  return names.every(
    (name) =>
      !constraints.excluded.some(
        (tree) => isSameForm(name, tree.base) && isIn(name, tree, 'excluded'),
      ) &&
      constraints.permitted.every((trees) => {
        const ofForm = trees.filter((tree) => isSameForm(name, tree.base))
        return ofForm.length === 0 || ofForm.some((tree) => isIn(name, tree, 'permitted'))
      }),
  )
}

function namesOf(certificate: Certificate): GeneralName[] {
  const names = [...certificate.extensions.subjectAltName]
  if (certificate.subject.rdns.length > 0)
    names.push({ kind: 'directory', name: certificate.subject })
  // RFC 5280 §4.2.1.10: the rfc822Name constraint MUST be applied to emailAddress of the subject
  // when the certificate holds no rfc822Name; we bind senders to both, so neither hides the other
  for (const value of valuesOf(certificate.subject, OID_EMAIL)) names.push({ kind: 'email', value })
  return names
}

function isSameForm(name: GeneralName, base: GeneralName): boolean {
  // RFC 9598 §6: constraints of rfc822Name hold for both forms of a mailbox
  return formOf(name) === formOf(base) || (name.kind === 'smtpUtf8' && base.kind === 'email')
}

/** An SmtpUTF8Mailbox is an otherName: a constraint on those speaks of it too, and cannot be judged. */
function formOf(name: GeneralName): string {
  if (name.kind === 'smtpUtf8') return 'other:0'
  return name.kind === 'other' ? `other:${name.tag}` : name.kind
}

/** A form or a distance that we cannot judge counts against the certificate. */
function isIn(name: GeneralName, tree: Subtree, side: 'permitted' | 'excluded'): boolean {
  const doubt = side === 'excluded'
  const { base } = tree
  // RFC 9549 §2.2, RFC 9598 §6: domains of constraints are A-labels
  if ((base.kind === 'email' || base.kind === 'dns' || base.kind === 'uri') && !isAscii(base.value))
    return doubt
  if (name.kind === 'directory' && base.kind === 'directory') return isBelow(name.name, base.name)
  if (name.kind === 'email' && base.kind === 'email') {
    // Senders are known without regard to case: an exclusion must not be evaded by it.
    const fold = (text: string) => (doubt ? text.toLowerCase() : text)
    return isMailboxIn(fold(name.value), fold(base.value))
  }
  if (name.kind === 'smtpUtf8' && base.kind === 'email') {
    const mailbox = comparableMailbox(name.value)
    const host = mailbox.slice(mailbox.lastIndexOf('@') + 1)
    return isAscii(host) ? isMailboxIn(mailbox, base.value) : doubt
  }
  if (name.kind === 'dns' && base.kind === 'dns') return isHostBelow(name.value, base.value)
  if (name.kind === 'uri' && base.kind === 'uri') {
    const host = hostOf(name.value)
    return host === null ? doubt : isHostOf(host, base.value)
  }
  if (name.kind === 'ip' && base.kind === 'ip') {
    if (base.value.length !== 8 && base.value.length !== 32) return doubt
    return isAddressIn(name.value, base.value)
  }
  return doubt
}

function isBelow(name: Name, base: Name): boolean {
  return base.rdnKeys.every((key, at) => name.rdnKeys[at] === key)
}

function isMailboxIn(mailbox: string, base: string): boolean {
  const at = mailbox.lastIndexOf('@')
  const host = mailbox.slice(at + 1)
  if (!base.includes('@')) return isHostOf(host, base)
  const baseAt = base.lastIndexOf('@')
  return (
    mailbox.slice(0, at) === base.slice(0, baseAt) &&
    host.toLowerCase() === base.slice(baseAt + 1).toLowerCase()
  )
}

/** `.example.org` is every host below it; `example.org` is that host only. */
function isHostOf(host: string, base: string): boolean {
  const [h, b] = [host.toLowerCase(), base.toLowerCase()]
  if (b === '') return true
  return b.startsWith('.') ? h.length > b.length && h.endsWith(b) : h === b
}

function isHostBelow(host: string, base: string): boolean {
  const [h, b] = [host.toLowerCase(), base.toLowerCase()]
  if (b === '' || h === b) return true
  return h.endsWith(b.startsWith('.') ? b : `.${b}`)
}

function hostOf(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1]
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
  if (!host || host.startsWith('[') || /^[\d.]+$/.test(host)) return null
  return host
}

function isAddressIn(address: Buffer, range: Buffer): boolean {
  const size = range.length / 2
  if (address.length !== size) return false
  for (let i = 0; i < size; i++) {
    const mask = range[size + i] ?? 0xff
    if (((address[i] ?? 0) & mask) !== ((range[i] ?? 0) & mask)) return false
  }
  return true
}
