/**
 * Every state × what a letter of the requérant says of the copy: an opposition is recorded, what is vague holds the copy
 * and asks, a yes takes it back; the requis is told nothing of it. SPEC §4, §6.7
 */
import t from 'tap'

import { ATTENTES, refusDeDepart } from '../../src/decide/depart.ts'
import type { Partance } from '../../src/decide/partance.ts'
import { souhaitsDuFil } from '../../src/decide/souhaits.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import { ETATS } from '../support/workflow.ts'

const rousset = samplePossible(9, { nom: 'ROUSSET', prenom: 'Paul' })
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const LIGNE = { formulaire: { copieMedecinTraitant: 'non' } }
const dit = (texte: string) => ({ texte, libre: texte })
const PLAINE = dit(
  'Bonjour,\nFinalement la patiente ne veut pas que le Dr Rousset reçoive le compte-rendu.',
)
const VAGUE = dit('Je n’ai pas informé son médecin traitant.')
const OUI = { formulaire: { copieMedecinTraitant: 'oui' } }

const begin = (): Histoire =>
  histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr Paul ROUSSET' },
    trouvailles: sampleTrouvailles({ medecinTraitant: [rousset] }),
  })

/** Each state of the workflow, its patient's médecin traitant a physician. */
const STATES = Object.entries(ETATS).map(([nom, reach]) => {
  const traitant = { kind: 'designe', professionnel: rousset, adresse: rousset.adresse } as const
  return [
    nom,
    (): Histoire => {
      const story = reach()
      const formulaire = { ...story.dossier.formulaire, medecinTraitant: 'Dr Paul ROUSSET' }
      story.dossier = { ...story.dossier, formulaire, medecinTraitant: traitant }
      story.trouvailles = { ...story.trouvailles, medecinTraitant: [rousset] }
      return story
    },
  ] as const
})

const told = ({ last }: Histoire) =>
  lettersOf(last.effets, 'copieNotee').map(({ lettre }) => lettre.dit)
const toRequis = ({ last }: Histoire) =>
  letters(last.effets).filter((one) => one.endsWith('→ requis'))
const copie = (version = 1): Partance => ({
  lettre: 'compteRendu',
  role: 'medecinTraitant',
  rpps: rousset.rpps,
  rang: 1,
  version,
  adresse: rousset.adresse,
  horsDossier: false,
})
const ask = (story: Histoire, version = 1) =>
  refusDeDepart(copie(version), story.dossier, { now: story.now, voie: 'chiffree' })

t.test('an opposition is recorded in every state, by the line and by plain prose', async (t) => {
  t.ok(STATES.length > 15, `${STATES.length} states`)
  for (const [nom, reach] of STATES) {
    for (const said of [LIGNE, PLAINE]) {
      const story = reach().requerant(said)
      const where = `${nom} × ${said === LIGNE ? 'line' : 'prose'}`
      if (said === PLAINE && story.dossier.motif === 'patient-different') {
        // Kept, and read with all texts once it is known that the request is this patient's.
        t.match(story.dossier.textes?.at(-1), { texte: PLAINE.texte }, where)
        continue
      }
      t.equal(story.dossier.formulaire.copieMedecinTraitant, 'non', where)
      if (story.dossier.etat === 'incomplet') continue
      t.equal(story.dossier.medecinTraitant?.kind, 'oppose', where)
      t.strictSame(told(story), ['non'], where)
      t.strictSame(toRequis(story), [], `${where}: the requis hears nothing`)
      t.ok(
        story.last.effets.some(
          (one) => one.kind === 'retirerEnvois' && one.roles[0] === 'medecinTraitant',
        ),
      )
    }
  }
})

t.test('what is vague holds the copy in every state, and is asked about', async (t) => {
  for (const [nom, reach] of STATES) {
    const story = reach().requerant(VAGUE)
    if (story.dossier.etat === 'incomplet') continue
    t.equal(story.dossier.medecinTraitant?.kind, 'enDoute', nom)
    t.strictSame(told(story), ['a-preciser'], nom)
    t.strictSame(toRequis(story), [], nom)
  }
})

