/**
 * The figures for Prometheus: counts and ages by state. No label names a person, a dossier or a host.
 *
 * In    the overview of the ledger, figures from outside it
 * Out   text of the exposition format 0.0.4
 *
 * SPEC §12, §13.4
 */
import { unforeseen } from '../../kit/last-resort.ts'
import type { Apercu, Comptes } from '../../ledger/views/vues-status.ts'
import type { Gauges } from '../options.ts'

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** States that end nothing: the age of the oldest row there is worth an alarm. */
const WAITING = new Set([
  'received',
  'deferred',
  'quarantined',
  'incomplet',
  'en_cours',
  'en_attente',
  'acceptee',
  'complement_demande',
  'accord_demande',
  'a_envoyer',
  'differe',
  'bloque',
])

type Sample = readonly [labels: string, value: number]

/** Writes the figures. */
export function metrics(seen: Apercu, gauges: Gauges, version: string, now: Date): string {
  const memory = process.memoryUsage()
  const age = (since: string | null): number | null =>
    since === null ? null : Math.max(0, (now.getTime() - Date.parse(since)) / 1000)
  const ages = (counts: Comptes): Sample[] =>
    Object.entries(counts).flatMap(([etat, { depuis }]) =>
      WAITING.has(etat) ? [[`state="${etat}"`, age(depuis) ?? 0] as const] : [],
    )
  const numbers = (counts: Comptes): Sample[] =>
    Object.entries(counts).map(([etat, { nombre }]) => [`state="${etat}"`, nombre])

  return [
    family('info', 'Version of the gateway', [[`version="${version}"`, 1]]),
    family('messages', 'Inbound messages by state', numbers(seen.messages)),
    family('messages_oldest_seconds', 'Age of the oldest by state', ages(seen.messages)),
    family('dossiers', 'Dossiers by state', numbers(seen.dossiers)),
    family('dossiers_oldest_seconds', 'Age of the oldest by state', ages(seen.dossiers)),
    family('sollicitations', 'Sollicitations by state', numbers(seen.sollicitations)),
    family(
      'sollicitations_oldest_seconds',
      'Age of the oldest by state',
      ages(seen.sollicitations),
    ),
    family('sollicitations_late', 'Open sollicitations past their limit', [['', seen.enRetard]]),
    family('deliveries', 'Letters by state', numbers(seen.envois)),
    family('deliveries_oldest_seconds', 'Age of the oldest by state', ages(seen.envois)),
    family('commands_waiting', 'Commands not yet carried out', [['', seen.commandes.nombre]]),
    family('alerts_open', 'Alerts open', [['', seen.alertes.length]]),
    family('queue_depth', 'Jobs waiting in the queue store', known(gauges.queueDepth)),
    family('crl_age_seconds', 'Age of the oldest CRL in use', known(gauges.crlAgeSeconds)),
    family(
      'ocsp_age_seconds',
      'Age of the oldest OCSP answer in use',
      known(age(seen.ocsp.depuis)),
    ),
    family('ocsp_followed', 'Certificates that responders are asked about', [
      ['', seen.ocsp.suivis],
    ]),
    family('ocsp_without_answer', 'Those without an answer that serves', [['', seen.ocsp.sans]]),
    family(
      'white_list_age_seconds',
      'Age of the white list of operators in force',
      known(age(seen.listeGenereeLe)),
    ),
    family(
      'journal_checkpoint_age_seconds',
      'Age of the last signed checkpoint of the audit',
      known(age(seen.pointDeControle)),
    ),
    family('process_resident_memory_bytes', 'Resident memory', [['', memory.rss]]),
    family('process_heap_bytes', 'Heap in use', [['', memory.heapUsed]]),
    counter('unforeseen_total', 'Failures that no code caught, by kind', [
      ['kind="rejection"', unforeseen().rejections],
      ['kind="exception"', unforeseen().exceptions],
    ]),
  ].join('')
}

function known(value: number | null): Sample[] {
  return value === null ? [] : [['', value]]
}

function counter(name: string, help: string, samples: readonly Sample[]): string {
  return family(name, help, samples, 'counter')
}

function family(
  name: string,
  help: string,
  samples: readonly Sample[],
  type: 'gauge' | 'counter' = 'gauge',
): string {
  if (samples.length === 0) return ''
  const lines = samples.map(
    ([labels, value]) => `confrere_${name}${labels === '' ? '' : `{${labels}}`} ${value}\n`,
  )
  return `# HELP confrere_${name} ${help}.\n# TYPE confrere_${name} ${type}\n${lines.join('')}`
}
