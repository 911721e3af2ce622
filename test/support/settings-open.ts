/**
 * Dozens of settings at a good value on one gateway that runs, and what of each is seen from outside: at its door, in
 * the letters that it sends, in what its commands say. For `each-setting-has-its-effect`.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import type { Test } from 'tap'

import { sha256Of } from '../../src/pki/certificate.ts'
import { authority, distributionPoint, distributionPoints, uriName } from '../pki/authority.ts'
import { openBroker } from './chaos/broker.ts'
import { freePort } from './chaos/gateways.ts'
import { openClamd } from './clamd.ts'
import { type Front, openFront } from './front.ts'
import { enrol } from './gateway.ts'
import { demande, encrypted, letter, signed } from './letters.ts'
import { listeBlanche } from './liste-blanche.ts'
import { certificateOf, testPki } from './pki.ts'

const COORDINATION = 'coordination@te.test'
const FORMER = 'chirurgienChiffrement'

export type Open = Awaited<ReturnType<typeof openSettings>>

/** Lays it out, starts it, and plays what the rows look at. */
export async function openSettings(t: Test) {
  const pki = await testPki()
  const asked: string[] = []
  const web = createServer(({ url = '' }, answer) => {
    asked.push(url)
    answer.end(readFileSync(join(pki.trust, 'intermediate.crl')))
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  t.teardown(() => web.close())
  const host = `127.0.0.1:${(web.address() as AddressInfo).port}`
  const clamd = await openClamd()
  t.teardown(() => clamd.close())
  const redis = await redisAtHand(t)
  const root = sha256Of(certificateOf({ ...pki.people.gateway, certificate: pki.root }))
  const limited = ['te.localhost', 'cabinet.test', 'chu.test', 'clinique.test']
  const ports = { smtp: await freePort(), http: await freePort() }
  const front = await openFront(t, (at) => ({
    ...(redis === null ? {} : { REDIS_URL: redis }),
    CONFRERE_MODE: 'dev',
    CONFRERE_DOMAIN: 'te.essai.test',
    CONFRERE_FROM: pki.people.gateway.email,
    CONFRERE_SMTP_HOST: '127.0.0.2',
    CONFRERE_SMTP_PORT: String(ports.smtp),
    CONFRERE_SMTP_TLS: 'off',
    CONFRERE_SMTP_ALLOW: '127.0.0.0/29',
    CONFRERE_HTTP_HOST: '127.0.0.3',
    CONFRERE_HTTP_PORT: String(ports.http),
    CONFRERE_MASTER_KEY_FILE: at('maitresse.cle'),
    CONFRERE_FORMER_IDENTITIES: at('ancienne.p12'),
    CONFRERE_ESPACE_DE_CONFIANCE: 'chu.test, cabinet.test',
    CONFRERE_LISTE_BLANCHE_SIGNATAIRE: 'teleexpertise@te.localhost',
    CONFRERE_REVOCATION_INCONNUE: 'accept-flagged',
    CONFRERE_REVOCATION_HOTES: host,
    CONFRERE_DOUBLE_LECTURE: 'non',
    CONFRERE_CLAMD: `127.0.0.1:${clamd.port}`,
    CONFRERE_MAX_MESSAGE_BYTES: '300000',
    CONFRERE_ANCRES_RPPS: 'Une autre racine',
    CONFRERE_ANCRES_DOMAINES: limited.map((domain) => `${root}=${domain}`).join(','),
    CONFRERE_DELAI_RAPPEL: 'PT1S',
    CONFRERE_DELAI_LIMITE: 'P10D',
    CONFRERE_DELAI_EXPIRATION: 'P12D',
    CONFRERE_DELAI_COMPLETUDE: 'P5D',
    CONFRERE_CALENDRIER: 'continu',
    CONFRERE_TERRITOIRE: 'dom',
    CONFRERE_RETENTION_CONTENU: 'P60D',
    CONFRERE_RETENTION_FACTURATION: 'P15Y',
    CONFRERE_COORDINATEUR: COORDINATION,
    CONFRERE_SUJET_MSSANTE: 'oui',
    CONFRERE_MARQUE_TEST: 'non',
    CONFRERE_NIL: 'NIL-0001',
    CONFRERE_LIMITE_CONNEXIONS: '12',
    CONFRERE_LIMITE_CONNEXIONS_PAR_PAIR: '4',
    CONFRERE_LIMITE_MESSAGES_PAR_CONNEXION: '2',
    CONFRERE_LIMITE_MESSAGES_PAR_MINUTE: '12',
    CONFRERE_LIMITE_MESSAGES_PAR_CORRESPONDANT: '8',
    CONFRERE_LIMITE_DESTINATAIRES: '2',
    CONFRERE_LIMITE_EN_TETES: '2000',
    CONFRERE_LIMITE_LIGNE: '1500',
    CONFRERE_LIMITE_SAUTS: '3',
    CONFRERE_LIMITE_ECHANGES: '3',
    CONFRERE_LIMITE_INACTIVITE: 'PT4S',
    CONFRERE_LIMITE_DUREE_MESSAGE: 'PT3S',
    CONFRERE_LIMITE_PARTIES: '5',
    CONFRERE_LIMITE_PROFONDEUR: '3',
    CONFRERE_LIMITE_EXPANSION: String(1 << 20),
  }))
  const { at } = front
  writeFileSync(at('maitresse.cle'), randomBytes(32))
  cpSync(pki.people[FORMER].p12, at('ancienne.p12'))
  writeFileSync(at('ancienne.password'), pki.people[FORMER].password)
  const point = distributionPoint([uriName(`http://${host}/listes`)])
  const names = authority('Annonce').issues('AC', { extensions: [distributionPoints(point)] })
  writeFileSync(at('confiance/annonce.der'), names.certificate.der)
  await enrol(front.db, pki)
  await front.starts()
  return {
    front,
    pki,
    ports,
    asked,
    redis,
    host,
    clamd,
    ...(await told(front)),
    ...(await story(front)),
  }
}

/** A Redis, where the machine has the program. */
async function redisAtHand(t: Test): Promise<string | null> {
  if (spawnSync('redis-server', ['--version']).error !== undefined) return null
  const broker = await openBroker(await freePort(), t.testdir())
  t.teardown(() => broker.close())
  return broker.url
}

/** What its commands say beside it. */
async function told(front: Front) {
  const { pki, at, settings } = front
  const { people } = pki
  const mail = (who: 'noCrl' | 'medecinTraitant' | 'requerant' | 'carte') =>
    letter({ from: people[who].email || people.requerant.email, to: 'x@te.essai.test', text: 'x' })
  const plain = await signed(mail('requerant'), people.requerant)
  const files = {
    'sans-liste.eml': await signed(mail('noCrl'), people.noCrl),
    'ailleurs.eml': await signed(mail('medecinTraitant'), people.medecinTraitant),
    'ancienne.eml': await encrypted(plain, people[FORMER].certificate),
    'carte.eml': await signed(mail('carte'), people.carte),
  }
  for (const [name, raw] of Object.entries(files)) writeFileSync(at(name), raw)
  const check = (await front.run('check')).out
  const inspected = await front.run('inspect', '--json', ...Object.keys(files))
  const verdicts = inspected.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const entries = [['chu.test', 'CN=operateur.test,O=Exemple,C=FR']] as const
  writeFileSync(at('liste.xml'), await listeBlanche(entries, { signer: people.gateway }))
  const imported = await front.run('annuaire', 'import', 'liste.xml')
  const made = existsSync(join(settings.CONFRERE_DATA_DIR ?? '', 'keys', 'master.key'))
  const [noList, elsewhere, old, card] = verdicts
  return { check, imported, made, noList, elsewhere, old, card }
}

/** A few requests, from the first to their acts. */
async function story(front: Front) {
  const { pki, db } = front
  const { people } = pki
  const to = (who: 'dermatologue' | 'dermatologue2' | 'cardiologue', more = {}) =>
    demande({ 'Spécialité demandée': null, 'Médecin requis': people[who].rpps, ...more })
  const photo = { name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }
  await front.asks('requerant', 'demande', to('dermatologue'), { attachments: [photo] })
  const demandeAvis = await front.receives('dermatologue', 'Demande')
  const rappel = await front.receives('dermatologue', 'appel')
  // Nobody knows how to encrypt to her, and her domain is not of those to which content may go in clear.
  await front.asks('requerant', 'demande', to('dermatologue2', { Prénoms: 'Paul', Sexe: 'M' }))
  await front.asks('requerant', 'demande', to('cardiologue', { Prénoms: 'Rose' }))
  const urgent = await front.receives('cardiologue', 'Demande')
  await front.answers('cardiologue', urgent, 'URGENT\n\nÀ voir ce jour.', { peer: '127.0.0.4' })
  const coordinated = await front.next(COORDINATION, 'TE-')
  const avis = 'AVIS\n\nExérèse à prévoir.\n\nConclusion : exérèse.'
  await front.answers('dermatologue', demandeAvis, avis, { peer: '127.0.0.4' })
  const compteRendu = await front.receives('requerant', 'CR de')
  const transmis = await front.receives('dermatologue', 'ransmis')
  const incomplete = await front.asks('requerant', 'dermatologie', demande({ Question: null }))
  await front.receives('requerant', 'compléter')
  const slots = await db.query<{ rpps: string; ouverte_le: Date; limite_le: Date }>(
    'select requis_rpps as rpps, ouverte_le, limite_le from sollicitation',
  )
  return { demandeAvis, rappel, coordinated, compteRendu, transmis, incomplete, slots }
}
