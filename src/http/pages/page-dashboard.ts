/**
 * The first page: what waits, what is late, what failed, with its owner and what to do next.
 *
 * In    the overview, queues, late dossiers, failed letters, quarantined messages
 * Out   HTML
 *
 * SPEC §12 (`GET /`)
 */
import type { CodeSpecialite } from '../../domain/correspondant.ts'
import { lettreEnFrancais, roleEnFrancais } from '../../domain/noms-de-lettres.ts'
import { libelleSpecialite } from '../../domain/specialites.ts'
import type { DossierVu, FileAttente } from '../../ledger/views/vues-dossiers.ts'
import type { EntrantVu, SortantVu } from '../../ledger/views/vues-messages.ts'
import type { Apercu, Comptes } from '../../ledger/views/vues-status.ts'
import {
  codeEnFrancais,
  codePourAdministrateur,
  etatEnFrancais,
  gestePourAdministrateur,
} from '../chronologie.ts'
import type { Dependency, Gauges } from '../options.ts'
import { count, type Html, html, since, when } from './html.ts'
import { label, table } from './page-layout.ts'
import { nextForLetter, nextForMessage } from './page-next.ts'

const DEPENDANCES: { readonly [name: string]: string } = {
  confiance: 'Ancres de confiance',
  file: 'File de travaux',
  identite: 'Identité de la passerelle',
  postgresql: 'PostgreSQL',
}

/** What the first page shows; `null` where the token does not open it. */
export interface Dashboard {
  readonly now: Date
  readonly seen: Apercu
  readonly gauges: Gauges
  readonly health: readonly Dependency[]
  readonly queues: readonly FileAttente[]
  readonly late: readonly DossierVu[]
  /** Those that have waited longest. */
  readonly oldest: readonly DossierVu[]
  readonly names: ReadonlyMap<string, string>
  readonly failed: readonly SortantVu[] | null
  readonly quarantined: readonly EntrantVu[] | null
}

/** The first page, for a token that opens `status`. */
export function dashboard(board: Dashboard): Html {
  const { seen, now } = board
  return html`${tiles(board)}
<h2 id="retards">En retard</h2>
${lateTable(board)}
${failures(board)}
<h2 id="attente">En attente</h2>
${oldestTable(board)}
<h2 id="files">Files d’attente</h2>
${queuesTable(board)}
<h2>Remises</h2>
${statesTable('Courriers par état', seen.envois, now)}
<h2>Surveillance</h2>
${watch(board)}`
}

function tiles({ seen, now }: Dashboard): Html {
  const { sollicitations, envois, messages } = seen
  const waiting = number(sollicitations, 'en_attente') + number(sollicitations, 'acceptee')
  const failed = number(envois, 'echec') + number(envois, 'bloque')
  const oldest = sollicitations.en_attente?.depuis ?? null
  const quarantined = seen.quarantaine
  const unjudged = number(messages, 'received') + number(messages, 'deferred')
  return html`<ul class="tuiles">
${tile('/dossiers?etat=en_cours', waiting, plural(waiting, 'demande en attente d’avis', 'demandes en attente d’avis'), oldest === null ? '' : `la plus ancienne : ${since(oldest, now)}`, 'neutre')}
${tile('/dossiers?en_retard=oui', seen.enRetard, 'en retard', 'au-delà du délai d’usage', seen.enRetard > 0 ? 'mal' : 'bien')}
${tile('#echecs', failed, plural(failed, 'remise en échec ou bloquée', 'remises en échec ou bloquées'), '', failed > 0 ? 'mal' : 'bien')}
${tile('#quarantaine', quarantined, plural(quarantined, 'message en quarantaine', 'messages en quarantaine'), '', quarantined > 0 ? 'attente' : 'bien')}
${tile('/messages?state=received', unjudged, plural(unjudged, 'message à juger', 'messages à juger'), '', 'neutre')}
</ul>`
}

function tile(href: string, value: number, name: string, more: string, tone: string): Html {
  return html`<li><a class="${tone}" href="${href}"><strong>${value}</strong>${name}<br><small>${more}</small></a></li>`
}

function lateTable({ late, names, now }: Dashboard): Html {
  const rows = late.flatMap((dossier) =>
    dossier.sollicitations
      .filter((slot) => slot.enRetard)
      .map(
        (
          slot,
        ) => html`<tr><th scope="row"><a href="/dossiers/${dossier.numero}">${dossier.numero}</a></th>
<td>${pool(slot.specialite)}</td><td>${who(slot.requis, names)}</td><td>${when(slot.ouverteLe)}</td>
<td class="tard">${since(slot.limiteLe, now)}</td></tr>\n`,
      ),
  )
  return table(
    'Demandes dont le délai d’usage est dépassé',
    ['Dossier', 'Spécialité', 'Requis', 'Ouverte le', 'Retard'],
    rows,
    'Aucune demande en retard.',
  )
}

