/**
 * Each command once, with success, beside one gateway that runs: what is typed and what is seen of it, in the order in
 * which an administrator would. For `each-command-does-what-it-says`.
 */
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'

import type { Who } from '../../certs/people.ts'
import { FORMATS } from '../../src/billing/champs.ts'
import { sha256Of } from '../../src/pki/certificate.ts'
import type { Front } from './front.ts'
import { demande, letter, signed, unsigned } from './letters.ts'
import { certificateOf } from './pki.ts'

/** What is typed, and what then is so. */
export interface Command {
  /** As its help names it: the command and its verb. */
  readonly form: string
  readonly args?: (front: Front) => readonly string[] | Promise<readonly string[]>
  /** On either stream. */
  readonly said: RegExp
  /** A file that it wrote. */
  readonly wrote?: readonly [name: string, start: RegExp]
  readonly status?: 1
}

const PEOPLE: readonly (readonly [Who, string, string])[] = [
  ['requerant', '01', '991001017'],
  ['dermatologue', '05', '991002023'],
  ['dermatologue2', '05', '991003039'],
  ['cardiologue', '03', '991004045'],
]
const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const MOTIF = ['--motif', 'essai']
/** In the directory, without a secure address. */
const SANS_ADRESSE = '99700000096'

const rpps = ({ pki }: Front, who: Who): string => pki.people[who].rpps
const only = async ({ db }: Front, query: string): Promise<string> => {
  const [row] = await db.query<{ id: string }>(query)
  return String(row?.id)
}

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

const DIRECTORY: readonly Command[] = [
  {
    form: 'annuaire import',
    args: (front) => {
      const rows = PEOPLE.map(([who, code, am]) => {
        const { nom, prenom, email } = front.pki.people[who]
        return [rpps(front, who), nom, prenom, '10', code, email, am, ''].join(';')
      })
      const head = 'rpps;nom;prenom;profession;specialite;adresse;numero_am;finess'
      const last = `${SANS_ADRESSE};MOREL;Jean;10;01;;;`
      writeFileSync(front.at('annuaire.csv'), `${[head, ...rows, last].join('\n')}\n`)
      return ['annuaire', 'import', 'annuaire.csv']
    },
    said: /annuaire\.csv : 5 ligne\(s\) lue\(s\), 0 écartée/,
  },
  {
    form: 'annuaire show',
    args: (front) => ['annuaire', 'show', rpps(front, 'cardiologue')],
    said: /N° AM +991004045/,
  },
  {
    form: 'requis set',
    args: (front) => {
      const own = ['--specialite', '05', '--capacite', '10/jour', '--actif', 'oui']
      const away = ['--absent', `${day(300)}..${day(301)}`]
      return ['requis', 'set', rpps(front, 'dermatologue'), ...own, ...away]
    },
    said: /99700000013 : enregistré/,
  },
  {
    form: 'requis set',
    args: (front) => ['requis', 'set', rpps(front, 'dermatologue2'), '--specialite', '05'],
    said: /99700000088 : enregistré/,
  },
  {
    form: 'requis absent',
    args: (front) => {
      const delegue = ['--delegue', rpps(front, 'dermatologue2')]
      return [
        'requis',
        'absent',
        rpps(front, 'dermatologue'),
        day(400),
        day(401),
        ...delegue,
        ...MOTIF,
      ]
    },
    said: /^{.*"rpps":"99700000013"/,
  },
  {
    form: 'pool set',
    args: () => {
      const delays = ['--rappel', 'PT10H', '--limite', 'PT20H', '--expiration', 'P5D']
      const more = ['--coordinateur', 'cardio@te.test', '--documents', 'ECG']
      return ['pool', 'set', 'cardiologie', ...delays, ...more]
    },
    said: /20 h/,
  },
  { form: 'pool list', said: /cardio@te\.test/ },
  {
    form: 'boite set',
    args: (front) => ['boite', 'set', 'dermato@chu.test', '--rpps', rpps(front, 'dermatologue')],
    said: /dermato@chu\.test : 1 signataire/,
  },
  {
    form: 'certificat refuser',
    args: (front) => ['certificat', 'refuser', fingerprint(front), ...MOTIF],
    said: /refusé : rien de ce qu’il signe/,
  },
  { form: 'certificat list', said: /^[0-9a-f]{64} refusé le .* : essai/ },
  {
    form: 'certificat admettre',
    args: (front) => ['certificat', 'admettre', fingerprint(front), ...MOTIF],
    said: /admis/,
  },
  {
    form: 'jeton create',
    args: () => {
      const whose = ['--titulaire', 'Supervision', '--expire', day(30)]
      return ['jeton', 'create', '--portee', 'status,ops', ...whose]
    },
    said: /^\S{20,}\n[\s\S]*Jeton [0-9a-f-]{36} créé/,
  },
  { form: 'jeton list', said: /^[0-9a-f-]{36} {2}Supervision {2}status,ops {2}expire/m },
  {
    form: 'jeton revoke',
    args: async (front) => [
      ...['jeton', 'revoke', ...MOTIF],
      await only(front, "select id from jeton_api where titulaire = 'Supervision'"),
    ],
    said: /révoqué/,
  },
]

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

function fingerprint({ pki }: Front): string {
  return sha256Of(certificateOf(pki.people.infirmiere))
}

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
