/**
 * The pages behind a click: a dossier and its timeline, a message and its verdict, a letter and its attempts.
 *
 * SPEC §12
 */
import { lettreEnFrancais, roleEnFrancais } from '../../domain/noms-de-lettres.ts'
import { type Prochaine, prochaineFr } from '../../domain/prochaine.ts'
import type { ClassementVu } from '../../ledger/messages/messages-classes.ts'
import type { DossierVu, LettreVue, LigneChronologie } from '../../ledger/views/vues-dossiers.ts'
import type { LigneJournal } from '../../ledger/views/vues-journal.ts'
import type { EntrantLu, EnvoiVu } from '../../ledger/views/vues-messages.ts'
import type { Verdict } from '../../message.ts'
import {
  codeEnFrancais,
  codePourAdministrateur,
  etatEnFrancais,
  gestePourAdministrateur,
  phrase,
} from '../chronologie.ts'
import { type Html, html, when } from './html.ts'
import { letterState, messageState, pool, who } from './page-dashboard.ts'
import { type Frame, label, reasonForm, table } from './page-layout.ts'

const ETATS = ['incomplet', 'en_cours', 'repondu', 'sans_reponse', 'annule', 'clos']

/** The list of dossiers, with its filter. */
export function dossiersPage(
  dossiers: readonly DossierVu[],
  asked: { readonly etat: string | undefined; readonly enRetard: boolean },
  names: ReadonlyMap<string, string>,
): Html {
  const option = (etat: string): Html =>
    etat === asked.etat
      ? html`<option value="${etat}" selected>${etatEnFrancais(etat)}</option>`
      : html`<option value="${etat}">${etatEnFrancais(etat)}</option>`
  return html`<form class="filtre" method="get" action="/dossiers">
<label for="etat">État</label><select id="etat" name="etat"><option value="">tous</option>${ETATS.map(option)}</select>
<label class="enligne"><input type="checkbox" name="en_retard" value="oui"${asked.enRetard ? html` checked` : ''}> en retard</label>
<button>Filtrer</button></form>
${table(
  'Dossiers, du plus récent au plus ancien',
  ['Dossier', 'État', 'Ouvert le', 'Requérant', 'Sollicitations'],
  dossiers.map(
    (each) => html`<tr><th scope="row"><a href="/dossiers/${each.numero}">${each.numero}</a></th>
<td>${dossierState(each)}</td><td>${when(each.ouvertLe)}</td><td>${each.requerant === null ? '—' : who(each.requerant, names)}</td>
<td>${each.sollicitations.map((slot) => html`${pool(slot.specialite)} : ${etatEnFrancais(slot.etat)}<br>`)}</td></tr>\n`,
  ),
  'Aucun dossier.',
)}`
}

/** One dossier: its slots, its letters, its timeline. */
export function dossierPage(
  found: DossierVu,
  letters: readonly LettreVue[],
  lines: readonly LigneChronologie[],
  names: ReadonlyMap<string, string>,
): Html {
  return html`<dl>
<dt>État</dt><dd>${dossierState(found)}${found.motif === null ? null : html` ${codeEnFrancais(found.motif)}`}</dd>
${found.prochaine === null ? null : html`<dt>À faire</dt><dd>${aFaire(found.prochaine)}</dd>\n`}<dt>Ouvert le</dt><dd>${when(found.ouvertLe)}</dd>
<dt>Fini le</dt><dd>${when(found.finiLe)}</dd>
<dt>Requérant</dt><dd>${found.requerant === null ? '—' : `${who(found.requerant, names)} (RPPS ${found.requerant})`}</dd>
</dl>
<h2>Sollicitations</h2>
${table(
  'Une ligne par avis demandé',
  [
    'N°',
    'Spécialité',
    'Requis',
    'État',
    'Ouverte le',
    'Délai jusqu’au',
    'Fin au plus tard',
    'À faire',
    'Terminée le',
  ],
  found.sollicitations.map(
    (
      slot,
    ) => html`<tr><th scope="row">${slot.rang}</th><td>${pool(slot.specialite)}</td><td>${who(slot.requis, names)}</td>
<td>${label(etatEnFrancais(slot.etat), slot.etat === 'rendue' ? 'bien' : 'attente')}${slot.enRetard ? label('en retard', 'mal') : null}</td>
<td>${when(slot.ouverteLe)}</td><td>${slot.limiteLe === null && slot.termineeLe === null ? 'suspendu' : when(slot.limiteLe)}</td><td>${when(slot.expirationLe)}</td><td>${aFaire(slot.prochaine)}</td><td>${when(slot.termineeLe)}</td></tr>\n`,
  ),
  'Rien n’est encore parti.',
)}
<h2>Courriers</h2>
${table(
  'Courriers du dossier',
  ['Courrier', 'État', 'Raison', 'Remis le'],
  letters.map(
    (
      each,
    ) => html`<tr><th scope="row"><a href="/envois/${each.id}">${lettreEnFrancais(each.letter)} ${roleEnFrancais(each.role)}</a></th>
<td>${letterState(each.state)}</td><td>${each.code === null ? '—' : codeEnFrancais(each.code)}</td><td>${when(each.deliveredAt)}</td></tr>\n`,
  ),
  'Aucun courrier.',
)}
<h2>Chronologie</h2>
${
  lines.length === 0
    ? html`<p class="vide">Rien au journal.</p>`
    : html`<ol class="chronologie">
${lines.map((line) => html`<li>${when(line.instant)} ${phrase(line.quoi, line.detail)} <span class="aide">— ${line.auteur}</span></li>\n`)}
</ol>`
}`
}

