import t, { type Test } from 'tap'

import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import type { Sollicitation } from '../../src/domain/dossier.ts'
import { isOuverte } from '../../src/domain/etats.ts'
import { codes, type Histoire, histoire, JOUR, lettersOf, rppsTest } from '../support/dossiers.ts'
import { MOTS } from '../support/workflow.ts'

/** How the first requis of a slot came to sit where he sits; a second one may hold it meanwhile. */
const SIEGES: { readonly [siege: string]: () => Histoire } = {
  attendu: () => histoire(),
  'rebond, personne': () => echoue(histoire()),
  'rebond, un autre sollicité': () => echoue(histoire()).echeance(),
  'jamais partie, personne': () => bloque(histoire({ remises: 'manuelles' })),
  'jamais partie, un autre sollicité': () => bloque(histoire({ remises: 'manuelles' })).echeance(),
  refus: () => histoire().requis(1, { motCle: 'REFUS' }),
  absence: () => histoire().requis(1, { motCle: 'ABSENT', argument: '08/06/2026 12/06/2026' }),
  reprise: () => histoire().requis(2, { motCle: 'ACCEPTE' }),
}

/** What the second requis, the requérant or time did then. */
const SUITES: { readonly [suite: string]: (story: Histoire) => Histoire } = {
  rien: (story) => story,
  acceptee: (story) => story.requis(2, { motCle: 'ACCEPTE' }),
  complement_demande: (story) => story.requis(2, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }),
  accord_demande: (story) => story.requis(2, { motCle: 'REORIENTATION', argument: 'cardiologie' }),
  reorientee: (story) =>
    story
      .requis(2, { motCle: 'REORIENTATION', argument: 'cardiologie' })
      .requerant({ motCle: 'ACCORD' }),
  rendue: (story) => story.requis(2, { motCle: 'AVIS', texte: 'Lésion bénigne.' }),
  refusee: (story) => story.requis(2, { motCle: 'REFUS', texte: 'Indisponible.' }),
  expiree: (story) => story.passe(8 * JOUR).echeance(),
  annule: (story) => story.requerant({ motCle: 'ANNULATION' }),
}

const MOTS_ET_SANS: { readonly [M in MotCle | 'sans']: Partial<Courrier> } = {
  ...MOTS,
  REFUS: { texte: 'Hors de ma compétence.' },
  REORIENTATION: { argument: 'neurologie' },
  ABSENT: { argument: '01/09/2026 15/09/2026' },
  sans: { texte: 'Lésion bénigne.' },
}

const WHO = rppsTest(101)
const DEMANDE = { id: `e-1-${WHO}-0`, version: null, rpps: WHO }
const echoue = (story: Histoire) =>
  story.remise('demandeAvis', 'requis', { ...DEMANDE, issue: 'echec', code: 'dsn-echec' })
const bloque = (story: Histoire) =>
  story.remise('demandeAvis', 'requis', {
    ...DEMANDE,
    issue: 'bloque',
    code: 'chiffrement-impossible',
  })

const seat = ({ dossier }: Histoire) =>
  dossier.sollicitations[0]?.requis.find(({ rpps }) => rpps === WHO)
const slot = ({ dossier }: Histoire) => dossier.sollicitations[0]!

/** Words that speak of a slot that waits. */
const isOfAWait = (mot: string) => ['ACCEPTE', 'COMPLEMENT', 'REFUS', 'REORIENTATION'].includes(mot)
const isAskedAnew = (mot: string) => ['COMPLEMENT', 'REORIENTATION'].includes(mot)
const holders = ({ requis }: Sollicitation) => requis.filter(({ ecarte }) => ecarte === null)
const isLive = ({ dossier }: Histoire) => dossier.etat !== 'annule' && dossier.etat !== 'clos'

for (const [siege, begin] of Object.entries(SIEGES)) {
  for (const [suite, then] of Object.entries(SUITES)) {
    t.test(`${siege}, ${suite}: each word has its effect or is answered with why`, async (t) => {
      for (const mot of Object.keys(MOTS_ET_SANS) as (keyof typeof MOTS_ET_SANS)[]) {
        const story = then(begin())
        const [before, sat] = [slot(story), seat(story)]
        story.requis(1, { motCle: mot === 'sans' ? null : mot, ...MOTS_ET_SANS[mot] }, 1)
        const { effets } = story.last
        const said = codes(effets)
        const told = effets.filter(
          (one) => one.kind === 'envoyer' && (one.a.rpps === WHO || one.a.role === 'requerant'),
        )
        // A REFUS after which another is asked is told by that other's letter alone.
        t.ok([...told, ...lettersOf(effets, 'demandeAvis')].length > 0, `${mot}: somebody is told`)
        t.notOk(
          said.includes('creneau-inconnu'),
          `${mot}: who was asked is not told that he was not`,
        )
        const isHis = isOuverte(before) && sat?.ecarte !== 'reprise'
        const isLate = isOfAWait(mot) && !isHis && isLive(story)
        t.equal(said.includes('creneau-termine'), isLate, `${mot}: it ended, and only then`)
        // Who has declined, or was set aside while another holds it, takes it back by ACCEPTE or AVIS alone.
        const isGone =
          sat?.ecarte === 'refus' || (sat?.ecarte != null && holders(before).length > 0)
        const isLeft = isHis && isGone && isAskedAnew(mot)
        t.equal(said.includes('creneau-quitte'), isLeft, `${mot}: he has left it, and only then`)
        if (isLeft) t.strictSame(holders(slot(story)), holders(before), `${mot}: it stays there`)
        else if (isHis) hasEffect(t, story, mot)
        if (mot === 'AVIS') t.equal(slot(story).comptesRendus.at(-1)?.auteur.rpps, WHO)
      }
    })
  }
}

/** A word of one whose slot waits does to it what SPEC §5 says. */
function hasEffect(t: Test, story: Histoire, mot: keyof typeof MOTS_ET_SANS): void {
  const { etat, etatAvantPause, complementPar } = slot(story)
  if (mot === 'REFUS') t.equal(seat(story)?.ecarte, 'refus')
  if (mot === 'ACCEPTE') {
    t.equal(seat(story)?.ecarte, null)
    t.ok([etat, etatAvantPause].includes('acceptee'))
  }
  if (mot === 'COMPLEMENT') t.equal(complementPar, WHO)
  if (mot === 'REORIENTATION') t.equal(etat, 'accord_demande')
}
