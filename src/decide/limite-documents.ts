/**
 * A limit on the documents and the documents themselves, whichever comes first: what it covers is kept back, its author
 * is asked, and the rest goes its way.
 *
 * In    the dossier, a letter of the requérant
 * Out   both without what the limit keeps back: a request waits for its author's word (SANS DOCUMENTS, or the consent
 *       stated anew); words that follow a request go on without their documents, and he is told
 *
 * SPEC §4, §6.1, §6.8; CSP art. L. 1111-4
 */
import { consentementDit } from '../domain/consentement-dit.ts'
import type { PhraseCitee } from '../domain/consentement-en-doute.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { Courrier, OriginalSigne, Piece } from '../domain/courrier.ts'
import type { Destinataire, Effet, Lettre } from '../domain/decision.ts'
import type { LimiteDocuments, PieceTenue } from '../domain/documents-tenus.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import {
  consentementSansLimite,
  isSansDocumentsEcrit,
  limiteDite,
  porte,
} from '../domain/limite-documents.ts'
import { manque } from '../domain/manque.ts'
import { joindre } from '../domain/pieces-jointes.ts'
import { words } from '../domain/texte.ts'
import type { Transmission } from '../domain/transmission.ts'
import { envoyer, type Pas, pas, puis, trace } from './pas.ts'

/** Any day: only whether the line says yes is looked at. */
const UN_JOUR = '2030-12-31' as Jour

interface Ecrit {
  readonly courrier: Courrier
  readonly provenance: Provenance
}

/** The dossier and the letter, each without the documents that a limit of either keeps back. */
export function avecLimite<E extends Ecrit>(
  known: Dossier,
  letter: E,
): { readonly dossier: Dossier; readonly letter: E } {
  const { courrier } = letter
  const limite = limiteApres(known, courrier)
  if (limite === null || known.etat === 'annule' || known.etat === 'clos') {
    return { dossier: known, letter }
  }
  if (limite.levee === true) return rendre(known, letter, limite)
  const waiting = enAttente(known)
  const fresh: readonly PieceTenue[] = [
    ...known.pieces.map((piece) => ({ piece, partie: true }) as const),
    ...[...waiting.pieces, ...courrier.pieces].map((piece) => ({ piece })),
  ]
  return {
    dossier: {
      ...known,
      ...waiting.dossier,
      pieces: [],
      ...originaux(known, (one) => tenu(one, known.pieces)),
      limite: {
        ...limite,
        // One that comes again is told of again.
        annoncees: courrier.pieces.length > 0 ? 0 : limite.annoncees,
        pieces: unies(limite.pieces, fresh),
      },
    },
    letter: sansPieces(letter),
  }
}

function sansPieces<E extends Ecrit>(letter: E): E {
  const { courrier, provenance } = letter
  const { original } = provenance
  return {
    ...letter,
    courrier: { ...courrier, pieces: [] },
    provenance: { ...provenance, original: original && tenu(original, courrier.pieces) },
  }
}

/** His letters that wait for a word of his: what they hold is under the limit too. */
function enAttente({ retenues = [], question, requerant }: Dossier) {
  const isHis = ({ auteur }: { readonly auteur: string }) => auteur === requerant.rpps
  const asked = (question?.lettres ?? []).filter(({ requis }) => requis === null)
  const pieces = [...retenues.filter(isHis), ...asked].flatMap(({ courrier }) => courrier.pieces)
  const dossier: Partial<Dossier> = {
    ...(retenues.length > 0 && {
      retenues: retenues.map((one) => (isHis(one) ? sansPieces(one) : one)),
    }),
    ...(question != null && {
      question: {
        ...question,
        lettres: question.lettres.map((one) => (one.requis === null ? sansPieces(one) : one)),
      },
    }),
  }
  return { pieces, dossier }
}

/** What the letter makes of the limit: said, answered by SANS DOCUMENTS, or lifted by the consent stated anew. */
function limiteApres({ limite }: Dossier, courrier: Courrier): LimiteDocuments | null {
  const said = limiteDite(courrier)
  const isOld = limite?.levee === true && said !== null && words(said.mots) === words(limite.mots)
  const isNew = said !== null && !isOld
  const before = limite === undefined || (isNew && limite.levee) ? RIEN : limite
  if (!isNew && limite === undefined) return null
  const { sans, levee, ...rest } = { ...before, ...(isNew && cite(said)) }
  const isWithout =
    (sans === true || isSansDocumentsEcrit(courrier)) && courrier.pieces.length === 0
  if (isWithout) return { ...rest, sans: true }
  const isAnew = !isNew && rest.annoncees > 0 && dit(courrier) === 'oui'
  return levee === true || isAnew ? { ...rest, levee: true } : rest
}

function cite({ mots, discrets }: PhraseCitee): Pick<LimiteDocuments, 'mots' | 'motsDiscrets'> {
  return { mots, motsDiscrets: discrets }
}