function oldestTable({ oldest, names, now }: Dashboard): Html {
  const rows = oldest.flatMap((dossier) =>
    dossier.sollicitations
      .filter((slot) => slot.termineeLe === null)
      .map(
        (
          slot,
        ) => html`<tr><th scope="row"><a href="/dossiers/${dossier.numero}">${dossier.numero}</a></th>
<td>${pool(slot.specialite)}</td><td>${who(slot.requis, names)}</td><td>${etatEnFrancais(slot.etat)}</td>
<td>${since(slot.ouverteLe, now)}</td></tr>\n`,
      ),
  )
  return table(
    'Les plus anciennes d’abord',
    ['Dossier', 'Spécialité', 'Requis', 'État', 'Depuis'],
    rows,
    'Aucune demande en attente.',
  )
}

function failures({ failed, quarantined }: Dashboard): Html {
  const locked = html`<p class="vide">Réservé aux jetons de portée « ops ».</p>`
  return html`<h2 id="echecs">Ce qui a échoué</h2>
${failed === null ? locked : lettersTable(failed)}
<h2 id="quarantaine">Quarantaine</h2>
${quarantined === null ? locked : messagesTable('Messages en quarantaine', quarantined)}`
}

/** Letters with their owner and what to do next. */
export function lettersTable(letters: readonly SortantVu[]): Html {
  return table(
    'Courriers',
    ['Courrier', 'Dossier', 'État', 'Raison', 'Responsable', 'À faire', ''],
    letters.map(
      (
        each,
      ) => html`<tr><th scope="row">${lettreEnFrancais(each.letter)} ${roleEnFrancais(each.role)}</th>
<td>${dossierLink(each.dossier)}</td><td>${letterState(each.state)}</td>
<td>${each.code === null ? '—' : codeEnFrancais(each.code)}</td><td>${each.owner ?? '—'}</td>
<td>${nextForLetter(each)}</td><td><a href="/envois/${each.id}">Ouvrir</a></td></tr>\n`,
    ),
    'Rien n’a échoué.',
  )
}

/** Messages with their reason, owner and what to do next. */
export function messagesTable(caption: string, messages: readonly EntrantVu[]): Html {
  return table(
    caption,
    ['Reçu le', 'État', 'Raison', 'Responsable', 'À faire', ''],
    messages.map(
      (
        each,
      ) => html`<tr><th scope="row">${when(each.receivedAt)}</th><td>${messageState(each.state)}</td>
<td>${each.code === null ? '—' : codeEnFrancais(each.code)}</td><td>${each.owner ?? '—'}</td>
<td>${nextForMessage(each)}</td>
<td><a href="/messages/${each.id}">${each.state === 'quarantined' ? 'Examiner, rejouer, classer' : 'Ouvrir'}</a></td></tr>\n`,
    ),
    'Aucun message.',
  )
}

function queuesTable({ queues, names, now }: Dashboard): Html {
  const pools = Map.groupBy(queues, (each) => each.specialite)
  const rows = [...pools].flatMap(([specialite, files]) => {
    const sum = (pick: (file: FileAttente) => number): number =>
      files.reduce((total, file) => total + pick(file), 0)
    const head = {
      waiting: sum((f) => f.waiting),
      under24h: sum((f) => f.under24h),
      under48h: sum((f) => f.under48h),
      late: sum((f) => f.late),
      paused: sum((f) => f.paused),
      oldest:
        files
          .map((f) => f.oldest)
          .filter((each) => each !== null)
          .sort()[0] ?? null,
    }
    return [
      html`<tr><th scope="row">${pool(specialite)}</th>${cells(head, now)}</tr>\n`,
      ...files.map(
        (file) =>
          html`<tr class="sous"><td>${who(file.requis, names)}</td>${cells(file, now)}</tr>\n`,
      ),
    ]
  })
  return table(
    'Demandes en attente, par spécialité et par requis, selon leur âge',
    [
      'Spécialité, requis',
      ...[
        'Moins de 24 h',
        'Moins de 48 h',
        'En retard',
        'Total',
        'Suspendues',
        'La plus ancienne',
      ].map((number) => ({ number })),
    ],
    rows,
    'Aucune demande en attente.',
  )
}

