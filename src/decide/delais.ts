/**
 * Time as an event: reminders, lateness, expiry, completeness, closing.
 *
 * In    the dossier, what the directory says now, the rules
 * Out   everything that is due and not done yet; done once, so that a check repeated changes nothing
 *
 * SPEC §6.3, §7: due times are computed from stored facts, never counted down. One timer never
 * overrules another: who waits for the requerant is not late.
 */

import { jourParis, later } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import { ouvertureSuivante } from '../domain/delai.ts'
import type { Dossier, RequisSollicite } from '../domain/dossier.ts'
import { aRecu, isOuverte } from '../domain/etats.ts'
import type { Contexte, Regles, Trouvailles } from '../domain/evenement.ts'
import { remplacerAbsents } from './absence.ts'
import { finDeCreneau, selonCreneaux } from './cloture.ts'
import { attendusDe } from './deja-recue.ts'
import {
  type Echeances,
  echeancesDe,
  finDeCompletude,
  finDeSuivi,
  rappelDeCompletude,
} from './echeances.ts'
import {
  AU_COORDINATEUR,
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  detenteurs,
  envoyer,
  type Pas,
  pas,
  puis,
  puisChaque,
  trace,
} from './pas.ts'
import { isAbsent } from './presence.ts'
import { echeancesQuestion, relancerQuestions } from './question.ts'
import { demander, reessayer } from './routing.ts'

/**
 * When the dossier is next to be looked at (after `apres`, if given); null when nothing will ever be due by itself.
 */
export function prochaineEcheance(
  dossier: Dossier,
  regles: Regles,
  apres: Instant | null = null,
): Instant | null {
  const all: (Instant | null)[] = [
    rappelDeCompletude(dossier, regles),
    finDeCompletude(dossier, regles),
    finDeSuivi(dossier),
  ]
  if (isSuivi(dossier)) {
    for (const slot of dossier.sollicitations) {
      all.push(...Object.values(echeancesQuestion(slot, regles)))
    }
  }
  if (dossier.etat === 'en_cours') {
    for (const slot of dossier.sollicitations.filter(isOuverte)) {
      const { rappels, ...others } = echeancesDe(slot, regles)
      all.push(...Object.values(others), ...rappels.map((one) => one.le))
    }
  }
  const [first = null] = all
    .filter((one) => one !== null)
    .filter((one) => apres === null || one > apres)
    .toSorted()
  return first
}

/** Is a question after an opinion still followed? Until the dossier is closed. */
function isSuivi({ etat }: Dossier): boolean {
  return etat === 'en_cours' || etat === 'repondu' || etat === 'sans_reponse'
}

/** Does whatever is due at `contexte.now`. */
export function passerLeTemps(dossier: Dossier, trouvailles: Trouvailles, contexte: Contexte): Pas {
  switch (dossier.etat) {
    case 'incomplet':
      return attendreCompletude(dossier, contexte)
    case 'en_cours':
      return puis(relancerQuestions(dossier, contexte), (d) => avancer(d, trouvailles, contexte))
    case 'repondu':
    case 'sans_reponse':
      return puis(relancerQuestions(dossier, contexte), (d) => suivre(d, contexte))
    case 'annule':
    case 'clos':
      return pas(dossier)
  }
}

