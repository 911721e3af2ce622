/**
 * The letters about billing lines that came late: what was noted, what could not be read.
 *
 * In    the labels of the lines; never what they hold
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.8, §11
 */
import type { Libelle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { AnnuaireContre } from '../domain/numero-am.ts'
import type { Bloc } from './blocs.ts'
import { LIBELLES } from './formulaire.ts'
import { citeFr, enumeration } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  type Ecriture,
  notice,
  p,
  RIEN,
  salut,
  sujetDossier,
} from './lettre.ts'

type Notes = Extract<Lettre, { kind: 'numerosNotes' }>
type NotesTardives = Extract<LettreHorsDossier, { kind: 'numerosNotesApresDestruction' }>

/** What was noted of the billing lines of a letter. */
export function numerosNotes(e: Ecriture, lettre: Notes): Brouillon {
  const { dossier } = e
  const { illisibles, reste, contre } = lettre
  const notes = contre ? lettre.notes.filter((label) => label !== 'numeroAm') : lettre.notes
  const enMots = (label: Libelle): string => {
    const dit = e.parts.discret ? '' : citeFr(dossier.formulaire[label] ?? '')
    return dit === '' ? LIBELLES[label] : `${LIBELLES[label]} (« ${dit} »)`
  }
  const blocs: Bloc[] = [bonjour(e)]
  if (illisibles.length > 0) {
    blocs.push(
      p(
        `Vérifiez et renvoyez en réponse à ce message ce que nous n'avons pas pu lire : ${enumeration(illisibles.map(enMots))}.`,
      ),
    )
  }
  if (contre) blocs.push(p(contreFr(contre)))
  if (notes.length > 0) {
    blocs.push(
      p(
        `${illisibles.length === 0 && !contre ? `${RIEN} : pour` : 'Pour'} la facturation de la demande ${dossier.numero}, nous avons noté : ${libelles(notes)}.${contre ? '' : " Les actes qui l'attendaient sont complétés."}`,
      ),
    )
  }
  if (reste === 'non-transmis') {
    blocs.push(
      p(
        "Le reste de votre message n'a pas été transmis : la demande est terminée. Pour une nouvelle question, envoyez une nouvelle demande.",
      ),
    )
  }
  const brouillon = notice(sujetDossier(dossier, 'éléments de facturation'), blocs)
  const isCited = illisibles.some((label) => (dossier.formulaire[label] ?? '') !== '')
  return isCited && !e.parts.discret
    ? { ...brouillon, clinical: true, discret: 'possible' }
    : brouillon
}

/** The same, once nothing of the dossier is left but its acts. */
export function numerosTardifs({ numero, actes, contre }: NotesTardives): Brouillon {
  if (contre) {
    return notice(`Téléexpertise ${numero} : éléments de facturation`, [
      salut(null),
      p(contreFr(contre)),
      p(DETRUIT),
    ])
  }
  const combien =
    actes === 1 ? "l'acte qui l'attendait est complété" : `${actes} actes sont complétés`
  return notice(`Téléexpertise ${numero} : éléments de facturation`, [
    salut(null),
    p(
      `${RIEN} : ce que vous indiquez pour la facturation de la demande ${numero} est noté, ${combien}.`,
    ),
    p(DETRUIT),
  ])
}

const DETRUIT =
  "Le contenu de cette demande est détruit : rien d'autre de votre message n'a été transmis. Pour une nouvelle question, envoyez une nouvelle demande."

/** A number that the directory contradicts: which one counts, and how to settle it. Never whose the other is. */
export function contreFr({ comment, numero }: AnnuaireContre): string {
  const corriger =
    "S'il est pourtant le vôtre, faites corriger l'annuaire par l'administrateur de cette messagerie : l'acte attend jusque-là."
  return comment === 'different'
    ? `Répondez à ce message par la ligne « N° AM : ${numero} » pour confirmer ce numéro, que l'annuaire donne pour vous et qui serait facturé : celui que vous indiquez est un autre. ${corriger}`
    : `Vérifiez votre N° AM et répondez à ce message par une ligne « N° AM : … » : celui que vous indiquez est, dans l'annuaire, celui d'un autre professionnel et ne sera pas facturé pour vous. ${corriger}`
}

function libelles(labels: Notes['notes']): string {
  return labels.map((label) => LIBELLES[label]).join(', ')
}
