/**
 * How an act that waits, is doubtful or was rejected is put right.
 *
 * In    an act, and what became known of it: numbers of its parties, a person's decision, corrected columns
 * Out   the act as it becomes, or a code that says why not
 * Refuses   acte-incomplet, acte-inchange, plafond-atteint, profession-sans-acte, requerant-requis, remplacement-refuse,
 *           prescripteur-remplacement-refuse, champ-inconnu, champ-illisible, champ-impossible,
 *           autre-patient-a-confirmer
 *
 * The rank of an act never changes here: it was taken in the year of the opinion. NGAP art. 14.9; SPEC §11
 */
import type { Acte, PartieActe } from './acte.ts'
import { COLONNES_CORRIGEABLES } from './colonnes.ts'
import { colonneImpossible } from './colonnes-possibles.ts'
import type { CodeSpecialite, Jour, Rpps } from './correspondant.ts'
import {
  DOUTES_COMMUNS,
  DOUTES_EN_MIROIR,
  doutes,
  isMemePersonne,
  jugement,
  LACUNES,
  lacksNumber,
  MEME_PERSONNE,
  REFUS_SIGNES,
} from './doutes.ts'
import type { FaitsFacturation } from './evenement.ts'
import { contredit, type NumerosConnus, selonAnnuaire } from './numero-am.ts'
import type { Assure } from './patient.ts'
import type { Remplacement } from './remplace.ts'
import { avecRemplacements } from './remplacement.ts'
import { tarif } from './tarif.ts'
import { acteSelonTerritoire } from './territoire.ts'

/** What is known of a party's billing; null: nothing new. */
export interface NumerosPartie {
  readonly rpps: Rpps
  readonly numeroAm: string | null
  /** The AM number that he wrote: see `Numerote`. Absent: `numeroAm` is the directory's. */
  readonly ecrit?: string | null
  readonly finess: string | null
  readonly specialite: CodeSpecialite | null
}

/** What a letter or the directory brings to the acts of a dossier. */
export interface Apport {
  readonly parties: readonly NumerosPartie[]
  readonly assure: Partial<Assure>
  /** Who replaces whom. Absent: nothing new. */
  readonly remplacements?: readonly Remplacement[]
}

/** Why an act was not changed: a code of errors.ts, and the column it is about. */
export interface Refus {
  readonly refus:
    | 'acte-incomplet'
    | 'acte-inchange'
    | 'plafond-atteint'
    | 'profession-sans-acte'
    | 'requerant-requis'
    | (typeof REFUS_SIGNES)[number]
    | 'champ-inconnu'
    | 'champ-illisible'
    | 'champ-impossible'
    | 'autre-patient-a-confirmer'
  readonly champ: string | null
}

/** Until when a reply or the directory may still complete an act: 31 December of the second year after it. SPEC §11 */
export function reglableJusquAu({ dateActe }: Pick<Acte, 'dateActe'>): Jour {
  return `${Number(dateActe.slice(0, 4)) + 2}-12-31` as Jour
}

/**
 * The act with what was given, judged again; the same value when it changes nothing or is out of date. Whatever was
 * written, the directory says under which AM number a party is billed.
 */
export function completer(
  acte: Acte,
  apport: Apport,
  { today, connus }: { readonly today: Jour; readonly connus: NumerosConnus },
): Acte {
  // A signed refusal is taken back by a signed word; any other end stays.
  const isOver = acte.etat === 'non_facturable' && acte.motif !== 'remplacement-refuse'
  if (isOver || today > reglableJusquAu(acte)) return acte
  const said = Object.entries(apport.assure).filter(([, value]) => value !== null)
  const billed = avecRemplacements(acte, apport.remplacements ?? [])
  const next = acteSelonTerritoire({
    ...billed,
    executant: selonAnnuaire(avec(billed.executant, apport.parties), connus),
    prescripteur: selonAnnuaire(avec(billed.prescripteur, apport.parties), connus),
    assure: { ...acte.assure, ...Object.fromEntries(said) },
  })
  const judged = { ...next, ...jugement(next) }
  return isMeme(judged, acte) ? acte : judged
}

/** The act under the numbers that the directory wants, judged again. */
export function acteSelonAnnuaire(acte: Acte, connus: NumerosConnus): Acte {
  const next = acteSelonTerritoire({
    ...acte,
    executant: selonAnnuaire(acte.executant, connus),
    prescripteur: selonAnnuaire(acte.prescripteur, connus),
  })
  if (acte.etat === 'non_facturable') return next
  return { ...next, ...jugement(next) }
}

/** Do two records say the same? What was written counts where the directory contradicts it. */
export function isMeme(a: Acte, b: Acte): boolean {
  return plain(a) === plain(b)
}

function plain(acte: Acte): string {
  const bare = ({ rpps, nom, prenom, numeroAm, finess, ...party }: PartieActe) => {
    const { specialite, profession, ecrit = null } = party
    const wrong = ecrit === numeroAm ? null : ecrit
    return [rpps, nom, prenom, numeroAm, wrong, finess, specialite, profession]
  }
  const { executant, prescripteur, ...facts } = acte
  return JSON.stringify([facts, bare(executant), bare(prescripteur)])
}

