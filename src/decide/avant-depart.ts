/**
 * A letter of the requérant while nothing has left yet: it completes the request, confirms, resumes or ends it.
 *
 * In    the dossier `incomplet`, the signed letter
 * Out   the dossier's new state and the letters it causes
 *
 * SPEC §4, §5, §6.2, §6.3
 */
import { type Courrier, enPropre } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { ouiNonDe } from '../domain/identifiants.ts'
import { sansPolitesse } from '../domain/politesse.ts'
import { isReserveDite } from '../domain/reserve-dite.ts'
import { isNonUrgentDit } from '../domain/urgence.ts'
import { isDateAncienne } from './consentement-ancien.ts'
import { type Apport, completer } from './demande.ts'
import { arreterUrgence } from './demande-arretee.ts'
import { hasProse, sansDouteDeProse } from './doutes.ts'
import { type Pas, pas, puis, trace } from './pas.ts'
import { parleDUnAutre } from './patient.ts'
import { rassembler } from './rassembler.ts'
import { repondre, urgente } from './reponse-requerant.ts'
import { annuler } from './retrait.ts'
import { paroles, substance } from './texte-libre.ts'

/** A letter quotes no more of his words than shows what is meant. */
const MAX_DIT = 300

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Nothing has left yet: the letter completes the request, resumes it, or ends it. */
export function enAttente(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier } = evenement
  if (courrier.motCle === 'ANNULATION') return annuler(dossier, evenement, contexte)
  if (dossier.motif === 'urgence') return enUrgence(dossier, evenement, contexte)
  // Judged before any other refusal, whatever word is awaited: a danger does not wait. SPEC §6.2
  if (courrier.urgence !== null && dossier.urgenceLeveeLe == null) {
    return arreterUrgence(avecSesMots(dossier, evenement), evenement, contexte)
  }
  // Words that change what he confirms are his question, not his yes. SPEC §5, §6.5
  if (isAvecReserve(courrier)) {
    const isRead = dossier.motif === 'a-confirmer' || dossier.motif === 'depot-a-valider'
    return redire(dossier, evenement, isRead ? dossier.motif : 'formulaire-a-confirmer')
  }
  if (courrier.motCle === 'JE CONFIRME' && isAConfirmer(dossier)) {
    return confirmer(dossier, evenement, contexte)
  }
  if (
    courrier.motCle === 'JE CONFIRME' &&
    dossier.motif === 'demande-incomplete' &&
    (hasProse(dossier) || dossier.manques.some(isDateAncienne))
  ) {
    return confirmerProse(dossier, evenement, contexte)
  }
  if (dossier.motif === 'a-confirmer') return redire(dossier, evenement, 'a-confirmer')
  if (dossier.motif === 'depot-a-valider' && dossier.depot) {
    // The physician's own word, and signed: SPEC §5.
    const valid = courrier.motCle === 'JE VALIDE' && evenement.provenance.assurance === 'signe'
    if (!valid) return redire(dossier, evenement, 'depot-a-valider')
    const depot = { ...dossier.depot, valideLe: contexte.now }
    const step = pas(dossier, [], [trace('depot-valide', { medecin: dossier.requerant.rpps })])
    return puis(step, (d) =>
      completer({ ...d, motif: null, aConfirmer: false, depot }, evenement, contexte),
    )
  }
  return completer(dossier, evenement, contexte)
}

/** JE CONFIRME or JE VALIDE, and beside it words that change what it would make leave. */
function isAvecReserve(courrier: Courrier): boolean {
  if (courrier.motCle !== 'JE CONFIRME' && courrier.motCle !== 'JE VALIDE') return false
  return isReserveDite(`${courrier.argument ?? ''}\n${enPropre(courrier).libre}`)
}

/** What was asked, with the words that were not understood as its answer. SPEC §6.8 */
function redire(dossier: Dossier, evenement: CourrierRequerant, code: string): Pas {
  const { courrier } = evenement
  const lettre = { kind: 'reponseAPreciser', code, rang: null, ...ditDe(courrier) } as const
  return repondre(dossier, evenement, { ...lettre, ...urgente(courrier) })
}

/** The beginning of what he answered; nothing where he wrote only a keyword. */
function ditDe(courrier: Courrier): { readonly dit?: string } {
  const dit = paroles(courrier).slice(0, MAX_DIT)
  return dit === '' ? {} : { dit }
}

function isAConfirmer({ motif }: Dossier): boolean {
  return motif === 'a-confirmer' || motif === 'formulaire-a-confirmer'
}

/** All that was read back is his: an unsigned word says it with no more assurance than it has. SPEC §5 */
function confirmer(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { assurance, message } = evenement.provenance
  const isLess = dossier.motif === 'formulaire-a-confirmer' && assurance === 'mssante'
  const step = pas(dossier, [], [trace('demande-confirmee', { message })])
  const said = {
    motif: null,
    aConfirmer: false,
    doutes: {},
    ...(isLess && { assurance: 'mssante' as const }),
  }
  return puis(step, (d) => completer({ ...d, ...said }, evenement, contexte))
}

/** What was read in his prose is so, and a consent of long ago is of this request; the lines below are those that lack. */
function confirmerProse(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { message } = evenement.provenance
  const manques = dossier.manques.filter((one) => !isDateAncienne(one))
  const confirmed = { ...sansDouteDeProse(dossier), manques }
  const step = pas(confirmed, [], [trace('demande-confirmee', { message })])
  // Of an unsigned word, the whole is read back once more. SPEC §5
  const courrier = { ...evenement.courrier, motCle: null }
  return puis(step, (d) => completer(d, { ...evenement, courrier }, contexte))
}

/** Stopped as an emergency: NON URGENT resumes it, anything else is told once more that it does not go by mail. */
function enUrgence(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  if (!isUrgenceLevee(dossier, evenement)) {
    // Of another patient nothing is kept here, and his words are answered apart.
    const isOther = parleDUnAutre(dossier, evenement.courrier)
    const answer = { ...evenement, ...(isOther ? {} : ditDe(evenement.courrier)) }
    return arreterUrgence(avecSesMots(dossier, evenement), answer, contexte)
  }
  const resumed: Dossier = { ...dossier, motif: null, urgenceLeveeLe: contexte.now }
  const step = pas(resumed, [], [trace('urgence-levee')])
  return puis(step, (d) => completer(d, evenement, contexte))
}

/** What he writes meanwhile leaves with the request, once NON URGENT resumes it; of another patient nothing joins it. */
function avecSesMots(dossier: Dossier, evenement: CourrierRequerant): Dossier {
  return parleDUnAutre(dossier, evenement.courrier) ? dossier : rassembler(dossier, evenement)
}

function isUrgenceLevee({ requerant }: Dossier, { courrier }: Apport): boolean {
  if (courrier.motCle === 'NON URGENT') return true
  // « Ce n'est pas urgent, c'était une erreur de case »: nothing else is said.
  const answer = sansPolitesse(substance(paroles(courrier), requerant).trim())
  if (courrier.motCle === null && courrier.urgence === null && isNonUrgentDit(answer)) return true
  const said = courrier.douteux?.urgence ? undefined : courrier.formulaire.urgence
  return courrier.urgence === null && said !== undefined && ouiNonDe(said) === false
}
