/**
 * A consent regretted once the request is on its way, in words that name no consent: « elle préfère réfléchir », « il
 * n'est plus sûr », « elle s'est ravisée ». Its author is asked, and what may be stopped waits.
 *
 * In    what the requérant writes
 * Out   yes or no; what is regretted of a treatment, an operation or an appointment is no regret of this request
 *
 * SPEC §6.1; CSP art. L. 1111-4 (a consent may be withdrawn at any time)
 */
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { isContreLeOui, isOfThis } from './reticence-dite.ts'
import { words } from './texte.ts'

const WHO =
  /\b(?:elle|il|patiente?|interessee?|mme|madame|monsieur|m|parents|mere|pere|tuteur|tutrice)\b/
const REGRETS =
  /\b(?:a (?:finalement )?change d avis|s est (?:finalement )?(?:ravisee?|retractee?|desistee?)|se (?:retracte|ravise|desiste)|(?:a|est|fait) (?:finalement )?(?:fait |en train de faire )?(?:marche|machine) arriere|(?:revient|est revenue?) sur (?:sa decision|son choix|sa parole|ce qu (?:elle|il) a dit)|regrette (?:finalement )?(?:d avoir (?:accepte|dit oui|consenti|donne)|son oui|sa decision)|(?:ne|n) (?:veut|souhaite|desire) (?:finalement )?(?:pas|plus) (?:donner suite|aller plus loin|poursuivre|continuer|en entendre parler)|(?:veut|souhaite|demande|prefere) (?:finalement )?(?:(?:de|d|que l on|qu on|a ce qu on|que) )?(?:tout )?(?:arrete|arreter|stopper|suspendre|annuler|stoppe|suspende|annule|mettre en pause)|(?:veut|prefere|souhaite) (?:finalement )?que (?:ca|cela|tout) reste (?:entre nous|entre (?:elle|lui) et moi|confidentiel|prive)|(?:ne|n) (?:le |la )?sent (?:plus|pas)|dit (?:maintenant |finalement )?stop|(?:est|semble) (?:plus|pas) (?:(?:tres|vraiment|si|trop|tout a fait) )?sure? de (?:vouloir$|son accord|son choix|sa decision))\b/
/** Whoever it is of. */
const AFTER_ALL = /\b(?:finalement|desormais|en fait) (?:pas|plus) d accord\b/
const CARE =
  /\b(?:traitement|medicament|methotrexate|corticoides?|creme|antibiotiques?|chimio\w*|operation|chirurgie|intervention|hospitalisation|reeducation|tabac|pilule|regime|sport|travail|perfusion|dialyse)\b/

/** May these words take the consent back? */
export function regretDit(text: string): boolean {
  const list = enoncesDe(text)
  return list.some((one, at) => isRegret(one) || isContreLeOui(one, 'patient', list[at - 1] ?? ''))
}

function isRegret(sentence: string): boolean {
  return sentence
    .slice(0, MAX_SENTENCE_CHARS)
    .split(/[,()–—:]|\s(?:mais|car|donc)\s/i)
    .map(words)
    .some((said) => {
      const regret = REGRETS.exec(said)
      const isHis = regret !== null && WHO.test(said.slice(0, regret.index))
      const found = isHis ? regret : AFTER_ALL.exec(said)
      if (found === null || CARE.test(said)) return false
      const after = said.slice(found.index + found[0].length).trim()
      return after === '' || isOfThis(after.split(' '))
    })
}
