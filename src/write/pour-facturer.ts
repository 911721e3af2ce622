/**
 * « Pour facturer »: what a party may bill for an opinion, as the letters about it say it.
 *
 * In    the acts of one party, the compte-rendu, the version handed over before it
 * Out   blocks: code, amount, date, prescripteur, cap; or why there is nothing to bill
 * Refuses nothing.
 *
 * NGAP art. 14.9; SPEC §10, §11
 */
import type { Acte, PartieActe } from '../domain/acte.ts'
import type { CompteRendu } from '../domain/dossier.ts'
import { reglableJusquAu } from '../domain/reglement.ts'
import type { Bloc } from './blocs.ts'
import { motifFr } from './formulaire.ts'
import { jourFr, montantFr, nomFr, specialiteFr } from './francais.ts'
import { p } from './lettre.ts'

/** « Pour facturer »: each act, or why there is none. */
export function pourFacturer(
  actes: readonly Acte[],
  cr: CompteRendu,
  former: number | null,
): Bloc[] {
  const titre: Bloc = { kind: 'titre', texte: 'Pour facturer' }
  if (former !== null) {
    return [
      titre,
      p("Même acte que la version précédente : il n'est pas à facturer une seconde fois."),
    ]
  }
  if (cr.complementaire) return [titre, p('Avis complémentaire, sans acte : rien à facturer.')]
  if (actes.length === 0)
    return [titre, p("Aucun acte n'est à facturer de votre côté pour cet avis.")]
  return [titre, ...actes.flatMap(acteFr)]
}

/** Does one of these acts wait for something that its own party may give? */
export function attendSaReponse(actes: readonly Acte[]): boolean {
  return actes.some((acte) => acte.etat === 'a_verifier' && demandeFr(acte) !== null)
}

function acteFr(acte: Acte): Bloc[] {
  const motif = acte.motif === null ? '' : motifFr(acte.motif)
  if (acte.etat === 'non_facturable') return [p(`${acte.code} non facturable. ${motif}`)]
  const blocs: Bloc[] = [
    {
      kind: 'faits',
      lignes: [
        ['Code', acte.code],
        ['Montant', montantFr(acte.montantCentimes)],
        ["Date de l'acte", jourFr(acte.dateActe)],
        ['Prescripteur', partieFr(acte.prescripteur)],
        ['Date de la demande', jourFr(acte.dateDemande)],
        ['Prise en charge', '100 % AMO, tiers payant, sans dépassement'],
        ['Feuille de soins', 'feuille distincte, ne portant que cet acte (SESAM sans Vitale)'],
        [
          'Plafond',
          `acte n° ${acte.rangAnnuel} sur ${acte.plafond} cette année pour ce patient, à notre connaissance, sur cette messagerie`,
        ],
      ],
    },
  ]
  if (acte.etat === 'a_verifier') blocs.push(p(`À vérifier avant de facturer. ${motif}`))
  const demande = demandeFr(acte)
  if (demande === null) return blocs
  const limite = jourFr(reglableJusquAu(acte))
  return [...blocs, p(`${demande} Une réponse compte jusqu'au ${limite}.`)]
}

/** What the party who bills is asked for, and how he gives it. */
function demandeFr({ motif, executant }: Acte): string | null {
  switch (motif) {
    case 'numero-executant-manquant':
      return "Répondez à ce message par une ligne « N° AM : … », ou « N° FINESS : … » si vous êtes salarié : l'acte sera complété."
    case 'numero-executant-different':
      return `Pour confirmer le numéro de l'annuaire, répondez à ce message par la ligne « N° AM : ${executant.numeroAm} » : l'acte sera facturable. S'il est faux, faites corriger l'annuaire par l'administrateur de cette messagerie.`
    case 'numero-executant-autrui':
      return "Répondez à ce message par une ligne « N° AM : … » avec le vôtre, ou faites corriger l'annuaire par l'administrateur de cette messagerie."
    default:
      return null
  }
}

/** The other party as the « prescripteur » zone names him: AM number, or FINESS when salaried. */
function partieFr(partie: PartieActe): string {
  const numero =
    partie.numeroAm !== null
      ? `n° AM ${partie.numeroAm}`
      : partie.finess !== null
        ? `FINESS ${partie.finess}`
        : 'numéro non communiqué'
  const specialite =
    partie.specialite === null
      ? 'spécialité non communiquée'
      : `spécialité ${partie.specialite} ${specialiteFr(partie.specialite)}`
  return `${nomFr(partie)}, ${numero}, ${specialite}`
}
