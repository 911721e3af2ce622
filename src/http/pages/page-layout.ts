/**
 * The frame of the administrators' pages: title, navigation, who is signed in.
 *
 * In    a title, a body
 * Out   a whole document in French, without script, readable without style
 */
import { Html, html } from './html.ts'

/** Who is signed in, as a page names him. */
interface Holder {
  readonly titulaire: string
  readonly portees: readonly string[]
}

/** What every page knows. */
export interface Frame {
  readonly holder: Holder | null
  /** Word that the forms of this session carry. */
  readonly formToken: string
  /** Null: it is not told to whoever is not known. */
  readonly version: string | null
}

const LINKS = [
  { href: '/', name: 'Vue d’ensemble', scope: null },
  { href: '/dossiers', name: 'Dossiers', scope: 'status' },
  { href: '/requis', name: 'Requis', scope: 'ops' },
  { href: '/messages', name: 'Messages', scope: 'ops' },
  { href: '/envois', name: 'Envois', scope: 'ops' },
  { href: '/facturation', name: 'Facturation', scope: 'billing' },
  { href: '/journal', name: 'Journal', scope: 'ops' },
  { href: '/jetons', name: 'Jetons', scope: 'ops' },
] as const

/** A whole page. `here` is the link of the navigation it belongs to. */
export function page(title: string, here: string, frame: Frame, body: Html): string {
  const { holder } = frame
  const document = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} — Confrère</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icone.svg" type="image/svg+xml">
</head>
<body>
<a class="evitement" href="#contenu">Aller au contenu</a>
<header>
<p class="marque"><img src="/icone.svg" alt="" width="28" height="28">Confrère</p>
${holder === null ? null : navigation(here, holder, frame)}
</header>
<main id="contenu">
<h1>${title}</h1>
${body}
</main>
<footer><p>Passerelle de téléexpertise${frame.version === null ? null : html`, version ${frame.version}`}. Aucun contenu médical sur ces pages. <a href="/api/docs">Documentation de l’API</a></p></footer>
</body>
</html>
`
  return String(document)
}

function navigation(here: string, holder: Holder, frame: Frame): Html {
  const links = LINKS.filter(({ scope }) => scope === null || opens(holder, scope))
  return html`<nav aria-label="Rubriques"><ul>
${links.map(({ href, name }) => html`<li><a href="${href}"${current(href === here)}>${name}</a></li>`)}
</ul></nav>
<form class="session" method="post" action="/deconnexion">${hidden(frame)}
<span>${holder.titulaire}</span> <button class="discret">Se déconnecter</button></form>`
}

function current(here: boolean): Html {
  return new Html(here ? ' aria-current="page"' : '')
}

/** Does a holder's token open this scope? */
export function opens(holder: Holder | null, scope: string): boolean {
  return holder?.portees.includes(scope) ?? false
}

/** The field that proves a form comes from a page of this session. */
export function hidden({ formToken }: Frame): Html {
  return html`<input type="hidden" name="formulaire" value="${formToken}">`
}

/** A table, or a sentence when there is nothing to show. */
export function table(
  caption: string,
  heads: readonly (string | { readonly number: string })[],
  rows: readonly Html[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="vide">${empty}</p>`
  return html`<div class="tableau" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map(headCell)}</tr></thead>
<tbody>
${rows}
</tbody></table></div>`
}

function headCell(head: string | { readonly number: string }): Html {
  return typeof head === 'string'
    ? html`<th scope="col">${head}</th>`
    : html`<th scope="col" class="nombre">${head.number}</th>`
}

/** A state, as a small label; `tone` gives its colour, the words say it too. */
export function label(text: string, tone: 'bien' | 'attente' | 'mal' | 'neutre'): Html {
  return html`<span class="etat ${tone}">${text}</span>`
}

/** The link to the next page of a list. */
export function more(path: string, next: string | null): Html | null {
  return next === null
    ? null
    : html`<p><a class="suite" href="${path}${path.includes('?') ? '&' : '?'}cursor=${next}">Page suivante</a></p>`
}

/** A form that asks for a reason before it does something. */
export function reasonForm(
  action: string,
  { button, example }: { readonly button: string; readonly example: string },
  frame: Frame,
): Html {
  return html`<form class="motif" method="post" action="${action}">${hidden(frame)}
<label for="motif">Motif <span class="aide">(gardé au journal, sans donnée de patient)</span></label>
<input id="motif" name="motif" required minlength="3" maxlength="500" placeholder="${example}">
<button>${button}</button></form>`
}
