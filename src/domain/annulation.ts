/** The letter that a request is withdrawn, to each who had part in it. SPEC §6.1, §10 */

/** To the requérant, or to a requis; by his word, by the patient's, or for want of what was asked. */
export interface LettreDAnnulation {
  readonly kind: 'annulation'
  readonly raison: 'requerant' | 'retrait' | 'incomplet'
  /** A coordinator entered it, told otherwise than by a signed mail. */
  readonly saisi?: 'oui'
  /** To the requis: why, in the requérant's words; absent: he gave no reason. */
  readonly texte?: string
  /** To a requis: what he wrote while the consent was in doubt is not forwarded. */
  readonly garde?: 'oui'
  /** To its author: what else he wrote, which goes to nobody. */
  readonly reste?: string
}
