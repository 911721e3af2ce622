import t from 'tap'

import type { MotCle } from '../../src/domain/courrier.ts'
import type { EtatSollicitation } from '../../src/domain/dossier.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  JOUR,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const slot = (story: Histoire, rang = 1) => story.dossier.sollicitations[rang - 1]
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir dans un an.' } as const

/** One requis asked by name. */
function named(): Histoire {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const possibles = [samplePossible(1)]
  return histoire({
    formulaire,
    cibles: [{ kind: 'requis', rpps: rppsTest(101) }],
    trouvailles: sampleTrouvailles({ requis: [possibles], possibles }),
  })
}

/** A slot of a pool brought to a state, by the events that lead there. */
const REACH: { readonly [E in EtatSollicitation]: () => Histoire } = {
  en_attente: () => histoire(),
  acceptee: () => histoire().requis(1, { motCle: 'ACCEPTE' }),
  complement_demande: () => histoire().requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }),
  accord_demande: () => histoire().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' }),
  rendue: () => histoire().requis(1, AVIS),
  refusee: () => named().requis(1, { motCle: 'REFUS', texte: 'Hors de ma compétence.' }),
  expiree: () =>
    histoire()
      .passe(8 * JOUR)
      .echeance(),
  reorientee: () =>
    histoire()
      .requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
      .requerant({ motCle: 'ACCORD' }),
}

type Fait = Extract<
  MotCle,
  | 'AVIS'
  | 'RECTIFICATIF'
  | 'ACCEPTE'
  | 'COMPLEMENT'
  | 'REFUS'
  | 'REORIENTATION'
  | 'URGENT'
  | 'ABSENT'
  | 'ETAT'
>

const COURRIER: { readonly [M in Fait | 'sans']: Parameters<Histoire['requis']>[1] } = {
  AVIS,
  RECTIFICATIF: { motCle: 'RECTIFICATIF', texte: 'À revoir dans six mois.' },
  ACCEPTE: { motCle: 'ACCEPTE' },
  COMPLEMENT: { motCle: 'COMPLEMENT', texte: 'Quel traitement ?' },
  REFUS: { motCle: 'REFUS', texte: 'Hors de ma compétence.' },
  REORIENTATION: { motCle: 'REORIENTATION', argument: 'neurologie' },
  URGENT: { motCle: 'URGENT', texte: 'À voir ce soir.' },
  ABSENT: { motCle: 'ABSENT', argument: '01/09/2026 15/09/2026' },
  ETAT: { motCle: 'ETAT' },
  sans: { texte: 'Lésion bénigne.' },
}

