/**
 * The form by which a coordinator gives a stuck slot to another physician.
 *
 * SPEC §12
 */
import type { DossierVu } from '../../ledger/views/vues-dossiers.ts'
import { type Html, html } from './html.ts'
import { type Frame, hidden } from './page-layout.ts'

/** The form, while something is open. */
export function reattributionForm({ numero, etat }: DossierVu, frame: Frame): Html | null {
  if (etat !== 'en_cours') return null
  return html`<h2>Confier à un autre requis</h2>
<p>Au-delà de la personne ou de la spécialité demandée, l’accord du requérant est d’abord demandé.</p>
<form class="motif" method="post" action="/dossiers/${numero}/reattribuer">${hidden(frame)}
<label for="rpps">RPPS du requis</label><input id="rpps" name="rpps" required pattern="[0-9]{11}" inputmode="numeric">
<label for="motif">Motif <span class="aide">(gardé au journal, sans donnée de patient)</span></label>
<input id="motif" name="motif" required minlength="3" maxlength="500" placeholder="Requis débordé">
<button>Confier</button></form>`
}

/** What became of it, in French. */
export function reattributionNotice(result: unknown): string {
  const { requis, attend, remarque } = result as {
    requis: string
    attend: string
    remarque?: string
  }
  const done =
    attend === 'accord'
      ? `L’accord du requérant est demandé pour le RPPS ${requis} : rien ne part avant.`
      : `La demande est adressée au RPPS ${requis}.`
  return remarque === undefined ? done : `${done} ${remarque}`
}
