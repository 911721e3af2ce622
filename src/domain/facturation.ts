/**
 * The acts of a téléexpertise: one TE a slot (the requis), one RQD a dossier (the requerant).
 *
 * In    a slot's compte-rendu, the parties' numbers, the acts already known, the handover
 * Out   acts with their amount, their state, and the reason when they cannot be billed as they are:
 *       over the cap or without right is `non_facturable`; lacking a number or doubtful, `a_verifier`
 *
 * NGAP art. 14.9; SPEC §11
 */
import type { Acte, CodeActe, PartieActe } from './acte.ts'
import { jourParis } from './calendrier.ts'
import type { Instant, Jour, Rpps, Territoire, TerritoireConnu } from './correspondant.ts'
import type { CompteRendu, Dossier, Sollicitation } from './dossier.ts'
import { jugement } from './doutes.ts'
import type { FaitsFacturation, Regles } from './evenement.ts'
import { type NumerosConnus, RIEN_DE_CONNU, selonAnnuaire } from './numero-am.ts'
import { compteDe, factureSous, remplacementsDeLActe } from './remplacement.ts'
import { MEDECIN, plafondDe, specialiteDeProfession, tarif } from './tarif.ts'
import { territoireDe } from './territoire.ts'
import { words } from './texte.ts'

/**
 * The acts that the handover of this compte-rendu creates; none for a complementary opinion, for a
 * slot whose act exists, no RQD when the dossier has one.
 */
export function actes(
  dossier: Dossier,
  slot: Sollicitation,
  compteRendu: CompteRendu,
  faits: FaitsFacturation,
  regles: Pick<Regles, 'territoire'>,
  remisLe: Instant,
): readonly Acte[] {
  if (compteRendu.complementaire || isActeFait(slot, compteRendu)) return []
  const te = acteTe(dossier, slot, compteRendu, faits, regles, remisLe)
  const others = dossier.sollicitations.filter((one) => one.rang !== slot.rang)
  if (others.some((one) => isActeFait(one, null))) return te
  return [...te, ...acteRqd(dossier, slot, compteRendu, faits, regles, remisLe)]
}

/** The acts to expect from a compte-rendu that is about to be handed over, or that already was. */
export function actesPrevus(
  dossier: Dossier,
  rang: number,
  version: number,
  regles: Pick<Regles, 'territoire'>,
  faits: FaitsFacturation,
): readonly Acte[] {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  const compteRendu = slot?.comptesRendus.find((one) => one.version === version)
  if (slot === undefined || compteRendu === undefined) return []
  return actes(
    dossier,
    slot,
    compteRendu,
    faits,
    regles,
    compteRendu.remisLe ?? compteRendu.renduLe,
  )
}

/** A suspended act comes back behind those handed over meanwhile: the place it has now decides. NGAP art. 14.9 */
export function acteRepris(acte: Acte, faits: FaitsFacturation): Acte {
  const { rpps } = acte.executant
  const taken = acte.role === 'REQUIS' ? (faits.parRequis[rpps] ?? 0) : faits.parRequerant
  const placed = { ...acte, rangAnnuel: taken + 1 }
  return { ...placed, ...jugement(placed) }
}

/** The act of a slot is made by the first version handed over, whichever it is. */
function isActeFait(slot: Sollicitation, except: CompteRendu | null): boolean {
  return slot.comptesRendus.some(
    (one) => !one.complementaire && one.remisLe !== null && one.version !== except?.version,
  )
}

function acteTe(
  dossier: Dossier,
  slot: Sollicitation,
  compteRendu: CompteRendu,
  faits: FaitsFacturation,
  regles: Pick<Regles, 'territoire'>,
  remisLe: Instant,
): readonly Acte[] {
  const day = jourActe(slot, compteRendu)
  const old = tarif('TE1', day) !== null
  const code: CodeActe = old && dossier.assure.niveau !== '2' ? 'TE1' : 'TE2'
  const acte = compose(dossier, compteRendu, {
    code,
    day,
    rang: slot.rang,
    role: 'REQUIS',
    executant: selonAnnuaire(factureSous(dossier, partieRequis(compteRendu)), connusDe(faits)),
    prescripteur: selonAnnuaire(factureSous(dossier, partieRequerant(dossier)), connusDe(faits)),
    auteur: compteRendu.auteur,
    reglage: regles.territoire,
    rangAnnuel: (faits.parRequis[compteDe(dossier, compteRendu.auteur.rpps)] ?? 0) + 1,
    remisLe,
  })
  return acte === null ? [] : [acte]
}

