import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { simpleParser } from 'mailparser'
import t from 'tap'

import type { AdresseMss, Sha256 } from '../../src/domain/correspondant.ts'
import type { Piece } from '../../src/domain/courrier.ts'
import { keepInMemory, memoryBytes, storedBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import { write } from '../../src/write/write.ts'
import * as ex from './exemple.ts'

const AVIS = { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' } as const
const CR = { kind: 'compteRendu', rang: 1, version: 1 } as const

const header = (headers: readonly (readonly [string, string])[], name: string) =>
  headers.find(([each]) => each === name)?.[1]

async function parse(written: Awaited<ReturnType<typeof write>>) {
  const head = written.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const entity = await wholeBuffer(written.entity, 100_000_000)
  return await simpleParser(Buffer.concat([Buffer.from(`${head}MIME-Version: 1.0\r\n`), entity]))
}

t.test('outer headers are those of the thread', async (t) => {
  const envoi = { ...ex.envoi(AVIS, 'requis'), references: ['a@x.test', 'b@x.test'] }
  const { headers, messageId, to } = await write(envoi, { ...ex.parts, nil: 'NIL-1' })
  const mail = await parse(await write(envoi, ex.parts))
  t.equal(mail.from?.value[0]?.name, 'Téléexpertise te.localhost')
  t.equal(mail.from?.value[0]?.address, 'teleexpertise@te.localhost')
  t.equal(header(headers, 'To'), 'marie.curie@dermato.test')
  t.equal(header(headers, 'Reply-To'), envoi.replyTo)
  t.equal(header(headers, 'Date'), 'Sun, 22 Nov 2026 09:20:00 +0000')
  t.equal(header(headers, 'Message-ID'), `<${envoi.messageId}>`)
  t.equal(header(headers, 'In-Reply-To'), '<b@x.test>')
  const first = await write({ ...envoi, references: [] }, ex.parts)
  t.notOk(first.headers.some(([name]) => /in-reply-to|references|x-mss-nil/i.test(name)))
  t.equal(header(headers, 'References'), '<a@x.test> <b@x.test>')
  t.equal(header(headers, 'X-MSS-NIL'), 'NIL-1')
  t.equal(messageId, envoi.messageId)
  t.equal(to, ex.requis.adresse)
})

t.test('a test gateway marks its subjects, a real one does not', async (t) => {
  const marked = await parse(
    await write(ex.envoi(AVIS, 'requis'), { ...ex.parts, marqueTest: true }),
  )
  t.equal(marked.subject, "[TEST] Téléexpertise TE-2026-000123 : demande d'avis")
  const real = await parse(await write(ex.envoi(AVIS, 'requis'), ex.parts))
  t.equal(real.subject, "Téléexpertise TE-2026-000123 : demande d'avis")
})

t.test('the MSSanté subject is written only where it is asked for', async (t) => {
  const parts = { ...ex.parts, sujetMssante: true }
  const mail = await parse(await write(ex.envoi(CR), parts))
  t.equal(mail.subject, 'XDM/1.0/DDM+CR de téléexpertise ZEPHYRIN Aurelie 03/03/1951')
  const notice = await parse(await write(ex.envoi({ kind: 'etat' }), parts))
  t.match(notice.subject, /^Téléexpertise TE-2026-000123/)
})

t.test('the same letter written again has the same bytes', async (t) => {
  const once = await write(ex.envoi(CR), ex.parts)
  const again = await write(ex.envoi(CR), ex.parts)
  t.strictSame(once.headers, again.headers)
  const [a, b] = await Promise.all([wholeBuffer(once.entity, 1e7), wholeBuffer(again.entity, 1e7)])
  t.ok(a.equals(b))
  const other = await write({ ...ex.envoi(CR), messageId: 'other@te.localhost' }, ex.parts)
  t.notOk(a.equals(await wholeBuffer(other.entity, 1e7)), 'boundaries follow the Message-ID')
})

t.test('a thread of years keeps its first and its last messages', async (t) => {
  const references = Array.from({ length: 60 }, (_, n) => `m${n}@x.test`)
  const { headers } = await write({ ...ex.envoi(AVIS, 'requis'), references }, ex.parts)
  const ids = header(headers, 'References')?.split(/\s+/) ?? []
  t.equal(ids.length, 20)
  t.equal(ids[0], '<m0@x.test>')
  t.equal(ids.at(-1), '<m59@x.test>')
})

t.test('nothing that others wrote can add a header', async (t) => {
  const evil = '\r\nBcc: victime@x.test\r\n\r\nbody'
  const piece = { ...ex.piece(`a"; x=y${evil}.pdf`, `text/html${evil}`, Buffer.from('abc')) }
  const dossier = {
    ...ex.dossier,
    pieces: [piece, { ...piece, nom: '../../etc/passwd' }, { ...piece, nom: '\u202efdp.exe' }],
    clinique: { ...ex.dossier.clinique!, question: `Q${evil}\r\n.\r\nMAIL FROM:<>` },
  }
  const references = ['ok@x.test', `bad@x.test>${evil}`, 'a b@x.test', '<nested@x.test>']
  const written = await write(
    { ...ex.envoi(AVIS, 'requis', dossier), references },
    { ...ex.parts, nil: `NIL${evil}`, domain: `te.localhost${evil}` },
  )
  const mail = await parse(written)
  t.notOk(mail.headers.has('bcc'))
  t.equal(header(written.headers, 'References'), '<ok@x.test>')
  for (const [, value] of written.headers) t.notMatch(value, /\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n/)
  const [first, second, third] = mail.attachments
  const raw = (await wholeBuffer(written.entity, 1e7)).toString('latin1')
  t.equal(raw.split('Content-Type: application/octet-stream').length, 4)
  t.notMatch(first?.filename, /[\r\n"/\\]/)
  t.equal(second?.filename, 'etc passwd')
  t.equal(third?.filename, 'fdp.exe')
  t.equal(first?.content.toString(), 'abc')
})

t.test('documents leave octet for octet, whatever their codage', async (t) => {
  const octets = Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 131) & 255))
  const sha256 = createHash('sha256').update(octets).digest('hex') as Sha256
  const base64 = ex.piece('a.bin', 'application/dicom', octets)
  ex.contenus.set('identite', octets)
  const identite: Piece = {
    ...base64,
    codage: 'identite',
    contenu: 'identite',
    debut: 0,
    fin: octets.length,
    sha256,
  }
  const text = Buffer.from('caf=C3=A9 =3D\r\n', 'latin1')
  ex.contenus.set('qp', text)
  const decoded = Buffer.from('café =\r\n')
  const qp: Piece = {
    nom: 'note.txt',
    type: 'text/plain',
    taille: decoded.length,
    sha256: createHash('sha256').update(decoded).digest('hex') as Sha256,
    codage: 'quoted-printable',
    contenu: 'qp',
    debut: 0,
    fin: text.length,
  }
  const dossier = { ...ex.dossier, pieces: [base64, identite, qp] }
  const { attachments } = await parse(await write(ex.envoi(AVIS, 'requis', dossier), ex.parts))
  t.ok(attachments[0]?.content.equals(octets))
  t.equal(attachments[0]?.contentType, 'application/dicom')
  t.ok(attachments[1]?.content.equals(octets))
  t.equal(attachments[1]?.filename, 'a (2).bin', 'two documents never have one name')
  t.ok(attachments[2]?.content.equals(decoded))
})

t.test('a document that is no longer what was received does not leave', async (t) => {
  const dossier = { ...ex.dossier, pieces: [{ ...ex.photo, sha256: 'f'.repeat(64) as Sha256 }] }
  await t.rejects(write(ex.envoi(AVIS, 'requis', dossier), ex.parts), /hash differs/)
})

t.test('a mail or a signed part among the documents travels closed', async (t) => {
  const pieces = ['message/rfc822', 'application/pkcs7-mime', 'application/x-pkcs7-signature'].map(
    (type) => ex.piece('x.eml', type, Buffer.from('Subject: x\r\n\r\ny')),
  )
  const written = await write(ex.envoi(AVIS, 'requis', { ...ex.dossier, pieces }), ex.parts)
  const raw = (await wholeBuffer(written.entity, 1e7)).toString('latin1')
  t.equal(raw.split('Content-Type: application/octet-stream').length, 4)
  t.notMatch(raw, /message\/rfc822|pkcs7/)
})

t.test('a large document is streamed: no piece of it is ever whole in memory', async (t) => {
  const size = 4_000_000
  let largest = 0
  let waiting = 0
  const zeros = storedBytes(size, null, async function* (start, end) {
    for (let at = start; at < end; at += 65_536) {
      waiting++
      yield Buffer.alloc(Math.min(65_536, end - at), 65)
    }
  })
  const sha256 = createHash('sha256').update(Buffer.alloc(size, 65)).digest('hex') as Sha256
  const piece: Piece = {
    ...ex.photo,
    codage: 'identite',
    taille: size,
    sha256,
    contenu: 'large',
    debut: 0,
    fin: size,
  }
  let ahead = 0
  const written = await write(ex.envoi(AVIS, 'requis', { ...ex.dossier, pieces: [piece] }), {
    ...ex.parts,
    content: () => zeros,
    keep: async (source) => {
      let seen = 0
      for await (const chunk of source) {
        seen += chunk.length
        largest = Math.max(largest, chunk.length)
        ahead = Math.max(ahead, waiting * 65_536 - seen)
      }
      return memoryBytes(Buffer.alloc(seen))
    },
  })
  t.ok(written.entity.size > size)
  t.ok(largest < 512 * 1024, `${largest}`)
  t.ok(ahead < size / 4, `${ahead} octets read ahead of the keeper`)
})

t.test('the signed opinion reaches the requerant as OpenSSL verifies it', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'write-'))
  const at = (name: string) => join(dir, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem'],
    ...['-subj', '/CN=Marie CURIE', '-addext', 'extendedKeyUsage=emailProtection', '-days', '2'],
  )
  writeFileSync(
    at('avis.txt'),
    'Content-Type: text/plain; charset=utf-8\r\n\r\nAVIS\r\nExérèse.\r\n',
  )
  for (const opaque of [false, true]) {
    const form = opaque ? ['-nodetach'] : []
    openssl(
      ...['cms', '-sign', '-binary', '-crlfeol', '-in', 'avis.txt', '-signer', 'cert.pem'],
      ...['-inkey', 'key.pem', '-out', 'signed.eml', ...form],
    )
    const signed = Buffer.from(
      execFileSync('cat', [at('signed.eml')])
        .toString('latin1')
        .replace(/\r?\n/g, '\r\n'),
      'latin1',
    )
    const end = signed.indexOf('\r\n\r\n')
    const contenu = `signed-${opaque}`
    ex.contenus.set(contenu, signed)
    const original = {
      entetes: `${signed.subarray(0, end).toString('latin1')}\r\n`,
      contenu,
      debut: end + 4,
      fin: signed.length,
    }
    const about = ex.avecCompteRendu({ original })
    const mail = await parse(await write(ex.envoi(CR, 'requerant', about), ex.parts))
    const eml = mail.attachments.find(({ filename }) => filename === 'avis-signe.eml')
    t.ok(eml?.content.equals(signed), 'byte for byte')
    writeFileSync(at('avis-signe.eml'), eml?.content ?? '')
    const out = openssl('cms', '-verify', '-in', 'avis-signe.eml', '-CAfile', 'cert.pem')
    t.match(out.toString(), 'Exérèse.')
    const mt = await parse(await write(ex.envoi(CR, 'medecinTraitant', about), ex.parts))
    t.notOk(mt.attachments.some(({ filename }) => filename === 'avis-signe.eml'))
  }
})

t.test('an address outside ASCII or with a quote never breaks the envelope headers', async (t) => {
  const envoi = { ...ex.envoi(AVIS, 'requis') }
  const strange = { ...envoi, a: { ...envoi.a, adresse: 'a,b@x.test' as AdresseMss } }
  const mail = await parse(await write(strange, { ...ex.parts, keep: keepInMemory }))
  const to = Array.isArray(mail.to) ? mail.to : [mail.to]
  t.equal(to.flatMap((each) => each?.value ?? []).length, 1)
})
