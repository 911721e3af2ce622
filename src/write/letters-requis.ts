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
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Bloc } from './blocs.ts'
import { gardesPourRequis } from './documents-fr.ts'
import { assureFr, consentementFr, identite, traitantFr } from './faits.ts'
import { illisiblesFr } from './fichiers-fr.ts'
import {
  avecArticle,
  instantFr,
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
  RIEN,
  reponses,
  sujetDossier,
  telephoneDu,
} from './lettre.ts'
import { nomsJoints } from './mime.ts'
import { auPlusTard, expiration, termeAvis } from './termes.ts'

const CONSIGNE =
  'Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne.'
/** What a requis whose opinion is awaited may write. */
export const MOTS_CLES_REQUIS: readonly MotCle[] = [
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
  const blocs: Bloc[] = [{ kind: 'texte', fort: true, exact: true, texte: consigne(e, slot) }]
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
  blocs.push(
    ...documents(dossier.pieces, originaux(dossier)),
    ...sansEux(dossier),
    ...[gardesPourRequis(dossier)].flatMap((one) => (one === null ? [] : [p(one)])),
    ...originalGarde(e),
  )
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
      `Votre réponse signée devient le compte-rendu ; une ligne « Conclusion : » la met en évidence. Elle est remise au requérant${copieAuTraitant(dossier) ? ' et au médecin traitant' : ''}, et vous en recevez le PDF.`,
    ),
    RAPPEL_SAMU,
    reponses(e, MOTS_CLES_REQUIS),
  )
  return {
    sujet: sujetDossier(dossier, "demande d'avis"),
    blocs,
    jointes: [...jointes(dossier.pieces), ...(parts.sansOriginal ? [] : originaux(dossier))],
    clinical: true,
    identite: 'dite',
    notice: false,
  }
}

/** All that the requerant wrote beside the form, as he wrote it. SPEC §4 */
function texteDuRequerant({ textes = [] }: Dossier): Bloc[] {
  return citation('Texte du requérant', textes.map(({ texte }) => texte).join('\n\n'))
}

/** Documents that the request does without: the requis knows that they exist. */
function sansEux({ illisibles = [] }: Dossier): Bloc[] {
  if (illisibles.length === 0) return []
  return [
    p(
      `Joint par le requérant, mais non transmis, comme il l'a accepté : ${illisiblesFr(illisibles, { fichiers: true })}.`,
    ),
  ]
}

/** The signed entities of the request: what its author's signature covers, for whoever verifies it. */
function originaux({ originaux: all = [] }: Dossier): Extract<Jointe, { kind: 'original' }>[] {
  return all.flatMap((original, at) => {
    const nom = at === 0 ? 'demande-signee.eml' : `demande-signee-${at + 1}.eml`
    return original.retenu !== undefined ? [] : [{ kind: 'original' as const, original, nom }]
  })
}

/** Said of a demande that would be too large with it, or of one that holds what must not be passed on. SPEC §10 */
function originalGarde({ dossier, parts }: Ecriture): Bloc[] {
  const retenus = (dossier.originaux ?? []).flatMap(({ retenu }) => retenu ?? [])
  if (retenus.length > 0) {
    const dedans = retenus.includes(true) ? 'qui ne peut pas être transmis' : 'que le patient garde'
    return [
      p(
        `Le message signé du requérant n'est pas joint en entier : il contient un document ${dedans}. Tout ce qu'il dit est ci-dessus et dans les documents joints ; lui-même est gardé dans le dossier de preuve ${dossier.numero}.`,
      ),
    ]
  }
  if (parts.sansOriginal !== true || originaux(dossier).length === 0) return []
  return [
    p(
      `Le message signé du requérant (demande-signee.eml) n'est pas joint : avec lui, cet envoi dépasserait ce que votre messagerie accepte. Tout ce qu'il dit est ci-dessus et dans les documents joints ; lui-même est gardé dans le dossier de preuve ${dossier.numero}.`,
    ),
  ]
}

/** « Répondez… AVIS en première ligne. Au plus tard mardi 24 novembre à 10 h 00. » SPEC §5 */
export function consigne(e: Ecriture, slot: Sollicitation): string {
  return `${CONSIGNE} ${auPlusTard(termeAvis(e, slot))}.`
}

function copieAuTraitant({ medecinTraitant: mt }: Dossier): boolean {
  return mt?.kind === 'designe' && mt.adresse !== null
}

