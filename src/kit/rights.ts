/**
 * The rights of a file that holds a secret.
 *
 * In    what `stat` says of it
 * Out   whether anybody but its owner may read or change it
 */
const OTHERS = 0o077

/** May its group or others read or change it? */
export function othersMayRead({ mode }: { readonly mode: number }): boolean {
  return (mode & OTHERS) !== 0
}
