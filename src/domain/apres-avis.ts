/**
 * What is written after an opinion, by anybody: courtesy, which asks for nothing; a fact that may change the opinion; a
 * change of the advice itself. All else is to be read.
 *
 * In    the words of a letter, without what signs them
 * Out   yes or no of each; of a slot, what its author still has to do
 *
 * In doubt it is to be read: nothing is told as asking for nothing but thanks. SPEC §5, §6.8
 */
import type { Dossier, Sollicitation } from './dossier.ts'
import { questionDe } from './etats.ts'
import { ensemble } from './mots.ts'
import { words } from './texte.ts'

/** Words that thanks and a plain acknowledgement are made of. */
const COURTESY = ensemble(
  'merci remercie remerciements grand mille infiniment beaucoup bien tres vivement encore pour de du d des la le les l un une et a au aux en ' +
    'je j nous on vous te tu c est ce cet cette cela ca il elle me m s se votre vos ton ta tes notre nos mon ma mes son sa ses ' +
    'reponse reponses avis conseil conseils aide eclairage precision precisions disponibilite reactivite rapidite retour compte rendu ' +
    'expertise message temps amabilite efficacite collaboration rapide rapides clair claire claires complet complete precis precise ' +
    'precieux precieuse utile utiles parfait parfaitement excellent excellente super impeccable note notee notes noter recu recue lu lue vu ' +
    'pris prise prends entendu ok okay d accord ferai fais faire comme ainsi suis suivrai suivre vais allons vais applique appliquer ' +
    'conforme conformement dit dites conseille conseillez indique indiquez proposez propose tout toute tous bonne bon bonnes belle ' +
    'journee soiree week end fin semaine soir nuit fetes vacances dimanche continuation courage cordialement cordiales confraternellement ' +
    'confraternel confraternelles amicalement amities respectueusement sincerement sinceres meilleures salutations sentiments distingues ' +
    'bien bonjour bonsoir salut cher chere chers confrere consoeur collegue docteur docteure dr pr professeur madame monsieur ami amie ' +
    'patient patiente informe informee informerai transmettrai transmets tiendrai tiens courant au avec plaisir grace si que qui y ' +
    'avoir ete etes d avance par reste disposition bcdt cdlt bdt',
)
/** Beside these it is no mere courtesy. */
const NOT_COURTESY =
  /\b(?:mais|sauf|cependant|toutefois|pas|ne|plus|non|jamais|sans|si|que faire)\b/
const MAX_COURTESY_WORDS = 40

/** Is it thanks, and nothing else? */
export function isCourtoisie(text: string): boolean {
  const said = words(text.slice(0, 2000))
  if (text.includes('?') || /\d/.test(said) || NOT_COURTESY.test(said)) return false
  const list = said.split(' ')
  return list.length <= MAX_COURTESY_WORDS && list.every((word) => COURTESY.has(word))
}

/** A danger, or what the author of the opinion did not know. */
const DANGER =
  /\b(?:allerg\w*|intoleran\w*|anaphyla\w*|contre indi\w*|enceintes?|grossesse|allait\w*|choc|malaises?|syncope|detresse|dyspnee|hemorrag\w*|saign\w*|aggrav\w*|empire\w*|degrad\w*|necros\w*|septique|hospitalis\w*|decede\w*|deces|chute|chut\w+|fievre|febrile|insuffisan\w*|greffe\w*|immunodepri\w*|anticoag\w*|avk|aod|interaction\w*|surdosage|toxi\w*|dangere\w*|danger|attention|alerte)\b/
/** He says that something told before is not so. */
const CORRECTS =
  /\b(?:finalement|en fait|en realite|en verite|contrairement|au lieu|erreurs?|errone\w*|trompe\w*|trompons|inverse\w*|confond\w*|confusion|oubli\w*|omis|omise|omission|rectifi\w*|corrig\w*|precise que|rajoute|ajoute que|a noter|mauvais(?:e|es)? (?:photos?|cotes?|jambe|oeil|main|pied|documents?|dose|posologie|images?|cliches?|bilan)|(?:etait|est|etaient|sont) (?:celles?|celui|ceux) (?:de|du|des|d)|autre (?:jambe|cote|bras|oeil|main|pied|sein|oreille|epaule|genou|hanche|joue|membre|photo)|pas (?:la bonne|le bon|les bon\w*)|n (?:est|etait|etaient|sont) pas|(?:prend|prenait|recoit|recevait) (?:aussi|egalement|deja|encore)|il s agit (?:de|d|du)|je viens d apprendre|nous apprenons|m apprend|me (?:dit|signale|rapporte))\b/

/** Does it tell a danger, or a fact that may change the opinion? */
export function isFaitNouveau(text: string): boolean {
  const said = words(text)
  return DANGER.test(said) || CORRECTS.test(said)
}

/** He says that he thought again. */
const AGAIN =
  /\b(?:finalement|tout compte fait|a la reflexion|apres (?:reflexion|relecture|discussion)|(?:j ai|avoir|ayant) (?:bien |mieux )?(?:relu|revu|reflechi|repense|oublie|omis)|relisant|relecture|revoyant|repensant|reconsider\w*|(?:reviens|revenir) sur|je (?:modifie|revise|nuance|me ravise)|chang(?:e|er) d avis|avais (?:pas|mal) vu|m (?:avait|a) echappe)\b/
/** Advice that forbids or turns what was said around. */
const FORBIDS =
  /\b(?:ne|n) (?:(?:l|le|la|les|lui|leur|y|en|surtout) ){0,2}(?:donne\w*|prescri\w*|administr\w*|fai\w*|pren\w*|debut\w*|commenc\w*|introdui\w*|poursui\w*|continu\w*|appliqu\w*|inject\w*|utilis\w*|oper\w*|biops\w*|suivez|mett\w*|arret\w*|retir\w*|touch\w*|laiss\w*) (?:pas|plus|surtout)\b|\b(?:arretez|arreter|stoppez|stopper|suspendez|suspendre|interrompez|evitez|eviter|cessez|remplacez|remplacer|changez|diminuez|augmentez|abandonnez|annulez)\b|\bcontre indi\w*|\bdanger\w*|\binterdi\w*|\bsurtout pas\b|\battention\b|\ballerg\w*|\binteraction\w*/

/**
 * Does the author of an opinion change his advice? `repond`: he answers a question that waits, and only says so in as
 * many words.
 */
export function isChangement(text: string, repond: boolean): boolean {
  const said = words(text)
  return AGAIN.test(said) || (!repond && FORBIDS.test(said))
}

/** What the author of an opinion still has to do about it. */
export type SuiteApresAvis = 'rectificatif' | 'message' | 'question'

/**
 * The first thing that waits for the author of an opinion: his correction, his word about a text of his, an answer. Once
 * the dossier has ended nothing does.
 */
export function suiteApresAvis(
  { etat }: Pick<Dossier, 'etat'>,
  slot: Sollicitation,
): SuiteApresAvis | null {
  if (etat === 'clos' || etat === 'annule') return null
  const { comptesRendus, avisEnDoute = [], reserve, autresReserves = [] } = slot
  if (avisEnDoute.length > 0) return 'rectificatif'
  const kept = reserve === null ? autresReserves : [reserve, ...autresReserves]
  const isHis = (rpps: string): boolean => comptesRendus.some(({ auteur }) => auteur.rpps === rpps)
  if (kept.some(({ auteur }) => isHis(auteur))) return 'message'
  return questionDe(slot) === null ? null : 'question'
}
