/**
 * The letters to the requerant while he waits: lateness, nobody available, the requis's questions, refusals
 * and proposals, and the urgency that the requis sees.
 *
 * In    an Ecriture (envoi, dossier, parts) and the letter's own facts
 * Out   a Brouillon each; a physician's own words are carried as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6, §7, §10
 */

import { isSansFin } from '../domain/absences.ts'
import { propositionDe } from '../domain/attentes.ts'
import type { Lettre } from '../domain/decision.ts'
import type { RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { aRecu, COORDINATEUR } from '../domain/etats.ts'
import type { Bloc } from './blocs.ts'
import {
  auMilieu,
  avecArticle,
  instantFr,
  jourFr,
  nomFr,
  termeFr,
  termePasseFr,
} from './francais.ts'
import { accordEcarte } from './letters-exclusion.ts'
import { jointes, parole } from './letters-requis.ts'
import { nommeIndisponible } from './letters-vacance.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  cibleFr,
  creneau,
  type Ecriture,
  leRequis,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  requisDe,
  sujetDossier,
  viseeFr,
} from './lettre.ts'
import { envoiEnCours, isParti, nonJoints, nonRemiseFr } from './remises.ts'
import { auPlusTard, expiration, limite, termeComplement } from './termes.ts'

/** The usual delay is over. */
export function retard(
  e: Ecriture,
  { rang, changements = [] }: Extract<Lettre, { kind: 'retard' }>,
): Brouillon {
  const { dossier, parts } = e
  const slot = creneau(dossier, rang)
  const depuis = limite(e, slot) ?? slot.retardLe ?? parts.now
  const requis = requisDe(slot)
  return notice(sujetDossier(dossier, 'avis en retard'), [
    bonjour(e),
    p(
      slot.requis.some(aRecu)
        ? `${RIEN} : l'avis demandé (${cibleFr(slot)}) n'est pas encore rendu, le délai usuel est dépassé depuis ${termePasseFr(depuis)}.`
        : `${RIEN} : votre demande (${cibleFr(slot)}) n'a pas encore pu être remise, le délai usuel est dépassé depuis ${termePasseFr(depuis)}. Aucun médecin ne l'a encore reçue.`,
    ),
    ...nonJoints(slot).map((un) => p(nonRemiseFr(dossier, un))),
    p(
      `${changements.length > 0 ? '' : `${suiteDuRetard(e, slot)} `}Sans avis, la demande ${dossier.numero} se clôt ${termeFr(expiration(e, slot))}.`,
    ),
    ...(requis?.telephone == null
      ? []
      : [
          p(
            `Pour joindre directement ${avecArticle('le', nomFr(requis))}, appelez le ${requis.telephone}.`,
          ),
        ]),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** What is done of a late slot: only who has the request was reminded, and can answer. */
function suiteDuRetard({ dossier, parts }: Ecriture, slot: Sollicitation): string {
  const cours = envoiEnCours([slot])
  if (cours !== null) return `La demande ${dossier.numero} n'est pas encore remise : ${cours}.`
  if (slot.cible.kind === 'specialite') {
    return 'Un autre médecin de la spécialité est sollicité dès que possible ; le premier avis rendu vous sera transmis.'
  }
  if (actifs(slot).length === 0) {
    return parts.coordination
      ? 'La coordination est prévenue.'
      : 'Aucun médecin ne suit la demande pour le moment.'
  }
  const relance = actifs(slot).some(({ rappeleLe }) => rappeleLe != null)
  return `${relance ? 'Le médecin requis a été relancé. ' : ''}Un avis rendu plus tard vous sera transmis.`
}

/** The slot expired without an opinion. */
export function sansReponse(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  const { eus, manques } = remisesDe(slot)
  const depuis = `depuis le ${instantFr(slot.ouverteLe)}`
  return notice(sujetDossier(e.dossier, 'sans réponse'), [
    bonjour(e),
    p(
      eus.length > 0
        ? `Pour solliciter un autre confrère, envoyez une nouvelle demande : aucun avis n'a été rendu (${manques.length === 0 ? cibleFr(slot) : eus.map(nomFr).join(', ')}) ${depuis}, cette sollicitation est close.`
        : `Pour solliciter un confrère, envoyez une nouvelle demande : la demande ${e.dossier.numero} n'a pu être remise à aucun médecin (${cibleFr(slot)}) ${depuis}, cette sollicitation est close.`,
    ),
    // Nobody is blamed for what never came to him. SPEC §6.8
    ...manques.map((un) => p(nonRemiseFr(e.dossier, un))),
    ...(eus.length > 0
      ? [p('Un avis qui arriverait encore vous serait transmis, marqué tardif.')]
      : []),
    RAPPEL_SAMU,
  ])
}

/** Of those who were asked and are still concerned: who had the request, and whom it never reached. */
function remisesDe({ requis }: Sollicitation): {
  readonly eus: readonly RequisSollicite[]
  readonly manques: readonly RequisSollicite[]
} {
  return {
    eus: requis.filter(aRecu),
    manques: requis.filter(
      (un) => !aRecu(un) && (un.ecarte === null || un.ecarte === 'injoignable'),
    ),
  }
}

/** Nobody is available: told at once. SPEC §6.8 */
export function aucunRequis(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  return notice(sujetDossier(e.dossier, 'aucun médecin disponible pour le moment'), [
    bonjour(e),
    ...personne(e, [slot]),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** Whom a slot asks: the specialty, or the name of the one person. */
function cibleNommee({ cible, requis }: Sollicitation): string {
  if (cible.kind !== 'requis') return viseeFr(cible)
  const un = requis.find(({ rpps }) => rpps === cible.rpps)
  return un === undefined ? viseeFr(cible) : nomFr(un)
}

/** When one who holds the request is away, and whether he has it. */
function absenceFr(un: RequisSollicite): Bloc[] {
  const { absence } = un
  if (absence == null) return []
  if (isSansFin(absence)) {
    const suite = aRecu(un)
      ? "un avis qu'il rendrait encore vous serait transmis"
      : 'la demande ne lui est pas remise'
    return [p(`${avecArticle('Le', nomFr(un))} ne répond plus ici aux demandes : ${suite}.`)]
  }
  const jours = `du ${jourFr(absence.du)} au ${jourFr(absence.au)} inclus`
  const qui = avecArticle('Le', nomFr(un))
  if (!isParti(un)) {
    return [p(`${qui} sera absent ${jours} : il peut encore rendre son avis avant de partir.`)]
  }
  return [
    p(
      `${qui} est absent ${jours}${aRecu(un) ? '' : ', et ne recevra la demande qu’à son retour'}.`,
    ),
  ]
}

function isInactif({ absence }: RequisSollicite): boolean {
  return absence != null && isSansFin(absence)
}

function remplace(held: readonly RequisSollicite[]): string {
  return held.every(isInactif) ? "celui qui l'avait en charge" : "l'absent"
}

/** What is said of slots that nobody can take: who had the request, what becomes of it, until when. */
export function personne(e: Ecriture, slots: readonly Sollicitation[]): Bloc[] {
  const nommes = slots.flatMap((slot) => {
    const isVain = actifs(slot).length === 0 && nonJoints(slot).length === 0
    return isVain && slot.vacance != null ? [{ slot, vacance: slot.vacance }] : []
  })
  const autres = slots.filter((slot) => !nommes.some((one) => one.slot === slot))
  return [
    ...nommes.flatMap(({ slot, vacance }) => nommeIndisponible(e, slot, vacance)),
    ...(autres.length === 0 ? [] : sansNom(e, autres)),
  ]
}

/** The same, of pools and of those who had it. */
function sansNom(e: Ecriture, slots: readonly Sollicitation[]): Bloc[] {
  const { numero } = e.dossier
  const visees = slots.map(cibleNommee).join(' ; ')
  const held = slots.flatMap(actifs)
  const [end] = slots.map((slot) => expiration(e, slot)).toSorted()
  const fin = end === undefined ? '' : `, et se clôt sans avis ${termeFr(end)}`
  if (held.length > 0) {
    const noms = held.map((one) => avecArticle('du', nomFr(one))).join(', ')
    return [
      p(
        `Aucun médecin n'est disponible pour remplacer ${remplace(held)} (${visees}). Si votre demande ${numero} ne peut attendre, annulez-la et adressez-vous à un autre confrère.`,
      ),
      p(
        held.every(isInactif)
          ? `Elle partira d'elle-même dès qu'un médecin sera disponible${fin}${e.parts.coordination ? ' ; la coordination est prévenue' : ''}.`
          : `Elle reste dans la file ${noms}${fin}.`,
      ),
      ...held.flatMap(absenceFr),
    ]
  }
  const had = slots.some(({ requis }) => requis.some(aRecu))
  const non = slots.flatMap(nonJoints)
  const isWaiting = slots.some(({ cible }) => cible.kind === 'specialite') || non.length === 0
  return [
    p(
      `Aucun médecin n'est disponible pour le moment (${visees}). Si votre demande ${numero} ne peut attendre, annulez-la et adressez-vous à un autre confrère.`,
    ),
    ...non.map((un) => p(nonRemiseFr(e.dossier, un))),
    p(
      `${had ? "Elle n'est plus dans la file de personne." : "Elle n'y a été remise à personne."} ${
        isWaiting
          ? `Elle partira d'elle-même dès qu'un médecin sera disponible${fin}`
          : `Elle partira dès que cet obstacle sera levé${fin}`
      }${e.parts.coordination ? ' ; la coordination est prévenue' : ''}.`,
    ),
  ]
}

/** The requis asks; the clock stands. */
export function complementDemande(
  e: Ecriture,
  { rang, texte, rappel, pieces = [] }: Extract<Lettre, { kind: 'complementDemande' }>,
): Brouillon {
  const slot = creneau(e.dossier, rang)
  const quoi = rappel === 'oui' ? 'rappel, complément demandé' : 'complément demandé'
  return {
    sujet: sujetDossier(e.dossier, quoi),
    blocs: [
      bonjour(e),
      p(
        `${auPlusTard(termeComplement(e, slot))}, répondez en écrivant COMPLEMENT en première ligne : ${auMilieu(leRequis(slot))} a besoin d'une précision pour rendre son avis.`,
      ),
      ...parole('Sa question', texte, pieces),
      p(
        "Joignez les documents utiles. Le délai de l'avis est suspendu jusqu'à votre réponse ; sans elle, l'avis pourra être rendu avec les seuls éléments connus.",
      ),
      reponses(e, ['COMPLEMENT', 'ANNULATION']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

/** The requis proposes another specialty or person: nothing leaves before ACCORD. */
export function accordDemande(
  e: Ecriture,
  { rang, vers, texte, pieces = [], coordinateur }: Extract<Lettre, { kind: 'accordDemande' }>,
): Brouillon {
  const slot = creneau(e.dossier, rang)
  const ecarte = slot.ecartes?.find(
    ({ qui: { rpps } }) => vers.kind === 'requis' && vers.rpps === rpps,
  )
  if (ecarte !== undefined) return accordEcarte(e, slot, ecarte)
  const qui =
    coordinateur === undefined && propositionDe(slot)?.par !== COORDINATEUR
      ? auMilieu(leRequis(slot))
      : 'le coordinateur'
  const vise = coordinateur === undefined ? viseeFr(vers) : `${coordinateur.nom}, ${viseeFr(vers)}`
  return {
    sujet: sujetDossier(e.dossier, 'votre accord est demandé'),
    blocs: [
      bonjour(e),
      p(
        `${auPlusTard(expiration(e, slot))}, répondez ACCORD ou DESACCORD en première ligne : ${qui} propose d'adresser votre demande à un autre destinataire, ${vise}.`,
      ),
      ...parole('Ses raisons', texte, pieces),
      p(
        "Le consentement recueilli ne couvre pas encore ce destinataire : informez-en le patient, et ne donnez votre accord que s'il y consent. Sans votre accord, rien ne part ; après un désaccord, la demande reste où elle est.",
      ),
      reponses(e, ['ACCORD', 'DESACCORD', 'ANNULATION']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: true,
  }
}
