/**
 * Who does what next: of every state that is not an end, an owner and an action.
 *
 * In    the state of a dossier or of one of its slots
 * Out   who, and what in a few words; null: nobody has anything to do
 *
 * SPEC §13.13
 */
import type { SuiteApresAvis } from './apres-avis.ts'
import type { EtatDossier, EtatSollicitation } from './dossier.ts'

/** An owner and what he does. */
export interface Prochaine {
  readonly responsable: 'requerant' | 'requis' | 'coordinateur' | 'deposePour' | 'passerelle'
  /** In French, for a person; after « à lui de ». */
  readonly action: string
}

const DU_MOTIF: { readonly [motif: string]: Prochaine } = {
  'depot-a-valider': { responsable: 'deposePour', action: 'valider la demande (JE VALIDE)' },
  'a-confirmer': { responsable: 'requerant', action: 'confirmer la demande (JE CONFIRME)' },
  'formulaire-a-confirmer': {
    responsable: 'requerant',
    action: 'confirmer les lignes en doute (JE CONFIRME)',
  },
  'patient-different': { responsable: 'requerant', action: 'dire de quel patient il s’agit' },
  urgence: { responsable: 'requerant', action: 'écrire NON URGENT, ou appeler le 15' },
}

/** What a dossier of which nothing has left waits for; null in every other state. */
export function prochaineDuDossier(
  etat: EtatDossier | string,
  motif: string | null,
): Prochaine | null {
  if (etat !== 'incomplet') return null
  return DU_MOTIF[motif ?? ''] ?? { responsable: 'requerant', action: 'compléter la demande' }
}

const DU_CRENEAU: { readonly [E in EtatSollicitation]: Prochaine | null } = {
  en_attente: { responsable: 'requis', action: 'rendre son avis' },
  acceptee: { responsable: 'requis', action: 'rendre son avis' },
  complement_demande: { responsable: 'requerant', action: 'répondre à la question posée' },
  accord_demande: { responsable: 'requerant', action: 'répondre ACCORD ou DESACCORD' },
  rendue: null,
  refusee: null,
  reorientee: null,
  expiree: null,
}

/** After the opinion, of its author. SPEC §5 */
const APRES_AVIS: { readonly [S in SuiteApresAvis]: Prochaine } = {
  rectificatif: {
    responsable: 'requis',
    action: 'corriger l’avis sur lequel il revient (RECTIFICATIF)',
  },
  message: {
    responsable: 'requis',
    action:
      'dire si son message après l’avis le corrige (RECTIFICATIF) ou le complète (COMPLEMENT)',
  },
  question: { responsable: 'requis', action: 'répondre au message reçu après son avis' },
}

/**
 * What a slot waits for; `tenu`: somebody holds it; `recue`: he has the request; `apresAvis`: what waits for the author
 * of its opinion; null: nothing.
 */
export function prochaineDuCreneau(
  etat: EtatSollicitation | string,
  {
    tenu,
    recue,
    termine,
    apresAvis = null,
  }: {
    readonly tenu: boolean
    readonly recue: boolean
    readonly termine: boolean
    readonly apresAvis?: SuiteApresAvis | null
  },
): Prochaine | null {
  if (termine && apresAvis !== null) return APRES_AVIS[apresAvis]
  if (termine || !Object.hasOwn(DU_CRENEAU, etat)) return null
  const next = DU_CRENEAU[etat as EtatSollicitation]
  if (next?.responsable !== 'requis') return next
  if (!tenu) return { responsable: 'coordinateur', action: 'trouver un médecin disponible' }
  // Nobody can answer what he does not have. SPEC §6.8
  return recue ? next : { responsable: 'passerelle', action: 'remettre la demande au requis' }
}

const RESPONSABLES: { readonly [R in Prochaine['responsable']]: string } = {
  requerant: 'le requérant',
  requis: 'le requis',
  coordinateur: 'le coordinateur',
  passerelle: 'la passerelle',
  deposePour: 'le médecin pour qui la demande est déposée',
}

/** « le requérant : compléter la demande » */
export function prochaineFr({ responsable, action }: Prochaine): string {
  return `${RESPONSABLES[responsable]} : ${action}`
}
