/**
 * Does a text speak of the patient as an opinion does: a finding, a dose, advice? A reason to decline does not.
 *
 * In    the words of a requis beside his keyword
 * Out   yes where anything points to it; in doubt it is. SPEC §5
 */
import { words } from './texte.ts'

/** What one does or advises. */
const ADVICE =
  /\b(?:(?:je|nous) (?:propos\w+|conseill\w+|recommand\w+|preconis\w+|prescri\w+|sugger\w+|retien\w+|pens\w+ (?:a|que)|dirais)|conduite a tenir|posologie|diagnosti\w*|il faut|faudrait|falloir|devrait|doit (?:etre|avoir)|(?:serait|est) (?:utile|indique\w*|souhaitable|necessaire|preferable|prudent|possible)|penser a|stop(?:per)?|arret(?:er|ez)|debut(?:er|ez)|poursui(?:vre|vez)|continu(?:er|ez)|surveill\w+|controler|refaire|adress(?:er|ez)|orient(?:er|ez)|montrer|voyez (?!(?:plutot |directement )?(?:avec|mon|ma|mes|notre|nos|(?:le |la )?(?:dr|docteure?|pr|professeure?))\b)|faites|consultez|prenez|donnez|mettez|prescrivez|hospitalis\w*|urgen(?:ce|ces|t|te)|a voir (?:vite|rapidement)|rien a faire|pas de traitement|traitement (?:par|local|de)|ne prenne? (?:pas|plus))\b/
/** What one finds or looks for. */
const FINDING =
  /\b(?:evoqu\w*|evocat\w+|compatible avec|en faveur|suspect\w*|suspicion|benin\w*|malin\w*|maligne|naevus|lesion\w*|tumeur\w*|tumoral\w*|carcino\w*|exerese|antibio\w*|corticoid\w*|anticoagul\w*|comprimes?|creme|pommade|gelules?|infection|fracture|allergi\w*|cancer)\b/
/** An examination: advice, unless it is what another specialty is asked for (« pour un Holter »). */
const EXAM =
  /(?<!\bpour (?:un |une |le |la |l )?)\b(?:biopsi\w*|scanner|irm|echo(?:graphie|doppler)?|angio\w*|doppler|holter|ecg|bilan|dosage|nfs|crp)\b/
const DOSE =
  /\d\s?(?:mg|g|µg|ug|ml|cl|ui|cp|gouttes?|mmol|mm|cm)\b|\d\s?(?:fois|x|\/)\s?(?:par |\/)?j(?:our)?s?\b/i
/** Words of illness by their end, accents kept: « mélanome », « arthrite », not « spécialité ». */
const ILLNESS = /\p{L}{2}(?:ome|ite|ose|[ée]mie|pathie|algie|plasie|iase)s?(?!\p{L})/giu
const NO_ILLNESS = new Set(
  (
    'visite suite ensuite poursuite limite droite gratuite petite illicite conduite reussite merite ecrite faite dite ' +
    'site invite inscrite retraite traite universite specialite qualite disponibilite possibilite activite ' +
    'autonome symptome homme chose dose pose repose propose impose suppose compose expose oppose dispose rose close ' +
    'cause pause besogne academie sympathie quelque-chose satellite elite hermite termite opposite explicite ' +
    'confidentialite urgemment hospitalite capacite unite securite priorite'
  ).split(' '),
)
/** No word of those above has as many letters: how far back the beginning of a word is looked for. */
const MAX_WORD = 40
const IN_WORD = /[\p{L}\p{M}\p{N}]/u

/** Is there anything of an opinion in it? */
export function isClinique(text: string): boolean {
  const said = words(text)
  if (ADVICE.test(said) || FINDING.test(said) || EXAM.test(said) || DOSE.test(text)) return true
  return [...text.matchAll(ILLNESS)].some((found) => {
    const word = words(text.slice(beginOf(text, found.index), found.index + found[0].length))
    const last = word.slice(word.lastIndexOf(' ') + 1)
    return !NO_ILLNESS.has(last) && !NO_ILLNESS.has(last.replace(/s$/, ''))
  })
}

/** Where the word begins that goes on at `at`. */
function beginOf(text: string, at: number): number {
  let from = at
  while (from > 0 && from > at - MAX_WORD && IN_WORD.test(text[from - 1] ?? '')) from -= 1
  return from
}
