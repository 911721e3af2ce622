/**
 * HTML that cannot be forgotten to be escaped: what is put into a template is text unless it is HTML already.
 *
 * In    a template and its values
 * Out   Html; `String(html)` is the markup
 */

/** Markup, as opposed to text. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

type Value = Html | string | number | null | false | readonly Value[]

/** Makes markup; strings are escaped, lists are joined, null and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((text, at) => text + markup(values[at] ?? null)).join(''))
}

function markup(value: Value): string {
  if (value === null || value === false) return ''
  if (value instanceof Html) return String(value)
  if (typeof value === 'object') return value.map(markup).join('')
  return String(value).replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

const INSTANT = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** « 22 nov. 2026, 10:15 », in a `<time>`; a dash when there is none. */
export function when(instant: string | null): Html {
  if (instant === null) return html`<span class="rien">—</span>`
  return html`<time datetime="${instant}">${INSTANT.format(new Date(instant))}</time>`
}

/** « 02/03/2026 » from `2026-03-02`; a dash when there is none. */
export function jour(day: string | null): string {
  return day === null ? '—' : day.split('-').reverse().join('/')
}

/** « 3 h », « 2 j »: how long since an instant. */
export function since(instant: string | null, now: Date): string {
  if (instant === null) return '—'
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(instant)) / 60_000))
  if (minutes < 60) return `${minutes}\u00A0min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}\u00A0h` : `${Math.floor(hours / 24)}\u00A0j`
}

/** « 23,00 € » from cents. */
export function euros(cents: number): string {
  return (cents / 100).toLocaleString('fr-FR', { style: 'currency', currency: 'EUR' })
}

/** The singular or the plural, with its number. */
export function count(nombre: number, one: string, many: string): string {
  return `${nombre}\u00A0${nombre > 1 ? many : one}`
}