function aFaire(prochaine: Prochaine | null): string {
  return prochaine === null ? '—' : prochaineFr(prochaine)
}

function dossierState({ etat, enRetard }: DossierVu): Html {
  const tone = etat === 'repondu' || etat === 'clos' ? 'bien' : 'attente'
  return html`${label(etatEnFrancais(etat), etat === 'annule' ? 'neutre' : tone)}${enRetard ? label('en retard', 'mal') : null}`
}

/** One message: its verdict, and the way to judge it again. */
export function messagePage(found: EntrantLu, frame: Frame): Html {
  const replayable = ['quarantined', 'refused', 'deferred'].includes(found.state)
  const ended = ['quarantined', 'refused'].includes(found.state)
  const closable = found.closedAt === null && (ended || found.owner !== null)
  return html`<dl>
<dt>Reçu le</dt><dd>${when(found.receivedAt)}</dd>
<dt>État</dt><dd>${messageState(found.state)}</dd>
<dt>Raison</dt><dd>${found.code === null ? '—' : html`${codeEnFrancais(found.code)}${ours(found.code)}`}</dd>
<dt>Responsable</dt><dd>${found.owner ?? '—'}</dd>
<dt>À faire</dt><dd>${found.nextAction ?? 'rien'}</dd>
${found.closings.map(closing)}<dt>Dossier</dt><dd>${found.dossier === null ? '—' : html`<a href="/dossiers/${found.dossier}">${found.dossier}</a>`}</dd>
<dt>Auteur (RPPS)</dt><dd>${found.author ?? '—'}</dd>
<dt>Adresse visée</dt><dd>${found.way}</dd>
<dt>Taille</dt><dd>${Math.ceil(found.size / 1024)} Kio</dd>
<dt>Essais</dt><dd>${found.attempts}</dd>
</dl>
<h2>Verdict</h2>
${found.verdict === null ? html`<p class="vide">Pas de verdict : message non jugé, ou contenu détruit.</p>` : verdictList(found.verdict)}
${
  replayable
    ? html`<h2>Juger à nouveau</h2>
<p>Le message est jugé à l’instant de sa réception, avec la confiance et l’annuaire d’aujourd’hui.</p>
${reasonForm(`/messages/${found.id}/rejouer`, { button: 'Rejouer', example: 'Liste de révocation mise à jour' }, frame)}`
    : null
}
<h2>Lire le contenu</h2>
<p>Aucun contenu ne passe par cette page. Sur le serveur : <code>./confrere message ${found.id} --out message.eml --motif "…"</code>. La lecture est notée au journal.</p>
${
  closable
    ? html`<h2>Classer</h2>
<p>Le message n’attend plus personne et quitte les listes ; il reste gardé jusqu’au terme prévu, et peut encore être rejoué.</p>
${reasonForm(`/messages/${found.id}/classer`, { button: 'Classer', example: 'Dossier terminé, auteur prévenu' }, frame)}`
    : null
}`
}

function closing({ closedAt, closedBy, reopenedAt, reopenedBy }: ClassementVu): Html {
  const again =
    reopenedAt === null ? null : html` ; rouvert le ${when(reopenedAt)}, par ${reopenedBy ?? '—'}`
  return html`<dt>Classé</dt><dd>${when(closedAt)}, par ${closedBy}${again}</dd>\n`
}

const MOTS: { readonly [mot: string]: string } = {
  absent: 'absente',
  authEnveloped: 'chiffré et authentifié',
  compressed: 'compressé',
  enveloped: 'chiffré',
  good: 'non révoqué',
  indeterminate: 'indéterminé',
  invalid: 'non valable',
  revoked: 'révoqué',
  signed: 'signé',
  unknown: 'inconnue',
  unsupported: 'non prise en charge',
  valid: 'valable',
}

function mot(word: string): string {
  return MOTS[word] ?? word
}

