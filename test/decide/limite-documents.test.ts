/**
 * A limit on the documents holds whatever comes first, it or they, wherever it is said; and each question names a way
 * that works. SPEC §4, §6.1; CSP art. L. 1111-4
 */
import t from 'tap'

import type { Courrier, Formulaire } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  samplePiece,
} from '../support/dossiers.ts'

const PHOTO = samplePiece('visage.jpg')
const ORIGINAL = { entetes: '', contenu: PHOTO.contenu, debut: 0, fin: 2000 }
const { sexe = 'F', ...SANS_SEXE } = FORMULAIRE

/** Where a limit is said. */
const LIMITES: { readonly [ou: string]: Partial<Courrier> } = {
  prose: dire('Rappel : ne transmettez pas la photo du visage.'),
  contexte: { formulaire: { contexte: 'Eczéma. Elle refuse l’envoi des photos.' } },
  consentement: { formulaire: { consentement: "d'accord, oral, mais pas les photos" } },
  'consentement, sauf': { formulaire: { consentement: 'oui sauf les photos' } },
  'consentement, sans': { formulaire: { consentement: 'oui, oral (sans les images)' } },
  'consentement, texte': {
    formulaire: { consentement: 'oui pour le texte, non pour les photos' },
  },
}

function dire(texte: string): Partial<Courrier> {
  return { texte, libre: texte }
}

const JOINTE: Partial<Courrier> = { pieces: [PHOTO] }
const RIEN: Partial<Courrier> = { pieces: [] }

/** The letters in order: with the request, before it leaves, behind it. */
type Temps = (limite: Partial<Courrier>) => Histoire

const ensemble = (one: Partial<Courrier>, other: Partial<Courrier>): Partial<Courrier> => ({
  ...one,
  ...other,
})
const avec = (base: Formulaire, { formulaire, ...rest }: Partial<Courrier>) => ({
  formulaire: { ...base, ...formulaire },
  ...rest,
})
const ouvrir = (courrier: Partial<Courrier>) =>
  histoire({ courrier, provenance: { original: ORIGINAL } })

const TEMPS: { readonly [quand: string]: Temps } = {
  'both in the request': (l) => ouvrir(avec(FORMULAIRE, ensemble(JOINTE, l))),
  'the limit, then the photo, before it leaves': (l) =>
    ouvrir(avec(SANS_SEXE, ensemble(RIEN, l))).requerant({ ...JOINTE, formulaire: { sexe } }),
  'the photo, then the limit, before it leaves': (l) =>
    ouvrir(avec(SANS_SEXE, JOINTE)).requerant(avec({ sexe }, l)),
  'the limit, then the photo behind it': (l) =>
    ouvrir(avec(FORMULAIRE, ensemble(RIEN, l))).requerant({
      motCle: 'COMPLEMENT',
      ...JOINTE,
      ...dire('Pour mémoire, la lésion.'),
    }),
  'the limit, then the photo alone behind it': (l) =>
    ouvrir(avec(FORMULAIRE, ensemble(RIEN, l))).requerant(JOINTE),
  'both behind it': (l) => ouvrir(avec(FORMULAIRE, RIEN)).requerant(ensemble(JOINTE, l)),
  'the photo with it, the limit behind it': (l) => ouvrir(avec(FORMULAIRE, JOINTE)).requerant(l),
}

/** Documents in letters to anybody but their author. */
function partis(effets: readonly Effet[]): readonly string[] {
  return effets.flatMap((one) =>
    one.kind === 'envoyer' && 'pieces' in one.lettre
      ? one.lettre.pieces.map(({ nom }) => `${nom} → ${one.a.role}`)
      : [],
  )
}

