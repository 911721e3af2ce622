/**
 * ETAT: where a dossier stands, by which clocks, what is waited for and of whom, and what happened so far.
 *
 * In    an Ecriture; a requis is told of his own slots only
 * Out   a Brouillon without any clinical content
 * Refuses nothing: it answers in any state, after a withdrawal too.
 *
 * SPEC §5 (ETAT), §6, §6.7, §7, §13.13
 */

import { suiteApresAvis } from '../domain/apres-avis.ts'
import { type Attente, complementDe, propositionDe } from '../domain/attentes.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier, EtatDossier, EtatSollicitation, Sollicitation } from '../domain/dossier.ts'
import { aRecu, COORDINATEUR, isOuverte, questionDe } from '../domain/etats.ts'
import { prochaineDuCreneau, prochaineDuDossier } from '../domain/prochaine.ts'
import { versionDeLAuteur } from '../domain/versions.ts'
import type { Bloc } from './blocs.ts'
import { auMilieu, avecArticle, enumeration, instantFr, nomFr } from './francais.ts'
import { destruction } from './letters-requerant.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  cibleFr,
  type Ecriture,
  notice,
  p,
  pourRequis,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { motsClesRequerant, motsClesRequis } from './mots-possibles.ts'
import { attendus, isParti, nonJoints } from './remises.ts'
import {
  auPlusTard,
  expiration,
  limite,
  termeComplement,
  termeCompletude,
  termeQuestion,
} from './termes.ts'
import { aussiOuvertes } from './voisines.ts'

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
/** Why a request was annulled, after « annulée, ». */
const POURQUOI: { readonly [motif: string]: string } = {
  annulation: 'à la demande du requérant',
  'consentement-refuse': 'le patient ayant refusé',
  'consentement-retire': "le patient ayant retiré son consentement : rien n'est plus transmis",
  'jamais-completee': 'faute des éléments demandés',
}
const ETATS_CRENEAU: { readonly [E in EtatSollicitation]: string } = {
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
    p(`Demande ${dossier.numero} : ${ETATS[dossier.etat]}${pourquoi(dossier)}.`),
    ...attenteFr(e),
    ...slots.flatMap((slot) => ouEnEst(e, slot)),
    { kind: 'titre', texte: 'Chronologie' },
    {
      kind: 'faits',
      lignes: chronologie(dossier, slots).map(([le, texte]) => [instantFr(le), texte]),
    },
    ...(dossier.etat === 'annule' ? destruction(e) : []),
    ...(pourRequis(e) ? [] : aussiOuvertes(dossier)),
    reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(dossier)),
  ])
}

function pourquoi({ etat: ou, motif }: Dossier): string {
  const why = ou === 'annule' ? POURQUOI[motif ?? ''] : undefined
  return why === undefined ? '' : `, ${why}`
}

/** What a request that has not left waits for, and until when. */
function attenteFr(e: Ecriture): Bloc[] {
  const { dossier } = e
  const next = prochaineDuDossier(dossier.etat, dossier.motif)
  if (next === null) return []
  const qui = next.responsable === 'deposePour' ? nomFr(dossier.requerant) : 'vous'
  const terme = auMilieu(auPlusTard(termeCompletude(e)))
  return [p(`La suite dépend ${avecArticle('du', qui)}, ${terme} : ${next.action}.`)]
}

/** A slot: whom it asks, how it stands, its two clocks, what is waited for and of whom. */
function ouEnEst(e: Ecriture, slot: Sollicitation): Bloc[] {
  const lignes = [...horloges(e, slot), ...enAttente(e, slot)]
  return [
    p(`${cibleFr(slot)} : ${etatFr(slot)}.`),
    ...(lignes.length === 0 ? [] : [{ kind: 'liste' as const, elements: lignes }]),
  ]
}

/** The delay counts working days and stands during pauses; the total clock is never stopped. SPEC §7 */
function horloges(e: Ecriture, slot: Sollicitation): readonly string[] {
  if (!isOuverte(slot)) return []
  const depuis = slot.pauses.find(({ a }) => a === null)?.de
  const fin = limite(e, slot)
  const delai =
    fin !== null
      ? `${fin > e.parts.now ? "délai usuel jusqu'au" : 'délai usuel dépassé depuis le'} ${instantFr(fin)}`
      : `délai usuel suspendu${depuis === undefined ? '' : ` depuis le ${instantFr(depuis)}`}`
  return [delai, `sans avis, fin de la demande le ${instantFr(expiration(e, slot))}`]
}

