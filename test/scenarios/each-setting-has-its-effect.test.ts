/**
 * Each setting at a good value, through `./confrere`, and what is seen of it; its bad values stand in
 * `the-front-door-keeps-its-promises`. Values that exclude each other have a start of their own. SPEC §2, §13.15
 */
import { Redis } from 'ioredis'
import t from 'tap'

import { SETTING_NAMES } from '../../src/config.ts'
import { ADMINISTRATION } from '../support/gateway.ts'
import { letter, unsigned, verified } from '../support/letters.ts'
import { certificateOf } from '../support/pki.ts'
import { type Rows, walk } from '../support/rows.ts'
import { closedSettings } from '../support/settings-closed.ts'
import { ALONE, CLOSED } from '../support/settings-closed-rows.ts'
import { BARE, judged, LIMITS } from '../support/settings-limits.ts'
import { type Open, openSettings } from '../support/settings-open.ts'
import { typed } from '../support/typed.ts'

t.setTimeout(300_000)
const DAY_MS = 86_400_000

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  ...{ timeZone: 'Europe/Paris', day: 'numeric', month: 'long' },
})
/** As the letters write a day. */
const inDays = (days: number): string =>
  PARIS.format(new Date(Date.now() + days * DAY_MS)).replace(/^1 /, '1er ')

