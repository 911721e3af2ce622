/**
 * Does a letter say that it is an emergency? Téléexpertise is not for those. SPEC §6.2
 *
 * In    the value of the line `Urgence`, the subject, the value of the line `Délai souhaité`
 * Out   the words that say so, without anything around them, or null
 *
 * Negations are understood (« non urgent », « pas d'urgence », « Urgence : non »), as are the words
 * that only sound alike (« médecine d'urgence », « vu aux urgences », « urgentiste »).
 */
import { cochees } from './cases-cochees.ts'
import { fold, words } from './texte.ts'

const NEGATIONS = new Set('non pas sans aucun aucune hors ni jamais rien peu no not'.split(' '))
// May stand between a negation and what it denies: « pas du tout urgent », « sans caractère d'urgence ».
const BETWEEN = new Set(
  'd n s de du un une en la le l tout tres si vraiment est besoin caractere notion degre a particulierement specialement immediatement'.split(
    ' ',
  ),
)
const PLACE_BEFORE = new Set(
  'aux les des service medecine medecin samu medical medicale'.split(' '),
)

/** The emergency that the form line, failing it the subject or the delay wished, states; null without. */
export function urgenceDe(said: {
  readonly ligne: string | null
  readonly sujet: string | null
  readonly delai?: string | null
}): string | null {
  const { ligne, sujet, delai = null } = said
  return (
    (ligne === null ? null : urgenceDeLigne(ligne)) ??
    (sujet === null ? null : urgenceDuSujet(sujet)) ??
    (delai === null ? null : urgenceDuDelai(delai))
  )
}

const MAX_BEGINNING = 200
const OPENS = /^(?:bonjour|bonsoir|cher|chere|merci)\b[^,.!:\n]{0,40}[,.!:\n]?\s*/i

/**
 * An emergency told in the thread: what follows the label `Urgence` and is no no, or an explicit wording at the
 * beginning of the text. SPEC §6.2
 */
export function urgenceDansLeFil(said: {
  readonly ligne: string | null
  readonly texte: string
}): string | null {
  const { ligne, texte } = said
  if (ligne !== null && ligne.trim() !== '' && urgenceDite(ligne) !== 'non') return 'Urgence : oui'
  const lines = texte.split('\n').filter((line) => line.trim() !== '')
  const first = lines.slice(0, 3).join('\n').replace(OPENS, '').trim()
  const [line = ''] = first.split('\n')
  const label = /^urgences? ?[:=] ?(?<value>.+)$/.exec(fold(line.slice(0, MAX_BEGINNING)))
  if (label !== null)
    return urgenceDite(label.groups?.value ?? '') === 'non' ? null : 'Urgence : oui'
  return urgenceDuSujet(line.slice(0, MAX_BEGINNING))
}

const AT_ONCE = /\b(?:immediate?|immediatement|tout de suite|sans delai|dans l heure|vitale?)\b/

/** A delay that no téléexpertise holds: « en urgence », « immédiat », « dans l'heure ». SPEC §6.2 */
export function urgenceDuDelai(value: string): string | null {
  const said = urgenceDuSujet(value)
  if (said !== null) return said
  const asked = clauses(value).map(words)
  const atOnce = asked.some(
    (part) => AT_ONCE.test(part) && !/\b(?:non|pas|ni|aucune?)\b/.test(part),
  )
  return atOnce ? 'Délai souhaité : immédiat' : null
}

/** `Urgence : oui`, « vitale », « URGENT »…; null for a no, and for a mere delay. */
export function urgenceDeLigne(value: string): string | null {
  const list = words(cochees(value)).split(' ')
  const first = list[0] ?? ''
  // « oui / non » is a line left unfilled.
  if (/^oui\W+non$/i.test(fold(value))) return null
  if (first === 'oui' || first === 'o' || first === 'yes' || first === 'x') return 'Urgence : oui'
  if (NEGATIONS.has(first) || first === 'n') return null
  const strong = /^(?:vitale?|absolue?|extreme|immediate?|immediatement|haute|elevee?|maximale?)$/
  if (list.some((word, at) => strong.test(word) && !isDenied(list, at))) return 'Urgence : oui'
  return urgenceDuSujet(value) === null ? null : 'Urgence : oui'
}

const NO =
  /^(?:non|n|no|0|ras|neant|aucune?|pas|sans|hors|peu|faible|nulle?|differee?|differable|programmee?)\b/

