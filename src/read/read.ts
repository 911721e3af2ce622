/**
 * Reads a letter: what it says, before any rule is applied.
 *
 * In    OpenedMessage — only its entity is read; of the outer headers, the subject, and only to stop an emergency
 * Out   Courrier, or AvisTechnique for a machine's notice
 * Refuses mime-too-many-parts, mime-too-deep, mime-headers-too-large, mime-boundary-too-long,
 *         tnef-not-supported, text-too-long
 *
 * SPEC §4, §5 · RFC 8551 §3.1 and RFC 9788 (a signed message/rfc822 and its protected subject)
 */
import type { Jour } from '../domain/correspondant.ts'
import type { AvisTechnique, Courrier, Doutes, Formulaire, Libelle } from '../domain/courrier.ts'
import { urgenceDe } from '../domain/urgence.ts'
import type { Refusal } from '../errors.ts'
import { isRefusal, refusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import type { OpenedMessage } from '../message.ts'
import { fieldText } from '../mime/headers.ts'
import { MIME_LIMITS, type MimeLimits, type MimeNode, readTree } from '../mime/tree.ts'
import { announcedLines } from './announced.ts'
import { type Body, isTnef, leaves, readBody } from './body.ts'
import { sameValue } from './compare.ts'
import { readDocuments } from './documents.ts'
import { type Form, readForm } from './form.ts'
import { htmlToText } from './html.ts'
import { withSignsShown } from './invisible.ts'
import { readKeyword } from './keyword.ts'
import { PROSE } from './libelles.ts'
import { depotPour, joined, rappelPatient, writtenText } from './own.ts'
import { linesOf, partition } from './partition.ts'
import { proposedIn } from './prose.ts'
import { answersUs, quotations, repeatedOf, type Sent, sentOf } from './quotation.ts'
import { receiptIn } from './receipt.ts'
import { readMargins, readTexts, type Texts } from './texts.ts'
import { looksOwn, readThread, type TextLine } from './thread.ts'

export interface ReadParts {
  readonly now: Date
  readonly limits?: MimeLimits
  /** Bodies of the letters that the author had from us and may quote. */
  readonly sent?: readonly { readonly text: string; readonly html: string }[]
  /** Our mail domain. */
  readonly domain?: string
}

/** Reads what a message says; refuses what is beyond the limits or in Outlook's own format. */
export async function read(
  opened: OpenedMessage,
  { now, limits = MIME_LIMITS, sent = [], domain = '' }: ReadParts,
): Promise<Courrier | AvisTechnique | Refusal> {
  const found = await wrapped(opened.entity, limits)
  if (isRefusal(found)) return found
  const { entity, tree, base } = found
  const receipt = isReport(tree) ? await receiptIn(entity, tree) : null
  if (receipt !== null) return receipt

  const body = readBody(tree)
  const texts = await textsOf(entity, tree, body)
  if (isRefusal(texts)) return texts

  const { main, parts, lines } = linesOfTexts(texts)
  const own = parts.filter(looksOwn).map((line) => line.text)
  const keyword = readKeyword(own, parisDay(now))
  const letters = sentOf(
    sent.flatMap(({ text, html }) => [text, htmlToText(html)]),
    domain,
  )
  const form = bothForms(main, texts.other === null ? null : readThread(texts.other), {
    quoted: keyword.motCle === null ? 'read' : 'ignore',
    sent: letters,
  })
  const proposes =
    keyword.motCle === null ? proposedIn(proseOf(main, form, letters), parisDay(now)) : {}
  const said = partition(lines, { keyword, used: form.used, sent: letters })
  const cite = linesOf(said, 'cite').map(withSignsShown)
  const subject = [fieldText(tree.fields, 'subject'), opened.headers.subject].filter(
    (s) => s !== null,
  )

  const { pieces, illisibles, logos } = await readDocuments(entity, body, base)
  // Outlook's own format may hold the words too, and nothing stands beside it.
  const isMute = texts.main.trim() === '' && pieces.length === 0
  if (isMute && body.documents.some(isTnef)) return refusal('tnef-not-supported')
  return {
    motCle: keyword.motCle,
    argument: keyword.argument,
    numero: keyword.numero,
    ...(keyword.presque !== null && {
      presque: {
        motCle: keyword.presque.motCle,
        dit: keyword.presque.dit,
        seul: keyword.presque.apres === '',
      },
    }),
    formulaire: shownIn(form.formulaire),
    contradictions: form.contradictions,
    ...(Object.keys(proposes).length > 0 && { proposes }),
    ...(form.vides.length > 0 && { vides: form.vides }),
    ...(Object.keys(form.douteux).length > 0 && { douteux: form.douteux }),
    ...writtenText(linesOf(said, 'libre', 'value', 'cite').map(withSignsShown), {
      hasKeyword: keyword.motCle !== null,
      cite,
    }),
    libre: withSignsShown(joined([...signedSubject(opened), ...linesOf(said, 'libre', 'cite')])),
    ...(cite.length > 0 && { cite }),
    pieces,
    ...(illisibles.length > 0 && { illisibles }),
    ...(logos > 0 && { logos }),
    urgence: urgenceDe({
      ligne: form.formulaire.urgence ?? null,
      sujet: subject.join('\n'),
      delai: form.formulaire.delaiSouhaite ?? null,
    }),
    rappelPatient: rappelPatient(own),
    // Only what is signed names an author; a subject outside the signature can but stop. SPEC §8
    depotPour: depotPour(own, opened.headers.subjectIsSigned ? opened.headers.subject : ''),
    sujet: subject.join('\n'),
  }
}

/** The values, signs that turn or hide what is read shown as what they are. */
function shownIn(formulaire: Formulaire): Formulaire {
  return Object.fromEntries(
    Object.entries(formulaire).map(([label, value]) => [label, withSignsShown(value)]),
  )
}

/** What the author writes himself beside the form, without what he quotes, forwards or perhaps never saw. */
function proseOf(lines: readonly TextLine[], { used }: Form, sent: Sent): string {
  const ours = quotations(lines, sent)
  const others = announcedLines(lines, ours)
  const isProse = (line: TextLine, at: number): boolean =>
    looksOwn(line) && line.doubt === undefined && !ours[at] && !others[at] && !used.has(at)
  return lines.map((line, at) => (isProse(line, at) ? line.whole.trim() : '')).join('\n')
}

const OTHER_VERSION = '[Version texte du message :]'

const BESIDE = '[Hors des parties du message :]'

async function textsOf(entity: Bytes, tree: MimeNode, body: Body): Promise<Texts | Refusal> {
  const texts = await readTexts(entity, body.segments)
  if (isRefusal(texts)) return texts
  const beside = await readMargins(entity, tree)
  return isRefusal(beside) ? beside : { ...texts, beside }
}

/** The lines that are read, and all lines: what else the signature covers comes last, each under its title. */
function linesOfTexts({ main, more, beside }: Texts): {
  readonly main: readonly TextLine[]
  /** Those of its parts, in both renditions. */
  readonly parts: readonly TextLine[]
  readonly lines: readonly TextLine[]
} {
  const read = readThread(main)
  const parts = [...read, ...titled(OTHER_VERSION, more)]
  return { main: read, parts, lines: [...parts, ...titled(BESIDE, beside)] }
}

function titled(title: string, lines: readonly string[]): readonly TextLine[] {
  return lines.length === 0 ? [] : readThread([title, ...lines].join('\n'))
}

/** A subject that the signature covers is said by its author, as his text is, unless it is of ours. RFC 9788; SPEC §4 */
function signedSubject({ headers }: OpenedMessage): readonly string[] {
  const { subject, subjectIsSigned } = headers
  const isHis = subjectIsSigned && subject.trim() !== '' && !/\bTE-\d{4}-\d{6}\b/.test(subject)
  return isHis ? [`Objet : ${subject}`] : []
}

/** Is this what a machine says of a mail of ours? */
export function isAvisTechnique(value: Courrier | AvisTechnique): value is AvisTechnique {
  return 'kind' in value
}

/** A whole message signed as one part is opened: what it holds is what was signed. RFC 8551 §3.1 */
export async function wrapped(
  signed: Bytes,
  limits: MimeLimits,
): Promise<{ entity: Bytes; tree: MimeNode; base: number } | Refusal> {
  let entity = signed
  let base = 0
  for (let layer = 0; ; layer++) {
    const tree = await readTree(entity, limits)
    if (isRefusal(tree)) return tree
    const isMessage =
      tree.type === 'message/rfc822' &&
      tree.disposition !== 'attachment' &&
      tree.codage === 'identite'
    if (!isMessage || layer >= 3) return { entity, tree, base }
    entity = entity.slice(tree.debut, tree.fin)
    base += tree.debut
  }
}

function isReport(tree: MimeNode): boolean {
  return (
    tree.type === 'multipart/report' ||
    leaves(tree).some((node) =>
      /^message\/(?:delivery-status|disposition-notification)$/.test(node.type),
    )
  )
}

/**
 * The form of both renditions of a letter. Where they differ, what the reader saw is not certain: the
 * label is contradictory. Quoted lines count only in a reply that says nothing else: whoever answers
 * AVIS does not fill in the form that he quotes.
 */
function bothForms(
  main: readonly TextLine[],
  other: readonly TextLine[] | null,
  way: { readonly quoted: 'read' | 'ignore'; readonly sent: Sent },
): Form {
  if (other === null) return formOf(main, way)
  const second = formOf(other, way)
  // What is somebody else's in one rendition is not its author's by the other.
  const first = formOf(main, { ...way, doubted: second.douteux })
  const differing = (Object.keys(first.formulaire) as Libelle[]).filter((libelle) => {
    const [a, b] = [first.formulaire[libelle], second.formulaire[libelle]]
    // Prose that differs is shown in both renditions: nothing of it is a rule's.
    if (a === undefined || b === undefined || PROSE.has(libelle)) return false
    return !sameValue(libelle, a, b)
  })
  return {
    formulaire: { ...second.formulaire, ...first.formulaire },
    contradictions: [...new Set([...first.contradictions, ...second.contradictions, ...differing])],
    douteux: { ...second.douteux, ...first.douteux },
    vides: first.vides.filter((libelle) => second.formulaire[libelle] === undefined),
    used: first.used,
  }
}

function formOf(
  lines: readonly TextLine[],
  {
    sent,
    ...way
  }: {
    readonly quoted: 'read' | 'ignore'
    readonly sent: Sent
    readonly doubted?: Doutes
  },
): Form {
  const ours = quotations(lines, sent)
  // A line of ours with its value says nothing anew, wherever it is kept.
  const repeated = repeatedOf(lines, sent)
  return readForm(lines, {
    ...way,
    ours: ours.map((one, at) => one || repeated[at] === true),
    answers: answersUs(lines, { ours, sent }),
  })
}

// Swedish writes days as ISO 8601 does.
const PARIS_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

function parisDay(now: Date): Jour {
  return PARIS_DAY.format(now) as Jour
}
