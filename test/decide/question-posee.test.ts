/** A question of ours waits: what its author writes next is its answer first, and nothing leaves meanwhile. SPEC §5, §6 */
import t from 'tap'

import { ATTENTES, refusDeDepart } from '../../src/decide/depart.ts'
import type { Partance } from '../../src/decide/partance.ts'
import { retraitConfirme } from '../../src/domain/reponse-au-doute.ts'
import { reponseDite } from '../../src/domain/reponse-dite.ts'
import {
  CARDIOLOGIE,
  codes,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  samplePiece,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const RETIRE = { texte: 'La patiente retire son consentement.' }
const AVIS = { motCle: 'AVIS', texte: 'Lentigo, à surveiller.' } as const
const cardio = samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE })
const pool = () => sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2), cardio] })

/** Letters that hold something of the patient and go to somebody else than who wrote them. */
const carried = (story: Histoire) =>
  letters(story.last.effets).filter((one) =>
    /^(?:demandeAvis|complementTransmis|compteRendu|complementDemande|refus|accordDemande|urgenceSignalee|reponseApresAvis) /.test(
      one,
    ),
  )

t.test('while the consent is in doubt no letter of either side goes anywhere', async (t) => {
  const words = [
    AVIS,
    { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' },
    { motCle: 'REFUS', texte: 'Trop de travail.' },
    { motCle: 'REORIENTATION', argument: 'cardiologie' },
    { motCle: 'URGENT', texte: 'À voir ce soir.' },
    { texte: 'Lésion bénigne.' },
  ] as const
  for (const said of words) {
    const story = histoire({ trouvailles: pool() }).requerant(RETIRE)
    t.strictSame(codes(story.last.effets), ['retrait-a-preciser'])
    story.requis(1, said)
    t.strictSame(letters(story.last.effets), ['avisNonTransmis → requis'], JSON.stringify(said))
    t.match(lettersOf(story.last.effets, 'avisNonTransmis'), [{ lettre: { attente: 'oui' } }])
    t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente', 'the slot waits')
    story.requerant({ texte: 'Elle est sous AVK.' })
    t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], 'asked again')
    t.strictSame(carried(story), [])
    const last = story.requerant({ motCle: 'RETRAIT CONSENTEMENT' })
    t.strictSame(carried(last), [])
    t.equal(last.dossier.consentement.kind, 'retire')
  }
})

t.test('letters that wait to leave wait for the answer too', async (t) => {
  const story = histoire().requis(1, AVIS).requerant(RETIRE)
  const of: Partance = {
    lettre: 'compteRendu',
    role: 'requerant',
    rpps: rppsTest(1),
    rang: 1,
    version: 1,
    adresse: null,
    horsDossier: false,
  }
  const ask = () => refusDeDepart(of, story.dossier, { now: story.now, voie: 'chiffree' })
  t.equal(ask(), 'consentement-en-doute')
  t.ok(ATTENTES.has('consentement-en-doute'), 'and are not taken back')
  story.requerant({ motCle: 'ACCORD' })
  t.equal(ask(), null)
})

t.test('ACCORD sends all that waited, in its order, and the clock runs on', async (t) => {
  const story = histoire().requerant({ texte: 'Elle retire son accord. Elle saigne.' })
  t.equal(story.dossier.sollicitations[0]?.pauses.at(-1)?.a, null, 'its clock stands')
  t.match(story.last.effets, [{}, { kind: 'ouvrirTravail', code: 'consentement-en-doute' }])
  story.passe(JOUR).requerant({ texte: 'Elle est sous AVK.', pieces: [samplePiece('b.jpg')] })
  story.requis(1, AVIS)
  story.passe(JOUR).requerant({ motCle: 'ACCORD' })
  t.strictSame(
    letters(story.last.effets).filter((one) => /complementTransmis|compteRendu/.test(one)),
    ['complementTransmis → requis', 'compteRendu → requerant'],
  )
  t.match(
    lettersOf(story.last.effets, 'complementTransmis'),
    [
      {
        lettre: {
          texte: 'Elle retire son accord. Elle saigne.\n\nElle est sous AVK.',
          pieces: [{ nom: 'b.jpg' }],
          maintenu: 'oui',
        },
      },
    ],
    'in one letter, which says that the consent stands',
  )
  t.match(lettersOf(story.last.effets, 'bienRecu'), [{ lettre: { maintenu: 'oui' } }])
  t.match(story.dossier.clinique?.contexte, /saigne[\s\S]*ACCORD/, 'who is asked later reads it')
  t.notOk(story.dossier.sollicitations[0]?.pauses.some(({ a }) => a === null))
  t.ok(story.last.effets.some(({ kind }) => kind === 'reglerTravaux'))
  t.equal(story.dossier.sollicitations[0]?.etat, 'rendue')
})

