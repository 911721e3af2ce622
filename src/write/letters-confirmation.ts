/**
 * The recaps: what will be done, read back to the one whose word it waits for; and the note to a depositor.
 *
 * In    an Ecriture; the dossier complete but for that word, or the opinion kept in the slot
 * Out   a Brouillon that quotes the request or the opinion, and says what to write
 * Refuses nothing: an opinion that is no longer kept is told as such.
 *
 * SPEC §5 (assurance; deposit « pour le Dr X »), §10
 */
import { isHorsAnnuaire, type Requerant } from '../domain/correspondant.ts'
import type { Doute, Libelle, MotCle, Piece } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import type { Bloc } from './blocs.ts'
import { luAutrement } from './compris.ts'
import { consentementFr, identite, isConsentement, traitantFr } from './faits.ts'
import { LIBELLES, manqueFr, motifFr } from './formulaire.ts'
import { avecArticle, nombre, nomFr, presentation, specialiteFr, tailleFr } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  creneau,
  type Ecriture,
  exact,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  siUrgent,
  sujetDossier,
} from './lettre.ts'
import { auPlusTard, termeAvis, termeCompletude } from './termes.ts'

type Recapitulatif = Extract<Lettre, { kind: 'recapitulatif' }>

const SUJETS = {
  'a-confirmer': 'demande à confirmer',
  'avis-a-confirmer': 'avis à confirmer',
  'depot-a-valider': 'demande déposée pour vous, à valider',
  'formulaire-a-confirmer': 'demande à confirmer',
} as const

/** What will be done, once its author says so. */
export function recapitulatif(e: Ecriture, { code, rang, rappel }: Recapitulatif): Brouillon {
  const mot = code === 'depot-a-valider' ? 'JE VALIDE' : 'JE CONFIRME'
  const sujet = sujetDossier(e.dossier, `${SUJETS[code]}${rappel === 'oui' ? ' (rappel)' : ''}`)
  const texte = rang === null ? null : reserveDe(e.dossier, rang, e.envoi.a.rpps)
  if (rang !== null && texte === null) {
    const blocs = [bonjour(e), p(`${RIEN} : votre avis n'attend plus de confirmation.`)]
    return { ...notice(sujet, blocs), clinical: true }
  }
  const corps = texte === null ? demande(e, code) : avis(e, texte)
  return {
    sujet,
    blocs: [...consigne(e, mot, rang), ...corps, RAPPEL_SAMU, p(`Référence : ${code}.`)],
    clinical: true,
    ...(rang === null && { identite: 'dite' as const }),
    notice: true,
  }
}

/** A request waits for its word as it would for a line; an opinion as long as its slot does. */
function consigne(e: Ecriture, mot: MotCle, rang: number | null): Bloc[] {
  const signe = mot === 'JE VALIDE' ? 'par un message signé' : 'à ce message'
  const suite: readonly MotCle[] = e.envoi.a.role === 'requis' ? [mot] : [mot, 'ANNULATION', 'ETAT']
  const terme = rang === null ? termeCompletude(e) : termeAvis(e, creneau(e.dossier, rang))
  return [
    {
      kind: 'texte',
      fort: true,
      exact: true,
      texte: `${auPlusTard(terme)}, répondez ${signe} et écrivez ${mot} en première ligne. Rien n'est parti.`,
    },
    reponses(e, suite),
    bonjour(e),
  ]
}

const DOUTE =
  'Des lignes de votre demande ne sont peut-être pas les vôtres : elles ne se lisent que dans un message ou un exemple que vous citez, ou dans un texte qui ne se voit pas comme il se lit. Elles comptent si vous les confirmez.'

const PROSE =
  'Aucune ligne du formulaire ne dit ce qui suit : il est lu dans votre texte, et compte si vous le confirmez.'

const PORTEUR =
  'Votre signature ne dit pas à qui votre demande s’adresse : seule l’adresse à laquelle elle est arrivée le dit, et un autre que vous a pu la choisir. Rien n’est parti.'

const CHANGER =
  'Pour changer quelque chose, écrivez ANNULATION puis envoyez une nouvelle demande. Sans réponse, celle-ci est annulée.'

const CHANGER_LIGNES =
  'Pour changer une ligne, écrivez-la vous-même en réponse, sans JE CONFIRME. Sans réponse, la demande est annulée.'

