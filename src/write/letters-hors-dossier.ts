/**
 * The letters that belong to no dossier: a request that was not transmitted, the blank form, a trial, an
 * alert of the gateway itself.
 *
 * In    the letter, the gateway's addresses
 * Out   a Brouillon that quotes nothing of the mail it answers
 * Refuses nothing.
 *
 * SPEC §3, §10
 */

import type { AdresseMss, Professionnel } from '../domain/correspondant.ts'
import type { ResultatEssai } from '../domain/essai.ts'
import { GARDES, type LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { Bloc } from './blocs.ts'
import { formulaireVierge, manqueFr, motifFr } from './formulaire.ts'
import { termePasseFr } from './francais.ts'
import { guidePdf } from './guide.ts'
import { alerteExploitation, gestesDuMessage } from './letters-administrateur.ts'
import { numerosTardifs } from './letters-facturation.ts'
import {
  type Brouillon,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  SAMU,
  salut,
  URGENCE,
  type WriteParts,
} from './lettre.ts'
import { mailto } from './liens.ts'

/** Writes a letter that belongs to no dossier. */
export function horsDossier(
  lettre: LettreHorsDossier,
  parts: WriteParts,
): Brouillon | Promise<Brouillon> {
  switch (lettre.kind) {
    case 'demandeNonTransmise':
      return demandeNonTransmise(lettre, parts)
    case 'messageSignale':
      return notice('Téléexpertise : message signalé', [
        p(motifFr(lettre.code)),
        p(`Référence : ${lettre.code}.`),
      ])
    case 'modele':
      return modele(lettre.pour, parts)
    case 'essai':
      return essai(lettre.resultat)
    case 'courrierAdministrateur':
      return courrierAdministrateur(lettre)
    case 'numerosNotesApresDestruction':
      return numerosTardifs(lettre)
    case 'alerteExploitation':
      return alerteExploitation(lettre)
    default:
      return lettre satisfies never
  }
}

/** The mail itself, as it came: it may speak of a patient, so it leaves as clinical content does. */
function courrierAdministrateur({
  message,
  contenu,
  debut,
  fin,
}: Extract<LettreHorsDossier, { kind: 'courrierAdministrateur' }>): Brouillon {
  return {
    sujet: "Téléexpertise : message pour l'administrateur (courrier-administrateur)",
    blocs: [
      p(
        "Lisez le message joint, tel qu'il a été reçu : il est arrivé à l'adresse postmaster ou abuse.",
      ),
      p("Son expéditeur n'a pas été vérifié, et rien ne lui a été répondu."),
      ...(message === undefined ? [] : gestesDuMessage('courrier-administrateur', message)),
    ],
    jointes: [{ kind: 'message', nom: 'message.eml', contenu, debut, fin }],
    clinical: true,
    notice: true,
  }
}

const CLASSE =
  "Il était gardé et pouvait être jugé de nouveau : un administrateur l'a classé, ne l'attendez plus. S'il est toujours utile, renvoyez-le."

function demandeNonTransmise(
  {
    code,
    urgent,
    classeRecuLe: recuLe,
  }: Extract<LettreHorsDossier, { kind: 'demandeNonTransmise' }>,
  parts: WriteParts,
): Brouillon {
  return notice('Téléexpertise : demande non transmise', [
    ...(urgent === 'oui' ? [URGENCE] : []),
    {
      kind: 'texte',
      fort: true,
      exact: true,
      texte: `Votre message${recuLe === undefined ? '' : ` reçu le ${termePasseFr(recuLe)}`} n'a pas été transmis. Rien n'a été communiqué à un confrère.`,
    },
    p(recuLe === undefined ? motifFr(code) : CLASSE),
    RAPPEL_SAMU,
    ...(recuLe === undefined && GARDES.has(code)
      ? []
      : [
          p(
            `Avant un nouvel envoi, vous pouvez vérifier votre demande sans rien transmettre : envoyez-la à essai@${parts.domain}.`,
          ),
        ]),
    ...(urgent === 'oui'
      ? []
      : [
          p(
            `D'autres messages refusés ce jour pour la même raison ne recevront pas de réponse${parts.administration ? " : l'administrateur en sera averti" : ''}.`,
          ),
        ]),
    p(`Référence à donner à votre support : ${code}.`),
  ])
}

async function modele(pour: Professionnel | null, { domain }: WriteParts): Promise<Brouillon> {
  const lignes = formulaireVierge(pour)
  const adresse = `demande@${domain}` as AdresseMss
  const lettre = notice('Téléexpertise : modèle de demande', [
    salut(pour),
    p(
      `Pour demander un avis, complétez les lignes ci-dessous dans un message signé, adressé à ${adresse}, et joignez les documents utiles.`,
    ),
    {
      kind: 'liens',
      liens: [
        {
          motCle: 'Nouvelle demande',
          libelle: 'les lignes sont déjà dans le message',
          href: mailto(adresse, 'Demande de téléexpertise', [...lignes, '']),
        },
      ],
    },
    p(
      "Le sexe s'écrit M, F ou I ; les dates JJ/MM/AAAA ; le consentement oui ou non, son mode oral, écrit ou électronique. Le médecin traitant peut être « moi-même », « aucun », ou un nom avec adresse ou RPPS.",
    ),
    p(
      'Le guide joint en PDF dit comment signer dans votre messagerie, et tient la demande et les réponses sur une page chacune.',
    ),
    RAPPEL_SAMU,
    { kind: 'formulaire', lignes },
  ])
  const octets = await guidePdf(domain)
  const jointe = {
    kind: 'octets',
    nom: 'guide-du-medecin.pdf',
    type: 'application/pdf',
    octets,
  } as const
  return { ...lettre, jointes: [jointe] }
}

function essai({ manques, cibles, code }: ResultatEssai): Brouillon {
  const bloquants = manques.filter((each) => each.bloquant)
  const autres = manques.filter((each) => !each.bloquant)
  const partie = code === null && bloquants.length === 0
  const suite = cibles.length === 0 ? 'serait partie' : `serait transmise à : ${cibles.join(' ; ')}`
  const motif = code === null ? null : (MOTIFS_ESSAI[code] ?? motifFr(code))
  const blocs: Bloc[] = [
    p(
      partie
        ? `${RIEN} : envoyée pour de bon, votre demande ${suite}.`
        : "Corrigez votre demande avant de l'envoyer pour de bon : elle ne serait pas partie telle quelle.",
    ),
    ...(motif === null ? [] : [p(motif)]),
  ]
  if (bloquants.length > 0) {
    blocs.push(p('Il aurait manqué ceci.'), {
      kind: 'liste',
      elements: bloquants.map((manque) => manqueFr(manque)),
    })
  }
  if (autres.length > 0) {
    blocs.push(p('À joindre si possible, sans retenir la demande.'), {
      kind: 'liste',
      elements: autres.map((manque) => manqueFr(manque)),
    })
  }
  blocs.push(
    p("Ceci est un essai : rien n'a été créé ni transmis, et votre message est détruit."),
    RAPPEL_SAMU,
  )
  return notice("Téléexpertise : résultat de l'essai", blocs)
}

/** Why a request would have waited, without the answer that a thread would invite: there is none. SPEC §3 */
const MOTIFS_ESSAI: { readonly [code: string]: string } = {
  'demande-incomplete': 'Elle vous aurait été renvoyée à compléter.',
  'consentement-refuse': 'Le refus du patient aurait été enregistré, et rien transmis.',
  'a-confirmer':
    "Elle n'est pas signée : un récapitulatif vous aurait demandé de la confirmer avant tout envoi.",
  'formulaire-a-confirmer':
    'Des lignes de son formulaire sont peut-être celles d’un autre (message ou exemple cité, texte peu visible) : un récapitulatif vous aurait demandé de les confirmer avant tout envoi.',
  'depot-a-valider':
    'Elle est déposée pour un médecin : elle aurait attendu son accord, dans un message signé.',
  'patient-different': 'Elle semble parler de plusieurs patients : elle aurait été retenue.',
  urgence: `Elle évoque une urgence et n'aurait pas été transmise. ${SAMU} Sinon, appelez l'astreinte de la spécialité.`,
}
