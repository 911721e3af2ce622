/**
 * A billing number that comes when the content of its dossier is destroyed: the acts live on, and take it.
 *
 * SPEC §3 (a thread's token after `clos`), §11 (until 31 December of the second year after the opinion)
 */
import { completerActes } from '../billing/completion.ts'
import { sansLignesDouteuses } from '../decide/doutes.ts'
import { lireAssure } from '../decide/formulaire.ts'
import { annuaireContre, numerosDe } from '../decide/numeros.ts'
import type { DossierId, Numero } from '../domain/dossier.ts'
import { RIEN_DE_CONNU } from '../domain/numero-am.ts'
import { refusal } from '../errors.ts'
import type { WithLog } from '../kit/log.ts'
import { numeroOf } from '../ledger/actes/actes-regles.ts'
import { numerosConnus } from '../ledger/annuaire/annuaire.ts'
import { type Deciding, ringAll } from './commit.ts'
import { conclude, type Letter } from './mail.ts'
import { postOutside } from './post-outside.ts'
import { refuse } from './refuse.ts'

/** Completes the acts of a dossier that is gone; refuses (`dossier-clos`) a letter that completes none. */
export async function lateNumbers(
  letter: Letter,
  dossier: DossierId,
  parts: Deciding & WithLog,
): Promise<void> {
  const { db, keys, clock } = parts
  const { author } = letter
  const courrier = sansLignesDouteuses(letter.courrier)
  const { rpps } = author.professionnel
  const given = numerosDe(courrier, author.professionnel)
  const apport = {
    parties: given === null ? [] : [given],
    assure: lireAssure(courrier.formulaire).valeur,
  }
  const rings = await db.transaction(async (sql) => {
    const numero = await numeroOf(sql, dossier)
    if (numero === null) return null
    const done = await completerActes(sql, keys, numero, {
      apport,
      auteur: `rpps:${rpps}`,
      now: clock.now(),
      partie: rpps,
    })
    // Whatever it says is answered: a number that the directory contradicts completes nothing.
    const connus = given === null ? RIEN_DE_CONNU : await numerosConnus(sql, [given])
    const contre = annuaireContre(given, connus)
    if (done === 0 && contre === null) return null
    await conclude(sql, letter, { etat: 'accepted', code: null, auteurRpps: rpps }, parts)
    const lettre = {
      kind: 'numerosNotesApresDestruction',
      numero: numero as Numero,
      actes: done,
      ...(contre !== null && { contre }),
    } as const
    const to = { role: 'auteur', rpps, adresse: author.adresse } as const
    return [await postOutside(sql, lettre, to, letter, parts)]
  })
  if (rings === null) return await refuse(letter, refusal('dossier-clos'), parts)
  ringAll(rings, parts)
}
