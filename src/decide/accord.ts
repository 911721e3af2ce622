/**
 * ACCORD: the requerant agrees to another specialty, for his patient; the consent reaches as far, no further.
 *
 * In    the dossier with a slot `accord_demande`, the signed letter
 * Out   that slot `reorientee`, a new one for the pool agreed to, the former requis told
 *
 * SPEC §5, §6.1 (beyond what was asked, no departure before ACCORD)
 */
import type { Lettre } from '../domain/decision.ts'
import type { Cible, Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { finDeCreneau } from './cloture.ts'
import { elargie } from './consentement.ts'
import { actifs, auRequerant, auRequis, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { ouvrirCreneau } from './routing.ts'
import { propos } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Carries out the requerant's agreement; asks when none, or more than one, is waited for. */
export function donnerAccord(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { provenance, courrier, trouvailles } = evenement
  const waiting = dossier.sollicitations.filter(
    (slot) => isOuverte(slot) && slot.etat === 'accord_demande',
  )
  const named = specialiteDe(propos(courrier).split('\n')[0] ?? '')
  const meant = waiting.filter(
    ({ accordPour }) => accordPour?.kind === 'specialite' && accordPour.code === named,
  )
  const [slot, second] = meant.length > 0 ? meant : waiting
  const reply = (lettre: Lettre) =>
    envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })
  if (slot === undefined || slot.accordPour === null || second !== undefined) {
    const code = second === undefined ? 'accord-sans-objet' : 'accord-ambigu'
    const ask: Lettre = { kind: 'reponseAPreciser', code, rang: null }
    return pas(dossier, [reply(ask)], [trace('reponse-au-requerant', { code })])
  }
  const vers = slot.accordPour
  const recu: Lettre = { kind: 'bienRecu', rang: slot.rang, motCle: 'ACCORD' }
  const step = reorienter(dossier, slot, vers, contexte)
  return puis(step, (d) =>
    puis(pas(d, [reply(recu)]), (next) =>
      ouvrirCreneau(next, vers, trouvailles.possibles, contexte),
    ),
  )
}

function reorienter(dossier: Dossier, slot: Sollicitation, vers: Cible, { now }: Contexte): Pas {
  const { consentement } = dossier
  const wider =
    consentement.kind === 'recueilli'
      ? { ...consentement, portee: elargie(consentement.portee, vers) }
      : consentement
  const ended = finDeCreneau(dossier, slot.rang, 'reorientee', now)
  const lettre: Lettre = { kind: 'creneauTermine', rang: slot.rang, raison: 'reorientation' }
  return pas(
    { ...ended, consentement: wider },
    actifs(slot).map((one) => envoyer({ lettre, a: auRequis(one) })),
    [
      trace('accord-donne', {
        rang: slot.rang,
        ...(vers.kind === 'specialite' ? { specialite: vers.code } : {}),
      }),
    ],
  )
}
