/**
 * A signed answer proves that its author has what he answers: a notice of failure that came before it is healed.
 *
 * In    the dossier, a signed letter of the requérant or of a requis
 * Out   the proof noted; a delivery that a notice had failed is handed over again, with what follows from that: the slot
 *       is its requis's again where nobody took his place, the acts are owed
 * Refuses   a letter whose author is known by his operator alone: it is not signed
 *
 * SPEC §5, §10, §11
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import type { RemiseNotee } from '../domain/remise-notee.ts'
import { echecProuve } from './automatique.ts'
import { type Pas, pas, puis, puisChaque, trace } from './pas.ts'
import { avecPreuves, isRecue, preuveDemande, repondALaDemande } from './recue.ts'
import { noterRemise } from './remise.ts'
import { creneauDe } from './reprise.ts'

type Signee = Extract<Evenement, { kind: 'courrierRequerant' | 'courrierRequis' }>

/** Notes what this letter proves to have been received, and heals what a notice had failed of it. */
export function noterReception(dossier: Dossier, lettre: Signee, contexte: Contexte): Pas {
  if (lettre.provenance.assurance !== 'signe') return pas(dossier)
  const proved = avecPreuves(dossier, preuves(dossier, lettre))
  if (proved === dossier) return pas(dossier)
  const known = dossier.recues ?? []
  const news = (proved.recues ?? []).filter((one) => !known.includes(one))
  const failed = (proved.remises ?? []).filter((note) => isAGuerir(proved, note))
  return puisChaque(pas(proved, news.map(echecProuve)), failed, (d, note) =>
    guerir(d, note, contexte),
  )
}

function preuves(dossier: Dossier, lettre: Signee): readonly string[] {
  const named = lettre.repondA ?? []
  if (lettre.kind === 'courrierRequerant' || !repondALaDemande(lettre.courrier)) return named
  const { auteur, rang, trouvailles } = lettre
  const slot = creneauDe(dossier, auteur, rang, trouvailles.possibles)
  if (slot === null || slot === 'ambigu') return named
  const isAsked = slot.requis.some((one) => one.rpps === auteur.rpps)
  return isAsked ? [...named, preuveDemande(slot.rang, auteur.rpps)] : named
}

/** Its reader has it, and it stands as failed. A compte-rendu that was never handed over makes its act when it is. */
function isAGuerir(dossier: Dossier, note: RemiseNotee): boolean {
  const { envoi: id, lettre, role, rang, version, rpps, issue } = note
  if (issue !== 'echec' || !isRecue(dossier, { id, lettre, rang, rpps })) return false
  if (lettre !== 'compteRendu' || role !== 'requerant') return true
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  return slot?.comptesRendus.find((one) => one.version === version)?.remisLe != null
}

function guerir(dossier: Dossier, note: RemiseNotee, contexte: Contexte): Pas {
  const { envoi: id, lettre, role, rang, version, rpps } = note
  const envoi = { id, lettre, role, rang, version, rpps }
  const healed = pas(
    dossier,
    [{ kind: 'prouverRemise', envoi: id }],
    [trace('remise-prouvee', { envoi: id, lettre, role, rang, version })],
  )
  const remise = { kind: 'remise', envoi, issue: 'remis', code: null, le: contexte.now } as const
  return puis(healed, (d) => noterRemise(d, remise, contexte))
}
