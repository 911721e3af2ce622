/**
 * Signature spoofing, class by class, as « Johnny, you are fired » (USENIX Security 2019) sorts it: what
 * plays with the CMS object, with the MIME tree, with the certificate, with the name of the sender.
 *
 * Every forgery ends in a refusal with its own code. Where a mail is good for someone, it is good for the
 * one who signed it and for nobody else.
 */
import { createHash } from 'node:crypto'

import t from 'tap'

import { keepInMemory, wholeBuffer } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import * as der from '../../src/pki/der-writer.ts'
import { isAvisTechnique, read } from '../../src/read/read.ts'
import {
  alternativeNames,
  authority,
  dnsName,
  emailName,
  keyUsage,
  NOW,
  nameConstraints,
  nameOf,
  trusting,
  uriName,
} from '../pki/authority.ts'
import {
  ATTACKER,
  attribute,
  attributesOf,
  cms,
  lines,
  mail,
  multipart,
  multipartSigned,
  opaque,
  signaturePart,
  signedBy,
  signedData,
  signerInfo,
  ski,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { root, ca, victim, attacker, person, judge } = stage()
const genuine = text('Spécialité demandée : dermatologie')
const forged = text('Consentement : oui')
const TO = 'demande@te.localhost'
const attributesSet = der.setOf(...attributesOf(genuine))
const from = (address: string) => ({ From: address, To: TO, Subject: 'Demande' })

/** One forgery: what it is, the mail, the codes that a refusal may have. */
type Forgery = readonly [name: string, raw: Buffer, ...codes: readonly string[]]

function refuses(title: string, forgeries: readonly Forgery[]): void {
  t.test(title, async (t) => {
    for (const [name, raw, ...codes] of forgeries) {
      const { verdict, empreinte, certificates } = await judge(raw)
      t.equal(verdict.accepted, false, name)
      t.ok(codes.includes(verdict.refusal ?? ''), `${name}: ${verdict.refusal}`)
      t.strictSame(certificates, [], `${name}: no key is learned`)
      if (verdict.signature.covers !== 'whole') t.equal(empreinte, null, name)
    }
  })
}

t.test('accepts the honest mail that the forgeries start from', async (t) => {
  for (const honest of [
    signedBy(victim, genuine),
    opaque(cms(genuine, [victim], { inside: genuine })),
    multipartSigned(genuine, cms(genuine, [victim], { attributes: 'none' })),
  ]) {
    const { verdict, entity } = await judge(mail(from(VICTIM), honest))
    t.match(verdict, { accepted: true, refusal: null, sender: { from: [VICTIM], bound: true } })
    t.ok((await wholeBuffer(entity, 1e6)).equals(genuine))
  }
})

const victims = cms(genuine, [victim])
const victimInfo = signerInfo(genuine, victim)
const bundle = [victim.certificate.der]

refuses('CMS: the object that says less, or two things', [
  [
    'no signer, detached',
    mail(from(VICTIM), multipartSigned(forged, signedData([], { bundle }))),
    'no-signer',
  ],
  [
    'no signer, opaque',
    mail(from(VICTIM), opaque(signedData([], { bundle, inside: forged }))),
    'certs-only',
    'no-signer',
  ],
  [
    'content inside as well as beside',
    mail(from(VICTIM), multipartSigned(forged, cms(genuine, [victim], { inside: genuine }))),
    'malformed-cms',
  ],
  ['opaque without content', mail(from(VICTIM), opaque(victims)), 'malformed-cms'],
  [
    'the content of another mail',
    mail(from(VICTIM), multipartSigned(forged, victims)),
    'digest-mismatch',
  ],
  [
    'opaque with other content',
    mail(from(VICTIM), opaque(cms(forged, [victim], { inside: forged, hashed: genuine }))),
    'digest-mismatch',
  ],
  [
    'a digest of the attacker under the name of the victim',
    mail(from(VICTIM), multipartSigned(forged, cms(forged, [victim], { keyOf: attacker }))),
    'bad-signature',
  ],
  [
    'the same without signed attributes',
    mail(
      from(VICTIM),
      multipartSigned(forged, cms(forged, [victim], { keyOf: attacker, attributes: 'none' })),
    ),
    'bad-signature',
  ],
  [
    'two signers, one forged',
    mail(
      from(VICTIM),
      multipartSigned(
        forged,
        signedData(
          [signerInfo(forged, attacker), signerInfo(forged, victim, { keyOf: attacker })],
          { bundle: [attacker.certificate.der, ...bundle] },
        ),
      ),
    ),
    'bad-signature',
  ],
  [
    'two signers, one of another mail',
    mail(
      from(VICTIM),
      multipartSigned(
        forged,
        signedData([signerInfo(forged, attacker), victimInfo], {
          bundle: [attacker.certificate.der, ...bundle],
        }),
      ),
    ),
    'digest-mismatch',
  ],
  [
    'the certificate of the victim carried, not used',
    mail(
      from(VICTIM),
      multipartSigned(
        forged,
        cms(forged, [attacker], { bundle: [...bundle, attacker.certificate.der] }),
      ),
    ),
    'signer-mismatch',
  ],
  [
    'signed attributes signed as content',
    mail(from(VICTIM), opaque(attributesAsContent())),
    'signed-attributes',
    'malformed-cms',
    'bad-signature',
  ],
  [
    'signed attributes of another mail passed for a text without attributes',
    mail(from(VICTIM), opaque(attributesForText())),
    'signed-attributes',
  ],
  [
    'the same beside the text',
    mail(from(VICTIM), multipartSigned(attributesSet, attributesForText('detached'))),
    'signed-attributes',
  ],
  [
    'a time stamp, or any content that is no mail',
    mail(
      from(VICTIM),
      opaque(cms(forged, [victim], { inside: forged, contentType: '1.2.840.113549.1.9.16.1.4' })),
    ),
    'signed-attributes',
  ],
  [
    'no message digest',
    mail(
      from(VICTIM),
      multipartSigned(
        forged,
        cms(forged, [victim], {
          replaced: [attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1'))],
        }),
      ),
    ),
    'signed-attributes',
  ],
  [
    'another content type in the attributes',
    mail(
      from(VICTIM),
      multipartSigned(
        genuine,
        signedData([victimInfo], { bundle, contentType: '1.2.840.113549.1.9.16.1.4' }),
      ),
    ),
    'signed-attributes',
  ],
  [
    'twenty-one certificates',
    mail(
      from(VICTIM),
      multipartSigned(
        genuine,
        cms(genuine, [victim], {
          bundle: Array.from({ length: 21 }, () => victim.certificate.der),
        }),
      ),
    ),
    'too-many-certificates',
  ],
  [
    'eleven signers',
    mail(
      from(VICTIM),
      multipartSigned(
        genuine,
        signedData(
          Array.from({ length: 11 }, () => signerInfo(genuine, victim)),
          { bundle },
        ),
      ),
    ),
    'too-many-signers',
  ],
  ['six signatures around each other', mail(from(VICTIM), tower(6)), 'too-many-layers'],
])

/**
 * The DER of signed attributes passed for a content signed without attributes. RFC 5652 §5.4 gives the
 * signature of attributes an explicit SET tag, which is then the first octet of the « content ».
 */
function attributesAsContent(): Buffer {
  const digest = attribute('1.2.840.113549.1.9.4', der.octets(Buffer.alloc(32)))
  const type = attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1'))
  const set = der.setOf(type, digest)
  return cms(set, [victim], {
    inside: Buffer.concat([set, forged]),
    attributes: 'none',
    hashed: set,
  })
}

/** The octets that the victim's key signed for another mail, as the content of a mail of its own. */
function attributesForText(form: 'opaque' | 'detached' = 'opaque'): Buffer {
  const inside = form === 'opaque' ? attributesSet : null
  return cms(attributesSet, [victim], { inside, attributes: 'none' })
}

function tower(floors: number): Buffer {
  let entity: Buffer = genuine
  for (let floor = 0; floor < floors; floor++) entity = signedBy(victim, entity)
  return entity
}

const whole = signedBy(victim, genuine)
const wholeOpaque = opaque(cms(genuine, [victim], { inside: genuine }))
const hiding = text(
  '<style>*{display:none}#a{display:block}</style><div id=a>Consentement : oui</div><!--',
  'text/html',
)

refuses('CMS: a signer who names another certificate than his', [
  ...(
    [
      ['another issuer', { issuer: nameOf('Autre') }],
      ['another serial number', { serial: attacker.serial }],
      ['another hash', { hash: Buffer.alloc(32) }],
      ['two values', { twice: true }],
    ] as const
  ).map(([what, lie]): Forgery => [what, ownNamed(lie), 'certificate-mismatch']),
])

t.test('CMS: the signer who names his own certificate is believed', async (t) => {
  t.equal((await judge(ownNamed({}))).verdict.refusal, null)
})

/** A mail whose signed attributes hold a signing-certificate, issuer and serial number included. */
function ownNamed(lie: {
  readonly issuer?: Buffer
  readonly serial?: Buffer
  readonly hash?: Buffer
  readonly twice?: boolean
}): Buffer {
  const hash = lie.hash ?? createHash('sha256').update(victim.certificate.der).digest()
  const issuer = lie.issuer ?? victim.certificate.issuer.der
  const names = der.sequence(der.tagged(4, issuer))
  const id = der.sequence(
    der.octets(hash),
    der.sequence(names, der.tlv(0x02, lie.serial ?? victim.serial)),
  )
  const value = der.sequence(der.sequence(id))
  const replaced = [
    ...attributesOf(genuine),
    attribute('1.2.840.113549.1.9.16.2.47', value, ...(lie.twice ? [value] : [])),
  ]
  return mail(from(VICTIM), multipartSigned(genuine, cms(genuine, [victim], { replaced })))
}

refuses('MIME: a good signature somewhere in the tree', [
  [
    'signed part in multipart/mixed',
    mail(from(VICTIM), multipart('mixed', forged, whole)),
    'partial-signature',
  ],
  [
    'signed part first, footer after',
    mail(from(VICTIM), multipart('mixed', whole, forged)),
    'partial-signature',
  ],
  [
    'in multipart/alternative',
    mail(from(VICTIM), multipart('alternative', whole, forged)),
    'partial-signature',
  ],
  [
    'in multipart/related, shown by cid',
    mail(
      from(VICTIM),
      multipart(
        'related',
        text('<iframe src="cid:a@b"></iframe>', 'text/html'),
        Buffer.concat([lines('Content-ID: <a@b>'), whole]),
      ),
    ),
    'partial-signature',
  ],
  [
    'hidden by a style sheet',
    mail(from(VICTIM), multipart('mixed', hiding, whole)),
    'partial-signature',
  ],
  [
    'opaque in multipart/mixed',
    mail(from(VICTIM), multipart('mixed', forged, wholeOpaque)),
    'partial-signature',
  ],
  [
    'opaque without smime-type',
    mail(
      from(VICTIM),
      multipart('mixed', forged, without(wholeOpaque, ' smime-type=signed-data;')),
    ),
    'partial-signature',
  ],
  [
    'four levels down',
    mail(
      from(VICTIM),
      multipart(
        'mixed',
        multipart('alternative', multipart('related', multipart('mixed', whole)), forged),
      ),
    ),
    'partial-signature',
  ],
  [
    'attached as a message',
    mail(from(VICTIM), multipart('mixed', forged, message(mail(from(VICTIM), whole)))),
    'not-signed',
    'partial-signature',
  ],
  [
    'attached as a message, alone',
    mail(from(VICTIM), message(mail(from(VICTIM), whole))),
    'not-signed',
    'partial-signature',
  ],
  [
    'its p7s attached to a clear mail',
    mail(from(VICTIM), multipart('mixed', forged, signaturePart(victims))),
    'not-signed',
  ],
  [
    'its p7m attached as a file',
    mail(
      from(VICTIM),
      multipart(
        'mixed',
        forged,
        lines(
          'Content-Type: application/octet-stream; name="smime.p7m"',
          'Content-Transfer-Encoding: base64',
          '',
          cms(genuine, [victim], { inside: genuine }).toString('base64'),
        ),
      ),
    ),
    'partial-signature',
  ],
  [
    'inside winmail.dat',
    mail(
      from(VICTIM),
      lines(
        'Content-Type: application/ms-tnef; name="winmail.dat"',
        'Content-Transfer-Encoding: base64',
        '',
        whole.toString('base64'),
      ),
    ),
    'not-signed',
  ],
  [
    'three parts in multipart/signed',
    mail(from(VICTIM), multipartSigned(genuine, victims, { more: [forged] })),
    'malformed-cms',
  ],
  ['the signature first', mail(from(VICTIM), swapped()), 'malformed-cms'],
  [
    'one part in multipart/signed',
    mail(
      from(VICTIM),
      Buffer.concat([
        lines(
          'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
          '',
          '--b',
        ),
        genuine,
        lines('', '--b--'),
      ]),
    ),
    'malformed-cms',
  ],
  [
    'multipart/signed without boundary',
    mail(from(VICTIM), lines('Content-Type: multipart/signed', '', 'Consentement : oui')),
    'malformed-cms',
  ],
  [
    'an OpenPGP protocol around an S/MIME signature',
    mail(
      from(VICTIM),
      Buffer.from(
        whole
          .toString('latin1')
          .replace('application/pkcs7-signature"', 'application/pgp-signature"'),
        'latin1',
      ),
    ),
    'openpgp',
  ],
  [
    'two Content-Type fields',
    mail([...headersOf(VICTIM), 'Content-Type: text/html'], whole),
    'malformed-mail',
    'not-signed',
  ],
  [
    'two Content-Type fields, the signed one first',
    twice(whole, 'Content-Type: text/html'),
    'malformed-mail',
  ],
  [
    'the mail of the victim signed again by the attacker',
    mail(from(VICTIM), signedBy(attacker, whole)),
    'signer-mismatch',
  ],
  [
    'the same under the name of the attacker',
    mail(from(ATTACKER), signedBy(attacker, whole)),
    'signer-mismatch',
  ],
  [
    'a whole foreign message, signed by the attacker as his own',
    mail(from(ATTACKER), signedBy(attacker, message(mail(from(VICTIM), genuine)))),
    'header-mismatch',
  ],
  [
    'the same, said to be a wrapper',
    mail(
      from(ATTACKER),
      signedBy(attacker, message(mail(from(VICTIM), genuine), '; forwarded=no')),
    ),
    'header-mismatch',
  ],
  [
    'an outer signature by someone unknown',
    mail(from(VICTIM), signedBy(stage().victim, whole)),
    'no-path',
    'untrusted-root',
    'bad-certificate-signature',
  ],
])

function message(raw: Buffer, parameters = ''): Buffer {
  return Buffer.concat([lines(`Content-Type: message/rfc822${parameters}`, ''), raw])
}

function headersOf(address: string): string[] {
  return Object.entries(from(address)).map(([name, value]) => `${name}: ${value}`)
}

function without(entity: Buffer, words: string): Buffer {
  return Buffer.from(entity.toString('latin1').replace(words, ''), 'latin1')
}

function twice(entity: Buffer, field: string): Buffer {
  const at = entity.indexOf('\r\n\r\n') + 2
  return mail(
    from(VICTIM),
    Buffer.concat([entity.subarray(0, at), lines(field), entity.subarray(at)]),
  )
}

function swapped(): Buffer {
  return Buffer.concat([
    lines(
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
      '',
      '--b',
    ),
    signaturePart(victims),
    lines('--b'),
    genuine,
    lines('', '--b--'),
  ])
}

t.test('MIME: reads only what is signed, whatever stands around it', async (t) => {
  const inner = message(mail(from(VICTIM), genuine))
  const asPart = signedBy(attacker, multipart('mixed', text('Pour information'), inner))
  const { verdict, ...opened } = await judge(mail(from(ATTACKER), asPart))
  t.match(verdict, { accepted: true, sender: { from: [ATTACKER] } })
  const letter = await read({ verdict, ...opened }, { now: NOW })
  if ('code' in letter || isAvisTechnique(letter)) throw new Error('no letter')
  t.strictSame(letter.formulaire, {}, 'a forwarded message is a document, not the letter')

  const preamble = whole
    .toString('latin1')
    .replace('\r\n\r\n--=_', '\r\n\r\nConsentement : oui\r\n--=_')
  for (const raw of [
    mail(from(VICTIM), Buffer.from(preamble, 'latin1')),
    mail(from(VICTIM), Buffer.concat([whole, lines('Consentement : oui')])),
  ]) {
    const { verdict: good, entity } = await judge(raw)
    t.equal(good.accepted, true)
    t.ok((await wholeBuffer(entity, 1e6)).equals(genuine))
  }
})

const evil = (address: string) => mail(from(address), signedBy(attacker, forged))

refuses('From: the name that another reader would take', [
  ['the address of the victim', evil(VICTIM), 'signer-mismatch'],
  [
    'two fields, his last',
    mail([`From: ${VICTIM}`, `From: ${ATTACKER}`], signedBy(attacker, forged)),
    'several-from',
  ],
  [
    'two fields, his first',
    mail([`From: ${ATTACKER}`, `From: ${VICTIM}`], signedBy(attacker, forged)),
    'several-from',
  ],
  [
    'two fields, one with a blank before the colon',
    mail([`From : ${VICTIM}`, `From: ${ATTACKER}`], signedBy(attacker, forged)),
    'several-from',
  ],
  [
    'two fields, one with a tab before the colon',
    mail([`FROM\t: ${VICTIM}`, `from: ${ATTACKER}`], signedBy(attacker, forged)),
    'several-from',
  ],
  ['two addresses in one field', evil(`${ATTACKER}, ${VICTIM}`), 'several-from'],
  ['two angle brackets', evil(`<${VICTIM}> <${ATTACKER}>`), 'no-from'],
  ['an empty angle bracket', evil(`${VICTIM} <>`), 'no-from'],
  ['his address in a comment', evil(`${VICTIM} (<${ATTACKER}>)`), 'signer-mismatch'],
  ['his address in quotes', evil(`"${ATTACKER}" <${VICTIM}>`), 'signer-mismatch'],
  ['an open quote', evil(`"${VICTIM} <${ATTACKER}>`), 'no-from'],
  ['an open comment', evil(`${VICTIM} (<${ATTACKER}>`), 'no-from'],
  ['a quoted local part', evil(`"${VICTIM}"@ailleurs.test`), 'no-from'],
  ['an encoded word as the address', evil(`=?utf-8?Q?${VICTIM.replace('@', '=40')}?=`), 'no-from'],
  ['an encoded word before the address', evil(`=?utf-8?Q?a?=@b <${VICTIM}>`), 'signer-mismatch'],
  ['a group', evil(`Cabinet: ${ATTACKER};`), 'several-from'],
  ['a group named as the victim', evil(`${VICTIM}: ${ATTACKER};`), 'several-from'],
  ['an empty group', evil('undisclosed-recipients:;'), 'no-from', 'several-from'],
  [
    'a source route',
    evil(`<@${VICTIM.split('@')[1]},@b.test:${ATTACKER}>`),
    'no-from',
    'several-from',
  ],
  ['a NUL after the address of the victim', evil(`${VICTIM}\0${ATTACKER}`), 'no-from'],
  ['a NUL before a domain', evil(`${VICTIM}\0.ailleurs.test`), 'no-from', 'signer-mismatch'],
  [
    'a bare CR that starts another field',
    evil(`${VICTIM}\rFrom: ${ATTACKER}`),
    'no-from',
    'several-from',
  ],
  ['a vertical tab in the address', evil(`${ATTACKER.replace('.', '\v.')}`), 'no-from'],
  [
    'a Sender who is not the author',
    mail({ ...from(VICTIM), Sender: ATTACKER }, signedBy(attacker, forged)),
    'sender-mismatch',
  ],
  [
    'a Sender in whose name the victim signed',
    mail({ ...from(VICTIM), Sender: ATTACKER }, whole),
    'sender-mismatch',
  ],
  [
    'two Sender fields',
    mail([`From: ${VICTIM}`, `Sender: ${VICTIM}`, `Sender: ${ATTACKER}`], whole),
    'sender-mismatch',
  ],
  ['no From', mail({ To: TO }, whole), 'no-from'],
  ['an empty From', mail({ From: '' }, whole), 'no-from'],
  ['a From of blanks only', mail(['From:  \t '], whole), 'no-from'],
  ['a homograph of the domain', evil('claire.fontaine@cabіnet.test'), 'signer-mismatch'],
  ['a full-width at sign', evil('claire.fontaine＠cabinet.test'), 'no-from'],
  ['a right-to-left override', evil(`\u202e${VICTIM}`), 'signer-mismatch', 'no-from'],
  ['a zero-width space', evil(`claire.\u200bfontaine@cabinet.test`), 'signer-mismatch', 'no-from'],
])

t.test('From: no field hides behind a bare CR in another', async (t) => {
  const raw = mail(from(VICTIM), whole)
  const torn = Buffer.concat([Buffer.from(`X-A: 1\rFrom: ${ATTACKER}\r\n`), raw])
  t.match((await judge(torn)).verdict, {
    refusal: 'malformed-mail',
    signature: { status: 'valid' },
  })
  const kept = Buffer.concat([Buffer.from('X-A: 1\r\n'), raw])
  t.equal((await judge(kept)).verdict.refusal, null)
})

t.test('From: the display name, Reply-To and others identify nobody', async (t) => {
  for (const headers of [
    { From: `"${VICTIM}" <${ATTACKER}>` },
    { From: `Claire FONTAINE <${ATTACKER}> (${VICTIM})` },
    { From: `=?utf-8?Q?${VICTIM.replace('@', '=40')}?= <${ATTACKER}>` },
    { From: ATTACKER, 'Reply-To': VICTIM },
    { From: ATTACKER, 'Resent-From': VICTIM, 'X-Sender': VICTIM, 'Return-Path': VICTIM },
  ]) {
    const { verdict, headers: outer } = await judge(mail(headers, signedBy(attacker, forged)))
    t.match(verdict, { accepted: true, sender: { from: [ATTACKER], bound: true } }, headers.From)
    t.strictSame(verdict.signer?.emails, [ATTACKER])
    t.strictSame(outer.from, [ATTACKER])
  }
})

/** A certificate of the good authority with any names, signing a mail in the name of the victim. */
function named(...names: Buffer[]): Buffer {
  const own = names.length > 0 ? [alternativeNames(...names)] : []
  const signer = person('x', { extensions: [keyUsage(0x80), ...own] })
  return mail(from(VICTIM), signedBy(signer, forged))
}
const inSubject = (email: string, ...names: Buffer[]) =>
  person('x', {
    subject: der.sequence(
      der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8('Dr X'))),
      der.setOf(der.sequence(der.oid('1.2.840.113549.1.9.1'), der.utf8(email))),
    ),
    extensions: [keyUsage(0x80), ...(names.length > 0 ? [alternativeNames(...names)] : [])],
  })

