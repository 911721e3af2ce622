/**
 * Each work item ends with its cause, and no slot waits for nobody without one. A code left out does not compile.
 * SPEC §6.8, §12, §13.13
 */
import { readFileSync } from 'node:fs'

import t from 'tap'

import type { Instant, Professionnel } from '../../src/domain/correspondant.ts'
import type { Effet } from '../../src/domain/decision.ts'
import { prochaineDuCreneau } from '../../src/domain/prochaine.ts'
import type { CodeTravail, FINS } from '../../src/domain/travaux.ts'
import {
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  rppsTest,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import { ETATS } from '../support/workflow.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const A = rppsTest(101)
const REMPLACE = sampleRequerant({ rpps: rppsTest(60), nom: 'BERNARD', prenom: 'Paul' })
const AUTOMATE = {
  kind: 'courrierAutomatique',
  message: 'm-auto',
  recuLe: '2026-06-08T08:00:00.000Z' as Instant,
} as const
const seul = () => sampleTrouvailles({ possibles: [samplePossible(1)] })
const personne = () => sampleTrouvailles({ possibles: [] })
const sansAdresse = (n: number): Professionnel => ({ ...samplePossible(n), adresses: [] })
const know = (story: Histoire, trouvailles: Histoire['trouvailles']) => {
  story.trouvailles = trouvailles
  return story
}
const echoue = (story: Histoire) =>
  story.remise('demandeAvis', 'requis', { issue: 'echec', code: 'x', rpps: A })
const arret = (story: Histoire, quoi: 'retrait' | 'annulation') =>
  story.event({ kind: 'arretSaisi', quoi, motif: 'Dit par téléphone', commande: 'c' })
const question = () => {
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  story.requerant({ texte: 'Faut-il arrêter le traitement ?' })
  return story.passe(9 * JOUR).echeance()
}
const enDoute = () => {
  const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
  return story.requis(1, { texte: 'Je me suis trompé de côté, ne tenez pas compte de mon avis.' })
}

interface Fin {
  /** Null: another room opens it, or it is words that no dossier shows. */
  readonly opens: (() => Histoire) | null
  readonly ends: (story: Histoire) => Histoire
}

/** Of those that a decision ends: how it begins, and how its cause goes. */
const DECIDEES: {
  readonly [C in CodeTravail as (typeof FINS)[C] extends 'etat' | 'lettre' ? C : never]: Fin
} = {
  'aucun-requis': {
    opens: () => histoire({ trouvailles: personne() }),
    ends: (story) => know(story, seul()).passe(HEURE).echeance(),
  },
  'demande-non-remise': {
    opens: () => echoue(histoire({ trouvailles: seul() })),
    ends: (story) => story.remise('demandeAvis', 'requis', { rpps: A }),
  },
  'consentement-en-doute': {
    opens: () => histoire().requerant({ texte: 'La patiente hésite, elle ne veut plus vraiment.' }),
    ends: (story) => story.requerant({ motCle: 'RETRAIT CONSENTEMENT' }),
  },
  'avis-en-doute': {
    opens: enDoute,
    ends: (story) => story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Côté droit.' }),
  },
  'question-sans-reponse': {
    opens: question,
    ends: (story) => story.requis(1, { texte: 'Non, poursuivez le traitement.' }),
  },
  'medecin-traitant-sans-adresse': {
    opens: () =>
      histoire({
        formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr REQUISI Paul' },
        trouvailles: sampleTrouvailles({ medecinTraitant: [sansAdresse(8)] }),
      }).requis(1, AVIS),
    ends: (story) => story.requerant({ formulaire: { copieMedecinTraitant: 'non' } }),
  },
  'remplace-sans-adresse': {
    opens: () =>
      histoire({
        formulaire: { ...FORMULAIRE, remplacantDe: `Dr Paul BERNARD, ${REMPLACE.rpps}` },
        trouvailles: sampleTrouvailles({ remplace: [{ ...REMPLACE, adresses: [] }] }),
      }),
    ends: (story) =>
      story.event({
        kind: 'courrierRemplace',
        provenance: sampleProvenance('m-remplace', story.now),
        auteur: REMPLACE,
        courrier: sampleCourrier({ motCle: 'JE VALIDE' }),
      }),
  },
  'reponse-automatique-signee': {
    opens: () => histoire().event({ ...AUTOMATE, signe: { auteur: A, motCle: 'AVIS' } }),
    ends: (story) => story.requis(1, { motCle: 'ACCEPTE' }),
  },
  'retrait-non-prouve': { opens: null, ends: (story) => arret(story, 'retrait') },
  'annulation-non-prouvee': { opens: null, ends: (story) => arret(story, 'annulation') },
  'compte-rendu-non-remis': {
    opens: () =>
      histoire()
        .requis(1, AVIS)
        .remise('compteRendu', 'requerant')
        .remise('compteRendu', 'requerant', { issue: 'echec', code: 'x' }),
    ends: (story) => story.remise('compteRendu', 'requerant', { issue: 'remis', code: null }),
  },
  'avis-echec-non-prouve': {
    opens: () => {
      const story = histoire().requis(1, AVIS).remise('compteRendu', 'requerant')
      return story.event({ ...AUTOMATE, signe: null, echecDit: 'e-compteRendu-requerant' })
    },
    ends: (story) => story.remise('compteRendu', 'requerant', { issue: 'echec', code: 'x' }),
  },
}

/** Codes that are open after these effects. */
function open(effets: readonly Effet[]): readonly CodeTravail[] {
  const codes: CodeTravail[] = []
  for (const one of effets) {
    if (one.kind === 'ouvrirTravail') codes.push(one.code)
    if (one.kind === 'reglerTravaux') {
      codes.splice(0, codes.length, ...codes.filter((code) => code !== one.code))
    }
  }
  return codes
}
const settled = ({ last }: Histoire) =>
  last.effets.flatMap((one) => (one.kind === 'reglerTravaux' ? [one.code] : []))

for (const [code, { opens, ends }] of Object.entries(DECIDEES) as [CodeTravail, Fin][]) {
  t.test(`${code} ends with its cause`, async (t) => {
    const story = opens?.() ?? histoire()
    if (opens !== null) t.ok(open(story.effets).includes(code), 'opened')
    ends(story)
    t.ok(settled(story).includes(code), settled(story).join())
  })
}

/** What ends the others, and who tests it. */
const AILLEURS: {
  readonly [C in CodeTravail as (typeof FINS)[C] extends 'etat' | 'lettre' ? never : C]: string
} = {
  'message-refuse': 'scenarios/a-refusal-is-told-to-somebody.test.ts',
  'auteur-disparu': 'scenarios/the-directory-loses-a-requis.test.ts',
  'urgence-non-prouvee': 'scenarios/words-that-stop-are-heard-unsigned.test.ts',
  'erreur-patient-non-prouvee': 'scenarios/words-that-stop-are-heard-unsigned.test.ts',
  'requis-disparu': 'scenarios/the-directory-loses-a-requis.test.ts',
  'echanges-en-boucle': 'ledger/dossiers/travaux.test.ts',
}

t.test('the others end by the message, the list or the day that they are about', async (t) => {
  for (const [code, file] of Object.entries(AILLEURS)) {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    t.ok(text.includes(code), `${code} in ${file}`)
  }
})

t.test('what waits for nobody is a work item, in each state', async (t) => {
  let vacant = 0
  for (const [etat, reach] of Object.entries(ETATS)) {
    const { dossier, effets } = reach()
    if (dossier.etat !== 'en_cours') continue
    for (const slot of dossier.sollicitations) {
      const tenu = slot.requis.some(({ ecarte }) => ecarte === null)
      const state = { tenu, recue: true, termine: slot.termineeLe !== null }
      if (prochaineDuCreneau(slot.etat, state)?.responsable !== 'coordinateur') continue
      vacant += 1
      const codes = open(effets)
      t.ok(codes.includes('aucun-requis') || codes.includes('demande-non-remise'), etat)
    }
  }
  t.ok(vacant > 0)
})

t.test('one who answers no more, and whom nobody replaces, is nobody', async (t) => {
  const story = histoire({ trouvailles: seul() })
  know(story, sampleTrouvailles({ possibles: [samplePossible(1, { actif: false })] }))
  story.event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
  t.strictSame(open(story.effets), ['aucun-requis'])
  know(story, seul()).event({ kind: 'absence', rpps: A, trouvailles: story.trouvailles })
  t.strictSame(open(story.effets), [])
})

t.test(
  'two authors in doubt are two causes: one who corrects ends nothing of the other’s',
  async (t) => {
    const { dossier } = enDoute()
    const [slot] = dossier.sollicitations
    if (slot === undefined) throw new Error('no slot')
    const story = histoire()
    story.dossier = {
      ...dossier,
      sollicitations: [{ ...slot, avisEnDoute: [A, rppsTest(102)] }],
    }
    story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Côté droit.' })
    t.notOk(settled(story).includes('avis-en-doute'))
  },
)