const OU: { readonly [D in Doute]: string } = {
  cite: 'dans un message ou un exemple cité',
  cache: 'dans un texte peu visible',
  signes: 'avec des signes invisibles',
  prose: 'dans votre texte',
  porteur: 'dans l’adresse d’arrivée de votre message, que votre signature ne couvre pas',
}

/** Each line in doubt with its words; never « libellé : valeur », which a reply would say again. */
function lignesEnDoute({ doutes = {}, formulaire }: Dossier): Bloc[] {
  const labels = Object.keys(doutes) as Libelle[]
  if (labels.length === 0) return []
  const elements = labels.map((label) => {
    const lu = (formulaire[label] ?? '').replace(/\s+/g, ' ').trim()
    return `${LIBELLES[label]}, lu ${OU[doutes[label] ?? 'cite']} (« ${lu} »)`
  })
  return [
    { kind: 'titre', texte: 'Les lignes à confirmer' },
    { kind: 'liste', elements },
  ]
}

/** Read in his own prose, or perhaps somebody else's: said of what there is. */
function douteFr({ doutes = {} }: Dossier): string {
  const all = Object.values(doutes)
  const others = all.length === 0 || all.some((one) => one !== 'prose' && one !== 'porteur')
  const said = [
    ...(others ? [DOUTE] : []),
    ...(all.includes('prose') ? [PROSE] : []),
    ...(all.includes('porteur') ? [PORTEUR] : []),
  ]
  return said.join(' ')
}

function demande({ dossier, parts }: Ecriture, code: Recapitulatif['code']): Bloc[] {
  const { patient, clinique, depot } = dossier
  const pourquoi =
    code === 'formulaire-a-confirmer'
      ? douteFr(dossier)
      : code === 'depot-a-valider' && depot
        ? `${deposantFr(depot.par)} a déposé cette demande pour vous. Elle part si vous la validez, et vous en êtes alors le médecin requérant.`
        : "Votre demande n'est pas signée : elle est venue d'un opérateur reconnu pour votre domaine. Elle part si vous la confirmez, et cette assurance (niveau « mssante ») est inscrite au compte-rendu."
  const blocs: Bloc[] = [
    p(pourquoi),
    ...lignesEnDoute(dossier),
    { kind: 'titre', texte: 'Ce qui sera fait' },
    {
      kind: 'liste',
      elements: [
        `la demande ${dossier.numero} sera transmise, avec ses documents, à ceci : ${viseesFr(dossier)}`,
        `copie du compte-rendu au médecin traitant (${traitantFr(dossier)})`,
        isConsentement(dossier)
          ? `avec le consentement (${consentementFr(dossier)})`
          : consentementFr(dossier),
      ],
    },
  ]
  if (patient !== null) {
    blocs.push(
      { kind: 'titre', texte: 'Patient' },
      // Never « libellé : valeur »: quoted in a reply, it would be read as said again.
      {
        kind: 'liste',
        elements: identite(patient, parts.now).map(([quoi, valeur]) => `${quoi} (${valeur})`),
      },
    )
  }
  const autrement = luAutrement(dossier)
  if (autrement.length > 0) {
    blocs.push(
      { kind: 'titre', texte: "Ce qui est lu autrement que c'est écrit" },
      { kind: 'liste', elements: autrement },
    )
  }
  blocs.push(
    ...citation('Question', clinique?.question ?? null),
    ...citation('Contexte', clinique?.contexte ?? null),
    ...citation('Antécédents', clinique?.antecedents ?? null),
    ...citation('Traitements', clinique?.traitements ?? null),
    ...(code === 'depot-a-valider' ? texteDepose(dossier) : []),
    ...documents(dossier.pieces),
    exact(code === 'formulaire-a-confirmer' ? CHANGER_LIGNES : CHANGER),
  )
  return blocs
}

/** One outside the directory is known by her mailbox alone. */
function deposantFr(par: Requerant): string {
  return isHorsAnnuaire(par)
    ? `Une personne qui signe depuis la boîte ${par.adresse}, sans être dans l'annuaire,`
    : presentation(par)
}