function cells(file: Omit<FileAttente, 'specialite' | 'requis'>, now: Date): Html {
  return html`<td class="nombre">${file.under24h}</td><td class="nombre">${file.under48h}</td>
<td class="nombre${file.late > 0 ? ' tard' : ''}">${file.late}</td><td class="nombre">${file.waiting}</td>
<td class="nombre">${file.paused}</td><td class="nombre">${since(file.oldest, now)}</td>`
}

function statesTable(caption: string, counts: Comptes, now: Date): Html {
  const rows = Object.entries(counts)
    .filter(([, { nombre }]) => nombre > 0)
    .map(
      ([etat, { nombre, depuis }]) => html`<tr><th scope="row">${letterState(etat)}</th>
<td class="nombre">${nombre}</td><td class="nombre">${since(depuis, now)}</td></tr>\n`,
    )
  return table(
    caption,
    ['État', { number: 'Nombre' }, { number: 'Le plus ancien' }],
    rows,
    'Aucun courrier.',
  )
}

function watch({ seen, health, gauges, now }: Dashboard): Html {
  const crl = gauges.crlAgeSeconds
  return html`${
    seen.alertes.length === 0
      ? html`<p class="avis">Aucune alerte en cours.</p>`
      : html`<div class="avis mal"><strong>${count(seen.alertes.length, 'alerte', 'alertes')}</strong><ul>
${seen.alertes.map((each) => html`<li><code>${each.code}</code> (${each.sujet}) : ${codePourAdministrateur(each.code)} ${gestePourAdministrateur(each.code)} — depuis ${since(each.debut, now)}, responsable : ${each.responsable}</li>`)}
</ul></div>`
  }
<dl>
${health.map((each) => html`<dt>${DEPENDANCES[each.name] ?? each.name}</dt><dd>${each.ok ? label('en marche', 'bien') : label('en panne', 'mal')} ${each.detail}</dd>\n`)}
<dt>Travaux en file</dt><dd>${gauges.queueDepth ?? 'inconnu'}</dd>
<dt>Listes de révocation</dt><dd>${crl === null ? 'aucune' : `la plus ancienne a ${Math.round(crl / 3600)} h`}</dd>
<dt>Réponses OCSP</dt><dd>${ocsp(seen.ocsp, now)}</dd>
<dt>Liste blanche</dt><dd>${seen.listeGenereeLe === null ? 'aucune' : `faite il y a ${since(seen.listeGenereeLe, now)}`}</dd>
<dt>Journal scellé</dt><dd>${seen.pointDeControle === null ? 'pas encore' : `il y a ${since(seen.pointDeControle, now)}`}</dd>
</dl>`
}

function ocsp({ suivis, sans, depuis }: Apercu['ocsp'], now: Date): string {
  if (suivis === 0) return 'aucun certificat suivi'
  const oldest = depuis === null ? 'aucune en usage' : `la plus ancienne a ${since(depuis, now)}`
  const missing = sans === 0 ? '' : `, ${count(sans, 'certificat', 'certificats')} sans réponse`
  return `${oldest}${missing}`
}

/** A pool by its French name. */
export function pool(code: string | null): string {
  return code === null ? 'Sans spécialité' : libelleSpecialite(code as CodeSpecialite)
}

/** A professional by his name, or his RPPS. */
export function who(rpps: string | null, names: ReadonlyMap<string, string>): string {
  return rpps === null ? 'pas encore choisi' : (names.get(rpps) ?? rpps)
}

/** The state of a letter as a label. */
export function letterState(etat: string): Html {
  if (etat === 'remis') return label(etatEnFrancais(etat), 'bien')
  if (etat === 'echec' || etat === 'bloque') return label(etatEnFrancais(etat), 'mal')
  return label(etatEnFrancais(etat), etat === 'retire' ? 'neutre' : 'attente')
}

/** The state of a message as a label. */
export function messageState(state: string): Html {
  if (state === 'accepted') return label(etatEnFrancais(state), 'bien')
  return label(etatEnFrancais(state), state === 'refused' ? 'mal' : 'attente')
}

function dossierLink(numero: string | null): Html | string {
  return numero === null ? '—' : html`<a class="ref" href="/dossiers/${numero}">${numero}</a>`
}

function plural(nombre: number, one: string, many: string): string {
  return nombre > 1 ? many : one
}

function number(counts: Comptes, etat: string): number {
  return counts[etat]?.nombre ?? 0
}