/** The opinion is awaited: number and delay, nothing of what the patient has. */
export function rappelRequis(e: Ecriture, rang: number): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  return notice(sujetDossier(dossier, 'rappel, votre avis est attendu'), [
    bonjour(e),
    p(
      `${auPlusTard(termeAvis(e, slot))}, écrivez AVIS en première ligne de votre réponse : ${avecArticle('le', nomFr(dossier.requerant))} attend votre avis depuis le ${instantFr(debut(e, slot))}.`,
    ),
    p(`La demande ${dossier.numero} et ses documents sont dans le message précédent de ce fil.`),
    reponses(e, [...MOTS_CLES_REQUIS, 'ABSENT']),
  ])
}

/** Lateness or expiry told to the requis himself. */
export function retardRequis(e: Ecriture, rang: number, expire: boolean): Brouillon {
  const { numero } = e.dossier
  const slot = creneau(e.dossier, rang)
  const recue = `La demande ${numero}, reçue le ${instantFr(debut(e, slot))},`
  return notice(sujetDossier(e.dossier, expire ? 'sollicitation close' : 'avis en retard'), [
    bonjour(e),
    p(
      expire
        ? `${RIEN} : la demande ${numero}, reçue le ${instantFr(debut(e, slot))}, est close faute d'avis.`
        : `${auPlusTard(termeAvis(e, slot))}, rendez votre avis, ou écrivez REFUS pour qu'un confrère soit appelé.`,
    ),
    p(
      expire
        ? 'Si vous rendez encore votre avis, il sera transmis, marqué tardif.'
        : `${recue} a dépassé le délai usuel.`,
    ),
    reponses(e, expire ? ['AVIS'] : [...MOTS_CLES_REQUIS, 'ABSENT']),
  ])
}

/** The requerant did not answer: free to answer with what there is. */
export function complementEchu(e: Ecriture, rang: number): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  return notice(sujetDossier(dossier, 'complément non reçu'), [
    bonjour(e),
    p(
      `Au plus tard ${termeFr(expiration(e, slot))}, rendez votre avis avec les éléments dont vous disposez, en le précisant, ou déclinez : le requérant n'a pas répondu à votre question sur la demande ${dossier.numero}.`,
    ),
    reponses(e, ['AVIS', 'REFUS']),
  ])
}

function demande(e: Ecriture, slot: Sollicitation): [string, string][] {
  const { dossier } = e
  const lignes: [string, string][] = [
    ['Numéro', dossier.numero],
    ['Requérant', `${presentation(dossier.requerant)}, ${dossier.requerant.adresse}`],
    ['Téléphone', telephoneDu(dossier) ?? 'non communiqué'],
    ['Médecin traitant', traitantFr(dossier)],
    ['Consentement', consentementFr(dossier)],
    ['Reçue le', instantFr(dossier.ouvertLe)],
    ['Sans réponse', `la demande se clôt ${termeFr(expiration(e, slot))}`],
  ]
  const souhait = dossier.clinique?.delaiSouhaite ?? null
  if (souhait !== null) lignes.push(['Délai souhaité', souhait])
  return lignes
}

/** The documents, under the names that they bear beside ours. */
export function documents(
  pieces: readonly Piece[],
  notres: readonly { readonly nom: string }[] = [],
): Bloc[] {
  if (pieces.length === 0) return []
  const noms = nomsJoints(
    pieces.map(({ nom }) => nom),
    notres.map(({ nom }) => nom),
  )
  return [
    { kind: 'titre', texte: nombre(pieces.length, 'document joint', 'documents joints') },
    {
      kind: 'liste',
      elements: pieces.map(({ taille }, at) => `${noms[at]} (${tailleFr(taille)})`),
    },
  ]
}

/** What somebody writes and joins; where his words are in the documents alone, that is said. */
export function parole(titre: string, texte: string, pieces: readonly Piece[]): Bloc[] {
  const isMute = texte.trim() === '' && pieces.length > 0
  const [le, joint] = pieces.length > 1 ? ['les documents', 'joints'] : ['le document', 'joint']
  return [
    ...citation(titre, texte),
    ...(isMute ? [p(`${titre} : dans ${le} ${joint}, sans texte à côté.`)] : []),
    ...documents(pieces),
  ]
}

export function jointes(pieces: readonly Piece[]): { kind: 'piece'; piece: Piece }[] {
  return pieces.map((piece) => ({ kind: 'piece', piece }))
}

function debut({ envoi }: Ecriture, slot: Sollicitation): Sollicitation['ouverteLe'] {
  return slot.requis.find((each) => each.rpps === envoi.a.rpps)?.solliciteLe ?? slot.ouverteLe
}
