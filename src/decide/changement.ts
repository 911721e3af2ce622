/**
 * Each change of who is asked is told to the requérant, whatever its cause.
 *
 * In    the dossier before, the step that an event made of it
 * Out   the same step, the change written into the letter that he gets anyway, else a letter of its own
 * Refuses nothing: a slot that falls vacant is told by the search that follows, and one that ends by its end.
 *
 * It compares who holds each open slot before and after, so that no way of changing it can forget him. SPEC §6.8
 */
import type { CauseDeChangement, Changement } from '../domain/changement.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { actifs, auRequerant, auRequis, envoyer, type Pas, pas, puis, puisChaque } from './pas.ts'
import { isEnDoute } from './question-posee.ts'

type Envoi = Extract<Effet, { kind: 'envoyer' }>

/** Letters whose own words say who is asked now: nothing is added to them. */
const DISENT_QUI: ReadonlySet<Lettre['kind']> = new Set([
  'accuseReception',
  'aucunRequis',
  'demandeRemise',
  'motsDuRequis',
])

/** The step, with what the requérant is told of the change. */
export function direChangements(
  before: Dossier,
  step: Pas,
  evenement: Evenement,
  { now }: Contexte,
): Pas {
  if (step.dossier.etat !== 'en_cours') return step
  const changements = step.dossier.sollicitations.flatMap((slot) => {
    const was = before.sollicitations.find(({ rang }) => rang === slot.rang)
    const one = was === undefined ? null : changementDe(was, slot, evenement)
    return one === null ? [] : [one]
  })
  const mine = step.effets.filter((one) => isAuRequerant(one))
  const [first] = mine.filter(({ lettre }) => !isSimple(lettre))
  // One that says who is asked says it of its slot only.
  const told = mine.flatMap(({ lettre }) =>
    DISENT_QUI.has(lettre.kind) && 'rang' in lettre ? [lettre.rang] : [],
  )
  const left = changements.filter(({ rang }) => !told.includes(rang))
  const [own] = left
  if (own === undefined) return step
  if (first === undefined) {
    const lettre: Lettre = { kind: 'demandeRemise', rang: own.rang, changements: left }
    return puis(step, (d) => pas(d, [envoyer({ lettre, a: auRequerant(d), sceau: now })]))
  }
  const written = { ...first, lettre: { ...first.lettre, changements: left } }
  return { ...step, effets: step.effets.map((one) => (one === first ? written : one)) }
}

/**
 * The step, with what each requis hears who was told that the consent is in doubt, once it is known to stand: within the
 * letter that he gets anyway, else in one of its own. SPEC §6.1, §6.8
 */
export function direMaintien(before: Dossier, step: Pas): Pas {
  const { dossier } = step
  const isOver = !isEnDoute(before) || isEnDoute(dossier) || dossier.etat === 'annule'
  if (isOver || dossier.consentement.kind !== 'recueilli') return step
  const waited = before.question?.lettres ?? []
  const told = new Map(
    waited.flatMap(({ requis, rang }) =>
      requis === null ? [] : [[requis.rpps, { requis, rang }]],
    ),
  )
  return puisChaque(step, [...told.values()], (d, { requis, rang }) => {
    const lettre: Lettre = { kind: 'bienRecu', rang, motCle: null, maintenu: 'oui' }
    const sceau = `maintenu:${before.question?.poseeLe}`
    return pas(d, [envoyer({ lettre, a: auRequis(requis), sceau })])
  })
}

function isAuRequerant(effet: Effet): effet is Envoi {
  return effet.kind === 'envoyer' && effet.a.role === 'requerant'
}

/** An acknowledgement that gives way to any other letter to its reader. */
function isSimple(lettre: Lettre): boolean {
  return lettre.kind === 'bienRecu' && lettre.transmis === undefined
}

/** How this slot changed hands; null: it did not, or the requérant has nothing to learn yet. */
function changementDe(
  was: Sollicitation,
  slot: Sollicitation,
  evenement: Evenement,
): Changement | null {
  const [before, after] = [actifs(was), actifs(slot)]
  if (!isOuverte(slot) || after.length === 0) return null
  const arrived = after.filter(({ rpps }) => !before.some((one) => one.rpps === rpps))
  // Nobody was told yet that they were not reached.
  const silent = was.essaiLe == null && before.length === 0
  const lost = silent ? was.requis.filter(({ ecarte }) => ecarte === 'injoignable') : []
  if (lost.length > 0 && arrived.every(({ rpps }) => lost.some((one) => one.rpps === rpps))) {
    return null
  }
  const gone = [...before, ...lost].filter(({ rpps }) => !after.some((one) => one.rpps === rpps))
  if (arrived.length + gone.length === 0) return null
  return {
    rang: slot.rang,
    partis: gone.map(({ rpps }) => ({
      rpps,
      cause: causeDe(slot.requis.find((one) => one.rpps === rpps)?.ecarte ?? null, rpps, evenement),
    })),
    arrives: arrived.map(({ rpps }) => rpps),
  }
}

function causeDe(
  ecarte: RequisSollicite['ecarte'],
  rpps: string,
  evenement: Evenement,
): CauseDeChangement {
  switch (ecarte) {
    case 'refus':
    case 'injoignable':
      return ecarte
    case 'absence': {
      const possibles = 'trouvailles' in evenement ? evenement.trouvailles.possibles : []
      return possibles.find((one) => one.rpps === rpps)?.actif === false ? 'inactif' : 'absence'
    }
    case 'reprise':
    case 'reorientation':
    case null:
      return evenement.kind === 'reattribution' ? 'coordination' : 'reprise'
    default:
      return ecarte satisfies never
  }
}
