/**
 * « Où en est ma demande ? », « pas de nouvelles de la demande TE-… »: asks where a request stands, and says nothing else.
 *
 * In    the words of a letter, without greeting and signature
 * Out   yes where each of its sentences asks that
 * Refuses nothing: one sentence of another kind, or a long text, makes words for the requis of it.
 *
 * SPEC §5 (ETAT), §13.13
 */
import { enoncesDe } from './phrases.ts'
import { words } from './texte.ts'

const MAX_CHARS = 300
const OBJET =
  '(?:(?:ma|la|mon|le|cette|ce|notre|mes|les|votre|l) )?(?:(?:derniere|precedente) )?(?:demandes?|dossiers?|teleexpertises?|avis|te \\d{4} \\d{6})\\b'
const ASKS: readonly RegExp[] = [
  new RegExp(`\\bou en (?:est|sont|etes vous (?:de|du|pour|avec)) ${OBJET}`),
  new RegExp(
    `\\b(?:pas|sans|aucune?|rien|ni) (?:encore )?(?:recu )?(?:eu )?(?:de |d )?(?:nouvelles?|reponses?|retour) (?:de|du|sur|pour|a|au|concernant|quant a) ${OBJET}`,
  ),
  new RegExp(`\\bnouvelles (?:de|du|sur|pour|concernant) ${OBJET}`),
  new RegExp(`\\b(?:relance|relancer|rappel) (?:de|du|pour|sur|concernant) ${OBJET}`),
  new RegExp(`\\b(?:etat|avancement|suivi) (?:de|du) ${OBJET}`),
  new RegExp(`\\b(?:suite|suites) (?:donnees? )?(?:a|de) ${OBJET}`),
]
/** What stands around the question without another sense. */
const AUTOUR: ReadonlySet<string> = new Set(
  (
    'bonjour bonsoir docteur dr madame monsieur cher chere confrere consoeur merci d avance de du des la le les l ma mon ' +
    'je j n ai ne me permets permet vous nous a au en y et pour sur avec svp s il plait toujours encore depuis ' +
    'jour jours semaine semaines hier pouvez pourriez pourrait peut on me m dire indiquer donner savoir souhaite souhaiterais voudrais aimerais ' +
    'demande dossier numero ref reference te teleexpertise relance cordialement bien votre retour suis sans attente ' +
    'lundi mardi mercredi jeudi vendredi janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'
  ).split(' '),
)

/** Is this text nothing but that question? */
export function isRelanceDite(text: string): boolean {
  if (text.length > MAX_CHARS) return false
  const said = enoncesDe(text)
    .map(words)
    .filter((one) => one !== '')
  const asked = said.map((one) => ASKS.find((way) => way.test(one)))
  if (asked.every((way) => way === undefined)) return false
  return said.every((one, at) => {
    const way = asked[at]
    const rest = way === undefined ? one : one.replace(way, ' ')
    return rest.split(' ').every((word) => /^\d{0,6}$/.test(word) || AUTOUR.has(word))
  })
}
