/**
 * What a document would do when it is opened, by its text: scripts, forms, what is loaded from elsewhere, objects.
 *
 * In    the text of a document whose kind is known by its content or its name
 * Out   why it is not passed on; null: it only shows what it holds
 *
 * A link that a person must follow is no action. What only looks like mark-up in prose is held too: its author is asked,
 * and nobody is harmed. SPEC §13.8 · HTML Living Standard §8.1.8 (event handlers) · SVG 2 §15, §16 · ECMA-376 part 2 §9.3
 * (relationships) · RTF 1.9.1 (objects, templates)
 */
import type { Danger } from '../domain/courrier.ts'

const ACTIONS: Danger = { raison: 'actions', detail: null }
const MACROS: Danger = { raison: 'macros', detail: null }

/** Is this shown by a browser: by its name, or by what it begins with? */
export function isMarkup(head: string, name: string): boolean {
  return MARKUP_NAME.test(name.trimEnd()) || MARKUP_BEGINS.test(head.slice(0, MARKUP_HEAD))
}

const MARKUP_HEAD = 2048
const MARKUP_NAME = /\.(?:html?|xhtml?|xht|shtml?|svgz?|mht|mhtml|xul|htc)$/i
const MARKUP_BEGINS =
  /<!doctype\s{1,20}(?:html|svg)|<(?:html|head|body|svg|script|iframe)[\s>]|http:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg)/i

/** Elements that run, load or send something by themselves. */
const ELEMENTS =
  /<\/?(?:[a-z0-9]{1,20}:)?(?:script|iframe|frame|frameset|object|embed|applet|form|input|button|base|portal|foreignobject|handler|listener)[\s/>]/i
