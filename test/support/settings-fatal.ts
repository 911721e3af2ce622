/**
 * Each setting at a value that is well written and with which no letter could leave, no mail come in or nobody be told,
 * and what `check` says of it; a setting that has no such value has the reason instead. For
 * `check-tells-what-stops-the-mail`.
 */
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'

import type { Test } from 'tap'

import { authority } from '../pki/authority.ts'
import { freePort } from './chaos/gateways.ts'
import { gatewayOf, p12Of, SIGNS, today } from './signer-files.ts'
import { openSink } from './smtp-sink.ts'
import { tlsFiles } from './tls-files.ts'
import { type Env, mute, wellSet } from './well-set.ts'

/** One value: what is set beside all that is well, and the line that tells of it. */
export interface Fatal {
  readonly env: Env
  readonly said: RegExp
}

/** The values of each setting, or why none can stop the mail. */
export type FatalTable = { readonly [setting: string]: readonly Fatal[] | string }

const AT_THE_DOOR =
  'how small is too small is the certificate’s to say: `rehearsal-door.test` shows the door a letter'
const MISPAIRED = /^PANNE .*la clé n’est pas celle du certificat/

/** Lays everything out; what is well set, and the table. */
export async function fatalSettings(t: Test) {
  const well = await wellSet(t)
  const { at, folder, root, p12 } = well
  const put = (name: string, content: Buffer | string, mode = 0o600): string => {
    writeFileSync(at(name), content, { mode })
    chmodSync(at(name), mode)
    return at(name)
  }
  const tls = tlsFiles(t)
  const [cert, key] = [put('tls.crt', tls.server.cert), put('tls.key', tls.server.key)]
  const otherKey = put('autre.key', tls.stranger.key)
  const taken = await mute(t)
  const sink = await openSink({ on: { noop: () => '421 4.3.2 later' } })
  t.teardown(() => sink.close())
  const over = gatewayOf(root, SIGNS, { from: today(-20), to: today(-2) })
  await p12Of(folder, 'perimee', over, { password: 'x' })
  await p12Of(folder, 'autre', gatewayOf(authority('Autre'), SIGNS), { password: 'x' })
  mkdirSync(at('vide'))
  for (const file of [p12, at('bonne.mdp'), at('maitresse.cle')]) chmodSync(file, 0o600)
  const opened = (from: string, name: string): string => {
    cpSync(from, at(name))
    chmodSync(at(name), 0o644)
    return at(name)
  }
  const production = {
    CONFRERE_MODE: 'production',
    CONFRERE_HTTP_PORT: String(await freePort()),
    CONFRERE_SMTP_PORT: String(await freePort()),
  }
  const readable = (setting: string, env: Env): Fatal => ({
    env: { ...production, ...env },
    said: new RegExp(`^PANNE droits +${setting} : .* est lisible par d’autres ; .*chmod 600`),
  })
  const one =
    (value: string, said: RegExp, more: Env = {}) =>
    (name: string) => [{ env: { [name]: value, ...more }, said }]
  const beyond = { CONFRERE_SMTP_TLS: 'required', CONFRERE_SMTP_ALLOW: '192.0.2.0/24' }
  const ROWS: {
    readonly [setting: string]: ((name: string) => readonly Fatal[]) | readonly Fatal[] | string
  } = {
    CONFRERE_CONFIG: one(at('nulle-part.yaml'), /^CONFRERE_CONFIG : /),
    CONFRERE_MODE: one('production', /^CONFRERE_MASTER_KEY_FILE : exigé en production/, {
      CONFRERE_MASTER_KEY_FILE: '',
    }),
    CONFRERE_DATA_DIR: one(at('faux.mdp'), /^PANNE disque +CONFRERE_DATA_DIR : .*un fichier/),
    CONFRERE_DOMAIN: one(
      'ailleurs.test',
      /^PANNE identite +CONFRERE_FROM : teleexpertise@ailleurs\.test n’est pas dans le certificat/,
    ),
    CONFRERE_SMTP_HOST: one(
      '192.0.2.1',
      /^PANNE smtp +CONFRERE_SMTP_HOST : .*n’est pas de cette machine/,
      {
        ...production,
        ...beyond,
        CONFRERE_SMTP_CERT: cert,
        CONFRERE_SMTP_KEY: key,
      },
    ),
    CONFRERE_SMTP_PORT: one(taken.port, /^PANNE smtp +CONFRERE_SMTP_PORT : .*déjà pris/),
    CONFRERE_HTTP_HOST: one(
      '192.0.2.1',
      /^PANNE http +CONFRERE_HTTP_HOST : .*n’est pas de cette machine/,
      {
        ...production,
        CONFRERE_HTTP_CERT: cert,
        CONFRERE_HTTP_KEY: key,
      },
    ),
    CONFRERE_HTTP_PORT: one(taken.port, /^PANNE http +CONFRERE_HTTP_PORT : .*déjà pris/),
    CONFRERE_HTTP_CERT: one(
      at('faux.p12'),
      /^PANNE http +CONFRERE_HTTP_CERT : .*aucun certificat/,
      {
        CONFRERE_HTTP_KEY: key,
      },
    ),
    CONFRERE_HTTP_KEY: (name) => [
      { env: { CONFRERE_HTTP_CERT: cert, [name]: otherKey }, said: MISPAIRED },
      readable(name, { CONFRERE_HTTP_CERT: cert, [name]: opened(key, 'http-ouverte.key') }),
    ],
    CONFRERE_HTTP_CA: one(otherKey, /^PANNE http +CONFRERE_HTTP_CA : .*aucun certificat/, {
      CONFRERE_HTTP_CERT: cert,
      CONFRERE_HTTP_KEY: key,
    }),
    CONFRERE_PROXY_DE_CONFIANCE: 'who is no proxy is heard under his own address',
    DATABASE_URL: one('postgres://127.0.0.1:1/x', /^PANNE postgresql +DATABASE_URL : .*refusée/),
    REDIS_URL: one('redis://127.0.0.1:1', /^PANNE file +REDIS_URL : .*refusée/),
    CONFRERE_TRUST_DIR: [
      {
        env: { CONFRERE_TRUST_DIR: at('nulle-part') },
        said: /^CONFRERE_TRUST_DIR : rien à cet endroit .*corrigez le chemin/,
      },
      {
        env: { ...production, CONFRERE_TRUST_DIR: at('nulle-part') },
        said: /^PANNE confiance +CONFRERE_TRUST_DIR : .*rien à cet endroit/,
      },
      {
        env: { ...production, CONFRERE_TRUST_DIR: at('vide') },
        said: /^PANNE confiance +.*aucune ancre de confiance/,
      },
    ],
    CONFRERE_IDENTITY: (name) => [
      {
        env: { [name]: at('perimee.p12'), CONFRERE_IDENTITY_PASSWORD_FILE: at('perimee.mdp') },
        said: /^PANNE identite +.*expiré.*aucun courrier pris/,
      },
      {
        env: { [name]: at('autre.p12'), CONFRERE_IDENTITY_PASSWORD_FILE: at('autre.mdp') },
        said: /^PANNE chemin +aucun chemin/,
      },
      readable(name, { [name]: opened(p12, 'ouverte.p12') }),
    ],
    CONFRERE_IDENTITY_PASSWORD_FILE: (name) => [
      {
        env: { [name]: at('faux.mdp') },
        said: /^PANNE identite +CONFRERE_IDENTITY_PASSWORD_FILE : /,
      },
      readable(name, { [name]: opened(at('bonne.mdp'), 'ouvert.mdp') }),
    ],
    CONFRERE_FORMER_IDENTITIES: (name) => [
      { env: { [name]: at('faux.p12') }, said: /^PANNE anciennes +CONFRERE_FORMER_IDENTITIES : / },
      readable(name, { [name]: opened(p12, 'ancienne-ouverte.p12') }),
    ],
    CONFRERE_PKCS11: one(
      'pkcs11:token=x;object=y?module-path=/nulle/part.so&pin-value=1',
      /^PANNE identite +CONFRERE_PKCS11 : /,
      { CONFRERE_IDENTITY: '', CONFRERE_IDENTITY_PASSWORD_FILE: '' },
    ),
    CONFRERE_MASTER_KEY_FILE: (name) => [
      {
        env: { [name]: at('faux.mdp') },
        said: /^PANNE cles +CONFRERE_MASTER_KEY_FILE : .*octets au lieu de 32/,
      },
      readable(name, { [name]: opened(at('maitresse.cle'), 'ouverte.cle') }),
    ],
    CONFRERE_FROM: (name) =>
      [{}, production].map((more) => ({
        env: { ...more, [name]: 'autre@te.localhost' },
        said: /^PANNE identite +CONFRERE_FROM : autre@te\.localhost n’est pas dans le certificat .* teleexpertise@te\.localhost/,
      })),
    CONFRERE_RELAY: one(sink.url, /^PANNE relais +CONFRERE_RELAY : .*ne tient pas la session/),
    CONFRERE_ESPACE_DE_CONFIANCE: one(
      put('liste.xml', '<vide/>'),
      /^PANNE liste +.*CONFRERE_ESPACE_DE_CONFIANCE/,
    ),
    CONFRERE_LISTE_BLANCHE_SIGNATAIRE:
      'a list that another signed is refused when it comes, and the former stays',
    CONFRERE_SMTP_TLS: one('required', /^CONFRERE_SMTP_CERT : .*demande un certificat/),
    CONFRERE_SMTP_CERT: one(
      at('faux.p12'),
      /^PANNE smtp +CONFRERE_SMTP_CERT : .*aucun certificat/,
      {
        CONFRERE_SMTP_KEY: key,
      },
    ),
    CONFRERE_SMTP_KEY: (name) => [
      { env: { CONFRERE_SMTP_CERT: cert, [name]: otherKey }, said: MISPAIRED },
      readable(name, { CONFRERE_SMTP_CERT: cert, [name]: opened(key, 'smtp-ouverte.key') }),
    ],
    CONFRERE_SMTP_CA: one(otherKey, /^PANNE smtp +CONFRERE_SMTP_CA : .*aucun certificat/, {
      CONFRERE_SMTP_TLS: 'mutual',
      CONFRERE_SMTP_CERT: cert,
      CONFRERE_SMTP_KEY: key,
    }),
    CONFRERE_SMTP_ALLOW: 'whom it lets in is for the operator to say; whom it keeps out hears 554',
    CONFRERE_ASSURANCE_MINIMALE: 'a good signature suffices under each',
    CONFRERE_REVOCATION_INCONNUE: ['refuse', 'quarantine'].map((value) => ({
      env: {
        ...production,
        CONFRERE_REVOCATION_INCONNUE: value,
        CONFRERE_TRUST_DIR: well.trust(`sans-liste-${value}`, {
          'racine.crt': root.certificate.der,
        }),
      },
      said: /^PANNE listes +aucune liste d’aucune autorité.*aucun courrier signé/,
    })),
    CONFRERE_REVOCATION_HOTES: one('127.0.0.1:1', /^PANNE hote +127\.0\.0\.1:1 : injoignable/),
    CONFRERE_DOUBLE_LECTURE: 'a second reading stops what it reads otherwise, mail by mail',
    CONFRERE_CLAMD: one('127.0.0.1:1', /^PANNE antivirus +injoignable .*CONFRERE_CLAMD/),
    CONFRERE_ANCRES_RPPS: ['zz', 'AC RACINE IGC-SANTE FORT', 'ab'.repeat(32)].map((value) => ({
      env: { CONFRERE_ANCRES_RPPS: value },
      said: /^PANNE ancres +CONFRERE_ANCRES_RPPS : « .* » n’est aucune ancre/,
    })),
    CONFRERE_ANCRES_DOMAINES: one(
      `${'ab'.repeat(32)}=chu.test`,
      /^PANNE ancres +CONFRERE_ANCRES_DOMAINES : « abab.* » n’est aucun certificat/,
    ),
    CONFRERE_MAX_MESSAGE_BYTES: AT_THE_DOOR,
    CONFRERE_DELAI_RAPPEL: one('PT48H', /^CONFRERE_DELAI_RAPPEL : le rappel doit venir avant/),
    CONFRERE_DELAI_LIMITE: one('P30D', /^CONFRERE_DELAI_LIMITE : la limite doit venir avant/),
    CONFRERE_DELAI_EXPIRATION: 'a short one comes before the others, and letters leave',
    CONFRERE_DELAI_COMPLETUDE: 'a request that lacks something is only asked about later',
    CONFRERE_CALENDRIER: 'delays grow or shrink, and stay in their order',
    CONFRERE_HORAIRES: one('20:00-08:00', /^CONFRERE_HORAIRES : deux heures qui se suivent/),
    CONFRERE_FERIES: 'a holiday of another place moves a delay by days',
    CONFRERE_TERRITOIRE: 'it tells a tariff',
    CONFRERE_RETENTION_CONTENU: one('P1D', /^CONFRERE_RETENTION_CONTENU : un dossier vit jusqu’à/),
    CONFRERE_RETENTION_FACTURATION: 'acts are destroyed after the end of a year, whatever it is',
    CONFRERE_ADMIN_ADDRESS: ['postmaster@te.localhost', 'teleexpertise@te.localhost'].map(
      (value) => ({
        env: { CONFRERE_ADMIN_ADDRESS: value },
        said: /^CONFRERE_ADMIN_ADDRESS : .* de la passerelle elle-même/,
      }),
    ),
    CONFRERE_COORDINATEUR: one(
      'coordination@te.localhost',
      /^CONFRERE_COORDINATEUR : .* de la passerelle elle-même/,
    ),
    CONFRERE_SUJET_MSSANTE: 'it forms a subject',
    CONFRERE_MARQUE_TEST: 'it forms a subject',
    CONFRERE_NIL: 'any one line of text is a header',
    CONFRERE_LOG_LEVEL: 'it says how much is written to the log',
    CONFRERE_LIMITE_DISQUE: one(
      String(2 ** 53 - 1),
      /^PANNE limites +CONFRERE_LIMITE_DISQUE demande .*plus que ce disque n’en a/,
      {
        DATABASE_URL: '',
        CONFRERE_DATA_DIR: at('embarque'),
        CONFRERE_MASTER_KEY_FILE: '',
      },
    ),
    CONFRERE_LIMITE_EN_TETES: AT_THE_DOOR,
    CONFRERE_LIMITE_INACTIVITE: one('PT0.5S', /^CONFRERE_LIMITE_INACTIVITE : une seconde au moins/),
    CONFRERE_LIMITE_DUREE_MESSAGE: one(
      'PT0.5S',
      /^CONFRERE_LIMITE_DUREE_MESSAGE : une seconde au moins/,
    ),
    CONFRERE_LIMITE_ARRIERE: 'one waits, is judged, and the next comes in',
    CONFRERE_LIMITE_CONNEXIONS: 'one at a time comes in',
    CONFRERE_LIMITE_CONNEXIONS_PAR_PAIR: 'one at a time comes in',
    CONFRERE_LIMITE_MESSAGES_PAR_CONNEXION: 'one at a time comes in',
    CONFRERE_LIMITE_MESSAGES_PAR_MINUTE: 'one a minute comes in',
    CONFRERE_LIMITE_MESSAGES_PAR_CORRESPONDANT: 'one a minute comes in',
    CONFRERE_LIMITE_DESTINATAIRES: 'one address a mail is what a mail needs',
    CONFRERE_LIMITE_LIGNE: 'no line of RFC 5322 is longer than its lowest value',
    CONFRERE_LIMITE_SAUTS: 'a relay that hands over directly is one hop',
    CONFRERE_LIMITE_ECHANGES: 'one letter an hour leaves',
    CONFRERE_LIMITE_PARTIES: 'a letter of one part comes in',
    CONFRERE_LIMITE_PROFONDEUR: 'a letter of one part comes in',
    CONFRERE_LIMITE_EXPANSION: 'its lowest value holds a letter',
  }
  const table: FatalTable = Object.fromEntries(
    Object.entries(ROWS).map(([name, row]) => [name, typeof row === 'function' ? row(name) : row]),
  )
  return { ...well, table }
}
