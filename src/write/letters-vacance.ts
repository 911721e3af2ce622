/**
 * What the requérant reads where the one whom he names cannot have his request now: why, until when, what he can do.
 *
 * In    an Ecriture, the slot that asks a person, why it was in vain
 * Out   Blocs; « partira » only where it will
 * Refuses nothing.
 *
 * SPEC §6.8
 */
import { propositionDe } from '../domain/attentes.ts'
import { addDays, jourParis } from '../domain/calendrier.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import type { Vacance } from '../domain/vacance.ts'
import type { Bloc } from './blocs.ts'
import { avecArticle, jourFr, nomFr, termeFr } from './francais.ts'
import { type Ecriture, p } from './lettre.ts'
import { expiration } from './termes.ts'

/** The one asked by name is not to be had. */
export function nommeIndisponible(e: Ecriture, slot: Sollicitation, vacance: Vacance): Bloc[] {
  const { numero } = e.dossier
  const { qui, cause, absence } = vacance
  const nom = nomFr(qui)
  const fin = expiration(e, slot)
  const retour = absence === null ? null : addDays(absence.au, 1)
  const attend = retour !== null && retour < jourParis(fin)
  const causes = {
    absent: `que vous nommez, est absent${absence === null ? '' : ` du ${jourFr(absence.du)} au ${jourFr(absence.au)} inclus`}`,
    complet: "que vous nommez, a reçu aujourd'hui autant de demandes qu'il en accepte en un jour",
    inactif: 'que vous nommez, ne répond plus ici aux demandes',
  } as const
  const suites = {
    absent: attend
      ? `elle lui sera remise à son retour, le ${jourFr(retour)}`
      : `elle se clôt avant son retour, et ne lui parviendra pas`,
    complet: 'elle lui sera remise dès qu’il en accepte de nouveau',
    inactif: 'elle ne lui sera pas remise',
  } as const
  const propose = propositionDe(slot) !== null
  return [
    p(
      `${faire(numero, propose)} : ${avecArticle('le', nom)}, ${causes[cause]}. Aucun médecin n'est disponible ${propose ? 'sans votre accord' : 'à sa place'}.`,
    ),
    ...delegueFr(vacance),
    p(
      `Elle n'a été remise à personne ; ${suites[cause]}. Sans avis, elle se clôt ${termeFr(fin)}${e.parts.coordination && !propose ? ' ; la coordination est prévenue' : ''}.`,
    ),
  ]
}

/** First what he can do. */
function faire(numero: string, propose: boolean): string {
  return propose
    ? `Répondez à la proposition que vous recevez à part pour votre demande ${numero}, ou annulez-la et nommez un autre médecin`
    : `Si votre demande ${numero} ne peut attendre, annulez-la et envoyez une nouvelle demande qui nomme un autre médecin, ou la seule spécialité`
}

function delegueFr({ delegue }: Vacance): Bloc[] {
  if (delegue === null) return []
  const nom = avecArticle('Le', nomFr(delegue))
  return [p(`${nom}, qui répond pour lui, n'est pas disponible ici non plus.`)]
}
