/** Every keyword × every author × every state: a sentence beside the keyword has a reader or is asked about. SPEC §13.14 */
import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import {
  codes,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
} from '../support/dossiers.ts'
import { ETATS, MOTS } from '../support/workflow.ts'

const PHRASE = 'Pemphigoïde sous rituximab, éviction du nickel et INR à 4,2.'
const LUNDI = '2026-06-08' as never

/** As the reader reads it: what the keyword takes, and the words. */
function lu(lines: readonly string[]): Partial<Courrier> {
  const { motCle, argument, at, rest, lead } = readKeyword(lines, LUNDI)
  const texte = [...lines.slice(0, Math.max(at, 0)), ...(lead === '' ? [] : [lead]), ...rest]
    .join('\n')
    .trim()
  return { motCle, argument, texte, libre: texte }
}

const FORMES: { readonly [nom: string]: (motCle: string) => readonly string[] } = {
  'below it': (motCle) => [motCle, PHRASE],
  'behind a colon': (motCle) => [`${motCle} : ${PHRASE}`],
  'below a greeting': (motCle) => ['Bonjour,', motCle, PHRASE],
}

const AUTEURS: {
  readonly [nom: string]: (story: Histoire, courrier: Partial<Courrier>) => Histoire
} = {
  requérant: (story, courrier) => story.requerant(courrier),
  requis: (story, courrier) => story.requis(1, courrier),
  confrère: (story, courrier) => story.requis(2, courrier),
  'médecin traitant': (story, courrier) =>
    story.event({
      kind: 'courrierTraitant',
      provenance: sampleProvenance('mt', story.now),
      auteur: { ...samplePossible(8), adresse: 'mt@cabinet.test' as AdresseMss },
      courrier: sampleCourrier(courrier),
    }),
}

/** Somebody reads the sentence, it waits in the dossier with a question, or its author is told that it goes nowhere. */
function isHeard({ effets, dossier }: Decision, who: string): boolean {
  const letters = effets.filter((one) => one.kind === 'envoyer').map(({ lettre }) => lettre)
  if (JSON.stringify(letters).includes(PHRASE)) return true
  const refuses = letters.some(({ kind }) => kind === 'dossierClos' || kind === 'avisNonTransmis')
  const asks = letters.some(
    ({ kind }) =>
      kind === 'reponseAPreciser' ||
      kind === 'recapitulatif' ||
      kind === 'demandeACompleter' ||
      kind === 'demandeUrgente' ||
      kind === 'compteRendu' ||
      kind === 'accuseReception' ||
      kind === 'demandeAvis' ||
      kind === 'bienRecu',
  )
  const isTold = who === 'médecin traitant' && letters.some((one) => 'motif' in one)
  return refuses || isTold || (asks && JSON.stringify(dossier).includes(PHRASE))
}

t.test('a sentence beside any keyword, of any author, in any state', async (t) => {
  let count = 0
  for (const [etat, reach] of Object.entries(ETATS))
    for (const [who, write] of Object.entries(AUTEURS))
      for (const motCle of Object.keys(MOTS) as MotCle[])
        for (const [form, lines] of Object.entries(FORMES)) {
          const story = write(reach(), lu(lines(motCle)))
          count += 1
          if (!isHeard(story.last, who))
            t.fail(`${etat} × ${who} × ${motCle} ${form}: ${letters(story.last.effets).join()}`)
        }
  t.ok(count > 4000, `${count}`)
})

t.test(
  'ACCORD frees a letter of the requérant, and what stands beside it goes with it',
  async (t) => {
    for (const texte of ['Et elle est sous AVK.', 'Elle seule ; elle est sous méthotrexate.']) {
      const story = histoire().requerant({ texte: 'Patient : DUPONTEL Jean' })
      t.strictSame(codes(story.last.effets), ['patient-different'])
      story.requerant({ motCle: 'ACCORD', texte })
      const [sent] = lettersOf(story.last.effets, 'complementTransmis')
      t.equal(sent?.lettre.texte, `Patient : DUPONTEL Jean\n\n${texte}`)
    }
    const held = histoire({ courrier: { texte: 'Patient : DUPONTEL Jean' } })
    held.requerant({ motCle: 'ACCORD', texte: PHRASE })
    t.equal(held.dossier.etat, 'en_cours')
    t.match(JSON.stringify(held.dossier.textes), PHRASE)
  },
)

