/**
 * Acts that need a person, each with the form by which he settles it.
 *
 * In    acts of one kind, what may be done with them
 * Out   HTML; no patient on it, only acts and dossier numbers
 *
 * SPEC §11, §12
 */
import type { Action } from '../../billing/reglement.ts'
import { COLONNES_CORRIGEABLES } from '../../domain/colonnes.ts'
import type { ActeConnu } from '../../ledger/actes/actes.ts'
import { motifActeEnFrancais } from '../chronologie.ts'
import { count, euros, type Html, html, jour } from './html.ts'
import { type Frame, hidden, table } from './page-layout.ts'

const ACTION_FR: { readonly [A in Action]: string } = {
  confirmer: 'Confirmer : facturable',
  'non-facturable': 'Déclarer non facturable',
  corriger: 'Corriger une colonne',
  contester: 'Contester la réponse',
  clore: 'Clore sans suite',
}

/** A table of acts with the form that settles each. */
export function actesTable(
  caption: string,
  actes: readonly ActeConnu[],
  frame: Frame,
  actions: readonly Action[],
): Html {
  return table(
    caption,
    ['Acte', 'Dossier', 'Code', 'Date', { number: 'Montant' }, 'Exécutant', 'Raison', 'Régler'],
    actes.map(
      (
        each,
      ) => html`<tr><th scope="row">${each.id}</th><td>${each.acte.dossier}</td><td>${each.acte.code}</td>
<td>${jour(each.acte.dateActe)}</td><td class="nombre">${euros(each.acte.montantCentimes)}</td>
<td>${each.acte.executant.prenom} ${each.acte.executant.nom}</td><td>${reason(each)}</td>
<td>${form(each.id, frame, actions)}</td></tr>\n`,
    ),
    'Aucun acte.',
  )
}

function reason({ acte, suspendu, signale, retour, reste, suite, export: held }: ActeConnu): Html {
  const motif = acte.motif ?? suspendu ?? signale
  const said = motif === null ? (retour?.motif ?? '—') : motifActeEnFrancais(motif)
  const where = held === null ? null : html`<br><span class="aide">export n° ${held}</span>`
  const next = suite === 'conteste' ? html`<br><span class="aide">contesté</span>` : null
  const left =
    (reste ?? 0) === 0 ? null : html`<br><span class="aide">reste ${euros(reste ?? 0)}</span>`
  return html`${said}${left}${where}${next}`
}

function form(id: number, frame: Frame, actions: readonly Action[]): Html {
  const columns = actions.includes('corriger')
    ? html`<label class="aide" for="colonne-${id}">Colonne</label><select id="colonne-${id}" name="colonne"><option value=""></option>${Object.keys(COLONNES_CORRIGEABLES).map((name) => html`<option>${name}</option>`)}</select>
<label class="aide" for="valeur-${id}">Valeur</label><input id="valeur-${id}" name="valeur" maxlength="200" autocomplete="off">`
    : null
  return html`<form class="enligne" method="post" action="/facturation/actes/${id}">${hidden(frame)}
<label class="aide" for="action-${id}">Action</label><select id="action-${id}" name="action">${actions.map((each) => html`<option value="${each}">${ACTION_FR[each]}</option>`)}</select>
${columns}
<label class="aide" for="motif-acte-${id}">Motif</label><input id="motif-acte-${id}" name="motif" required minlength="3" maxlength="500">
<button class="discret">Régler</button></form>`
}

/** What became of an act, in French. */
export function acteNotice(result: unknown): string {
  const { id, etat, aussi, suite, explication } = result as {
    explication: string | null
    id: number
    etat: string
    aussi: readonly number[]
    suite: string | null
  }
  const words: { readonly [etat: string]: string } = {
    facturable: 'facturable',
    a_verifier: 'encore à vérifier',
    non_facturable: 'non facturable',
  }
  const state =
    suite === null ? (words[etat] ?? etat) : suite === 'clos' ? 'clos sans suite' : 'contesté'
  const also =
    aussi.length === 0
      ? ''
      : ` ${count(aussi.length, 'autre acte du dossier suit', 'autres actes du dossier suivent')}.`
  const why = suite !== null || explication === null ? '' : ` ${explication}`
  return `Acte n° ${id} : ${state}.${also}${why}`
}
