import type { Lettre } from '../domain/decision.ts'
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import { questionRemiseLe } from '../domain/question-remise.ts'
import type { Bloc } from './blocs.ts'
import { manqueFr, motifFr } from './formulaire.ts'
import { avecArticle, instantFr, nomFr } from './francais.ts'
import { destruction } from './letters-requerant.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  danger,
  type Ecriture,
  notice,
  p,
  pourRequis,
  RAPPEL_SAMU,
  RIEN,
  siUrgent,
  sujetDossier,
} from './lettre.ts'

/** The request is withdrawn. */
export function annulation(
  e: Ecriture,
  { raison, texte = '', garde, saisi, reste = '' }: Extract<Lettre, { kind: 'annulation' }>,
): Brouillon {
  const { dossier } = e
  const sujet = sujetDossier(dossier, 'demande annulée')
  // Given, taken back before they left: nobody may believe that they arrived. SPEC §6.8
  const retenus = raison === 'retrait' ? nonRemis(dossier) : []
  if (!pourRequis(e)) {
    const causes = {
      requerant:
        saisi === 'oui'
          ? 'par la coordination, à qui il a été dit de votre part de le faire ; plus rien ne partira'
          : 'à votre demande, plus rien ne partira',
      retrait: 'parce que le patient a retiré son consentement, plus rien ne partira',
      incomplet: "faute des éléments demandés, rien n'avait été transmis",
    }
    const cite = e.parts.discret === true ? [] : citation('Vous avez écrit', reste)
    const brouillon = notice(sujet, [
      bonjour(e),
      ...(raison === 'incomplet' && questionRemiseLe(dossier) === null
        ? jamaisJoint(dossier)
        : [p(`${RIEN} : la demande ${dossier.numero} est annulée ${causes[raison]}.`)]),
      ...(saisi === 'oui' ? [p(SAISI[raison])] : []),
      ...(reste === ''
        ? []
        : [
            p("Le reste de votre message n'est transmis à personne : appelez qui doit le savoir."),
            ...cite,
          ]),
      ...retenus.map(({ auteur }) =>
        p(
          `L'avis rendu par ${avecArticle('le', nomFr(auteur))} n'était pas encore parti : il ne vous est pas transmis.`,
        ),
      ),
      ...destruction(e),
    ])
    return reste === '' || e.parts.discret === true
      ? brouillon
      : { ...brouillon, clinical: true, discret: 'possible' }
  }
  const isRetenu = retenus.some(({ auteur }) => auteur.rpps === e.envoi.a.rpps)
  const motif = e.parts.discret === true ? [] : citation('Son motif', texte)
  const told = notice(sujet, [
    bonjour(e),
    ...(isRetenu
      ? [
          p(
            "Votre avis n'était pas encore parti : il n'est transmis à personne, et aucun acte n'en naît.",
          ),
        ]
      : []),
    ...(garde === 'oui'
      ? [p("Votre message, gardé en attendant, n'est transmis à personne.")]
      : []),
    p(
      raison === 'retrait'
        ? `N'utilisez plus ce qui vous a été adressé pour la demande ${dossier.numero}, et effacez-le : le patient a retiré son consentement. Un avis rendu désormais ne serait pas transmis.`
        : `${RIEN} : la demande ${dossier.numero} est annulée ${saisi === 'oui' ? 'par la coordination, pour le requérant' : 'par le requérant'}.`,
    ),
    ...motif,
    p(danger(dossier)),
  ])
  return motif.length === 0 ? told : { ...told, clinical: true, discret: 'possible' }
}

/** What she was asked never reached her: she learns here what lacked, and what to do. SPEC §6.8 */
function jamaisJoint({ numero, manques }: Dossier): Bloc[] {
  const lacked = manques.filter(({ bloquant }) => bloquant)
  return [
    p(
      `Si votre demande est toujours utile, envoyez-la de nouveau : la demande ${numero} est annulée, rien n'avait été transmis. La lettre qui vous demandait de la compléter ou de la confirmer n'a pas pu vous être remise ; ce n'est pas de votre fait.`,
    ),
    ...(lacked.length === 0
      ? [
          p(
            "Elle attendait de vous une confirmation, qui vous sera de nouveau demandée s'il le faut.",
          ),
        ]
      : [
          p('Il y manquait ceci.'),
          { kind: 'liste', elements: lacked.map((manque) => manqueFr(manque)) } as const,
        ]),
    RAPPEL_SAMU,
  ]
}

/** What a coordinator entered may be wrong: what is done then. */
const SAISI = {
  retrait:
    "Ce retrait a été dit à la coordination autrement que par votre messagerie, et elle l'a enregistré. Si le patient consent en réalité, envoyez une nouvelle demande.",
  requerant: "Si vous ne l'avez pas voulu, envoyez une nouvelle demande.",
  incomplet: '',
} as const

/** The first versions of opinions that were never handed over. */
function nonRemis({ sollicitations }: Dossier): readonly CompteRendu[] {
  return sollicitations.flatMap(({ comptesRendus }) => {
    const [first] = comptesRendus
    return first !== undefined && comptesRendus.every(({ remisLe }) => remisLe === null)
      ? [first]
      : []
  })
}

/** Whom to call with what may change an opinion that was given: nothing reaches him from here any more. */
function lAuteur({ etat, sollicitations }: Dossier): string {
  const auteur = sollicitations.flatMap(({ comptesRendus }) => comptesRendus).at(-1)?.auteur
  if (etat !== 'clos' || auteur === undefined) return ''
  const ou =
    auteur.telephone === null ? `écrivez à ${auteur.adresse}` : `appelez le ${auteur.telephone}`
  return `Si ce que vous écrivez peut changer l'avis ${avecArticle('du', nomFr(auteur))}, ${ou}. `
}

/** Nothing is awaited any more; also the answer to whoever still writes in the thread. */
export function dossierClos(e: Ecriture, urgent?: 'oui'): Brouillon {
  const { dossier } = e
  const annule = dossier.etat === 'annule'
  return notice(sujetDossier(dossier, annule ? 'demande annulée' : 'dossier clos'), [
    ...siUrgent(e, urgent),
    bonjour(e),
    p(
      `${RIEN} : ${annule ? `la demande ${dossier.numero} est annulée` : `le dossier ${dossier.numero} est clos`}, plus rien n'y est transmis.`,
    ),
    p(
      pourRequis(e)
        ? danger(dossier)
        : `${lAuteur(dossier)}Pour une nouvelle question, envoyez une nouvelle demande.`,
    ),
    ...(dossier.incidents.length === 0
      ? []
      : [
          p('Incidents survenus pendant les échanges :'),
          {
            kind: 'liste' as const,
            elements: dossier.incidents.map(
              ({ le, code }) => `${instantFr(le)} : ${motifFr(code)}`,
            ),
          },
        ]),
    ...destruction(e),
  ])
}