/** An event handler: an attribute, wherever it stands. */
const HANDLER = /[\s"'/]on[a-z]{3,30}\s{0,20}=/i
const REFRESH = /http-equiv\s{0,20}=\s{0,20}["']?refresh/i
const SCRIPTED = /(?:javascript|vbscript|livescript):|data:(?:text\/html|application\/)/i
/** What is loaded without anybody asking for it. */
const LOADS =
  /[\s"'/](?:src|srcset|background|poster|data|lowsrc|dynsrc|action|formaction|manifest|ping)\s{0,20}=\s{0,20}["']?\s{0,20}(?:https?:|ftp:|file:|\/\/|\\\\)/i
const LINKED =
  /<(?:[a-z0-9]{1,20}:)?(?:link|image|use|feimage|script|import|include)\s[^>]{0,300}?href\s{0,20}=\s{0,20}["']?\s{0,20}(?:https?:|ftp:|file:|\/\/|\\\\)/i
const STYLED =
  /(?:url\(\s{0,20}["']?|@import\s{1,20}["'])\s{0,20}(?:https?:|ftp:|file:|\/\/|\\\\)|expression\s{0,20}\(|-moz-binding|(?<![a-z-])behavior\s{0,20}:/i
const DECLARED =
  /<!entity\s|<\?xml-stylesheet\s[^>]{0,300}?href\s{0,20}=\s{0,20}["'](?:https?:|ftp:|file:|\/\/|\\\\|data:)/i
/** An animation that writes an address or a handler. */
const ANIMATED = /attributename\s{0,20}=\s{0,20}["']?(?:[a-z]{1,10}:)?(?:href|on[a-z])/i
/** A file of Office within. */
const OFFICE_WITHIN = /ActiveMime|QWN0aXZlTWlt|vbaProject|editdata\.mso/

/** Mark-up of a browser: does it run, load or send something? */
export function inMarkup(text: string): Danger | null {
  const plain = unescaped(text)
  const isActive =
    ELEMENTS.test(plain) ||
    HANDLER.test(plain) ||
    REFRESH.test(plain) ||
    SCRIPTED.test(squeezed(plain)) ||
    LOADS.test(plain) ||
    LINKED.test(plain) ||
    STYLED.test(plain) ||
    DECLARED.test(plain) ||
    ANIMATED.test(plain)
  return isActive ? ACTIONS : OFFICE_WITHIN.test(text) ? MACROS : null
}

/** The body of a mail, which its reader shows without scripts: only what wants to run all the same. */
export function inMailBody(text: string): Danger | null {
  const plain = unescaped(text)
  return RUNS.test(plain) || SCRIPTED.test(squeezed(plain)) ? ACTIONS : null
}

const RUNS = /<(?:script|iframe|frameset|object|embed|applet)[\s/>]/i

/** Without blanks and signs that are not seen: browsers read addresses so. */
function squeezed(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, '')
}

/** Characters written by their number, as a browser reads them. */
function unescaped(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi, (all, hex?: string, digits?: string) => {
      const point = Number.parseInt(hex ?? digits ?? '', hex === undefined ? 10 : 16)
      return point > 0 && point < 0x110000 ? String.fromCodePoint(point) : all
    })
    .replace(/&(?:colon|Tab|NewLine);/g, (name) => (name === '&colon;' ? ':' : ''))
}

/** Does an XML file make Office, or a search of Windows, open something? */
export function inXml(text: string): Danger | null {
  if (SHELL.test(text)) return { raison: 'executable', detail: null }
  if (/<\?mso-application\s/.test(text) && FLAT_MACROS.test(text)) return MACROS
  return DECLARED.test(text) ? ACTIONS : null
}

const SHELL =
  /<(?:[a-z0-9]{1,20}:)?(?:libraryDescription|searchConnectorDescription|persistedQuery|PCSettings|SearchableContent|deploymentProvider|jnlp|AppInstaller)[\s>]/i
const FLAT_MACROS = /binData|vbaProject|macrosPresent|editdata\.mso/i

const RTF_OBJECTS =
  /\\(?:object|objdata|objemb|objlink|objautlink|objsub|objocx|objhtml|objupdate|objclass|datafield)(?![a-z])/i
const RTF_TEMPLATE = /\\\*\s{0,20}\\template(?![a-z])/i
const RTF_FIELD = /\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK)\s{1,20}["\\a-z]/i

/** RTF with objects, a template, or fields that fetch something. */
export function inRtf(text: string): Danger | null {
  if (RTF_OBJECTS.test(text) || RTF_TEMPLATE.test(text)) return ACTIONS
  return text.includes('\\fldinst') && RTF_FIELD.test(fields(text)) ? ACTIONS : null
}

/** What stands after each `\fldinst`. */
function fields(text: string): string {
  const found: string[] = []
  for (let at = text.indexOf('\\fldinst'); at !== -1; at = text.indexOf('\\fldinst', at + 8)) {
    found.push(text.slice(at + 8, at + 208))
  }
  return found.join(' ')
}

/** One part of an Office document of XML: relationships that load something, fields and links that run something. */
export function inOfficePart(name: string, text: string): Danger | null {
  if (/\.rels$/i.test(name)) return loadsElsewhere(text) ? ACTIONS : null
  if (/<(?:[a-z0-9]{1,20}:)?ddeLink[\s>]|dde-source|<text:dde-connection/i.test(text))
    return ACTIONS
  if (/<script:event-listener|<script:module/.test(text)) return MACROS
  const said = [...text.matchAll(/<w:instrText(?:\s[^>]{0,200})?>([^<]{0,4000})</g)].map(
    ([, words = '']) => words,
  )
  const simple = [...text.matchAll(/w:instr="([^"]{0,4000})"/g)].map(([, words = '']) => words)
  return /\bDDE(?:AUTO)?\b/i.test([said.join(''), ...simple].join(' ')) ? ACTIONS : null
}

/** A link that is followed is none; another workbook on the author's own disk is not fetched. */
function loadsElsewhere(rels: string): boolean {
  return [...rels.matchAll(/<(?:[a-z0-9]{1,20}:)?Relationship\s([^>]{0,8000})>/gi)].some(
    ([, attributes = '']) => {
      const said = unescaped(attributes)
      if (!/TargetMode\s{0,20}=\s{0,20}["']External/i.test(said)) return false
      const type = valueIn(said, 'Type')
      if (/\/hyperlink$/i.test(type)) return false
      const target = valueIn(said, 'Target')
      return (
        !/\/externalLinkPath$/i.test(type) ||
        /^(?:https?:|ftp:|mhtml:|\\\\|\/\/|file:\/\/\/?\\\\)/i.test(target)
      )
    },
  )
}

function valueIn(attributes: string, name: 'Type' | 'Target'): string {
  const found = (name === 'Type' ? TYPE : TARGET).exec(attributes)
  return (found?.[1] ?? found?.[2] ?? '').trim()
}

const TYPE = /(?:^|\s)Type\s{0,20}=\s{0,20}(?:"([^"]{0,2000})"|'([^']{0,2000})')/
const TARGET = /(?:^|\s)Target\s{0,20}=\s{0,20}(?:"([^"]{0,2000})"|'([^']{0,2000})')/
