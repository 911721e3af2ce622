/**
 * Writes and seals a letter once, and keeps the bytes that will leave.
 *
 * Refuses (blocks) clinical content for whom we cannot encrypt to, outside the space of trust. SPEC §8, §10
 */
import type { WithConfig } from '../config.ts'
import type { Acte } from '../domain/acte.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import { actesPrevus } from '../domain/facturation.ts'
import { compteDe } from '../domain/remplacement.ts'
import { isRefusal } from '../errors.ts'
import { type Bytes, type Keep, keepLight } from '../kit/bytes.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { faitsFacturation } from '../ledger/actes/actes.ts'
import { numerosConnus } from '../ledger/annuaire/annuaire.ts'
import { encryptionCertificates } from '../ledger/certificates/certificats.ts'
import { threadToken } from '../ledger/dossiers/thread-tokens.ts'
import { travauxOf } from '../ledger/dossiers/travaux.ts'
import { contentBytes, keepInLedger } from '../ledger/keys/contents.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { WithWorker } from '../ledger/leases.ts'
import { verdictOf } from '../ledger/messages/messages.ts'
import { lighten, storeSealed } from '../ledger/outbox/lettres-scellees.ts'
import type { ClaimedEnvoi } from '../ledger/outbox/outbox.ts'
import type { Envoi, SealedMessage, WithIdentity, WrittenMessage } from '../message.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import type { WithJudges } from '../sandbox/judges.ts'
import { seal } from '../seal/seal.ts'
import { verifyOwn } from '../seal/verify-own.ts'
import type { WithTrust } from '../trust/store.ts'
import { isGoodNow } from '../trust/usable.ts'
import type { WriteParts } from '../write/lettre.ts'
import { write } from '../write/write.ts'
import { parties } from './directory.ts'
import { isTrusted } from './espace.ts'
import { patientIndex } from './patient-index.ts'

/** What this file takes of the gateway. */
type Needs = Ledger &
  WithConfig &
  WithClock &
  WithLog &
  WithJudges &
  WithTrust &
  WithIdentity &
  WithWorker

/** The octets of a letter, and whether they are encrypted to its recipient. */
export interface Prepared {
  readonly raw: Bytes
  readonly encrypted: boolean
  /** Does it carry the signed original, as far as is known? It can do without. SPEC §10 */
  readonly original: boolean
}

/**
 * Makes the bytes of a letter from its dossier as it stands, and keeps them; or says which code blocks it; null:
 * nobody wants it any more. One that would be larger than a message may be here leaves without the signed original;
 * a question that cannot be encrypted, without the clinical words that it quotes.
 */
export async function prepare(
  row: ClaimedEnvoi,
  parts: Needs,
  dossier: Dossier | null = row.dossierLu,
): Promise<Prepared | { readonly blocked: string } | null> {
  const { db, keys, config, clock, identity } = parts
  if (row.dossier !== null && dossier === null) return { blocked: 'contenu-detruit' }
  const recipients = await encryptionCertificates(db, row.donnees.a.adresse, clock.now())
  const keep = keepLight(keepInLedger(db, keys, row.cle))
  const envoi = await envoiOf(row, dossier, parts)
  const how = await writeParts(envoi, keep, parts)

  const made = async (sansOriginal: boolean, discret = false) => {
    const written = await write(envoi, { ...how, sansOriginal, discret })
    return { written, sealed: await sealedFor(written, { recipients, keep }, parts) }
  }
  const first = await made(row.sansOriginal)
  const isKept = 'blocked' in first.sealed && first.written.discreet === true
  const whole = isKept ? await made(row.sansOriginal, true) : first
  const isLarge = !('blocked' in whole.sealed) && whole.sealed.raw.size > config.maxMessageBytes
  const { written, sealed } = whole.written.original && isLarge ? await made(true, isKept) : whole
  if ('blocked' in sealed) return sealed
  await verifyOwn(sealed, { identity })
  const raw = await storeSealed(db, keys, row, { ...sealed, bodies: written.bodies })
  return raw === null ? null : { raw, encrypted: sealed.encrypted, original: written.original }
}

/**
 * The letter in hand again, without the signed original: its next server found it too large with it. Null where it was
 * made without before. SPEC §10
 */
export async function lightened(
  envoi: ClaimedEnvoi,
  dossier: Dossier | null,
  parts: Needs,
): Promise<Prepared | null> {
  if (!(await lighten(parts.db, { id: envoi.id, worker: parts.worker }))) return null
  const row = { ...envoi, contenu: null, chiffre: null, sansOriginal: true }
  const made = await prepare(row, parts, dossier)
  return made === null || 'blocked' in made ? null : made
}