/** What of an apport an act lacks: the directory fills gaps, it does not overrule what a person wrote. */
export function lacunesComblees(acte: Acte, known: readonly NumerosPartie[]): Apport {
  const parties = [acte.executant, acte.prescripteur].flatMap((party) => {
    const found = known.find((one) => one.rpps === party.rpps)
    if (found === undefined) return []
    const lacks = lacksNumber(party) || contredit(party) !== null
    return [
      {
        rpps: party.rpps,
        numeroAm: lacks ? found.numeroAm : null,
        ...(lacks && { ecrit: found.ecrit ?? null }),
        finess: lacks ? found.finess : null,
        specialite: party.specialite === null ? found.specialite : null,
      },
    ]
  })
  return { parties, assure: {} }
}

/**
 * An authorised person settles the doubts of an act. What lacks must be given first; a cap is counted anew
 * in the year of the opinion, `faits` being the acts but this one.
 */
export function confirmer(acte: Acte, faits: FaitsFacturation): Acte | Refus {
  if (acte.etat === 'facturable') return refus('acte-inchange')
  const open = doutes(acte)
  const lacks = LACUNES.find((name) => open.includes(name))
  if (isMemePersonne(acte)) return refus(MEME_PERSONNE)
  const refused = REFUS_SIGNES.find((name) => open.includes(name))
  if (refused !== undefined) return refus(refused)
  if (lacks !== undefined) return refus('acte-incomplet')
  const { rpps } = acte.executant
  const taken = acte.role === 'REQUIS' ? (faits.parRequis[rpps] ?? 0) : faits.parRequerant
  const rangAnnuel = acte.etat === 'non_facturable' ? taken + 1 : acte.rangAnnuel
  const next = { ...acte, rangAnnuel, confirmes: [...(acte.confirmes ?? []), ...open] }
  const judged = { ...next, ...jugement(next) }
  if (judged.motif === 'plafond-atteint' || judged.motif === 'profession-sans-acte') {
    return refus(judged.motif)
  }
  return judged
}

/** What the confirmation of one act of a pair settles of the other: doubts about the téléexpertise itself. */
export function confirmerAvec(acte: Acte, settled: Acte): Acte {
  if (acte.etat !== 'a_verifier' || !isPaire(acte, settled)) return acte
  const said = settled.confirmes ?? []
  const mirrored = said.flatMap((name) => DOUTES_EN_MIROIR[name] ?? [])
  const shared = [...DOUTES_COMMUNS.filter((name) => said.includes(name)), ...mirrored].filter(
    (name) => !(acte.confirmes ?? []).includes(name),
  )
  if (shared.length === 0) return acte
  const next = { ...acte, confirmes: [...(acte.confirmes ?? []), ...shared] }
  return { ...next, ...jugement(next) }
}

/** The TE and the RQD of one opinion: each one's executant is the other's prescripteur. */
export function isPaire(a: Acte, b: Acte): boolean {
  return (
    a.dossier === b.dossier &&
    a.role !== b.role &&
    a.executant.rpps === b.prescripteur.rpps &&
    a.prescripteur.rpps === b.executant.rpps
  )
}

/** An authorised person decides that the act is not billed. */
export function ecarter(acte: Acte): Acte | Refus {
  if (acte.motif === 'ecarte-par-decision') return refus('acte-inchange')
  return { ...acte, etat: 'non_facturable', motif: 'ecarte-par-decision' }
}

/** Columns of the CSV put right, all of them or none; the state follows, and the amount where its rule changes. */
export function corriger(acte: Acte, champs: { readonly [colonne: string]: string }): Acte | Refus {
  const unknown = Object.keys(champs).find((name) => !Object.hasOwn(COLONNES_CORRIGEABLES, name))
  if (unknown !== undefined) return refus('champ-inconnu', unknown)
  const both = ['exec', 'presc'].find((who) => champs[`${who}_am`] && champs[`${who}_finess`])
  if (both !== undefined) return refus('champ-impossible', `${both}_finess`)
  let next = acte
  // In the order of the table, whatever the order of the words: a key is checked against its new number.
  for (const [name, set] of Object.entries(COLONNES_CORRIGEABLES)) {
    const value = champs[name]
    if (value === undefined) continue
    const changed = set(next, value.trim())
    if (changed === null) return refus('champ-illisible', name)
    next = changed
  }
  const impossible = colonneImpossible(acte, next, Object.keys(champs))
  if (impossible !== null) return refus(impossible.code, impossible.colonne)
  if (next.code !== acte.code || next.territoire !== acte.territoire) {
    const line = tarif(next.code, next.dateActe)
    if (line === null) return refus('champ-illisible', 'code_acte')
    const montantCentimes = line.centimes[next.territoire]
    next = { ...next, montantCentimes, regleVersion: line.version }
  }
  return acte.motif === 'ecarte-par-decision' ? next : { ...next, ...jugement(next) }
}

/** The numbers that two parties of an act have, for the other act of the pair. */
export function partiesDe({ executant, prescripteur }: Acte): readonly NumerosPartie[] {
  return [executant, prescripteur]
}

/** Was the act refused or changed? */
export function isRefus(outcome: Acte | Refus): outcome is Refus {
  return 'refus' in outcome
}

function avec(partie: PartieActe, parties: readonly NumerosPartie[]): PartieActe {
  const given = parties.find((one) => one.rpps === partie.rpps)
  if (given === undefined) return partie
  const ecrit = given.ecrit ?? (given.numeroAm === null ? partie.ecrit : given.ecrit)
  return {
    ...partie,
    numeroAm: given.numeroAm ?? partie.numeroAm,
    ...(ecrit !== undefined && { ecrit }),
    finess: given.finess ?? partie.finess,
    specialite: given.specialite ?? partie.specialite,
  }
}

function refus(code: Refus['refus'], champ: string | null = null): Refus {
  return { refus: code, champ }
}