t.test('a waiting copy waits on under a doubt, and is not sent under an opposition', async (t) => {
  const story = begin().requis(1, AVIS)
  t.ok(letters(story.last.effets).includes('compteRendu → medecinTraitant'))
  t.equal(ask(story), null)
  story.requerant(VAGUE)
  t.equal(ask(story), 'copie-en-doute')
  t.ok(ATTENTES.has('copie-en-doute'))
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Maligne.' })
  t.equal(ask(story, 2), 'copie-en-doute', 'the new version waits too')
  story.requerant(OUI)
  t.strictSame([ask(story, 2), told(story)], [null, ['oui']])
  t.notOk(
    letters(story.last.effets).includes('compteRendu → medecinTraitant'),
    'it leaves by itself',
  )
  story.requerant(LIGNE)
  t.equal(ask(story, 2), 'opposition-copie')
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Bénigne.' })
  t.notOk(letters(story.last.effets).includes('compteRendu → medecinTraitant'))
})

t.test('« non » answers the question, « oui » alone does not let it go', async (t) => {
  t.equal(
    begin().requerant(VAGUE).requerant({ texte: 'Non merci' }).dossier.medecinTraitant?.kind,
    'oppose',
  )
  const story = begin().requerant(VAGUE).requerant({ texte: 'Oui' })
  t.strictSame([story.dossier.medecinTraitant?.kind, told(story)], ['enDoute', ['a-preciser']])
})

t.test('an opposition taken back sends what he has not had', async (t) => {
  const story = begin().requerant(LIGNE).requis(1, AVIS)
  t.notOk(letters(story.last.effets).includes('compteRendu → medecinTraitant'))
  story.requerant(OUI)
  t.equal(story.dossier.medecinTraitant?.kind, 'designe')
  t.ok(letters(story.last.effets).includes('compteRendu → medecinTraitant'))
  t.equal(ask(story), null)
  const had = begin().requis(1, AVIS).remise('compteRendu', 'medecinTraitant').requerant(LIGNE)
  t.match(lettersOf(had.last.effets, 'copieNotee'), [{ lettre: { dit: 'non', remiseLe: had.now } }])
  t.notOk(letters(had.requerant(OUI).last.effets).includes('compteRendu → medecinTraitant'))
})

t.test('one who is not known is asked for; where nobody else gets it, that is told', async (t) => {
  const story = histoire({ formulaire: { ...FORMULAIRE, medecinTraitant: 'opposition' } })
  t.strictSame(told(story.requerant(OUI)), ['sans-traitant'])
  const named = { formulaire: { ...OUI.formulaire, medecinTraitant: 'Dr Paul ROUSSET' } }
  t.match(souhaitsDuFil(story.dossier, sampleCourrier(named)).medecinTraitant, {
    nom: 'Paul ROUSSET',
  })
  story.trouvailles = { ...story.trouvailles, medecinTraitant: [rousset] }
  t.strictSame(told(story.requerant(named)), ['oui'])
  t.strictSame(told(histoire().requerant(LIGNE)), ['sans-objet'])
})

t.test('what else a letter says goes its way, in one letter with it', async (t) => {
  const story = begin().requerant({ ...LIGNE, texte: 'Elle est sous AVK.' })
  t.strictSame(letters(story.last.effets), [
    'complementTransmis → requis',
    'copieNotee → requerant',
  ])
  t.match(lettersOf(story.last.effets, 'copieNotee'), [
    { lettre: { dit: 'non', recu: { transmis: { a: [rppsTest(101)] } } } },
  ])
  const doubt = begin().requerant({
    ...PLAINE,
    texte: `${PLAINE.texte} Elle retire son consentement.`,
  })
  t.strictSame(codes(doubt.last.effets), ['retrait-a-preciser'])
  t.equal(doubt.dossier.medecinTraitant?.kind, 'oppose')
  const other = begin().requerant({
    texte: 'Patient : DUPONTEL Jean. Ne rien adresser au Dr Rousset.',
  })
  t.equal(other.dossier.medecinTraitant?.kind, 'designe', 'of another patient')
  const short = begin().requerant({ texte: 'La patiente ne veut plus que le MT reçoive de copie' })
  t.strictSame(codes(short.last.effets), [], 'no doubt about the consent')
})