for (const [quand, jouer] of Object.entries(TEMPS)) {
  for (const [ou, limite] of Object.entries(LIMITES)) {
    t.test(`${quand}; said in: ${ou}`, async (t) => {
      const story = jouer(limite)
      const { dossier, last } = story
      t.strictSame(dossier.pieces, [], 'the dossier has no document that could leave')
      t.strictSame(partis(story.effets), [])
      t.match(dossier.limite, { pieces: [{ piece: { nom: PHOTO.nom } }] })
      const told = letters(last.effets).filter((one) => one.endsWith('requerant'))
      t.equal(told.length, 1, 'one letter to its author')
      const isOpen = dossier.etat === 'incomplet'
      t.strictSame(told, [
        isOpen ? 'demandeACompleter → requerant' : 'reponseAPreciser → requerant',
      ])
      const asked = dossier.manques.filter((one) => one.quoi === 'documentsLimites')
      t.equal(asked.length, isOpen ? 1 : 0)
      if (isOpen) {
        t.strictSame(
          dossier.manques.filter((one) => one.bloquant),
          asked,
          'nothing else is asked',
        )
        t.strictSame(lettersOf(story.effets, 'demandeAvis'), [])
      } else {
        t.match(lettersOf(last.effets, 'reponseAPreciser'), [
          { lettre: { code: 'consentement-hors-portee' } },
        ])
      }
    })

    t.test(`${quand}; said in: ${ou}: the ways out`, async (t) => {
      const without = jouer(limite)
      if (without.dossier.etat === 'incomplet') {
        without.requerant(dire('SANS DOCUMENTS'))
        t.equal(without.dossier.etat, 'en_cours')
        t.equal(lettersOf(without.effets, 'demandeAvis').length, 1)
        t.strictSame(without.dossier.pieces, [])
        const open = without.dossier.originaux?.filter((one) => one.retenu === undefined) ?? []
        const isFirst = quand !== 'the limit, then the photo, before it leaves'
        t.equal(open.length, isFirst ? 0 : 1, 'the signed letter that holds it stays here')
        without.requerant({ motCle: 'COMPLEMENT', pieces: [samplePiece('dos.jpg')] })
        t.strictSame(partis(without.effets), [], 'another one is asked about again')
        t.match(lettersOf(without.last.effets, 'reponseAPreciser'), [
          { lettre: { limite: { pieces: [{}, {}] } } },
        ])
      }
      const agreed = jouer(limite)
      const isAway = agreed.dossier.limite?.pieces.some(({ partie }) => partie === true) === true
      const wasOpen = agreed.dossier.etat === 'incomplet'
      agreed.requerant({ formulaire: { consentement: 'oui, oral, ce jour' }, ...dire('') })
      t.equal(agreed.dossier.etat, 'en_cours')
      t.strictSame(
        agreed.dossier.pieces.map(({ nom }) => nom),
        [PHOTO.nom],
      )
      t.strictSame(
        agreed.dossier.originaux?.filter((one) => one.retenu !== undefined),
        [],
      )
      const goes = !wasOpen && !isAway
      t.strictSame(partis(agreed.last.effets), goes ? [`${PHOTO.nom} → requis`] : [])
    })
  }
}

t.test('another answer, or ACCORD alone, leaves it kept back', async (t) => {
  for (const answer of [dire('Bonjour'), { motCle: 'ACCORD' } as const, dire('oui')]) {
    const story = TEMPS['both in the request']?.(LIMITES.prose ?? {}) ?? histoire()
    story.requerant(answer)
    t.equal(story.dossier.etat, 'incomplet')
    t.strictSame(story.dossier.pieces, [])
  }
})

t.test('the document that the patient agrees to goes, the others stay', async (t) => {
  const story = ouvrir(avec(FORMULAIRE, ensemble(JOINTE, LIMITES.prose ?? {})))
  const bilan = samplePiece('bilan.pdf')
  story.requerant({ formulaire: { consentement: 'oui, oral, ce jour' }, pieces: [bilan] })
  t.equal(story.dossier.etat, 'en_cours')
  t.strictSame(
    story.dossier.pieces.map(({ nom }) => nom),
    ['bilan.pdf'],
  )
})

t.test('a photo in a letter that waits for another word is kept back, too', async (t) => {
  const story = ouvrir(avec(FORMULAIRE, RIEN))
  story.requerant({ pieces: [PHOTO], texte: 'Concernant DUPONT Marie née le 02/03/1960 : photo.' })
  t.equal(story.dossier.retenues?.length, 1)
  story.requerant(dire('Ne transmettez pas la photo du visage.'))
  story.requerant({ motCle: 'ACCORD' })
  t.strictSame(partis(story.effets), [])
})
