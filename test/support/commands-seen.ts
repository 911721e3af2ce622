/**
 * Each command once, with success, beside one gateway that runs: what is typed and what is seen of it, in the order in
 * which an administrator would. For `each-command-does-what-it-says`.
 */
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'

import { FORMATS } from '../../src/billing/champs.ts'
import { type Command, day, MOTIF, only, rpps, SANS_ADRESSE } from './command-row.ts'
import { DIRECTORY } from './commands-directory.ts'
import type { Front } from './front.ts'
import { demande, letter, signed, unsigned } from './letters.ts'

/** A request of the dermatologist, answered: its acts are there. */
async function answered(front: Front, more: { readonly [label: string]: string }): Promise<void> {
  const named = { 'Spécialité demandée': null, 'Médecin requis': rpps(front, 'dermatologue') }
  const photo = { name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }
  await front.asks('requerant', 'demande', demande({ ...named, ...more }), { attachments: [photo] })
  await front.receives('requerant', 'accusé')
  const ask = await front.receives('dermatologue', "demande d'avis")
  await front.answers('dermatologue', ask, 'AVIS\n\nRien à faire.')
  await front.receives('dermatologue', 'ransmis')
}

const acte = (n: number, ...decided: readonly string[]): Command => ({
  form: 'facturation acte',
  args: () => ['facturation', 'acte', String(n), ...decided, ...MOTIF],
  said: new RegExp(`^{"id":${n},`),
})

const refused = (front: Front): Promise<string> =>
  only(front, "select id from message_entrant where etat = 'refused' limit 1")