/** What stands beside the form is another's words in his name: he reads them before they leave. SPEC §5 */
function texteDepose({ textes = [] }: Dossier): Bloc[] {
  return citation('Texte de la demande', textes.map(({ texte }) => texte).join('\n\n'))
}

/** Whom the consent covers is whom the request goes to. */
function viseesFr({ consentement, formulaire }: Dossier): string {
  if (consentement.kind !== 'recueilli') return 'personne encore'
  const { requis, specialites } = consentement.portee
  const named =
    formulaire.medecinRequis === undefined ? '' : ` (${formulaire.medecinRequis.trim()})`
  return [
    ...specialites.map(specialiteFr),
    ...requis.map((rpps) => `médecin de RPPS ${rpps}${requis.length === 1 ? named : ''}`),
  ].join(' ; ')
}

function avis({ dossier }: Ecriture, texte: TexteEnReserve): Bloc[] {
  const correction = texte.aConfirmer === 'RECTIFICATIF'
  return [
    p(
      `${correction ? "Votre rectificatif n'est pas signé : il est venu" : "Votre avis n'est pas signé : il est venu"} d'un opérateur reconnu pour votre domaine. Cette assurance (niveau « mssante ») est inscrite au compte-rendu.`,
    ),
    { kind: 'titre', texte: 'Ce qui sera fait' },
    {
      kind: 'liste',
      elements: [
        `${correction ? 'un nouveau compte-rendu, qui annule et remplace le précédent,' : 'le compte-rendu'} sera remis ${avecArticle('au', nomFr(dossier.requerant))}`,
        `médecin traitant, copie du compte-rendu : ${traitantFr(dossier)}`,
      ],
    },
    ...citation('Votre texte', texte.texte),
    ...citation('Conclusion', texte.conclusion),
    ...documents(texte.pieces),
    p(
      `Pour changer votre texte, écrivez-le de nouveau après ${texte.aConfirmer ?? 'AVIS'} en première ligne.`,
    ),
  ]
}

function reserveDe(
  { sollicitations }: Dossier,
  rang: number,
  rpps: string | null,
): TexteEnReserve | null {
  const slot = sollicitations.find((each) => each.rang === rang)
  const kept = [slot?.reserve ?? null, ...(slot?.autresReserves ?? [])]
  return kept.find((each) => each?.auteur === rpps) ?? null
}

function documents(pieces: readonly Piece[]): Bloc[] {
  if (pieces.length === 0) return []
  return [
    { kind: 'titre', texte: nombre(pieces.length, 'document joint', 'documents joints') },
    { kind: 'liste', elements: pieces.map(({ nom, taille }) => `${nom} (${tailleFr(taille)})`) },
  ]
}

/** To who deposited: whose word is awaited, or that the request is the physician's now. */
export function depotNote(e: Ecriture, code: string, urgent?: 'oui'): Brouillon {
  const { dossier } = e

  return notice(sujetDossier(dossier, 'demande déposée pour un médecin'), [
    ...siUrgent(e, urgent),
    bonjour(e),
    p(
      code === 'depot-sans-effet'
        ? `Déposez une nouvelle demande, entière, si quelque chose manque ou doit changer : votre message n'a pas d'effet sur la demande ${dossier.numero}, et n'est pas transmis ${avecArticle('au', nomFr(dossier.requerant))}.`
        : `${RIEN} : la demande ${dossier.numero} ${depotFr(dossier, code)}.`,
    ),
    p(motifFr(code)),
    ...resteFr(dossier, code),
    RAPPEL_SAMU,
    p(`Référence : ${code}.`),
  ])
}

function depotFr({ requerant }: Dossier, code: string): string {
  return code === 'depot-a-valider'
    ? `est en attente de la validation ${avecArticle('du', nomFr(requerant))}, et rien n'en est parti`
    : `a été déposée pour ${avecArticle('le', nomFr(requerant))}`
}

/** What the request still lacks, none of which holds it back; names of lines only. */
function resteFr({ manques }: Dossier, code: string): Bloc[] {
  if (code !== 'depot-a-valider') return []
  if (manques.length === 0) return [p('La demande est complète.')]
  return [
    p('La demande peut partir ainsi. Ce médecin pourra y joindre ceci.'),
    { kind: 'liste', elements: manques.map((manque) => manqueFr(manque)) },
  ]
}
