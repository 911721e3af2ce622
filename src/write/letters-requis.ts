/**
 * The letters to the requis: what is asked of him, until when, and what became of his answers.
 *
 * In    an Ecriture (envoi, dossier, parts) and the letter's own facts
 * Out   a Brouillon each; the demande opens with the words of SPEC §5, the links come second
 * Refuses (throws) a demande about a patient not yet known: `decide` never asks for one.
 *
 * SPEC §5, §6.5, §10; CSP art. R. 6316-3
 */
import type { MotCle, Piece } from '../domain/courrier.ts'
import { dueAt, expirationAt } from '../domain/delai.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Bloc } from './blocs.ts'
import { assureFr, consentementFr, identite, traitantFr } from './faits.ts'
import {
  avecArticle,
  instantFr,
  jourDeInstantFr,
  jourFr,
  nombre,
  nomFr,
  presentation,
  tailleFr,
  termeFr,
} from './francais.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  creneau,
  type Ecriture,
  exact,
  type Jointe,
  notice,
  p,
  RAPPEL_SAMU,
  reponses,
  sujetDossier,
} from './lettre.ts'

const CONSIGNE =
  'Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne.'
const MOTS_CLES_REQUIS: readonly MotCle[] = [
  'AVIS',
  'ACCEPTE',
  'COMPLEMENT',
  'REFUS',
  'REORIENTATION',
  'URGENT',
]

/** The request itself: question, context, patient, consent, deadline, telephone, original documents. */
export function demandeAvis(
  e: Ecriture,
  {
    rang,
    plafondAtteint,
    enRenfort,
  }: { rang: number; plafondAtteint: 'non' | 'oui'; enRenfort: 'non' | 'oui' },
): Brouillon {
  const { dossier, parts } = e
  const { patient, clinique } = dossier
  const slot = creneau(dossier, rang)
  if (patient === null || clinique === null)
    throw new Error(`${dossier.numero}: demande incomplete`)
  const blocs: Bloc[] = [
    { kind: 'texte', fort: true, exact: true, texte: `${CONSIGNE} ${auPlusTard(e, slot)}` },
  ]
  if (enRenfort === 'oui') {
    blocs.push(
      p(
        "Un confrère de votre spécialité est déjà sollicité et n'a pas encore répondu. Le premier avis rendu clôt la demande.",
      ),
    )
  }
  blocs.push(...citation('Question', clinique.question))
  blocs.push(
    { kind: 'titre', texte: 'Patient' },
    { kind: 'faits', lignes: identite(patient, parts.now) },
  )
  blocs.push(...citation('Contexte', clinique.contexte))
  blocs.push(...citation('Antécédents', clinique.antecedents))
  blocs.push(...citation('Traitements', clinique.traitements))
  blocs.push(...texteDuRequerant(dossier))
  blocs.push(...documents(dossier.pieces))
  blocs.push({ kind: 'titre', texte: 'Demande' })
  blocs.push({ kind: 'faits', lignes: demande(e, slot) })
  const assure = assureFr(dossier.assure)
  if (assure.length > 0) {
    blocs.push({ kind: 'titre', texte: 'Assuré, pour votre facturation' })
    blocs.push({ kind: 'faits', lignes: assure })
  }
  if (plafondAtteint === 'oui') {
    blocs.push(
      exact(
        'Le plafond annuel de téléexpertises facturables par vous pour ce patient est atteint, à notre connaissance, sur cette messagerie. Votre avis reste le bienvenu ; il ne serait pas facturable.',
      ),
    )
  }
  blocs.push(
    p(
      "Votre réponse signée devient le compte-rendu ; une ligne « Conclusion : » la met en évidence. Nous l'adressons au requérant et, sauf opposition, au médecin traitant.",
    ),
    RAPPEL_SAMU,
    reponses(e, MOTS_CLES_REQUIS, true),
  )
  return {
    sujet: sujetDossier(dossier, "demande d'avis"),
    blocs,
    jointes: [...jointes(dossier.pieces), ...originaux(dossier)],
    clinical: true,
    identite: 'dite',
    notice: false,
  }
}

