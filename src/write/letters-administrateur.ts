/**
 * The letters to the administrator and the coordinator about what is stuck: what happened, to whom, what to do now.
 *
 * In    the code, what it is about (a message, a letter of ours, a dossier), what waits there
 * Out   a Brouillon without any clinical content: numbers, names of professionals, identifiers, commands
 * Refuses nothing: a code of another version is told by its name.
 *
 * SPEC §6.8, §10, §13.13
 */
import { pourAdministrateur } from '../administrateur.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite } from '../domain/dossier.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import { lettreEnFrancais, roleEnFrancais } from '../domain/noms-de-lettres.ts'
import type { Bloc } from './blocs.ts'
import { motifFr } from './formulaire.ts'
import { avecArticle, nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  type Ecriture,
  notice,
  p,
  RIEN,
  sujetDossier,
  URGENCE,
} from './lettre.ts'

type Alerte = Extract<LettreHorsDossier, { kind: 'alerteExploitation' }>

const URGENCE_SANS_AUTEUR =
  "Un message qui évoque une urgence a été refusé et son auteur n'a pas pu être averti : joignez-le sans attendre."

/** Something begins, ends, or waits for the administrator, apart from any decision of a dossier. */
export function alerteExploitation(lettre: Alerte): Brouillon {
  const { code, sujet, concerne, urgent } = lettre
  if (code === 'alerte-terminee') return fin(lettre)
  const quoi = concerne === undefined ? 'alerte' : `${concerne.kind} à traiter,`
  return notice(`Téléexpertise : ${quoi} ${code}`, [
    ...(urgent === 'oui' ? [URGENCE, p(URGENCE_SANS_AUTEUR)] : []),
    p(ORDRES[concerne?.kind ?? 'autre']),
    ...ditFr(code, concerne?.kind === 'message' ? (concerne.dossier ?? undefined) : undefined),
    { kind: 'faits', lignes: [['Code', code], ['Objet', sujet], ...faitsDe(concerne)] },
    ...gestes(lettre),
  ])
}

const ORDRES = {
  message: 'Décidez du message ci-dessous.',
  lettre: "Voyez l'envoi ci-dessous.",
  autre: 'Intervenez sur la passerelle.',
} as const

/** The end names what is over, and about what it was: two of one code are told apart. */
function fin({ sujet: code, objet }: Alerte): Brouillon {
  return notice(`Téléexpertise : fin de l'alerte ${code}`, [
    p(`${RIEN} : l'alerte ci-dessous est terminée.`),
    {
      kind: 'faits',
      lignes: [
        ['Code', code],
        ...(objet === undefined ? [] : [['Objet', objet] as const]),
        ['C’était', pourAdministrateur(code)?.quoi ?? motifFr(code)],
      ],
    },
  ])
}

/** What happened, and what to do. */
function ditFr(code: string, numero?: string): readonly Bloc[] {
  const said = pourAdministrateur(code)
  return said === null
    ? [p(motifFr(code))]
    : [p(said.quoi), p(numero === undefined ? said.faire : said.faire.replace('NUMERO', numero))]
}

function faitsDe(concerne: Alerte['concerne']): readonly (readonly [string, string])[] {
  if (concerne === undefined) return []
  if (concerne.kind === 'lettre') {
    const { lettre, role, rpps } = concerne
    return [
      ['Envoi', `${lettreEnFrancais(lettre)} ${roleEnFrancais(role)}`],
      ...(rpps === null ? [] : [['Destinataire', `RPPS ${rpps}`] as const]),
    ]
  }
  const { dossier, auteur, averti, signataire } = concerne
  const affiche = auteur ?? 'inconnu de l’annuaire ; la page du message donne l’adresse d’envoi'
  return [
    ...(dossier === null ? [] : [['Dossier', dossier] as const]),
    [signataire === undefined ? 'Auteur' : 'Expéditeur affiché, non prouvé', affiche],
    ...(signataire == null ? [] : [['Signataire, prouvé', signataire] as const]),
    ['L’auteur est averti', averti === 'oui' ? 'oui, par lettre' : 'non'],
  ]
}

/** What he may type or click, with the identifier in it. */
function gestes({ code, sujet, concerne }: Alerte): readonly Bloc[] {
  if (concerne?.kind === 'lettre') return [p(`Sur la page d'administration : /envois/${sujet}`)]
  if (concerne?.kind !== 'message') return []
  return [...gestesDuTravail(concerne), ...gestesDuMessage(code, sujet)]
}

/** What it opened in a dossier, and the way to settle it. SPEC §13.13 */
function gestesDuTravail({
  dossier,
  travail,
}: Extract<NonNullable<Alerte['concerne']>, { kind: 'message' }>): readonly Bloc[] {
  if (dossier === null || travail === undefined) return []
  return [
    {
      kind: 'liste',
      elements: [
        `Une fois fait : ./confrere dossier ${dossier} --regler ${travail} --motif "…"`,
        `Sur la page d'administration : /dossiers/${dossier}#travaux`,
      ],
    },
  ]
}

/** What he may do with a message. */
export function gestesDuMessage(code: string, sujet: string): readonly Bloc[] {
  const lire = `Lire : ./confrere message ${sujet} --out message.eml --motif "…"`
  const rejouer = `Juger de nouveau : ./confrere rejouer ${sujet} --motif "…"`
  const classer = `Classer : ./confrere message ${sujet} --classer --motif "…"`
  const page = `Sur la page d'administration : /messages/${sujet}`
  const pris = ACCEPTES.has(code)
  return [
    { kind: 'liste', elements: pris ? [lire, classer, page] : [lire, rejouer, classer, page] },
  ]
}

