/**
 * A new signed request becomes one dossier; the same signed content of the same signer again is told its number.
 *
 * A signature that already acted in a dossier opens no other. SPEC §4, §6.6, §8
 */
import { randomUUID } from 'node:crypto'

import { souhaits } from '../decide/souhaits.ts'
import { jourParis } from '../domain/calendrier.ts'
import { isHorsAnnuaire } from '../domain/correspondant.ts'
import type { DossierId } from '../domain/dossier.ts'
import { type Code, isRefusal, type Refusal, refusal } from '../errors.ts'
import type { WithLog } from '../kit/log.ts'
import { dossierKey, loadDossier, lockDossier } from '../ledger/dossiers/dossiers.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import {
  forgetDemande,
  knownDemande,
  knownOrNumero,
  reserveDemande,
  reserveSigning,
} from '../ledger/messages/demandes-recues.ts'
import type { Sql } from '../postgres/sql.ts'
import { auditName, numberOf } from './author.ts'
import { askedBy } from './carried.ts'
import { type Committed, commit, type Deciding, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'
import type { WithPlace } from './dossier-lines.ts'
import { mayWrite } from './how-often.ts'
import { isReplayed, isRequestLoop } from './loops.ts'
import { conclude, type Letter, provenanceOf, signingOf } from './mail.ts'
import { refuse } from './refuse.ts'
import { foreseen } from './trial.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithPlace

/** Opens a dossier for a letter that asks, or finds the one it already is. */
export async function request(written: Letter, parts: Needs): Promise<void> {
  const { db, keys, clock, place } = parts
  const { courrier, cibles } = await askedBy(written, parts)
  const letter = { ...written, courrier }
  const { author } = letter
  const { rpps } = author.professionnel
  const provenance = provenanceOf(letter)
  const trouvailles = await lookUp(db, souhaits(courrier, cibles), null, clock.now())
  if (isHorsAnnuaire(author.professionnel) && courrier.depotPour === null) {
    return await refuse(letter, refusal('auteur-inconnu'), parts)
  }
  const cause = { auteur: auditName(author), message: letter.received.id }

  const annee = Number(jourParis(provenance.recuLe).slice(0, 4))
  // The same words signed by another are his own request.
  const empreinte = `${provenance.empreinte}|${rpps}`
  const { known: seen, numero } = await knownOrNumero(db, keys, { empreinte, annee })
  // One that lacks nothing is heard, however many before it did.
  const isLoop =
    seen === null &&
    (await isRequestLoop(letter, parts)) &&
    (await foreseen(letter, cibles, trouvailles, parts))?.etat === 'incomplet'
  if (isLoop) return await refuse(letter, refusal('boucle'), parts)

  const open = async (sql: Sql): Promise<Committed | Refusal | null> => {
    const id = randomUUID() as DossierId
    const known =
      (await formerRequest(sql, letter, parts)) ??
      (await reserveDemande(sql, keys, empreinte, id, letter.received.id))
    // Nothing is ever forgotten of what was reserved, so a content seen before is known here too.
    if (known !== null || numero === null) return await again(sql, known ?? seen ?? id)
    if (!(await mayDeposit(sql, letter, parts))) {
      await forgetDemande(sql, keys, empreinte, letter.received.id)
      return refusal('depots-trop-nombreux')
    }
    const acte = { ...signingOf(letter), dossier: id, message: letter.received.id }
    if ((await reserveSigning(sql, keys, acte)) !== null) {
      await forgetDemande(sql, keys, empreinte, letter.received.id)
      return refusal('signature-autre-dossier')
    }
    const auteur = { ...author.professionnel, adresse: author.adresse }
    const done = await commit(
      sql,
      null,
      { kind: 'demande', provenance, auteur, courrier, cibles, trouvailles },
      cause,
      { id, numero },
      parts,
    )
    await accepted(sql, id, done.decision.dossier?.motif ?? null)
    return done
  }
  // Copies that come together wait for the first of them, before there is a dossier.
  const committed = await place.alone(seen ?? empreinte, rpps, () => db.transaction(open))
  if (committed === null) return await refuse(letter, refusal('dossier-clos'), parts)
  if (isRefusal(committed)) return await refuse(letter, committed, parts)
  ringAll(committed.rings, parts)

  async function again(sql: Sql, known: string): Promise<Committed | null> {
    const dossier = await lockDossier(sql, keys, known)
    if (dossier === null) return null
    const a = { role: 'requerant', rpps: numberOf(author), adresse: author.adresse } as const
    const boucle = (await isReplayed(letter, dossier.id, parts)) ? { a, provenance } : null
    const done = await commit(
      sql,
      dossier,
      { kind: 'demandeDejaRecue', provenance },
      boucle === null ? cause : { ...cause, boucle },
      null,
      parts,
    )
    await accepted(sql, dossier.id, 'demande-deja-recue' satisfies Code)
    return done
  }

  async function accepted(sql: Sql, dossier: DossierId, code: string | null): Promise<void> {
    const auteurRpps = numberOf(author)
    const cle = await dossierKey(sql, dossier)
    await Promise.all([
      conclude(sql, letter, { etat: 'accepted', code, dossier, auteurRpps }, parts),
      keys.attach(sql, letter.received.cle, cle),
    ])
  }
}

/** Each deposit asks a physician for his word: who is outside the directory makes a few a day. SPEC §5, §10 */
async function mayDeposit(sql: Sql, letter: Letter, parts: Needs): Promise<boolean> {
  const { author } = letter
  if (!isHorsAnnuaire(author.professionnel)) return true
  const to = { lecteur: 'medecin', adresse: author.adresse } as const
  return await mayWrite(sql, letter, 'depot-hors-annuaire', to, parts)
}

/** A request of his that an older version knew by its content alone. */
async function formerRequest(sql: Sql, letter: Letter, { keys }: WithKeys): Promise<string | null> {
  const known = await knownDemande(sql, keys, provenanceOf(letter).empreinte)
  if (known === null) return null
  const dossier = await loadDossier(sql, keys, known)
  const { rpps } = letter.author.professionnel
  return dossier === null || [dossier.requerant.rpps, dossier.depot?.par.rpps].includes(rpps)
    ? known
    : null
}