function auPlusTard({ parts }: Ecriture, slot: Sollicitation): string {
  const limite = dueAt(slot.ouverteLe, parts.regles.limiteMs, slot.pauses, parts.regles)
  return limite === null ? 'Répondez dès que possible.' : `Au plus tard ${termeFr(limite)}.`
}

/** All that the requerant wrote beside the form, as he wrote it. SPEC §4 */
function texteDuRequerant({ textes = [] }: Dossier): Bloc[] {
  return citation('Texte du requérant', textes.map(({ texte }) => texte).join('\n\n'))
}

/** The signed entities of the request: what its author's signature covers, for whoever verifies it. */
function originaux({ originaux: all = [] }: Dossier): Jointe[] {
  return all.map((original, at) => ({
    kind: 'original',
    original,
    nom: at === 0 ? 'demande-signee.eml' : `demande-signee-${at + 1}.eml`,
  }))
}

/** The opinion is awaited: number and delay, nothing of the patient. */
export function rappelRequis(e: Ecriture, rang: number): Brouillon {
  const { dossier, parts } = e
  const slot = creneau(dossier, rang)
  const limite = dueAt(slot.ouverteLe, parts.regles.limiteMs, slot.pauses, parts.regles)
  return notice(sujetDossier(dossier, 'rappel, votre avis est attendu'), [
    bonjour(e),
    p(
      `${avecArticle('Le', nomFr(dossier.requerant))} attend votre avis depuis le ${instantFr(debut(e, slot))}${limite === null ? '' : ` ; le délai usuel s'achève le ${instantFr(limite)}`}.`,
    ),
    p(
      `La demande ${dossier.numero} et ses documents sont dans le message précédent de ce fil. Pour répondre, écrivez AVIS en première ligne.`,
    ),
    reponses(e, [...MOTS_CLES_REQUIS, 'ABSENT']),
  ])
}

/** Lateness or expiry told to the requis himself. */
export function retardRequis(e: Ecriture, rang: number, expire: boolean): Brouillon {
  const slot = creneau(e.dossier, rang)
  return notice(sujetDossier(e.dossier, expire ? 'sollicitation close' : 'avis en retard'), [
    bonjour(e),
    p(
      expire
        ? `La demande ${e.dossier.numero}, reçue le ${instantFr(debut(e, slot))}, est close faute d'avis. Si vous le rendez encore, il sera transmis, marqué tardif.`
        : `Le délai usuel de la demande ${e.dossier.numero} est dépassé. Votre avis reste attendu ; si vous ne pouvez pas le rendre, un REFUS permet d'appeler un confrère.`,
    ),
    reponses(e, expire ? ['AVIS'] : [...MOTS_CLES_REQUIS, 'ABSENT']),
  ])
}

/** The requerant did not answer the question in time. */
export function complementEchu(e: Ecriture): Brouillon {
  return notice(sujetDossier(e.dossier, 'complément non reçu'), [
    bonjour(e),
    p(
      `Le requérant n'a pas répondu à votre question dans le délai (demande ${e.dossier.numero}). Vous pouvez rendre votre avis avec les éléments disponibles, en le précisant, ou décliner.`,
    ),
    reponses(e, ['AVIS', 'REFUS']),
  ])
}

