/**
 * ACCORD: the requerant agrees to another specialty, for his patient; the consent reaches as far, no further.
 * DESACCORD: he does not, and the slot goes on with whom it has.
 *
 * In    the dossier with a slot `accord_demande`, the signed letter
 * Out   that slot `reorientee`, a new one for the pool agreed to, the former requis told; or the slot as it stood
 *       before the proposal, its clock running again, and a letter to each
 *
 * SPEC §5, §6.1 (beyond what was asked, no departure before ACCORD)
 */
import { sansAttente } from '../domain/attentes.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Cible, Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { joindre } from '../domain/pieces-jointes.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { finDeCreneau } from './cloture.ts'
import { elargie } from './consentement.ts'
import {
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  detenteurs,
  envoyer,
  type Pas,
  pas,
  puis,
  trace,
} from './pas.ts'
import { propositionsVisees } from './portee.ts'
import { ouvrirCreneau } from './routing.ts'
import { propos, substance } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Carries out the requerant's agreement; asks when none, or more than one, is waited for. */
export function donnerAccord(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { provenance, trouvailles } = evenement
  const [visee, second] = propositionsVisees(dossier, evenement)
  const reply = (lettre: Lettre) =>
    envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })
  if (visee === undefined || second !== undefined) {
    const code = second === undefined ? 'accord-sans-objet' : 'accord-ambigu'
    const ask: Lettre = { kind: 'reponseAPreciser', code, rang: null }
    return pas(dossier, [reply(ask)], [trace('reponse-au-requerant', { code })])
  }
  const [slot, { vers }] = visee
  const recu: Lettre = { kind: 'bienRecu', rang: slot.rang, motCle: 'ACCORD', vers }
  const said = avecParole(dossier, evenement, vers)
  const step = reorienter(said, slot, vers, contexte)
  return puis(step, (d) =>
    puis(pas(d, [reply(recu)]), (next) => ouvrirCreneau(next, vers, trouvailles, contexte)),
  )
}

/** What he writes beside his word reaches the new requis with the request, signed as the rest. SPEC §4, §13.14 */
function avecParole(
  dossier: Dossier,
  { courrier, provenance }: CourrierRequerant,
  vers: Cible,
): Dossier {
  const [first = '', ...rest] = propos(courrier).split('\n')
  const isName = vers.kind === 'specialite' && specialiteDe(first) === vers.code
  const texte = (isName ? rest : [first, ...rest]).join('\n').trim()
  const { pieces } = courrier
  if (pieces.length === 0 && substance(texte, dossier.requerant) === '') return dossier
  const { message, recuLe, original } = provenance
  return {
    ...dossier,
    pieces: joindre(dossier.pieces, pieces),
    textes: [...(dossier.textes ?? []), ...(texte === '' ? [] : [{ message, recuLe, texte }])],
    originaux: [...(dossier.originaux ?? []), ...(original ? [original] : [])],
  }
}

/** The requerant declines: the slot goes back to whom it has, and each is told. SPEC §5 */
export function refuserAccord(
  dossier: Dossier,
  evenement: CourrierRequerant,
  { now }: Contexte,
): Pas {
  const sceau = evenement.provenance.message
  const [visee, second] = propositionsVisees(dossier, evenement)
  const reply = (lettre: Lettre) => envoyer({ lettre, a: auRequerant(dossier), sceau })
  if (visee === undefined || second !== undefined) {
    const code = second === undefined ? 'accord-sans-objet' : 'accord-ambigu'
    const ask: Lettre = { kind: 'reponseAPreciser', code, rang: null }
    return pas(dossier, [reply(ask)], [trace('reponse-au-requerant', { code })])
  }
  const [slot, { vers }] = visee
  const { rang } = slot
  const lettre: Lettre = { kind: 'accordDecline', rang, vers }
  const { pieces, texte } = evenement.courrier
  // His reason is for those who hold the slot, and goes as his words do.
  const motive: Lettre =
    texte.trim() === '' && pieces.length === 0
      ? lettre
      : { kind: 'complementTransmis', rang, texte: texte.trim(), pieces, decline: vers }
  const kept = { ...dossier, pieces: joindre(dossier.pieces, pieces) }
  // A slot that nobody holds is looked for anew, and its requérant hears whether anybody is found.
  const resumed = avecCreneau(kept, rang, {
    ...sansAttente(slot, ['proposition'], now),
    essaiLe: null,
  })
  return pas(
    resumed,
    [
      reply(lettre),
      ...actifs(slot).map((one) => envoyer({ lettre: motive, a: auRequis(one), sceau })),
    ],
    [trace('accord-decline', { rang })],
  )
}

/** Whom his words kept out, he agrees to now. */
function levee({ exclusionsLevees = [] }: Dossier, vers: Cible): Pick<Dossier, 'exclusionsLevees'> {
  return vers.kind === 'requis' ? { exclusionsLevees: [...exclusionsLevees, vers.rpps] } : {}
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
    { ...ended, consentement: wider, ...levee(ended, vers) },
    detenteurs(slot).map((one) => envoyer({ lettre, a: auRequis(one) })),
    [
      trace('accord-donne', {
        rang: slot.rang,
        ...(vers.kind === 'specialite' ? { specialite: vers.code } : {}),
      }),
    ],
  )
}
