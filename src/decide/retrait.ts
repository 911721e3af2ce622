/**
 * The end that the requerant or the patient wants: ANNULATION, RETRAIT CONSENTEMENT.
 *
 * In    the dossier, the signed letter
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
  const { now } = contexte
  const { message } = evenement.provenance
  const dossier = { ...asked, question: null }
  const open = dossier.sollicitations.filter((slot) => slot.termineeLe === null)
  const lettre: Lettre = { kind: 'annulation', raison: 'requerant' }
  const told = annonces(dossier, open.flatMap(detenteurs), lettre, {
    sceau: message,
    texte: motifDe(asked, evenement),
  })
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

/** RETRAIT CONSENTEMENT: stops everything not yet sent and tells every requis who had the request. */
export function retirerConsentement(
  dossier: Dossier,
  { empreinte, message }: Provenance,
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
      ...annonces(dossier, had, { kind: 'annulation', raison: 'retrait' }, { sceau: message }),
    ],
    [trace('consentement-retire')],
  )
}

/** His reason, in his own words; nothing that may speak of another patient. SPEC §6 rules 5 and 7 */
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
  lettre: Extract<Lettre, { kind: 'annulation' }>,
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