// SPEC §6.3: reminder after COMPLETUDE, end after twice that.
function attendreCompletude(dossier: Dossier, contexte: Contexte): Pas {
  const { now, regles } = contexte
  if (isDue(finDeCompletude(dossier, regles), now)) {
    const ended: Dossier = {
      ...dossier,
      etat: 'annule',
      motif: 'jamais-completee',
      finiLe: now,
      destructionLe: later(now, regles.retentionContenuMs),
    }
    const lettre: Lettre = { kind: 'annulation', raison: 'incomplet' }
    return pas(ended, [envoyer({ lettre, a: auRequerant(dossier) })], [trace('jamais-completee')])
  }
  if (!isDue(rappelDeCompletude(dossier, regles), now)) return pas(dossier)
  const { motif } = dossier
  const lettre: Lettre =
    motif === 'a-confirmer' || motif === 'formulaire-a-confirmer' || motif === 'depot-a-valider'
      ? { kind: 'recapitulatif', code: motif, rang: null, rappel: 'oui' }
      : motif === 'patient-different'
        ? { kind: 'reponseAPreciser', code: motif, rang: null }
        : { kind: 'demandeACompleter', manques: dossier.manques, rappel: 'oui' }
  const reminder = envoyer({
    lettre,
    a: auRequerant(dossier),
    sceau: `rappel:${dossier.completudeDemandeeLe}`,
    pasAvant: heureDeService(contexte),
  })
  return pas({ ...dossier, completudeRappeleeLe: now }, [reminder], [trace('completude-rappelee')])
}

function avancer(dossier: Dossier, { possibles }: Trouvailles, contexte: Contexte): Pas {
  const open = dossier.sollicitations.filter(isOuverte).map((slot) => slot.rang)
  const step = puisChaque(pas(dossier), open, (d, rang) => {
    const due = echeancesDe(creneau(d, rang), contexte.regles)
    if (isDue(due.expiration, contexte.now)) return expirer(d, rang, contexte)
    return [
      (one: Dossier) => rappeler(one, rang, due, possibles, contexte),
      (one: Dossier) => remplacerAbsents(one, rang, possibles, contexte),
      (one: Dossier) => reessayer(one, rang, possibles, contexte),
      (one: Dossier) => constaterRetard(one, rang, due, possibles, contexte),
      (one: Dossier) => relancerRequerant(one, rang, due, contexte),
    ].reduce(puis, pas(d))
  })
  return puis(step, (d) => selonCreneaux(d, contexte))
}

/** No answer in time: the requerant is told, the requis too, who may still answer. */
function expirer(dossier: Dossier, rang: number, { now }: Contexte): Pas {
  const lettre: Lettre = { kind: 'sansReponse', rang }
  return pas(
    finDeCreneau(dossier, rang, 'expiree', now),
    [
      envoyer({ lettre, a: auRequerant(dossier) }),
      ...detenteurs(creneau(dossier, rang)).map((one) => envoyer({ lettre, a: auRequis(one) })),
      // Whatever became of the reminders: who owns what is stuck hears how it ended. SPEC §13.13
      envoyer({ lettre: { kind: 'alerte', code: 'sans-reponse', rang }, a: AU_COORDINATEUR }),
    ],
    [trace('sollicitation-expiree', { rang })],
  )
}

/** Who is away is reminded of nothing: he cannot answer. */
function rappeler(
  dossier: Dossier,
  rang: number,
  due: Echeances,
  possibles: Trouvailles['possibles'],
  contexte: Contexte,
): Pas {
  const { now } = contexte
  const late = due.rappels.filter((one) => isDue(one.le, now)).map((one) => one.requis)
  if (late.length === 0) return pas(dossier)
  const slot = creneau(dossier, rang)
  const today = jourParis(now)
  const away = possibles.filter((one) => isAbsent(one, today)).map(({ rpps }) => rpps)
  const told = late.filter(({ rpps }) => !away.includes(rpps))
  const requis = slot.requis.map(
    (one): RequisSollicite =>
      late.some((other) => other.rpps === one.rpps) ? { ...one, rappeleLe: now } : one,
  )
  return pas(
    avecCreneau(dossier, rang, { requis, rappeleeLe: now }),
    told.map((one) => notice({ kind: 'rappelRequis', rang }, auRequis(one), contexte)),
    told.map((one) => trace('requis-rappele', { rang, requis: one.rpps })),
  )
}