/** State after the letter of the requis who was asked, and the letter to its author, or to those it concerns, or its code. */
const TABLE: {
  readonly [E in EtatSollicitation]: {
    readonly [M in Fait | 'sans']: readonly [EtatSollicitation, string]
  }
} = {
  en_attente: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['en_attente', 'rectificatif-sans-avis'],
    ACCEPTE: ['acceptee', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['en_attente', 'bienRecu'],
    ABSENT: ['en_attente', 'absenceNotee'],
    ETAT: ['en_attente', 'etat'],
    sans: ['en_attente', 'mot-cle-manquant'],
  },
  acceptee: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['acceptee', 'rectificatif-sans-avis'],
    ACCEPTE: ['acceptee', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['acceptee', 'bienRecu'],
    ABSENT: ['acceptee', 'absenceNotee'],
    ETAT: ['acceptee', 'etat'],
    sans: ['acceptee', 'mot-cle-manquant'],
  },
  complement_demande: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['complement_demande', 'rectificatif-sans-avis'],
    ACCEPTE: ['complement_demande', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['complement_demande', 'bienRecu'],
    ABSENT: ['complement_demande', 'absenceNotee'],
    ETAT: ['complement_demande', 'etat'],
    sans: ['complement_demande', 'mot-cle-manquant'],
  },
  accord_demande: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['accord_demande', 'rectificatif-sans-avis'],
    ACCEPTE: ['accord_demande', 'bienRecu'],
    COMPLEMENT: ['complement_demande', 'complementDemande'],
    REFUS: ['en_attente', 'demandeAvis'],
    REORIENTATION: ['accord_demande', 'accordDemande'],
    URGENT: ['accord_demande', 'bienRecu'],
    ABSENT: ['accord_demande', 'absenceNotee'],
    ETAT: ['accord_demande', 'etat'],
    sans: ['accord_demande', 'mot-cle-manquant'],
  },
  rendue: {
    AVIS: ['rendue', 'avis-deja-rendu'],
    RECTIFICATIF: ['rendue', 'compteRendu'],
    ACCEPTE: ['rendue', 'creneau-termine'],
    COMPLEMENT: ['rendue', 'reponseApresAvis'],
    REFUS: ['rendue', 'creneau-termine'],
    REORIENTATION: ['rendue', 'creneau-termine'],
    URGENT: ['rendue', 'bienRecu'],
    ABSENT: ['rendue', 'absenceNotee'],
    ETAT: ['rendue', 'etat'],
    sans: ['rendue', 'texte-apres-avis'],
  },
  refusee: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['refusee', 'rectificatif-sans-avis'],
    ACCEPTE: ['refusee', 'creneau-termine'],
    COMPLEMENT: ['refusee', 'creneau-termine'],
    REFUS: ['refusee', 'creneau-termine'],
    REORIENTATION: ['refusee', 'creneau-termine'],
    URGENT: ['refusee', 'bienRecu'],
    ABSENT: ['refusee', 'absenceNotee'],
    ETAT: ['refusee', 'etat'],
    sans: ['refusee', 'mot-cle-manquant'],
  },
  expiree: {
    AVIS: ['rendue', 'compteRendu'],
    RECTIFICATIF: ['expiree', 'rectificatif-sans-avis'],
    ACCEPTE: ['expiree', 'creneau-termine'],
    COMPLEMENT: ['expiree', 'creneau-termine'],
    REFUS: ['expiree', 'creneau-termine'],
    REORIENTATION: ['expiree', 'creneau-termine'],
    URGENT: ['expiree', 'bienRecu'],
    ABSENT: ['expiree', 'absenceNotee'],
    ETAT: ['expiree', 'etat'],
    sans: ['expiree', 'mot-cle-manquant'],
  },
  reorientee: {
    AVIS: ['reorientee', 'compteRendu'],
    RECTIFICATIF: ['reorientee', 'rectificatif-sans-avis'],
    ACCEPTE: ['reorientee', 'creneau-termine'],
    COMPLEMENT: ['reorientee', 'creneau-termine'],
    REFUS: ['reorientee', 'creneau-termine'],
    REORIENTATION: ['reorientee', 'creneau-termine'],
    URGENT: ['reorientee', 'bienRecu'],
    ABSENT: ['reorientee', 'absenceNotee'],
    ETAT: ['reorientee', 'etat'],
    sans: ['reorientee', 'mot-cle-manquant'],
  },
}

for (const etat of Object.keys(REACH) as EtatSollicitation[]) {
  for (const motCle of Object.keys(COURRIER) as (Fait | 'sans')[]) {
    t.test(`from ${etat}, ${motCle} leads where the table says`, async (t) => {
      const [after, answer] = TABLE[etat][motCle]
      const story = REACH[etat]()
      t.equal(slot(story)?.etat, etat)
      story.requis(1, COURRIER[motCle], 1)
      t.equal(slot(story)?.etat, after)
      const { effets } = story.last
      const said = effets.flatMap((one) =>
        one.kind === 'envoyer' ? [one.lettre.kind as string] : [],
      )
      t.ok([...said, ...codes(effets)].includes(answer), `${said} ${codes(effets)}`)
    })
  }
}