function acteRqd(
  dossier: Dossier,
  slot: Sollicitation,
  compteRendu: CompteRendu,
  faits: FaitsFacturation,
  regles: Pick<Regles, 'territoire'>,
  remisLe: Instant,
): readonly Acte[] {
  // Before 2022-04-01 the requerant's share is a yearly forfait, not an act.
  const acte = compose(dossier, compteRendu, {
    code: 'RQD',
    day: jourActe(slot, compteRendu),
    rang: 0,
    role: 'REQUERANT',
    executant: selonAnnuaire(factureSous(dossier, partieRequerant(dossier)), connusDe(faits)),
    prescripteur: selonAnnuaire(factureSous(dossier, partieRequis(compteRendu)), connusDe(faits)),
    auteur: dossier.requerant,
    reglage: regles.territoire,
    rangAnnuel: faits.parRequerant + 1,
    remisLe,
  })
  return acte === null ? [] : [acte]
}

interface Projet {
  readonly code: CodeActe
  readonly day: Jour
  readonly rang: number
  readonly role: Acte['role']
  readonly executant: PartieActe
  readonly prescripteur: PartieActe
  /** Who signed: his place of exercise is the executant's where he bills himself. */
  readonly auteur: { readonly rpps: Rpps; readonly territoire?: TerritoireConnu | null }
  readonly reglage: Territoire
  readonly rangAnnuel: number
  readonly remisLe: Instant
}

function compose(dossier: Dossier, compteRendu: CompteRendu, projet: Projet): Acte | null {
  const line = tarif(projet.code, projet.day)
  if (line === null || dossier.patient === null) return null
  const cap = plafondDe(projet.code, projet.executant.profession, projet.day)
  const { executant, auteur, reglage } = projet
  const place = executant.rpps === auteur.rpps ? (auteur.territoire ?? null) : null
  const where = territoireDe(place, executant.numeroAm, reglage)
  const acte: Acte = {
    dossier: dossier.numero,
    rang: projet.rang,
    role: projet.role,
    code: projet.code,
    dateActe: projet.day,
    montantCentimes: line.centimes[where.territoire],
    ...where,
    regleVersion: line.version,
    etat: 'a_verifier',
    motif: null,
    executant: projet.executant,
    prescripteur: projet.prescripteur,
    patient: dossier.patient,
    assure: dossier.assure,
    dateDemande: jourParis(dossier.ouvertLe),
    dateCompteRendu: projet.day,
    rangAnnuel: projet.rangAnnuel,
    plafond: cap?.parAn ?? 0,
    remisLe: projet.remisLe,
    preuve: compteRendu.empreinte,
    sansDocument: isQuestionSeule(dossier),
    ...remplacementsDeLActe(dossier, [compteRendu.auteur.rpps, dossier.requerant.rpps], projet.day),
  }
  return { ...acte, ...jugement(acte) }
}

/** No medical information but the question: no document, and no context, history or treatment. SPEC §11 */
function isQuestionSeule({ pieces, clinique }: Dossier): boolean {
  const said = [clinique?.contexte, clinique?.antecedents, clinique?.traitements]
  return pieces.length === 0 && said.every((one) => !dit(one))
}

/** A line that says something: « RAS » and « néant » are information; « ? » and an empty one are none. */
function dit(line: string | null | undefined): boolean {
  return words(line ?? '') !== ''
}

function partieRequis({ auteur }: CompteRendu): PartieActe {
  const profession = auteur.profession ?? MEDECIN
  return {
    rpps: auteur.rpps,
    nom: auteur.nom,
    prenom: auteur.prenom,
    numeroAm: auteur.numeroAm ?? null,
    ...(auteur.ecrit !== undefined && { ecrit: auteur.ecrit }),
    finess: auteur.finess ?? null,
    specialite: auteur.specialite ?? specialiteDeProfession(profession),
    profession,
  }
}

function partieRequerant({ requerant }: Dossier): PartieActe {
  const { rpps, nom, prenom, numeroAm, ecrit, finess, profession } = requerant
  const specialite = requerant.specialite ?? specialiteDeProfession(profession)
  const written = ecrit === undefined ? {} : { ecrit }
  return { rpps, nom, prenom, numeroAm, ...written, finess, specialite, profession }
}

function connusDe({ numeros = RIEN_DE_CONNU }: FaitsFacturation): NumerosConnus {
  return numeros
}

/** A rectificatif changes nothing to the day of the act: that of the author's first opinion. */
function jourActe(slot: Sollicitation, compteRendu: CompteRendu): Jour {
  const first = slot.comptesRendus.find(
    (one) => one.auteur.rpps === compteRendu.auteur.rpps && !one.complementaire,
  )
  return jourParis((first ?? compteRendu).renduLe)
}
