/**
 * The page that a browser is shown where a program gets a problem.
 *
 * In    the header Accept of who asks; a status, what is wrong, and what more is known of it
 * Out   does he want a page; the page, without anything of what was sent
 *
 * RFC 9110 §12.5.1 · SPEC §12 (« For a browser every error is a page »)
 */
import { html } from './html.ts'
import { page } from './page-layout.ts'

const NOBODY = { holder: null, formToken: '', version: null } as const

/** Does he name HTML, at least as wanted as JSON? Who takes anything, as programs do, gets a problem. */
export function wantsPage(accept: string | undefined): boolean {
  const ranges = (accept ?? '').toLowerCase().split(',').map(rangeOf)
  const best = (types: readonly string[]): number =>
    Math.max(0, ...ranges.filter(({ type }) => types.includes(type)).map(({ q }) => q))
  const asPage = best(['text/html', 'application/xhtml+xml'])
  return asPage > 0 && asPage >= best(['application/json', 'application/problem+json'])
}

function rangeOf(range: string): { readonly type: string; readonly q: number } {
  const [type = '', ...parameters] = range.split(';').map((each) => each.trim())
  const q = parameters.find((each) => each.startsWith('q='))?.slice(2)
  const weight = q === undefined ? 1 : Number(q)
  return { type, q: Number.isFinite(weight) ? weight : 0 }
}

/** The page of an error. */
export function errorPage(status: number, title: string, detail: string | undefined): string {
  const body = html`<p class="avis mal" role="alert">${title}</p>
${detail === undefined ? null : html`<p>${detail}</p>\n`}<p><a href="/">Revenir à l’accueil</a></p>`
  return page(status === 404 ? 'Introuvable' : `Erreur ${status}`, '', NOBODY, body)
}
