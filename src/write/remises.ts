/**
 * Who has the request of a slot, as letters say it: nobody is said to have what has not been handed over.
 *
 * In    slots of a dossier, with what is known of each handover
 * Out   those on whose way the request still is, those whom it could not reach, and why, in words
 * Refuses nothing.
 *
 * SPEC §6.8
 */
import { isSansFin } from '../domain/absences.ts'
import { addDays } from '../domain/calendrier.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { aRecu } from '../domain/etats.ts'
import { avecArticle, enumeration, jourFr, nomFr } from './francais.ts'
import { actifs } from './lettre.ts'

/** Those who hold the slot and to whom the request is still on its way. */
export function attendus(slot: Sollicitation): readonly RequisSollicite[] {
  return actifs(slot).filter((one) => !aRecu(one))
}

/** Those whom the request could not reach, while nobody else holds the slot. */
export function nonJoints(slot: Sollicitation): readonly RequisSollicite[] {
  return actifs(slot).length > 0 ? [] : slot.requis.filter(({ ecarte }) => ecarte === 'injoignable')
}

/** « Votre demande n'a pas pu être remise au Dr X : sa boîte est pleine. Vous pouvez l'appeler, au 01… » */
export function nonRemiseFr(dossier: Dossier, un: RequisSollicite): string {
  const note = dossier.remises?.findLast(
    ({ lettre, rpps }) => lettre === 'demandeAvis' && rpps === un.rpps,
  )
  const appel = un.telephone === null ? '' : ` Vous pouvez l'appeler, au ${un.telephone}.`
  const qui = avecArticle('au', nomFr(un))
  const obstacle =
    note === undefined && isParti(un)
      ? 'il est absent, ou ne répond plus ici aux demandes'
      : obstacleFr(note?.code ?? null)
  return `Votre demande n'a pas pu être remise ${qui} : ${obstacle}.${appel}`
}

const OBSTACLES: { readonly [code: string]: string } = {
  'chiffrement-impossible':
    "sa messagerie n'a pas encore de certificat connu ici, et ce qui concerne un patient ne part pas sans chiffrement",
  'recipient-key-unusable': 'le certificat de sa messagerie ne peut plus servir au chiffrement',
  'adresse-perdue': "l'annuaire ne lui donne plus d'adresse",
  'delivery-mailbox-unknown': "sa boîte n'existe pas, ou plus, chez son opérateur",
  'delivery-address-invalid': "son adresse n'est pas valide",
  'delivery-domain-unknown': "le domaine de son adresse n'existe pas",
  'delivery-mailbox-full': 'sa boîte est pleine',
  'delivery-too-large': 'les documents dépassent ce que sa messagerie accepte',
  'delivery-refused': 'son serveur de messagerie la refuse',
}

/** Was it taken back, its reader being concerned no more? Nobody has that to mend. */
export function isReprise(code: string): boolean {
  return Object.hasOwn(REPRISES, code)
}

const REPRISES: { readonly [code: string]: string } = {
  'lettre-sans-objet': "son avis n'étant plus attendu pour cette demande",
  'destinataire-ecarte': 'un autre médecin étant maintenant sollicité à sa place',
}

/** Why a letter did not reach its reader, in a few words for a physician. */
export function obstacleFr(code: string | null): string {
  return REPRISES[code ?? ''] ?? OBSTACLES[code ?? ''] ?? 'un incident technique empêche la remise'
}

/** Is he away now, as far as the dossier knows? */
export function isParti({ absence, absentDes }: RequisSollicite): boolean {
  return absence != null && absentDes == null
}

/** « son envoi au Dr X est en cours »; to one who is away, when it will be. Null: nobody waits for it. */
export function envoiEnCours(slots: readonly Sollicitation[]): string | null {
  const waiting = slots.flatMap(attendus)
  const noms = waiting.filter((un) => !isParti(un)).map((un) => avecArticle('au', nomFr(un)))
  const partis = waiting.flatMap((un) =>
    un.absence != null && isParti(un)
      ? [
          isSansFin(un.absence)
            ? `elle n'est pas remise ${avecArticle('au', nomFr(un))}, qui ne répond plus ici aux demandes`
            : `elle ne sera remise ${avecArticle('au', nomFr(un))} qu'à son retour, le ${jourFr(addDays(un.absence.au, 1))}`,
        ]
      : [],
  )
  const cours = noms.length === 0 ? [] : [`son envoi ${enumeration(noms)} est en cours`]
  return cours.length + partis.length === 0 ? null : [...cours, ...partis].join(' ; ')
}
