/**
 * A letter of the requerant in the thread: lines that complete, words for the requis, ACCORD, withdrawal.
 *
 * In    the dossier, the signed letter
 * Out   the dossier's new state and the letters it causes; every letter is answered
 *
 * SPEC §5, §6; CSP art. L. 1111-4 (a consent may be withdrawn at any time)
 */
import { retraitDit } from '../domain/consentement-dit.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { ouiNonDe } from '../domain/identifiants.ts'
import { donnerAccord, refuserAccord } from './accord.ts'
import { type Apport, arreterUrgence, completer } from './demande.ts'
import { isSeulementNumeros, lignesDeFacturation, noterNumeros, numerosNotes } from './numeros.ts'
import { auRequerant, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { comparees, liberer, parleDUnAutre, retenir, retenueDe } from './patient.ts'
import { joindreFil } from './rassembler.ts'
import { annuler, retirerConsentement } from './retrait.ts'
import { propos } from './texte-libre.ts'
import { transmettre } from './transmettre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Decides a letter of the requerant. */
export function recevoirRequerant(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { courrier, provenance } = evenement
  const threaded = { ...dossier, fil: joindreFil(dossier.fil, provenance) }
  // Heard in any state, before anything else.
  if (courrier.motCle === 'RETRAIT CONSENTEMENT') {
    return retirerConsentement(threaded, provenance, contexte)
  }
  if (courrier.motCle === 'ETAT') return repondre(threaded, evenement, { kind: 'etat' })
  const retenue = retenueDe(threaded, dossier.requerant.rpps)
  if (courrier.motCle === 'ACCORD' && retenue !== null && !attendUnAccord(dossier)) {
    const { provenance: held, courrier: words, rang } = retenue
    const again = { ...evenement, provenance: held, courrier: words, rang, patientVerifie: true }
    return puis(liberer(threaded, retenue), (d) => recevoirRequerant(d, again, contexte))
  }
  switch (dossier.etat) {
    case 'incomplet':
      return enAttente(threaded, evenement, contexte)
    case 'annule':
    case 'clos':
      return apresLaFin(threaded, evenement)
    case 'en_cours':
    case 'repondu':
    case 'sans_reponse':
      return enRoute(threaded, evenement, contexte)
  }
}

/** An ACCORD is for what the requis proposed, where one did. */
function attendUnAccord({ sollicitations }: Dossier): boolean {
  return sollicitations.some((slot) => isOuverte(slot) && slot.etat === 'accord_demande')
}

/** Nothing has left yet: the letter completes the request, resumes it, or ends it. */
function enAttente(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier } = evenement
  if (courrier.motCle === 'ANNULATION') return annuler(dossier, evenement.provenance, contexte)
  if (dossier.motif === 'urgence') return enUrgence(dossier, evenement, contexte)
  // Judged before any other refusal, whatever word is awaited: a danger does not wait. SPEC §6 rule 2
  if (courrier.urgence !== null && dossier.urgenceLeveeLe == null) {
    return arreterUrgence(dossier, evenement, contexte)
  }
  if (courrier.motCle === 'JE CONFIRME' && isAConfirmer(dossier)) {
    return confirmer(dossier, evenement, contexte)
  }
  if (dossier.motif === 'a-confirmer') return preciser(dossier, evenement, 'a-confirmer')
  if (dossier.motif === 'depot-a-valider' && dossier.depot) {
    // The physician's own word, and signed: SPEC §5.
    const valid = courrier.motCle === 'JE VALIDE' && evenement.provenance.assurance === 'signe'
    if (!valid) return preciser(dossier, evenement, 'depot-a-valider')
    const depot = { ...dossier.depot, valideLe: contexte.now }
    const step = pas(dossier, [], [trace('depot-valide', { medecin: dossier.requerant.rpps })])
    return puis(step, (d) =>
      completer({ ...d, motif: null, aConfirmer: false, depot }, evenement, contexte),
    )
  }
  return completer(dossier, evenement, contexte)
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

/** Stopped as an emergency: NON URGENT resumes it, anything else is told once more that it does not go by mail. */
function enUrgence(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  if (!isUrgenceLevee(evenement)) return arreterUrgence(dossier, evenement, contexte)
  const resumed: Dossier = { ...dossier, motif: null, urgenceLeveeLe: contexte.now }
  const step = pas(resumed, [], [trace('urgence-levee')])
  return puis(step, (d) => completer(d, evenement, contexte))
}

function isUrgenceLevee({ courrier }: Apport): boolean {
  if (courrier.motCle === 'NON URGENT') return true
  const said = courrier.douteux?.urgence ? undefined : courrier.formulaire.urgence
  return courrier.urgence === null && said !== undefined && ouiNonDe(said) === false
}

/** Nothing is passed on any more; what an act still lacks is understood. SPEC §11 */
function apresLaFin(dossier: Dossier, evenement: CourrierRequerant): Pas {
  const { courrier } = evenement
  if (lignesDeFacturation(courrier).length === 0) {
    return repondre(dossier, evenement, { kind: 'dossierClos', ...urgente(courrier) })
  }
  const alone = isSeulementNumeros(courrier, dossier.requerant)
  const lettre = numerosNotes(evenement, who(dossier), alone ? 'rien' : 'non-transmis')
  return puis(noterNumeros(dossier, evenement), (d) => repondre(d, evenement, lettre))
}

/** The request has left: words and documents for the requis, numbers for billing, an agreement. */
function enRoute(dossier: Dossier, recu: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier, provenance, rang = null, patientVerifie = false } = recu
  // SPEC §6.5: a letter about somebody else goes nowhere. What ends the request is heard all the same.
  if (courrier.motCle !== 'ANNULATION' && !patientVerifie && parleDUnAutre(dossier, courrier)) {
    const lettre = { auteur: dossier.requerant.rpps, provenance, courrier, rang }
    return retenir(dossier, lettre, auRequerant(dossier), 'patient-different')
  }
  const evenement = { ...recu, courrier: { ...courrier, pieces: comparees(courrier.pieces) } }
  switch (courrier.motCle) {
    case 'ANNULATION':
      return dossier.etat === 'en_cours'
        ? annuler(dossier, provenance, contexte)
        : preciser(dossier, evenement, 'annulation-sans-objet')
    case 'ACCORD':
      return donnerAccord(dossier, evenement, contexte)
    case 'DESACCORD':
      return refuserAccord(dossier, evenement, contexte)
    case null:
      // Nothing goes to the requis while it is not known whether the patient still agrees. CSP art. L. 1111-4
      if (retraitDit(propos(courrier))) return preciser(dossier, evenement, 'retrait-a-preciser')
      return faireSuivre(dossier, evenement, contexte)
    case 'COMPLEMENT':
    case 'NON URGENT':
      return faireSuivre(dossier, evenement, contexte)
    case 'JE CONFIRME':
    case 'JE VALIDE':
      return preciser(dossier, evenement, 'confirmation-sans-objet')
    case 'AVIS':
    case 'RECTIFICATIF':
    case 'ACCEPTE':
    case 'REFUS':
    case 'REORIENTATION':
    case 'URGENT':
    case 'ABSENT':
      return preciser(dossier, evenement, 'mot-cle-du-requis')
    case 'ETAT':
    case 'RETRAIT CONSENTEMENT':
      return pas(dossier)
  }
}

