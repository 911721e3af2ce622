/**
 * What a requis writes beside a keyword, to the requérant: he declines, takes on or is away and says more; he sees an
 * urgency; he doubts his own opinion.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon each; his own words are carried as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6.8, §13.14
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { LettreDeMots, Signataire } from '../domain/transmission.ts'
import { auMilieu, avecArticle, enumeration, instantFr, nomFr } from './francais.ts'
import { jointes, parole } from './letters-requis.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  citation,
  creneau,
  type Ecriture,
  leRequis,
  p,
  pourRequis,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  requisDe,
  SAMU,
  sansNumero,
  sujetDossier,
  telephoneDu,
} from './lettre.ts'
import { motsClesRequerant } from './mots-possibles.ts'

type DeKind<K extends LettreDeMots['kind']> = Extract<LettreDeMots, { kind: K }>

/** The requis declines. */
export function refus(
  e: Ecriture,
  { rang, texte, pieces = [], auteur }: DeKind<'refus'>,
): Brouillon {
  const slot = creneau(e.dossier, rang)
  const dernier =
    slot.requis.find(({ rpps }) => rpps === auteur) ??
    slot.requis.findLast((each) => each.ecarte === 'refus')
  const qui = dernier === undefined ? leRequis(slot) : avecArticle('Le', nomFr(dernier))
  const suivant = slot.termineeLe === null && slot.cible.kind === 'specialite'
  return {
    sujet: sujetDossier(e.dossier, 'demande déclinée'),
    blocs: [
      bonjour(e),
      p(
        suivant
          ? `${RIEN} : ${auMilieu(qui)} ne peut pas rendre l'avis demandé, ${suite(slot, dernier?.rpps)}.`
          : `Pour solliciter un autre confrère, envoyez une nouvelle demande : ${auMilieu(qui)} ne peut pas rendre l'avis demandé.`,
      ),
      ...parole('Son motif', texte, pieces),
      ...(texte.trim() === '' && pieces.length === 0 ? [p("Il n'a pas indiqué de motif.")] : []),
      p('Un refus ne donne lieu à aucune facturation.'),
      RAPPEL_SAMU,
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: true,
  }
}

/** Who is asked now that one has left the slot. */
function suite(slot: Sollicitation, parti: Rpps | undefined): string {
  const others = actifs(slot).filter(({ rpps }) => rpps !== parti)
  const noms = others.map((un) => avecArticle('au', nomFr(un)))
  if (noms.length > 0) return `la demande est maintenant adressée ${enumeration(noms)}`
  return isOuverte(slot) && slot.cible.kind === 'specialite'
    ? 'un autre médecin de la même spécialité est recherché'
    : "personne d'autre n'est sollicité pour le moment"
}

/** He declined, is away, or took the request on, and writes more than a plain reason. */
export function motsDuRequis(
  e: Ecriture,
  { rang, motCle, auteur, signataire, texte, pieces }: DeKind<'motsDuRequis'>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const qui = nomDe(slot, auteur, signataire)
  const stays = actifs(slot).some(({ rpps }) => rpps === auteur)
  const faits = {
    REFUS: `il ne rendra pas d'avis sur la demande ${dossier.numero}, et ${suite(slot, auteur)}`,
    ABSENT: stays
      ? `il annonce une absence, et la demande ${dossier.numero} reste dans sa file`
      : `il annonce une absence, et ${suite(slot, auteur)}`,
    PRESENT: stays
      ? `il annonce son retour, et la demande ${dossier.numero} est dans sa file`
      : `il annonce son retour, et ${suite(slot, auteur)}`,
    COMPLEMENT: `il n'est pas le médecin sollicité, et la demande ${dossier.numero} reste où elle est`,
    ACCEPTE: `il prend en charge la demande ${dossier.numero}, et son avis vous parviendra à part`,
  } as const
  const objets = {
    REFUS: 'demande déclinée, message du médecin requis',
    ABSENT: 'absence, message du médecin requis',
    PRESENT: 'retour, message du médecin requis',
    COMPLEMENT: "message d'un confrère du médecin requis",
    ACCEPTE: 'demande prise en charge, message du médecin requis',
  } as const
  return {
    sujet: sujetDossier(dossier, objets[motCle]),
    blocs: [
      bonjour(e),
      p(`Lisez ce que vous écrit ${auMilieu(qui)} : ${faits[motCle]}.`),
      ...parole('Son message', texte, pieces),
      p("Ce message n'est pas un compte-rendu et ne donne lieu à aucune facturation."),
      RAPPEL_SAMU,
      reponses(e, motsClesRequerant(dossier)),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

/** Its author doubts his opinion: nobody relies on it until he has corrected it. */
export function avisEnDoute(
  e: Ecriture,
  { rang, auteur, texte, pieces }: DeKind<'avisEnDoute'>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const qui = nomDe(slot, auteur)
  const un = personneDe(slot, auteur)
  const rendu = slot.comptesRendus.findLast((one) => one.auteur.rpps === auteur)
  const du = rendu === undefined ? '' : ` du ${instantFr(rendu.renduLe)}`
  const appel = un?.telephone == null ? '' : ` Pour le joindre, appelez le ${un.telephone}.`
  const traitant =
    dossier.medecinTraitant?.kind === 'designe'
      ? [
          p(
            'Si cet avis a été adressé au médecin traitant, prévenez-le : il garde la même version.',
          ),
        ]
      : []
  return {
    sujet: sujetDossier(dossier, "PRIORITAIRE, l'auteur de l'avis revient sur son avis"),
    blocs: [
      bonjour(e),
      {
        kind: 'texte',
        fort: true,
        texte: `Attendez sa correction avant de suivre l'avis${du} : ${auMilieu(qui)}, qui l'a rendu, revient sur lui.${appel}`,
      },
      ...parole('Son message', texte, pieces),
      ...(texte === ''
        ? [p('Son message ne vous est pas transmis : il peut nommer un autre patient.')]
        : []),
      p(
        `Il lui est demandé un rectificatif, qui vous sera adressé.${e.parts.coordination ? ' La coordination est prévenue.' : ''}`,
      ),
      ...traitant,
      RAPPEL_SAMU,
      reponses(e, ['COMPLEMENT', 'ETAT']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: true,
    urgent: true,
  }
}

/** Priority: the requis sees an urgency, both telephone numbers first; where none is known, how else he is reached. */
export function urgenceSignalee(
  e: Ecriture,
  { rang, texte, auteur, signataire }: DeKind<'urgenceSignalee'>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const requis = auteur === undefined ? requisDe(slot) : personneDe(slot, auteur, signataire)
  const qui = auteur === undefined ? leRequis(slot) : nomDe(slot, auteur, signataire)
  const numero = requis?.telephone ?? null
  const appel =
    numero !== null
      ? `Appelez sans attendre ${auMilieu(qui)}, au ${numero} : la situation lui paraît urgente.`
      : `La situation paraît urgente ${requis === null ? 'au médecin sollicité' : avecArticle('au', nomFr(requis))}, joignez-le sans attendre${requis === null ? '' : ` (${sansNumero(requis.adresse)})`}.`
  return {
    sujet: sujetDossier(
      dossier,
      pourRequis(e)
        ? 'PRIORITAIRE, un confrère signale une urgence'
        : 'PRIORITAIRE, le médecin requis demande à vous joindre',
    ),
    blocs: [
      { kind: 'texte', fort: true, exact: true, texte: `${appel} ${SAMU}` },
      {
        kind: 'faits',
        lignes: [
          [
            requis === null ? 'Médecin requis' : nomFr(requis),
            numero ?? `téléphone non connu${requis === null ? '' : `, ${requis.adresse}`}`,
          ],
          [nomFr(dossier.requerant), telephoneDu(dossier) ?? 'téléphone non connu'],
        ],
      },
      ...citation('Son message', texte),
      ...(e.parts.coordination ? [p('La coordination est prévenue.')] : []),
    ],
    clinical: true,
    notice: true,
    urgent: true,
  }
}

function personneDe(slot: Sollicitation, rpps: Rpps, signataire?: Signataire): Signataire | null {
  const written = slot.comptesRendus.map(({ auteur }) => auteur)
  return [...slot.requis, ...written].find((one) => one.rpps === rpps) ?? signataire ?? null
}

/** « Le Dr Marie CURIE »; who is not of the slot is « Un confrère de la spécialité ». */
function nomDe(slot: Sollicitation, rpps: Rpps, signataire?: Signataire): string {
  const un = personneDe(slot, rpps, signataire)
  return un === null ? 'Un confrère de la spécialité' : avecArticle('Le', nomFr(un))
}
