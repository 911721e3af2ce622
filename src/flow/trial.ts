/**
 * `essai@`: the request is judged, the author is told what would have happened, nothing is created, and the
 * mail is destroyed with its key.
 *
 * SPEC §3
 */
import type { WithConfig } from '../config.ts'
import { souhaits } from '../decide/souhaits.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Cible, Dossier, DossierId, Numero } from '../domain/dossier.ts'
import type { ResultatEssai } from '../domain/essai.ts'
import type { Trouvailles } from '../domain/evenement.ts'
import { libelleSpecialite } from '../domain/specialites.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithJudges } from '../sandbox/judges.ts'
import { type Deciding, ringAll } from './commit.ts'
import { decideOn } from './deciding.ts'
import { lookUp } from './directory.ts'
import { type Letter, provenanceOf } from './mail.ts'
import { toldAs } from './refuse.ts'
import { answerTrial } from './trial-answer.ts'

/** What this file takes of the gateway. */
type Needs = WithConfig & WithClock & WithJudges

/** Judges a letter sent to `essai@` and answers. */
export async function trial(letter: Letter, parts: Deciding): Promise<void> {
  const { db, clock } = parts
  const { author, courrier } = letter
  const trouvailles = await lookUp(db, souhaits(courrier, []), null, clock.now())
  const dossier = await foreseen(letter, [], trouvailles, parts)
  const { rpps } = author.professionnel
  const trial = {
    resultat: resultOf(dossier),
    author: { rpps, adresse: author.adresse, dit: toldAs(author.professionnel) },
  } as const
  ringAll(await db.transaction((sql) => answerTrial(sql, letter, trial, parts)), parts)
}

/** The dossier that a request would open; nothing is created. */
export async function foreseen(
  letter: Letter,
  cibles: readonly Cible[],
  trouvailles: Trouvailles,
  parts: Needs,
): Promise<Dossier | null> {
  const { clock, config } = parts
  const { author, courrier, received } = letter
  const auteur = { ...author.professionnel, adresse: author.adresse }
  const provenance = provenanceOf(letter)
  const { dossier } = await decideOn(
    null,
    { kind: 'demande', provenance, auteur, courrier, cibles, trouvailles },
    {
      now: clock.now().toISOString() as Instant,
      regles: config.regles,
      nouveau: { id: received.id as DossierId, numero: 'TE-0000-000000' as Numero },
      faits: { parRequis: {}, parRequerant: 0 },
    },
    parts,
  )
  return dossier
}

function resultOf(dossier: Dossier | null): ResultatEssai {
  if (dossier === null) return { manques: [], cibles: [], code: 'demande-illisible' }
  const cibles = dossier.sollicitations.map((slot) => {
    const requis = slot.requis.at(-1)
    if (requis !== undefined) return `${requis.prenom} ${requis.nom}`
    return slot.cible.kind === 'specialite' ? libelleSpecialite(slot.cible.code) : slot.cible.rpps
  })
  return { manques: dossier.manques, cibles, code: dossier.motif }
}
