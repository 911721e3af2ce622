/**
 * The letters to the coordinator about delays and urgencies: numbers, delays and RPPS only.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.7, §7, §10
 */
import type { Lettre } from '../domain/decision.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import { aRecu } from '../domain/etats.ts'
import { instantFr, specialiteFr, termeFr, termePasseFr } from './francais.ts'
import {
  type Brouillon,
  creneau,
  type Ecriture,
  notice,
  p,
  sujetDossier,
  telephoneDu,
} from './lettre.ts'
import { expiration, limite } from './termes.ts'

/** Number and delay only. */
export function retardCoordinateur(e: Ecriture, rang: number): Brouillon {
  const { dossier, parts } = e
  const slot = creneau(dossier, rang)
  const depuis = limite(e, slot) ?? slot.retardLe ?? parts.now
  return notice(sujetDossier(dossier, 'retard'), [
    p(
      `${slot.requis.some((one) => one.ecarte === null && aRecu(one)) ? 'Relancez le médecin sollicité, ou réattribuez la demande' : 'Réattribuez la demande, ou levez ce qui retient son envoi'} : dossier ${dossier.numero}, sollicitation ${rang}, délai usuel dépassé depuis ${termePasseFr(depuis)}.`,
    ),
    {
      kind: 'faits',
      lignes: [
        ['Ouverte le', instantFr(slot.ouverteLe)],
        ['Sans avis', `la demande se clôt ${termeFr(expiration(e, slot))}`],
        ...quiRepond(slot),
      ],
    },
    {
      kind: 'liste',
      elements: [
        `Voir : ./confrere dossier ${dossier.numero}`,
        `Réattribuer : ./confrere dossier ${dossier.numero} --reattribuer RPPS --motif "…"`,
        `Sur la page d'administration : /dossiers/${dossier.numero}`,
      ],
    },
  ])
}

/** An urgency was reported: number only. */
export function urgenceCoordinateur(
  e: Ecriture,
  { rang, auteur }: Extract<Lettre, { kind: 'urgenceCoordinateur' }>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  return {
    ...notice(sujetDossier(dossier, 'appel prioritaire'), [
      p(
        `Vérifiez par téléphone que le requérant a lu l'alerte : dossier ${dossier.numero}, sollicitation ${rang}, le médecin requis signale une urgence.`,
      ),
      {
        kind: 'faits',
        lignes: [
          [
            'Requérant',
            `RPPS ${dossier.requerant.rpps}, téléphone ${telephoneDu(dossier) ?? 'non connu'}`,
          ],
          ...(auteur === undefined ? [] : [['Signalée par', `RPPS ${auteur}`] as const]),
          ...quiRepond(slot),
        ],
      },
    ]),
    urgent: true,
  }
}

function quiRepond(slot: Sollicitation): (readonly [string, string])[] {
  const held = slot.requis.filter((each) => each.ecarte === null)
  const cible =
    slot.cible.kind === 'specialite' ? specialiteFr(slot.cible.code) : `RPPS ${slot.cible.rpps}`
  return [
    ['Demandé à', cible],
    ...(held.length === 0 ? [['Sollicité', 'personne'] as const] : []),
    // One line each: who has it and who has not are never mixed up.
    ...held.map((one) =>
      aRecu(one)
        ? (['Sollicité', `RPPS ${one.rpps}`] as const)
        : (['Sollicité', `RPPS ${one.rpps} : la demande ne lui est pas encore remise`] as const),
    ),
    ...slot.requis
      .filter(({ ecarte }) => ecarte === 'injoignable')
      .map(({ rpps }) => ['Non joint', `RPPS ${rpps}`] as const),
  ]
}
