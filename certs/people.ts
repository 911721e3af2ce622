/**
 * Who has a certificate in the test PKI. All are invented; RPPS begin with 99 and pass the Luhn key.
 *
 * The good ones differ by their key; each hostile one is the requerant in all but one thing.
 */

/** What a person's certificate says, and what is wrong with it. */
export interface PersonSpec {
  readonly rpps: string | null
  readonly nom: string
  readonly prenom: string
  readonly email: string | null
  readonly key: 'rsa' | 'rsa1024' | 'p256' | 'p384' | 'p521' | 'ed25519'
  readonly usage?: 'both' | 'sign' | 'encrypt'
  readonly extendedUsage?: 'emailProtection' | 'serverAuth'
  readonly digest?: 'sha256' | 'sha1'
  readonly issuer?: 'intermediate' | 'silent' | 'foreign'
  /** Days from now. */
  readonly from?: number
  readonly to?: number
  readonly revoked?: 'before' | 'no'
  /** IGC-Santé product category, hexadecimal. */
  readonly category?: string
}

const fontaine = {
  rpps: '99700000005',
  nom: 'FONTAINE',
  prenom: 'Claire',
  email: 'claire.fontaine@cabinet.test',
  key: 'p256',
} as const

export const PEOPLE = {
  /** The gateway itself. */
  gateway: {
    rpps: null,
    nom: 'PASSERELLE',
    prenom: 'Confrère',
    email: 'teleexpertise@te.localhost',
    key: 'rsa',
  },
  /** Médecin généraliste, asks. */
  requerant: { ...fontaine, key: 'rsa' },
  /** Is asked; RSA, signs and decrypts with one certificate. */
  dermatologue: {
    rpps: '99700000013',
    nom: 'LAMARCHE',
    prenom: 'Hugo',
    email: 'hugo.lamarche@chu.test',
    key: 'rsa',
  },
  /** Same pool as the one before. */
  dermatologue2: {
    rpps: '99700000088',
    nom: 'VASSEUR',
    prenom: 'Nadia',
    email: 'nadia.vasseur@clinique.test',
    key: 'p256',
  },
  cardiologue: {
    rpps: '99700000021',
    nom: 'DELORME',
    prenom: 'Inès',
    email: 'ines.delorme@chu.test',
    key: 'p256',
  },
  medecinTraitant: {
    rpps: '99700000039',
    nom: 'ROUSSET',
    prenom: 'Paul',
    email: 'paul.rousset@ville.test',
    key: 'rsa',
  },
  pneumologue: {
    rpps: '99700000047',
    nom: 'ARNAUD',
    prenom: 'Lucie',
    email: 'lucie.arnaud@chu.test',
    key: 'p384',
  },
  rhumatologue: {
    rpps: '99700000096',
    nom: 'MOREL',
    prenom: 'Jean',
    email: 'jean.morel@chu.test',
    key: 'p521',
  },
  neurologue: {
    rpps: '99700000104',
    nom: 'BLANC',
    prenom: 'Sarah',
    email: 'sarah.blanc@chu.test',
    key: 'ed25519',
  },
  /** CPS card: no address in the certificate, only the directory tells. */
  carte: {
    rpps: '99700000054',
    nom: 'GUERIN',
    prenom: 'Marc',
    email: null,
    key: 'rsa',
    usage: 'sign',
  },
  /** Not a physician. */
  infirmiere: {
    rpps: '99700000062',
    nom: 'PETIT',
    prenom: 'Sonia',
    email: 'sonia.petit@cabinet.test',
    key: 'p256',
  },
  /** Two certificates of one person, one for each use. */
  chirurgien: {
    rpps: '99700000070',
    nom: 'LEROUX',
    prenom: 'Anne',
    email: 'anne.leroux@chu.test',
    key: 'rsa',
    usage: 'sign',
  },
  chirurgienChiffrement: {
    rpps: '99700000070',
    nom: 'LEROUX',
    prenom: 'Anne',
    email: 'anne.leroux@chu.test',
    key: 'rsa',
    usage: 'encrypt',
  },

  expired: { ...fontaine, from: -700, to: -30 },
  notYetValid: { ...fontaine, from: 30, to: 700 },
  revoked: { ...fontaine, revoked: 'before' },
  wrongUsage: { ...fontaine, key: 'rsa', usage: 'encrypt' },
  wrongExtendedUsage: { ...fontaine, extendedUsage: 'serverAuth' },
  weakDigest: { ...fontaine, key: 'rsa', digest: 'sha1' },
  weakKey: { ...fontaine, key: 'rsa1024' },
  /** Same names all along the path, but another root made them. */
  otherRoot: { ...fontaine, issuer: 'foreign' },
  /** Its issuer publishes no CRL. */
  noCrl: { ...fontaine, issuer: 'silent' },
  /** TEST software certificate: refused in production. */
  testProduct: { ...fontaine, category: '83' },
} as const satisfies { readonly [who: string]: PersonSpec }

export type Who = keyof typeof PEOPLE
