/**
 * The closing letter: what was done, what failed, what can still be done and how.
 *
 * In    an Ecriture of a dossier that closes
 * Out   a Brouillon without any clinical content; a requis is told of his own slots only
 * Refuses nothing.
 *
 * SPEC §6 (clos, failures listed), §6.7, §10, §13.13
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { CompteRendu, Dossier, Sollicitation } from '../domain/dossier.ts'
import { reglableJusquAu } from '../domain/reglement.ts'
import { versionDeLAuteur } from '../domain/versions.ts'
import type { Bloc } from './blocs.ts'
import { motifFr } from './formulaire.ts'
import { avecArticle, instantFr, jourDeInstantFr, jourFr, nomFr } from './francais.ts'
import { etatCreneauFr } from './letters-etat.ts'
import { destruction } from './letters-requerant.ts'
import {
  type Brouillon,
  bonjour,
  cibleFr,
  danger,
  type Ecriture,
  notice,
  p,
  pourRequis,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'

/** To each party, once: the dossier ends here. */
export function cloture(e: Ecriture): Brouillon {
  const { dossier } = e
  const possible = restePossible(e)
  return notice(sujetDossier(dossier, 'dossier clos'), [
    bonjour(e),
    p(`${RIEN} : le dossier ${dossier.numero} est clos${fin(dossier)}.`),
    { kind: 'titre', texte: 'Ce qui a été fait' },
    { kind: 'liste', elements: fait(e) },
    ...echecs(e),
    { kind: 'titre', texte: 'Ce qui reste possible' },
    { kind: 'liste', elements: possible.phrases },
    ...(pourRequis(e) ? [p(danger(dossier))] : []),
    ...destruction(e),
    reponses(e, possible.mots),
  ])
}

function fin({ finiLe }: Dossier): string {
  return finiLe === null ? '' : `, sans rien en attente depuis le ${jourDeInstantFr(finiLe)}`
}

/** The slots that the reader may know of. */
function siens({ dossier, envoi }: Ecriture): readonly Sollicitation[] {
  if (envoi.a.role !== 'requis') return dossier.sollicitations
  return dossier.sollicitations.filter(({ requis }) =>
    requis.some((each) => each.rpps === envoi.a.rpps),
  )
}

function fait(e: Ecriture): readonly string[] {
  const slots = siens(e).flatMap((slot) => {
    const rendus = avisLisibles(e, slot)
    if (rendus.length === 0) return [`${cibleFr(slot)} : ${etatCreneauFr(slot)}`]
    return rendus.map((cr) => `${cibleFr(slot)} : ${avisFr(slot, cr)}`)
  })
  return [...slots, ...copieFr(e)]
}

/** The last version of each author; of another's opinion a requis is told nothing. SPEC §6.7 */
function avisLisibles({ envoi }: Ecriture, { comptesRendus }: Sollicitation) {
  const last = new Map(comptesRendus.map((cr) => [cr.auteur.rpps, cr]))
  const isHis = ({ auteur }: CompteRendu): boolean =>
    envoi.a.role !== 'requis' || auteur.rpps === envoi.a.rpps
  return [...last.values()].filter(isHis)
}

function avisFr(slot: Sollicitation, cr: CompteRendu): string {
  const { auteur, renduLe, remisLe } = cr
  const remise = remisLe === null ? 'non remis au requérant' : `remis le ${instantFr(remisLe)}`
  const version = versionDeLAuteur(slot, cr)
  const rectifie = version > 1 ? ` (version ${version})` : ''
  return `avis rendu le ${instantFr(renduLe)} par ${avecArticle('le', nomFr(auteur))}${rectifie}, ${remise}`
}

/** What became of the copy to the médecin traitant, once there was one to give. */
function copieFr(e: Ecriture): readonly string[] {
  const { medecinTraitant: mt, requerant, sollicitations, remises = [] } = e.dossier
  const isRendu = sollicitations.some(({ comptesRendus }) => comptesRendus.length > 0)
  if (isRendu && mt?.kind === 'enDoute') {
    return [
      "aucune copie n'a été adressée au médecin traitant depuis que votre réponse est attendue",
    ]
  }
  if (!isRendu || mt?.kind !== 'designe' || mt.professionnel.rpps === requerant.rpps) return []
  const copie = `la copie ${avecArticle('du', nomFr(mt.professionnel))}, médecin traitant,`
  if (mt.adresse === null) {
    return [`${copie} est à lui remettre sur papier, faute d'adresse sécurisée`]
  }
  const noted = remises.findLast(
    ({ lettre, role }) => lettre === 'compteRendu' && role === 'medecinTraitant',
  )
  return [
    noted?.issue === 'remis'
      ? `${copie} lui a été remise le ${instantFr(noted.le)}`
      : `${copie} ne lui a pas été remise, à notre connaissance`,
  ]
}

function echecs({ dossier: { incidents } }: Ecriture): readonly Bloc[] {
  if (incidents.length === 0) return []
  return [
    { kind: 'titre', texte: 'Ce qui a échoué' },
    {
      kind: 'liste',
      elements: incidents.map(({ le, code }) => `${instantFr(le)} : ${motifFr(code)}`),
    },
  ]
}

/** What a letter of the reader still does, in words, and the words to write. */
function restePossible(e: Ecriture): {
  readonly phrases: readonly string[]
  readonly mots: readonly MotCle[]
} {
  const numeros = jusquAuxNumeros(e)
  if (!pourRequis(e)) {
    return {
      phrases: [
        'poser une nouvelle question : envoyez une nouvelle demande',
        'retirer le consentement du patient : répondez RETRAIT CONSENTEMENT',
        ...numeros,
      ],
      mots: ['ETAT', 'RETRAIT CONSENTEMENT'],
    }
  }
  const isRendu = siens(e).some((slot) => avisLisibles(e, slot).length > 0)
  return isRendu
    ? {
        phrases: [
          'corriger votre avis : répondez RECTIFICATIF, suivi du texte complet',
          ...numeros,
        ],
        mots: ['RECTIFICATIF'],
      }
    : {
        phrases: [
          'rendre votre avis : répondez AVIS, suivi du texte ; il sera transmis, marqué en retard',
        ],
        mots: ['AVIS'],
      }
}

/** A number that an act lacks counts long after the dossier. SPEC §11 */
function jusquAuxNumeros({ dossier }: Ecriture): readonly string[] {
  const rendus = dossier.sollicitations.flatMap(({ comptesRendus }) =>
    comptesRendus.flatMap(({ remisLe, renduLe }): Instant[] => (remisLe === null ? [] : [renduLe])),
  )
  const last = rendus.toSorted().at(-1)
  if (last === undefined) return []
  const limite = jourFr(reglableJusquAu({ dateActe: jourParis(last) }))
  return [
    `donner un numéro qui manque à votre acte : répondez par la ligne « N° AM » ou « N° FINESS », jusqu'au ${limite}`,
  ]
}