refuses('certificate: names that are nearly the sender', [
  [
    'a NUL in the address',
    named(emailName(`${VICTIM}\0.ailleurs.test`)),
    'signer-mismatch',
    'signer-certificate-missing',
  ],
  [
    'a NUL before',
    named(emailName(`\0${VICTIM}`)),
    'signer-mismatch',
    'signer-certificate-missing',
  ],
  ['a wildcard mailbox', named(emailName('*@cabinet.test')), 'signer-mismatch'],
  ['a wildcard domain', named(emailName('claire.fontaine@*.test')), 'signer-mismatch'],
  ['a domain alone', named(emailName('cabinet.test')), 'signer-mismatch'],
  ['a domain with its at sign', named(emailName('@cabinet.test')), 'signer-mismatch'],
  ['the domain as dNSName', named(dnsName('cabinet.test')), 'signer-mismatch'],
  ['the address as dNSName', named(dnsName(VICTIM)), 'signer-mismatch'],
  ['the address as mailto URI', named(uriName(`mailto:${VICTIM}`)), 'signer-mismatch'],
  [
    'the address as common name',
    mail(from(VICTIM), signedBy(person(VICTIM, { extensions: [keyUsage(0x80)] }), forged)),
    'signer-mismatch',
  ],
  ['two addresses in one name', named(emailName(`${ATTACKER},${VICTIM}`)), 'signer-mismatch'],
  ['an address with display name', named(emailName(`Dr <${VICTIM}>`)), 'signer-mismatch'],
  ['a trailing blank', named(emailName(`${VICTIM} `)), 'signer-mismatch'],
  ['a trailing dot', named(emailName(`${VICTIM}.`)), 'signer-mismatch'],
  [
    'a Kelvin sign for a k',
    mail(from('k@cabinet.test'), signedBy(inSubject('\u212a@cabinet.test'), forged)),
    'signer-mismatch',
  ],
  ['no name at all', named(), 'signer-mismatch', 'signer-certificate-missing'],
])

