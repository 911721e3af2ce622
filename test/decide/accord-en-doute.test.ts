/**
 * Each word that may answer « le patient retire-t-il son consentement ? », with what may stand beside it, in each state:
 * what it destroys, lifts, or leaves open. SPEC §5, §6.1; CSP art. L. 1111-4
 */
import t from 'tap'

import type { Courrier } from '../../src/domain/courrier.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { codes, type Histoire, histoire, lettersOf } from '../support/dossiers.ts'

type Effet = 'retire' | 'leve' | 'demande'

/** Beside ACCORD: it lifts, or it is asked again. Nothing of it withdraws. */
const A_COTE: readonly (readonly [string, Effet])[] = [
  ['', 'leve'],
  [', elle veut bien finalement', 'leve'],
  [' la patiente a rappelé, c’est oui', 'leve'],
  ['\nElle est toujours d’accord', 'leve'],
  ['\nElle prend aussi du méthotrexate', 'leve'],
  ['\nC’était une erreur de ma part.', 'leve'],
  [' : malentendu avec la secrétaire', 'leve'],
  [', c’était une erreur de ma part', 'demande'],
  [', malentendu avec la secrétaire', 'demande'],
  [', fausse alerte', 'demande'],
  [' (elle refuse seulement la photo)', 'demande'],
  [' : elle refuse seulement la photo', 'demande'],
  ['\nElle ne veut plus.', 'demande'],
  [', elle ne veut plus', 'demande'],
  [' : mais pas pour la photo', 'demande'],
  ['\nSa fille est d’accord', 'demande'],
  [', si elle revient', 'demande'],
  [' ?', 'demande'],
  ['\nVous attendez quoi ?', 'demande'],
]
/** Whole answers with another word, or none. */
const AUTRES: readonly (readonly [string, Effet])[] = [
  ['RETRAIT CONSENTEMENT', 'retire'],
  ['RETRAIT CONSENTEMENT\nElle a changé d’avis.', 'retire'],
  ['RETRAIT CONSENTEMENT : non, finalement elle est d’accord', 'demande'],
  ['RETRAIT CONSENTEMENT\nElle hésite', 'demande'],
  ['RETRAIT CONSENTEMENT\nou bien faut-il attendre ?', 'demande'],
  ['RETRAIT CONSENTEMENT ?', 'demande'],
  ['RETRAIT CONSENTEMENT : erreur de ma part', 'demande'],
  ['JE CONFIRME', 'retire'],
  ['JE CONFIRME : elle maintient', 'demande'],
  ['Oui', 'retire'],
  ['Oui, elle le retire.', 'retire'],
  ['Elle ne veut plus de cet avis.', 'retire'],
  ['Oui, elle maintient', 'demande'],
  ['Oui pour l’avis', 'demande'],
  ['Oui, transmettez', 'demande'],
  ['OK', 'demande'],
  ['Entendu', 'demande'],
  ['D’accord pour continuer', 'demande'],
  ['Parfait, allez-y', 'demande'],
  ['Non', 'demande'],
  ['COMPLEMENT\nElle est sous AVK', 'demande'],
  ['NON URGENT', 'demande'],
  ['DESACCORD', 'demande'],
]

/** What the door makes of it. */
const lu = (text: string): Partial<Courrier> => {
  const { motCle, argument, rest } = readKeyword(text.split('\n'), '2026-06-08' as never)
  return { motCle, argument, texte: rest.join('\n') }
}
const STOP = { texte: 'Stop, elle ne veut plus.' }
const AVIS = { motCle: 'AVIS', texte: 'Lentigo, à surveiller.' } as const
/** The states in which a doubt may stand: nobody has answered, an opinion is held, one was given before. */
const ETATS: { readonly [nom: string]: () => Histoire } = {
  'en cours': () => histoire().requerant(STOP),
  'avec un avis gardé': () => histoire().requerant(STOP).requis(1, AVIS),
  'après un avis rendu': () => histoire().requis(1, AVIS).requerant(STOP),
}

const effetDe = ({ dossier }: Histoire): Effet =>
  dossier.consentement.kind === 'retire' ? 'retire' : dossier.question == null ? 'leve' : 'demande'

t.test('a word acts as itself alone, whatever stands beside it and whatever waits', async (t) => {
  const said = [...A_COTE.map(([beside, effet]) => [`ACCORD${beside}`, effet] as const), ...AUTRES]
  for (const [nom, etat] of Object.entries(ETATS))
    for (const [text, effet] of said) {
      const before = etat()
      const { destructionLe } = before.dossier
      const story = before.requerant(lu(text))
      const what = `${nom}: ${JSON.stringify(text)}`
      t.equal(effetDe(story), effet, what)
      if (effet === 'retire') continue
      if (effet === 'demande')
        t.equal(story.dossier.destructionLe, destructionLe, `${what} destroys nothing`)
      if (effet === 'leve') continue
      t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], what)
      const { dit = '' } = lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre ?? {}
      const last = text.split('\n').at(-1) ?? ''
      t.ok(
        dit.length > 0 && (last.includes(dit) || dit.includes(last)),
        `${what} is quoted: ${dit}`,
      )
      const held = story.dossier.question?.lettres.some(({ requis }) => requis !== null)
      t.equal(held, nom === 'avec un avis gardé', `${what} keeps what is held`)
      const freed = story.requerant({ motCle: 'ACCORD' }).dossier.sollicitations[0]?.etat
      t.equal(freed, nom === 'en cours' ? 'en_attente' : 'rendue', `${what}, then ACCORD`)
    }
})
