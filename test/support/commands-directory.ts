/**
 * The rows of the commands that say who is who: directory, requis, pools, mailboxes, certificates, tokens.
 */
import { writeFileSync } from 'node:fs'

import type { Who } from '../../certs/people.ts'
import { sha256Of } from '../../src/pki/certificate.ts'
import { type Command, day, MOTIF, only, rpps, SANS_ADRESSE } from './command-row.ts'
import type { Front } from './front.ts'
import { certificateOf } from './pki.ts'

const PEOPLE: readonly (readonly [Who, string, string])[] = [
  ['requerant', '01', '991001017'],
  ['dermatologue', '05', '991002023'],
  ['dermatologue2', '05', '991003039'],
  ['cardiologue', '03', '991004045'],
]
export const DIRECTORY: readonly Command[] = [
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
      return ['annuaire', 'import', 'annuaire.csv', '--confirmer']
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
    form: 'requis absences',
    args: (front) => ['requis', 'absences', rpps(front, 'dermatologue')],
    said: /^99700000013 {2}du \S+ au \S+ {2}délégué 99700000088$/m,
  },
  {
    form: 'requis present',
    args: (front) => ['requis', 'present', rpps(front, 'dermatologue'), day(401), ...MOTIF],
    said: /^{"rpps":"99700000013",.*"absences":\[/,
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
  {
    form: 'pool set',
    args: () => ['pool', 'set', 'cardiologie', '--coordinateur', 'x@te.localhost'],
    said: /une adresse de la passerelle elle-même/,
    status: 2,
  },
  { form: 'pool list', said: /cardio@te\.test/ },
  {
    form: 'boite set',
    args: (front) => ['boite', 'set', 'dermato@chu.test', '--rpps', rpps(front, 'dermatologue')],
    said: /dermato@chu\.test : 1 signataire/,
  },
  { form: 'boite list', said: /^dermato@chu\.test {2}99700000013 \(.+\)$/m },
  {
    form: 'boite set',
    args: (front) => ['boite', 'set', 'dr.dupont@gmail.com', '--rpps', rpps(front, 'dermatologue')],
    said: /^Attention : dr\.dupont@gmail\.com est une adresse grand public[\s\S]*boite retirer/m,
  },
  {
    form: 'boite set',
    args: (front) => [
      ...['boite', 'set', front.pki.people.cardiologue.email],
      ...['--rpps', rpps(front, 'dermatologue')],
    ],
    said: /^Attention : l’annuaire donne .* à une seule personne/m,
  },
  {
    form: 'boite retirer',
    args: (front) => ['boite', 'retirer', front.pki.people.cardiologue.email, ...MOTIF],
    said: /retirée : plus personne n’y signe/,
  },
  {
    form: 'boite retirer',
    args: () => ['boite', 'retirer', 'x@y.test', ...MOTIF],
    said: /n’est pas une boîte/,
    status: 1,
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

function fingerprint({ pki }: Front): string {
  return sha256Of(certificateOf(pki.people.infirmiere))
}