/** The requerant's words or documents. */
export function complementTransmis(
  e: Ecriture,
  { texte, pieces }: { texte: string; pieces: readonly Piece[] },
): Brouillon {
  const { dossier } = e
  return {
    sujet: sujetDossier(dossier, 'complément du requérant'),
    blocs: [
      { kind: 'texte', fort: true, exact: true, texte: CONSIGNE },
      reponses(e, MOTS_CLES_REQUIS, true),
      p(`${avecArticle('Le', nomFr(dossier.requerant))} complète la demande ${dossier.numero}.`),
      ...citation('Son message', texte),
      ...documents(pieces),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

const RAISONS_TERMINE = {
  avisRendu:
    'un confrère a rendu son avis. Le vôtre, si vous le rendez, sera transmis à titre complémentaire, sans facturation.',
  reprise: 'un confrère de votre spécialité a repris cette demande.',
  absence: 'vous avez signalé une absence ; la demande est proposée à un confrère.',
  reorientation: 'le requérant a donné son accord pour un autre destinataire.',
} as const

/** The slot was ended by somebody else. */
export function creneauTermine(e: Ecriture, raison: keyof typeof RAISONS_TERMINE): Brouillon {
  return notice(sujetDossier(e.dossier, "votre avis n'est plus attendu"), [
    bonjour(e),
    p(
      `Votre avis n'est plus attendu pour la demande ${e.dossier.numero} : ${RAISONS_TERMINE[raison]}`,
    ),
    p("Vous n'avez rien à faire. Merci de votre disponibilité."),
  ])
}

/** An opinion that came after the withdrawal of consent. */
export function avisNonTransmis(e: Ecriture): Brouillon {
  const { dossier } = e
  const telephone = dossier.clinique?.telephone ?? dossier.requerant.telephone
  return notice(sujetDossier(dossier, 'avis non transmis'), [
    bonjour(e),
    p(
      `Le patient a retiré son consentement à la téléexpertise ${dossier.numero} avant votre réponse : votre avis n'a pas été transmis et ne le sera pas.`,
    ),
    p(
      `S'il y a un danger pour le patient, téléphonez sans attendre ${avecArticle('au', nomFr(dossier.requerant))}${telephone === null ? '' : `, au ${telephone}`}.`,
    ),
    RAPPEL_SAMU,
  ])
}

/** The absence is recorded. */
export function absenceNotee(e: Ecriture, du: string, au: string): Brouillon {
  return notice(sujetDossier(e.dossier, 'absence enregistrée'), [
    bonjour(e),
    p(
      `Votre absence du ${jourFr(du as never)} au ${jourFr(au as never)} inclus est enregistrée : aucune demande ne vous sera adressée dans cette période, et celles qui vous attendent sont proposées à des confrères.`,
    ),
    p('Pour corriger ces dates, répondez ABSENT suivi des nouvelles dates.'),
    reponses(e, ['ABSENT']),
  ])
}

function demande(e: Ecriture, slot: Sollicitation): [string, string][] {
  const { dossier, parts } = e
  const telephone = dossier.clinique?.telephone ?? dossier.requerant.telephone
  const limite = dueAt(slot.ouverteLe, parts.regles.limiteMs, slot.pauses, parts.regles)
  const expiration = expirationAt(slot.ouverteLe, parts.regles.expirationJours)
  const lignes: [string, string][] = [
    ['Numéro', dossier.numero],
    ['Requérant', `${presentation(dossier.requerant)}, ${dossier.requerant.adresse}`],
    ['Téléphone', telephone ?? 'non communiqué'],
    ['Médecin traitant', traitantFr(dossier)],
    ['Consentement', consentementFr(dossier)],
    ['Reçue le', instantFr(dossier.ouvertLe)],
    ['Réponse attendue', limite === null ? 'dès que possible' : `avant le ${instantFr(limite)}`],
    ['Sans réponse', `la demande se clôt le ${jourDeInstantFr(expiration)}`],
  ]
  const souhait = dossier.clinique?.delaiSouhaite ?? null
  if (souhait !== null) lignes.push(['Délai souhaité', souhait])
  return lignes
}

export function documents(pieces: readonly Piece[]): Bloc[] {
  if (pieces.length === 0) return []
  return [
    { kind: 'titre', texte: nombre(pieces.length, 'document joint', 'documents joints') },
    { kind: 'liste', elements: pieces.map(({ nom, taille }) => `${nom} (${tailleFr(taille)})`) },
  ]
}

export function jointes(pieces: readonly Piece[]): { kind: 'piece'; piece: Piece }[] {
  return pieces.map((piece) => ({ kind: 'piece', piece }))
}

function debut({ envoi }: Ecriture, slot: Sollicitation): Sollicitation['ouverteLe'] {
  return slot.requis.find((each) => each.rpps === envoi.a.rpps)?.solliciteLe ?? slot.ouverteLe
}
