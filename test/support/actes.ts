/**
 * Invented acts for the tests of billing: test RPPS, test INS, nobody's name.
 */
import type { Acte } from '../../src/domain/acte.ts'

type Brand<T> = { readonly [K in keyof T]: unknown }

/** An act that may be billed: TE2 of a dermatologist for Alix Essai. */
export function acte(changes: Partial<Brand<Acte>> = {}): Acte {
  const base: Brand<Acte> = {
    dossier: 'TE-2026-000123',
    rang: 1,
    role: 'REQUIS',
    code: 'TE2',
    dateActe: '2026-03-02',
    montantCentimes: 2300,
    territoire: 'metropole',
    regleVersion: 'te2-2026-01-01',
    etat: 'facturable',
    motif: null,
    executant: {
      rpps: '99700218896',
      nom: 'PEAU',
      prenom: 'Camille',
      numeroAm: '750000001',
      finess: null,
      specialite: '05',
      profession: '10',
    },
    prescripteur: {
      rpps: '99700000012',
      nom: 'CABINET',
      prenom: 'Dominique',
      numeroAm: null,
      finess: '750712184',
      specialite: '01',
      profession: '10',
    },
    patient: {
      nomNaissance: 'ESSAI',
      prenoms: 'Alix Marie',
      dateNaissance: '1984-05-17',
      sexe: 'F',
      nomUtilise: null,
      lieuNaissance: '88321',
      ins: { matricule: '284058832102532', oid: '1.2.250.1.213.1.4.10', statut: 'qualifiee' },
    },
    assure: {
      nir: '153124500723160',
      rang: '1',
      regime: '01',
      natureAssurance: '10',
      ald: false,
      hospitalise: false,
      finessSejour: null,
      niveau: null,
    },
    dateDemande: '2026-03-01',
    dateCompteRendu: '2026-03-02',
    rangAnnuel: 1,
    plafond: 4,
    remisLe: '2026-03-02T10:00:00.000Z',
    preuve: 'a'.repeat(64),
  }
  return { ...base, ...changes } as Acte
}

/** The RQD of the same dossier: the requerant's own act. */
export function acteRqd(changes: Partial<Brand<Acte>> = {}): Acte {
  const te = acte()
  return acte({
    rang: 0,
    role: 'REQUERANT',
    code: 'RQD',
    montantCentimes: 1000,
    regleVersion: 'rqd-2022-04-01',
    executant: te.prescripteur,
    prescripteur: te.executant,
    ...changes,
  })
}
