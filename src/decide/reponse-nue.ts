/**
 * A bare answer to what was asked: « dermato », « 25 août 2026 », « C'est un homme et je suis son MT ».
 *
 * In    a request that waits for some of its lines, the letter that answers
 * Out   the lines that it gives, as if they stood behind their labels; none where any word of it may be something else
 *
 * Only lines of closed kinds are given so, each part of the answer must be a value of exactly one line asked for, and
 * a consent is « oui » with nobody else named, never one yes of two questions. SPEC §4, §6 rule 3
 */
import { consentementDit, isConsentementSeul, jourDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import { type Courrier, enPropre, type Formulaire, type Libelle } from '../domain/courrier.ts'
import { isNomSeul, medecinTraitantDit } from '../domain/designation.ts'
import type { Dossier } from '../domain/dossier.ts'
import { jourDe, modeConsentementDe, sexeDe } from '../domain/identifiants.ts'
import { avecAnnee, avecSiecle } from '../domain/jour.ts'
import { isSpecialiteAuChoix, isSpecialiteSeule } from '../domain/specialites.ts'
import { words } from '../domain/texte.ts'
import { paroles, substance } from './texte-libre.ts'

const MAX_CHARS = 120
const AGE_MAX_ANS = 120

/** The lines that a letter without any label gives in answer to our question. */
export function reponseNue(dossier: Dossier, courrier: Courrier): Formulaire {
  const said = motsDeReponse(dossier, courrier)
  if (said === null || said.length > MAX_CHARS) return {}
  const asked = lignesDemandees(dossier)
  const today = (dossier.completudeDemandeeLe ?? dossier.ouvertLe).slice(0, 10) as Jour
  return (
    lignesDe([said], asked, today) ??
    lignesDe(partsOf(said), asked, today) ??
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
  return said === '' ? null : said.replace(THANKS, '').trim()
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
function lignesDe(
  parts: readonly string[],
  asked: readonly Libelle[],
  today: Jour,
): Formulaire | null {
  const form: { [L in Libelle]?: string } = {}
  for (const part of parts) {
    const fits = asked.flatMap((label) => {
      const value = valeurDe(label, part, { asked, today })
      return value === null ? [] : [[label, value] as const]
    })
    const [only, second] = fits
    if (only === undefined || second !== undefined || form[only[0]] !== undefined) return null
    form[only[0]] = only[1]
  }
  return form
}

/** « Dermatologie svp », « …, merci »: courtesy at the end of an answer. */
const THANKS = /[,.;]? ?(?:s\.?v\.?p|stp|merci(?: (?:d['’]avance|beaucoup|par avance))?)\.?$/i

const LEAD = /^(?:c['’]est|il s['’]agit d['’]|je suis|oui,? c['’]est)\s?(?=\S)/i
const DAY = /^(?:(?:le|du|au|née?|ce|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)*\S/i
const MODE = /^(?:(?:a l |par |consentement )?(?:oral|orale|oralement|ecrit|ecrite|electronique))$/
const SEX = /^(?:(?:un|une|le|la|patiente?|de sexe|sexe) )*(?=\S)/
const NOT_URGENT =
  /^(?:non )?(?:(?:ce n est|c est|n est|il n y a|y a|ca n est|cela n est|demande) )?(?:(?:pas|non|aucune?|rien d) )(?:du tout |d )?(?:urgente?|urgence)s?$/

/** The value of one line that a text as a whole is; null: it is none. */
function valeurDe(
  label: Libelle,
  text: string,
  { asked, today }: { readonly asked: readonly Libelle[]; readonly today: Jour },
): string | null {
  const said = words(text)
  const isLone = !(asked.includes('consentement') && asked.includes('urgence'))
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
      return (isLone && said === 'non') || NOT_URGENT.test(said) ? 'non' : null
    case 'consentement':
      return isLone ? consentementNu(text, today) : null
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

function consentementNu(text: string, today: Jour): string | null {
  const { dit, par } = consentementDit(text, today)
  if (/^oui$/.test(words(text))) return 'oui'
  return dit === 'oui' && par === null && /^oui\b/i.test(text) && isConsentementSeul(text, today)
    ? text
    : null
}
