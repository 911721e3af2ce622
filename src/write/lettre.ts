/**
 * What every letter is made of before it becomes MIME, and the little that all letters share.
 *
 * In    an Envoi and what the corridor knows (WriteParts)
 * Out   a Brouillon: subject, blocks, documents, and what it may do
 * Refuses (throws, a Fault) a letter about a dossier that was given none, or a slot that is not there.
 *
 * SPEC §10
 */
import type { Acte } from '../domain/acte.ts'
import { type AdresseMss, type Instant, isHorsAnnuaire } from '../domain/correspondant.ts'
import type { MotCle, OriginalSigne, Piece } from '../domain/courrier.ts'
import type {
  Cible,
  CompteRendu,
  Dossier,
  RequisSollicite,
  Sollicitation,
} from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import type { Bytes, Keep } from '../kit/bytes.ts'
import type { Envoi } from '../message.ts'
import type { Bloc } from './blocs.ts'
import type { compteRenduPdf } from './compte-rendu.ts'
import { avecArticle, nomFr, specialiteFr } from './francais.ts'
import { liens, rendu } from './liens.ts'

/** What writing needs beside the Envoi. */
export interface WriteParts {
  /** The one From of the gateway. */
  readonly from: AdresseMss
  readonly domain: string
  /** Subjects begin with `[TEST] `. */
  readonly marqueTest: boolean
  /** Has the coordination an address: is it told at all? */
  readonly coordination: boolean
  /** Has the administrator an address: is he written to at all? */
  readonly administration: boolean
  /** The open work items of the dossier, for who must settle them; absent: none. */
  readonly travaux?: readonly { readonly id: string; readonly code: string }[]
  /** Instant of writing: the Date header. */
  readonly now: Instant
  /** The encoded body of a Piece, or the body of an OriginalSigne. */
  readonly content: (contenu: string, debut: number, fin: number) => Bytes | Promise<Bytes>
  readonly keep: Keep
  /** `X-MSS-NIL`; null: none. */
  readonly nil: string | null
  readonly regles: Pick<
    Regles,
    | 'limiteMs'
    | 'rappelMs'
    | 'expirationJours'
    | 'completudeMs'
    | 'retentionContenuMs'
    | 'calendrier'
    | 'horaires'
    | 'feries'
  >
  /** Acts that the delivery of this compte-rendu will create: the requerant's « Pour facturer ». */
  readonly actesPrevus: readonly Acte[]
  /** Deliveries of the compte-rendu already made; without: what the dossier itself knows. */
  readonly remises?: readonly {
    readonly role: string
    readonly adresse: AdresseMss
    readonly le: Instant
  }[]
  /** RFC 4514 subject of the certificate that signed the opinion; printed on the compte-rendu. */
  readonly signataire?: string | null
  /** The next server takes no letter as large as one with the signed original: it stays here, and the letter says so. */
  readonly sansOriginal?: boolean
  /** Nothing clinical may go to this reader: what can be said without is. */
  readonly discret?: boolean
  /** Draws the compte-rendu where its length holds nobody up; without: here and now. */
  readonly draw?: typeof compteRenduPdf
  /** Subjects of clinical letters by the MSSanté document convention. */
  readonly sujetMssante?: boolean
}

/** A document that goes with a letter. */
export type Jointe =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | { readonly kind: 'original'; readonly original: OriginalSigne; readonly nom: string }
  /** A message as it was received, whole. */
  | {
      readonly kind: 'message'
      readonly nom: string
      readonly contenu: string
      readonly debut: number
      readonly fin: number
    }
  | {
      readonly kind: 'octets'
      readonly nom: string
      readonly type: string
      readonly octets: Buffer
    }

/** A letter before MIME. */
export interface Brouillon {
  /** Without number prefix and mark: see `sujet`. */
  readonly sujet: string
  readonly blocs: readonly Bloc[]
  readonly jointes?: readonly Jointe[]
  /** True: something about a patient is in it. */
  readonly clinical: boolean
  /** It names the patient in its own place; absent: it is named below the first sentence. */
  readonly identite?: 'dite'
  /** `parts.discret` would leave out what is clinical in it. */
  readonly discret?: 'possible'
  /** False: a letter between physicians that the gateway only carries. */
  readonly notice: boolean
  readonly urgent?: boolean
}

