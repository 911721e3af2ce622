/**
 * One of a dossier has another address now: what is written to him from here on goes there.
 *
 * In    the dossier, whose address it was, the old one and the new one, the letter that was put again
 * Out   the dossier with the new address wherever it had the old one of his
 *
 * SPEC §9, §13.11
 */
import type { AdresseMss, Rpps } from '../domain/correspondant.ts'
import type { CompteRendu, Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { type Pas, pas, trace } from './pas.ts'

type Readressage = Extract<Evenement, { kind: 'readressage' }>

/** Notes the address; what was noted of the letter holds for the one that took its place. */
export function readresser(dossier: Dossier, evenement: Readressage): Pas {
  const { envois, rpps } = evenement
  const { requerant, medecinTraitant, sollicitations, remises = [], remplacements } = dossier
  const note = remises.findLast((one) => one.envoi === envois.de)
  const moved: Dossier = {
    ...dossier,
    requerant: chez(evenement, requerant),
    medecinTraitant:
      medecinTraitant?.kind === 'designe' && medecinTraitant.professionnel.rpps === rpps
        ? { ...medecinTraitant, adresse: adresseDe(evenement, medecinTraitant.adresse) }
        : medecinTraitant,
    sollicitations: sollicitations.map(
      (slot): Sollicitation => ({
        ...slot,
        requis: slot.requis.map((one) => chez(evenement, one)),
        comptesRendus: slot.comptesRendus.map(
          (one): CompteRendu => ({ ...one, auteur: chez(evenement, one.auteur) }),
        ),
      }),
    ),
    ...(remplacements && {
      remplacements: remplacements.map((one) => ({
        ...one,
        remplace: one.remplace === null ? null : chez(evenement, one.remplace),
      })),
    }),
    ...(note && { remises: [...remises, { ...note, envoi: envois.vers }] }),
  }
  return pas(moved, [], [trace('adresse-changee', { envoi: envois.vers, requis: rpps })])
}

function chez<Q extends { readonly rpps: Rpps; readonly adresse: AdresseMss | null }>(
  evenement: Readressage,
  qui: Q,
): Q {
  return qui.rpps === evenement.rpps ? { ...qui, adresse: adresseDe(evenement, qui.adresse) } : qui
}

function adresseDe<A extends AdresseMss | null>({ de, vers }: Readressage, known: A) {
  return known !== null && known.toLowerCase() === de.toLowerCase() ? vers : known
}