/** Words for the requis; numbers alone are for billing. */
function faireSuivre(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier } = evenement
  return puis(noterNumeros(dossier, evenement), (d) =>
    isSeulementNumeros(courrier, dossier.requerant)
      ? repondre(d, evenement, numerosNotes(evenement, who(dossier), 'rien'))
      : transmettre(d, evenement, contexte),
  )
}

// What the dossier remembers of him may be what he wrote: the directory is asked.
function who({ requerant }: Dossier): Pick<Dossier['requerant'], 'rpps'> {
  return { rpps: requerant.rpps }
}

function preciser(dossier: Dossier, evenement: CourrierRequerant, code: string): Pas {
  const lettre = { kind: 'reponseAPreciser', code, rang: null } as const
  return repondre(dossier, evenement, { ...lettre, ...urgente(evenement.courrier) })
}

/** A letter that answers words of an emergency begins with where to turn to. SPEC §6 rule 2 */
function urgente({ urgence, motCle }: Courrier): { readonly urgent?: 'oui' } {
  return urgence === null || motCle === 'NON URGENT' ? {} : { urgent: 'oui' }
}

function repondre(dossier: Dossier, { provenance }: CourrierRequerant, lettre: Lettre): Pas {
  const code = lettre.kind === 'reponseAPreciser' ? lettre.code : lettre.kind
  return pas(
    dossier,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: provenance.message })],
    [trace('reponse-au-requerant', { code, message: provenance.message })],
  )
}