function verdictList(verdict: Verdict): Html {
  const { signature, path, revocation, signer, sender } = verdict
  const reason = (code: string | null): Html | null =>
    code === null ? null : html` ${codeEnFrancais(code)}${ours(code)}`
  return html`<dl>
<dt>Enveloppes</dt><dd>${verdict.layers.length === 0 ? 'aucune' : verdict.layers.map(mot).join(', ')}</dd>
<dt>Signature</dt><dd>${mot(signature.status)}${reason(signature.reason)} ${signature.algorithm ?? ''}</dd>
<dt>Chemin de confiance</dt><dd>${path.status === null ? '—' : mot(path.status)}${reason(path.reason)} ${path.anchor ?? ''}</dd>
<dt>Révocation</dt><dd>${revocation.status === null ? '—' : mot(revocation.status)}${revocation.source === 'none' ? '' : ` (${revocation.source.toUpperCase()})`}</dd>
<dt>Signataire</dt><dd>${signer === null ? '—' : `${signer.subject}${signer.rpps === null ? '' : `, RPPS ${signer.rpps}`}`}</dd>
<dt>Expéditeur</dt><dd>${sender.from.join(', ')}${sender.bound === null ? '' : sender.bound ? ' — lié au signataire' : ' — n’est pas le signataire'}${reason(sender.reason)}</dd>
</dl>`
}

const AILLEURS =
  'Rien à relancer : la demande n’est plus à la charge de ce médecin. Corrigez la cause (adresse, boîte, certificat) avant qu’une autre lui soit adressée.'

/** One letter: its attempts, and the way to try again. */
export function letterPage(found: EnvoiVu, frame: Frame): Html {
  const stuck = ['echec', 'bloque', 'differe'].includes(found.state)
  const retryable = stuck && !found.elsewhere
  const code = found.code ?? ''
  const geste = stuck ? (found.elsewhere ? AILLEURS : gestePourAdministrateur(code)) : null
  return html`<dl>
<dt>Courrier</dt><dd>${lettreEnFrancais(found.letter)} ${roleEnFrancais(found.role)}</dd>
<dt>Destinataire</dt><dd>${[found.recipient.name, found.recipient.address].filter((each) => each !== null).join(', ') || '—'}</dd>
<dt>Dossier</dt><dd>${found.dossier === null ? '—' : html`<a href="/dossiers/${found.dossier}">${found.dossier}</a>`}</dd>
<dt>État</dt><dd>${letterState(found.state)}</dd>
<dt>Raison</dt><dd>${found.code === null ? '—' : html`${codePourAdministrateur(code)}${ours(code)}`}</dd>
<dt>À faire</dt><dd>${geste ?? '—'}</dd>
<dt>Responsable</dt><dd>${found.owner ?? '—'}</dd>
<dt>Créé le</dt><dd>${when(found.createdAt)}</dd>
<dt>Prochain essai</dt><dd>${when(found.nextAttempt)}</dd>
<dt>Remis le</dt><dd>${when(found.deliveredAt)}</dd>
<dt>Accusé</dt><dd>${found.receipt ?? '—'}</dd>
</dl>
<h2>Essais</h2>
${table(
  'Essais de remise',
  ['N°', 'Début', 'Fin', 'Issue', 'Code'],
  found.history.map(
    (
      each,
    ) => html`<tr><th scope="row">${each.no}</th><td>${when(each.start)}</td><td>${when(each.end)}</td>
<td>${each.outcome === null ? 'en cours' : etatEnFrancais(each.outcome)}</td><td>${each.code ?? '—'}</td></tr>\n`,
  ),
  'Aucun essai.',
)}
${
  retryable
    ? html`<h2>Relancer</h2>
${reasonForm(`/envois/${found.id}/relancer`, { button: 'Relancer l’envoi', example: 'Adresse corrigée par le destinataire' }, frame)}`
    : null
}`
}

/** The audit. */
export function journalPage(lines: readonly LigneJournal[]): Html {
  return table(
    'Journal, du plus récent au plus ancien',
    ['Instant', 'Chaîne', 'Fait', 'Auteur', 'Détail'],
    lines.map(
      (
        line,
      ) => html`<tr><th scope="row">${when(line.instant)}</th><td>${chain(line.chaine)}</td><td>${phrase(line.quoi, line.detail)}</td>
<td>${line.auteur}</td><td><code>${facts(line.detail)}</code></td></tr>\n`,
    ),
    'Le journal est vide.',
  )
}

function chain(nom: string): Html {
  return /^TE-/.test(nom)
    ? html`<a class="ref" href="/dossiers/${nom}">${nom}</a>`
    : html`${nom.startsWith('jeton:') ? 'jeton' : nom}`
}

// The code beside its sentence, for whoever looks it up; a status is in the sentence already.
function ours(code: string): Html | null {
  return codeEnFrancais(code).includes(code) ? null : html` <code>${code}</code>`
}

function facts(detail: { readonly [cle: string]: unknown }): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([cle, value]) => `${cle}=${String(value)}`)
    .join(' ')
}
