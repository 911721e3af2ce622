/**
 * OBJECT IDENTIFIERs as people write them.
 *
 * X.690 §8.19
 */

/** The dotted text of the content octets of an OBJECT IDENTIFIER; null when they are cut or padded. */
export function dottedOid(value: Buffer): string | null {
  const arcs: (number | bigint)[] = []
  for (let at = 0; at < value.length; ) {
    let end = at
    while (((value[end] ?? 0) & 0x80) !== 0) end++
    if (end >= value.length) return null
    // X.690 §8.19.2: "the leading octet of the subidentifier shall not have the value 80"
    if (value[at] === 0x80) return null
    arcs.push(arcOf(value.subarray(at, end + 1)))
    at = end + 1
  }
  const [first = 0, ...rest] = arcs
  const root = first < 80 ? Math.floor(Number(first) / 40) : 2
  const second = typeof first === 'bigint' ? first - 80n : first - root * 40
  return [root, second, ...rest].join('.')
}

/** Seven octets of seven bits fit in a number; a UUID (2.25.…) does not. */
function arcOf(octets: Buffer): number | bigint {
  if (octets.length <= 7) return octets.reduce((arc, octet) => arc * 128 + (octet & 0x7f), 0)
  return octets.reduce((arc, octet) => arc * 128n + BigInt(octet & 0x7f), 0n)
}
