/**
 * What a letter may be that no token and no letter of ours led to a thread.
 *
 * In    the letter as read, and whether its author may be asked for opinions
 * Out   a word of a dossier, that opens no request; what may be either; or a request
 *
 * SPEC §3, §5, §6.1
 */
import type { Courrier, MotCle } from '../domain/courrier.ts'
import { isRelance } from './relance.ts'

/** Words that begin no request, whoever writes them; « AVIS… » may begin one in prose, of one who answers none. */
const JAMAIS_UNE_DEMANDE: ReadonlySet<MotCle> = new Set([
  'RETRAIT CONSENTEMENT',
  'ANNULATION',
  'ACCORD',
  'DESACCORD',
  'NON URGENT',
  'ETAT',
  'JE VALIDE',
  'JE CONFIRME',
])

/** Who writes: one who is asked for opinions here, or one who only asks. */
export type Ecrivain = 'requis' | 'requerant'

/** What the letter may be: a line of the form makes a request of it. In doubt its author is asked. */
export function natureHorsFil(
  courrier: Courrier,
  auteur: Ecrivain,
  qui: Parameters<typeof isRelance>[1],
): 'mot' | 'mot-ou-demande' | 'demande' {
  const { motCle, formulaire } = courrier
  // « Où en est ma demande TE-… ? » is ETAT of that dossier, and no request.
  if (isRelance(courrier, qui)) return 'mot'
  if (motCle === null || Object.keys(formulaire).length > 0) return 'demande'
  return auteur === 'requis' || JAMAIS_UNE_DEMANDE.has(motCle) ? 'mot' : 'mot-ou-demande'
}

const NUMERO = /\bTE-\d{4}-\d{6}\b/gi
const MAX_LOOKED_AT = 4_000

/** The numbers of dossiers in what the signature covers, each once, in capitals. */
export function numerosDits({
  numero,
  texte,
}: Pick<Courrier, 'numero' | 'texte'>): readonly string[] {
  const said = [numero ?? '', ...(texte.slice(0, MAX_LOOKED_AT).match(NUMERO) ?? [])]
  return [...new Set(said.filter((each) => each !== '').map((each) => each.toUpperCase()))]
}
