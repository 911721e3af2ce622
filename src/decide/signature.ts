/**
 * What an act of signing may still do: once in one dossier, in each thread, or not without a question.
 *
 * In    the letter's word and length, and facts that only the corridor knows: where this signature was taken
 *       before, whether a time tells two signings apart, how long before the letter it answers it was made
 * Out   `agir`, or nothing, with the code that says why and whether the administrator is told too
 *
 * SPEC §8 (acts of signing), §6.6
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Destinataire, Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { sceauDeRejeu } from './boucle.ts'
import { A_L_ADMINISTRATEUR, envoyer, type Pas, pas, trace } from './pas.ts'
import { propos } from './texte-libre.ts'

/** A reason longer than this is a text: it belongs to one dossier. */
const RAISON_MAX = 200
/** A word signed longer before the letter that it answers was not written for it. */
const AVANCE_MAX_MS = 10 * 60_000

/** `lie`: to the first dossier that took it; `libere`: lets something leave, once; `courte`: in each thread. */
export type ClasseDeMot = 'lie' | 'libere' | 'courte'

const LIBERENT: readonly MotCle[] = ['ACCORD', 'JE VALIDE', 'JE CONFIRME', 'NON URGENT']
const LIES: readonly MotCle[] = ['AVIS', 'RECTIFICATIF', 'COMPLEMENT']

/** What is known of an act of signing, in the dossier where it arrives. */
export interface FaitsDeSignature {
  /** Whether this signature was taken before, and where. */
  readonly deja: 'jamais' | 'ici' | 'ailleurs'
  /** Does a time, or a Message-ID of its own, tell it from another signing of the same words? */
  readonly distincte: boolean
  /** Does anything of the letter itself lead to this dossier, or only the address that somebody gave its envelope? */
  readonly rattache: boolean
  /** How long before the letter that it answers it was signed; null: unknown, or it answers none. */
  readonly avanceMs: number | null
}

/** What becomes of it; `alerte`: the administrator is told too. */
export type EffetDeSignature =
  | { readonly kind: 'agir' }
  | { readonly kind: 'sansEffet'; readonly code: string; readonly alerte: boolean }

/** How far a letter's word may be used. */
export function classeDe(courrier: Courrier): ClasseDeMot {
  const { motCle, pieces } = courrier
  if (motCle !== null && LIBERENT.includes(motCle)) return 'libere'
  const isShort = pieces.length === 0 && propos(courrier).length <= RAISON_MAX
  return motCle === null || LIES.includes(motCle) || !isShort ? 'lie' : 'courte'
}

/**
 * What an act of signing does in the dossier `numero`: the table of SPEC §8. Refuses, with a code, a replay,
 * a word made for another letter, the number of another dossier, and a letter that nothing of its own leads here.
 */
export function effetDeSignature(
  courrier: Courrier,
  { deja, distincte, rattache, avanceMs }: FaitsDeSignature,
  numero: string,
): EffetDeSignature {
  const named = courrier.numero ?? null
  if (named !== null && named !== numero) return demander('mot-autre-dossier')
  if (deja === 'ici') return distincte ? rejeu('reponse-deja-recue') : indistincte
  const classe = classeDe(courrier)
  if (!rattache && (deja === 'jamais' || classe !== 'lie')) return demander('message-non-rattache')
  switch (classe) {
    case 'courte':
      return AGIR
    case 'lie':
      if (deja === 'jamais') return AGIR
      return distincte ? rejeu('signature-autre-dossier') : indistincte
    case 'libere':
      // Written for this dossier by name: the clock says no more than that.
      if (named === numero) return AGIR
      if (deja === 'ailleurs') return demander('mot-deja-utilise')
      return avanceMs !== null && avanceMs > AVANCE_MAX_MS ? demander('mot-trop-ancien') : AGIR
  }
}

const AGIR: EffetDeSignature = { kind: 'agir' }

function demander(code: string): EffetDeSignature {
  return { kind: 'sansEffet', code, alerte: false }
}

const indistincte = demander('signature-indistincte')

function rejeu(code: string): EffetDeSignature {
  return { kind: 'sansEffet', code, alerte: true }
}

/** Codes of octets that were judged before, in this dossier or another. */
const REJEUX: readonly string[] = [
  'reponse-deja-recue',
  'signature-autre-dossier',
  'signature-indistincte',
  'mot-deja-utilise',
]

/**
 * Asks its author, once a content and day, and tells the administrator of a replay, once a content; nothing else
 * changes. Who holds a signed mail may send it a hundred times.
 */
export function direSansEffet(
  dossier: Dossier,
  evenement: Extract<Evenement, { kind: 'signatureSansEffet' }>,
): Pas {
  const { provenance, a, code, motCle, alerte, urgence } = evenement
  const { message } = provenance
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: null,
    ...(motCle === null ? {} : { motCle }),
    ...(urgence === null ? {} : { urgent: 'oui' as const }),
  }
  const told: readonly Destinataire[] = alerte ? [A_L_ADMINISTRATEUR] : []
  const isReplay = REJEUX.includes(code)
  const sceau = isReplay
    ? `${code}:${sceauDeRejeu(provenance, urgence !== null)}`
    : `${code}:${provenance.empreinte}:${jourParis(provenance.recuLe)}`
  return pas(
    dossier,
    [
      envoyer({ lettre, a, sceau }),
      ...told.map((each) =>
        envoyer({
          lettre: { kind: 'alerte', code },
          a: each,
          sceau: `${code}:${provenance.empreinte}`,
        }),
      ),
    ],
    [trace('signature-sans-effet', { code, message })],
  )
}