t.test('while it is asked whether the request goes on, nobody else is asked for it', async (t) => {
  for (const texte of ['Laissez tomber svp', 'Stop, elle ne veut plus.', 'C’est réglé, merci']) {
    const story = histoire({ trouvailles: pool() }).requerant({ texte })
    for (let day = 0; day < 4; day += 1) {
      story.passe(JOUR)
      t.notOk(
        letters(story.last.effets).some((one) => /demandeAvis|rappelRequis|retard/.test(one)),
        `${texte}: day ${day}`,
      )
    }
    story.requerant({ motCle: texte.startsWith('Stop') ? 'ACCORD' : 'COMPLEMENT' })
    t.notOk(
      story.dossier.sollicitations[0]?.pauses.some(({ a }) => a === null),
      'it runs on',
    )
  }
  const given = histoire().requerant({ texte: 'C’est réglé, merci' }).requis(1, AVIS)
  given.requerant({ texte: 'Annulez svp' })
  t.notOk(codes(given.last.effets).includes('annulation-a-preciser'), 'nor asked once it is given')
})

t.test('a plain answer is understood, or asked again; it is no message', async (t) => {
  for (const texte of [
    'Oui, je confirme.',
    'Oui, elle le retire.',
    'Oui tout à fait, elle ne veut plus.',
    'Effectivement',
    'Bonjour,\nElle retire bien son consentement.',
  ]) {
    const story = histoire().requerant(RETIRE).requerant({ texte })
    t.equal(story.dossier.consentement.kind, 'retire', texte)
  }
  for (const texte of ['Non', 'Non, elle est d’accord', 'Oui, elle maintient', 'Euh ?', 'Merci']) {
    const story = histoire().requerant(RETIRE).requerant({ texte })
    t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], texte)
    t.strictSame(carried(story), [], texte)
    t.match(lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre, {
      dit: texte,
      encore: 'oui',
    })
  }
})

const propose = () =>
  histoire({ trouvailles: pool() }).requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })

t.test('a yes in prose lets nothing leave, a sure no keeps the request where it is', async (t) => {
  for (const texte of ["D'accord, merci.", 'OK', 'ACCORD, merci', 'Entendu, adressez-la.', 'Oui']) {
    const story = propose().requerant({ texte })
    t.strictSame(codes(story.last.effets), ['accord-a-preciser'], texte)
    t.strictSame(carried(story), [], texte)
    t.equal(story.dossier.sollicitations.length, 1, texte)
  }
  for (const texte of ['Non merci.', "Je ne suis pas d'accord, je souhaite l'avis demandé."]) {
    const story = propose().requerant({ texte })
    t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente', texte)
    t.ok(letters(story.last.effets).includes('accordDecline → requerant'), texte)
  }
  const open = propose().requerant({ texte: "Non, je n'ai pas d'objection." })
  t.strictSame(codes(open.last.effets), [], 'passed on, and said to wait still')
  t.match(lettersOf(open.last.effets, 'bienRecu')[0]?.lettre.transmis, { attendus: [1] })
})

t.test('what he wrote beside his yes reaches the new requis with the request', async (t) => {
  const asked = propose().requerant({ texte: 'OK pour le cardiologue. Elle a un pacemaker.' })
  asked.requerant({ motCle: 'ACCORD', texte: 'Et du rivaroxaban.', pieces: [samplePiece('e.pdf')] })
  t.strictSame(
    asked.dossier.textes?.map(({ texte }) => texte),
    ['OK pour le cardiologue. Elle a un pacemaker.\n\nEt du rivaroxaban.'],
  )
  t.match(asked.dossier.pieces.at(-1), { nom: 'e.pdf' })
  t.match(asked.dossier.sollicitations[1], { cible: { code: CARDIOLOGIE } })
  const bare = propose().requerant({ motCle: 'ACCORD', argument: 'cardiologie', texte: 'Merci' })
  t.strictSame(bare.dossier.textes, [], 'a courtesy is no word for him')
})

