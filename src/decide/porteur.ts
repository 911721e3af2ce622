/**
 * A signed letter that somebody else may have carried: what only its envelope says, its author is asked about.
 *
 * In    the sender of the envelope, the author's address; the letter, whom its envelope asks, in words
 * Out   whether the envelope is its author's, as operators rewrite it too; the letter with those words as lines in
 *       doubt, where the author himself wrote nobody's name
 *
 * Nothing outside the signature chooses a recipient. SPEC §8; docs/threats.md
 */
import type { Courrier, Formulaire, Libelle } from '../domain/courrier.ts'

/**
 * Is the envelope's sender this address, or made of it? Operators rewrite it where they forward (SRS,
 * `SRS0=HHH=TT=domain=local`), number it (VERP, `list+local=domain`) or sign it (BATV, `prvs=tag=local`).
 */
export function isEnveloppeDe(enveloppe: string, adresse: string): boolean {
  const [sender, author] = [enveloppe.toLowerCase(), adresse.toLowerCase()]
  if (sender === author) return true
  const at = author.lastIndexOf('@')
  const [local, domain] = [author.slice(0, at), author.slice(at + 1)]
  const from = sender.slice(0, sender.lastIndexOf('@'))
  if (from.startsWith('srs') && from.endsWith(`=${domain}=${local}`)) return true
  if (from === `${local}=${domain}` || from.endsWith(`+${local}=${domain}`)) return true
  if (!sender.endsWith(`@${domain}`)) return false
  return from.startsWith(`${local}+`) || (from.startsWith('prvs=') && from.endsWith(`=${local}`))
}

/** Whom the envelope asks, as a line of the form would say it. */
export type DitParLEnveloppe = Pick<Formulaire, 'specialiteDemandee' | 'medecinRequis'>

/** The letter, its envelope's targets as lines that wait for its author's word; as it is where he names one himself. */
export function avecEnveloppeEnDoute(courrier: Courrier, dit: DitParLEnveloppe): Courrier {
  const { formulaire, douteux = {} } = courrier
  const isNamed = (['specialiteDemandee', 'medecinRequis'] as const).some(
    (label) => formulaire[label] !== undefined && douteux[label] !== 'cite',
  )
  const labels = Object.keys(dit) as Libelle[]
  if (isNamed || labels.length === 0) return courrier
  const doubts = Object.fromEntries(labels.map((label) => [label, 'porteur' as const]))
  return {
    ...courrier,
    formulaire: { ...formulaire, ...dit },
    douteux: { ...douteux, ...doubts },
  }
}
