/**
 * An opinion as its readers see it: its words, or where it is where its words say nothing of it, and what is lacking.
 *
 * In    a compte-rendu, its dossier
 * Out   blocks
 * Refuses nothing.
 *
 * CSP art. R. 6316-4; SPEC §5, §6.8, §10
 */
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import type { Bloc } from './blocs.ts'
import { ouEstLAvis } from './faits.ts'
import { illisiblesFr } from './fichiers-fr.ts'
import { citation, p } from './lettre.ts'

/** The opinion in its author's words, and where it is. */
export function avisRendu(cr: CompteRendu): Bloc[] {
  const { conclusion, texte } = cr
  const ou = ouEstLAvis(cr)
  return [
    ...(ou === null ? [] : [p(ou)]),
    ...citation('Conclusion', conclusion),
    ...citation(
      conclusion === null ? (ou === null ? 'Avis' : 'Son message') : 'Avis complet',
      texte,
    ),
  ]
}

/** Documents that nobody here could read: what was said with them stands in neither the opinion nor its files. */
export function nonLus(
  { illisibles: demande = [] }: Dossier,
  { illisibles: avis = [] }: CompteRendu,
): Bloc[] {
  const each = [
    [avis, "Joint à l'avis", "demandez-le au médecin requis s'il manque"],
    [demande, 'Joint à la demande', 'le médecin requis ne l’a pas eu'],
  ] as const
  return each.flatMap(([illisibles, ou, suite]) =>
    illisibles.length === 0
      ? []
      : [
          p(
            `${ou}, mais non transmis : ${illisiblesFr(illisibles, { fichiers: true })} ; ${suite}.`,
          ),
        ],
  )
}
