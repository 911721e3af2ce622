/**
 * The letters that follow a dossier for those who write in it: state, cancellation, closing, what to write
 * instead.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §5, §6.7, §6.8, §10
 */

import type { Instant } from '../domain/correspondant.ts'
import type {
  CompteRendu,
  Dossier,
  EtatDossier,
  EtatSollicitation,
  Sollicitation,
} from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { motifFr } from './formulaire.ts'
import { auMilieu, avecArticle, instantFr, nomFr } from './francais.ts'
import { motsClesRequerant, motsClesRequis } from './letters-reponse.ts'
import { destruction } from './letters-requerant.ts'
import {
  actifs,
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
  siUrgent,
  sujetDossier,
} from './lettre.ts'
import { attendus, nonJoints } from './remises.ts'
import { auPlusTard, expiration, limite, termeComplement } from './termes.ts'

const ETATS: { readonly [E in EtatDossier]: string } = {
  incomplet: "en attente du requérant, rien n'est parti",
  en_cours: 'en cours',
  repondu: 'avis rendu',
  sans_reponse: 'sans réponse',
  annule: 'annulée',
  clos: 'close',
}
const FINS: { readonly [E in EtatDossier]?: string } = {
  repondu: 'Tous les avis attendus sont rendus',
  sans_reponse: 'Demande terminée sans réponse',
  annule: 'Demande annulée',
}
/** How a slot stands or ended, in a few words. */
export const ETATS_CRENEAU: { readonly [E in EtatSollicitation]: string } = {
  en_attente: "en attente de l'avis",
  acceptee: 'acceptée, avis à venir',
  complement_demande: 'complément demandé au requérant',
  accord_demande: 'accord du requérant attendu',
  rendue: 'avis rendu',
  refusee: 'déclinée',
  reorientee: 'réorientée',
  expiree: 'close sans avis',
}

/** Where the request stands, and what happened so far; a requis is told of his own slots only. */
export function etat(e: Ecriture): Brouillon {
  const { dossier, envoi } = e
  const siens = dossier.sollicitations.filter(({ requis }) =>
    requis.some((each) => each.rpps === envoi.a.rpps),
  )
  const slots = pourRequis(e) ? siens : dossier.sollicitations
  return notice(sujetDossier(dossier, 'où en est la demande'), [
    bonjour(e),
    p(`Demande ${dossier.numero} : ${ETATS[dossier.etat]}.`),
    { kind: 'liste', elements: slots.map((slot) => ouEnEst(e, slot)) },
    { kind: 'titre', texte: 'Chronologie' },
    {
      kind: 'faits',
      lignes: chronologie(dossier, slots).map(([le, texte]) => [instantFr(le), texte]),
    },
    reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(dossier)),
  ])
}

/** A slot on one line: whom it asks, how it stands, and until when what is awaited is. */
function ouEnEst(e: Ecriture, slot: Sollicitation): string {
  const terme =
    slot.etat === 'complement_demande'
      ? termeComplement(e, slot)
      : slot.etat === 'accord_demande'
        ? expiration(e, slot)
        : limite(e, slot)
  const jusque = terme === null || !isOuverte(slot) ? '' : `, ${auMilieu(auPlusTard(terme))}`
  return `${cibleFr(slot)} : ${etatFr(slot)}${jusque}`
}

/** How a slot stands; of one that is open, who has the request first. */
function etatFr(slot: Sollicitation): string {
  if (isOuverte(slot)) {
    if (nonJoints(slot).length > 0) return "la demande n'a pas pu être remise"
    if (actifs(slot).length === 0) return 'aucun médecin pour le moment'
    if (attendus(slot).length === actifs(slot).length) return 'envoi de la demande en cours'
  }
  return ETATS_CRENEAU[slot.etat]
}

