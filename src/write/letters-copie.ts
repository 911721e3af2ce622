/**
 * What the requérant is told of the copy to the médecin traitant: an opposition, a copy again, or that it waits for him.
 *
 * In    an Ecriture, what was noted of his letter
 * Out   a Brouillon; where something clinical may go it quotes his words
 * Refuses nothing.
 *
 * SPEC §4, §6.8
 */
import type { CopieNotee } from '../domain/copie-notee.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Bloc } from './blocs.ts'
import { ecritFr, LIBELLES } from './formulaire.ts'
import { instantFr, presentationAvec } from './francais.ts'
import { suiteRecue } from './letters-reponse.ts'
import {
  type Brouillon,
  bonjour,
  type Ecriture,
  notice,
  p,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { motsClesRequerant } from './mots-possibles.ts'

const SUJETS: { readonly [D in CopieNotee['dit']]: string } = {
  non: 'opposition à la copie enregistrée',
  oui: 'copie au médecin traitant',
  'a-preciser': 'copie au médecin traitant à préciser',
  'sans-traitant': 'médecin traitant à préciser',
  'sans-objet': 'copie au médecin traitant',
}

/** What is recorded of the copy, and what of it has left already. */
export function copieNotee(
  e: Ecriture,
  { dit, mots, remiseLe, ancien, recu }: Extract<Lettre, { kind: 'copieNotee' }>,
): Brouillon {
  const { dossier, parts } = e
  const cite = mots === undefined || parts.discret === true ? '' : ecritFr(mots)
  const partie =
    remiseLe === undefined
      ? []
      : [
          p(
            `Une copie ${ancien === 'oui' || dit === 'sans-traitant' ? 'a déjà été remise au médecin traitant indiqué auparavant' : 'lui a déjà été remise'} le ${instantFr(remiseLe)} : elle ne peut pas être reprise.`,
          ),
        ]
  const lettre = notice(sujetDossier(dossier, SUJETS[dit]), [
    bonjour(e),
    p(phrase(e, dit, cite)),
    ...partie,
    ...(recu === undefined ? [] : suiteRecue(e, recu)),
    reponses(e, motsClesRequerant(dossier)),
    ...aRemplir(dit),
  ])
  return cite === '' ? lettre : { ...lettre, clinical: true, discret: 'possible' }
}

function phrase({ dossier }: Ecriture, dit: CopieNotee['dit'], cite: string): string {
  const { numero, medecinTraitant: mt } = dossier
  const copie = `copie du compte-rendu de la demande ${numero}`
  const vous = cite === '' ? '' : `vous avez ${cite}et `
  switch (dit) {
    case 'non':
      return `${RIEN} : l'opposition est enregistrée, le médecin traitant ne recevra plus aucune ${copie}. Pour revenir sur cette opposition, répondez par la ligne « ${LIBELLES.copieMedecinTraitant} », avec « oui ».`
    case 'oui':
      return mt?.kind === 'designe'
        ? mt.adresse === null
          ? `Remettez vous-même la ${copie} au médecin traitant, ${presentationAvec('le', mt.professionnel)}, qui est sans adresse de messagerie sécurisée.`
          : `${RIEN} : la ${copie} sera adressée au médecin traitant, ${presentationAvec('le', mt.professionnel)}, à l'adresse ${mt.adresse}.`
        : `${RIEN} : votre réponse est enregistrée.`
    case 'a-preciser':
      return `Indiquez si le médecin traitant doit recevoir une ${copie}, oui ou non, sur la ligne ci-dessous : ${vous}aucune copie ne lui est envoyée sans votre réponse.`
    case 'sans-traitant':
      return `Indiquez le médecin traitant à qui adresser une ${copie} : ${vous}sans ces lignes, il n'est pas connu avec certitude et rien ne lui est envoyé.`
    case 'sans-objet':
      return mt?.kind === 'requerant'
        ? `${RIEN} : vous êtes le médecin traitant, et le compte-rendu de la demande ${numero} n'est adressé qu'à vous.`
        : `${RIEN} : aucun médecin traitant n'est déclaré, et le compte-rendu de la demande ${numero} n'est adressé qu'à vous.`
  }
}

function aRemplir(dit: CopieNotee['dit']): Bloc[] {
  const copie = `${LIBELLES.copieMedecinTraitant} : `
  if (dit === 'a-preciser') return [{ kind: 'formulaire', lignes: [copie] }]
  if (dit === 'sans-traitant') {
    return [{ kind: 'formulaire', lignes: [`${LIBELLES.medecinTraitant} : `, copie] }]
  }
  return []
}
