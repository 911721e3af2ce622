/**
 * The end that the requerant or the patient wants: ANNULATION, RETRAIT CONSENTEMENT.
 *
 * In    the dossier, the signed letter
 * Out   nothing more leaves, those who had the request are told, the content has its day of destruction
 *
 * SPEC §5, §6.1; CSP art. L. 1111-4
 */
import { later } from '../domain/calendrier.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite } from '../domain/dossier.ts'
import type { Contexte, Provenance } from '../domain/evenement.ts'
import { abandonner, selonCreneaux } from './cloture.ts'
import { DESTRUCTION_REFUS_MS } from './demande.ts'
import { actifs, auRequerant, auRequis, envoyer, type Pas, pas, puis, trace } from './pas.ts'

/** ANNULATION: the open slots are withdrawn; a compte-rendu already given stands. */
export function annuler(dossier: Dossier, { message }: Provenance, contexte: Contexte): Pas {
  const { now } = contexte
  const open = dossier.sollicitations.filter((slot) => slot.termineeLe === null)
  const told = annonces(dossier, open.flatMap(actifs), 'requerant', message)
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
    [stop, ...annonces(dossier, had, 'retrait', message)],
    [trace('consentement-retire')],
  )
}

function annonces(
  dossier: Dossier,
  requis: readonly RequisSollicite[],
  raison: 'requerant' | 'retrait',
  sceau: string,
): readonly Effet[] {
  const lettre: Lettre = { kind: 'annulation', raison }
  const each = new Map(requis.map((one) => [one.rpps, one]))
  return [
    envoyer({ lettre, a: auRequerant(dossier), sceau }),
    ...[...each.values()].map((one) => envoyer({ lettre, a: auRequis(one), sceau })),
  ]
}

function soonest({ destructionLe }: Dossier, wanted: NonNullable<Dossier['destructionLe']>) {
  return destructionLe !== null && destructionLe < wanted ? destructionLe : wanted
}
