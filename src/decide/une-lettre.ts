/**
 * What one decision has to say to one person stands in one letter.
 *
 * In    a decision with its letters
 * Out   the same without those that another letter to the same reader says already
 * Refuses nothing: a letter that nobody else's says stays.
 *
 * SPEC §6.8, §10: two letters at once contradict each other sooner or later, and nobody reads the second.
 */
import type { Decision, Effet, Lettre } from '../domain/decision.ts'

type Envoi = Extract<Effet, { kind: 'envoyer' }>

/** Letters that say what others would: the absorbed ones are written into them. */
const DIT_AUSSI: { readonly [K in Lettre['kind']]?: readonly Lettre['kind'][] } = {
  accuseReception: ['aucunRequis'],
  absenceNotee: ['creneauTermine'],
}

/** The decision without the letters that its other letters make needless. */
export function uneLettre<D extends Decision>(decision: D): D {
  const said = avecMaintien(decision)
  if (said !== decision) return uneLettre(said)
  const letters = decision.effets.filter((one) => one.kind === 'envoyer')
  const needless = new Set(letters.filter((one) => letters.some((other) => dit(other, one))))
  if (needless.size === 0) return decision
  const kept = decision.effets.filter((one) => one.kind !== 'envoyer' || !needless.has(one))
  return { ...decision, effets: kept }
}

/** « The consent stands » is said within another letter to the same reader, where there is one. */
function avecMaintien<D extends Decision>(decision: D): D {
  const { effets } = decision
  const letters = effets.filter((one) => one.kind === 'envoyer')
  for (const alone of letters.filter(isSeulMaintien)) {
    const host = letters.find((one) => !isSeulMaintien(one) && isMemeLecteur(one, alone))
    if (host === undefined) continue
    const told: Effet = { ...host, lettre: { ...host.lettre, maintenu: 'oui' } }
    const kept = effets.filter((one) => one !== alone).map((one) => (one === host ? told : one))
    return { ...decision, effets: kept }
  }
  return decision
}

function isSeulMaintien({ lettre }: Envoi): boolean {
  return lettre.kind === 'bienRecu' && lettre.motCle === null && lettre.maintenu === 'oui'
}

function isMemeLecteur(one: Envoi, other: Envoi): boolean {
  return one.a.role === other.a.role && one.a.rpps === other.a.rpps
}

/** Does `letter`, to the same reader, say what `other` does? */
function dit(letter: Envoi, other: Envoi): boolean {
  if (letter === other || letter.a.role !== other.a.role || letter.a.rpps !== other.a.rpps) {
    return false
  }
  if (DIT_AUSSI[letter.lettre.kind]?.includes(other.lettre.kind)) return true
  return isSimpleAccuse(other.lettre) && !isSimpleAccuse(letter.lettre)
}

/** An acknowledgement that asks nothing and names nobody. */
function isSimpleAccuse(lettre: Lettre): boolean {
  return lettre.kind === 'bienRecu' && lettre.transmis === undefined
}
