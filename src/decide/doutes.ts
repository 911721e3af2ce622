/**
 * Lines that are perhaps not their author's own statement: they act only once he has said so.
 *
 * In    a letter with its lines in doubt, what is known of the request
 * Out   the lines that count and those that wait for his word; the others are his text and nothing else
 *
 * Whoever signs a letter signs what it quotes, but says with it only what he means to say. SPEC §4, §6.8
 */
import { consentementDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { Courrier, Doutes, Formulaire, Libelle } from '../domain/courrier.ts'
import type { Cible, Dossier, Manque } from '../domain/dossier.ts'
import { manque } from '../domain/manque.ts'

/** What is known of a request beside the letter at hand. */
export type Connu = Partial<Pick<Dossier, 'formulaire' | 'doutes'>> & {
  readonly cibles: readonly Cible[]
}

/** Lines that a request needs, or whose being overlooked would do harm. */
const COMPTENT: readonly Libelle[] = [
  'specialiteDemandee',
  'medecinRequis',
  'nomNaissance',
  'prenoms',
  'dateNaissance',
  'sexe',
  'consentement',
  'dateConsentement',
  'modeConsentement',
  'consentementDonnePar',
  'personneDeConfiance',
  'procheConsulte',
  'medecinTraitant',
  'copieMedecinTraitant',
  'question',
]

/** The letter without any line in doubt: what an answer says is what its author wrote himself. */
export function sansLignesDouteuses<C extends Courrier>(courrier: C): C {
  return avecDoutes(courrier, [])
}

/**
 * The letter with those of its lines in doubt that the author must be asked about. A quoted line never takes the
 * place of what he said himself, and counts for nothing where the request lacks nothing without it.
 */
export function lignesRetenues<C extends Courrier>(written: C, connu: Connu): C {
  const courrier = avecProposes(written, connu)
  const { douteux } = courrier
  if (douteux === undefined) return courrier
  const own = propres(courrier, connu)
  const open = libelles(douteux).filter((label) => own[label] === undefined)
  const isAsked = open.some((label) => douteux[label] !== 'cite' || compte(label, own, connu))
  return avecDoutes(courrier, isAsked ? open : [])
}

/** What his prose says of a line that the request needs and that nobody wrote, as a line in doubt. */
function avecProposes<C extends Courrier>({ proposes = {}, ...written }: C, connu: Connu): C {
  const courrier = written as unknown as C
  const own = { ...propres(courrier, connu), ...courrier.formulaire }
  const open = Object.entries(proposes).filter(([key]) => {
    const label = key as Libelle
    return own[label] === undefined && compte(label, own, connu)
  })
  if (open.length === 0) return courrier
  return {
    ...courrier,
    formulaire: { ...courrier.formulaire, ...Object.fromEntries(open) },
    douteux: { ...courrier.douteux, ...Object.fromEntries(open.map(([key]) => [key, 'prose'])) },
  }
}

/** What the requerant said himself, in this letter or before. */
function propres({ formulaire, douteux = {} }: Courrier, connu: Connu): Formulaire {
  const before = sansLibelles(connu.formulaire ?? {}, connu.doutes ?? {})
  return { ...before, ...sansLibelles(formulaire, douteux) }
}

function sansLibelles(formulaire: Formulaire, doutes: Doutes): Formulaire {
  const firm = Object.entries(formulaire).filter(
    ([label, value]) => doutes[label as Libelle] === undefined && value !== '',
  )
  return Object.fromEntries(firm)
}

/** Any day: only whether a line says one is looked at. */
const UN_JOUR = '2000-01-01' as Jour

function compte(label: Libelle, own: Formulaire, { cibles }: Connu): boolean {
  if (label === 'specialiteDemandee' || label === 'medecinRequis') {
    const named = own.specialiteDemandee ?? own.medecinRequis
    return named === undefined && cibles.length === 0
  }
  const said = consentementDit(own.consentement ?? '', UN_JOUR)
  if (label === 'dateConsentement') return said.le === null
  if (label === 'modeConsentement') return said.mode === null
  return COMPTENT.includes(label)
}

function avecDoutes<C extends Courrier>(courrier: C, kept: readonly Libelle[]): C {
  const { douteux, proposes: _proposes, ...rest } = courrier
  if (douteux === undefined) return courrier
  const formulaire = Object.fromEntries(
    Object.entries(courrier.formulaire).filter(
      ([label]) => douteux[label as Libelle] === undefined || kept.includes(label as Libelle),
    ),
  )
  const open = Object.fromEntries(kept.map((label) => [label, douteux[label]]))
  return { ...rest, formulaire, ...(kept.length > 0 && { douteux: open }) } as C
}

/** The lines of a request that still wait for its author's word, with those of one more letter. */
export function doutesAvec(dossier: Dossier, { formulaire, douteux = {} }: Courrier): Doutes {
  const before = Object.entries(dossier.doutes ?? {}).filter(
    ([label]) => formulaire[label as Libelle] === undefined,
  )
  return { ...Object.fromEntries(before), ...douteux }
}

/** What is asked of its author: one point a line in doubt. */
export function manquesDeDoute({ doutes = {} }: Dossier): readonly Manque[] {
  return libelles(doutes).map((label) => ({
    ...manque(label, doutes[label] ?? 'cite'),
    bloquant: true,
  }))
}

/** The dossier once its author has said that what was read in his prose is so. */
export function sansDouteDeProse(dossier: Dossier): Dossier {
  const left = Object.entries(dossier.doutes ?? {}).filter(([, doubt]) => doubt !== 'prose')
  return { ...dossier, doutes: Object.fromEntries(left) }
}

/** Was anything read in his prose that waits for his word? */
export function hasProse({ doutes = {} }: Pick<Dossier, 'doutes'>): boolean {
  return Object.values(doutes).includes('prose')
}

/** Is nothing else lacking than its author's word that the lines are his? */
export function isSeulementDoute(manques: readonly Manque[]): boolean {
  const held = manques.filter((one) => one.bloquant)
  return held.length > 0 && held.every(({ pourquoi }) => DOUTES.includes(pourquoi))
}

const DOUTES: readonly string[] = ['cite', 'cache', 'signes', 'prose', 'porteur']

function libelles(doutes: Doutes): readonly Libelle[] {
  return Object.keys(doutes) as Libelle[]
}
