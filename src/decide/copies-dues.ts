/**
 * Which copies the médecin traitant of a dossier has had, and which he is to have yet.
 *
 * In    the dossier as it names him
 * Out   the letters that he lacks; when the last one was handed over
 *
 * SPEC §6.7, §10
 */
import type { Instant } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import { traitantDe } from './avis.ts'
import { envoyer } from './pas.ts'

/** The last version of each author that was not handed over to him. */
export function copiesDues(dossier: Dossier, message: string): readonly Effet[] {
  if (dossier.consentement.kind !== 'recueilli') return []
  return dossier.sollicitations.flatMap(({ rang, comptesRendus }) => {
    const last = new Map(comptesRendus.map((one) => [one.auteur.rpps, one]))
    return [...last.values()].flatMap(({ version, auteur }): readonly Effet[] => {
      const a = traitantDe(dossier, auteur)
      const has = (dossier.remises ?? []).some(
        (one) =>
          isCopie(one) &&
          (one.rpps === null || one.rpps === a?.rpps) &&
          one.rang === rang &&
          one.version === version &&
          one.issue === 'remis',
      )
      if (a === null || has) return []
      return [envoyer({ lettre: { kind: 'compteRendu', rang, version }, a, sceau: message })]
    })
  })
}

function isCopie({ lettre, role }: { readonly lettre: string; readonly role: string }): boolean {
  return lettre === 'compteRendu' && role === 'medecinTraitant'
}

/** When the last copy was handed over to him; null: none was. */
export function derniereRemise({ remises = [] }: Dossier): Instant | null {
  return remises.findLast((one) => isCopie(one) && one.issue === 'remis')?.le ?? null
}