t.test('certificate: each of several addresses is its holder, and none beside them', async (t) => {
  const signer = person('x', {
    extensions: [
      keyUsage(0x80),
      alternativeNames(emailName('a@cabinet.test'), emailName(ATTACKER)),
    ],
  })
  for (const address of ['a@cabinet.test', ATTACKER, ATTACKER.toUpperCase()]) {
    t.equal(
      (await judge(mail(from(address), signedBy(signer, forged)))).verdict.accepted,
      true,
      address,
    )
  }
  t.equal(
    (await judge(mail(from(VICTIM), signedBy(signer, forged)))).verdict.refusal,
    'signer-mismatch',
  )
})

const ownRoot = authority('Racine', { extensions: [keyUsage(0x06), ski('racine')] })
const lookalike = authority('self', {
  ca: false,
  subject: nameOf(VICTIM),
  extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM))],
})
const cloneCa = ownRoot.issues('AC', { ca: true, extensions: [keyUsage(0x06), ski('ac')] })
const cloned = cloneCa.issues(VICTIM, {
  extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM)), ski('victime')],
})
const leafAsCa = attacker.issues(VICTIM, {
  extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM))],
})
const noCertSign = ca.issues('Sans keyCertSign', { ca: true, extensions: [keyUsage(0x80)] })
const underNoCertSign = noCertSign.issues(VICTIM, {
  extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM))],
})
const short = ca.issues('AC courte', { ca: true, pathLength: 0, extensions: [keyUsage(0x06)] })
const deeper = short.issues('AC de trop', { ca: true, extensions: [keyUsage(0x06)] })
const underDeeper = deeper.issues(VICTIM, {
  extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM))],
})
const stolenName = person('x', {
  subject: victim.name,
  extensions: [keyUsage(0x80), alternativeNames(emailName(ATTACKER))],
})
const carrying = (signer: typeof victim, ...more: (typeof victim)[]) =>
  mail(
    from(VICTIM),
    signedBy(signer, forged, { bundle: [signer, ...more].map((c) => c.certificate.der) }),
  )
