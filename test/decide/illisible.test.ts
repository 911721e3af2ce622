import t from 'tap'

import type { Illisible } from '../../src/domain/courrier.ts'
import { FORMULAIRE, histoire, letters, lettersOf, samplePiece } from '../support/dossiers.ts'

const OUTLOOK: Illisible = { rang: 2, nom: 'winmail.dat', raison: 'outlook', detail: '2' }
const CODAGE: Illisible = { rang: 1, nom: 'N28.pdf', raison: 'codage', detail: 'x-uuencode' }
const awaited = (story: ReturnType<typeof histoire>) =>
  story.dossier.manques.find(({ quoi }) => quoi === 'pieceIllisible')?.illisibles

t.test('a request waits for the document that could not be read, and asks for it', async (t) => {
  const story = histoire({ courrier: { illisibles: [OUTLOOK] } })
  t.equal(story.dossier.etat, 'incomplet')
  t.strictSame(letters(story.effets), ['demandeACompleter → requerant'])
  t.strictSame(awaited(story), [OUTLOOK])
})

const SETTLED = {
  'the document again': { pieces: [samplePiece()] },
  'does without': { texte: 'Merci,\nenvoyez la demande sans ce document.' },
  agrees: { motCle: 'ACCORD' },
} as const
for (const [name, courrier] of Object.entries(SETTLED)) {
  t.test(`${name}: the request leaves`, async (t) => {
    const story = histoire({ courrier: { illisibles: [CODAGE] } })
    story.requerant(courrier)
    t.equal(story.dossier.etat, 'en_cours')
    t.equal(lettersOf(story.effets, 'demandeAvis').length, 1)
    const without = name === 'the document again' ? [] : [CODAGE]
    t.strictSame(story.dossier.illisibles, without, 'what it does without is remembered')
  })
}

t.test(
  'other words leave the question open, another unreadable document puts it anew',
  async (t) => {
    const { sexe, ...form } = FORMULAIRE
    const story = histoire({ formulaire: form, courrier: { illisibles: [CODAGE] } })
    story.requerant({ formulaire: { sexe: sexe ?? 'F' } })
    t.equal(story.dossier.etat, 'incomplet')
    t.strictSame(awaited(story), [CODAGE])
    story.requerant({ pieces: [samplePiece()], illisibles: [OUTLOOK] })
    t.strictSame(awaited(story), [OUTLOOK])
  },
)

t.test(
  'an opinion is passed on with what can be read, and its author is asked for the rest',
  async (t) => {
    const story = histoire()
    story.requis(1, { motCle: 'AVIS', texte: 'Exérèse sous 15 jours.', illisibles: [CODAGE] })
    t.equal(story.dossier.etat, 'repondu')
    t.match(lettersOf(story.effets, 'reponseAPreciser'), [
      { a: { role: 'requis' }, lettre: { code: 'piece-illisible', illisibles: [CODAGE] } },
    ])
    t.match(lettersOf(story.effets, 'compteRendu')[0], { a: { role: 'requerant' } })
    t.match(story.dossier.sollicitations[0]?.comptesRendus, [{ illisibles: [CODAGE] }])
  },
)

t.test('words of the requérant for the requis go on, and he is asked for the rest', async (t) => {
  const story = histoire()
  story.requerant({ motCle: 'COMPLEMENT', texte: 'Voir la photo.', illisibles: [OUTLOOK] })
  t.equal(lettersOf(story.effets, 'complementTransmis').length, 1)
  t.match(lettersOf(story.effets, 'reponseAPreciser'), [{ a: { role: 'requerant' } }])
})

const PROGRAMME: Illisible = { rang: 1, nom: 'photo.jpg', raison: 'executable', detail: null }
const ARCHIVE: Illisible = { rang: 2, nom: 'irm.zip', raison: 'archive', detail: 'chiffree' }

t.test('what must not be passed on is asked about by its own code, the worst first', async (t) => {
  for (const [illisibles, code] of [
    [[PROGRAMME], 'piece-dangereuse'],
    [[ARCHIVE], 'piece-archive'],
    [[CODAGE, ARCHIVE, { ...PROGRAMME, raison: 'macros' }], 'piece-dangereuse'],
    [[CODAGE, OUTLOOK], 'piece-illisible'],
  ] as const) {
    const story = histoire()
    story.requis(1, { motCle: 'AVIS', texte: 'Exérèse sous 15 jours.', illisibles })
    t.equal(story.dossier.etat, 'repondu')
    t.strictSame(
      lettersOf(story.effets, 'reponseAPreciser').map(({ lettre }) => lettre.code),
      [code],
    )
  }
})

t.test('the signed original that holds it stays here, another leaves', async (t) => {
  const original = { entetes: '', contenu: 'c', debut: 0, fin: 1 }
  const retenu = { ...original, retenu: true }
  const provenance = { original }
  for (const [illisibles, kept] of [
    [[PROGRAMME], retenu],
    [[ARCHIVE], retenu],
    [[CODAGE], original],
  ] as const) {
    const story = histoire({ courrier: { illisibles }, provenance })
    story.requerant({ texte: 'sans ce document' })
    t.equal(story.dossier.etat, 'en_cours')
    t.strictSame(story.dossier.originaux?.[0], kept)
  }
})
