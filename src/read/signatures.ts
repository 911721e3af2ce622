/**
 * What runs, and what holds other files, by its first octets; what runs by its name alone where it has no such octets.
 *
 * In    the beginning of a file, its name
 * Out   its kind; null: neither
 *
 * The marks are those of `file(1)`; a table of these few needs no library.
 */

import { isMarkup } from './active.ts'
import { isCms } from './cms-content.ts'

/** A file that runs, or what it is made of. */
export type Kind =
  | 'executable'
  | 'zip'
  | 'gzip'
  | 'ole'
  | 'pdf'
  | 'rtf'
  /** A mail, or a page kept as one: its parts are looked into. */
  | 'mail'
  /** A document in S/MIME form: what its signature surrounds is looked into. */
  | 'cms'
  /** What a browser shows. */
  | 'markup'
  | 'xml'
  /** Symbolic links of a spreadsheet, older than any protection. */
  | 'sylk'
  /** An archive of a kind that is not looked into. */
  | 'archive'

/** As many octets as tell. */
export const HEAD_BYTES = 36_864

const MARKS: readonly (readonly [mark: string, kind: Kind, at?: number])[] = [
  ['7f454c46', 'executable'], // ELF
  ['feedface', 'executable'], // Mach-O, 32 and 64 bits, both orders, and for several machines (Java classes too)
  ['feedfacf', 'executable'],
  ['cefaedfe', 'executable'],
  ['cffaedfe', 'executable'],
  ['cafebabe', 'executable'],
  ['cafebabf', 'executable'],
  ['4c0000000114020000000000c000000000000046', 'executable'], // .lnk: MS-SHLLINK §2.1
  ['6465780a', 'executable'], // Android
  ['0061736d01000000', 'executable'], // WebAssembly
  ['49545346', 'executable'], // .chm
  ['213c617263683e0a64656269616e', 'executable'], // .deb
  ['edabeedb', 'executable'], // .rpm
  ['e4525c7b8cd8a74daeb15378d02996d3', 'executable'], // OneNote: what it shows may be put over a program
  ['a12fff43d9ef764c9ee210ea5722765f', 'executable'],
  ['7668647866696c65', 'executable'], // .vhdx
  ['636f6e6563746978', 'executable'], // .vhd
  ['4344303031', 'executable', 32_769], // .iso: ISO 9660
  ['4245413031', 'executable', 32_769], // UDF
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['504b0708', 'zip'],
  ['1f8b', 'gzip'],
  ['d0cf11e0a1b11ae1', 'ole'],
  ['526172211a07', 'archive'], // RAR
  ['377abcaf271c', 'archive'], // 7z
  ['4d534346', 'archive'], // .cab
  ['425a68', 'archive'], // bzip2
  ['fd377a585a00', 'archive'], // xz
  ['28b52ffd', 'archive'], // zstd
  ['04224d18', 'archive'], // lz4
  ['7573746172', 'archive', 257], // tar
]
/** What a double click runs although it is nothing but text. */
const NAMES =
  /\.(?:bat|cmd|com|cpl|exe|dll|gadget|hta|inf|jar|jse?|jsx|lnk|mjs|msc|msi|msp|mst|msu|pif|ps1|ps1xml|psc1|psd1|psm1|py|pyw|pl|rb|reg|rdp|scf|scr|sct|sh|csh|ksh|url|website|vbe?|vbs|workflow|wsc|wsf|wsh|apk|app|appx|appxbundle|msix|msixbundle|appinstaller|appref-ms|application|command|desktop|iso|img|vhdx?|vmdk|wim|dmg|chm|hlp|library-ms|search-ms|searchconnector-ms|settingcontent-ms|iqy|oqy|rqy|dqy|one|onetoc2|onepkg|slk|xll|wll|mde|mda|accde|accda|ade|adp|jnlp|xbap|diagcab|diagcfg|theme|themepack|osd|crx|xpi|docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam|sldm)$/i
const TEXT =
  /^\s*(?:#!|@?echo\s+off\b|windows registry editor|\[internetshortcut\]|\[desktop entry\])|<hta:application\b|\bwscript\.(?:shell|createobject)\b|\bcreateobject\s*\(\s*"wscript/i

/** A command that a spreadsheet would offer to run, in a cell of plain text. */
const FORMULA =
  /(?:^|[\n;,\t"])\s{0,20}[=+@-][^\n]{0,60}?\b(?:cmd|powershell|msexcel|rundll32|regsvr32|mshta|wscript|cscript)\s{0,5}\|/i
const MAIL_NAME = /\.(?:eml|mht|mhtml|mim|nws)$/i
const MAIL_BEGINS =
  /^(?:mime-version|content-type|received|return-path|message-id|from|date|subject):[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n|[!-9;-~]{1,76}:[^\n]{0,998}\r?\n)/i

/** What a file is: what runs by its name does so whatever it holds; else by its beginning. */
export function kindOf(head: Buffer, name: string, isOfficePart = false): Kind | null {
  const named = name.trimEnd().replace(/[. ]{1,20}$/, '')
  if (NAMES.test(named)) return 'executable'
  for (const [mark, kind, at = 0] of MARKS) {
    const length = mark.length / 2
    if (head.subarray(at, at + length).toString('hex') === mark) return kind
  }
  if (isWindows(head)) return 'executable'
  if (isCms(head)) return 'cms'
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  const text = asText(head)
  if (TEXT.test(text.slice(0, TEXT_HEAD))) return 'executable'
  if (isOfficePart && OFFICE_XML.test(named)) return 'xml'
  return kindOfText(text, named)
}

const OFFICE_XML = /\.(?:xml|rels|rdf|vml)$/i
const TEXT_HEAD = 4096

function kindOfText(text: string, name: string): Kind | null {
  const begins = text.slice(0, TEXT_HEAD).trimStart()
  if (begins.startsWith('{\\rt')) return 'rtf'
  if (/^ID;/.test(begins) && /\r?\n[BCFPOENW];/.test(begins)) return 'sylk'
  if (MAIL_NAME.test(name) || MAIL_BEGINS.test(begins)) return 'mail'
  if (isMarkup(begins, name)) return 'markup'
  if (begins.startsWith('<') || /\.xml$/i.test(name)) return 'xml'
  return FORMULA.test(text) ? 'executable' : null
}

/** `MZ`, and what stands where it points to, or what no text has. */
function isWindows(head: Buffer): boolean {
  if (head.subarray(0, 2).toString('latin1') !== 'MZ') return false
  const at = head.length < 64 ? 0 : head.readUInt32LE(60)
  const mark = head.subarray(at, at + 2).toString('latin1')
  return /^(?:PE|NE|LE|LX)$/.test(mark) || head.subarray(2, 64).includes(0)
}

/** A text, whichever way its letters are written. */
export function asText(head: Buffer): string {
  const bom = head.subarray(0, 2).toString('hex')
  if (bom === 'fffe') return head.subarray(2, head.length & ~1).toString('utf16le')
  if (bom === 'feff')
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString('utf16le')
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
}