/** What the dossier remembers, oldest first: no clinical content. */
function chronologie(
  dossier: Dossier,
  slots: readonly Sollicitation[],
): (readonly [Instant, string])[] {
  const lignes: [Instant, string][] = [[dossier.ouvertLe, 'Demande reçue']]
  const note = (le: Instant | null | undefined, texte: string): void => {
    if (le != null) lignes.push([le, texte])
  }
  note(dossier.completudeDemandeeLe, 'Éléments manquants demandés')
  note(dossier.completudeRappeleeLe, 'Éléments manquants rappelés')
  for (const slot of slots) {
    for (const requis of slot.requis) {
      const qui = avecArticle('au', nomFr(requis))
      const remise = requis.demandeRemiseLe
      note(
        requis.solliciteLe,
        remise === undefined ? `Demande adressée ${qui}` : `Envoi de la demande ${qui}`,
      )
      note(remise, `Demande remise ${qui}`)
    }
    for (const { de, a } of slot.pauses) {
      note(de, 'Délai suspendu')
      note(a, 'Délai repris')
    }
    note(slot.rappeleeLe, 'Rappel envoyé au médecin requis')
    note(slot.retardLe, 'Délai usuel dépassé')
    for (const cr of slot.comptesRendus) {
      const version = cr.version > 1 ? `, version ${cr.version}` : ''
      note(cr.renduLe, `Avis rendu par ${avecArticle('le', nomFr(cr.auteur))}${version}`)
      note(cr.remisLe, `Compte-rendu remis${version}`)
    }
    if (slot.comptesRendus.length === 0) {
      note(slot.termineeLe, `Sollicitation ${ETATS_CRENEAU[slot.etat]}`)
    }
  }
  for (const { le, code } of dossier.incidents) note(le, `Incident de transmission (${code})`)
  note(dossier.finiLe, FINS[dossier.etat] ?? 'Demande terminée')
  return lignes.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** The request is withdrawn. */
export function annulation(e: Ecriture, raison: 'requerant' | 'retrait' | 'incomplet'): Brouillon {
  const { dossier } = e
  const sujet = sujetDossier(dossier, 'demande annulée')
  // Given, taken back before they left: nobody may believe that they arrived. SPEC §6 rule 8
  const retenus = raison === 'retrait' ? nonRemis(dossier) : []
  if (!pourRequis(e)) {
    const causes = {
      requerant: 'à votre demande, plus rien ne partira',
      retrait: 'parce que le patient a retiré son consentement, plus rien ne partira',
      incomplet: "faute des éléments demandés, rien n'avait été transmis",
    }
    return notice(sujet, [
      bonjour(e),
      p(`${RIEN} : la demande ${dossier.numero} est annulée ${causes[raison]}.`),
      ...retenus.map(({ auteur }) =>
        p(
          `L'avis rendu par ${avecArticle('le', nomFr(auteur))} n'était pas encore parti : il ne vous est pas transmis.`,
        ),
      ),
      ...destruction(e),
    ])
  }
  const isRetenu = retenus.some(({ auteur }) => auteur.rpps === e.envoi.a.rpps)
  return notice(sujet, [
    bonjour(e),
    ...(isRetenu
      ? [
          p(
            "Votre avis n'était pas encore parti : il n'est transmis à personne, et aucun acte n'en naît.",
          ),
        ]
      : []),
    p(
      raison === 'retrait'
        ? `N'utilisez plus ce qui vous a été adressé pour la demande ${dossier.numero}, et effacez-le : le patient a retiré son consentement. Un avis rendu désormais ne serait pas transmis.`
        : `${RIEN} : la demande ${dossier.numero} est annulée par le requérant.`,
    ),
    p(danger(dossier)),
  ])
}

/** The first versions of opinions that were never handed over. */
function nonRemis({ sollicitations }: Dossier): readonly CompteRendu[] {
  return sollicitations.flatMap(({ comptesRendus }) => {
    const [first] = comptesRendus
    return first !== undefined && comptesRendus.every(({ remisLe }) => remisLe === null)
      ? [first]
      : []
  })
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
      pourRequis(e) ? danger(dossier) : 'Pour une nouvelle question, envoyez une nouvelle demande.',
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
