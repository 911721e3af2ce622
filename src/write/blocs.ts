/**
 * A letter as blocks, and the two bodies made of them: plain text and simple HTML.
 *
 * In    blocks whose words are ours, or a physician's own (`cite`, values of `faits`)
 * Out   text with LF lines; HTML 5 that a screen reader can follow, every word escaped
 * Refuses to let anything of a letter be read as markup, or steer a terminal or a bidi display.
 *
 * RFC 2046 §5.1.4 (alternatives say the same thing, plainest first) · docs/threats.md
 */
import { normalise } from '../domain/unicode.ts'

/** A link that writes the first line of the answer. */
export interface Lien {
  readonly motCle: string
  /** What it is for, in a few words. */
  readonly libelle: string
  readonly href: string
}

/** A piece of a letter. `exact`: wording fixed by SPEC, its spaces are left alone. `salut`: the greeting. */
export type Bloc =
  | {
      readonly kind: 'texte'
      readonly texte: string
      readonly fort?: true
      readonly exact?: true
      readonly salut?: true
    }
  | { readonly kind: 'titre'; readonly texte: string }
  | { readonly kind: 'faits'; readonly lignes: readonly (readonly [string, string])[] }
  | { readonly kind: 'liste'; readonly elements: readonly string[] }
  /** Words of a physician, kept line by line. */
  | { readonly kind: 'cite'; readonly texte: string }
  | { readonly kind: 'liens'; readonly liens: readonly Lien[] }
  /** Lines to copy and fill in, exactly as our reader expects them; what follows would be read as an answer. */
  | { readonly kind: 'formulaire'; readonly lignes: readonly string[] }
  /** Closes the letter behind the usual delimiter: a reader of the reply stops there. */
  | { readonly kind: 'signature'; readonly texte: string }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Free text made safe: LF lines, no control characters, no bidi overrides, no lone surrogates. */
export function clean(texte: string): string {
  return texte
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(UNSAFE, '')
    .toWellFormed()
    .trim()
}

/** The same on one line. */
export function cleanLine(texte: string): string {
  return clean(texte).replace(/\s+/g, ' ')
}

/** Plain text body, LF, without wrapping: the transfer encoding takes care of long lines. */
export function textBody(blocs: readonly Bloc[]): string {
  const names = new Set(
    blocs.flatMap((bloc) => (bloc.kind === 'faits' ? bloc.lignes.map(([nom]) => folded(nom)) : [])),
  )
  return `${blocs
    .map((bloc) => apart(bloc, names))
    .filter((texte) => texte !== '')
    .join('\n\n')}\n`
}

