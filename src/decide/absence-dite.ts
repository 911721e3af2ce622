/**
 * What a requis says of his own absences: ABSENT with its days, PRESENT with or without.
 *
 * In    his letter, the day, what the directory knows of him
 * Out   noterAbsence or noterPresence, a letter to him, his slots of this dossier as they become
 * Refuses, with a question, days that are not understood, over, or of more than a year
 *
 * New days correct those that they touch; PRESENT takes back all that was announced, from a day on, or some days. What was
 * offered to others stays with them. SPEC §5 (ABSENT), §13.13
 */
import { avecAbsence, type JoursAbsents, sansAbsence } from '../domain/absences.ts'
import { jourParis } from '../domain/calendrier.ts'
import { enPropre } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { periodeDe } from '../domain/periode.ts'
import { retourDe } from '../domain/retour-dit.ts'
import { premiereLigne } from '../domain/texte.ts'
import { revoirSes } from './absence.ts'
import { auRequis, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { isPeriodePossible } from './presence.ts'

type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>

/** ABSENT: notes the absence a requis declares, and offers his open slots of this dossier to others. */
export function noterAbsent(dossier: Dossier, evenement: CourrierRequis, contexte: Contexte): Pas {
  const { auteur, courrier } = evenement
  const { rpps } = auteur
  const today = jourParis(contexte.now)
  const periode = periodeDe(courrier.argument ?? enPropre(courrier).texte, today)
  if (periode === null || !isPeriodePossible(periode, today)) {
    return illisible(dossier, evenement, 'absence-illisible')
  }
  const { du, au } = periode
  const step = pas(
    dossier,
    [{ kind: 'noterAbsence', rpps, du, au }, repondre(evenement, { kind: 'absenceNotee', du, au })],
    [trace('absence-notee', { requis: rpps, du, au })],
  )
  return selon(step, evenement, (absences) => avecAbsence(absences, periode), contexte)
}

/** PRESENT: he is there after all; he receives again, and what was offered to others stays with them. */
export function noterPresent(dossier: Dossier, evenement: CourrierRequis, contexte: Contexte): Pas {
  const { auteur, courrier, trouvailles } = evenement
  const { rpps } = auteur
  const today = jourParis(contexte.now)
  const retour = retourDe(courrier.argument, today)
  if (retour === null) return illisible(dossier, evenement, 'retour-illisible')
  const before = trouvailles.possibles.find((one) => one.rpps === rpps)?.absences ?? []
  const after = sansAbsence(before, retour, today)
  const reste = after.filter(({ au }) => au >= today).map(({ du, au }) => ({ du, au }))
  const change = JSON.stringify(after) === JSON.stringify(before) ? 'non' : 'oui'
  const step = pas(
    dossier,
    [
      { kind: 'noterPresence', rpps, ...retour },
      repondre(evenement, { kind: 'presenceNotee', change, reste }),
    ],
    [trace('presence-notee', { requis: rpps, ...retour })],
  )
  return selon(step, evenement, () => after, contexte)
}

function repondre({ auteur, provenance }: CourrierRequis, lettre: Lettre) {
  return envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })
}

function illisible(
  dossier: Dossier,
  evenement: CourrierRequis,
  code: 'absence-illisible' | 'retour-illisible',
): Pas {
  const { courrier, auteur } = evenement
  const dit = courrier.argument ?? premiereLigne(enPropre(courrier).texte)
  const ask: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: null,
    ...(dit !== '' && { dit }),
  }
  return pas(dossier, [repondre(evenement, ask)], [trace(code, { requis: auteur.rpps })])
}

/** His slots as his absences become: the rows are not there yet. */
function selon(
  step: Pas,
  { auteur: { rpps }, trouvailles }: CourrierRequis,
  become: (absences: readonly JoursAbsents[]) => readonly JoursAbsents[],
  contexte: Contexte,
): Pas {
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === rpps ? { ...one, absences: become(one.absences) } : one,
  )
  return puis(step, (d) => revoirSes(d, { rpps, possibles }, contexte))
}
