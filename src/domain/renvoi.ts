/**
 * A value that says nothing itself and points elsewhere: « voir objet », « cf. PJ », « voir ci-dessous ».
 *
 * In    the value of a line
 * Out   where it points: the subject, a document, the text; null: it says something itself
 *
 * SPEC §4 (Question), §8: a subject outside the signature says nothing that its author signed
 */
import { words } from './texte.ts'

export type Renvoi = 'objet' | 'piece' | 'texte'

const MAX_CHARS = 80
/** What leads to the place, and what may stand behind it. */
const LEAD =
  /^(?:(?:voir|cf|vu|lire|confer|se reporter|question|indiquee?|precisee?|posee?|est|c est|comme) )*(?:(?:a|au|aux|dans|en|de|du|l|le|la|les|mon|ma|mes|ce|cette|d) )*/
const TAIL =
  /(?: (?:merci|svp|stp|du|de|d|la|le|l|ce|mon|mail|message|courriel|courrier|demande|plus|pour|details?|joints?|jointes?|ci|attachee?s?)){0,8}$/
const PLACES: readonly (readonly [Renvoi, RegExp])[] = [
  ['objet', /^(?:objet|sujet|titre|intitule)$/],
  [
    'piece',
    /^(?:pj|ci|pieces?|documents?|fichiers?|photos?|images?|annexes?|courriers?|lettres?|comptes? rendus?|cr|ordonnances?|formulaires?)$/,
  ],
  [
    'texte',
    /^(?:(?:ci )?(?:dessous|dessus|apres|avant)|(?:plus )?(?:bas|haut)|infra|supra|contexte|texte|corps|mail|message|courriel|histoire|observation|suite|antecedents)$/,
  ],
]

/** Where a value points, if it does nothing else. */
export function renvoiDe(value: string): Renvoi | null {
  if (value.length > MAX_CHARS || value.includes('?')) return null
  const said = words(value)
  const bare = said.replace(LEAD, '')
  const places = [bare, bare.replace(TAIL, '')]
  return PLACES.find(([, place]) => places.some((one) => place.test(one)))?.[0] ?? null
}