const WORK: readonly Command[] = [
  {
    form: 'rejouer',
    args: async (front) => {
      const mail = letter({ from: 'a@b.test', to: 'demande@te.localhost', text: 'x' })
      const reply = await front.sends('a@b.test', 'demande@te.localhost', unsigned(mail))
      await front.verdict(reply)
      return ['rejouer', mail.messageId, ...MOTIF]
    },
    said: /^{.*"etat":"refused"/,
  },
  { form: 'rejouer', args: () => ['rejouer', '--liste'], said: /refused {2}not-signed/ },
  {
    form: 'message',
    args: async (front) => [...['message', await refused(front), '--out', 'message.eml', ...MOTIF]],
    said: /lisible de vous seul : message\.eml/,
    wrote: ['message.eml', /^(?:.*\r\n)*From: /],
  },
  {
    form: 'message',
    args: async (front) => ['message', await refused(front), '--classer', ...MOTIF],
    said: /"etat":"classe"/,
  },
  {
    form: 'dossiers',
    args: async (front) => {
      await answered(front, { 'Médecin traitant': `Dr Jean MOREL, RPPS ${SANS_ADRESSE}` })
      await answered(front, { Prénoms: 'Rose', 'Patient hospitalisé': 'oui' })
      return ['dossiers', '--etat', 'repondu']
    },
    said: /^TE-\d{4}-000002 {2}repondu/m,
  },
  { form: 'dossiers', args: () => ['dossiers', '--en-retard'], said: /Aucun dossier/ },
  {
    form: 'dossier',
    args: async (front) => ['dossier', await numero(front, 1)],
    said: /à régler [\s\S]*medecin-traitant-sans-adresse[\s\S]*Chronologie[\s\S]*Courriers/,
  },
  {
    form: 'dossier',
    args: async (front) => {
      const item = await only(front, 'select id from travail limit 1')
      return ['dossier', await numero(front, 1), '--regler', item, ...MOTIF]
    },
    said: /^{/,
  },
  {
    form: 'dossier',
    args: async (front) => {
      await front.asks('requerant', 'dermatologie', demande({ Prénoms: 'Jeanne' }))
      await front.receives('requerant', 'accusé')
      const other = await only(
        front,
        "select (case requis_rpps when '99700000013' then '99700000088' else '99700000013' end) as id from sollicitation where etat = 'en_attente'",
      )
      return ['dossier', await numero(front, 3), '--reattribuer', other, ...MOTIF]
    },
    said: /^{/,
  },
  {
    form: 'dossier',
    args: async (front) => ['dossier', await numero(front, 3), '--annuler', ...MOTIF],
    said: /^{.*"etat":"annule"/,
  },
  {
    form: 'dossier',
    args: async (front) => ['dossier', await numero(front, 3), '--retirer-consentement', ...MOTIF],
    said: /^{.*"etat":"annule"/,
  },
  {
    form: 'preuve',
    args: async (front) => ['preuve', await numero(front, 1), '--out', 'preuve.zip'],
    said: /pièce\(s\) : preuve\.zip/,
    wrote: ['preuve.zip', /^PK/],
  },
]

const BILLING: readonly Command[] = [
  acte(3, '--confirmer'),
  acte(4, '--non-facturable'),
  {
    form: 'facturation export',
    args: () => [
      ...['facturation', 'export', '--format', 'csv', '--out', 'export.csv'],
      ...['--du', day(-1), '--au', day(1)],
    ],
    said: /Export 1, 3 acte\(s\)/,
    wrote: ['export.csv', /^id_acte;id_export;(?:.*\n){4}$/],
  },
  ...FORMATS.map(
    (format): Command => ({
      form: 'facturation export',
      args: () => [
        'facturation',
        'export',
        '--format',
        format,
        '--export',
        '1',
        '--out',
        `e.${format}`,
      ],
      said: /Export 1 écrit de nouveau/,
      wrote: [`e.${format}`, /^/],
    }),
  ),
  {
    form: 'facturation retours',
    args: (front) => {
      const lines = [1, 2, 3].map((n) => `${n};rejete;${day(0)};NIR inconnu`)
      writeFileSync(front.at('retours.csv'), `id_acte;statut;date;motif\n${lines.join('\n')}\n`)
      return ['facturation', 'retours', 'retours.csv']
    },
    said: /3 rejeté\(s\)/,
  },
  acte(1, '--contester'),
  acte(2, '--clore'),
  acte(3, '--corriger', 'nir=1531245007231'),
  {
    form: 'facturation void',
    args: () => ['facturation', 'void', '1', ...MOTIF],
    said: /"export":1,/,
  },
]

const MACHINE: readonly Command[] = [
  {
    form: 'inspect',
    args: async (front) => {
      const { requerant } = front.pki.people
      const mail = letter({ from: requerant.email, to: 'x@te.localhost', text: 'x' })
      writeFileSync(front.at('lettre.eml'), await signed(mail, requerant))
      const how = ['--at', new Date().toISOString(), '--purpose', 'path', '--json']
      return ['inspect', 'lettre.eml', '--trust', 'confiance', ...how]
    },
    said: /^{"file":"lettre\.eml",.*"accepted":true/,
  },
  { form: 'journal verify', said: /Journal intact : \d+ écritures/ },
  {
    form: 'check',
    args: () => ['check', '--config', 'reglages.yaml'],
    // The databases of the tests are not flushed, and it says so.
    status: 1,
    said: /^(?:(?:bon {2}| {2}— {2}) .*\n|PANNE postgresql .*fsync.*\n)+$/,
  },
  {
    form: 'cles rotation',
    args: async (front) => {
      // Whoever holds the old key leaves first.
      await front.quits()
      writeFileSync(front.at('nouvelle.cle'), randomBytes(32), { mode: 0o600 })
      return ['cles', 'rotation', '--nouvelle', 'nouvelle.cle']
    },
    said: /clés de données sont protégées par nouvelle\.cle/,
  },
  {
    form: 'dossiers',
    args: (front) => {
      cpSync(front.at('nouvelle.cle'), front.at('donnees/keys/master.key'))
      return ['dossiers']
    },
    said: /3 dossier\(s\)/,
  },
]

export const COMMANDS: readonly Command[] = [...DIRECTORY, ...WORK, ...BILLING, ...MACHINE]

async function numero(front: Front, n: number): Promise<string> {
  return await only(
    front,
    `select numero as id from dossier order by numero offset ${n - 1} limit 1`,
  )
}

/** The beginning of a file that a command wrote. */
export function writtenBy(front: Front, name: string): string {
  return existsSync(front.at(name)) ? readFileSync(front.at(name), 'latin1') : 'absent'
}
