/**
 * A signed letter in a thread: the requerant's or a requis's, never decided by the mailbox or the token.
 *
 * SPEC §3 (the token selects the thread and proves nothing), §5 (the author is the signer)
 */
import { nomDeProposition } from '../decide/portee.ts'
import { souhaitsDuFil } from '../decide/souhaits.ts'
import { isHorsAnnuaire, type Rpps } from '../domain/correspondant.ts'
import type { Dossier, DossierId } from '../domain/dossier.ts'
import type { Evenement, Trouvailles } from '../domain/evenement.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { WithLog } from '../kit/log.ts'
import { mayUse } from '../ledger/annuaire/annuaire.ts'
import { dossierKey, loadDossier, lockDossier } from '../ledger/dossiers/dossiers.ts'
import { threadOf as threadOfToken } from '../ledger/dossiers/thread-tokens.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import {
  type Donnees,
  donneesOf,
  type EnvoiConnu,
  envoiByMessageId,
} from '../ledger/outbox/outbox.ts'
import type { Sql, WithDatabase } from '../postgres/sql.ts'
import { answeredBy, answeredIds } from './answered.ts'
import { type Author, auditName, numberOf } from './author.ts'
import { commit, type Deciding, type Ring, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'
import type { WithPlace } from './dossier-lines.ts'
import { lateNumbers } from './late-numbers.ts'
import { isThreadLoop } from './loops.ts'
import { conclude, type Letter, type Mail, provenanceOf } from './mail.ts'
import { refuse } from './refuse.ts'
import { judgeSigning, sansEffet } from './signing.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithPlace

/** The thread a letter belongs to. */
export interface Thread {
  readonly dossier: DossierId
  readonly rang: number | null
}

/** Finds the thread: by token, else by what it answers; null: a new request. */
export async function threadOf(
  letter: Letter,
  { db }: WithDatabase,
): Promise<Thread | Refusal | null> {
  const { to, opened, author } = letter
  const { inReplyTo, references } = opened.headers
  if (to.kind === 'fil') {
    const found = []
    for (const jeton of to.jetons) {
      const thread = await threadOfToken(db, jeton)
      if (thread !== null) found.push(thread)
    }
    const own = found.find((thread) => thread.rpps === author.professionnel.rpps) ?? found[0]
    if (own === undefined) return refusal('fil-inconnu')
    const dossier = own.dossier as DossierId
    const mine = (envoi: EnvoiConnu) =>
      envoi.dossier === dossier && envoi.rpps === author.professionnel.rpps
    const answered = await answeredBy(db, inReplyTo, mine)
    if (answered !== null) return { dossier, rang: answered.rang }
    const before = await answeredBy(db, references.toReversed(), mine)
    return { dossier, rang: own.rang ?? before?.rang ?? null }
  }
  if (to.kind !== 'teleexpertise') return null
  const ofADossier = (envoi: EnvoiConnu) => envoi.dossier !== null
  const envoi = await answeredBy(db, answeredIds(opened.headers), ofADossier)
  return envoi && { dossier: envoi.dossier as DossierId, rang: envoi.rang }
}

/** Takes a place in the line of the dossier that a mail is for by its address, before it is read. Throws Engaged. */
export async function enterThread(
  to: Mail['to'],
  author: Author,
  { db, place }: WithDatabase & WithPlace,
): Promise<void> {
  const [jeton] = to.kind === 'fil' ? to.jetons : []
  const thread = jeton === undefined ? null : await threadOfToken(db, jeton)
  if (thread !== null) place.enter(thread.dossier, author.professionnel.rpps)
}

/** Gives the letter to its dossier, as an event of the part its author plays there. */
export async function reply(letter: Letter, thread: Thread, parts: Needs): Promise<void> {
  const { db, keys, clock, place } = parts
  const { author, courrier } = letter
  const seen = await loadDossier(db, keys, thread.dossier)
  if (seen === null) return await lateNumbers(letter, thread.dossier, parts)
  const isLoop = await isThreadLoop(letter, seen.id, parts)
  const trouvailles = await lookUp(db, souhaitsDuFil(seen, courrier), seen, clock.now())

  const give = async (sql: Sql): Promise<readonly Ring[] | Refusal> => {
    const dossier = await lockDossier(sql, keys, thread.dossier)
    if (dossier === null) return refusal('dossier-clos')
    const answered = await lettersAnswered(sql, keys, letter, dossier.id)
    const part = await partOf(sql, dossier, { letter, thread, trouvailles, answered })
    if (isRefusal(part)) return part
    const effet = await judgeSigning(sql, letter, dossier, parts)
    const role = roleOf(part)
    const event = effet.kind === 'agir' ? part : sansEffet(letter, role, effet)
    const code = effet.kind === 'agir' ? null : effet.code
    const a = { role, rpps: numberOf(author), adresse: author.adresse }
    const cause = {
      auteur: auditName(author),
      message: letter.received.id,
      ...(isLoop && { boucle: { a, provenance: provenanceOf(letter) } }),
    }
    const done = await commit(sql, dossier, event, cause, null, parts)
    const cle = await dossierKey(sql, dossier.id)
    const end = {
      etat: 'accepted',
      code,
      dossier: dossier.id,
      auteurRpps: numberOf(author),
    } as const
    await Promise.all([
      conclude(sql, letter, end, parts),
      keys.attach(sql, letter.received.cle, cle),
    ])
    return done.rings
  }
  const { rpps } = author.professionnel
  const outcome = await place.alone(thread.dossier, rpps, () => db.transaction(give))
  if (isRefusal(outcome)) return await refuse(letter, outcome, parts)
  ringAll(outcome, parts)
}

/** A letter of a thread, and what is known of it beside its words. */
interface Recue {
  readonly letter: Letter
  readonly thread: Thread
  readonly trouvailles: Trouvailles
  readonly answered: Answered
}

/** The letters of ours that a mail answers, and the names of what they said that waits for a word of its author. */
interface Answered {
  readonly repondA: readonly string[]
  readonly propose: readonly string[]
}

/** What the author is in this dossier. Refuses who is neither the requerant, one who may answer, nor the médecin traitant. */
async function partOf(
  sql: Sql,
  dossier: Dossier,
  { letter, thread, trouvailles, answered }: Recue,
): Promise<Evenement | Refusal> {
  const provenance = provenanceOf(letter)
  const { author, courrier } = letter
  const { rpps } = author.professionnel
  const { propose } = answered
  if (rpps === dossier.requerant.rpps) {
    const { rang } = thread
    return { kind: 'courrierRequerant', provenance, rang, ...answered, courrier, trouvailles }
  }
  if (rpps === dossier.depot?.par.rpps)
    return { kind: 'courrierDeposant', provenance, urgence: courrier.urgence }
  if (isHorsAnnuaire(author.professionnel)) {
    return refusal(courrier.depotPour === null ? 'auteur-inconnu' : 'depot-de-reponse')
  }
  const replaced = dossier.remplacements?.some((each) => each.remplace?.rpps === rpps) ?? false
  const auteur = { ...author.professionnel, adresse: author.adresse }
  const answers = courrier.motCle === 'JE VALIDE' || courrier.motCle === 'DESACCORD'
  if (replaced && answers)
    return { kind: 'courrierRemplace', provenance, auteur, propose, courrier }
  const rang = await slotFor(sql, dossier, rpps, thread.rang, trouvailles)
  if (rang === null && replaced)
    return { kind: 'courrierRemplace', provenance, auteur, propose, courrier }
  const traitant = dossier.medecinTraitant
  const isTraitant = traitant?.kind === 'designe' && traitant.professionnel.rpps === rpps
  if (rang === null && isTraitant) return { kind: 'courrierTraitant', provenance, auteur, courrier }
  if (rang === null) return refusal('auteur-non-attendu', { dossier: dossier.numero })
  return { kind: 'courrierRequis', provenance, auteur, rang, ...answered, courrier, trouvailles }
}

function roleOf({ kind }: Evenement): 'requerant' | 'requis' | 'remplace' | 'medecinTraitant' {
  if (kind === 'courrierTraitant') return 'medecinTraitant'
  if (kind === 'courrierRemplace') return 'remplace'
  return kind === 'courrierRequis' ? 'requis' : 'requerant'
}

/** The letters of ours to its author that a mail answers directly: he has them. What came before in a thread proves nothing. */
async function lettersAnswered(
  sql: Sql,
  keys: Keys,
  { opened, author }: Letter,
  dossier: DossierId,
): Promise<Answered> {
  const { inReplyTo, references } = opened.headers
  const ids = inReplyTo.length > 0 ? inReplyTo : references.slice(-1)
  const repondA: string[] = []
  const propose: string[] = []
  for (const id of ids.slice(0, MAX_ANSWERED)) {
    const envoi = await envoiByMessageId(sql, id)
    if (envoi?.dossier !== dossier || envoi.rpps !== author.professionnel.rpps) continue
    repondA.push(envoi.id)
    const { donnees } = await donneesOf(sql, keys, envoi)
    if (donnees !== undefined) propose.push(...proposedIn(donnees))
  }
  return { repondA, propose }
}

/** What a letter said that waits for its reader's word; of one that an older version put, its proposal. */
function proposedIn({ ecrite, lettre }: Donnees): readonly string[] {
  if (ecrite?.propose !== undefined) return ecrite.propose
  return lettre.kind === 'accordDemande' ? [nomDeProposition(lettre.rang, lettre.vers)] : []
}

const MAX_ANSWERED = 20

/** The slot that `rpps` may answer: his own, his service's mailbox, or that of his pool. */
async function slotFor(
  sql: Sql,
  dossier: Dossier,
  rpps: Rpps,
  wished: number | null,
  { possibles }: Trouvailles,
): Promise<number | null> {
  const slots = dossier.sollicitations.toSorted(
    (one, other) => Number(other.rang === wished) - Number(one.rang === wished),
  )
  const own = slots.find((slot) => slot.requis.some((each) => each.rpps === rpps))
  if (own !== undefined) return own.rang
  for (const slot of slots) {
    for (const each of slot.requis) {
      if (await mayUse(sql, each.adresse, rpps)) return slot.rang
    }
    const { cible } = slot
    if (cible.kind !== 'specialite') continue
    const colleague = possibles.find((each) => each.rpps === rpps)
    if (colleague?.actif === true && colleague.pools.includes(cible.code)) return slot.rang
  }
  return null
}
