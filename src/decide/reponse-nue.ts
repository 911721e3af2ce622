/**
 * A bare answer to what was asked: « dermato », « 25 août 2026 », « C'est un homme et je suis son MT ».
 *
 * In    a request that waits for some of its lines, the letter that answers
 * Out   the lines that it gives, as if they stood behind their labels; none where any word of it may be something else
 *
 * Only lines of closed kinds are given so, each part of the answer must be a value of exactly one line asked for, and
 * a consent is « oui » with nobody else named, never one yes of two questions. SPEC §4, §6.3
 */
import { consentementDit, isConsentementSeul, jourDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import { type Courrier, enPropre, type Formulaire, type Libelle } from '../domain/courrier.ts'
import { isNomSeul, medecinTraitantDit } from '../domain/designation.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import { jourDe, modeConsentementDe, sexeDe } from '../domain/identifiants.ts'
import { avecAnnee, avecSiecle } from '../domain/jour.ts'
import { sansPolitesse } from '../domain/politesse.ts'
import { isSpecialiteAuChoix, isSpecialiteSeule } from '../domain/specialites.ts'
import { words } from '../domain/texte.ts'
import { isNonUrgentDit } from '../domain/urgence.ts'
import { paroles, substance } from './texte-libre.ts'

const MAX_CHARS = 120
const AGE_MAX_ANS = 120

/** The lines that a letter without any label gives in answer to our question. */
export function reponseNue(dossier: Dossier, courrier: Courrier): Formulaire {
  const said = motsDeReponse(dossier, courrier)
  if (said === null || said.length > MAX_CHARS) return {}
  const asked = lignesDemandees(dossier)
  const isDoubted = dossier.manques.some(isEnDoute)
  const today = (dossier.completudeDemandeeLe ?? dossier.ouvertLe).slice(0, 10) as Jour
  return (
    lignesDe([said], { asked, today, isDoubted }) ??
    lignesDe(partsOf(said), { asked, today, isDoubted }) ??
    jourEtMode(said, asked, today) ??
    {}
  )
}

/** « Oral le 28/11/2026 », where the day and the manner are what is asked of a consent that was given. */
function jourEtMode(said: string, asked: readonly Libelle[], today: Jour): Formulaire | null {
  const isAsked = asked.includes('modeConsentement') && asked.includes('dateConsentement')
  if (
    !isAsked ||
    asked.includes('consentement') ||
    !isConsentementSeul(avecAnnee(said, today), today)
  )
    return null
  const { le, mode, par } = consentementDit(said, today)
  if (le === null || mode === null || par !== null) return null
  return { dateConsentement: le, modeConsentement: said }
}

/** What a letter says in answer to our question without writing a line of the form; null: it is no such letter. */
export function motsDeReponse(
  { motif, manques, requerant }: Dossier,
  courrier: Courrier,
): string | null {
  const { motCle, formulaire } = courrier
  const isAnswer = motif === 'demande-incomplete' && manques.length > 0
  if (!isAnswer || motCle !== null || Object.keys(formulaire).length > 0) return null
  // A day or a name alone says nothing by itself; here it answers a question.
  const { libre } = enPropre(courrier)
  const all = paroles(courrier) || (/^Objet : /.test(libre) ? '' : libre)
  const said = substance(all, requerant).trim()
  return said === '' ? null : sansPolitesse(said)
}

/** What was asked, and when; is the consent asked about for more than a line that lacks or could not be read? */
interface Attendu {
  readonly asked: readonly Libelle[]
  readonly today: Jour
  readonly isDoubted: boolean
}

/** A consent that is asked about because of something else that he wrote: a bare « non » may answer that. */
function isEnDoute({ quoi, pourquoi, precisions = [], mots }: Manque): boolean {
  const isPlain = pourquoi === 'manquant' || pourquoi === 'illisible'
  return quoi === 'consentement' && (!isPlain || precisions.length > 0 || mots !== undefined)
}

function lignesDemandees({ manques }: Dossier): readonly Libelle[] {
  const held = manques.filter((one) => one.bloquant)
  return held.map(({ quoi }) => (quoi === 'cible' ? 'specialiteDemandee' : quoi) as Libelle)
}

function partsOf(said: string): readonly string[] {
  return said
    .split(/[\n;,]|\set(?=\s(?:je|c['’]est|il|elle)\s)/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Each part is a value of one line asked for, and each line is given once; else nothing is understood. */
function lignesDe(parts: readonly string[], attendu: Attendu): Formulaire | null {
  const form: { [L in Libelle]?: string } = {}
  for (const part of parts) {
    const fits = attendu.asked.flatMap((label) => {
      const value = valeurDe(label, part, attendu)
      return value === null ? [] : [[label, value] as const]
    })
    const [only, second] = fits
    if (only === undefined || second !== undefined || form[only[0]] !== undefined) return null
    form[only[0]] = only[1]
  }
  return form
}

const LEAD = /^(?:c['’]est|il s['’]agit d['’]|je suis|oui,? c['’]est)\s?(?=\S)/i
const DAY = /^(?:(?:le|du|au|née?|ce|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)*\S/i
const MODE = /^(?:(?:a l |par |consentement )?(?:oral|orale|oralement|ecrit|ecrite|electronique))$/
const SEX = /^(?:(?:un|une|le|la|patiente?|de sexe|sexe) )*(?=\S)/

/** Lines that a bare « oui » or « non » may answer: of two of them it answers none. */
const OUI_NON: readonly Libelle[] = ['consentement', 'urgence', 'copieMedecinTraitant']
const SANS_INS = /^(?:sans|aucun|aucune|sans (?:ins|matricule)|pas d ins|pas de matricule)$/

/** The value of one line that a text as a whole is; null: it is none. */
function valeurDe(
  label: Libelle,
  text: string,
  { asked, today, isDoubted }: Attendu,
): string | null {
  const said = words(text)
  const isLone = OUI_NON.filter((one) => asked.includes(one)).length < 2
  switch (label) {
    case 'specialiteDemandee':
      return isSpecialiteSeule(text) && !isSpecialiteAuChoix(text) ? text : null
    case 'dateNaissance':
      return isDay(text) && jourDe(avecSiecle(text, today, AGE_MAX_ANS)) !== null ? text : null
    case 'dateConsentement':
      return jourDit(text, today) !== null ? text : null
    case 'sexe':
      return sexeDit(text)
    case 'modeConsentement':
      return MODE.test(said) && modeConsentementDe(said) !== null ? text : null
    case 'medecinTraitant':
      return traitantDit(text, asked)
    case 'urgence':
      return (isLone && said === 'non') || isNonUrgentDit(text) ? 'non' : null
    case 'copieMedecinTraitant':
      return isLone ? ouiOuNon(said) : null
    case 'matriculeIns':
      return sansIns(said, asked)
    case 'consentement':
      return isLone ? consentementNu(text, today, isDoubted) : null
    default:
      return null
  }
}

/** A day and nothing else. */
function isDay(text: string): boolean {
  return (
    DAY.test(text) && (text.match(/\d+/g) ?? []).length <= 3 && words(text).split(' ').length <= 6
  )
}

function sexeDit(text: string): string | null {
  const said = words(text.replace(LEAD, '')).replace(SEX, '')
  return said.split(' ').length <= 2 && sexeDe(said) !== null ? said : null
}

const TITLED =
  /^(?:(?:c['’]est |(?:son |sa |le )?(?:m[ée]decin traitant|mt)(?: est)? )?l[ea] )?(?:dr|docteure?|pr|professeure?)\b/iu

/** « Je suis son MT », « moi-même », « aucun »; a name with its title where nobody else is asked for. */
function traitantDit(text: string, asked: readonly Libelle[]): string | null {
  const said = words(text)
  const isLone = !['medecinRequis', 'specialiteDemandee', 'consentement'].some((one) =>
    asked.includes(one as Libelle),
  )
  if (isLone && TITLED.test(text) && isNomSeul(text.replace(TITLED, 'Dr'))) return text
  if (/^(?:oui )?je suis (?:son|sa|le|la) (?:mt|medecin traitante?)$/.test(said)) return 'moi-même'
  const { kind } = medecinTraitantDit(text)
  return (kind === 'requerant' || kind === 'aucun') && !/^(?:non|sans|pas|rien)\b/.test(said)
    ? text
    : null
}

function ouiOuNon(said: string): string | null {
  return said === 'oui' || said === 'non' ? said : null
}

/** « sans », where no médecin traitant is asked for whom it may be said of. */
function sansIns(said: string, asked: readonly Libelle[]): string | null {
  return SANS_INS.test(said) && !asked.includes('medecinTraitant') ? 'sans' : null
}

function consentementNu(text: string, today: Jour, isDoubted: boolean): string | null {
  if (!isDoubted && words(text) === 'non') return 'non'
  const { dit, par } = consentementDit(text, today)
  if (/^oui$/.test(words(text))) return 'oui'
  return dit === 'oui' && par === null && /^oui\b/i.test(text) && isConsentementSeul(text, today)
    ? text
    : null
}
