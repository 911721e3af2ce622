/**
 * The forms by which a coordinator enters what he was told by telephone: a consent withdrawn, a request given up.
 *
 * SPEC §6.1, §12
 */
import type { DossierVu } from '../../ledger/views/vues-dossiers.ts'
import { type Html, html } from './html.ts'
import { type Frame, hidden } from './page-layout.ts'

/** The forms that still have an object. */
export function arretForms({ numero, etat, motif }: DossierVu, frame: Frame): Html {
  const isWithdrawn = motif === 'consentement-retire' || motif === 'consentement-refuse'
  const isOpen = etat === 'incomplet' || etat === 'en_cours'
  return html`${isWithdrawn ? null : retrait(numero, frame)}${isOpen ? annulation(numero, frame) : null}`
}

function retrait(numero: string, frame: Frame): Html {
  return html`<h2>Retirer le consentement du patient</h2>
<p>Le patient, ou le requérant pour lui, l’a dit par téléphone ou sur place. Tout ce qui n’est pas parti est arrêté, les médecins qui ont eu la demande et le requérant en sont avertis. Rien ne l’annule ensuite.</p>
${form({ action: `/dossiers/${numero}/retirer-consentement`, id: 'motif-retrait', bouton: 'Retirer le consentement', exemple: 'Appel du patient ce jour' }, frame)}`
}

function annulation(numero: string, frame: Frame): Html {
  return html`<h2>Annuler la demande</h2>
<p>Le requérant l’a demandé et ne peut pas l’écrire. Les médecins sollicités et lui-même en sont avertis.</p>
${form({ action: `/dossiers/${numero}/annuler`, id: 'motif-annulation', bouton: 'Annuler la demande', exemple: 'Appel du requérant ce jour' }, frame)}`
}

interface Champs {
  readonly action: string
  readonly id: string
  readonly bouton: string
  readonly exemple: string
}

function form({ action, id, bouton, exemple }: Champs, frame: Frame): Html {
  return html`<form class="motif" method="post" action="${action}">${hidden(frame)}
<label for="${id}">Motif <span class="aide">(gardé au journal, sans donnée de patient)</span></label>
<input id="${id}" name="motif" required minlength="3" maxlength="500" placeholder="${exemple}">
<button>${bouton}</button></form>
`
}
