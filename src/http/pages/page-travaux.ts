/**
 * What a person must settle: on the page of a dossier with the way to do it, on the first page with the way there.
 *
 * SPEC §12
 */
import { TRAVAIL_INCONNU, travailDe } from '../../domain/travaux.ts'
import type { TravailOuvert, TravailVu } from '../../ledger/dossiers/travaux.ts'
import { codeEnFrancais } from '../chronologie.ts'
import { type Html, html, when } from './html.ts'
import { type Frame, reasonForm, table } from './page-layout.ts'

/** The open work items of one dossier; `frame` null where the reader may not settle them. */
export function travauxSection(
  numero: string,
  travaux: readonly TravailVu[],
  frame: Frame | null,
): Html | null {
  if (travaux.length === 0) return null
  return html`<h2 id="travaux">À régler</h2>
${travaux.map((each) => {
  const { responsable, action } = travailDe(each.code) ?? TRAVAIL_INCONNU
  const path = `/dossiers/${numero}/travaux/${each.id}/regler`
  return html`<section class="avis mal"><p><strong>${codeEnFrancais(each.code)}</strong>${each.erreur === null ? null : html` <code>${each.erreur}</code>`}<br>
Depuis ${when(each.ouvertLe)}. Responsable : ${responsable}. À faire : ${action}.</p>
${frame === null ? null : reasonForm(path, { button: 'Marquer comme réglé', example: 'Requis joint par téléphone' }, frame)}</section>\n`
})}`
}

/** The open work items of all dossiers. */
export function todoSection(travaux: readonly TravailOuvert[]): Html {
  return html`<h2 id="travaux">À régler</h2>
${travauxTable(travaux)}`
}

function travauxTable(travaux: readonly TravailOuvert[]): Html {
  return table(
    'Travaux à régler : ce qui demande d’arrêter d’abord, puis du plus ancien au plus récent',
    ['Dossier', 'Quoi', 'Responsable', 'À faire', 'Depuis'],
    travaux.map((each) => {
      const { responsable, action } = travailDe(each.code) ?? TRAVAIL_INCONNU
      return html`<tr><th scope="row"><a href="/dossiers/${each.numero}#travaux">${each.numero}</a></th>
<td>${codeEnFrancais(each.code)}</td><td>${responsable}</td><td>${action}</td><td>${when(each.ouvertLe)}</td></tr>\n`
    }),
    'Rien à régler.',
  )
}
