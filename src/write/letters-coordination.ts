/**
 * The letters to the coordinator and the administrator, who read numbers, delays, RPPS and codes only.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.7, §7, §10
 */
import { dueAt } from '../domain/delai.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import { motifFr } from './formulaire.ts'
import { instantFr, specialiteFr } from './francais.ts'
import { type Brouillon, creneau, type Ecriture, notice, p, sujetDossier } from './lettre.ts'

/** Number and delay only. */
export function retardCoordinateur(e: Ecriture, rang: number): Brouillon {
  const { dossier, parts } = e
  const slot = creneau(dossier, rang)
  const due = dueAt(slot.ouverteLe, parts.regles.limiteMs, slot.pauses, parts.regles)
  return notice(sujetDossier(dossier, 'retard'), [
    p(
      `Dossier ${dossier.numero}, sollicitation ${rang} : ouverte le ${instantFr(slot.ouverteLe)}, délai usuel dépassé depuis le ${instantFr(due ?? slot.retardLe ?? parts.now)}.`,
    ),
    { kind: 'faits', lignes: quiRepond(slot) },
  ])
}

/** An urgency was reported: number only. */
export function urgenceCoordinateur(e: Ecriture, rang: number): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  return {
    ...notice(sujetDossier(dossier, 'appel prioritaire'), [
      p(
        `Dossier ${dossier.numero}, sollicitation ${rang} : le médecin requis signale une urgence. Le requérant en est averti ; vérifiez par téléphone qu'il l'a lu.`,
      ),
      {
        kind: 'faits',
        lignes: [
          [
            'Requérant',
            `RPPS ${dossier.requerant.rpps}, téléphone ${dossier.clinique?.telephone ?? dossier.requerant.telephone ?? 'non connu'}`,
          ],
          ...quiRepond(slot),
        ],
      },
    ]),
    urgent: true,
  }
}

/** A letter could not be delivered. */
export function incident(
  e: Ecriture,
  { lettre, role, code }: { lettre: string; role: string; code: string },
): Brouillon {
  return notice(sujetDossier(e.dossier, 'incident de transmission'), [
    p(`Dossier ${e.dossier.numero} : un envoi n'a pas pu être remis.`),
    {
      kind: 'faits',
      lignes: [
        ['Envoi', lettre],
        ['Destinataire', role],
        ['Code', code],
      ],
    },
    p(motifFr(code)),
  ])
}

/** Something is stuck and has an owner: you. */
export function alerte(e: Ecriture, code: string): Brouillon {
  return notice(sujetDossier(e.dossier, 'à traiter'), [
    p(`Dossier ${e.dossier.numero} : une intervention est nécessaire.`),
    { kind: 'faits', lignes: [['Code', code]] },
    p(motifFr(code)),
  ])
}

function quiRepond(slot: Sollicitation): (readonly [string, string])[] {
  const rpps = slot.requis.filter((each) => each.ecarte === null).map((each) => each.rpps)
  const cible =
    slot.cible.kind === 'specialite' ? specialiteFr(slot.cible.code) : `RPPS ${slot.cible.rpps}`
  return [
    ['Demandé à', cible],
    ['Sollicité', rpps.length === 0 ? 'personne' : rpps.map((each) => `RPPS ${each}`).join(', ')],
  ]
}
