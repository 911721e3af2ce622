/**
 * ACCEPTE, COMPLEMENT, REFUS, REORIENTATION, URGENT: what each does to an open slot.
 *
 * In    the slot, the signer, his words
 * Out   the slot's new state, the letters to the parties; to the author an acknowledgement where nobody else is written
 *       to, or where it tells him whom to call
 *
 * SPEC §5, §6
 */
import { avecComplement, avecProposition } from '../domain/attentes.ts'
import { type Courrier, enPropre } from '../domain/courrier.ts'
import type { Destinataire, Effet, Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { telephoneDans } from '../domain/telephone.ts'
import { premiereLigne } from '../domain/texte.ts'
import { finDeCreneau, selonCreneaux } from './cloture.ts'
import { estSollicite, reprendreParConfrere, signataireDe, transmettreMots } from './confrere.ts'
import { motsPour } from './mots-du-requis.ts'
import {
  AU_COORDINATEUR,
  actifs,
  auRequerant,
  auRequis,
  avantPause,
  avecCreneau,
  creneau,
  debutDePause,
  envoyer,
  type Pas,
  pas,
  puis,
  reprendre,
  sansPauseOrpheline,
  trace,
} from './pas.ts'
import { prendre } from './reprise.ts'
import { avecReserve, enReserve } from './reserve.ts'
import { repondPour, solliciter } from './routing.ts'
import { reorientation } from './souhaits.ts'
import { paroles, propos } from './texte-libre.ts'

/** A letter of a requis, the slot it speaks of, the time and the rules. */
export interface Reponse {
  readonly evenement: Extract<Evenement, { kind: 'courrierRequis' }>
  readonly rang: number
  readonly contexte: Contexte
}

/** ACCEPTE: acknowledged to its author; the requerant reads it in ETAT. Who accepts for another takes over. */
export function accepter(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { evenement, rang, contexte } = reponse
  const { auteur } = evenement
  if (!estSollicite(slot, auteur)) {
    return (
      reprendreParConfrere(dossier, slot, reponse) ?? preciser(dossier, reponse, 'creneau-inconnu')
    )
  }
  return puis(prendre(dossier, rang, auteur, contexte), (held) => {
    const waits = slot.etat === 'complement_demande' || slot.etat === 'accord_demande'
    const change = waits ? { etatAvantPause: 'acceptee' as const } : { etat: 'acceptee' as const }
    return pas(
      avecCreneau(held, rang, change),
      [bienRecu(reponse)],
      [trace('demande-prise-en-charge', { rang, requis: auteur.rpps })],
    )
  })
}

/** COMPLEMENT: the question goes to the requerant and the clock stands. */
export function demanderComplement(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { evenement, rang, contexte } = reponse
  const { auteur, courrier, provenance } = evenement
  const texte = propos(courrier)
  if (texte === '') return preciser(dossier, reponse, 'complement-vide')
  // The words of a colleague who was not asked are his: the slot stays where it is.
  if (!estSollicite(slot, auteur)) {
    return puis(transmettreMots(dossier, reponse), (d) => pas(d, [bienRecu(reponse)]))
  }
  return puis(prendre(dossier, rang, auteur, contexte), (held) => {
    const asked = avecCreneau(held, rang, {
      ...avecComplement(creneau(held, rang), { par: auteur.rpps, texte }),
      pauses: debutDePause(slot, contexte.now),
      etatAvantPause: avantPause(slot),
    })
    const { pieces } = courrier
    const { rpps } = auteur
    const asks = { kind: 'complementDemande', rang, texte, pieces, rappel: 'non' } as const
    const lettre: Lettre = { ...asks, auteur: rpps }
    return pas(
      asked,
      [lettreA(auRequerant(dossier), lettre, provenance.message)],
      [trace('complement-demande', { rang, requis: auteur.rpps })],
    )
  })
}

/**
 * REFUS: the next of the pool, or back to the requerant when one person was asked or nobody is left; more than a plain
 * reason reaches the requerant either way. One whom a notice or an absence had set aside declines too: his answer proves
 * that he has the request. SPEC §5, §13.14
 */
export function refuser(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { evenement, rang, contexte } = reponse
  const { auteur, courrier, trouvailles, provenance } = evenement
  // A colleague who was not asked cannot decline for the others; who was asked can, set aside as he may be since.
  if (!slot.requis.some((one) => one.rpps === auteur.rpps)) {
    return preciser(dossier, reponse, 'confrere-sollicite')
  }
  const requis = slot.requis.map(
    (one): RequisSollicite => (one.rpps === auteur.rpps ? { ...one, ecarte: 'refus' } : one),
  )
  const declined = sansPauseOrpheline(avecCreneau(dossier, rang, { requis }), rang, contexte.now)
  const line = trace('demande-declinee', { rang, requis: auteur.rpps })
  // He hears that nothing is awaited of him any more, whoever has it next. SPEC §6.8
  const told = bienRecu(reponse)
  const mots = motsPour(dossier, rang, evenement)
  if (requis.some((one) => one.ecarte === null)) {
    return pas(declined, [told, ...mots], [line])
  }
  const step = pas(declined, [told], [line])
  const others = trouvailles.possibles.filter(
    (one) =>
      repondPour(slot.cible, one) &&
      one.rpps !== dossier.requerant.rpps &&
      !requis.some((known) => known.rpps === one.rpps && known.ecarte === 'refus'),
  )
  if (slot.cible.kind === 'specialite' && others.length > 0) {
    return puis(pas(declined, [told, ...mots], [line]), (d) =>
      solliciter(rouvrir(d, rang, contexte), rang, trouvailles.possibles, contexte),
    )
  }
  const { pieces } = courrier
  const lettre: Lettre = {
    kind: 'refus',
    rang,
    texte: propos(courrier),
    pieces,
    auteur: auteur.rpps,
  }
  return puis(step, (d) =>
    puis(
      pas(finDeCreneau(d, rang, 'refusee', contexte.now), [
        lettreA(auRequerant(dossier), lettre, provenance.message),
      ]),
      (ended) => selonCreneaux(ended, contexte),
    ),
  )
}

/** The slot waits for a requis again, its pause ended: the question went with the one who put it. */
function rouvrir(dossier: Dossier, rang: number, { now }: Contexte): Dossier {
  return avecCreneau(reprendre(dossier, creneau(dossier, rang), now), rang, { etat: 'en_attente' })
}

/** REORIENTATION: to another pool, after the requerant's ACCORD; until then the clock stands. */
export function reorienter(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { evenement, rang, contexte } = reponse
  const { auteur, courrier, provenance } = evenement
  if (!estSollicite(slot, auteur)) return preciser(dossier, reponse, 'confrere-sollicite')
  const [code] = reorientation(courrier)
  if (code === undefined) return sansSpecialite(dossier, reponse)
  if (slot.cible.kind === 'specialite' && slot.cible.code === code) {
    return preciser(dossier, reponse, 'reorientation-meme-specialite')
  }
  const vers = { kind: 'specialite', code } as const
  return puis(prendre(dossier, rang, auteur, contexte), (held) => {
    const waiting = avecCreneau(held, rang, {
      ...avecProposition(creneau(held, rang), {
        vers,
        par: auteur.rpps,
        texte: courrier.texte.trim(),
      }),
      pauses: debutDePause(slot, contexte.now),
      etatAvantPause: avantPause(slot),
    })
    const { texte, pieces } = courrier
    const { rpps } = auteur
    const said = { kind: 'accordDemande', rang, vers, texte: texte.trim(), pieces } as const
    const lettre: Lettre = { ...said, auteur: rpps }
    return pas(
      waiting,
      [lettreA(auRequerant(dossier), lettre, provenance.message)],
      [trace('reorientation-proposee', { rang, requis: auteur.rpps, specialite: code })],
    )
  })
}

/** URGENT: told at any hour, whatever the state; documents that came with it are kept for an AVIS. */
export function signalerUrgence(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { evenement, rang } = reponse
  const { auteur, courrier, provenance } = evenement
  const texte = propos(courrier)
  const sceau = provenance.message
  const appel = numeroDit(slot, auteur, paroles(courrier))
  const isKnown = slot.requis.some((one) => one.rpps === auteur.rpps)
  const signataire = isKnown
    ? {}
    : { signataire: signataireDe(auteur, telephoneDans(paroles(courrier))) }
  const lettre: Lettre = {
    kind: 'urgenceSignalee',
    rang,
    texte,
    auteur: auteur.rpps,
    ...signataire,
  }
  // Whoever holds the request hears that a colleague has said it; the words are the requérant's alone. SPEC §6.7
  const heard: Lettre = { ...lettre, texte: '' }
  const others = actifs(slot).filter((one) => one.rpps !== auteur.rpps && !isKnown)
  const urgent = (a: Destinataire, what: Lettre): Effet =>
    envoyer({ lettre: what, a, sceau, priorite: 'haute' })
  const avis = avisDedans(courrier)
  const more = courrier.pieces.length > 0 || courrier.conclusion !== null || avis !== null
  const kept = avecReserve(slot, enReserve(auteur.rpps, provenance, avis ?? courrier))
  const ask: Lettre = { kind: 'reponseAPreciser', code: 'urgence-et-avis', rang }
  return pas(
    avecCreneau(dossier, rang, { ...(more && kept), ...appel }),
    [
      urgent(auRequerant(dossier), lettre),
      ...others.map((one) => urgent(auRequis(one), heard)),
      urgent(AU_COORDINATEUR, { kind: 'urgenceCoordinateur', rang, auteur: auteur.rpps }),
      more ? lettreA(auRequis(auteur), ask, sceau) : bienRecu(reponse),
    ],
    [
      trace('urgence-signalee', {
        rang,
        requis: auteur.rpps,
        ouvert: isOuverte(slot) ? 'oui' : 'non',
      }),
    ],
  )
}

/** Where he says that he can be called, kept where no number of his is known. */
function numeroDit(slot: Sollicitation, { rpps }: { readonly rpps: string }, texte: string) {
  const telephone = telephoneDans(texte)
  if (telephone === null) return {}
  return {
    requis: slot.requis.map((one) =>
      one.rpps === rpps && one.telephone === null ? { ...one, telephone } : one,
    ),
  }
}

/** The opinion that stands below URGENT under a line of its own: « AVIS ». It waits for his word. SPEC §5 */
function avisDedans(courrier: Courrier): Courrier | null {
  const lines = propos(courrier).split('\n')
  const at = lines.findIndex((line) => /^[\s*_]*avis[\s*_]*(?:[:.–-][\s*_]*)?$/i.test(line))
  const texte = lines
    .slice(at + 1)
    .join('\n')
    .trim()
  return at === -1 || texte === '' ? null : { ...courrier, argument: null, texte }
}

function bienRecu({ evenement, rang }: Reponse): Effet {
  const { auteur, courrier, provenance } = evenement
  const lettre: Lettre = { kind: 'bienRecu', rang, motCle: courrier.motCle }
  return lettreA(auRequis(auteur), lettre, provenance.message)
}

/** What was not understood is quoted. SPEC §6.8 */
function sansSpecialite(dossier: Dossier, reponse: Reponse): Pas {
  const { argument, texte } = enPropre(reponse.evenement.courrier)
  const dit = argument ?? premiereLigne(texte)
  const code = 'reorientation-sans-specialite'
  return demander(dossier, reponse, dit === '' ? { code } : { code, dit })
}

function preciser(dossier: Dossier, reponse: Reponse, code: string): Pas {
  return demander(dossier, reponse, { code })
}

function demander(
  dossier: Dossier,
  { evenement, rang }: Reponse,
  quoi: { readonly code: string; readonly dit?: string },
): Pas {
  const { auteur, provenance } = evenement
  const lettre: Lettre = { kind: 'reponseAPreciser', ...quoi, rang }
  return pas(
    dossier,
    [lettreA(auRequis(auteur), lettre, provenance.message)],
    [trace('reponse-au-requis', { code: quoi.code, requis: auteur.rpps })],
  )
}

function lettreA(a: Destinataire, lettre: Lettre, sceau: string): Effet {
  return envoyer({ lettre, a, sceau })
}