/** HTML body. No image, no style sheet, no script, no remote address: only text, tables and mailto links. */
export function htmlBody(blocs: readonly Bloc[]): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="fr">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"></head>',
    // No colour of ours: a client that shows mail light or dark has those that can be read there.
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:44em;overflow-wrap:break-word">',
    ...blocs.map(htmlOf).filter((html) => html !== ''),
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Escapes a text for HTML content and attributes. */
export function escapeHtml(texte: string): string {
  return texte
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/**
 * The text of a block, set in from the margin where a line of it could be taken for a title of ours, or a quoted one for
 * a fact that this letter states: only ours stand at the margin. No word changes, and HTML has its own marks. SPEC §4, §10
 */
function apart(bloc: Bloc, names: ReadonlySet<string>): string {
  const text = textOf(bloc)
  if (bloc.kind === 'titre' || bloc.kind === 'faits') return text
  const lines = text.split('\n')
  const isForged = (line: string): boolean =>
    isLikeTitle(line) || (bloc.kind === 'cite' && isLikeFact(line, names))
  if (!lines.some(isForged)) return text
  return lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')
}

const UNSEEN = /^[\s\p{Cf}]+/u
const DRAWN = /^[\u2012-\u2015\u2212\u2500-\u257f\u2e3a\u2e3b\uff0d]/u

/** Does it begin with a rule, drawn or typed, as `── Titre ──` does? */
function isLikeTitle(line: string): boolean {
  const shown = line.slice(0, 200).replace(UNSEEN, '')
  if (DRAWN.test(shown)) return DRAWN.test(shown.slice(1).trimStart())
  return /^(?:--|==|__)[^\p{L}]{0,20}\p{L}/u.test(shown) && /(?:--|==|__)\s*$/.test(line.slice(-9))
}

/** Does it begin with the name of a fact of this letter and a colon? */
function isLikeFact(line: string, names: ReadonlySet<string>): boolean {
  const colon = line.slice(0, 80).indexOf(':')
  return colon > 0 && names.has(folded(line.slice(0, colon)))
}

function folded(name: string): string {
  return normalise(name, 'NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

function textOf(bloc: Bloc): string {
  switch (bloc.kind) {
    case 'texte':
      return bloc.exact ? clean(bloc.texte) : apostrophes(clean(bloc.texte))
    case 'titre':
      return `── ${apostrophes(cleanLine(bloc.texte))} ──`
    case 'faits':
      return bloc.lignes.map(([nom, valeur]) => `${nom} : ${cleanLine(valeur)}`).join('\n')
    case 'liste':
      return bloc.elements.map((each) => `- ${apostrophes(cleanLine(each))}`).join('\n')
    case 'cite':
      return clean(bloc.texte)
    case 'liens':
      return bloc.liens
        .map((lien) => `${lien.motCle} (${apostrophes(lien.libelle)})\n<${lien.href}>`)
        .join('\n')
    case 'formulaire':
      return bloc.lignes.join('\n')
    case 'signature':
      return `-- \n${cleanLine(bloc.texte)}`
    default:
      return bloc satisfies never
  }
}

function htmlOf(bloc: Bloc): string {
  switch (bloc.kind) {
    case 'texte': {
      const texte = lines(bloc.exact ? clean(bloc.texte) : typo(clean(bloc.texte)))
      return bloc.fort ? `<p><strong>${texte}</strong></p>` : `<p>${texte}</p>`
    }
    case 'titre':
      return `<h2 style="font-size:1.1em;margin:1.2em 0 .4em">${lines(typo(cleanLine(bloc.texte)))}</h2>`
    case 'faits':
      return table(bloc.lignes)
    case 'liste':
      if (bloc.elements.length === 0) return ''
      return `<ul>\n${bloc.elements.map((each) => `<li>${lines(typo(cleanLine(each)))}</li>`).join('\n')}\n</ul>`
    case 'cite':
      return `<blockquote style="margin:.4em 0;padding-left:.8em;border-left:3px solid #888">${lines(clean(bloc.texte))}</blockquote>`
    case 'liens':
      if (bloc.liens.length === 0) return ''
      return `<ul>\n${bloc.liens.map(link).join('\n')}\n</ul>`
    case 'formulaire':
      return `<p>${bloc.lignes.map((ligne) => escapeHtml(ligne)).join('<br>\n')}</p>`
    case 'signature':
      return `<p>-- <br>\n${lines(cleanLine(bloc.texte))}</p>`
    default:
      return bloc satisfies never
  }
}

/** A long address or name breaks in its cell, which else makes a telephone's screen scroll; our own labels stay whole. */
function table(lignes: readonly (readonly [string, string])[]): string {
  if (lignes.length === 0) return ''
  const rows = lignes.map(
    ([nom, valeur]) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:.1em 1em .1em 0">${escapeHtml(nom)}\u00a0:</th>` +
      `<td style="vertical-align:top;overflow-wrap:anywhere;word-break:break-word">${lines(cleanLine(valeur))}</td></tr>`,
  )
  return `<table style="border-collapse:collapse">\n${rows.join('\n')}\n</table>`
}

function link({ motCle, libelle, href }: Lien): string {
  return `<li><a href="${escapeHtml(href)}">${escapeHtml(motCle)}</a> (${escapeHtml(apostrophes(libelle))})</li>`
}

function lines(texte: string): string {
  return escapeHtml(texte).replaceAll('\n', '<br>\n')
}

/** French spacing of our own words: unbreakable before `: ; ! ?` and inside « ». */
function typo(texte: string): string {
  return apostrophes(texte)
    .replace(/ ([:;!?»])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/(\d) (€|%|h\b)/g, '$1\u00a0$2')
}

function apostrophes(texte: string): string {
  return texte.replaceAll("'", '’')
}