/** Of messages that were accepted: they are not judged again. */
const ACCEPTES: ReadonlySet<string> = new Set([
  'courrier-administrateur',
  'courrier-dangereux',
  'message-id-reutilise',
  'piece-infectee',
])

/** A letter of a dossier could not be delivered. */
export function incident(
  e: Ecriture,
  { lettre, role, rpps, code }: Extract<Lettre, { kind: 'incident' }>,
): Brouillon {
  const { dossier } = e
  const nom = nomDe(dossier, role, rpps ?? null)
  const { apres, avant } =
    lettre === 'demandeAvis' ? autresSollicites(dossier, rpps ?? null) : PERSONNE
  const isPourvu = apres.length + avant.length > 0
  const suite =
    apres.length > 0
      ? 'la demande est déjà proposée à un autre médecin'
      : 'un autre médecin, déjà sollicité, garde la demande'
  return notice(sujetDossier(dossier, 'incident de transmission'), [
    p(
      isPourvu
        ? `Rien n'est à relancer dans le dossier ${dossier.numero} : un envoi n'a pas pu être remis, et ${suite}.`
        : `Intervenez sur le dossier ${dossier.numero} : un envoi n'a pas pu être remis.`,
    ),
    ...(isPourvu ? tenueFr(code, apres, avant) : ditFr(code)),
    {
      kind: 'faits',
      lignes: [
        ['Envoi', `${lettreEnFrancais(lettre)} ${roleEnFrancais(role)}`],
        ...(nom === null ? [] : [['Destinataire', nom] as const]),
        ['Code', code],
      ],
    },
    p(`Sur la page d'administration : /dossiers/${dossier.numero}, puis l'envoi.`),
  ])
}

interface Autres {
  /** Asked in his place. */
  readonly apres: readonly RequisSollicite[]
  /** Asked before him, and still concerned. */
  readonly avant: readonly RequisSollicite[]
}

const PERSONNE: Autres = { apres: [], avant: [] }

/**
 * Who else holds the slot of one whom the request could not reach. Nobody, of both: his slot waits, or he still holds it.
 * Those asked are in order, so that who was there before is never taken for somebody new. SPEC §6.8
 */
function autresSollicites({ sollicitations }: Dossier, rpps: string | null): Autres {
  const slots = sollicitations.map((slot) => ({
    slot,
    at: slot.requis.findLastIndex((one) => one.rpps === rpps && one.ecarte === 'injoignable'),
  }))
  const held = slots.flatMap(({ slot, at }) =>
    at < 0 ? [] : actifs(slot).map((one) => ({ one, isApres: slot.requis.indexOf(one) > at })),
  )
  const those = (isApres: boolean) =>
    held.filter((each) => each.isApres === isApres).map(({ one }) => one)
  return { apres: those(true), avant: those(false) }
}

/** What happened, and that it has settled itself for this request. */
function tenueFr(
  code: string,
  apres: readonly RequisSollicite[],
  avant: readonly RequisSollicite[],
): readonly Bloc[] {
  const said = pourAdministrateur(code)
  const noms = (of: readonly RequisSollicite[]): string =>
    of.map((one) => avecArticle('au', nomFr(one))).join(', ')
  const suite = [
    ...(apres.length === 0 ? [] : [`La demande a été proposée ${noms(apres)}.`]),
    ...(avant.length === 0
      ? []
      : [
          `Elle reste ${noms(avant)}, déjà sollicité ; personne d'autre n'est sollicité pour cela.`,
        ]),
  ].slice(0, 1)
  return [
    p(said === null ? motifFr(code) : said.quoi),
    p(
      `${suite.join('')} Corrigez la cause (adresse, boîte, certificat) avant qu'une autre demande soit adressée à ce destinataire.`,
    ),
  ]
}

/** Who he is, by the dossier; his number where it does not say; null without both. */
function nomDe(dossier: Dossier, role: string, rpps: string | null): string | null {
  const { requerant, medecinTraitant: traitant, sollicitations } = dossier
  const requis = sollicitations.flatMap((slot) => slot.requis)
  const designe = traitant?.kind === 'designe' ? traitant.professionnel : null
  const found =
    role === 'medecinTraitant'
      ? designe
      : role === 'requerant'
        ? requerant
        : requis.find((each) => each.rpps === rpps)
  if (found == null) return rpps === null ? null : `RPPS ${rpps}`
  return `${avecArticle('le', nomFr(found))}, RPPS ${found.rpps}`
}

/** Something of a dossier is stuck and has an owner: you. */
export function alerte({ dossier, parts }: Ecriture, code: string): Brouillon {
  const { numero } = dossier
  const travail = parts.travaux?.find((each) => each.code === code)
  return notice(sujetDossier(dossier, 'à traiter'), [
    p(`Intervenez sur le dossier ${numero}.`),
    ...ditFr(code, numero),
    {
      kind: 'faits',
      lignes: [
        ['Code', code],
        ...(travail === undefined ? [] : [['Point à régler', travail.id] as const]),
      ],
    },
    {
      kind: 'liste',
      elements: [
        `Voir : ./confrere dossier ${numero}`,
        ...(travail === undefined
          ? []
          : [`Clore : ./confrere dossier ${numero} --regler ${travail.id} --motif "…"`]),
        `Sur la page d'administration : /dossiers/${numero}`,
      ],
    },
  ])
}
