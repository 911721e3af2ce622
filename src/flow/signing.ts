/**
 * The facts of an act of signing, for the table that `decide` holds: taken before, and where; told apart by a
 * time; made how long before the letter that it answers.
 *
 * In    a letter and the dossier, locked, where it arrives
 * Out   what it may do; what has no effect leaves no trace of having been taken
 *
 * SPEC §8
 */
import type { WithConfig } from '../config.ts'
import { type EffetDeSignature, effetDeSignature } from '../decide/signature.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { keepSigning, releaseSigning, takeSigning } from '../ledger/messages/demandes-recues.ts'
import { askedAt } from '../ledger/outbox/echanges.ts'
import type { Sql } from '../postgres/sql.ts'
import { isOfThread } from './carried.ts'
import { type Letter, provenanceOf, signingOf } from './mail.ts'

/** The letters that ask for a word that lets something leave. */
const ASKED_BY: { readonly [M in MotCle]?: readonly string[] } = {
  ACCORD: ['accordDemande', 'reponseAPreciser'],
  'JE VALIDE': ['recapitulatif', 'remplacementAValider', 'remplacementNote'],
  'JE CONFIRME': ['recapitulatif'],
  'NON URGENT': ['demandeUrgente'],
}

/** Judges the signature of a letter in a dossier, and keeps it where it acts. */
export async function judgeSigning(
  sql: Sql,
  letter: Letter,
  dossier: Dossier,
  { keys, config }: WithKeys & WithConfig,
): Promise<EffetDeSignature> {
  const { courrier, received, opened, assurance } = letter
  const acte = { ...signingOf(letter), dossier: dossier.id, message: received.id }
  const deja = await takeSigning(sql, keys, acte)
  const time = assurance === 'signe' ? opened.verdict.signature.signingTime : null
  const effet = effetDeSignature(
    courrier,
    {
      deja,
      // An unsigned letter is known by its Message-ID.
      distincte: assurance !== 'signe' || time !== null,
      rattache: await isOfThread(sql, letter, dossier, { config }),
      avanceMs: time === null ? null : await aheadOf(sql, letter, dossier, time),
    },
    dossier.numero,
  )
  if (effet.kind === 'agir') await keepSigning(sql, keys, acte)
  else if (deja === 'jamais') await releaseSigning(sql, keys, acte)
  return effet
}

/** How long before the letter that it answers a word was signed; null where no letter asked for it. */
async function aheadOf(
  sql: Sql,
  { courrier, opened, author }: Letter,
  dossier: Dossier,
  time: string,
): Promise<number | null> {
  const lettres = courrier.motCle === null ? undefined : ASKED_BY[courrier.motCle]
  if (lettres === undefined) return null
  const { rpps } = author.professionnel
  const messageIds = opened.headers.inReplyTo
  const asked = await askedAt(sql, { dossier: dossier.id, rpps, lettres, messageIds })
  return asked === null ? null : asked.getTime() - Date.parse(time)
}

/** The event of a letter whose signature has no effect here. */
export function sansEffet(
  letter: Letter,
  role: 'requerant' | 'requis' | 'remplace' | 'medecinTraitant',
  { code, alerte }: Extract<EffetDeSignature, { kind: 'sansEffet' }>,
): Evenement {
  const { author, courrier } = letter
  const a = { role, rpps: author.professionnel.rpps, adresse: author.adresse }
  const { motCle, urgence } = courrier
  return {
    kind: 'signatureSansEffet',
    provenance: provenanceOf(letter),
    a,
    code,
    motCle,
    alerte,
    urgence,
  }
}