const OPEN: Rows<Open> = {
  // Its file alone says the domain.
  CONFRERE_CONFIG: (t, { check, front }) => {
    t.notOk('CONFRERE_DOMAIN' in front.env)
    t.match(check, /^bon {3}reglages .*domaine te\.essai\.test/m)
  },
  CONFRERE_MODE: async (t, { check, front }) => {
    t.match(check, /^bon {3}reglages .*mode dev/m)
    const production = { ...front.env, CONFRERE_MODE: 'production' }
    const refused = await typed(front.folder, ['check'], production)
    t.match(refused, { status: 2, err: /production/ }, 'and the environment overrides the file')
  },
  CONFRERE_DOMAIN: async (t, { front, demandeAvis }) => {
    t.match(demandeAvis.replyTo, /@te\.essai\.test$/)
    const elsewhere = await front.sends('', 'demande@te.localhost', Buffer.from(BARE))
    t.match(elsewhere, /^550 5\.1\.1 /)
  },
  CONFRERE_SMTP_HOST: (t, { front }) => t.equal(front.running().smtp.host, '127.0.0.2'),
  CONFRERE_SMTP_PORT: (t, { front, ports }) => t.equal(front.running().smtp.port, ports.smtp),
  CONFRERE_HTTP_HOST: (t, { front }) => t.equal(front.running().http.host, '127.0.0.3'),
  CONFRERE_HTTP_PORT: async (t, { front, ports }) => {
    t.equal(front.running().http.port, ports.http)
    t.match(await front.call('/healthz', { bearer: null }), { status: 200 })
  },
  DATABASE_URL: async (t, { front }) =>
    t.match(await front.db.query('select numero from dossier'), [{ numero: /^TE-/ }]),
  REDIS_URL: async (t, { redis, check }) => {
    if (redis === null) return t.pass('no redis-server on this machine', { skip: true })
    t.match(check, /^bon {3}file +répond \(REDIS_URL\)/m)
    const client = new Redis(redis)
    t.ok((await client.keys('bull:*')).length > 0, 'the queues lie there')
    client.disconnect()
  },
  CONFRERE_TRUST_DIR: (t, { check, old }) => {
    t.match(check, /^bon {3}fichiers +tous lus : 5 certificat/m)
    t.match(old.path.anchor, /Racine d’essai/)
  },
  CONFRERE_IDENTITY: async (t, { pki, compteRendu, demandeAvis }) => {
    t.ok(compteRendu.encrypted)
    const { signer } = await verified(demandeAvis.raw, pki)
    t.match(signer, certificateOf(pki.people.gateway).toString('base64').slice(0, 60))
  },
  CONFRERE_IDENTITY_PASSWORD_FILE: (t, { check }) => t.match(check, /^bon {3}signature /m),
  CONFRERE_FORMER_IDENTITIES: (t, { old }) =>
    t.match(old, { layers: ['enveloped', 'signed'], accepted: true }),
  CONFRERE_MASTER_KEY_FILE: (t, { made, check }) => {
    t.notOk(made, 'dev made no other')
    t.match(check, /^bon {3}cles +clé maîtresse lue, celle de cette base/m)
  },
  CONFRERE_FROM: (t, { demandeAvis }) =>
    t.match(demandeAvis.raw.toString(), /^ <teleexpertise@te\.localhost>\r$/m),
  CONFRERE_RELAY: (t, { front }) => t.ok(front.sink.messages.length > 5),
  CONFRERE_ESPACE_DE_CONFIANCE: async (t, seen) => {
    t.notOk(seen.demandeAvis.encrypted, 'chu.test is in it')
    const { json } = await seen.front.call('/api/v1/messages/outbound?state=bloque')
    const { rpps } = seen.pki.people.dermatologue2
    t.match(json.items, [{ rpps, code: 'chiffrement-impossible' }], 'clinique.test is not')
  },
  CONFRERE_LISTE_BLANCHE_SIGNATAIRE: async (t, { imported, front }) => {
    t.match(imported, { status: 0, out: /liste blanche prise, 1 domaine/ })
    const other = { ...front.env, CONFRERE_LISTE_BLANCHE_SIGNATAIRE: 'un autre' }
    const refused = await typed(front.folder, ['annuaire', 'import', 'liste.xml'], other)
    t.match(refused, { status: 1, err: /liste-signataire/ })
  },
  CONFRERE_SMTP_TLS: async (t, { front }) =>
    t.notMatch((await front.client()).ehlo, /STARTTLS/, 'off'),
  CONFRERE_SMTP_ALLOW: async (t, { front }) => {
    t.match((await front.client('127.0.0.7')).ehlo, /^250/)
    t.match((await front.client('127.0.0.9')).ehlo, /^554 /)
  },
  CONFRERE_REVOCATION_INCONNUE: (t, { noList }) =>
    t.match(noList, { accepted: true, revocation: { status: 'unknown' } }),
  CONFRERE_REVOCATION_HOTES: (t, { asked, check }) => {
    t.ok(asked.includes('/listes'), 'the list was fetched')
    t.match(check, /^bon {3}hote +127\.0\.0\.1:\d+ : liste obtenue/m)
  },
  CONFRERE_DOUBLE_LECTURE: async (t, seen) => {
    const twice = (entity: string) => entity.replace(/charset=utf-8/, '$&; charset=iso-8859-1')
    t.match(await judged(seen, twice), /^accepted/, 'of two readings the second is not asked')
  },
  CONFRERE_CLAMD: (t, { check }) => t.match(check, /^bon {3}antivirus +répond \(CONFRERE_CLAMD\)/m),
  CONFRERE_MAX_MESSAGE_BYTES: async (t, { front }) =>
    t.match((await front.client()).ehlo, /SIZE 300000\b/),
  CONFRERE_ANCRES_RPPS: (t, { card, old }) => {
    t.match(card, { signer: { rpps: null }, sender: { bound: false } }, 'not believed')
    t.match(old, { sender: { bound: true } }, 'others bind by address')
  },
  CONFRERE_ANCRES_DOMAINES: (t, { elsewhere, noList }) => {
    t.match(elsewhere, { accepted: false, sender: { bound: false } }, 'ville.test')
    t.match(noList, { sender: { bound: true } }, 'cabinet.test')
  },
  CONFRERE_DELAI_RAPPEL: (t, { rappel }) => t.match(rappel.text, /TE-2026-000001/),
  CONFRERE_DELAI_LIMITE: (t, { demandeAvis }) =>
    t.match(demandeAvis.text, `Au plus tard`) &&
    t.match(demandeAvis.text.slice(0, 200), inDays(10)),
  CONFRERE_DELAI_EXPIRATION: (t, { demandeAvis }) =>
    t.match(demandeAvis.text, new RegExp(`Sans réponse : la demande se clôt .*${inDays(12)}`)),
  CONFRERE_DELAI_COMPLETUDE: async (t, { front }) => {
    const [row] = await front.db.query<{ due: string }>(
      `select round(extract(epoch from prochaine_echeance - now()) / 3600) as due
       from dossier where etat = 'incomplet' order by ouvert_le limit 1`,
    )
    t.equal(Number(row?.due), 120)
  },
  CONFRERE_CALENDRIER: (t, { slots }) => {
    t.ok(slots.length > 2)
    for (const { ouverte_le, limite_le } of slots)
      t.equal(limite_le.getTime() - ouverte_le.getTime(), 10 * DAY_MS, 'every hour counts')
  },
  CONFRERE_TERRITOIRE: (t, { transmis }) => t.match(transmis.text, /Montant : 27,60 €/),
  CONFRERE_RETENTION_CONTENU: (t, { compteRendu }) =>
    t.match(compteRendu.text, new RegExp(`copie détruite ici le ${inDays(60)}`)),
  CONFRERE_RETENTION_FACTURATION: async (t, { front }) => {
    const [row] = await front.db.query<{ years: string }>(
      "select extract(year from echeance) - annee - 1 as years from cle where classe = 'annee'",
    )
    t.equal(Number(row?.years), 15)
  },
  CONFRERE_ADMIN_ADDRESS: async (t, { front }) => {
    const raw = unsigned(letter({ from: 'a@b.test', to: 'postmaster@te.essai.test', text: 'x' }))
    await front.sends('a@b.test', 'postmaster@te.essai.test', raw, '127.0.0.3')
    t.ok(await front.next(ADMINISTRATION, 'courrier-administrateur'))
  },
  CONFRERE_COORDINATEUR: (t, { coordinated }) => t.match(coordinated.toString(), /TE-2026-/),
  CONFRERE_SUJET_MSSANTE: (t, { compteRendu }) =>
    t.match(compteRendu.subject, /XDM\/1\.0\/DDM\+CR de téléexpertise ESSAI-DURAND Anne/),
  CONFRERE_MARQUE_TEST: (t, { demandeAvis }) => t.notMatch(demandeAvis.subject, /TEST/),
  CONFRERE_NIL: (t, { demandeAvis }) =>
    t.match(demandeAvis.raw.toString(), /^X-MSS-NIL: NIL-0001\r$/m),
}

t.test('each setting has one row', (t) => {
  const rows = [OPEN, LIMITS, CLOSED, ALONE].flatMap((table) => Object.keys(table))
  t.strictSame(
    rows.toSorted(),
    SETTING_NAMES.toSorted(),
    'a new setting needs a row that sees its effect',
  )
  t.end()
})

t.test('those of one gateway', async (t) => {
  const seen = await openSettings(t)
  await walk(t, OPEN, seen)
  await walk(t, LIMITS, seen)
})

t.test('those that exclude them', async (t) => {
  const seen = await closedSettings(t)
  await walk(t, CLOSED, seen)
  await walk(t, ALONE, seen)
})
