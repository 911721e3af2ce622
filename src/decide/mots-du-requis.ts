/**
 * What a requis writes beside REFUS, ACCEPTE, ABSENT or PRESENT: more than a plain reason reaches the requérant, word for word.
 *
 * In    the letter that was carried out, as it was read
 * Out   motsDuRequis to the requérant; nothing where only a plain reason, a day or courtesy stands beside the keyword
 *
 * What looks like an opinion was asked about before (SPEC §5); whatever else he says has a reader. SPEC §13.14
 */
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Effet } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { apparence } from '../domain/propos-apparent.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import type { LettreDeMots } from '../domain/transmission.ts'
import { auRequerant, avecCreneau, envoyer, type Pas, pas, puis } from './pas.ts'
import { isEnDoute } from './question-posee.ts'
import { reserveDe, sansReserve } from './reserve.ts'
import type { Auteur } from './routing.ts'
import { isALire, propos } from './texte-libre.ts'

type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>
type Mot = Extract<LettreDeMots, { kind: 'motsDuRequis' }>['motCle']

const SEULS: ReadonlySet<MotCle> = new Set<Mot>(['REFUS', 'ABSENT', 'PRESENT'])

/** The letter that carries what he writes beside REFUS, ABSENT or PRESENT; none where it is a plain reason. */
export function motsPour(
  dossier: Dossier,
  rang: number,
  { auteur, courrier, provenance }: CourrierRequis,
): readonly Effet[] {
  const { motCle } = courrier
  if (!isSeul(motCle) || !isALire(courrier, auteur)) return []
  const { message } = provenance
  return [lettre(dossier, { rang, motCle, auteur, courrier, message })]
}

function isSeul(motCle: MotCle | null): motCle is Exclude<Mot, 'ACCEPTE'> {
  return motCle !== null && SEULS.has(motCle)
}

/** The same, of the words that he had been asked about beside this keyword: they wait no more. */
export function avecMotsGardes(before: Pas, { auteur, courrier, provenance }: CourrierRequis): Pas {
  const { motCle } = courrier
  if (motCle !== 'ACCEPTE' && motCle !== 'ABSENT' && motCle !== 'PRESENT') return before
  return puis(before, (dossier) => {
    if (dossier.consentement.kind !== 'recueilli' || isEnDoute(dossier)) return pas(dossier)
    const slot = dossier.sollicitations.find((one) => {
      const kept = reserveDe(one, auteur.rpps)
      return kept !== null && kept.aConfirmer === undefined && isPour(motCle, kept)
    })
    const kept = slot === undefined ? null : reserveDe(slot, auteur.rpps)
    if (slot === undefined || kept === null) return pas(dossier)
    const said = { argument: null, texte: kept.texte, libre: '', pieces: kept.pieces }
    const { message } = provenance
    const letter = lettre(dossier, { rang: slot.rang, motCle, auteur, courrier: said, message })
    const free = avecCreneau(dossier, slot.rang, sansReserve(slot, auteur.rpps))
    return pas(free, isALire(said, auteur) ? [letter] : [])
  })
}

/** Was he asked about it beside this keyword? A mere acknowledgement goes with ACCEPTE. */
function isPour(motCle: Mot, { motCle: beside, texte, pieces }: TexteEnReserve): boolean {
  if (beside === motCle) return true
  const isAck = pieces.length === 0 && apparence(texte) === 'acquiescement'
  return motCle === 'ACCEPTE' && beside === undefined && isAck
}

interface Mots {
  readonly rang: number
  readonly motCle: Mot
  readonly auteur: Auteur
  readonly courrier: Pick<Courrier, 'argument' | 'texte' | 'pieces'>
  readonly message: string
}

function lettre(dossier: Dossier, { rang, motCle, auteur, courrier, message }: Mots): Effet {
  return envoyer({
    lettre: {
      kind: 'motsDuRequis',
      rang,
      motCle,
      auteur: auteur.rpps,
      texte: propos(courrier),
      pieces: courrier.pieces,
    },
    a: auRequerant(dossier),
    sceau: message,
  })
}
