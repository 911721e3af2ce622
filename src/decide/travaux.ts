/**
 * Work items that a dossier itself shows: one stands while its cause does, and ends with it.
 *
 * In    the dossier before an event, the step that the event made of it
 * Out   the same step, with the work that it begins (a slot that nobody living holds) and the work that it ends
 * Refuses nothing: an item that another room opened ends here where the dossier shows that its cause is gone.
 *
 * What is compared is the dossier, never the way that led there: no event can leave a slot without an owner, or an item
 * without a cause. SPEC §6.8, §12 (`travaux`), §13.13
 */
import { isSansFin } from '../domain/absences.ts'
import { propositionDe } from '../domain/attentes.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant, Jour } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte, questionDe } from '../domain/etats.ts'
import { etatDuRemplacement } from '../domain/remplacement.ts'
import type { CodeDEtat } from '../domain/travaux.ts'
import { isNonRemise, NON_REMISE } from './non-remise.ts'
import { actifs, type Pas, pas, puis, trace } from './pas.ts'
import { isEnDoute } from './question-posee.ts'

const SANS_REQUIS = 'aucun-requis'

/** The causes that stand in a dossier, of each code, by a name of their own. */
const CAUSES: {
  readonly [C in CodeDEtat]: (dossier: Dossier, jour: Jour) => readonly (string | number)[]
} = {
  [NON_REMISE]: ({ sollicitations }) => rangs(sollicitations.filter(isNonRemise)),
  [SANS_REQUIS]: ({ sollicitations }) => rangs(sollicitations.filter(isSansTenant)),
  'consentement-en-doute': (dossier) => (isEnDoute(dossier) ? ['doute'] : []),
  'reponse-automatique-signee': ({ automatiques = [] }) => automatiques,
  'avis-en-doute': ({ sollicitations }) =>
    sollicitations.flatMap(({ rang, avisEnDoute = [] }) =>
      avisEnDoute.map((rpps) => `${rang}:${rpps}`),
    ),
  'question-sans-reponse': ({ sollicitations }) =>
    rangs(sollicitations.filter((slot) => questionDe(slot)?.retardLe != null)),
  'medecin-traitant-sans-adresse': ({ medecinTraitant: mt }) =>
    mt?.kind === 'designe' && mt.adresse === null ? [mt.professionnel.rpps] : [],
  'remplace-sans-adresse': ({ remplacements = [] }, jour) =>
    remplacements
      .filter((one) => one.remplace?.adresse === null && one.annonceLe !== null)
      .filter((one) => etatDuRemplacement(one, jour) === 'a-valider')
      .map(({ par }) => par),
  // Words that stop, in a mail that proves nothing: what they say is done.
  'retrait-non-prouve': ({ consentement: { kind } }) =>
    kind === 'retire' || kind === 'refuse' ? [] : ['consentement'],
  'annulation-non-prouvee': ({ etat }) => (etat === 'annule' ? [] : ['demande']),
}

/** Those that begin here; whoever finds the cause opens the others. */
const OUVERTS = [NON_REMISE, SANS_REQUIS] as const

/** The step, with the work that it begins or ends. */
export function suivreTravaux(before: Dossier | null, step: Pas, now: Instant): Pas {
  const jour = jourParis(now)
  const was = (code: CodeDEtat) => (before === null ? [] : CAUSES[code](before, jour))
  const is = (code: CodeDEtat) => CAUSES[code](step.dossier, jour)
  const { incidents } = step.dossier
  const opened = OUVERTS.flatMap((code) =>
    is(code)
      .filter((cause) => !was(code).includes(cause))
      .map((cause): Effet => {
        const isFailure = code === NON_REMISE
        // Each time is a work of its own: one that was settled is not opened again.
        const time = isFailure ? incidents.length : now
        const erreur = isFailure ? (incidents.at(-1)?.code ?? null) : null
        return { kind: 'ouvrirTravail', code, erreur, cle: `${code}:${cause}:${time}` }
      }),
  )
  const told = step.effets.flatMap((one) => (one.kind === 'reglerTravaux' ? [one.code] : []))
  const settled = (Object.keys(CAUSES) as CodeDEtat[])
    .filter((code) => was(code).length > 0 && is(code).length === 0 && !told.includes(code))
    .map((code): Effet => ({ kind: 'reglerTravaux', code }))
  if (opened.length + settled.length === 0) return step
  const traces = opened.flatMap((one) =>
    one.kind === 'ouvrirTravail' ? [trace('travail-ouvert', { code: one.code })] : [],
  )
  return puis(step, (d) => pas(d, [...opened, ...settled], traces))
}

/**
 * Does it wait for nobody: looked for in vain, or held by who answers no more only? What waits for the requérant's word
 * has an owner.
 */
function isSansTenant(slot: Sollicitation): boolean {
  if (!isOuverte(slot) || propositionDe(slot) !== null || isNonRemise(slot)) return false
  const held = actifs(slot)
  if (held.length === 0) return slot.essaiLe != null
  return held.every(({ absence }) => absence != null && isSansFin(absence) && absence.offerte)
}

function rangs(slots: readonly Sollicitation[]): readonly number[] {
  return slots.map(({ rang }) => rang)
}