t.test(
  'ACCORD of a requis: his opinion leaves with the words beside it once he has read both',
  async (t) => {
    for (const texte of [
      'Ajouter : éviction du nickel.',
      'Erreur de genre, et ajouter vitamine K.',
    ]) {
      const story = histoire().requis(1, {
        motCle: 'AVIS',
        texte: 'Patient : DUPONTEL Jean, eczéma.',
      })
      t.strictSame(codes(story.last.effets), ['rappel-patient-different'])
      story.requis(1, { motCle: 'ACCORD', texte })
      const [asked] = lettersOf(story.last.effets, 'reponseAPreciser')
      t.equal(asked?.lettre.code, 'avis-a-joindre')
      t.equal(asked?.lettre.mots, `Patient : DUPONTEL Jean, eczéma.\n\n${texte}`)
      t.notOk(story.dossier.sollicitations[0]?.comptesRendus.length)
      story.requis(1, { motCle: 'AVIS' })
      const [given] = story.dossier.sollicitations[0]?.comptesRendus ?? []
      t.match(given, { texte: asked?.lettre.mots, avant: [{}] })
    }
  },
)

t.test('ETAT answers, and its words go their way', async (t) => {
  for (const lines of [
    ['ETAT', 'Et au fait : elle est enceinte de 12 SA'],
    ['ETAT : elle prend du méthotrexate 15 mg'],
    ['Bonjour', 'ETAT', 'merci de noter : allergie aux corticoïdes'],
  ]) {
    const story = histoire().requerant(lu(lines))
    t.strictSame(letters(story.last.effets), [
      'etat → requerant',
      'complementTransmis → requis',
      'bienRecu → requerant',
    ])
  }
})

t.test('a kept opinion is never replaced unseen', async (t) => {
  const KEPT = 'Lupus probable : hydroxychloroquine 400 mg par jour, revoir à 3 mois.'
  for (const texte of [
    'Oui c’est bien mon avis.',
    'voir mon message précédent',
    'PS : FO avant hydroxychloroquine',
  ]) {
    const ask = () => {
      const story = histoire().requis(1, { texte: KEPT }).requis(1, { motCle: 'AVIS', texte })
      t.strictSame(codes(story.last.effets), ['avis-a-joindre'])
      const [asked] = lettersOf(story.last.effets, 'reponseAPreciser')
      t.equal(asked?.lettre.mots, `${KEPT}\n\n${texte}`)
      t.notOk(story.dossier.sollicitations[0]?.comptesRendus.length)
      return story
    }
    const given = (story: Histoire) => story.dossier.sollicitations[0]?.comptesRendus[0]?.texte
    t.equal(given(ask().requis(1, { motCle: 'AVIS' })), `${KEPT}\n\n${texte}`, 'joined')
    t.equal(given(ask().requis(1, { motCle: 'AVIS', texte })), texte, 'the new words alone')
  }
  const whole = histoire().requis(1, { texte: KEPT })
  whole.requis(1, { motCle: 'AVIS', texte: `${KEPT}\nFO d’abord.` })
  t.equal(whole.dossier.sollicitations[0]?.comptesRendus[0]?.texte, `${KEPT}\nFO d’abord.`)
  const twice = histoire()
    .requis(1, { texte: KEPT })
    .requis(1, { texte: 'Et FO avant de débuter.' })
  twice.requis(1, { motCle: 'AVIS' })
  t.equal(
    twice.dossier.sollicitations[0]?.comptesRendus[0]?.texte,
    `${KEPT}\n\nEt FO avant de débuter.`,
  )
})
