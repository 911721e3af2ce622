/**
 * Letters of the reader that wait because they seem to speak of another patient: each is shown until it is settled.
 *
 * In    an Ecriture
 * Out   Blocs that say when each came and quote what raised the question; the words only where they may go
 * Refuses nothing.
 *
 * SPEC §6.5, §13.14
 */
import { propositionDe } from '../domain/attentes.ts'
import type { LettreRetenue } from '../domain/question-posee.ts'
import type { Bloc } from './blocs.ts'
import { citeFr, instantFr } from './francais.ts'
import { type Brouillon, type Ecriture, p, pourRequis } from './lettre.ts'

/** His held letters, oldest first. */
function gardes({ dossier, envoi }: Ecriture): readonly LettreRetenue[] {
  const isOver = dossier.etat === 'annule' || dossier.etat === 'clos'
  return isOver ? [] : (dossier.retenues ?? []).filter(({ auteur }) => auteur === envoi.a.rpps)
}

/** Beside the question about one of them, where others wait as well. */
export function autresGardes(e: Ecriture, isRetenue: boolean): Bloc[] {
  const all = gardes(e)
  if (!isRetenue || all.length < 2) return []
  return [
    p(
      `Vos messages gardés, dont chacun attend son ACCORD : ${all.map((one) => gardeFr(e, one)).join(' ; ')}. Un ACCORD ne vaut que pour un seul d'entre eux ; les autres vous sont rappelés ensuite.`,
    ),
  ]
}

/** Within a letter that says something else: what still waits. */
export function avecGardes(e: Ecriture, draft: Brouillon): Brouillon {
  const all = gardes(e)
  const [one] = all
  if (one === undefined) return draft
  const proposes = !pourRequis(e) && e.dossier.sollicitations.some((s) => propositionDe(s) !== null)
  const faire = proposes
    ? `Pour qu'il parte, renvoyez-le sans ce qui désigne un autre patient.`
    : `S'il concerne bien ce patient, répondez ACCORD en première ligne ; sinon, renvoyez-le à part.`
  const said = p(
    `Reste gardé, et transmis à personne : ${all.map((each) => gardeFr(e, each)).join(' ; ')}. ${faire}`,
  )
  const isCited = e.parts.discret !== true && all.some(({ dit }) => dit !== undefined)
  const { blocs } = draft
  const end = blocs.findIndex((bloc) => bloc.kind === 'liens')
  const at = end === -1 ? blocs.length : end
  const whole = { ...draft, blocs: [...blocs.slice(0, at), said, ...blocs.slice(at)] }
  return isCited ? { ...whole, clinical: true, discret: 'possible' } : whole
}

function gardeFr({ parts }: Ecriture, { provenance, dit }: LettreRetenue): string {
  const mots = dit === undefined || parts.discret === true ? '' : ` (« ${citeFr(dit)} »)`
  return `votre message reçu le ${instantFr(provenance.recuLe)}${mots}`
}