/** LIMITE: the requerant and the coordinator are told, and in a pool the next requis is asked as well. */
function constaterRetard(
  dossier: Dossier,
  rang: number,
  due: Echeances,
  possibles: Trouvailles['possibles'],
  contexte: Contexte,
): Pas {
  if (!isDue(due.limite, contexte.now)) return pas(dossier)
  const noted = avecCreneau(dossier, rang, { retardLe: contexte.now })
  const told = pas(
    noted,
    [
      notice({ kind: 'retard', rang }, auRequerant(dossier), contexte),
      notice({ kind: 'retardCoordinateur', rang }, AU_COORDINATEUR, contexte),
    ],
    [trace('retard', { rang })],
  )
  const slot = creneau(dossier, rang)
  // A slot that nobody holds is looked after by the search itself.
  if (slot.cible.kind !== 'specialite' || actifs(slot).length === 0) return told
  return puis(told, (d) => demander(d, rang, possibles, contexte, 'oui') ?? pas(d))
}

/** The requerant is reminded of what he is asked; at the end the requis is told and free to answer. */
function relancerRequerant(
  dossier: Dossier,
  rang: number,
  due: Echeances,
  contexte: Contexte,
): Pas {
  const { now } = contexte
  const slot = creneau(dossier, rang)
  if (isDue(due.complementEchu, now)) {
    return pas(
      avecCreneau(dossier, rang, {
        complementEchuLe: now,
        complementRappeleLe: slot.complementRappeleLe ?? now,
      }),
      actifs(slot).map((one) =>
        notice({ kind: 'complementEchu', rang }, auRequis(one), contexte, pauseDe(slot.pauses)),
      ),
      [trace('complement-echu', { rang })],
    )
  }
  if (!isDue(due.complementRappel, now)) return pas(dossier)
  const sceau = `rappel:${pauseDe(slot.pauses)}`
  return pas(
    avecCreneau(dossier, rang, { complementRappeleLe: now }),
    attendusDe(slot).map((lettre) => notice(lettre, auRequerant(dossier), contexte, sceau)),
    [trace('complement-rappele', { rang })],
  )
}

/** Followed until P30D after the last compte-rendu, then closed; failures stand on the dossier. */
function suivre(dossier: Dossier, contexte: Contexte): Pas {
  if (!isDue(finDeSuivi(dossier), contexte.now)) return pas(dossier)
  const lettre: Lettre = { kind: 'cloture' }
  const told = [auRequerant(dossier), ...partiesRequises(dossier).map(auRequis)]
  return pas(
    { ...dossier, etat: 'clos' },
    told.map((a) => notice(lettre, a, contexte)),
    [trace('dossier-etat', { etat: 'clos' })],
  )
}

/**
 * The requis who are still a party at the end: who gave an opinion, or had the request and held it to its end. Whoever
 * declined or was relieved was told so then; to whom nothing came, nothing is told.
 */
function partiesRequises({ sollicitations }: Dossier): readonly RequisSollicite[] {
  const parties = sollicitations.flatMap((slot) => [
    ...slot.comptesRendus.map(({ auteur }) => auteur),
    ...actifs(slot).filter(aRecu),
  ])
  return [...new Map(parties.map((one) => [one.rpps, one])).values()]
}

function notice(
  lettre: Lettre,
  a: ReturnType<typeof auRequis>,
  contexte: Contexte,
  sceau?: string,
): Effet {
  const pasAvant = heureDeService(contexte)
  return envoyer(sceau === undefined ? { lettre, a, pasAvant } : { lettre, a, pasAvant, sceau })
}

// A check that comes late must not wake anybody: the letter waits for the next opening.
function heureDeService({ now, regles }: Contexte): Instant | null {
  const opening = ouvertureSuivante(now, regles)
  return opening === now ? null : opening
}

function pauseDe(pauses: readonly { readonly de: Instant }[]): string {
  return pauses.at(-1)?.de ?? ''
}

function isDue(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now
}
