/** What is used of `unicode-name`, which has no types of its own. */
declare module 'unicode-name' {
  /** The name of a character, a correction or a label included; undefined for several characters. */
  export function unicodeName(char: string): string | undefined
}