/** What a letter about a dossier is written from. */
export interface Ecriture {
  readonly envoi: Envoi
  readonly dossier: Dossier
  readonly parts: WriteParts
}

export const SAMU = 'Urgence vitale : SAMU-Centre 15.'

/** What a letter about an emergency begins with, word for word. SPEC §6.2 */
export const URGENCE: Bloc = {
  kind: 'texte',
  fort: true,
  exact: true,
  texte: `Demande non transmise. ${SAMU} Sinon, appelez l'astreinte de la spécialité.`,
}

/** The same at the head of a letter that answers words of an emergency in a dossier; nothing where there are none. */
export function siUrgent({ dossier }: Ecriture, urgent: 'oui' | undefined): readonly Bloc[] {
  if (urgent === undefined) return []
  if (dossier.etat === 'incomplet' || dossier.etat === 'annule') return [URGENCE]
  const texte = `Message non transmis. ${SAMU} Sinon, appelez l'astreinte de la spécialité.`
  return [{ kind: 'texte', fort: true, exact: true, texte }]
}

/** To a requis: the requérant tells an emergency, and is to be called. */
export function urgenceDuRequerant(
  { dossier }: Ecriture,
  urgent: 'oui' | undefined,
): readonly Bloc[] {
  if (urgent === undefined) return []
  const telephone = telephoneDu(dossier)
  const ou =
    telephone === null ? ` (${sansNumero(dossier.requerant.adresse)})` : `, au ${telephone}`
  const texte = `${telephone === null ? 'Joignez' : 'Appelez'} sans attendre ${avecArticle('le', nomFr(dossier.requerant))}${ou} : il signale une urgence. ${SAMU}`
  return [{ kind: 'texte', fort: true, exact: true, texte }]
}

/** How somebody is reached whose telephone nobody knows. */
export function sansNumero(adresse: string): string {
  return `aucun numéro de téléphone de lui n'est connu ici, écrivez-lui à l'adresse ${adresse} ou passez par son établissement`
}

/** The recall that ends a letter. Never at the beginning of a line, where a quoted reply would make a label of it. */
export const RAPPEL_SAMU: Bloc = {
  kind: 'texte',
  exact: true,
  texte: `La téléexpertise ne répond pas à l'urgence. ${SAMU}`,
}

/** How a letter that asks for nothing begins. */
export const RIEN = "Rien n'est attendu de vous"

/** Where the requerant can be called; null: no number is known. */
export function telephoneDu({ clinique, requerant }: Dossier): string | null {
  return clinique?.telephone ?? requerant.telephone
}

/** To a requis whose words go no further. SPEC §6.1 */
export function danger(dossier: Dossier): string {
  const telephone = telephoneDu(dossier)
  const ou = telephone === null ? '' : `, au ${telephone}`
  return `Si vous voyez un danger pour le patient, téléphonez sans attendre ${avecArticle('au', nomFr(dossier.requerant))}${ou}.`
}

/** A notice without clinical content. */
export function notice(sujet: string, blocs: readonly Bloc[]): Brouillon {
  return { sujet, blocs, clinical: false, notice: true }
}

/** `Téléexpertise TE-2026-000123 : demande d'avis` */
export function sujetDossier(dossier: Dossier, quoi: string): string {
  return `Téléexpertise ${dossier.numero} : ${quoi}`
}

/** A paragraph. */
export function p(texte: string): Bloc {
  return { kind: 'texte', texte }
}

/** A paragraph whose wording SPEC fixes. */
export function exact(texte: string): Bloc {
  return { kind: 'texte', texte, exact: true }
}

/** A physician's words under their title; nothing without words. */
export function citation(titre: string, texte: string | null): Bloc[] {
  if (texte === null || texte.trim() === '') return []
  return [
    { kind: 'titre', texte: titre },
    { kind: 'cite', texte },
  ]
}

