/**
 * One physician writes as the replacement of another, whose number is billed.
 *
 * In    who replaces, whom the directory knows by the words written, what the replaced one said of it
 * Out   the party that an act is billed under, and how it stands on the day of the act
 *
 * It names a number and never makes an author: the opinion and the request stay those of who signed. SPEC §5, §11
 */
import type { Acte, PartieActe } from './acte.ts'
import type { AdresseMss, Jour, Professionnel, Rpps } from './correspondant.ts'
import type { Dossier } from './dossier.ts'
import type { EtatRemplacement, Remplacement, RemplacementActe, Validation } from './remplace.ts'
import { specialiteDeProfession } from './tarif.ts'

/** How a replacement stands on a day. */
export function etatDuRemplacement(one: Remplacement, day: Jour): EtatRemplacement {
  if (one.remplace === null) return 'inconnu'
  if (one.refuseLe !== null) return 'refuse'
  return one.validations.some((each) => couvre(each, day)) ? 'valide' : 'a-valider'
}

/** Does a validation hold on this day? */
export function couvre({ du, au }: Pick<Validation, 'du' | 'au'>, day: Jour): boolean {
  return (du === null || du <= day) && (au === null || day <= au)
}

/** The party that is billed: the one whom this author replaces, where he is known. */
export function factureSous(
  { remplacements = [] }: Pick<Dossier, 'remplacements'>,
  partie: PartieActe,
): PartieActe {
  const one = remplacements.find(({ par }) => par === partie.rpps)
  return one?.remplace == null ? partie : sansAdresse(one.remplace)
}

/** Whose acts count for the caps of this author: the one whom he replaces, or himself. */
export function compteDe(dossier: Pick<Dossier, 'remplacements'>, rpps: Rpps): Rpps {
  const one = dossier.remplacements?.find(({ par }) => par === rpps)
  return one?.remplace?.rpps ?? rpps
}

/** What an act keeps of the replacements of its parties; nothing where nobody is replaced. */
export function remplacementsDeLActe(
  { remplacements = [] }: Pick<Dossier, 'remplacements'>,
  parties: readonly Rpps[],
  day: Jour,
): Pick<Acte, 'remplacements'> {
  const own = remplacements.filter(({ par }) => parties.includes(par))
  return own.length === 0 ? {} : { remplacements: own.map((one) => pourLActe(one, day)) }
}

/** The act once more is known of who replaces whom: under the number that is billed, as it stands on its day. */
export function avecRemplacements(acte: Acte, known: readonly Remplacement[]): Acte {
  return known.reduce(avecUnRemplacement, acte)
}

function avecUnRemplacement(acte: Acte, one: Remplacement): Acte {
  const noted = (acte.remplacements ?? []).find(({ par }) => par === one.par)
  const under = noted?.remplace ?? one.par
  const isOf = ({ rpps }: PartieActe): boolean => rpps === under
  if (!isOf(acte.executant) && !isOf(acte.prescripteur)) return acte
  const { remplace } = one
  const billed = (partie: PartieActe): PartieActe =>
    isOf(partie) && remplace !== null && partie.rpps !== remplace.rpps
      ? sansAdresse(remplace)
      : partie
  const others = (acte.remplacements ?? []).filter(({ par }) => par !== one.par)
  return {
    ...acte,
    executant: billed(acte.executant),
    prescripteur: billed(acte.prescripteur),
    remplacements: [...others, pourLActe(one, acte.dateActe)],
  }
}

/** How the replacement of a party of an act stands; null: it is no replacement. */
export function etatPour(
  { remplacements = [] }: Pick<Acte, 'remplacements'>,
  { rpps }: PartieActe,
): EtatRemplacement | null {
  return remplacements.find((one) => (one.remplace ?? one.par) === rpps)?.etat ?? null
}

/** A physician as the party of an act. */
export function partieDe(qui: Professionnel): PartieActe {
  const { rpps, nom, prenom, numeroAm, finess, profession } = qui
  const specialite = qui.specialite ?? specialiteDeProfession(profession)
  return { rpps, nom, prenom, numeroAm, finess, specialite, profession }
}

function pourLActe(one: Remplacement, day: Jour): RemplacementActe {
  return { par: one.par, remplace: one.remplace?.rpps ?? null, etat: etatDuRemplacement(one, day) }
}

function sansAdresse({
  adresse: _,
  ...partie
}: PartieActe & { readonly adresse: AdresseMss | null }): PartieActe {
  return partie
}