/** What is open in a slot, and who holds the next action. */
function enAttente(e: Ecriture, slot: Sollicitation): readonly string[] {
  const question = questionDe(slot)
  const lignes = [...complementFr(e, slot), ...deleguesFr(slot)]
  if (question !== null) {
    const auteurs = slot.comptesRendus.filter(({ auteur }) => question.a.includes(auteur.rpps))
    const noms = [...new Set(auteurs.map(({ auteur }) => avecArticle('du', nomFr(auteur))))]
    const terme = termeQuestion(e, slot, question)
    const retard = terme === null ? 'en retard' : `attendue ${auMilieu(auPlusTard(terme))}`
    lignes.push(
      `question posée le ${instantFr(question.poseeLe)}, réponse ${enumeration(noms)} ${retard}`,
    )
  }
  const next = prochaineDuCreneau(slot.etat, {
    tenu: actifs(slot).length > 0,
    recue: actifs(slot).some(aRecu),
    termine: !isOuverte(slot),
    apresAvis: question === null ? suiteApresAvis(e.dossier, slot) : null,
  })
  return next === null ? lignes : [...lignes, `à faire par ${quiFr(e, slot, next)}`]
}

function quiFr(
  { dossier }: Ecriture,
  slot: Sollicitation,
  { responsable, action }: NonNullable<ReturnType<typeof prochaineDuCreneau>>,
): string {
  const rendus = new Map(slot.comptesRendus.map(({ auteur }) => [auteur.rpps, auteur]))
  const siens = isOuverte(slot) ? actifs(slot) : [...rendus.values()]
  const noms = siens.map((each) => avecArticle('le', nomFr(each)))
  const qui =
    responsable === 'requis'
      ? enumeration(noms)
      : responsable === 'coordinateur'
        ? 'la coordination'
        : responsable === 'passerelle'
          ? 'la messagerie'
          : avecArticle('le', nomFr(dossier.requerant))
  return `${qui}, ${action}`
}

/** Who asked what holds the slot up, since when, and until when it is waited for. */
function complementFr(e: Ecriture, slot: Sollicitation): string[] {
  const depuis = slot.pauses.find(({ a }) => a === null)?.de
  if (!isOuverte(slot) || depuis === undefined) return []
  const proposition = propositionDe(slot)
  const question = complementDe(slot)
  const accord =
    proposition === null
      ? []
      : [`accord demandé${parQui(slot, proposition)} le ${instantFr(depuis)}`]
  if (question === null) return accord
  const terme = slot.complementEchuLe === null ? termeComplement(e, slot) : null
  const jusque =
    terme === null ? ', non reçu à ce jour' : `, attendu ${auMilieu(auPlusTard(terme))}`
  return [...accord, `complément demandé${parQui(slot, question)} le ${instantFr(depuis)}${jusque}`]
}

function parQui({ requis }: Sollicitation, { par }: Attente): string {
  if (par === COORDINATEUR) return ' par la coordination'
  const who = requis.find(({ rpps }) => rpps === par)
  return who === undefined ? '' : ` par ${avecArticle('le', nomFr(who))}`
}

/** The delegates of one who is away. */
function deleguesFr({ delegues = [], requis }: Sollicitation): string[] {
  return delegues.map((rpps) => {
    const known = requis.find((each) => each.rpps === rpps)
    return known === undefined
      ? `délégué proposé, de RPPS ${rpps}`
      : `délégué proposé, ${avecArticle('le', nomFr(known))}`
  })
}

/** How a slot stands; of one that is open, who has the request first. */
function etatFr(slot: Sollicitation): string {
  if (isOuverte(slot)) {
    if (nonJoints(slot).length > 0) return "la demande n'a pas pu être remise"
    if (actifs(slot).length === 0) return 'aucun médecin pour le moment'
    if (attendus(slot).length === actifs(slot).length) {
      return actifs(slot).every(isParti)
        ? 'médecin absent, la demande lui sera remise à son retour'
        : 'envoi de la demande en cours'
    }
  }
  return etatCreneauFr(slot)
}

/** How a slot stands or ended, in a few words; one that was given up keeps the state it had. */
export function etatCreneauFr(slot: Sollicitation): string {
  const isAbandonnee = slot.termineeLe !== null && prochaineDuCreneau(slot.etat, OUVERT) !== null
  return isAbandonnee ? "retirée, aucun avis n'est plus attendu" : ETATS_CRENEAU[slot.etat]
}

const OUVERT = { tenu: true, recue: true, termine: false } as const

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
      const own = versionDeLAuteur(slot, cr)
      const version = own > 1 ? `, version ${own}` : ''
      note(cr.renduLe, `Avis rendu par ${avecArticle('le', nomFr(cr.auteur))}${version}`)
      note(cr.remisLe, `Compte-rendu remis${version}`)
    }
    if (slot.comptesRendus.length === 0) {
      note(slot.termineeLe, `Sollicitation ${etatCreneauFr(slot)}`)
    }
  }
  for (const { le, code } of dossier.incidents) note(le, `Incident de transmission (${code})`)
  note(dossier.finiLe, FINS[dossier.etat] ?? 'Demande terminée')
  return lignes.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
