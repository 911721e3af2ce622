/**
 * The end that the requerant or the patient wants: ANNULATION, RETRAIT CONSENTEMENT, or a coordinator's word for them.
 *
 * In    the dossier, the signed letter or the command
 * Out   nothing more leaves, those who had the request are told, the content has its day of destruction
 *
 * SPEC §5, §6.1; CSP art. L. 1111-4
 */
import { later } from '../domain/calendrier.ts'
import type { Rpps } from '../domain/correspondant.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite } from '../domain/dossier.ts'
import type { Contexte, Provenance } from '../domain/evenement.ts'
import { isSimpleReponse } from '../domain/reponse-dite.ts'
import { abandonner, selonCreneaux } from './cloture.ts'
import { type Apport, DESTRUCTION_REFUS_MS } from './demande.ts'
import { auRequerant, auRequis, detenteurs, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { parleDUnAutre } from './patient.ts'
import { isEnDoute } from './question-posee.ts'
import { paroles, propos } from './texte-libre.ts'

/** ANNULATION: the open slots are withdrawn, those asked are told why; a compte-rendu already given stands. */
export function annuler(asked: Dossier, evenement: Apport, contexte: Contexte): Pas {
  const { message } = evenement.provenance
  return annulerPour(asked, { sceau: message, texte: motifDe(asked, evenement) }, contexte)
}

interface Fin {
  /** The mail or the command that ends it. */
  readonly sceau: string
  /** The requérant's reason, in his words; empty: none. */
  readonly texte: string
  /** A coordinator entered it. */
  readonly saisi?: 'oui'
}

/** The same for whoever ends it. */
export function annulerPour(asked: Dossier, { sceau, texte, saisi }: Fin, contexte: Contexte): Pas {
  const { now } = contexte
  const dossier = { ...asked, question: null }
  const open = dossier.sollicitations.filter((slot) => slot.termineeLe === null)
  const lettre: Annulation = {
    kind: 'annulation',
    raison: 'requerant',
    ...(saisi === 'oui' && { saisi }),
  }
  const told = annonces(dossier, open.flatMap(detenteurs), lettre, { sceau, texte })
  const left = abandonner(dossier, now)
  const withdrawn: Effet[] = open.map(({ rang }) => ({
    kind: 'retirerEnvois',
    roles: ['requis'],
    rang,
    raison: 'annulation',
  }))
  const step = pas(left, [...withdrawn, ...told], [trace('annulation')])
  if (dossier.sollicitations.some((slot) => slot.comptesRendus.length > 0)) {
    return puis(step, (d) => selonCreneaux(d, contexte))
  }
  return puis(step, (d) =>
    pas({
      ...d,
      etat: 'annule',
      motif: 'annulation',
      finiLe: now,
      destructionLe: later(now, DESTRUCTION_REFUS_MS),
    }),
  )
}

type Annulation = Extract<Lettre, { kind: 'annulation' }>

/** Where a withdrawal comes from: a signed mail, or a command (no entity to be bound to). */
type Retrait = Pick<Provenance, 'message'> & {
  readonly empreinte: Provenance['empreinte'] | null
  /** A coordinator entered it. */
  readonly saisi?: 'oui'
}

/** RETRAIT CONSENTEMENT: stops everything not yet sent and tells every requis who had the request. */
export function retirerConsentement(
  dossier: Dossier,
  { empreinte, message, saisi }: Retrait,
  { now }: Contexte,
): Pas {
  if (dossier.consentement.kind === 'retire' || dossier.consentement.kind === 'refuse') {
    const lettre: Lettre = { kind: 'annulation', raison: 'retrait' }
    const again = envoyer({ lettre, a: auRequerant(dossier), sceau: message })
    return pas(dossier, [again], [trace('consentement-deja-retire')])
  }
  const had = dossier.sollicitations.flatMap((slot) => slot.requis)
  const withdrawn: Dossier = {
    ...abandonner(dossier, now),
    etat: 'annule',
    motif: 'consentement-retire',
    finiLe: dossier.finiLe ?? now,
    consentement: { kind: 'retire', le: now, preuve: empreinte },
    question: null,
    destructionLe: soonest(dossier, later(now, DESTRUCTION_REFUS_MS)),
  }
  const lettre: Annulation = {
    kind: 'annulation',
    raison: 'retrait',
    ...(saisi === 'oui' && { saisi }),
  }
  const stop: Effet = {
    kind: 'retirerEnvois',
    roles: ['requis', 'requerant', 'medecinTraitant'],
    rang: null,
    raison: 'consentement-retire',
  }
  return pas(
    withdrawn,
    [
      stop,
      ...(isEnDoute(dossier)
        ? [{ kind: 'reglerTravaux', code: 'consentement-en-doute' } as const]
        : []),
      ...annonces(dossier, had, lettre, { sceau: message }),
    ],
    [trace('consentement-retire')],
  )
}

/** His reason, in his own words; nothing that may speak of another patient. SPEC §6.5, §6.7 */
function motifDe(dossier: Dossier, { courrier }: Apport): string {
  const waited = dossier.question?.code === 'annulation-a-preciser' ? dossier.question.lettres : []
  const said = [...waited.map((one) => one.courrier), courrier].filter(
    (one) => !isSimpleReponse(paroles(one)) && !parleDUnAutre(dossier, one),
  )
  return said.map(propos).join('\n\n').trim()
}

function annonces(
  dossier: Dossier,
  requis: readonly RequisSollicite[],
  lettre: Annulation,
  { sceau, texte = '' }: { readonly sceau: string; readonly texte?: string },
): readonly Effet[] {
  const waited = new Set(dossier.question?.lettres.flatMap(({ requis: un }) => un?.rpps ?? []))
  const motivee = (rpps: Rpps): Lettre => ({
    ...lettre,
    ...(texte !== '' && { texte }),
    ...(lettre.raison === 'retrait' && waited.has(rpps) && { garde: 'oui' }),
  })
  const each = new Map(requis.map((one) => [one.rpps, one]))
  return [
    envoyer({ lettre, a: auRequerant(dossier), sceau }),
    ...[...each.values()].map((one) =>
      envoyer({ lettre: motivee(one.rpps), a: auRequis(one), sceau }),
    ),
  ]
}

function soonest({ destructionLe }: Dossier, wanted: NonNullable<Dossier['destructionLe']>) {
  return destructionLe !== null && destructionLe < wanted ? destructionLe : wanted
}