async function writeParts(envoi: Envoi, keep: Keep, parts: Needs): Promise<WriteParts> {
  const { db, keys, config, clock } = parts
  return {
    from: config.from,
    domain: config.domain,
    marqueTest: config.marqueTest,
    coordination: (config.coordinateur ?? config.adminAddress) !== null,
    administration: config.adminAddress !== null,
    ...(envoi.lettre.kind === 'alerte' &&
      envoi.dossier !== null && { travaux: await travauxOf(db, envoi.dossier.numero) }),
    now: clock.now().toISOString() as Instant,
    nil: config.nil,
    regles: config.regles,
    content: (contenu, debut, fin) => contentBytes(db, keys, contenu, debut, fin),
    keep,
    actesPrevus: await expectedActs(envoi, parts),
    signataire: await signerOf(envoi, parts),
    sujetMssante: config.sujetMssante,
    draw: parts.judges.draw,
  }
}

/**
 * Encrypts with the first certificate of the recipient that can serve: a bad one hides no good one.
 * Without any, the letter leaves signed where SPEC §8 lets it.
 */
async function sealedFor(
  written: WrittenMessage,
  {
    recipients,
    keep,
  }: {
    readonly recipients: Awaited<ReturnType<typeof encryptionCertificates>>
    readonly keep: Keep
  },
  parts: Needs,
): Promise<SealedMessage | { readonly blocked: string }> {
  const { clock, identity } = parts
  const now = clock.now()
  let blocked = 'chiffrement-impossible'
  const trust = await parts.trust()
  for (const recipient of recipients) {
    if (!isGoodNow(recipient.certificate, { trust, now, address: written.to })) {
      blocked = 'recipient-key-unusable'
      continue
    }
    const sealed = await seal(written, { identity, recipient, keep, now })
    if (!isRefusal(sealed)) return sealed
    blocked = sealed.code
  }
  if (written.clinical && !(await isTrusted(written.to, parts))) return { blocked }
  const sealed = await seal(written, { identity, recipient: null, keep, now })
  return isRefusal(sealed) ? { blocked: sealed.code } : sealed
}

async function envoiOf(
  row: ClaimedEnvoi,
  dossier: Dossier | null,
  parts: WithDatabase & WithConfig,
): Promise<Envoi> {
  const { db, config } = parts
  const { lettre, a, enReponseA } = row.donnees
  const base = { id: row.id, lettre, a, dossier, messageId: row.messageId }
  if (dossier === null || row.dossier === null) {
    return { ...base, replyTo: config.from, references: enReponseA == null ? [] : [enReponseA] }
  }
  // A letter put by a version that made the thread only here has none yet.
  const jeton =
    row.jetonFil ??
    (await threadToken(db, {
      dossier: row.dossier,
      role: row.role,
      rang: row.role === 'requis' ? row.rang : null,
      adresse: a.adresse,
      rpps: a.rpps,
    }))
  const own = row.role === 'requerant' ? dossier.fil : []
  return {
    ...base,
    replyTo: `dossier+${jeton}@${config.domain}` as Envoi['replyTo'],
    references: [...row.precedents, ...own],
  }
}

/** The acts that the delivery of this compte-rendu will make, for the requerant's « Pour facturer ». */
async function expectedActs(
  { lettre, dossier }: Envoi,
  { db, keys, config }: Ledger & WithConfig,
): Promise<readonly Acte[]> {
  if (dossier === null || lettre.kind !== 'compteRendu' || dossier.patient === null) return []
  const { rang, version } = lettre
  const { patient } = dossier
  const slot = dossier.sollicitations.find((each) => each.rang === rang)
  const compteRendu = slot?.comptesRendus.find((each) => each.version === version)
  if (compteRendu === undefined) return []
  const faits = await db.transaction(async (sql) => ({
    ...(await faitsFacturation(sql, {
      indexPatient: patientIndex(patient, keys),
      annee: Number(jourParis(compteRendu.renduLe).slice(0, 4)),
      requis: [compteDe(dossier, compteRendu.auteur.rpps)],
      requerant: compteDe(dossier, dossier.requerant.rpps),
    })),
    numeros: await numerosConnus(sql, parties(dossier)),
  }))
  return actesPrevus(dossier, rang, version, config.regles, faits)
}

/** Subject of the certificate that signed the opinion, from the verdict kept with its message. */
async function signerOf({ lettre, dossier }: Envoi, { db, keys }: Ledger): Promise<string | null> {
  if (dossier === null || (lettre.kind !== 'compteRendu' && lettre.kind !== 'avisTransmis')) {
    return null
  }
  const slot = dossier.sollicitations.find((each) => each.rang === lettre.rang)
  const compteRendu = slot?.comptesRendus.find((each) => each.version === lettre.version)
  if (compteRendu === undefined) return null
  const verdict = await verdictOf(db, keys, compteRendu.message)
  return verdict?.signer?.subject ?? null
}