t.test('prose that cancels is asked about, and what is answered acts', async (t) => {
  const texte = 'Merci d’annuler cette demande, elle a été vue ailleurs.'
  const story = histoire().requerant({ texte })
  t.strictSame(codes(story.last.effets), ['annulation-a-preciser'])
  t.strictSame(carried(story), [])
  const no = histoire().requerant({ texte }).requerant({ motCle: 'COMPLEMENT' })
  t.strictSame(carried(no), ['complementTransmis → requis'])
  story.requerant({ texte: 'Oui' })
  t.equal(story.dossier.etat, 'annule')
  const told = lettersOf(story.last.effets, 'annulation')
  t.match(
    told.filter(({ a }) => a.role === 'requis'),
    [{ lettre: { texte } }],
    'with his reason',
  )
  t.equal(told.find(({ a }) => a.role === 'requerant')?.lettre.texte, undefined)
})

t.test(
  'the reason of ANNULATION reaches those who were asked, another patient’s never',
  async (t) => {
    const story = histoire().requerant({ motCle: 'ANNULATION', texte: 'Hospitalisée depuis hier.' })
    t.match(lettersOf(story.last.effets, 'annulation')[1], {
      a: { role: 'requis' },
      lettre: { texte: 'Hospitalisée depuis hier.' },
    })
    const other = histoire().requerant({ motCle: 'ANNULATION', texte: 'Vue avec Mme DUPONTEL.' })
    t.equal(other.dossier.etat, 'annule')
    t.equal(lettersOf(other.last.effets, 'annulation')[1]?.lettre.texte, undefined)
  },
)

t.test('a keyword alone takes the words that the same requis signed before', async (t) => {
  const kept = { texte: 'Trop de demandes cette semaine.' }
  for (const [motCle, kind] of [
    ['COMPLEMENT', 'complementDemande'],
    ['REORIENTATION', 'accordDemande'],
    ['URGENT', 'urgenceSignalee'],
  ] as const) {
    const story = histoire({ trouvailles: pool() }).requis(1, kept)
    const argument = motCle === 'REORIENTATION' ? 'cardiologie' : null
    story.requis(1, { motCle, argument })
    t.match(lettersOf(story.last.effets, kind), [{ lettre: { texte: kept.texte } }], motCle)
    const other = histoire({ trouvailles: pool() }).requis(2, kept).requis(1, { motCle, argument })
    const texts = lettersOf(other.last.effets, kind).map(({ lettre }) => lettre.texte)
    t.notOk(texts.includes(kept.texte), `${motCle}: never another's`)
  }
  const alone = sampleTrouvailles({ possibles: [samplePossible(1)] })
  const clinique = { motCle: 'REFUS', texte: 'Lésion à exciser, adresser en chirurgie.' } as const
  const story = histoire({ trouvailles: alone }).requis(1, clinique)
  t.strictSame(codes(story.last.effets), ['mot-cle-et-avis'])
  story.requis(1, { motCle: 'REFUS' })
  t.match(lettersOf(story.last.effets, 'refus'), [{ lettre: { texte: clinique.texte } }])
  t.equal(story.dossier.sollicitations[0]?.reserve, null)
})

t.test('a mere yes does not take the place of the text that waits', async (t) => {
  const story = histoire().requis(1, { texte: 'Nævus banal.' }).requis(1, { texte: 'Oui.' })
  t.strictSame(codes(story.last.effets), ['mot-cle-manquant'])
  story.requis(1, { motCle: 'AVIS' })
  t.equal(story.dossier.sollicitations[0]?.comptesRendus[0]?.texte, 'Nævus banal.')
})

t.test('an addition leaves the opinion as it is; only RECTIFICATIF replaces it', async (t) => {
  const add = { texte: "Une précision : arrêter l'aspirine." }
  const story = histoire().requis(1, AVIS).requis(1, add)
  t.strictSame(codes(story.last.effets), ['rectificatif-a-preciser'])
  story.requis(1, { motCle: 'COMPLEMENT' })
  t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [
    { lettre: { texte: add.texte, ajout: 'oui' } },
  ])
  t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 1)
  t.notOk(story.last.effets.some(({ kind }) => kind === 'creerActes'))
  const direct = histoire()
    .requis(1, AVIS)
    .requis(1, { motCle: 'COMPLEMENT', ...add })
  t.equal(lettersOf(direct.last.effets, 'reponseApresAvis').length, 1)
  const whole = histoire().requis(1, AVIS).requis(1, add).requis(1, { motCle: 'RECTIFICATIF' })
  t.match(whole.dossier.sollicitations[0]?.comptesRendus[1], { version: 2, texte: add.texte })
})

