/**
 * What waited with a question of ours, once it is answered: what each letter becomes, and one letter a reader.
 *
 * In    the letters that waited, the decision that sends them on
 * Out   the same with the words of each reader in one letter, which says that the patient still agrees where that was
 *       asked: nobody reads the doubt last
 *
 * SPEC §5, §6.1, §6.8, §10
 */
import { retraitRapporte } from '../domain/arret-en-prose.ts'
import { propositionDe } from '../domain/attentes.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { QuestionPosee } from '../domain/question-posee.ts'
import type { Transmission } from '../domain/transmission.ts'
import type { Pas } from './pas.ts'
import { paroles } from './texte-libre.ts'

type Envoi = Extract<Effet, { kind: 'envoyer' }>
type Complement = Extract<Lettre, { kind: 'complementTransmis' }>
type Recu = Extract<Lettre, { kind: 'bienRecu' }>

/** Is the question of something that ended otherwise: a proposal that is gone, a request that has its opinion? */
export function isSansObjet(
  { etat, sollicitations }: Dossier,
  { code }: Pick<QuestionPosee, 'code'>,
): boolean {
  if (code === 'annulation-a-preciser') return etat !== 'en_cours'
  return code === 'accord-a-preciser' && !sollicitations.some((one) => propositionDe(one) !== null)
}

/** What a requis had heard of a withdrawal is no opinion once it is settled: he is asked what it is. SPEC §5 */
export function sansRetraitRapporte(courrier: Courrier): Courrier {
  return retraitRapporte(paroles(courrier)) ? { ...courrier, motCle: null } : courrier
}

/** Words that are to go to the requis, whatever word they begin with; beside his ACCORD they are words, and no second one. */
export function suivi(courrier: Courrier): Courrier {
  const { motCle } = courrier
  return motCle === null || motCle === 'ACCORD' ? { ...courrier, motCle: 'COMPLEMENT' } : courrier
}

/** The dossier whose words of doubt are followed by the word that lifted it: who is asked later reads both. */
export function avecLeMot(dossier: Dossier): Dossier {
  const { clinique } = dossier
  if (clinique === null) return dossier
  const contexte = [clinique.contexte, 'ACCORD'].filter(Boolean).join('\n\n')
  return { ...dossier, clinique: { ...clinique, contexte } }
}

/** The decision with one letter a reader; `maintenu`: each says that the patient still agrees. */
export function reunir(step: Pas, maintenu: boolean): Pas {
  const kept: Effet[] = []
  for (const effet of step.effets) {
    const next = effet.kind === 'envoyer' ? dite(effet, maintenu) : effet
    const at = kept.findIndex((one) => isMemeLecteur(one, next))
    const before = kept[at]
    if (before?.kind === 'envoyer' && next.kind === 'envoyer') kept[at] = joints(before, next)
    else kept.push(next)
  }
  return { ...step, effets: kept }
}

function dite(envoi: Envoi, maintenu: boolean): Envoi {
  const { lettre } = envoi
  if (!maintenu || (lettre.kind !== 'complementTransmis' && lettre.kind !== 'bienRecu'))
    return envoi
  return { ...envoi, lettre: { ...lettre, maintenu: 'oui' } }
}

/** Two letters of these kinds to one reader about one slot. */
function isMemeLecteur(one: Effet, other: Effet): boolean {
  if (one.kind !== 'envoyer' || other.kind !== 'envoyer') return false
  const [a, b] = [one.lettre, other.lettre]
  const isSame = one.a.role === other.a.role && one.a.rpps === other.a.rpps
  if (a.kind === 'complementTransmis' && b.kind === 'complementTransmis')
    return isSame && a.rang === b.rang
  return isSame && isTransmis(a) && isTransmis(b)
}

function isTransmis(lettre: Lettre): lettre is Recu & { readonly transmis: Transmission } {
  return lettre.kind === 'bienRecu' && lettre.transmis !== undefined
}

function joints(before: Envoi, next: Envoi): Envoi {
  const priorite = before.priorite === 'haute' ? 'haute' : next.priorite
  const [a, b] = [before.lettre, next.lettre]
  if (a.kind === 'complementTransmis' && b.kind === 'complementTransmis')
    return { ...before, priorite, lettre: unComplement(a, b) }
  if (isTransmis(a) && isTransmis(b)) {
    const lettre = { ...a, motCle: b.motCle, transmis: uneTransmission(a.transmis, b.transmis) }
    return { ...before, priorite, lettre }
  }
  return next
}

function unComplement(a: Complement, b: Complement): Complement {
  const { attend: _, ...words } = a
  const attend = a.attend === undefined || b.attend === undefined ? undefined : b.attend
  return {
    ...words,
    texte: [a.texte, b.texte].filter((one) => one !== '').join('\n\n'),
    pieces: [...a.pieces, ...b.pieces],
    ...(attend !== undefined && { attend: a.attend === 'lire' ? 'lire' : attend }),
    ...(b.urgent === 'oui' && { urgent: 'oui' }),
  }
}

function uneTransmission(a: Transmission, b: Transmission): Transmission {
  return {
    a: [...new Set([...a.a, ...b.a])],
    plusTard: [...new Set([...a.plusTard, ...b.plusTard])],
    attendus: b.attendus,
    urgent: a.urgent === 'oui' ? 'oui' : b.urgent,
  }
}
