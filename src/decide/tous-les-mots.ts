/**
 * No piece of a signed letter is met with silence: the last step of every decision about one.
 *
 * In    the decision so far, the letter that it was taken about
 * Out   the same where each line of substance has a reader or a place in the dossier; else the question that he is asked
 *       quotes it; where none is asked, what stands beside his keyword is judged as a letter of its own; what still has no
 *       reader then is quoted to him. A line that no rule took cannot leave this room unseen, whatever keyword stands
 *       above it.
 *
 * SPEC §5, §6.8, §13.14
 */
import type { Jour } from '../domain/correspondant.ts'
import { type Courrier, enPropre } from '../domain/courrier.ts'
import type { Destinataire, Effet, Lettre } from '../domain/decision.ts'
import type { Nomme } from '../domain/ligne-identite.ts'
import { periodeDe } from '../domain/periode.ts'
import { retourDe } from '../domain/retour-dit.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { fold, words } from '../domain/texte.ts'
import { envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { isALire, isPlusQuUnAccord, propos, substance } from './texte-libre.ts'

/** A letter as its author wrote it, and where he is answered. */
export interface Ecrit {
  readonly courrier: Courrier
  readonly auteur: Nomme
  readonly a: Destinataire
  readonly message: string
}

type Envoi = Extract<Effet, { kind: 'envoyer' }>

/** Letters that tell an author of his whole message that it goes no further. */
const REFUS_DU_TOUT: ReadonlySet<Lettre['kind']> = new Set<Lettre['kind']>([
  'avisNonTransmis',
  'dossierClos',
  'demandeUrgente',
])
/** A yes beside a keyword says what the keyword says. */
const ECHO =
  /^(?:(?:oui|ok|okay|merci|accord|d accord|je suis d accord|entendu|je (?:vous )?(?:le )?confirme|je valide|c est (?:bien )?(?:cela|ca|exact)|tout a fait|exact|confirmee?) ?)+$/
/** Any day: only whether days are named is looked at. */
const UN_JOUR = '2000-01-01' as Jour

/** The decision with a reader, a place or a question for every line; `seul`: how the words are judged without the keyword. */
export function sansMotPerdu(
  step: Pas,
  ecrit: Ecrit,
  seul: (step: Pas, courrier: Courrier) => Pas | null,
): Pas {
  if (perdus(step, ecrit).length === 0) return step
  if (questionPosee(step, ecrit) !== undefined) return citer(step, ecrit)
  const alone = seul(step, { ...ecrit.courrier, argument: null, texte: propos(ecrit.courrier) })
  const ended = direNonTransmis(step, ecrit)
  if (ended !== null) return puis(ended, () => sansLettres(alone ?? pas(step.dossier, [], [])))
  if (alone === null) return citer(step, ecrit)
  const both = avecSuite(step, alone)
  return perdus(both, ecrit).length === 0 ? both : citer(step, ecrit)
}

/** The lines of substance that stand nowhere: in no letter that leaves, nowhere in the dossier. */
export function perdus(step: Pas, ecrit: Ecrit): readonly string[] {
  const lines = lignesDe(ecrit)
  if (lines.length === 0 || isReponduEnTout(step, ecrit)) return []
  const said = new Set<string>()
  recueillir(step.dossier, said)
  for (const effet of step.effets) recueillir(effet, said)
  return lines.filter((line) => !said.has(cle(line)) && !said.has(cle(valeur(line))))
}

/** What its author says beside his keyword and its arguments, courtesy and signature aside. */
function lignesDe({ courrier, auteur }: Ecrit): readonly string[] {
  if (isSansSuite(courrier, auteur)) return []
  const { argument, formulaire } = courrier
  const own = enPropre(courrier)
  const first = argument !== null && isArgument(argument) ? argument.trim() : null
  const { remplacantDe } = formulaire
  return substance(propos(own), auteur)
    .split('\n')
    .filter(
      (line) =>
        line !== '' &&
        line !== first &&
        !ECHO.test(words(line)) &&
        cle(line) !== '' &&
        !(remplacantDe !== undefined && line.includes(remplacantDe)),
    )
}

/** Words that a keyword takes itself: a plain reason, a day, « je regarde demain ». SPEC §5 */
function isSansSuite(courrier: Courrier, auteur: Nomme): boolean {
  switch (courrier.motCle) {
    case 'ACCEPTE':
      return !isPlusQuUnAccord(courrier, auteur)
    case 'ABSENT':
    case 'PRESENT':
    case 'REFUS':
    case 'REORIENTATION':
      return !isALire(courrier, auteur)
    default:
      return false
  }
}

function isArgument(argument: string): boolean {
  return (
    specialiteDe(argument) !== null ||
    periodeDe(argument, UN_JOUR) !== null ||
    retourDe(argument, UN_JOUR) !== null
  )
}

/** He is told of the whole that it goes nowhere, or what it changed of the copy and nothing else. */
function isReponduEnTout({ effets }: Pas, { a }: Ecrit): boolean {
  const letters = effets.filter((one) => one.kind === 'envoyer').filter((one) => isPour(one, a))
  if (letters.some(({ lettre }) => isRefusDuReste(lettre))) return true
  return letters.length > 0 && letters.every(({ lettre }) => lettre.kind === 'copieNotee')
}

function isRefusDuReste(lettre: Lettre): boolean {
  if (lettre.kind === 'numerosNotes') return lettre.reste === 'non-transmis'
  return REFUS_DU_TOUT.has(lettre.kind)
}

function isPour(one: Envoi, a: Destinataire): boolean {
  return one.a.role === a.role && one.a.rpps === a.rpps
}

/** The lines of every text in a value. */
function recueillir(value: unknown, said: Set<string>): void {
  if (typeof value === 'string') {
    for (const line of value.split('\n')) {
      said.add(cle(line))
      said.add(cle(valeur(line)))
    }
  } else if (Array.isArray(value)) {
    for (const one of value) recueillir(one, said)
  } else if (value !== null && typeof value === 'object') {
    for (const one of Object.values(value)) recueillir(one, said)
  }
}

/** Letters and digits of a line, however it is set. */
function cle(line: string): string {
  return fold(line).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** What a line of the form says, without its label. */
function valeur(line: string): string {
  const end = line.search(/[:=]/)
  return end === -1 || end > 60 ? line : line.slice(end + 1)
}

/** Both steps; a letter of the second one is another letter, even where it is of the same kind. */
function avecSuite(step: Pas, alone: Pas): Pas {
  const put = new Set(step.effets.map((one) => ('cle' in one ? one.cle : null)))
  const effets = alone.effets.map((one) =>
    'cle' in one && put.has(one.cle) ? { ...one, cle: `${one.cle}:suite` } : one,
  )
  return puis(step, () => ({ ...alone, effets }))
}

/** He is told that all of it is over: the same letter says that the rest of his message goes to nobody; null without. */
function direNonTransmis(step: Pas, ecrit: Ecrit): Pas | null {
  const { a } = ecrit
  const told = step.effets.find(
    (one) => one.kind === 'envoyer' && isPour(one, a) && one.lettre.kind === 'annulation',
  )
  if (told?.kind !== 'envoyer' || told.lettre.kind !== 'annulation') return null
  const lettre: Lettre = { ...told.lettre, reste: lignesDe(ecrit).join('\n') }
  return { ...step, effets: step.effets.map((one) => (one === told ? { ...told, lettre } : one)) }
}

/** What a step changes without a word to anybody. */
function sansLettres({ effets, ...step }: Pas): Pas {
  return { ...step, effets: effets.filter(({ kind }) => kind !== 'envoyer') }
}

/** The question that he is asked about this letter. */
function questionPosee({ effets }: Pas, { a }: Ecrit): Effet | undefined {
  return effets.find(
    (one) =>
      one.kind === 'envoyer' &&
      isPour(one, a) &&
      one.lettre.kind === 'reponseAPreciser' &&
      one.lettre.illisibles === undefined,
  )
}

/** Quotes to him what goes nowhere: in the question that he is asked anyhow, else in one of its own. */
function citer(step: Pas, ecrit: Ecrit): Pas {
  const { a, message } = ecrit
  const mots = lignesDe(ecrit).join('\n')
  const asked = questionPosee(step, ecrit)
  if (asked?.kind === 'envoyer' && asked.lettre.kind === 'reponseAPreciser') {
    const lettre: Lettre = { ...asked.lettre, mots }
    const effets = step.effets.map((one) => (one === asked ? { ...asked, lettre } : one))
    return { ...step, effets }
  }
  const code = 'mots-non-transmis'
  const lettre: Lettre = { kind: 'reponseAPreciser', code, rang: null, mots }
  const letter = envoyer({ lettre, a, sceau: `mots:${message}` })
  return puis(step, (d) => pas(d, [letter], [trace(code, { message })]))
}
