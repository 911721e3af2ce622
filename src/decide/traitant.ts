/**
 * The médecin traitant of a dossier writes: his words go to the requérant and to the authors of the opinions.
 *
 * In    the dossier, his signed letter
 * Out   his message to each of them, and to him who got it; what asks for an answer waits for the authors of the opinions
 * Refuses, with an answer that says why: a word that is the requérant's or the requis's, nothing to pass on, another
 *         patient, a consent that does not stand, a dossier that is closed
 *
 * SPEC §5, §6.1, §6.2, §6.5, §6.7, §6.8
 */
import { isCourtoisie } from '../domain/apres-avis.ts'
import type { Destinataire } from '../domain/decision.ts'
import type { Dossier, RequisSollicite } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import {
  type LettreDuTraitant,
  type MotifNonTransmis,
  partieDuMot,
} from '../domain/message-traitant.ts'
import { urgenceDansLeFil } from '../domain/urgence.ts'
import { auRequerant, auRequis, envoyer, type Pas, pas, puis, puisChaque, trace } from './pas.ts'
import { parleDUnAutre } from './patient.ts'
import { noterMessage, noterQuestion } from './question.ts'
import { demandeReponse, paroles, propos } from './texte-libre.ts'

type CourrierTraitant = Extract<Evenement, { kind: 'courrierTraitant' }>
type Note = Extract<LettreDuTraitant, { kind: 'messageTraitantNote' }>

/** Passes his words on, or says why they go nowhere; one who gave an opinion has to answer what asks for it. */
export function recevoirTraitant(dossier: Dossier, evenement: CourrierTraitant): Pas {
  const { provenance, auteur, courrier } = evenement
  const { message } = provenance
  const a: Destinataire = {
    role: 'medecinTraitant',
    rpps: auteur.rpps,
    adresse: auteur.adresse,
  }
  const ecrit = { ligne: courrier.formulaire.urgence ?? null, texte: paroles(courrier) }
  const isUrgent =
    courrier.urgence !== null || courrier.motCle === 'URGENT' || urgenceDansLeFil(ecrit) !== null
  const urgent = isUrgent ? ({ urgent: 'oui' } as const) : {}
  const note = (rest: Pick<Note, 'requis' | 'motif' | 'mot' | 'dit'>) =>
    envoyer({ lettre: { kind: 'messageTraitantNote', ...rest, ...urgent }, a, sceau: message })
  const held = motifDe(dossier, evenement)
  if (held !== null) {
    const de = courrier.motCle === null ? null : partieDuMot(courrier.motCle)
    const mot =
      held === 'mot' && courrier.motCle !== null && de !== null
        ? { mot: { mot: courrier.motCle, de } }
        : {}
    const words = propos(courrier)
    const dit = words === '' ? {} : { dit: words }
    return pas(
      dossier,
      [note({ requis: null, motif: held, ...mot, ...dit })],
      [trace('message-traitant-non-transmis', { raison: held })],
    )
  }
  const authors = auteursDAvis(dossier)
  const isAsked = demandeReponse(courrier)
  const said = {
    kind: 'messageTraitant',
    texte: propos(courrier),
    pieces: courrier.pieces,
    ...(isAsked
      ? ({ attend: 'repondre' } as const)
      : isCourtoisie(paroles(courrier)) && ({ attend: 'non' } as const)),
  } as const
  const priorite = isUrgent ? 'haute' : 'normale'
  const send = (to: Destinataire, rang: number | null) =>
    envoyer({ lettre: { ...said, rang, ...urgent }, a: to, sceau: message, priorite })
  const step = pas(
    dossier,
    [
      send(auRequerant(dossier), null),
      ...authors.map(({ rang, un }) => send(auRequis(un), rang)),
      note({ requis: authors.map(({ un }) => un.rpps), motif: null }),
    ],
    [
      trace('message-traitant', { requis: authors.map(({ un }) => un.rpps).join(' ') }),
      ...(isUrgent ? [trace('urgence-du-traitant')] : []),
    ],
  )
  if (!isAsked) return step
  const asked = { message, now: provenance.recuLe, de: 'medecinTraitant' } as const
  return puisChaque(step, authors, (d, { rang, un }) =>
    puis(noterMessage(d, rang, un.rpps), (noted) => noterQuestion(noted, rang, un.rpps, asked)),
  )
}

function motifDe(dossier: Dossier, { courrier }: CourrierTraitant): MotifNonTransmis | null {
  if (courrier.motCle !== null && partieDuMot(courrier.motCle) !== null) return 'mot'
  if (dossier.etat === 'clos') return 'clos'
  // CSP art. L. 1111-4: whoever is left to read, nothing goes without the consent.
  if (dossier.consentement.kind !== 'recueilli') return 'sans-consentement'
  if (parleDUnAutre(dossier, courrier)) return 'autre-patient'
  return propos(courrier) === '' && courrier.pieces.length === 0 ? 'vide' : null
}

/** Who gave an opinion, each once, and in which slot. */
function auteursDAvis({ sollicitations, requerant }: Dossier) {
  const each = new Map<string, { readonly rang: number; readonly un: RequisSollicite }>()
  for (const slot of sollicitations)
    for (const { auteur } of slot.comptesRendus)
      if (auteur.rpps !== requerant.rpps) each.set(auteur.rpps, { rang: slot.rang, un: auteur })
  return [...each.values()]
}
