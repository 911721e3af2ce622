/**
 * The other open requests of the requérant about the patient, as his letters name them.
 *
 * In    the dossier
 * Out   what to do where one may correct the other, with the word for each way out; else that both go on
 *
 * SPEC §6.5, §6.6, §6.8
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Voisine } from '../domain/voisine.ts'
import type { Bloc } from './blocs.ts'
import { enumeration } from './francais.ts'
import { p } from './lettre.ts'

/** Those that this request may correct, newest first. */
function aCorriger({ voisines = [] }: Dossier): readonly Voisine[] {
  return voisines.filter(({ lien }) => lien !== 'patient')
}

/** May this request be a correction of another one? */
export function isPeutEtreCorrection(dossier: Dossier): boolean {
  return aCorriger(dossier).length > 0
}

/** The first sentence of the accusé of such a request; `suite`: what became of it. */
export function correctionOuNouvelle(dossier: Dossier, suite: string): string {
  const [une] = aCorriger(dossier)
  if (une === undefined) return ''
  const pour =
    une.lien === 'meme'
      ? 'pour le même patient et le même destinataire'
      : "avec la même question, pour un patient dont un seul trait d'identité diffère"
  const autre = une.incomplete ? 'attend encore vos éléments' : 'est toujours en cours'
  return `Vérifiez si cette demande corrige ${une.numero} ou si c'est une nouvelle demande : votre demande ${dossier.numero} ${suite}, et ${une.numero}, ${pour}, ${autre}.`
}

/** The ways out, each with its word; of those that correct nothing, their number. */
export function voisinesFr(dossier: Dossier): readonly Bloc[] {
  const [une] = aCorriger(dossier)
  const autres = (dossier.voisines ?? []).filter((one) => one !== une).map(({ numero }) => numero)
  const aussi =
    autres.length === 0
      ? []
      : [
          p(
            `Vous avez aussi, pour ce patient ou presque, ${autres.length === 1 ? 'la demande' : 'les demandes'} ${enumeration(autres)} : chacune suit son cours.`,
          ),
        ]
  if (une === undefined) return aussi
  return [
    {
      kind: 'liste',
      elements: [
        "nouvelle demande : rien n'est à faire, les deux suivent leur cours",
        `correction de ${une.numero} : écrivez « ANNULATION ${une.numero} » en première ligne d'un nouveau message à l'adresse de vos demandes, ou ANNULATION en réponse à un message de ${une.numero} ; celle-ci la remplace`,
        `même demande envoyée deux fois : répondez ANNULATION à ce message ; ${une.numero} suit son cours`,
      ],
    },
    ...aussi,
  ]
}

/** The same in a word, for a letter about where the dossier stands. */
export function aussiOuvertes({ voisines = [] }: Dossier): readonly Bloc[] {
  if (voisines.length === 0) return []
  const numeros = voisines.map(({ numero }) => numero)
  const noms = enumeration(numeros)
  return [
    p(
      `Au moment de cette demande, vous aviez aussi pour ce patient, ou presque : ${noms}. Chacune a son propre cours.`,
    ),
  ]
}
