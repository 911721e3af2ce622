/**
 * Two open requests of one requérant about one patient: each knows of the other, and what stops something stops it in both.
 *
 * In    a dossier as it was decided, what the corridor found beside it; or the dossier beside which another one came
 * Out   the other one remembered, so that letters name it; the opposition to the copy of a request for the same physicians
 *       recorded here too, a refusal asked about. Nothing is joined, nothing that was refused leaves
 *
 * SPEC §4, §6.1, §6.5, §6.8
 */
import type { MedecinTraitant } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { words } from '../domain/texte.ts'
import type { DemandePosee } from '../domain/voisine.ts'
import { opposer } from './copie.ts'
import { derniereRemise } from './copies-dues.ts'
import { auRequerant, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { mettreEnDoute } from './question-posee.ts'

type DemandeVoisine = Extract<Evenement, { kind: 'demandeVoisine' }>

/** What a request asks, and of whom, by all that names them. */
export function poseeDe({ formulaire, clinique, cibles, sollicitations }: Dossier): DemandePosee {
  const named = [...cibles, ...sollicitations.map(({ cible }) => cible)].map((cible) =>
    cible.kind === 'specialite' ? `specialite:${cible.code}` : `requis:${cible.rpps}`,
  )
  const lines = [formulaire.specialiteDemandee, formulaire.medecinRequis].map((line = '') =>
    words(line),
  )
  const question = clinique?.question ?? formulaire.question ?? ''
  return { question, vers: [...named, ...lines].filter((one) => one !== '') }
}

/** What it says against the copy to the médecin traitant; null: nothing. */
export function copieDite({ medecinTraitant: mt, manques }: Dossier): DemandeVoisine['copie'] {
  if (mt?.kind === 'oppose') return 'non'
  const isAsked = manques.some(({ quoi }) => quoi === 'copieMedecinTraitant')
  return mt?.kind === 'enDoute' || isAsked ? 'doute' : null
}

/** The decision, the dossier with the requests beside it. */
export function avecVoisines(step: Pas, { voisines = [] }: Contexte): Pas {
  const { dossier } = step
  const added = voisines.filter(({ numero }) => !connue(dossier, numero))
  if (added.length === 0) return step
  const known = { ...dossier, voisines: [...(dossier.voisines ?? []), ...added] }
  const lines = added.map(({ numero, lien }) => trace('demande-voisine', { numero, lien }))
  return { ...step, dossier: known, traces: [...step.traces, ...lines] }
}

function connue({ voisines = [] }: Dossier, numero: string): boolean {
  return voisines.some((one) => one.numero === numero)
}

/** Another request came beside this one. */
export function recevoirVoisine(
  dossier: Dossier,
  evenement: DemandeVoisine,
  contexte: Contexte,
): Pas {
  const { voisine, message } = evenement
  const step = avecVoisines(pas(dossier), { ...contexte, voisines: [voisine] })
  // Of another specialty it may be meant for that one alone.
  if (voisine.lien === 'patient') return step
  const refused = puis(step, (d) => selonLeRefus(d, evenement, contexte))
  return puis(refused, (d) => selonSaCopie(d, evenement.copie, message))
}

/** The patient refuses there: whether he still agrees here is asked, and nothing leaves meanwhile. CSP art. L. 1111-4 */
function selonLeRefus(
  dossier: Dossier,
  { refus, voisine, message }: DemandeVoisine,
  { now }: Contexte,
): Pas {
  const isHere = dossier.etat === 'en_cours' && dossier.consentement.kind === 'recueilli'
  if (!refus || !isHere || dossier.question != null) return pas(dossier)
  const mots = `Consentement : non (demande ${voisine.numero})`
  return mettreEnDoute(dossier, { mots, message }, now)
}

/** Nothing more of this one leaves for the médecin traitant. SPEC §4 */
function selonSaCopie(dossier: Dossier, copie: DemandeVoisine['copie'], message: string): Pas {
  const { medecinTraitant: mt, formulaire } = dossier
  if (copie === null || (mt?.kind !== 'designe' && mt?.kind !== 'enDoute')) return pas(dossier)
  const remise = derniereRemise(dossier)
  const told = remise === null ? {} : { remiseLe: remise }
  const tell = (dit: 'non' | 'a-preciser') => {
    const lettre: Lettre = { kind: 'copieNotee', dit, ...told }
    return envoyer({ lettre, a: auRequerant(dossier), sceau: `voisine:${message}` })
  }
  if (copie === 'non') return puis(opposer(dossier), (d) => pas(d, [tell('non')]))
  if (mt.kind === 'enDoute') return pas(dossier)
  const doubt: MedecinTraitant = { ...mt, kind: 'enDoute' }
  const held = {
    ...dossier,
    formulaire: { ...formulaire, copieMedecinTraitant: '?' },
    medecinTraitant: doubt,
  }
  return pas(held, [tell('a-preciser')], [trace('copie-en-doute')])
}