/**
 * What the line `Urgence` says: yes, no, or a word that leaves it open (« à voir rapidement », « relative »), which is
 * asked about.
 */
export function urgenceDite(value: string): 'oui' | 'non' | 'vague' {
  if (urgenceDeLigne(value) !== null) return 'oui'
  return NO.test(words(cochees(value))) ? 'non' : 'vague'
}

/** An explicit wording in a subject: « URGENT », « urgence vitale », « pronostic vital ». */
export function urgenceDuSujet(subject: string): string | null {
  for (const clause of clauses(subject)) {
    const list = words(clause).split(' ')
    for (const [at, word] of list.entries()) {
      if (!/^(?:urgent|urgente|urgents|urgentes|urgence|urgences|urgentissime)$/.test(word))
        continue
      if (isElsewhere(list, at) || isDenied(list, at)) continue
      return list[at + 1]?.startsWith('vital') ? 'urgence vitale' : word.toUpperCase()
    }
    const danger = DANGER.exec(list.join(' '))?.[0]
    if (danger !== undefined && !/\b(?:non|pas|sans|hors|ni|aucune?)\b/.test(clause)) return danger
  }
  return null
}

/** What says as much as « urgence vitale ». « SOS médecins » is whom one has seen. */
const DANGER =
  /\b(?:pronostic vital|(?:detresse|risque|danger|menace) vitale?|detresse (?:respiratoire|circulatoire|hemodynamique)|danger immediat|sos(?! medecins?\b)|arret (?:cardiaque|cardio\w*)(?! (?:recupere|ancien|en \d)))\b/

/** Parts of a subject that negate nothing in each other; « urgence : non » stays one part. */
function clauses(subject: string): readonly string[] {
  return fold(subject)
    .slice(0, 2000)
    .replace(/\b(urgen\w+) ?[:=?(] ?(non|no|0)\b/g, '$1 non')
    .split(/[,;.!?()[\]/|:]| - /)
}

function isDenied(list: readonly string[], at: number): boolean {
  // « urgence non » says no; « urgent non vu » does not.
  const after = list[at + 1]
  if ((after === 'non' || after === 'no') && list.length === at + 2) return true
  for (let i = at - 1; i >= 0; i--) {
    const word = list[i] ?? ''
    if (NEGATIONS.has(word)) return true
    if (!BETWEEN.has(word)) return false
  }
  return false
}

function isElsewhere(list: readonly string[], at: number): boolean {
  const word = list[at]
  const before = list[at - 1] === 'd' || list[at - 1] === 'de' ? list[at - 2] : list[at - 1]
  if (word === 'urgences')
    return PLACE_BEFORE.has(list[at - 1] ?? '') || PLACE_BEFORE.has(before ?? '')
  return (
    word === 'urgence' && (before === 'medecine' || before === 'medecin' || before === 'service')
  )
}

const MAX_ANSWER = 160
const NOT_URGENT =
  /^(?:non )?(?:(?:ce n est|c est|n est|il n y a|y a|ca n est|cela n est|demande) )?(?:(?:pas|non|aucune?|rien d) )(?:du tout |d )?(?:urgente?|urgence)s?(?: |$)/
const ERROR =
  /^(?:(?:c etait|c est|il s agit d|il s agissait d|pardon|desole|desolee|simple) )*(?:une )?(?:erreur|faute)(?: (?:de|d) (?:ma part|case|saisie|frappe|clic|cochage|libelle|objet|formulaire))?(?: pardon| desole| desolee| merci)?$|^(?:(?:la |une )?case )?(?:est |a ete )?cochee? par (?:erreur|megarde)$|^je me suis trompee?(?: (?:de|d) (?:case|ligne|objet))?$/

/** Is « urgent » a slip, and nothing else said: « c'était une erreur de case »? */
export function isErreurDite(text: string): boolean {
  return text.length <= MAX_ANSWER && ERROR.test(words(text))
}

/** Does a short answer say that it is no emergency, and nothing else: « Ce n'est pas urgent, erreur de case »? */
export function isNonUrgentDit(text: string): boolean {
  const said = words(text)
  const found = text.length > MAX_ANSWER ? null : NOT_URGENT.exec(said)
  if (found === null) return false
  const rest = said.slice(found[0].length).trim()
  return rest === '' || isErreurDite(rest)
}
