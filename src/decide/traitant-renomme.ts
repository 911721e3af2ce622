/**
 * The médecin traitant named anew once the request has been read: by a line, or in prose.
 *
 * In    the dossier, a letter of the requérant, whom the directory finds for its line
 * Out   the one whom its line names for sure, to whom the copies go from now on; or a doubt: nobody gets one before its
 *       author says who he is
 *
 * What waited for the former one is taken back. SPEC §4, §6.7; CSP art. L. 1110-4
 */
import { ditAutreChose, nomsDuTraitant } from '../domain/a-cote.ts'
import type { CopieNotee } from '../domain/copie-notee.ts'
import type { MedecinTraitant, Professionnel } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import { medecinTraitantDit } from '../domain/designation.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Designation, Evenement } from '../domain/evenement.ts'
import { words } from '../domain/texte.ts'
import { traitantRedit } from '../domain/traitant-redit.ts'
import { lireTraitant } from './cibles.ts'
import { copiesDues, derniereRemise } from './copies-dues.ts'
import { type Pas, pas, trace } from './pas.ts'
import { paroles } from './texte-libre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** One who is known for sure. */
export type TraitantNomme = Extract<MedecinTraitant, { kind: 'designe' | 'requerant' | 'aucun' }>

type Nomme = { readonly traitant: TraitantNomme } | { readonly mots: string; readonly qui: 'oui' }

/** Whom a letter names anew; `mots`: in which words, where it is not sure; null: nobody. */
export function traitantNomme(dossier: Dossier, evenement: CourrierRequerant): Nomme | null {
  const { medecinTraitant: mt, formulaire, requerant } = dossier
  const { courrier, trouvailles } = evenement
  if (mt === null || mt.kind === 'oppose') return null
  const own = courrier.formulaire.medecinTraitant?.trim() ?? ''
  const known = 'professionnel' in mt ? mt.professionnel : null
  if (own === '' || courrier.contradictions.includes('medecinTraitant')) {
    const isAuteur = mt.kind === 'requerant'
    const noms = nomsDuTraitant(formulaire.medecinTraitant ?? '', isAuteur ? requerant : known)
    const mots = traitantRedit(paroles(courrier), { noms, isAuteur })
    return mots === null ? null : { mots, qui: 'oui' }
  }
  const said = medecinTraitantDit(own)
  if (said.kind === 'oppose') return null
  const isSame =
    known !== null && said.kind === 'designe'
      ? isLui(said.designation, own, known)
      : said.kind === mt.kind
  const isAsked = formulaire.medecinTraitant === '?'
  if (isSame && !isAsked) return null
  // Whether he wants a copy at all is asked first.
  if (formulaire.copieMedecinTraitant === '?') return null
  const { valeur } = lireTraitant({
    form: { medecinTraitant: own },
    cibles: [],
    trouvailles,
    requerant,
  })
  const isSure =
    valeur?.kind === 'designe' || valeur?.kind === 'requerant' || valeur?.kind === 'aucun'
  return isSure ? { traitant: valeur } : { mots: own, qui: 'oui' }
}

/** Does a line name him, and say nothing else? */
export function isLui({ rpps, adresse }: Designation, line: string, him: Professionnel): boolean {
  const names = nomsDuTraitant('', him)
  const isNamed = words(line)
    .split(' ')
    .some((word) => names.has(word))
  const isHis = rpps === him.rpps || him.adresses.some((one) => one === adresse)
  return (isNamed || isHis) && !ditAutreChose(line, him)
}

/** The copies go to him from now on; what waited for another one is taken back. */
export function renommer(
  dossier: Dossier,
  { courrier, provenance }: CourrierRequerant,
  traitant: TraitantNomme,
): { readonly pas: Pas; readonly copie: CopieNotee } {
  const { medecinTraitant: mt, formulaire } = dossier
  const former = mt !== null && 'professionnel' in mt ? (mt.professionnel?.rpps ?? null) : null
  const line = courrier.formulaire.medecinTraitant ?? ''
  const named: Dossier = {
    ...dossier,
    formulaire: { ...formulaire, medecinTraitant: line },
    medecinTraitant: traitant,
  }
  const isOther = traitant.kind !== 'designe' || traitant.professionnel.rpps !== former
  const remise = isOther ? derniereRemise(dossier) : null
  const effets: readonly Effet[] = isOther
    ? [...reprises(former !== null), ...copiesDues(named, provenance.message)]
    : []
  return {
    pas: pas(named, effets, [trace('medecin-traitant-renomme')]),
    copie: {
      dit: traitant.kind === 'designe' ? 'oui' : 'sans-objet',
      ...(remise !== null && { remiseLe: remise, ancien: 'oui' }),
    },
  }
}

/** Nobody gets a copy before it is known who he is. */
export function sansNom(dossier: Dossier): Pas {
  const { medecinTraitant: mt, formulaire } = dossier
  const doubt: MedecinTraitant | null = mt?.kind === 'designe' ? { ...mt, kind: 'enDoute' } : mt
  const held = { ...dossier, formulaire: { ...formulaire, medecinTraitant: '?' } }
  return pas({ ...held, medecinTraitant: doubt }, [], [trace('medecin-traitant-en-doute')])
}

function reprises(hasFormer: boolean): readonly Effet[] {
  if (!hasFormer) return []
  return [
    { kind: 'retirerEnvois', roles: ['medecinTraitant'], rang: null, raison: 'lettre-sans-objet' },
    { kind: 'reglerTravaux', code: 'medecin-traitant-sans-adresse' },
  ]
}
