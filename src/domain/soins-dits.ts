/**
 * An agreement, a wish or a refusal whose object is a treatment: it says nothing of the consent to the téléexpertise.
 *
 * In    folded words of a sentence
 * Out   the same without « n'est plus d'accord pour continuer le méthotrexate », « ne veut plus de corticoïdes »
 *
 * Where nothing is named, or photos, data, sending or téléexpertise are, the words stay: they are asked about. SPEC §4
 */
import { ensemble } from './mots.ts'

const AGREES = ensemble(
  'accord consent consente consentir accepte acceptent souhaite veut desire voulait refuse refusent envie favorable',
)
/** What is done about a treatment. */
const DONE = ensemble(
  'continuer continue poursuivre poursuive poursuite prendre prenne prise reprendre reprenne reprise arreter arrete arret stopper ' +
    'interrompre interruption debuter debut commencer essayer changer changement augmenter augmentation diminuer diminution baisser ' +
    'baisse remplacer introduire introduction subir mettre porter port appliquer application injecter injection injections maintenir ' +
    'faire refaire realiser aller entrer rester',
)
/** Words between an agreement, what is done, and its object. */
const LINKS = ensemble(
  'a au de d du des le la l les son sa ses un une ce cet sous par en pour sur avec qu on que pas plus finalement donc desormais',
)
/** Before an agreement that is denied. */
const DENIALS = ensemble('n ne est pas plus jamais d finalement')
/** No object of a treatment: this request, or a word that names nothing. */
const NOTHING = ensemble(
  'photo photos photographie photographies image images cliche cliches donnee donnees dossier envoi envoyer envoie transmettre ' +
    'transmise transmission partage partager demande demandes avis demarche demarches procedure procedures echange echanges ' +
    'consentement accord ca cela ceci cette ainsi comme si quoi rien tout tous toute toutes vous nous lui elle il ils et ou mais sans ' +
    'avant apres aujourd demain document documents courrier courriers information informations expertise teleexpertise ' +
    'telemedecine teleconsultation consultation consultations messagerie suite suivre votre notre leur compte copie resultat ' +
    'resultats mail mails contact chose plus appel internet part',
)
const MAX_BETWEEN = 7

/** The words without what they say about a treatment. */
export function sansSoins(said: string): string {
  const list = said.split(' ')
  const kept: string[] = []
  for (let at = 0; at < list.length; at += 1) {
    const end = endOfSoin(list, at)
    if (end === null) {
      kept.push(list[at] ?? '')
      continue
    }
    while (DENIALS.has(kept.at(-1) ?? '')) kept.pop()
    at = end
  }
  return kept.join(' ')
}

/** Where the object ends of an agreement about a treatment that stands at `at`; null: there is none. */
function endOfSoin(list: readonly string[], at: number): number | null {
  if (!AGREES.has(list[at] ?? '')) return null
  const done = pastLinks(list, at + 1)
  if (DONE.has(list[done] ?? '')) {
    const object = pastLinks(list, done + 1)
    return isObject(list[object]) && !goesOn(list, object + 1) ? object : null
  }
  // « ne veut plus de corticoïdes »: of a thing alone, what is not wanted.
  const isOfAThing =
    /^(?:d|de|du|des)$/.test(list[done - 1] ?? '') && list.slice(at, done).includes('plus')
  return list[at] !== 'accord' && isOfAThing && isObject(list[done]) ? done : null
}

/** « pour faire les pansements et pour la téléexpertise » */
function goesOn(list: readonly string[], at: number): boolean {
  const next = list[at] === 'et' ? list[pastLinks(list, at + 1)] : undefined
  return next !== undefined && !isObject(next)
}

function pastLinks(list: readonly string[], from: number): number {
  let at = from
  while (at < from + MAX_BETWEEN && LINKS.has(list[at] ?? '')) at += 1
  return at
}

function isObject(word: string | undefined): boolean {
  return word !== undefined && word.length > 2 && !NOTHING.has(word) && !/^tele/.test(word)
}
