/**
 * Until when a question about words of the reader may be answered, and what happens then: no question without a date.
 *
 * In    an Ecriture
 * Out   one Bloc, or none where nothing is awaited of him or of the request any more
 * Refuses nothing.
 *
 * SPEC §6.3, §6.8, §10
 */
import type { Sollicitation } from '../domain/dossier.ts'
import { isOuverte, questionDe } from '../domain/etats.ts'
import type { Bloc } from './blocs.ts'
import { auMilieu, termeFr } from './francais.ts'
import { actifs, type Ecriture, p, pourRequis } from './lettre.ts'
import { auPlusTard, expiration, termeAvis, termeCompletude, termeQuestion } from './termes.ts'

/** Until when, for this reader, as the dossier stands; `sansSuite`: nothing is asked of him. */
export function termeDeLaQuestion(e: Ecriture, sansSuite: boolean): readonly Bloc[] {
  if (pourRequis(e)) return duRequis(e)
  return sansSuite && !attendDemande(e) ? [] : duRequerant(e)
}

/** Is it the request itself that waits for this reader's word, and ends without it? SPEC §6.3 */
export function attendDemande(e: Ecriture): boolean {
  const { etat, completudeDemandeeLe } = e.dossier
  return e.envoi.a.role === 'requerant' && etat === 'incomplet' && completudeDemandeeLe !== null
}

function duRequerant(e: Ecriture): readonly Bloc[] {
  if (attendDemande(e)) {
    return [
      p(
        `Votre demande n'est pas encore transmise. ${auPlusTard(termeCompletude(e))}, répondez à ce message : sans réponse, elle est annulée et vous en êtes averti.`,
      ),
    ]
  }
  const ends = e.dossier.sollicitations.filter(isOuverte).map((slot) => expiration(e, slot))
  const [end] = ends.toSorted()
  if (e.envoi.a.role !== 'requerant' || end === undefined) return []
  return [p(`Répondez avant que la demande ne se close sans avis, ${termeFr(end)}.`)]
}

function duRequis(e: Ecriture): readonly Bloc[] {
  const { rpps } = e.envoi.a
  const open = e.dossier.sollicitations.filter(
    (slot) => isOuverte(slot) && actifs(slot).some((one) => one.rpps === rpps),
  )
  const asked = e.dossier.sollicitations.filter((slot) =>
    questionDe(slot)?.a.some((one) => one === rpps),
  )
  return [...open.map((slot) => p(avis(e, slot))), ...asked.map((slot) => p(apresAvis(e, slot)))]
}

function avis(e: Ecriture, slot: Sollicitation): string {
  const terme = termeAvis(e, slot)
  if (terme !== null) return `Votre avis est attendu ${auMilieu(auPlusTard(terme))}.`
  return `Le délai de votre avis est suspendu jusqu'à la réponse du requérant ; la demande se clôt ${termeFr(expiration(e, slot))}.`
}

function apresAvis(e: Ecriture, slot: Sollicitation): string {
  const question = questionDe(slot)
  const terme = question === null ? null : termeQuestion(e, slot, question)
  return `Le requérant attend votre réponse ${auMilieu(auPlusTard(terme))}.`
}