t.test('an opinion below URGENT is kept, and its author told so', async (t) => {
  const story = histoire().requis(1, { motCle: 'URGENT', texte: 'AVIS\nAmoxicilline ce jour.' })
  t.strictSame(codes(story.last.effets), ['urgence-et-avis'])
  t.equal(lettersOf(story.last.effets, 'urgenceSignalee').length, 1)
  story.requis(1, { motCle: 'AVIS' })
  t.equal(story.dossier.sollicitations[0]?.comptesRendus[0]?.texte, 'Amoxicilline ce jour.')
})

t.test('what prose answers', async (t) => {
  for (const yes of ['Oui', 'ok', "D'accord !", 'Bonjour, entendu.', 'Tout à fait']) {
    t.equal(reponseDite(yes), 'oui', yes)
  }
  for (const no of ['Non', 'non merci', "Pas d'accord", 'Merci, je refuse.']) {
    t.equal(reponseDite(no), 'non', no)
  }
  for (const neither of ['', 'Elle va mieux', 'Non ? Oui ?', 'Non, mais oui', 'Nonagénaire']) {
    t.equal(reponseDite(neither), null, neither)
  }
  t.notOk(retraitConfirme('Oui, elle consent toujours'))
  t.notOk(retraitConfirme('Elle ne le retire pas'))
})

t.test('an emergency told in the thread leads, and the requis hears of it as of one', async (t) => {
  for (const texte of [
    'Urgence : la patiente est en choc, que faire ?',
    "C'est devenu urgent : elle saigne abondamment.",
    'Bonjour,\nurgence vitale, elle ne répond plus',
  ]) {
    const story = histoire().requerant({ texte })
    t.match(lettersOf(story.last.effets, 'bienRecu')[0]?.lettre.transmis, { urgent: 'oui' }, texte)
    t.match(
      story.last.effets.find((one) => one.kind === 'envoyer' && one.a.role === 'requis'),
      { priorite: 'haute', lettre: { kind: 'complementTransmis', urgent: 'oui' } },
      texte,
    )
  }
  for (const texte of [
    "Pas d'urgence, mais une précision : elle est sous AVK.",
    'Urgence : non. Elle va mieux.',
    'Elle sort des urgences.',
    'Elle va mieux. Rien n’est urgent.',
  ]) {
    const story = histoire().requerant({ texte })
    t.equal(lettersOf(story.last.effets, 'complementTransmis')[0]?.lettre.urgent, undefined, texte)
  }
})

t.test('the number that a requis gives in his alert is kept where none is known', async (t) => {
  const mute = sampleTrouvailles({ possibles: [samplePossible(1, { telephone: null })] })
  const said = { motCle: 'URGENT', texte: 'Rappelez-moi au 06 99 00 11 22.' } as const
  const story = histoire({ trouvailles: mute }).requis(1, said)
  t.equal(story.dossier.sollicitations[0]?.requis[0]?.telephone, '06 99 00 11 22')
  const known = histoire().requis(1, said)
  t.equal(known.dossier.sollicitations[0]?.requis[0]?.telephone, samplePossible(1).telephone)
})

t.test('a plain reason beside ACCEPTE is not asked about, anything else is', async (t) => {
  for (const texte of [
    'Je regarde cela ce soir',
    'je réponds demain après ma consultation.',
    'Merci de votre confiance, réponse dans la semaine.',
  ]) {
    const story = histoire().requis(1, { motCle: 'ACCEPTE', texte })
    t.equal(story.dossier.sollicitations[0]?.etat, 'acceptee', texte)
  }
  for (const texte of ['Kyste banal.', 'Arrêter le cétirizine demain.', 'Rien de grave.']) {
    const story = histoire().requis(1, { motCle: 'ACCEPTE', texte })
    t.strictSame(codes(story.last.effets), ['mot-cle-et-avis'], texte)
  }
})

t.test('the question about another patient quotes the line that named him', async (t) => {
  const texte = 'Lentigo.\nMme DUPONTEL aussi.'
  const story = histoire().requis(1, { motCle: 'AVIS', texte })
  t.equal(lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre.dit, 'Mme DUPONTEL aussi.')
  const eponym = histoire().requis(1, {
    motCle: 'AVIS',
    texte: 'Le signe de M. Darier est négatif.',
  })
  t.equal(eponym.dossier.sollicitations[0]?.comptesRendus.length, 1)
})