const keyId = (id: string) => der.primitive(0, Buffer.from(id))

refuses('certificate: paths that are nearly good', [
  ['self-signed lookalike', carrying(lookalike), 'untrusted-root', 'no-path'],
  [
    'clone of the whole hierarchy, same names and identifiers',
    carrying(cloned, cloneCa, ownRoot),
    'bad-certificate-signature',
    'untrusted-root',
  ],
  [
    'clone of the authority, without its root',
    carrying(cloned, cloneCa),
    'bad-certificate-signature',
  ],
  [
    'named by the key identifier of a clone',
    mail(
      from(VICTIM),
      signedBy(cloned, forged, { bundle: [cloned.certificate.der], sid: keyId('victime') }),
    ),
    'bad-certificate-signature',
  ],
  [
    'key identifier of nobody',
    mail(from(VICTIM), signedBy(victim, genuine, { sid: keyId('personne') })),
    'signer-certificate-missing',
  ],
  ['a person as authority', carrying(leafAsCa, attacker), 'not-a-ca'],
  [
    'an authority that may not sign certificates',
    carrying(underNoCertSign, noCertSign),
    'ca-key-usage',
  ],
  ['one authority too many', carrying(underDeeper, deeper, short), 'path-length'],
  ['the subject of the victim, the address of another', carrying(stolenName), 'signer-mismatch'],
  [
    'no certificate',
    mail(from(VICTIM), signedBy(victim, genuine, { bundle: [] })),
    'signer-certificate-missing',
  ],
])

