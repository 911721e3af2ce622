/**
 * The billing clerk's page: what waits to be exported, the exports and their files, what is unpaid.
 *
 * In    counts, a page of exports, the acts that need a person
 * Out   HTML; no patient on it, only acts and dossier numbers
 *
 * SPEC §11, §12
 */
import type { BilanRetours } from '../../billing/apply-returns.ts'
import { FORMATS, type Format } from '../../billing/champs.ts'
import { type Omis, omisDits } from '../../billing/porte.ts'
import type { ActeConnu, ComptesActes } from '../../ledger/actes/actes.ts'
import type { Export } from '../../ledger/actes/exports.ts'
import { count, euros, type Html, html, jour, when } from './html.ts'
import { actesTable } from './page-actes.ts'
import { type Frame, hidden, label, table } from './page-layout.ts'

/** Lines of a return file that the page tells. */
const SHOWN = 20

/** What the page shows. */
export interface BillingBoard {
  readonly counts: ComptesActes
  readonly exports: readonly Export[]
  readonly toCheck: readonly ActeConnu[]
  readonly suspended: readonly ActeConnu[]
  readonly rejected: readonly ActeConnu[]
  /** Paid in part. */
  readonly partial: readonly ActeConnu[]
  readonly unpaid: readonly ActeConnu[]
}

/** The billing page. */
export function billingPage(board: BillingBoard, frame: Frame): Html {
  const { counts } = board
  return html`<ul class="tuiles">
${tile(counts.aExporter, 'actes à exporter', 'neutre')}
${tile(counts.aVerifier, 'à vérifier', counts.aVerifier > 0 ? 'attente' : 'bien')}
${tile(counts.suspendus + counts.signales, 'suspendus ou signalés', counts.suspendus + counts.signales > 0 ? 'attente' : 'bien')}
${tile(counts.rejetes, 'rejetés, à corriger', counts.rejetes > 0 ? 'mal' : 'bien')}
${tile(counts.partiels, 'payés en partie', counts.partiels > 0 ? 'mal' : 'bien')}
${tile(counts.impayes, 'sans réponse 8 jours après l’export', counts.impayes > 0 ? 'mal' : 'bien')}
</ul>
<h2>Nouvel export</h2>
<form class="filtre" method="post" action="/facturation/exporter">${hidden(frame)}
<label for="du">Du</label><input id="du" name="du" type="date">
<label for="au">au</label><input id="au" name="au" type="date">
<label for="format">pour</label><select id="format" name="format"><option value="">tous les formats</option>
${FORMATS.map((each) => html`<option>${each}</option>`)}</select>
<button>Exporter</button>
<span class="aide">Sans dates : tous les actes facturables qui ne sont dans aucun export. « Pour » un format : ceux qu’il peut porter, les autres restent libres.</span></form>
<h2>Exports</h2>
${exportsTable(board.exports, frame)}
<h2>Retours de paiement</h2>
<form class="motif" method="post" action="/facturation/retours">${hidden(frame)}
<label for="retours">Contenu du fichier <code>id_acte;statut;date;motif</code>, et <code>montant_centimes</code> s’il y est</label>
<textarea id="retours" name="retours" required placeholder="id_acte;statut;date;motif"></textarea>
<button>Enregistrer les retours</button></form>
<h2>Rejetés</h2>
${actesTable('Actes rejetés : à corriger, à contester ou à clore', board.rejected, frame, ['corriger', 'contester', 'clore'])}
<h2>Payés en partie</h2>
${actesTable('Actes dont une part reste à payer', board.partial, frame, ['contester', 'clore'])}
<h2>Sans réponse</h2>
${actesTable('Actes exportés depuis 8 jours ou plus, ni payés ni rejetés', board.unpaid, frame, ['clore'])}
<h2>À vérifier</h2>
${actesTable('Actes qui attendent un numéro ou une vérification', board.toCheck, frame, ['confirmer', 'corriger', 'non-facturable'])}
<h2>Suspendus ou signalés</h2>
${actesTable('Actes dont la remise a été démentie après coup', board.suspended, frame, ['non-facturable'])}`
}

function tile(value: number, name: string, tone: string): Html {
  return html`<li><div class="${tone}"><strong>${value}</strong>${name}</div></li>`
}

function exportsTable(exports: readonly Export[], frame: Frame): Html {
  return table(
    'Exports, du plus récent au plus ancien',
    [
      'N°',
      'Créé le',
      'Période',
      { number: 'Actes' },
      { number: 'Total' },
      'État',
      'Fichiers',
      'Annuler',
    ],
    exports.map(
      (
        each,
      ) => html`<tr><th scope="row">${each.id}</th><td>${when(each.creeLe)}<br><span class="aide">par ${each.par}</span></td>
<td>${each.du === null ? `jusqu’au ${jour(each.au)}` : `du ${jour(each.du)} au ${jour(each.au)}`}</td>
<td class="nombre">${each.nombre}</td><td class="nombre">${euros(each.totalCentimes)}</td><td>${exportState(each)}</td>
<td>${FORMATS.map((format) => html`<a href="/facturation/${each.id}/fichier?format=${format}" download>${format}</a> ${leftOut(each, format)}`)}</td>
<td>${each.annuleLe === null ? voidForm(each, frame) : null}</td></tr>\n`,
    ),
    'Aucun export.',
  )
}

function leftOut({ omis }: Export, format: Format): Html | null {
  const own = omis[format]
  if (own === undefined) return null
  return html`<span class="aide">(${omisDits(own.actes as readonly Omis[], SHOWN, own.nombre)})</span> `
}

function exportState({ annuleLe, annuleMotif, remplace, remplacePar }: Export): Html {
  const of = remplace === null ? null : html` <span class="aide">remplace le n° ${remplace}</span>`
  if (annuleLe === null) return html`${label('valable', 'bien')}${of}`
  const by = remplacePar === null ? null : html` remplacé par le n° ${remplacePar}`
  return html`${label('annulé', 'neutre')}${by}${of}<br><span class="aide">${annuleMotif}</span>`
}

function voidForm({ id }: Export, frame: Frame): Html {
  return html`<form class="enligne" method="post" action="/facturation/${id}/annuler">${hidden(frame)}
<label class="aide" for="motif-${id}">Motif</label><input id="motif-${id}" name="motif" required minlength="3" maxlength="500">
<button class="discret">Annuler l’export</button></form>`
}

/** What became of a return file, in French. */
export function returnsNotice(result: unknown): string {
  const { payes, partiels, rejetes, ecartees, erreurs } = result as BilanRetours
  const part = partiels === 0 ? '' : ` (dont ${partiels} en partie)`
  const head = `${count(payes, 'acte payé', 'actes payés')}${part}, ${count(rejetes, 'rejeté', 'rejetés')}.`
  if (ecartees === 0) return head
  const lines = erreurs.slice(0, SHOWN).map(({ ligne, raison }) => `ligne ${ligne} : ${raison}`)
  const more = ecartees > SHOWN ? ` ; et ${ecartees - SHOWN} autres.` : '.'
  return `${head} Lignes qui n’ont rien changé : ${lines.join(' ; ')}${more}`
}
