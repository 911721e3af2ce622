import { writeFileSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'

import t from 'tap'

import { tlsFiles } from '../support/tls-files.ts'
import { served, typed } from '../support/typed.ts'
import { wellSet } from '../support/well-set.ts'

t.setTimeout(300_000)

interface Answer {
  readonly status: number
  readonly cookie: string
}

t.test('TLS, clients’ certificates and declared proxies, through the program', async (t) => {
  const { folder, at, env } = await wellSet(t)
  const tls = tlsFiles(t)
  for (const [name, content] of Object.entries({
    'http.crt': tls.server.cert,
    'http.key': tls.server.key,
    'ca.crt': tls.ca,
  })) {
    writeFileSync(at(name), content)
  }
  const DIRECT = '127.0.0.1'
  const PROXY = '127.0.0.2'
  const settings = {
    ...env,
    CONFRERE_HTTP_CERT: at('http.crt'),
    CONFRERE_HTTP_KEY: at('http.key'),
    CONFRERE_HTTP_CA: at('ca.crt'),
    CONFRERE_PROXY_DE_CONFIANCE: `${PROXY}/32`,
    // Who tries the door from here is refused in its own words.
    CONFRERE_SMTP_ALLOW: '192.0.2.0/24',
  }
  const gateway = await served(t, folder, settings)
  t.equal(gateway.http.scheme, 'https', 'it says how it listens')

  const ask = (path: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { body, ...more } = options
      const asked = request(
        {
          host: '127.0.0.1',
          port: gateway.http.port,
          path,
          servername: 'localhost',
          ca: tls.ca,
          localAddress: DIRECT,
          ...{ cert: tls.operator.cert, key: tls.operator.key },
          ...more,
        },
        (answer) => {
          answer.resume()
          const [cookie = ''] = answer.headers['set-cookie'] ?? []
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, cookie }))
        },
      )
      asked.once('error', reject)
      asked.end(body)
    })

  t.match(await ask('/healthz'), { status: 200 }, 'HTTPS, a certificate of the authority shown')
  const { stranger } = tls
  await t.rejects(ask('/healthz', { cert: undefined, key: undefined }), 'no certificate')
  await t.rejects(ask('/healthz', { cert: stranger.cert, key: stranger.key }), 'of nobody we know')
  const clear = await fetch(`http://127.0.0.1:${gateway.http.port}/healthz`).then(
    ({ status }) => status,
    () => 'no answer',
  )
  t.equal(clear, 'no answer', 'nothing in clear')

  // « Loopback » means: not through a proxy.
  const metrics = async (from: string, headers = {}): Promise<number> =>
    (await ask('/metrics', { localAddress: from, headers })).status
  t.equal(await metrics(DIRECT), 200)
  t.equal(await metrics(PROXY), 401, 'a declared proxy is not this machine, whatever it says')
  for (const name of ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Forwarded', 'Via']) {
    t.equal(await metrics(DIRECT, { [name]: 'for=127.0.0.1' }), 401, `nor who sends ${name}`)
  }

  // What is believed shows in the cookie: of HTTPS alone, unless a proxy of ours says how it was asked.
  const made = await typed(folder, ['jeton', 'create', '--portee', 'status'], settings)
  t.equal(made.status, 0, made.err)
  const cookieOf = async (from: string, proto: string | null): Promise<string> => {
    const { status, cookie } = await ask('/connexion', {
      method: 'POST',
      localAddress: from,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(proto === null ? {} : { 'X-Forwarded-Proto': proto }),
      },
      body: new URLSearchParams({ jeton: made.out.trim() }).toString(),
    })
    t.equal(status, 303, 'signed in')
    return cookie
  }
  const SECURE = /; Secure/
  t.match(await cookieOf(DIRECT, null), SECURE)
  t.match(await cookieOf(DIRECT, 'http'), SECURE, 'of nobody’s word')
  t.match(await cookieOf(PROXY, 'https'), SECURE)
  t.notMatch(await cookieOf(PROXY, 'http'), SECURE, 'of the declared network’s word')

  // Beside a gateway that runs, `check` knows its ports, though it may not speak to it.
  const ports = {
    CONFRERE_SMTP_PORT: String(gateway.smtp.port),
    CONFRERE_HTTP_PORT: String(gateway.http.port),
  }
  const beside = await typed(folder, ['check'], { ...settings, ...ports })
  t.match(beside.out, /^bon {3}smtp +127\.0\.0\.1:\d+ tenu par cette passerelle, en marche/m)
  t.match(beside.out, /^bon {3}http +127\.0\.0\.1:\d+ tenu par cette passerelle, en marche/m)
  t.equal(await gateway.stop(), 0)
})