t.test('the line of the médecin traitant, written anew, is no silence', async (t) => {
  const after = (medecinTraitant: string) => begin().requerant({ formulaire: { medecinTraitant } })
  t.equal(after('opposition').dossier.medecinTraitant?.kind, 'oppose')
  t.equal(after('Dr Paul ROUSSET').dossier.medecinTraitant?.kind, 'designe')
  t.equal(after('moi-même').dossier.medecinTraitant?.kind, 'requerant')
  for (const line of ['Dr Paul ROUSSET (décédé)', 'inconnu'])
    t.equal(after(line).dossier.medecinTraitant?.kind, 'enDoute', line)
})

t.test(
  'an opinion that speaks against the copy holds it, and the requérant is asked',
  async (t) => {
    const contre = [
      'Merci de ne pas adresser ce courrier au Dr Rousset.',
      'Discrétion demandée envers son médecin traitant.',
    ]
    for (const said of contre) {
      const story = begin().requis(1, { motCle: 'AVIS', texte: `Lésion bénigne. ${said}` })
      t.equal(story.dossier.medecinTraitant?.kind, 'enDoute', said)
      t.strictSame([told(story), ask(story)], [['a-preciser'], 'copie-en-doute'], said)
      t.ok(letters(story.last.effets).includes('compteRendu → requerant'), 'the opinion is given')
      t.equal(ask(story.requerant(OUI)), null, 'his yes lets it go')
      story.requerant(LIGNE)
      t.equal(ask(story), 'opposition-copie')
      story.requis(1, { motCle: 'RECTIFICATIF', texte: `Maligne. ${said}` })
      t.strictSame(told(story), [], 'nothing is asked where none would leave')
    }
    for (const said of ['Adressée par le Dr Rousset.', 'Le Dr Rousset peut renouveler.', '']) {
      const story = begin().requis(1, { motCle: 'AVIS', texte: `Lésion bénigne. ${said}` })
      t.strictSame([told(story), ask(story)], [[], null], said)
    }
  },
)

t.test('after departure, discretion and an answer for oneself hold the copy', async (t) => {
  for (const said of [
    'La patiente demande la discrétion vis-à-vis du Dr Rousset.',
    'Merci d’exclure le Dr Rousset de la diffusion.',
    'Réponse à moi uniquement, merci.',
  ]) {
    const story = begin().requerant(dit(said))
    t.equal(story.dossier.medecinTraitant?.kind, 'enDoute', said)
    t.strictSame([told(story), toRequis(story)], [['a-preciser'], []], said)
  }
})

t.test(
  'a copy given back in prose is asked about in every state, and its line works',
  async (t) => {
    const RENDUE = dit('Le patient veut bien maintenant que le Dr Rousset soit informé.')
    for (const [nom, reach] of STATES) {
      const story = reach().requerant(LIGNE)
      if (story.dossier.etat === 'incomplet') continue
      story.requerant(RENDUE)
      t.equal(story.dossier.medecinTraitant?.kind, 'oppose', `${nom}: nothing leaves yet`)
      t.match(lettersOf(story.last.effets, 'copieNotee'), [
        { lettre: { dit: 'a-preciser', mots: RENDUE.texte.slice(0, -1) } },
      ])
      t.strictSame(letters(story.last.effets), ['copieNotee → requerant'], nom)
      // A yes answers another question first, where one waits.
      const isFirst = story.dossier.question == null
      story.requerant({ texte: 'Oui' })
      t.strictSame(told(story), isFirst ? ['a-preciser'] : [], `${nom}: asked again`)
      t.equal(story.requerant(OUI).dossier.medecinTraitant?.kind, 'designe', nom)
    }
  },
)

t.test('before departure it is a line that is asked for', async (t) => {
  const story = histoire({
    formulaire: {
      ...FORMULAIRE,
      medecinTraitant: 'Dr Paul ROUSSET',
      copieMedecinTraitant: 'non',
      question: '',
    },
    trouvailles: sampleTrouvailles({ medecinTraitant: [rousset] }),
  })
  const asked = () => story.dossier.manques.map(({ quoi }) => quoi)
  t.strictSame(asked(), ['question'])
  story.requerant(dit('La patiente accepte finalement que le Dr Rousset reçoive une copie.'))
  t.ok(asked().includes('copieMedecinTraitant'))
  story.requerant({ formulaire: { question: 'Quel traitement ?' } })
  t.strictSame(asked(), ['copieMedecinTraitant'], 'and waits for its answer')
  story.requerant(OUI)
  t.equal(story.dossier.medecinTraitant?.kind, 'designe')
})
