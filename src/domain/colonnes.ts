/**
 * Which columns of the billing file an authorised person may put right, and how each is read.
 *
 * In    an act, a value as written in the CSV
 * Out   the act with that column changed; null when the value cannot be read
 *
 * What the téléexpertise itself decided (who gave the opinion, on which day, under which rank) is no column
 * of these. SPEC §11
 */
import type { Acte, PartieActe } from './acte.ts'
import type { CodeSpecialite, Territoire } from './correspondant.ts'
import { finessDe, jourDe, nirDe, numeroAmDe, ouiNonDe, sexeDe } from './identifiants.ts'
import { natureAssuranceDe } from './nature-assurance.ts'
import { sousFiness, sousNumeroAm } from './numero-am.ts'
import type { Patient } from './patient.ts'
import { specialiteDe } from './specialites.ts'

/** Sets one column; null: unreadable. */
export type Colonne = (acte: Acte, value: string) => Acte | null

const TERRITOIRES: { readonly [code: string]: Territoire } = { METRO: 'metropole', DOM: 'dom' }
const NIR_CORPS = 13

/** By the name of the column in the CSV. */
export const COLONNES_CORRIGEABLES: { readonly [colonne: string]: Colonne } = {
  code_acte: (acte, value) =>
    // The level of a TE before 2022-04-01; an RQD is none.
    acte.role === 'REQUIS' && (value === 'TE1' || value === 'TE2')
      ? {
          ...acte,
          code: value,
          assure: { ...acte.assure, niveau: value === 'TE1' ? '1' : '2' },
        }
      : null,
  territoire: (acte, value) => {
    const territoire = TERRITOIRES[value.toUpperCase()]
    return territoire === undefined ? null : { ...acte, territoire, territoireSelon: 'decision' }
  },
  nir: (acte, value) => {
    const nir = nirDe(value)
    return nir === null ? null : { ...acte, assure: { ...acte.assure, nir } }
  },
  // The key goes with its number: it is checked, never put in the place of another.
  cle: (acte, value) => (acte.assure.nir?.slice(NIR_CORPS) === value ? acte : null),
  nom_naissance: patient('nomNaissance', (value) => named(value)?.toUpperCase() ?? null),
  prenom: patient('prenoms', named),
  date_naissance: patient('dateNaissance', jourDe),
  sexe: patient('sexe', sexeDe),
  exec_am: numeroAm('executant'),
  exec_finess: finess('executant'),
  exec_spe: partie('executant', 'specialite', specialite),
  presc_am: numeroAm('prescripteur'),
  presc_finess: finess('prescripteur'),
  presc_spe: partie('prescripteur', 'specialite', specialite),
  date_demande: (acte, value) => {
    const day = jourDe(value)
    return day === null || day > acte.dateActe ? null : { ...acte, dateDemande: day }
  },
  ald: (acte, value) => {
    const ald = ouiNonDe(value)
    return ald === null ? null : { ...acte, assure: { ...acte.assure, ald } }
  },
  nature_assurance: (acte, value) => {
    const natureAssurance = natureAssuranceDe(value)
    return natureAssurance === null
      ? null
      : { ...acte, assure: { ...acte.assure, natureAssurance } }
  },
}

function patient<K extends keyof Patient>(
  key: K,
  read: (value: string) => Patient[K] | null,
): Colonne {
  return (acte, value) => {
    const said = read(value)
    return said === null ? null : { ...acte, patient: { ...acte.patient, [key]: said } }
  }
}

function partie<K extends keyof PartieActe>(
  who: 'executant' | 'prescripteur',
  key: K,
  read: (value: string) => PartieActe[K] | null,
): Colonne {
  return (acte, value) => {
    const said = read(value)
    return said === null ? null : { ...acte, [who]: { ...acte[who], [key]: said } }
  }
}

// AM or FINESS: one takes the place of the other, nothing empties it. SPEC §4
function finess(who: 'executant' | 'prescripteur'): Colonne {
  return (acte, value) => {
    const said = value === '' ? null : finessDe(value)
    if (said === null && value !== '') return null
    return { ...acte, [who]: sousFiness(acte[who], said) }
  }
}

// What a person enters is written like what a letter gives: the directory has the last word.
function numeroAm(who: 'executant' | 'prescripteur'): Colonne {
  return (acte, value) => {
    const said = value === '' ? null : numeroAmDe(value)
    if (said === null && value !== '') return null
    return { ...acte, [who]: sousNumeroAm(acte[who], said) }
  }
}

function specialite(value: string): CodeSpecialite | null {
  return specialiteDe(value)
}

const NAME = /^[\p{L}][\p{L}\p{M} '’.-]{0,99}$/u

function named(value: string): string | null {
  return NAME.test(value) ? value : null
}
