/** Documents of invented patients, made octet by octet where a file of a kind is wanted. */
import PDFDocument from 'pdfkit'

/** A PDF of one page with these lines, and whatever else its options say. */
export async function pdfFile(
  lines: readonly string[],
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const pdf = new PDFDocument(options)
  const pieces: Buffer[] = []
  pdf.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise((resolve) => pdf.on('end', resolve))
  for (const line of lines) pdf.text(line)
  pdf.end()
  await ended
  return Buffer.concat(pieces)
}

interface Header {
  readonly nom?: string
  readonly naissance?: string
  readonly sexe?: string
  readonly identifiant?: string
  readonly charset?: string
}

/** A DICOM file in explicit little-endian, without an image. DICOM PS3.10 §7.1 */
export function dicomFile({ nom, naissance, sexe, identifiant, charset }: Header): Buffer {
  const even = (text: string, pad: string): Buffer => {
    const octets = Buffer.from(text, charset === 'ISO_IR 192' ? 'utf8' : 'latin1')
    return octets.length % 2 === 0 ? octets : Buffer.concat([octets, Buffer.from(pad)])
  }
  const element = (group: number, number: number, vr: string, value: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt16LE(group, 0)
    head.writeUInt16LE(number, 2)
    head.write(vr, 4, 'latin1')
    head.writeUInt16LE(value.length, 6)
    return Buffer.concat([head, value])
  }
  const texts: readonly (readonly [number, number, string, string | undefined])[] = [
    [0x0008, 0x0005, 'CS', charset],
    [0x0010, 0x0010, 'PN', nom],
    [0x0010, 0x0020, 'LO', identifiant],
    [0x0010, 0x0030, 'DA', naissance],
    [0x0010, 0x0040, 'CS', sexe],
    [0x0018, 0x0015, 'CS', 'CHEST'],
  ]
  const meta = element(0x0002, 0x0010, 'UI', even('1.2.840.10008.1.2.1', '\0'))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(meta.length)
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x0002, 0x0000, 'UL', length),
    meta,
    ...texts.flatMap(([group, number, vr, text]) =>
      text === undefined ? [] : [element(group, number, vr, even(text, ' '))],
    ),
  ])
}
