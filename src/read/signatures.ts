/**
 * What runs, and what holds other files, by its first octets; what runs by its name alone where it has no such octets.
 *
 * In    the beginning of a file, its name
 * Out   its kind; null: neither
 *
 * The marks are those of `file(1)`; a table of these few needs no library.
 */

/** A file that runs, or what it is made of. */
export type Kind =
  | 'executable'
  | 'zip'
  | 'gzip'
  | 'ole'
  | 'pdf'
  /** An archive of a kind that is not looked into. */
  | 'archive'

/** As many octets as tell. */
export const HEAD_BYTES = 4096

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
  /\.(?:bat|cmd|com|cpl|exe|dll|gadget|hta|inf|jar|jse?|jsx|lnk|mjs|msc|msi|msp|pif|ps1|psd1|psm1|py|pyw|reg|scf|scr|sct|sh|url|vbe?|vbs|workflow|wsc|wsf|wsh|apk|app|appx|msix|command|desktop|iso|img|vhdx?)$/i
const TEXT =
  /^\s*(?:#!|@?echo\s+off\b|windows registry editor|\[internetshortcut\]|\[desktop entry\])|<hta:application\b|\bwscript\.(?:shell|createobject)\b|\bcreateobject\s*\(\s*"wscript/i

/** What a file is by its beginning, else by its name. */
export function kindOf(head: Buffer, name: string): Kind | null {
  for (const [mark, kind, at = 0] of MARKS) {
    const length = mark.length / 2
    if (head.subarray(at, at + length).toString('hex') === mark) return kind
  }
  if (isWindows(head)) return 'executable'
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return NAMES.test(name.trimEnd()) || TEXT.test(asText(head)) ? 'executable' : null
}

/** `MZ`, and what stands where it points to, or what no text has. */
function isWindows(head: Buffer): boolean {
  if (head.subarray(0, 2).toString('latin1') !== 'MZ') return false
  const at = head.length < 64 ? 0 : head.readUInt32LE(60)
  const mark = head.subarray(at, at + 2).toString('latin1')
  return /^(?:PE|NE|LE|LX)$/.test(mark) || head.subarray(2, 64).includes(0)
}

/** The beginning as text, whichever way its letters are written. */
function asText(head: Buffer): string {
  const bom = head.subarray(0, 2).toString('hex')
  if (bom === 'fffe') return head.subarray(2, head.length & ~1).toString('utf16le')
  if (bom === 'feff')
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString('utf16le')
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
}