/** The links of the thread; that of an opinion recalls the patient. SPEC §6.5 */
export function reponses({ envoi, dossier }: Ecriture, motsCles: readonly MotCle[]): Bloc {
  return {
    kind: 'liens',
    liens: liens(motsCles, {
      adresse: envoi.replyTo,
      sujet: `Téléexpertise ${dossier.numero}`,
      patient: dossier.patient,
      role: rendu({ dossier, envoi }) ? 'requis-rendu' : envoi.a.role,
    }),
  }
}

/** The slot of that rank. */
export function creneau(dossier: Dossier, rang: number): Sollicitation {
  const slot = dossier.sollicitations.find((each) => each.rang === rang)
  if (slot === undefined) throw new Error(`${dossier.numero}: no slot ${rang}`)
  return slot
}

/** The compte-rendu of that slot and version. */
export function compteRenduDe(dossier: Dossier, rang: number, version: number): CompteRendu {
  const found = creneau(dossier, rang).comptesRendus.find((each) => each.version === version)
  if (found === undefined) throw new Error(`${dossier.numero}: no compte-rendu ${rang} v${version}`)
  return found
}

/** The physicians who may answer for a slot now. */
export function actifs(slot: Sollicitation): readonly RequisSollicite[] {
  return slot.requis.filter((each) => each.ecarte === null)
}

/** Whom a slot asks: « Dermatologie et vénéréologie, Dr Marie CURIE », or the name alone. */
export function cibleFr(slot: Sollicitation): string {
  const noms = actifs(slot).map(nomFr).join(', ')
  if (slot.cible.kind === 'requis') return noms === '' ? `RPPS ${slot.cible.rpps}` : noms
  return noms === '' ? specialiteFr(slot.cible.code) : `${specialiteFr(slot.cible.code)}, ${noms}`
}

/** A target that has no slot yet. */
export function viseeFr(cible: Cible): string {
  return cible.kind === 'requis' ? `RPPS ${cible.rpps}` : specialiteFr(cible.code)
}

/** The physician of a slot to speak of in one letter: the recipient, else the last who may answer. */
export function requisDe(slot: Sollicitation, rpps: string | null = null): RequisSollicite | null {
  return (
    slot.requis.find((each) => each.rpps === rpps) ??
    actifs(slot).at(-1) ??
    slot.requis.at(-1) ??
    null
  )
}

/** « Le Dr Marie CURIE », or « Le médecin sollicité ». */
export function leRequis(slot: Sollicitation): string {
  const requis = requisDe(slot)
  return requis === null ? 'Le médecin sollicité' : avecArticle('Le', nomFr(requis))
}

/** Is this letter for a requis? */
export function pourRequis({ envoi }: Ecriture): boolean {
  return envoi.a.role === 'requis'
}

/** « Bonjour Dr Paul BERNARD, » */
export function bonjour({ envoi, dossier }: Ecriture): Bloc {
  return salut(lecteur(envoi.a, dossier))
}

/** The greeting of a letter; `enOrdre` puts it where it belongs. */
export function salut(qui: { readonly nom: string; readonly prenom: string } | null): Bloc {
  return { kind: 'texte', salut: true, texte: qui === null ? 'Bonjour,' : `Bonjour ${nomFr(qui)},` }
}

/** The physician whom a letter is for, as its dossier knows him. */
function lecteur({ role, rpps }: Envoi['a'], dossier: Dossier) {
  const { requerant, depot, medecinTraitant: mt } = dossier
  if (role === 'medecinTraitant') return mt?.kind === 'designe' ? mt.professionnel : null
  if (role === 'requerant') {
    const he = depot?.par.rpps === rpps ? depot.par : requerant
    return isHorsAnnuaire(he) ? null : he
  }
  const requis = dossier.sollicitations.flatMap((slot) => slot.requis)
  return requis.find((each) => each.rpps === rpps) ?? null
}
