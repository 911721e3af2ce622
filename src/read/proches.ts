/**
 * Labels that are nearly written: abbreviated, or misspelt by one letter. SPEC §4
 *
 * In    the words of a label, folded
 * Out   the label meant, or null where none, or more than one, is that near
 *
 * « Date de naisance », « Nom de naissnace », « Spé demandée ». A near label is less sure than an exact one: amid
 * prose it counts only as `isClear` says.
 */

/** Words that people shorten, and what they stand for. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    spe: 'specialite',
    spec: 'specialite',
    specialit: 'specialite',
    dem: 'demandee',
    dde: 'demandee',
    cst: 'consentement',
    cons: 'consentement',
    consent: 'consentement',
    consentem: 'consentement',
    naiss: 'naissance',
    naissce: 'naissance',
    med: 'medecin',
    medec: 'medecin',
    dr: 'medecin',
    ttt: 'traitement',
    ttts: 'traitements',
    tt: 'traitement',
    trt: 'traitement',
    atcd: 'antecedents',
    atcds: 'antecedents',
    antec: 'antecedents',
    ctx: 'contexte',
    ctxt: 'contexte',
    qst: 'question',
    quest: 'question',
    qu: 'question',
    q: 'question',
    tel: 'telephone',
    num: 'numero',
    nr: 'numero',
    pt: 'patient',
    pte: 'patiente',
    pat: 'patient',
    hosp: 'hospitalise',
    trait: 'traitant',
    dt: 'date',
    pren: 'prenom',
  }),
)

/** The words with what is shortened written out; null when nothing is. */
export function spelledOut(words: string): string | null {
  const all = words.split(' ').map((word) => ABBREVIATIONS.get(word) ?? word)
  const whole = all.join(' ')
  return whole === words ? null : whole
}

/** Shorter words are one letter off too many others: « non patient » is no « nom patient ». */
const MIN_LETTERS = 5
const MAX_LETTERS = 60
/** Words of prose that are one letter off one of a label. */
const OTHER_WORDS = new Set(
  'urgences conteste contente contextes patience patienta telephones naissances regimes'.split(' '),
)

interface Near<Label> {
  readonly text: string
  readonly label: Label
}

/**
 * Finds the label of which one word is one letter off (one more, one less, another one, one out of place), or that
 * was written without one of its blanks.
 */
export function nearTo<Label>(
  labels: ReadonlyMap<string, Label>,
  isSame: (a: Label, b: Label) => boolean,
): (words: string) => Label | null {
  const shortened = new Map<string, Near<Label>[]>()
  for (const [text, label] of labels) {
    for (const one of withoutOneLetter(text)) {
      const known = shortened.get(one) ?? []
      shortened.set(one, [...known, { text, label }])
    }
  }
  return (words) => {
    if (words.length < MIN_LETTERS || words.length > MAX_LETTERS) return null
    const near: Label[] = []
    for (const one of withoutOneLetter(words)) {
      for (const { text, label } of shortened.get(one) ?? []) {
        if (isSlip(words, text) && !near.some((other) => isSame(other, label))) near.push(label)
      }
    }
    return near.length === 1 ? (near[0] ?? null) : null
  }
}

/** Is the one a slip of the pen for the other: a blank that lacks, or one long word that is no other word? */
function isSlip(written: string, label: string): boolean {
  if (written.replaceAll(' ', '') === label.replaceAll(' ', '')) return true
  const [some, others] = [written.split(' '), label.split(' ')]
  if (some.length !== others.length) return false
  const [at, second] = [...some.keys()].filter((i) => some[i] !== others[i])
  if (at === undefined || second !== undefined) return false
  const word = some[at] ?? ''
  return Math.min(word.length, others[at]?.length ?? 0) >= MIN_LETTERS && !OTHER_WORDS.has(word)
}

/** The text itself, and what is left of it without each one of its characters. */
function withoutOneLetter(text: string): ReadonlySet<string> {
  const all = new Set([text])
  for (let at = 0; at < text.length; at++) all.add(text.slice(0, at) + text.slice(at + 1))
  return all
}