const RIEN: LimiteDocuments = { mots: '', motsDiscrets: '', pieces: [], annoncees: 0 }

function dit({ formulaire }: Courrier): 'oui' | 'non' | null {
  return consentementDit(consentementSansLimite(formulaire.consentement ?? ''), UN_JOUR).dit
}

/** The consent reaches the documents: those of the request are there again, the others go with this letter. */
function rendre<E extends Ecrit>(
  known: Dossier,
  letter: E,
  limite: LimiteDocuments,
): { readonly dossier: Dossier; readonly letter: E } {
  const { courrier } = letter
  // Documents beside the consent are those that it is stated for, and no others.
  const kept = courrier.pieces.length > 0 ? [] : limite.pieces
  const isBefore = known.etat === 'incomplet'
  const back = kept.filter(({ partie }) => isBefore || partie === true)
  const now = kept.filter((one) => !back.includes(one))
  const dossier: Dossier = {
    ...known,
    pieces: joindre(
      known.pieces,
      back.map(({ piece }) => piece),
    ),
    ...(kept.length > 0 && originaux(known, rendu)),
    limite: { ...limite, pieces: [] },
  }
  const pieces = [...courrier.pieces, ...now.map(({ piece }) => piece)]
  return { dossier, letter: { ...letter, courrier: { ...courrier, pieces } } }
}

function originaux(
  { originaux: all }: Dossier,
  change: (one: OriginalSigne) => OriginalSigne,
): Pick<Dossier, 'originaux'> {
  return all === undefined ? {} : { originaux: all.map(change) }
}

/** The signed letter stays here where it holds one of these documents. */
function tenu(original: OriginalSigne, pieces: readonly Piece[]): OriginalSigne {
  if (original.retenu === true || !porte(original, pieces)) return original
  return { ...original, retenu: 'limite' }
}

function rendu({ retenu, ...original }: OriginalSigne): OriginalSigne {
  return retenu === true ? { ...original, retenu } : original
}

function unies(known: readonly PieceTenue[], more: readonly PieceTenue[]): readonly PieceTenue[] {
  const seen = new Set<string>()
  return [...known, ...more].filter(
    ({ piece }) => !seen.has(piece.sha256) && seen.add(piece.sha256),
  )
}

/** What a request waits for under a limit: its author's word about the documents that there are. */
export function manqueLimite({ limite }: Dossier): readonly Manque[] {
  if (limite === undefined || limite.levee || limite.sans || limite.pieces.length === 0) return []
  const { mots, motsDiscrets, pieces } = limite
  const fichiers = pieces.map(({ piece }) => piece.nom)
  return [{ ...manque('documentsLimites', 'ambigu'), mots, motsDiscrets, fichiers }]
}

/** Does the patient keep the documents back now? */
export function isSansDocuments({ limite }: Dossier): boolean {
  return limite !== undefined && limite.levee !== true && limite.pieces.length > 0
}

/** The dossier whose author was told of all that is kept back. */
export function limiteAnnoncee(dossier: Dossier): Dossier {
  const { limite } = dossier
  return limite === undefined
    ? dossier
    : { ...dossier, limite: { ...limite, annoncees: limite.pieces.length } }
}

/** Behind a request that left: its author is told what is kept back, once, in the one letter that he gets. */
export function direLaLimite(
  step: Pas,
  { message, a }: { readonly message: string; readonly a: Destinataire },
): Pas {
  const { limite, etat } = step.dossier
  const isSettled = limite === undefined || limite.levee || limite.pieces.length <= limite.annoncees
  if (isSettled || etat === 'incomplet' || etat === 'annule') return step
  const own = (one: Effet) =>
    one.kind === 'envoyer' && one.a.role === a.role && one.a.rpps === a.rpps
  // Asked something else, he is told behind his answer.
  if (step.effets.some((one) => own(one) && !isRemplace(one))) return step
  const recu = step.effets.filter(own).flatMap((one) => transmisPar(one))
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code: 'consentement-hors-portee',
    rang: null,
    limite: { ...limite, ...(recu[0] && { transmis: recu[0] }) },
  }
  const letter = envoyer({ lettre, a, sceau: `limite:${message}` })
  const line = trace('documents-limites', { message, nombre: limite.pieces.length })
  const kept = { ...step, effets: step.effets.filter((one) => !own(one)) }
  return puis(kept, (d) => pas(limiteAnnoncee(d), [letter], [line]))
}

/** Letters whose news the one about the limit holds: where his words went, or that there were none. */
function isRemplace(effet: Effet): boolean {
  if (effet.kind !== 'envoyer') return false
  const { lettre } = effet
  return (
    lettre.kind === 'bienRecu' ||
    (lettre.kind === 'reponseAPreciser' && lettre.code === 'complement-vide')
  )
}

function transmisPar(effet: Effet): readonly Transmission[] {
  if (effet.kind !== 'envoyer' || effet.lettre.kind !== 'bienRecu') return []
  return effet.lettre.transmis === undefined ? [] : [effet.lettre.transmis]
}