t.test(
  'certificate: a constrained authority names nobody outside, wherever it writes the name',
  async (t) => {
    const narrow = root.issues('AC ailleurs', {
      ca: true,
      extensions: [keyUsage(0x06), nameConstraints([emailName('ailleurs.test')])],
    })
    const inside = { extensions: [keyUsage(0x80), alternativeNames(emailName(ATTACKER))] }
    const subject = der.sequence(
      der.setOf(der.sequence(der.oid('1.2.840.113549.1.9.1'), der.utf8(VICTIM))),
    )
    const narrowTrust = trusting(root, narrow, root.lists(), narrow.lists())
    const say = (signer: typeof victim, address: string) =>
      open(receivedFile(mail(from(address), signedBy(signer, forged)), NOW), {
        keys: [],
        trust: narrowTrust,
        annuaire: null,
        keep: keepInMemory,
        policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
      })
    t.equal((await say(narrow.issues('a', inside), ATTACKER)).verdict.accepted, true)
    const outside = { extensions: [keyUsage(0x80), alternativeNames(emailName(VICTIM))] }
    t.equal((await say(narrow.issues('b', outside), VICTIM)).verdict.refusal, 'name-constraint')
    const bare = narrow.issues('c', { subject, extensions: [keyUsage(0x80)] })
    t.equal((await say(bare, VICTIM)).verdict.refusal, 'name-constraint')
    // RFC 5280 §4.2.1.10 looks at emailAddress only where there is no rfc822Name: we never bind to it then.
    const both = narrow.issues('d', { subject, ...inside })
    t.equal(
      (await say(both, VICTIM)).verdict.accepted,
      false,
      'a permitted name hides a forbidden one',
    )
  },
)
